#include "session/hole_extras.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "core/desurvey.h"
#include "core/error.h"
#include "core/structures.h"
#include "core/text.h"
#include "session/downhole.h"
#include "session/true_north.h"

namespace lode {

namespace {

constexpr double ring_radius = 1.7, ring_share = 0.4;

const Drillholes& drillholes_of(const HoleExtras& extras) {
  return std::get<Drillholes>(*extras.inputs.source->dataset);
}

bool in_slab(const HoleExtras& extras, Vec3 position) {
  return finite(position) && (!extras.inputs.slab || extras.inputs.slab->contains(position));
}

ColourScale plain_scale(Rgba colour) {
  ColourScale scale;
  scale.palette.fill(colour);
  return scale;
}

/// Of the greatest bar's width: grades from 0, else from the scale's lower end.
std::vector<float> bar_sizes(const Numbers& numbers, const ColourScale& scale) {
  const double low = std::min(scale.min, 0.0), range = scale.max > low ? scale.max - low : 1;
  std::vector<float> sizes(numbers.size());
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    const double share = (numbers[row] - low) / range;
    sizes[row] = std::isnan(share) ? 0.0F : static_cast<float>(std::clamp(share, 0.0, 1.5));
  }
  return sizes;
}

void add_second_column(const HoleExtras& extras, LayerPicture& picture) {
  const HoleStyle& style = extras.inputs.layer.holes;
  if (style.second_column.empty()) return;
  const Dataset& dataset = *extras.inputs.source->dataset;
  Layer about;
  about.colour.column = style.second_column;
  const ShownTable shown = shown_table(dataset, about);
  if (shown.intervals == nullptr)
    throw Error("these drillholes have no intervals and no readings", "leave second_column out");
  ColourStyle colour;
  colour.column = style.second_column;
  const std::shared_ptr<const RowColours> colours = extras.colours.get(extras.inputs.source, shown, colour);
  const ShownColumn column = shown_column(dataset, shown, style.second_column);
  const bool graph = style.second_shape != SecondShape::ring;
  std::vector<float> sizes;
  if (graph && column.by_row->numbers() != nullptr) sizes = bar_sizes(*column.by_row->numbers(), colours->scale);
  Mask rows(shown.table->rows);
  for (std::size_t row = 0; row < shown.intervals->hole.size(); ++row)
    if (extras.holes[shown.intervals->hole[row]] && !column.by_row->missing(row)) rows.set(row);
  SegmentExtent extent;
  extent.size_of_row = sizes;
  const bool readings = shown.intervals->of_readings();
  extent.middle_share = graph || readings ? 1 : ring_share;
  if (!graph && readings) extent.most_length_m = extras.radius * extras.plan_metres;
  Segments segments = make_segments(drillholes_of(extras), *extras.inputs.source->drillholes, shown.intervals, rows,
                                    colours->indices, false, extras.inputs.slab, extent);
  segments.radius_m = graph ? extras.radius : ring_radius * extras.radius;
  segments.graph_width_m = style.graph_width_m > 0 ? style.graph_width_m / extras.plan_metres : 10 * extras.radius;
  if (graph) segments.shape = style.second_shape == SecondShape::bars ? Segments::Shape::bars : Segments::Shape::line;
  picture.extras.push_back({std::move(segments), colours->scale});
}

const IntervalTable& table_named(const Drillholes& drillholes, const std::string& name) {
  std::string known;
  for (const IntervalTable* rows : drillholes.downhole_tables()) {
    if (fold_case(rows->table.name) == fold_case(name)) return *rows;
    known += (known.empty() ? "" : ", ") + rows->table.name;
  }
  throw Error(fmt::format("there is no table of structures named \"{}\"", name),
              known.empty() ? "these drillholes have no tables" : "there are: " + known);
}

/// A flat disc of triangles about its centre; `plan_metres`: a unit of the scene's plan.
void add_disc(Triangles& discs, Vec3 centre, Vec3 normal, double radius_m, double plan_metres, std::uint8_t colour) {
  constexpr unsigned corners = 24;
  const Vec3 other = std::abs(normal.z) < 0.9 ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
  const Vec3 u = normalized(cross(normal, other)), v = cross(normal, u);
  const auto first = static_cast<std::uint32_t>(discs.vertices_scene.size());
  discs.vertices_scene.push_back(centre);
  for (unsigned i = 0; i < corners; ++i) {
    const double angle = 2 * std::numbers::pi * i / corners;
    const Vec3 offset_m = radius_m * (std::cos(angle) * u + std::sin(angle) * v);
    discs.vertices_scene.push_back(centre + Vec3{offset_m.x / plan_metres, offset_m.y / plan_metres, offset_m.z});
    discs.triangles.push_back({first, first + 1 + i, first + 1 + (i + 1) % corners});
  }
  discs.colour_index.insert(discs.colour_index.end(), corners + 1, colour);
}

/// The first column of words that is no key: what kind of structure.
std::string kind_column(const Table& table) {
  for (const Column& column : table.columns)
    if (column.role == ColumnRole::attribute && column.type == ColumnType::category) return column.name;
  return {};
}

void add_structures(const HoleExtras& extras, LayerPicture& picture) {
  const HoleStyle& style = extras.inputs.layer.holes;
  if (style.structures.empty()) return;
  const Drillholes& drillholes = drillholes_of(extras);
  const IntervalTable& intervals = table_named(drillholes, style.structures);
  const auto columns = structure_columns(intervals.table);
  if (!columns)
    throw Error(fmt::format("\"{}\" has no angles of structures", intervals.table.name),
                "it needs columns named dip and dip direction, or alpha and beta");
  constexpr Rgba amber{232, 178, 60, 255};
  ColourScale scale = plain_scale(amber);
  std::shared_ptr<const RowColours> colours;
  if (const std::string kind = kind_column(intervals.table); !kind.empty()) {
    ColourStyle colour;
    colour.column = kind;
    colours = extras.colours.get(extras.inputs.source, {&intervals.table, &intervals}, colour);
    scale = colours->scale;
  }
  const double radius_m = style.disc_radius_m > 0 ? style.disc_radius_m : 4 * extras.radius * extras.plan_metres;
  std::vector<std::optional<StructureTurn>> turns(drillholes.holes.size());
  const bool from_top = extras.inputs.source->source.beta_reference == BetaReference::top_of_core;
  Triangles discs;
  for (std::size_t row = 0; row < intervals.hole.size(); ++row) {
    const std::uint32_t hole = intervals.hole[row];
    if (!extras.holes[hole]) continue;
    const double depth_m = intervals.middle_m(row);
    const Vec3 centre = extras.inputs.source->drillholes->position_at(hole, depth_m);
    if (!in_slab(extras, centre)) continue;
    const Trace trace(drillholes.stations_of(drillholes.holes[hole]), drillholes.desurvey);
    std::optional<StructureTurn>& turn = turns[hole];
    if (!turn) turn = structure_turn(*extras.inputs.source, drillholes.holes[hole]);
    const auto normal = structure_normal(*columns, row, trace.direction_at(depth_m), from_top, turn->stated_deg);
    if (normal)
      add_disc(discs, centre, turned_clockwise(*normal, turn->scene_deg), radius_m, extras.plan_metres,
               colours ? colours->indices[row] : std::uint8_t{1});
  }
  picture.extras.push_back({std::move(discs), std::move(scale)});
}

void add_collars(const HoleExtras& extras, LayerPicture& picture) {
  constexpr Rgba grey{150, 154, 160, 255};
  PointCloud collars;
  for (std::uint32_t hole = 0; hole < extras.holes.size(); ++hole) {
    const std::vector<Vec3>& positions = extras.inputs.source->drillholes->traces[hole].position_scene;
    if (!extras.holes[hole] || positions.empty() || !in_slab(extras, positions.front())) continue;
    collars.positions_scene.push_back(positions.front());
    collars.row.push_back(hole);
    collars.colour_index.push_back(1);
  }
  constexpr double size_px = 5;
  picture.extras.push_back({std::move(collars), plain_scale(grey), size_px});
}

/// Depths in all holes, round ones first, so that those stay when there is room for few.
void add_depths(const HoleExtras& extras, LayerPicture& picture) {
  constexpr std::array<double, 10> steps_m{5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5};
  constexpr double most = 15000;
  const Drillholes& drillholes = drillholes_of(extras);
  double total_m = 0;
  for (std::uint32_t hole = 0; hole < extras.holes.size(); ++hole)
    if (extras.holes[hole]) total_m += drillholes.holes[hole].total_depth_m;
  for (std::size_t s = 0; s < steps_m.size() && total_m / steps_m[s] <= most; ++s)
    for (std::uint32_t hole = 0; hole < extras.holes.size(); ++hole) {
      if (!extras.holes[hole]) continue;
      const double end_m = drillholes.holes[hole].total_depth_m;
      for (double depth = steps_m[s]; depth <= end_m; depth += steps_m[s]) {
        const auto coarser = std::any_of(steps_m.begin(), steps_m.begin() + static_cast<std::ptrdiff_t>(s),
                                         [&](double step) { return std::fmod(depth, step) == 0; });
        const Vec3 position = extras.inputs.source->drillholes->position_at(hole, depth);
        if (!coarser && in_slab(extras, position)) picture.depth_labels_scene.emplace_back(shortest(depth), position);
      }
    }
}

void add_intercepts(const HoleExtras& extras, LayerPicture& picture) {
  const InterceptLabels& labels = extras.inputs.layer.holes.intercepts;
  if (labels.grade.empty()) return;
  const InterceptTable found = intercept_table(extras.inputs.source, extras.inputs.layer, labels.grade, labels.options);
  for (Intercept intercept : found.intercepts.rows) {
    if (!extras.holes[intercept.hole]) continue;
    const Vec3 position =
        extras.inputs.source->drillholes->position_at(intercept.hole, (intercept.from_m + intercept.to_m) / 2);
    if (!in_slab(extras, position)) continue;
    intercept.including.clear();
    picture.labels_scene.emplace_back(text_of(intercept, found.grade, found.drillholes(), labels.plane), position);
  }
}

}  // namespace

std::vector<float> radius_factors(const Dataset& dataset, const ShownTable& shown, const std::string& name) {
  constexpr float thinnest = 0.5F, range = 2.0F, missing = 0.35F;
  const ShownColumn column = shown_column(dataset, shown, name);
  const Numbers* numbers = column.by_row->numbers();
  if (numbers == nullptr)
    throw Error(fmt::format("\"{}\" holds no numbers, so radii cannot grow with it", name), "give a column of numbers");
  ColourStyle style;
  style.column = name;
  const ColourScale scale = make_scale(*column.column, style);
  const double width = scale.max > scale.min ? scale.max - scale.min : 1;
  std::vector<float> factors(numbers->size());
  for (std::size_t row = 0; row < factors.size(); ++row) {
    const double share = ((*numbers)[row] - scale.min) / width;
    factors[row] = std::isnan(share) ? missing : thinnest + range * static_cast<float>(std::clamp(share, 0.0, 1.0));
  }
  return factors;
}

Mask holes_of_rows(const Drillholes& drillholes, const ShownTable& shown, const Mask& rows) {
  if (shown.intervals == nullptr) return rows;
  Mask holes(drillholes.holes.size(), rows.count() == rows.size());
  rows.for_each_set([&](std::size_t row) { holes.set(shown.intervals->hole[row]); });
  return holes;
}

void add_hole_extras(const HoleExtras& extras, LayerPicture& picture) {
  const HoleStyle& style = extras.inputs.layer.holes;
  add_second_column(extras, picture);
  add_structures(extras, picture);
  if (style.show_collars) add_collars(extras, picture);
  if (style.show_depths) add_depths(extras, picture);
  add_intercepts(extras, picture);
}

}  // namespace lode
