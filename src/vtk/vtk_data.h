// What a VTK file holds, decoded, before it becomes core's types.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/vec.h"

namespace lode::vtk {

enum class FileKind { image, rectilinear, unstructured, poly_data };

struct FileArray {
  std::string name;
  std::string type = "Float64";  ///< as VTK's files name it: "Int8" .. "UInt64", "Float32", "Float64", "String"
  std::uint64_t components = 1;
  std::vector<std::string> component_names;  ///< "" where unnamed; may be shorter than the components
  std::string_view numbers;                  ///< tuple after tuple, in the machine's byte order, aligned to the type
  std::shared_ptr<const void> owner;         ///< of the numbers
  std::vector<std::string> words;            ///< of "String"
};

struct FileCells {
  std::vector<std::int64_t> offsets;  ///< into the corners: begin of the first cell, then the end of each; or none
  FileArray corners;                  ///< points by number, "Int32" or "Int64"; not checked
};

struct FileData {
  FileKind kind = FileKind::image;
  std::array<std::int64_t, 6> extent{};  ///< of points, of images and rectilinear grids: i0 i1 j0 j1 k0 k1
  Vec3 origin;                           ///< of images, as the rest of this line
  Vec3 spacing{1, 1, 1};
  std::array<Vec3, 3> direction{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};  ///< columns: the axes i, j, k
  std::array<FileArray, 3> coordinates;                                        ///< of rectilinear grids
  FileArray points;                                                            ///< of the others: three components
  FileCells cells;                                                             ///< of unstructured grids
  FileArray cell_types;                                                        ///< "UInt8", one a cell
  FileCells verts, lines, strips, polys;                                       ///< of poly data
  std::vector<FileArray> point_arrays, cell_arrays, field_arrays;
};

}  // namespace lode::vtk
