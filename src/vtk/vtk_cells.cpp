#include "vtk/vtk_cells.h"

#include <fmt/format.h>
#include <vtkCellArray.h>
#include <vtkCellType.h>
#include <vtkDataArray.h>
#include <vtkUnstructuredGrid.h>

#include <algorithm>
#include <map>
#include <span>

#include "core/error.h"

namespace lode::vtk {

namespace {

namespace fs = std::filesystem;

struct Linear {
  vtkIdType corners;  ///< at least
  int dimension;
};
/// By VTK's number of the type.
constexpr std::array<Linear, 15> linear_types{{{0, 0},
                                               {1, 0},
                                               {1, 0},
                                               {2, 1},
                                               {2, 1},
                                               {3, 2},
                                               {3, 2},
                                               {3, 2},
                                               {4, 2},
                                               {4, 2},
                                               {4, 3},
                                               {8, 3},
                                               {8, 3},
                                               {6, 3},
                                               {5, 3}}};

using Side = std::vector<vtkIdType>;

std::span<const vtkIdType> corners_of(vtkUnstructuredGrid& grid, vtkIdType cell) {
  vtkIdType count = 0;
  const vtkIdType* ids = nullptr;
  grid.GetCells()->GetCellAtId(cell, count, ids);
  return {ids, static_cast<std::size_t>(count)};
}

/// The sides of a body, counter-clockwise seen from outside, as places among its corners; none for others.
const std::vector<std::vector<std::size_t>>& sides_of_type(int type) {
  static const std::vector<std::vector<std::size_t>> none;
  static const std::vector<std::vector<std::size_t>> tetra{{0, 1, 3}, {1, 2, 3}, {2, 0, 3}, {0, 2, 1}};
  static const std::vector<std::vector<std::size_t>> hexahedron{{0, 4, 7, 3}, {1, 2, 6, 5}, {0, 1, 5, 4},
                                                                {3, 7, 6, 2}, {0, 3, 2, 1}, {4, 5, 6, 7}};
  static const std::vector<std::vector<std::size_t>> voxel{{0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                                           {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};
  static const std::vector<std::vector<std::size_t>> wedge{
      {0, 1, 2}, {3, 5, 4}, {0, 3, 4, 1}, {1, 4, 5, 2}, {2, 5, 3, 0}};
  static const std::vector<std::vector<std::size_t>> pyramid{{0, 3, 2, 1}, {0, 1, 4}, {1, 2, 4}, {2, 3, 4}, {3, 0, 4}};
  switch (type) {
    case VTK_TETRA:
      return tetra;
    case VTK_HEXAHEDRON:
      return hexahedron;
    case VTK_VOXEL:
      return voxel;
    case VTK_WEDGE:
      return wedge;
    case VTK_PYRAMID:
      return pyramid;
    default:
      return none;
  }
}

void add_fan(const Side& side, std::vector<std::array<std::uint32_t, 3>>& triangles) {
  const auto corner = [&](std::size_t i) { return static_cast<std::uint32_t>(side[i]); };
  for (std::size_t i = 2; i < side.size(); ++i) triangles.push_back({corner(0), corner(i - 1), corner(i)});
}

void add_polygon(int type, std::span<const vtkIdType> ids, std::vector<std::array<std::uint32_t, 3>>& triangles) {
  const auto corner = [&](std::size_t i) { return static_cast<std::uint32_t>(ids[i]); };
  if (type == VTK_TRIANGLE_STRIP || type == VTK_PIXEL) {
    for (std::size_t i = 2; i < ids.size(); ++i)
      triangles.push_back({corner(i - 2), corner(i % 2 == 0 ? i - 1 : i), corner(i % 2 == 0 ? i : i - 1)});
    return;
  }
  add_fan(Side(ids.begin(), ids.end()), triangles);
}

}  // namespace

void check_cells(vtkCellArray* cells, vtkIdType points, const fs::path& file) {
  if (cells == nullptr) return;
  const auto fail = [&] {
    throw Error("cells of the file stand on points that it does not hold", "the file is damaged: export it again",
                {file});
  };
  if (!cells->IsValid()) fail();
  vtkIdType last = 0;
  vtkDataArray* offsets = cells->GetOffsetsArray();
  for (vtkIdType i = 0; i < offsets->GetNumberOfTuples(); ++i) {
    const auto offset = static_cast<vtkIdType>(offsets->GetComponent(i, 0));
    if (offset < last || offset > cells->GetNumberOfConnectivityIds()) fail();
    last = offset;
  }
  vtkDataArray* ids = cells->GetConnectivityArray();
  for (vtkIdType i = 0; i < ids->GetNumberOfTuples(); ++i) {
    const auto id = static_cast<vtkIdType>(ids->GetComponent(i, 0));
    if (id < 0 || id >= points) fail();
  }
}

int check_types(vtkUnstructuredGrid& grid, const fs::path& file) {
  int dimension = 0;
  for (vtkIdType cell = 0; cell < grid.GetNumberOfCells(); ++cell) {
    const int type = grid.GetCellType(cell);
    if (type < 0 || type >= static_cast<int>(linear_types.size()))
      throw Error(fmt::format("a cell has VTK's type {}, which Lode does not read", type),
                  "export linear cells: boxes, tetrahedra, wedges, pyramids, polygons", {file});
    const Linear& linear = linear_types[static_cast<std::size_t>(type)];
    if (static_cast<vtkIdType>(corners_of(grid, cell).size()) < linear.corners)
      throw Error("a cell of the file lacks corners", "the file is damaged: export it again", {file});
    dimension = std::max(dimension, linear.dimension);
  }
  return dimension;
}

std::vector<std::array<std::uint32_t, 3>> outer_triangles(vtkUnstructuredGrid& grid) {
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::map<Side, Side> open;  // by sorted corners: sides that one body has so far
  for (vtkIdType cell = 0; cell < grid.GetNumberOfCells(); ++cell) {
    const int type = grid.GetCellType(cell);
    const std::span<const vtkIdType> ids = corners_of(grid, cell);
    if (linear_types[static_cast<std::size_t>(type)].dimension == 2) add_polygon(type, ids, triangles);
    for (const std::vector<std::size_t>& places : sides_of_type(type)) {
      Side side;
      for (const std::size_t place : places) side.push_back(ids[place]);
      Side key = side;
      std::ranges::sort(key);
      const auto [found, added] = open.emplace(std::move(key), std::move(side));
      if (!added) open.erase(found);
    }
  }
  for (const auto& [key, side] : open) add_fan(side, triangles);
  return triangles;
}

}  // namespace lode::vtk
