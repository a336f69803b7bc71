// Cells of VTK's files, checked before anything walks them.
#pragma once

#include <vtkType.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

class vtkCellArray;
class vtkUnstructuredGrid;

namespace lode::vtk {

/// Throws Error for cells whose corners are not among the points.
void check_cells(vtkCellArray* cells, vtkIdType points, const std::filesystem::path& file);

/// Throws Error for cells that are not linear, and for ones that lack corners. Returns the greatest dimension among
/// them: 0 points .. 3 bodies.
int check_types(vtkUnstructuredGrid& grid, const std::filesystem::path& file);

/// The polygons, and the sides of bodies that no second body shares, as triangles. Only of a grid that was checked.
std::vector<std::array<std::uint32_t, 3>> outer_triangles(vtkUnstructuredGrid& grid);

}  // namespace lode::vtk
