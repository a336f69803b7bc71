// What VTK's files hold, as core's types: .vtr, .vtu, .vtp, and .vti of several pieces or rare compression.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/block_model.h"
#include "core/surface.h"
#include "vtk/vtk_data.h"

namespace lode::vtk {

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
/// Throws Error, naming the file, for cells that it cannot hold and for what is no model.
Imported import(const FileData& data, const std::filesystem::path& file);

/// The kind of data that import() will make of the cells; attributes may be left out.
enum class Content { blocks, surface, points };
Content content_of(const FileData& data, const std::filesystem::path& file);

}  // namespace lode::vtk
