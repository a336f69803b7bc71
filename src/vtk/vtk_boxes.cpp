#include "vtk/vtk_boxes.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkPoints.h>
#include <vtkUnstructuredGrid.h>

#include <algorithm>
#include <cmath>

#include "vtk/vtk_columns.h"

namespace lode::vtk {

namespace {

/// Corners of a cell by their place along its three edges: index = a + 2 b + 4 c.
using Corners = std::array<Vec3, 8>;

constexpr double tolerance =
    1e-4;  // of a side; float32 positions at UTM coordinates are off by more only for tiny ones

std::optional<Corners> corners_of(vtkUnstructuredGrid& grid, vtkIdType cell) {
  const int type = grid.GetCellType(cell);
  if (type != VTK_VOXEL && type != VTK_HEXAHEDRON) return {};
  vtkIdType count = 0;
  const vtkIdType* ids = nullptr;
  grid.GetCells()->GetCellAtId(cell, count, ids);
  if (count != 8) return {};
  constexpr std::array<std::size_t, 8> around{0, 1, 3, 2, 4, 5, 7, 6};  // hexahedra go round, voxels along x
  Corners corners;
  for (std::size_t i = 0; i < 8; ++i) {
    double p[3];
    grid.GetPoint(ids[type == VTK_VOXEL ? i : around[i]], p);
    corners[i] = {p[0], p[1], p[2]};
  }
  return corners;
}

/// The three edges at the first corner.
std::array<Vec3, 3> edges_of(const Corners& corners) {
  return {corners[1] - corners[0], corners[2] - corners[0], corners[4] - corners[0]};
}

/// Orthonormal axes along the edges of a box, right-handed, the third the steepest and not downwards, the first nearest
/// to east; empty when the edges are not at right angles.
std::optional<std::array<Vec3, 3>> axes_of(const Corners& corners) {
  std::array<Vec3, 3> axes = edges_of(corners);
  for (Vec3& axis : axes) {
    const double size = length(axis);
    if (!(size > 0) || !std::isfinite(size)) return {};
    axis = 1 / size * axis;
  }
  for (int a = 0; a < 3; ++a)
    if (std::abs(dot(axes[static_cast<std::size_t>(a)], axes[static_cast<std::size_t>((a + 1) % 3)])) > tolerance)
      return {};
  std::ranges::sort(axes, [](Vec3 a, Vec3 b) { return std::abs(a.z) < std::abs(b.z); });
  if (std::abs(axes[0].x) < std::abs(axes[1].x)) std::swap(axes[0], axes[1]);
  if (axes[2].z < 0) axes[2] = -1 * axes[2];
  if (axes[0].x < 0) axes[0] = -1 * axes[0];
  for (Vec3& axis : axes)  // exactly along x, y, z where they are within the tolerance
    for (int unit = 0; unit < 3; ++unit)
      if (std::abs(std::abs(axis[unit]) - 1) < tolerance * tolerance)
        axis = Vec3{unit == 0 ? 1.0 : 0.0, unit == 1 ? 1.0 : 0.0, unit == 2 ? 1.0 : 0.0};
  axes[1] = cross(axes[2], axes[0]);
  return axes;
}

/// Adds the box when it is one along the axes.
bool add_box(const Corners& corners, Boxes& boxes) {
  const std::array<Vec3, 3> edges = edges_of(corners);
  const Vec3 far = corners[0] + edges[0] + edges[1] + edges[2];
  const double slack = tolerance * std::max({length(edges[0]), length(edges[1]), length(edges[2])});
  const auto near = [&](Vec3 a, Vec3 b) { return length(a - b) <= slack; };
  if (!near(far, corners[7]) || !near(corners[0] + edges[0] + edges[1], corners[3]) ||
      !near(corners[0] + edges[0] + edges[2], corners[5]) || !near(corners[0] + edges[1] + edges[2], corners[6]))
    return false;
  Vec3 centre = 0.5 * (corners[0] + corners[7]);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double size = 0;  // one edge lies along the axis, the others across it
    int along = 0;
    for (const Vec3 edge : edges) {
      const double share = std::abs(dot(edge, boxes.axes[axis]));
      if (share > 0.5 * length(edge)) {
        size = share;
        ++along;
      } else if (share > slack) {
        return false;
      }
    }
    if (along != 1) return false;
    boxes.size[axis].push_back(size);
    boxes.centroid[axis].push_back(centre[static_cast<int>(axis)]);
  }
  return true;
}

void reserve(std::size_t count, Boxes& boxes, std::vector<std::uint64_t>& cells) {
  for (auto* vectors : {&boxes.centroid, &boxes.size})
    for (std::vector<double>& along : *vectors) along.reserve(count);
  cells.reserve(count);
}

}  // namespace

std::optional<Boxes> boxes_of(vtkUnstructuredGrid& grid) {
  Boxes boxes;
  std::vector<std::uint64_t> cells;
  const bool any_hidden = hides_any(grid.GetCellData());
  for (vtkIdType cell = 0; cell < grid.GetNumberOfCells(); ++cell) {
    if (any_hidden && is_hidden(grid.GetCellData(), static_cast<std::uint64_t>(cell))) continue;
    const std::optional<Corners> corners = corners_of(grid, cell);
    if (!corners) return {};
    if (cells.empty()) {
      const auto axes = axes_of(*corners);
      if (!axes) return {};
      boxes.axes = *axes;
      reserve(static_cast<std::size_t>(grid.GetNumberOfCells()), boxes, cells);
    }
    if (!add_box(*corners, boxes)) return {};
    cells.push_back(static_cast<std::uint64_t>(cell));
  }
  if (cells.empty()) return {};
  const bool all = cells.size() == static_cast<std::size_t>(grid.GetNumberOfCells());
  const std::span<const std::uint64_t> order = all ? std::span<const std::uint64_t>() : std::span(std::as_const(cells));
  boxes.table = table_of(grid.GetCellData(), order, cells.size(), notes_of(grid.GetFieldData()));
  return boxes;
}

}  // namespace lode::vtk
