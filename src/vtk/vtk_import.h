// Files that VTK's own readers read, as core's types: .vtr, .vtu, .vtp, and .vti in encodings that io does not read.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/block_model.h"
#include "core/progress.h"
#include "core/surface.h"

namespace lode::vtk {

enum class FileKind { image, rectilinear, unstructured, poly_data };

/// Hexahedra that are all boxes along the same three axes; a row of the table each, in the file's order.
struct Boxes {
  std::array<Vec3, 3> axes;                     ///< orthonormal, right-handed, the third not downwards
  std::array<std::vector<double>, 3> centroid;  ///< in source coordinates
  std::array<std::vector<double>, 3> size;      ///< along the axes
  Table table;
};

struct Imported {
  std::variant<BlockModel, Boxes, Surface, Points> data;
  std::vector<std::string> notes;
};

/// Image and rectilinear grids become block models, hexahedra that are boxes Boxes, other cells the surface around
/// them; polygons a surface; lines their middles, points points. Positions are as in the file; tables lack their names.
/// Throws Error for what cannot be read and for files that hold fewer bytes than they state; Cancelled.
Imported read(const std::filesystem::path& file, FileKind kind, Progress& progress);

/// Bytes of the arrays that the header states, about: as many elements each as it states of any. Throws Error for a file
/// that cannot be opened.
double bytes_stated(const std::filesystem::path& file);

/// The kind of data that read() will make, from the counts in the file's header.
enum class Content { blocks, surface, points };
Content content_of(const std::filesystem::path& file, FileKind kind);

}  // namespace lode::vtk
