// What lies under a pixel, and what is known of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "core/density.h"
#include "core/desurvey.h"
#include "core/hole_depth.h"
#include "core/text.h"
#include "view/view.h"

namespace lode {

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

std::string metres(double value) { return fmt::format("{:.2f} m", value); }

void add_columns(Values& values, const Table& table, std::size_t row) {
  for (const Column& column : table.columns) {
    if (column.role == ColumnRole::ignored) continue;
    std::string text = column.text(row);
    if (text.empty())
      text = "missing";
    else if (!column.unit.empty() && column.type == ColumnType::number)
      text += " " + column.unit;
    values.emplace_back(column.name, std::move(text));
  }
}

void add_position(Values& values, Vec3 position_scene) {
  values.emplace_back("Easting", metres(position_scene.x));
  values.emplace_back("Northing", metres(position_scene.y));
  values.emplace_back("RL", metres(position_scene.z));
}

/// Binary files have no lines.
bool has_lines(const LoadedSource& source) {
  constexpr std::array<std::string_view, 3> text_formats{"csv", "gslib", "ubc"};
  return std::ranges::find(text_formats, source.source.format) != text_formats.end();
}

void add_file(Values& values, const LoadedSource& source, const Table& table, std::size_t row) {
  if (table.file.empty()) return;
  std::string where = utf8(path_from_utf8(table.file).filename());
  if (has_lines(source)) where += fmt::format(", line {}", table.lines[row]);
  values.emplace_back("File", std::move(where));
}

/// The block's corners in lattice coordinates.
struct PickedBlock {
  Vec3 lower, upper;
};

/// Keyed columns are said in the title and beside it; the file's own follow.
void describe_block(Pick& pick, const LayerPicture& layer, const BlockModel& model, const Affine& scene_from_lattice,
                    const PickedBlock& block) {
  const auto row = static_cast<std::size_t>(pick.hit.row);
  add_columns(pick.values, model.table, row);
  const Vec3 middle = 0.5 * (block.lower + block.upper);
  const auto& bend = layer.source->control;
  add_position(pick.values, scene_from_lattice(middle) + (bend ? bend->at(middle) : Vec3{}));
  const Vec3 size = block.upper - block.lower;
  const SourceUnits& units = layer.source->placing.units;
  const double metres = units.geographic ? 1 : units.metres_per_unit;
  pick.values.emplace_back(
      "Size", fmt::format("{} x {} x {} m", shortest(metres * size.x), shortest(metres * size.y), shortest(size.z)));
  const double volume_m3 = size.x * size.y * size.z * metres * metres;
  pick.values.emplace_back("Volume", fmt::format("{} m3", grouped(volume_m3, 1)));
  if (const Column* density = density_column(model.table); density != nullptr && density->numbers() != nullptr) {
    const std::optional<double> factor = t_per_m3(density_unit(*density));
    const double tonnes = factor ? volume_m3 * *factor * (*density->numbers())[row] : NAN;
    pick.values.emplace_back("Tonnes", !factor      ? "unit of the density not known"
                                       : tonnes > 0 ? grouped(tonnes, 1) + " t"
                                                    : "density missing");
  }
  add_file(pick.values, *layer.source, model.table, row);
}

/// All but the keys, which are said as hole, from, to and depth.
void add_attributes(Values& values, const Table& table, std::size_t row) {
  for (const Column& column : table.columns) {
    const bool key = column.role == ColumnRole::hole_id || column.role == ColumnRole::from ||
                     column.role == ColumnRole::to || column.role == ColumnRole::depth;
    if (key) continue;
    Table one;
    one.columns = {column};
    add_columns(values, one, row);
  }
}

/// Where along the hole, and which way it goes there.
void add_depth(Values& values, const Drillholes& drillholes, std::uint32_t hole, double depth_m) {
  const Trace trace(drillholes.stations_of(drillholes.holes[hole]), drillholes.desurvey);
  const Vec3 direction = trace.direction_at(depth_m);
  constexpr double degrees = 180 / std::numbers::pi;
  const double azimuth = std::fmod(std::atan2(direction.x, direction.y) * degrees + 360, 360);
  values.emplace_back("Depth", metres(depth_m));
  values.emplace_back("Direction", fmt::format("azimuth {:.1f}°, dip {:.1f}°", azimuth,
                                               std::asin(std::clamp(direction.z, -1.0, 1.0)) * degrees));
}

/// What the other tables say of the depth, each after its interval or reading, file and line.
void add_other_tables(Values& values, const Drillholes& drillholes, std::uint32_t hole, double depth_m,
                      const IntervalTable* shown) {
  for (const IntervalTable* other : drillholes.downhole_tables()) {
    if (other == shown) continue;
    const std::optional<std::uint32_t> row = row_at(*other, hole, depth_m);
    if (!row) continue;
    std::string where = other->where(*row);
    if (!other->table.file.empty())
      where +=
          fmt::format(", {}, line {}", utf8(path_from_utf8(other->table.file).filename()), other->table.lines[*row]);
    values.emplace_back(other->table.name, std::move(where));
    add_attributes(values, other->table, *row);
  }
}

void describe(Pick& pick, const LayerPicture& layer, const LatticeFaces& faces) {
  const Lattice& lattice = faces.model->lattice;
  const auto ijk = lattice.ijk(pick.hit.element);
  pick.title = fmt::format("Block {}, {}, {}", ijk[0] + 1, ijk[1] + 1, ijk[2] + 1);
  const Vec3 middle = lattice.centroid_lattice(ijk), half = 0.5 * lattice.cell_size(ijk);
  describe_block(pick, layer, *faces.model, faces.scene_from_lattice, {middle - half, middle + half});
}

void describe(Pick& pick, const LayerPicture& layer, const Boxes& boxes) {
  const SubBlocks& blocks = *boxes.model->sub_blocks;
  const Lattice& lattice = boxes.model->lattice;
  const std::uint64_t parent = lattice.cell_at(blocks.centroid_lattice(pick.hit.row));
  const auto ijk = lattice.ijk(parent);
  const auto [first, end] = blocks.rows_of(parent);
  pick.title = fmt::format("Block {}, {}, {}", ijk[0] + 1, ijk[1] + 1, ijk[2] + 1);
  if (end - first > 1)
    pick.title =
        fmt::format("Sub-block {} of block {}, {}, {}", pick.hit.row - first + 1, ijk[0] + 1, ijk[1] + 1, ijk[2] + 1);
  describe_block(pick, layer, *boxes.model, boxes.scene_from_lattice,
                 {blocks.lower_lattice(pick.hit.row), blocks.upper_lattice(pick.hit.row)});
}

void describe_interval(Pick& pick, const LayerPicture& layer, const Segments& segments) {
  const Drillholes& drillholes = std::get<Drillholes>(*layer.source->dataset);
  const std::uint32_t hole = segments.hole[static_cast<std::size_t>(pick.hit.element)];
  const std::string& id = drillholes.holes[hole].id;
  const double depth_m = depth_near(layer.source->drillholes->traces[hole], pick.hit.position_scene);
  if (pick.hit.row == Segments::no_row || layer.intervals == nullptr) {
    const bool readings = layer.intervals != nullptr && layer.intervals->of_readings();
    pick.title = fmt::format("{}  no {}", id, readings ? "reading" : "interval");
    pick.values.emplace_back("Hole", id);
    add_depth(pick.values, drillholes, hole, depth_m);
    add_other_tables(pick.values, drillholes, hole, depth_m, nullptr);
    if (hole < drillholes.collars.rows) add_columns(pick.values, drillholes.collars, hole);
    add_position(pick.values, pick.hit.position_scene);
    if (hole < drillholes.collars.rows) add_file(pick.values, *layer.source, drillholes.collars, hole);
    return;
  }
  const IntervalTable& intervals = *layer.intervals;
  const auto row = static_cast<std::size_t>(pick.hit.row);
  const double middle_m = intervals.middle_m(row), at_m = intervals.of_readings() ? middle_m : depth_m;
  pick.title = fmt::format("{}  {}", id, intervals.where(row));
  pick.values.emplace_back("Hole", id);
  if (!intervals.of_readings()) {
    pick.values.emplace_back("From", shortest(intervals.from_m[row]) + " m");
    pick.values.emplace_back("To", shortest(intervals.to_m[row]) + " m");
  }
  add_attributes(pick.values, intervals.table, row);
  add_depth(pick.values, drillholes, hole, at_m);
  add_other_tables(pick.values, drillholes, hole, at_m, &intervals);
  add_position(pick.values, layer.source->drillholes->position_at(hole, middle_m));
  add_file(pick.values, *layer.source, intervals.table, row);
}

void describe_row(Pick& pick, const LayerPicture& layer, const std::string& title) {
  const auto row = static_cast<std::size_t>(pick.hit.row);
  pick.title = title;
  const bool known = layer.table != nullptr && row < layer.table->rows;
  if (known) add_columns(pick.values, *layer.table, row);
  if (const std::optional<GradeShell>& shell = layer.source->shell) {
    pick.values.emplace_back(shell->column + " cut-off",
                             shortest(shell->cutoff) + (shell->unit.empty() ? "" : " ") + shell->unit);
    pick.values.emplace_back("Shell encloses", grouped(shell->volume_m3) + " m3, not the blocks' volume");
  }
  add_position(pick.values, pick.hit.position_scene);
  if (known) add_file(pick.values, *layer.source, *layer.table, row);
}

void describe(Pick& pick, const Frame& frame) {
  const LayerPicture& layer = *frame.layers[pick.layer];
  if (const auto* faces = std::get_if<LatticeFaces>(&layer.geometry))
    describe(pick, layer, *faces);
  else if (const auto* boxes = std::get_if<Boxes>(&layer.geometry))
    describe(pick, layer, *boxes);
  else if (const auto* segments = std::get_if<Segments>(&layer.geometry))
    describe_interval(pick, layer, *segments);
  else if (std::holds_alternative<Triangles>(layer.geometry))
    describe_row(pick, layer, frame.scene.layers[pick.layer].name);
  else
    describe_row(pick, layer, fmt::format("{}  point {}", frame.scene.layers[pick.layer].name, pick.hit.row + 1));
}

struct Caster {
  Ray ray;
  std::optional<Slab> slab;
  double metres_per_pixel, point_size_px;

  Vec3 bend_scene = {};  ///< of the blocks, where the ray meets them

  std::optional<Hit> operator()(const LatticeFaces& faces) const { return faces.nearest(ray, bend_scene); }
  std::optional<Hit> operator()(const Boxes& boxes) const { return boxes.nearest(ray, bend_scene); }
  std::optional<Hit> operator()(const Segments& segments) const {
    constexpr double reach_px = 2;  // thin holes can be hovered
    return segments.nearest(ray, {}, reach_px * metres_per_pixel);
  }
  std::optional<Hit> operator()(const Triangles& triangles) const { return triangles.nearest(ray, slab); }
  std::optional<Hit> operator()(const PointCloud& points) const {
    return points.nearest(ray, slab, std::max(point_size_px / 2, 2.0) * metres_per_pixel);
  }
};

/// Where an operation bends the model, it is moved by the bend at what the ray meets, until that stays.
std::optional<Hit> hit_of(const Caster& caster, const LayerPicture& layer) {
  const auto& bend = layer.source->control;
  if (!bend) return std::visit(caster, layer.geometry);
  constexpr int most_rounds = 4;
  const Affine lattice_from_scene = inverse(layer.source->lattice->scene_from_lattice);
  Caster moved = caster;
  moved.bend_scene = bend->at(0.5 * bend->size_lattice);
  std::optional<Hit> hit;
  for (int round = 0; round < most_rounds; ++round) {
    hit = std::visit(moved, layer.geometry);
    if (!hit) return hit;
    moved.bend_scene = bend->at(lattice_from_scene(hit->position_scene - moved.bend_scene));
  }
  return hit;
}

}  // namespace

std::optional<Pick> pick(const Frame& frame, double x_px, double y_px, double width_px, double height_px) {
  if (!(width_px >= 1 && height_px >= 1)) return std::nullopt;
  const Scene& scene = frame.scene;
  const Camera camera = camera_of(frame, width_px, height_px);
  Caster caster{pixel_ray(camera, drawn_exaggeration(scene, frame.metres_per_unit), x_px, y_px, width_px, height_px),
                {},
                camera.view_height_m / height_px,
                0};
  if (scene.section.on) caster.slab = scene.section.slab;
  std::optional<Pick> nearest, nearest_translucent;
  for (std::size_t i = 0; i < frame.layers.size(); ++i) {
    if (frame.layers[i] == nullptr || scene.layers[i].opacity <= 0) continue;
    caster.point_size_px = scene.layers[i].point_size_px;
    const std::optional<Hit> hit = hit_of(caster, *frame.layers[i]);
    if (!hit) continue;
    const bool translucent =
        scene.layers[i].opacity < 1 && std::holds_alternative<Triangles>(frame.layers[i]->geometry);
    std::optional<Pick>& best = translucent ? nearest_translucent : nearest;
    if (!best || hit->distance < best->hit.distance) best = Pick{i, *hit, {}, {}};
  }
  if (!nearest) nearest = std::move(nearest_translucent);
  if (nearest) describe(*nearest, frame);
  return nearest;
}

}  // namespace lode
