#include "vtk/vtk_import.h"

#include <fmt/format.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkTriangleFilter.h>
#include <vtkUnstructuredGrid.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/error.h"
#include "core/text.h"
#include "vtk/vtk_boxes.h"
#include "vtk/vtk_cells.h"
#include "vtk/vtk_columns.h"
#include "vtk/vtk_objects.h"

namespace lode::vtk {

namespace {

namespace fs = std::filesystem;

/// Coordinates along an axis of a grid become the edges of blocks.
struct Axis {
  std::vector<double> edges;  ///< ascending, in the file's coordinates along the axis
  bool flipped = false;       ///< the file counts downwards
  bool invented = false;      ///< the grid is flat here: a thickness was made up
};

Axis axis_of(std::vector<double> positions, bool of_points, char letter, const fs::path& file) {
  Axis axis;
  if (positions.size() > 1 && positions.front() > positions.back()) {
    axis.flipped = true;
    std::ranges::reverse(positions);
  }
  for (std::size_t i = 0; i < positions.size(); ++i)
    if (!(std::abs(positions[i]) <= 1e9) || (i > 0 && !(positions[i] > positions[i - 1])))
      throw Error(fmt::format("the coordinates of the grid do not ascend along {} at its place {}", letter, i + 1),
                  "export the model again", {file});
  if (positions.empty()) throw Error("the grid has no coordinates", "export the model again", {file});
  const std::size_t count = of_points ? positions.size() : std::max<std::size_t>(1, positions.size() - 1);
  if (count > Lattice::max_count)
    throw Error(fmt::format("the grid has {} cells along {}", count, letter),
                fmt::format("give a grid of 1 to {} a side", Lattice::max_count), {file});
  if (positions.size() == 1) {
    axis.invented = true;
    axis.edges = {positions[0] - 0.5, positions[0] + 0.5};
  } else if (!of_points) {
    axis.edges = std::move(positions);
  } else {  // each point in the middle between its neighbours' borders
    axis.edges.push_back(positions[0] - 0.5 * (positions[1] - positions[0]));
    for (std::size_t i = 1; i < positions.size(); ++i) axis.edges.push_back(0.5 * (positions[i - 1] + positions[i]));
    axis.edges.push_back(positions.back() + 0.5 * (positions.back() - positions[positions.size() - 2]));
  }
  return axis;
}

/// A block model of a grid of cells, or of points as centroids. `frame` turns coordinates along the axes to positions.
Imported grid_of(const FileData& data, std::array<std::vector<double>, 3> positions, const Affine& frame,
                 const fs::path& file) {
  Imported imported;
  const bool of_points = data.cell_arrays.empty();
  if (of_points && data.point_arrays.empty())
    throw Error("the grid holds no data arrays", "export the model with its attributes", {file});
  const vtkNew<vtkCellData> attributes;
  const vtkNew<vtkFieldData> field;
  add_arrays(of_points ? data.point_arrays : data.cell_arrays, *attributes);
  add_arrays(data.field_arrays, *field);
  std::array<Axis, 3> axes;
  BlockModel model;
  Vec3 corner;
  for (std::size_t a = 0; a < 3; ++a) {
    axes[a] = axis_of(std::move(positions[a]), of_points, "xyz"[a], file);
    model.lattice.count[a] = static_cast<std::uint32_t>(axes[a].edges.size() - 1);
    for (const double edge : axes[a].edges) model.lattice.edges[a].push_back(edge - axes[a].edges[0]);
  }
  corner = {axes[0].edges[0], axes[1].edges[0], axes[2].edges[0]};
  model.lattice.source_from_lattice = {frame.columns, frame(corner)};
  Mask present(model.lattice.cells());
  std::vector<std::uint64_t> order;
  const bool any_hidden = hides_any(attributes);
  const bool any_flipped = axes[0].flipped || axes[1].flipped || axes[2].flipped;
  for (std::uint64_t cell = 0; (any_hidden || any_flipped) && cell < model.lattice.cells(); ++cell) {
    std::array<std::uint32_t, 3> ijk = model.lattice.ijk(cell);
    for (std::size_t a = 0; a < 3; ++a)
      if (axes[a].flipped) ijk[a] = model.lattice.count[a] - 1 - ijk[a];
    const std::uint64_t tuple = model.lattice.cell(ijk[0], ijk[1], ijk[2]);
    if (any_hidden && is_hidden(attributes, tuple)) continue;
    present.set(cell);
    order.push_back(tuple);
  }
  if (any_hidden && order.empty()) throw Error("all blocks of the grid are hidden", "export it with blocks", {file});
  const std::size_t rows = any_hidden ? order.size() : model.lattice.cells();
  model.table = table_of(attributes, order, rows, notes_of(field));
  if (model.table.columns.empty())
    throw Error("the grid holds no data arrays that can be read", "export the model with its attributes", {file});
  if (rows < model.lattice.cells()) model.present = RankedMask(std::move(present));
  if (of_points) imported.notes.emplace_back("the values stand at points: each point is the centroid of a block");
  if (any_flipped) imported.notes.emplace_back("axes that ran downwards are turned round");
  if (axes[0].invented || axes[1].invented || axes[2].invented)
    imported.notes.emplace_back("the grid is flat: its blocks are taken as 1 thick");
  imported.data = std::move(model);
  return imported;
}

std::vector<double> coordinates_of(const FileArray& array) {
  std::vector<double> values(array.numbers.size() / sizeof(double));
  if (!values.empty()) std::memcpy(values.data(), array.numbers.data(), values.size() * sizeof(double));
  return values;
}

Imported read_rectilinear(const FileData& data, const fs::path& file) {
  return grid_of(
      data,
      {coordinates_of(data.coordinates[0]), coordinates_of(data.coordinates[1]), coordinates_of(data.coordinates[2])},
      Affine{}, file);
}

Imported read_image(const FileData& data, const fs::path& file) {
  Affine frame;
  frame.columns = data.direction;
  for (std::size_t a = 0; a < 3; ++a)
    for (std::size_t b = a; b < 3; ++b)
      if (!(std::abs(dot(frame.columns[a], frame.columns[b]) - (a == b ? 1 : 0)) < 1e-6))
        throw Error("the image's axes are not at right angles", "export the model with a rotation alone", {file});
  if (frame.columns[2].z < 0 || dot(cross(frame.columns[0], frame.columns[1]), frame.columns[2]) < 0)
    throw Error("the image's axes are left-handed or run downwards", "write it as one piece, raw or zlib", {file});
  frame.offset = data.origin;
  std::array<std::vector<double>, 3> positions;
  for (std::size_t axis = 0; axis < 3; ++axis)
    for (std::int64_t i = data.extent[2 * axis]; i <= data.extent[2 * axis + 1]; ++i)
      positions[axis].push_back(static_cast<double>(i) * data.spacing[static_cast<int>(axis)]);
  return grid_of(data, std::move(positions), frame, file);
}

std::vector<Vec3> positions_of(vtkPointSet& data) {
  std::vector<Vec3> positions(static_cast<std::size_t>(data.GetNumberOfPoints()));
  for (std::size_t i = 0; i < positions.size(); ++i) {
    double p[3];
    data.GetPoint(static_cast<vtkIdType>(i), p);
    positions[i] = {p[0], p[1], p[2]};
  }
  return positions;
}

void note_unused(vtkDataSetAttributes* attributes, const char* whose, Imported& imported) {
  if (attributes->GetNumberOfArrays() > 0)
    imported.notes.push_back(fmt::format("{} attributes of {} are left out", attributes->GetNumberOfArrays(), whose));
}

Imported surface_of(vtkPolyData& data) {
  Imported imported;
  vtkNew<vtkTriangleFilter> filter;
  filter->PassVertsOff();
  filter->PassLinesOff();
  filter->SetInputData(&data);
  filter->Update();
  vtkPolyData* triangles = filter->GetOutput();
  Surface surface;
  surface.vertices_source = positions_of(data);
  vtkCellArray* cells = triangles->GetPolys();
  for (vtkIdType cell = 0; cell < cells->GetNumberOfCells(); ++cell) {
    vtkIdType count = 0;
    const vtkIdType* ids = nullptr;
    cells->GetCellAtId(cell, count, ids);
    if (count == 3)
      surface.triangles.push_back(
          {static_cast<std::uint32_t>(ids[0]), static_cast<std::uint32_t>(ids[1]), static_cast<std::uint32_t>(ids[2])});
  }
  surface.vertex_attributes =
      table_of(data.GetPointData(), {}, surface.vertices_source.size(), notes_of(data.GetFieldData()));
  if (data.GetNumberOfLines() + data.GetNumberOfVerts() > 0)
    imported.notes.emplace_back("lines and points beside the polygons are left out");
  note_unused(data.GetCellData(), "polygons", imported);
  imported.data = std::move(surface);
  return imported;
}

/// The middle of a polyline along its length.
Vec3 middle_of(const std::vector<Vec3>& positions, std::span<const vtkIdType> ids) {
  const auto at = [&](std::size_t i) { return positions[static_cast<std::size_t>(ids[i])]; };
  double half = 0;
  for (std::size_t i = 1; i < ids.size(); ++i) half += 0.5 * length(at(i) - at(i - 1));
  for (std::size_t i = 1; i < ids.size(); ++i) {
    const double step = length(at(i) - at(i - 1));
    if (half <= step) return step > 0 ? at(i - 1) + half / step * (at(i) - at(i - 1)) : at(i);
    half -= step;
  }
  return at(ids.size() - 1);
}

/// Lines by their middles, a row a line. Cells count from `first_cell`.
Imported middles_of(vtkPointSet& data, vtkCellArray& lines, vtkIdType first_cell) {
  Imported imported;
  const std::vector<Vec3> positions = positions_of(data);
  Points points;
  std::vector<std::uint64_t> order;
  for (vtkIdType line = 0; line < lines.GetNumberOfCells(); ++line) {
    vtkIdType count = 0;
    const vtkIdType* ids = nullptr;
    lines.GetCellAtId(line, count, ids);
    if (count == 0) continue;
    points.positions_source.push_back(middle_of(positions, std::span(ids, static_cast<std::size_t>(count))));
    order.push_back(static_cast<std::uint64_t>(line + first_cell));
  }
  points.table = table_of(data.GetCellData(), order, order.size(), notes_of(data.GetFieldData()));
  imported.notes.push_back(fmt::format("{} lines are shown as points at their middles", order.size()));
  note_unused(data.GetPointData(), "the lines' points", imported);
  imported.data = std::move(points);
  return imported;
}

Imported points_of(vtkPointSet& data) {
  Imported imported;
  Points points;
  points.positions_source = positions_of(data);
  points.table = table_of(data.GetPointData(), {}, points.positions_source.size(), notes_of(data.GetFieldData()));
  const bool cell_a_point = data.GetNumberOfCells() == data.GetNumberOfPoints();
  if (points.table.columns.empty() && cell_a_point)
    points.table = table_of(data.GetCellData(), {}, points.positions_source.size(), notes_of(data.GetFieldData()));
  else
    note_unused(data.GetCellData(), "cells", imported);
  imported.data = std::move(points);
  return imported;
}

Imported surface_or_points_of(vtkPolyData& data, const fs::path& file) {
  for (vtkCellArray* cells : {data.GetVerts(), data.GetLines(), data.GetPolys(), data.GetStrips()})
    check_cells(cells, data.GetNumberOfPoints(), file);
  if (data.GetNumberOfPolys() + data.GetNumberOfStrips() > 0) return surface_of(data);
  if (data.GetNumberOfLines() > 0) return middles_of(data, *data.GetLines(), data.GetNumberOfVerts());
  if (data.GetNumberOfPoints() == 0) throw Error("the file holds no points", "export it with its data", {file});
  return points_of(data);
}

Imported unstructured_of(vtkUnstructuredGrid& grid, const fs::path& file) {
  if (grid.GetNumberOfPoints() == 0) throw Error("the file holds no points", "export it with its data", {file});
  check_cells(grid.GetCells(), grid.GetNumberOfPoints(), file);
  const int dimension = check_types(grid, file);
  if (dimension == 0) return points_of(grid);
  if (dimension == 1) return middles_of(grid, *grid.GetCells(), 0);
  if (dimension == 3)
    if (std::optional<Boxes> boxes = boxes_of(grid)) return {std::move(*boxes), {}};
  Imported imported;
  Surface surface;
  surface.vertices_source = positions_of(grid);
  surface.triangles = outer_triangles(grid);
  surface.vertex_attributes =
      table_of(grid.GetPointData(), {}, surface.vertices_source.size(), notes_of(grid.GetFieldData()));
  if (dimension == 3)
    imported.notes.emplace_back("cells that are no boxes along common axes: the surface around them is shown");
  note_unused(grid.GetCellData(), "cells", imported);
  imported.data = std::move(surface);
  return imported;
}

}  // namespace

Imported import(const FileData& data, const fs::path& file) {
  switch (data.kind) {
    case FileKind::image:
      return read_image(data, file);
    case FileKind::rectilinear:
      return read_rectilinear(data, file);
    case FileKind::unstructured:
      return unstructured_of(*unstructured_grid_of(data), file);
    case FileKind::poly_data:
      break;
  }
  return surface_or_points_of(*poly_data_of(data), file);
}

Content content_of(const FileData& data, const fs::path& file) {
  if (data.kind == FileKind::image || data.kind == FileKind::rectilinear) return Content::blocks;
  const Imported cells = import(data, file);
  if (std::holds_alternative<Boxes>(cells.data)) return Content::blocks;
  return std::holds_alternative<Surface>(cells.data) ? Content::surface : Content::points;
}

}  // namespace lode::vtk
