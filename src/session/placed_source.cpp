#include "session/placed_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "core/block_bounds.h"
#include "core/error.h"
#include "core/text.h"
#include "geo/source_axes.h"
#include "io/export_block_sizes.h"
#include "session/calculated.h"

namespace lode {

namespace {

std::array<Vec3, 8> corners_source(const Lattice& lattice) {
  std::array<Vec3, 8> corners;
  for (std::size_t corner = 0; corner < corners.size(); ++corner) {
    Vec3 p;
    for (int axis = 0; axis < 3; ++axis)
      if ((corner >> axis) & 1) p[axis] = lattice.edges[static_cast<std::size_t>(axis)].back();
    corners[corner] = lattice.source_from_lattice(p);
  }
  return corners;
}

template <typename Points>
Bounds bounds_of(const Points& points) {
  Bounds bounds;
  for (const Vec3& point : points) bounds.add(point);
  return bounds;
}

void transform(const PointTransform& function, std::span<Vec3> points) {
  if (function) function(points);
}

/// What is done before and after the operation: eastings get their zone number, RLs their offset.
void add_shifts(double zone_shift_m, const Source& source, geo::Placing& placing) {
  const double rl_offset_m = source.placing.rl_offset_m;
  if (zone_shift_m != 0) {
    const char* how = source.placing.zone_shift_m ? "as the import says" : "found from where they lie";
    placing.notes.push_back(fmt::format("{} {} eastings, the zone number, {}", grouped(std::abs(zone_shift_m)),
                                        zone_shift_m > 0 ? "is added to" : "is taken off", how));
  }
  if (rl_offset_m != 0)
    placing.notes.push_back(fmt::format("RLs are {} by {} m, as the import says",
                                        rl_offset_m > 0 ? "raised" : "lowered", shortest(std::abs(rl_offset_m))));
  if (zone_shift_m == 0 && rl_offset_m == 0) return;
  placing.scene_from_source = [operation = std::move(placing.scene_from_source), zone_shift_m,
                               rl_offset_m](std::span<Vec3> points) {
    for (Vec3& point : points) point.x += zone_shift_m;
    if (operation) operation(points);
    for (Vec3& point : points) point.z += rl_offset_m;
  };
}

/// Where coordinates count in feet, RLs and depths may too, which the files seldom say.
void note_unstated_units(const Source& source, geo::Placing& placing) {
  const bool feet = !placing.units.geographic && std::abs(placing.units.metres_per_unit - 1) > 1e-9;
  const bool holes = source.kind == DatasetKind::drillholes;
  if (!feet || source.rl_metres_per_unit != 1 || (holes && source.depth_metres_per_unit != 1)) return;
  placing.notes.push_back(
      fmt::format("its CRS does not count in metres, but RLs{} are read in metres where their columns state no unit",
                  holes ? " and depths" : ""));
}

void place_drillholes(const Drillholes& drillholes, LoadedSource& loaded) {
  loaded.drillholes = place(drillholes, loaded.placing.units, loaded.placing.scene_from_source);
  for (const PlacedTrace& trace : loaded.drillholes->traces) loaded.bounds_scene.add(bounds_of(trace.position_scene));
}

void place_blocks(const BlockModel& model, LoadedSource& loaded) {
  constexpr double affine_within = 0.01;  // of the shortest side of a block
  const Lattice& lattice = model.lattice;
  loaded.lattice = place(lattice, loaded.placing.scene_from_source);
  const Affine& scene_from_lattice = loaded.lattice->scene_from_lattice;
  Lattice in_scene = lattice;
  in_scene.source_from_lattice = scene_from_lattice;
  loaded.bounds_scene =
      model.sub_blocked() ? bounds_of_blocks(model, scene_from_lattice, nullptr) : bounds_of(corners_source(in_scene));
  const Vec3 sides = io::shortest_sides(model);
  if (loaded.lattice->residual_m <= affine_within * std::min({sides.x, sides.y, sides.z})) return;
  loaded.control = make_control_lattice(lattice, scene_from_lattice, loaded.placing.scene_from_source);
  Bounds ends;
  if (model.sub_blocked()) {
    ends = bounds_of_blocks(model, Affine{}, nullptr);
  } else {
    ends.add(Vec3{});
    ends.add(Vec3{lattice.edges[0].back(), lattice.edges[1].back(), lattice.edges[2].back()});
  }
  for (unsigned corner = 0; corner < 8; ++corner) {
    const Vec3 at{(corner & 1U) != 0 ? ends.max.x : ends.min.x, (corner & 2U) != 0 ? ends.max.y : ends.min.y,
                  (corner & 4U) != 0 ? ends.max.z : ends.min.z};
    loaded.bounds_scene.add(scene_from_lattice(at) + loaded.control->at(at));
  }
}

void place_positions(const std::vector<Vec3>& positions_source, LoadedSource& loaded) {
  loaded.positions_scene = positions_source;
  transform(loaded.placing.scene_from_source, loaded.positions_scene);
  loaded.bounds_scene = bounds_of(loaded.positions_scene);
}

}  // namespace

std::uint64_t failed_points(const LoadedSource& loaded) {
  if (loaded.drillholes) return loaded.drillholes->failed_points;
  std::uint64_t failed = 0;
  for (const Vec3& position : loaded.positions_scene) failed += finite(position) ? 0 : 1;
  return failed;
}

Bounds bounds_source(const Dataset& dataset) {
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) {
    Bounds bounds;
    for (const Hole& hole : drillholes->holes) bounds.add(hole.collar_source);
    return bounds;
  }
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) return bounds_of(corners_source(blocks->lattice));
  if (const auto* surface = std::get_if<Surface>(&dataset)) return bounds_of(surface->vertices_source);
  return bounds_of(std::get<Points>(dataset).positions_source);
}

Bounds bounds_in_crs(const LoadedSource& loaded) {
  Bounds bounds = bounds_source(*loaded.dataset);
  bounds.min.x += loaded.zone_shift_m;
  bounds.max.x += loaded.zone_shift_m;
  return bounds;
}

double zone_shift_m(const Source& source, const Dataset& dataset) {
  if (source.placing.zone_shift_m) return *source.placing.zone_shift_m;
  const geo::AxesFound found = geo::axes_of(source.crs, bounds_source(dataset));
  return found.swapped ? 0 : found.zone_shift_m;
}

bool has_axes_swapped(const Source& source, const Dataset& dataset) {
  if (source.crs.empty() || source.format != "csv" || source.placing.axes != AxisOrder::from_values) return false;
  return geo::axes_of(source.crs, bounds_source(dataset)).swapped;
}

bool is_chosen_for(const Source& source, const std::string& scene_crs) {
  const ChosenOperation& chosen = source.placing.chosen;
  return !chosen.pipeline.empty() && chosen.from == source.crs && chosen.to == scene_crs &&
         chosen.wanted == source.operation;
}

geo::Placing placing_of(const Source& source, const Dataset& dataset, const std::string& target_crs) {
  geo::Placing placing;
  const double zone_m = zone_shift_m(source, dataset);
  if (!source.crs.empty() && !target_crs.empty()) {
    Bounds data = bounds_source(dataset);
    data.min.x += zone_m;
    data.max.x += zone_m;
    std::optional<geo::Pinned> pinned;
    const ChosenOperation& chosen = source.placing.chosen;
    if (is_chosen_for(source, target_crs)) pinned = geo::Pinned{chosen.pipeline, chosen.name, chosen.accuracy_m};
    const bool heights = source.placing.vertical_datums;
    placing = geo::make_placing(source.crs, target_crs, {source.operation, pinned, heights}, data);
  } else if (!source.crs.empty()) {
    const geo::CrsInfo info = geo::describe_crs(source.crs);
    placing.units = {info.metres_per_unit, info.geographic};
  }
  add_shifts(zone_m, source, placing);
  note_unstated_units(source, placing);
  return placing;
}

LoadedSourcePtr place_source(const Source& source, std::shared_ptr<const io::Loaded> read,
                             const std::string& scene_crs) {
  auto loaded = std::make_shared<LoadedSource>();
  loaded->source = source;
  loaded->dataset = with_calculated(source, read->dataset);
  loaded->read = read->dataset;
  loaded->problems = read->problems;
  loaded->notes = read->notes;
  loaded->scene_crs = scene_crs;
  const auto begin = std::chrono::steady_clock::now();
  const Dataset& dataset = *loaded->dataset;
  loaded->placing = placing_of(source, dataset, scene_crs);
  loaded->zone_shift_m = zone_shift_m(source, dataset);
  loaded->notes.insert(loaded->notes.end(), loaded->placing.notes.begin(), loaded->placing.notes.end());
  const geo::Operation& operation = loaded->placing.operation;
  loaded->source.placing.chosen = {};
  if (!operation.pipeline.empty())
    loaded->source.placing.chosen = {source.crs,         scene_crs,      source.operation,
                                     operation.pipeline, operation.name, operation.accuracy_m};
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) place_drillholes(*drillholes, *loaded);
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) place_blocks(*blocks, *loaded);
  if (const auto* surface = std::get_if<Surface>(&dataset)) place_positions(surface->vertices_source, *loaded);
  if (const auto* points = std::get_if<Points>(&dataset)) place_positions(points->positions_source, *loaded);
  loaded->place_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  if (loaded->bounds_scene.empty() && count_of(dataset) > 0 && failed_points(*loaded) > 0)
    throw Error("no point of \"" + source.name + "\" can be placed in " + scene_crs,
                "check its CRS, " + (source.crs.empty() ? std::string("none") : source.crs) +
                    ", and the order of its coordinates");
  return loaded;
}

std::string scene_crs_of(const std::vector<Source>& sources,
                         const std::vector<std::shared_ptr<const io::Loaded>>& reads) {
  std::vector<std::string> crs_list;
  Vec3 centre_degrees{NAN, NAN, 0};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    crs_list.push_back(sources[i].crs);
    if (std::isnan(centre_degrees.x) && !sources[i].crs.empty() && geo::describe_crs(sources[i].crs).geographic)
      centre_degrees = bounds_source(*reads[i]->dataset).centre();
  }
  return geo::default_scene_crs(crs_list, centre_degrees);
}

}  // namespace lode
