// Hexahedra that are boxes.
#pragma once

#include <optional>

#include "vtk/vtk_import.h"

class vtkUnstructuredGrid;

namespace lode::vtk {

/// Voxels and hexahedra, each a box along the same three axes; empty when any cell is no such box. Cells that a ghost
/// array hides are left out. `table` holds the cells' arrays.
std::optional<Boxes> boxes_of(vtkUnstructuredGrid& grid);

}  // namespace lode::vtk
