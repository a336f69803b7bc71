#include "session/vtk_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.h"
#include "io/export_positions.h"
#include "vtk/vtk_export.h"

namespace lode {

namespace {

void check_not_empty(const io::ExportLayer& layer, bool empty) {
  if (empty) throw Error(fmt::format("the filter of \"{}\" leaves nothing to export", layer.name), "widen the filter");
}

void check_placed(const io::ExportLayer& layer, const std::vector<Vec3>& positions) {
  if (!std::ranges::all_of(positions, finite))
    throw Error(fmt::format("a hole of \"{}\" cannot be placed in {}", layer.name, layer.crs),
                "check the CRS of the layer and of the export");
}

/// What a file says of itself: its CRS twice, for people and for programs.
vtk::FieldTexts field_texts(const io::ExportLayer& layer) {
  vtk::FieldTexts texts{{"CRS", layer.crs.empty() ? "local" : layer.crs}};
  if (!layer.wkt.empty()) texts.emplace_back("WKT", layer.wkt);
  if (!layer.note.empty()) texts.emplace_back("note", layer.note);
  return texts;
}

/// The path of a hole between two depths.
void add_path(const PlacedDrillholes& placed, std::uint32_t hole, double from_m, double to_m,
              std::vector<Vec3>& vertices) {
  const PlacedTrace& trace = placed.traces[hole];
  vertices.push_back(placed.position_at(hole, from_m));
  for (auto at = std::upper_bound(trace.depth_m.begin(), trace.depth_m.end(), from_m);
       at != trace.depth_m.end() && *at < to_m; ++at)
    vertices.push_back(trace.position_scene[static_cast<std::size_t>(at - trace.depth_m.begin())]);
  vertices.push_back(placed.position_at(hole, to_m));
}

/// Readings at single depths are points.
void write_readings(const io::ExportLayer& layer, const Drillholes& drillholes, const std::filesystem::path& file) {
  const PlacedDrillholes placed = place(drillholes, layer.units, layer.target_from_source, true);
  const IntervalTable& readings = *layer.interval_table;
  std::vector<Vec3> positions;
  std::vector<std::uint64_t> rows;
  layer.visible_rows.for_each_set([&](std::size_t row) {
    positions.push_back(placed.position_at(readings.hole[row], readings.depth_m[row]));
    rows.push_back(row);
  });
  check_not_empty(layer, rows.empty());
  check_placed(layer, positions);
  vtk::write_vtp(file, positions, rows, &readings.table, field_texts(layer));
}

void write_holes(const io::ExportLayer& layer, const Drillholes& drillholes, const std::filesystem::path& file,
                 Progress& progress) {
  if (layer.interval_table != nullptr && layer.interval_table->of_readings())
    return write_readings(layer, drillholes, file);
  const PlacedDrillholes placed = place(drillholes, layer.units, layer.target_from_source);
  progress.check();
  vtk::LinesToWrite lines;
  lines.offsets.push_back(0);
  layer.visible_rows.for_each_set([&](std::size_t row) {
    if (layer.interval_table != nullptr)
      add_path(placed, layer.interval_table->hole[row], layer.interval_table->from_m[row],
               layer.interval_table->to_m[row], lines.vertices);
    else
      add_path(placed, static_cast<std::uint32_t>(row), 0, placed.traces[row].depth_m.back(), lines.vertices);
    lines.offsets.push_back(static_cast<std::uint32_t>(lines.vertices.size()));
    lines.row.push_back(row);
  });
  check_not_empty(layer, lines.row.empty());
  check_placed(layer, lines.vertices);
  vtk::write_vtp(file, lines, layer.interval_table != nullptr ? &layer.interval_table->table : &drillholes.collars,
                 field_texts(layer));
}

void write_surface(const io::ExportLayer& layer, const Surface& surface, const std::filesystem::path& file,
                   Progress& progress) {
  const SurfacePart part = part_of(surface, layer.visible_rows);
  check_not_empty(layer, part.triangles.empty());
  std::vector<Vec3> vertices;
  for (const std::uint64_t vertex : part.vertices) vertices.push_back(surface.vertices_source[vertex]);
  io::place_positions(layer, vertices, progress);
  const Table attributes = rows_of(surface.vertex_attributes, part.vertices);
  vtk::write_vtp(file, vertices, part.triangles, std::span<const std::uint64_t>(),
                 attributes.columns.empty() ? nullptr : &attributes, field_texts(layer));
}

void write_points(const io::ExportLayer& layer, const Points& points, const std::filesystem::path& file,
                  Progress& progress) {
  std::vector<Vec3> positions;
  std::vector<std::uint64_t> rows;
  layer.visible_rows.for_each_set([&](std::size_t row) {
    positions.push_back(points.positions_source[row]);
    rows.push_back(row);
  });
  check_not_empty(layer, rows.empty());
  io::place_positions(layer, positions, progress);
  vtk::write_vtp(file, positions, rows, &points.table, field_texts(layer));
}

}  // namespace

void write_vtp_layer(const io::ExportLayer& layer, const std::filesystem::path& file, Progress& progress) {
  if (const auto* drillholes = std::get_if<Drillholes>(layer.dataset.get()))
    return write_holes(layer, *drillholes, file, progress);
  if (const auto* surface = std::get_if<Surface>(layer.dataset.get()))
    return write_surface(layer, *surface, file, progress);
  if (const auto* points = std::get_if<Points>(layer.dataset.get()))
    return write_points(layer, *points, file, progress);
  const io::ExportMesh mesh = io::export_mesh(layer, progress);
  vtk::write_vtp(file, mesh.vertices, mesh.triangles, mesh.row, &std::get<BlockModel>(*layer.dataset).table,
                 field_texts(layer));
}

void write_vtu_layer(const io::ExportLayer& layer, const std::filesystem::path& file, Progress& progress) {
  const auto* model = std::get_if<BlockModel>(layer.dataset.get());
  if (model == nullptr) throw Error("only block models are written as .vtu", "use .vtp");
  std::vector<Vec3> corners;
  std::vector<std::uint64_t> rows;
  // VTK's hexahedron: around the lower face, then around the upper one.
  constexpr std::array<std::array<bool, 3>, 8> order{{{false, false, false},
                                                      {true, false, false},
                                                      {true, true, false},
                                                      {false, true, false},
                                                      {false, false, true},
                                                      {true, false, true},
                                                      {true, true, true},
                                                      {false, true, true}}};
  model->for_each_block([&](std::uint64_t row, Vec3 lower, Vec3 upper) {
    if (!layer.visible_rows[row]) return;
    for (const auto& [u, v, w] : order)
      corners.push_back(
          model->lattice.source_from_lattice({u ? upper.x : lower.x, v ? upper.y : lower.y, w ? upper.z : lower.z}));
    rows.push_back(row);
  });
  check_not_empty(layer, rows.empty());
  io::place_positions(layer, corners, progress);
  vtk::write_vtu(file, corners, rows, model->table, field_texts(layer));
}

}  // namespace lode
