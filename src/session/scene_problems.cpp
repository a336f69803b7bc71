#include "session/scene_problems.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/checks.h"
#include "core/text.h"
#include "geo/geodesy.h"
#include "geo/grid_factors.h"
#include "geo/source_axes.h"
#include "session/far_apart.h"
#include "session/placed_source.h"
#include "session/topography.h"

namespace lode {

namespace {

std::string file_of(const Source& source) { return source.files.empty() ? std::string() : utf8(source.files[0].path); }

Problem problem_of_source(std::string_view check, const Source& source, std::string message) {
  Problem problem = problem_of(check);
  problem.file = file_of(source);
  problem.message = std::move(message);
  return problem;
}

void add_failed_points(const LoadedSource& loaded, Problems& problems) {
  const std::uint64_t failed = failed_points(loaded);
  if (failed == 0) return;
  Problem problem = problem_of_source("points-not-placed", loaded.source,
                                      fmt::format("{} points cannot be placed in {}", failed, loaded.scene_crs));
  problem.count = failed;
  problems.push_back(std::move(problem));
}

void add_lattice_residual(const LoadedSource& loaded, Problems& problems) {
  constexpr double said_from_m = 0.001;
  if (!loaded.control || loaded.control->residual_m <= said_from_m) return;
  problems.push_back(problem_of_source(
      "lattice-residual", loaded.source,
      fmt::format("blocks are drawn up to {:.2g} m from where {} puts them: the operation bends the model",
                  loaded.control->residual_m, loaded.scene_crs)));
}

/// Single collars outside, where the middle of all lies inside.
void add_collars_outside(const LoadedSource& loaded, double said_from_deg, Problems& problems) {
  const auto* drillholes = std::get_if<Drillholes>(loaded.dataset.get());
  if (drillholes == nullptr) return;
  const Bounds box = bounds_source(*loaded.dataset), in_crs = bounds_in_crs(loaded);
  if (!(box.min == in_crs.min && box.max == in_crs.max)) return;  // its axes are decided for all of it
  const auto inside = [&](double x, double y) {
    return geo::degrees_outside_area(loaded.source.crs, {x, y, 0}) < said_from_deg;
  };
  if (inside(box.min.x, box.min.y) && inside(box.max.x, box.max.y) && inside(box.min.x, box.max.y) &&
      inside(box.max.x, box.min.y))
    return;
  for (std::size_t i = 0; i < drillholes->holes.size(); ++i) {
    const Hole& hole = drillholes->holes[i];
    const double outside_deg = geo::degrees_outside_area(loaded.source.crs, hole.collar_source);
    if (outside_deg < said_from_deg) continue;
    Problem problem =
        problem_of_source("outside-area-of-use", loaded.source,
                          fmt::format("the collar ({}, {}) lies {} outside the area of {}",
                                      grouped(hole.collar_source.x), grouped(hole.collar_source.y),
                                      std::isfinite(outside_deg) ? fmt::format("{:.1f} degrees", outside_deg) : "far",
                                      geo::describe_crs(loaded.source.crs).name));
    problem.file = drillholes->collars.file;
    problem.line = i < drillholes->collars.rows ? drillholes->collars.lines[i] : 0;
    problem.hole = hole.id;
    problems.push_back(std::move(problem));
  }
}

void add_area_of_use(const LoadedSource& loaded, Problems& problems) {
  const Bounds data = bounds_in_crs(loaded);
  if (loaded.source.crs.empty() || data.empty()) return;
  constexpr double said_from_deg = 1;  // areas of use are bounding boxes, and a deposit may straddle one
  const double outside_deg = geo::degrees_outside_area(loaded.source.crs, data.centre());
  if (outside_deg < said_from_deg) return add_collars_outside(loaded, said_from_deg, problems);
  const Vec3 centre = data.centre();
  const geo::AxesFound axes = geo::axes_of(loaded.source.crs, bounds_source(*loaded.dataset));
  std::string hint = axes.warning.empty() ? std::string() : "; " + axes.warning;
  if (axes.swapped) hint = "; it lies inside when x and y change places";
  problems.push_back(problem_of_source(
      "outside-area-of-use", loaded.source,
      fmt::format("its middle ({}, {}) lies {} outside the area of {}{}", grouped(centre.x), grouped(centre.y),
                  std::isfinite(outside_deg) ? fmt::format("{:.1f} degrees", outside_deg) : "far",
                  geo::describe_crs(loaded.source.crs).name, hint)));
}

std::vector<Vec3> collars_of(const PlacedDrillholes& placed) {
  std::vector<Vec3> collars;
  for (const PlacedTrace& trace : placed.traces)
    collars.push_back(trace.position_scene.empty() ? Vec3{NAN, NAN, NAN} : trace.position_scene.front());
  return collars;
}

bool named_topography(const Source& source) {
  const std::string folded = fold_case(source.name);
  for (const char* word : {"topo", "dem", "dtm", "dsm", "terrain", "lidar", "relief", "рельеф"})
    if (folded.find(word) != std::string::npos) return true;
  return source.format == "geotiff";
}

void add_collars_off(const LoadedSource& holes, const LoadedSource& ground, Problems& problems) {
  constexpr double tolerance_m = 5;
  const Surface& surface = std::get<Surface>(*ground.dataset);
  const std::vector<Vec3> collars = collars_of(*holes.drillholes);
  const std::vector<double> rl = surface_rl_at(ground.positions_scene, surface.triangles, collars);
  const Drillholes& drillholes = std::get<Drillholes>(*holes.dataset);
  for (std::size_t i = 0; i < collars.size(); ++i) {
    const double off_m = collars[i].z - rl[i];
    if (std::isnan(off_m) || std::abs(off_m) <= tolerance_m) continue;
    Problem problem = problem_of("collar-off-topography");
    problem.file = drillholes.collars.file;
    problem.line = i < drillholes.collars.rows ? drillholes.collars.lines[i] : 0;
    problem.hole = drillholes.holes[i].id;
    problem.message = fmt::format("the collar, RL {:.1f} m, lies {:.1f} m {} the surface {}", collars[i].z,
                                  std::abs(off_m), off_m > 0 ? "above" : "below", ground.source.name);
    problems.push_back(std::move(problem));
  }
}

/// A wireframe named like the ground is taken for it; else one that has its shape, when no other is named so.
std::vector<const LoadedSource*> grounds_of(const std::vector<LoadedSourcePtr>& sources) {
  std::vector<const LoadedSource*> named, shaped;
  for (const LoadedSourcePtr& source : sources) {
    const auto* surface = std::get_if<Surface>(source->dataset.get());
    if (surface == nullptr) continue;
    if (!looks_like_topography(source->positions_scene, surface->triangles)) continue;
    (named_topography(source->source) ? named : shaped).push_back(source.get());
  }
  return named.empty() ? shaped : named;
}

void add_local_beside_located(const Scene& scene, const std::vector<LoadedSourcePtr>& sources, Problems& problems) {
  const auto local = [](const LoadedSourcePtr& source) { return source->source.crs.empty(); };
  if (scene.crs.empty() || std::none_of(sources.begin(), sources.end(), local)) return;
  for (const LoadedSourcePtr& source : sources)
    if (local(source))
      problems.push_back(problem_of_source("local-beside-located", source->source,
                                           fmt::format("\"{}\" has no CRS; its coordinates are taken as they are in {}",
                                                       source->source.name, scene.crs)));
}

/// Lengths, volumes and slopes are measured in the scene's CRS: one that stretches them is said.
void add_stretched_lengths(const Scene& scene, const std::vector<LoadedSourcePtr>& sources, Problems& problems) {
  constexpr double said_from = 0.01;
  Bounds bounds;
  for (const LoadedSourcePtr& source : sources)
    if (!source->source.crs.empty()) bounds.add(source->bounds_scene);
  if (scene.crs.empty() || bounds.empty()) return;
  const double scale = geo::grid_factors(scene.crs, bounds.centre()).scale;
  if (!(std::abs(scale - 1) > said_from)) return;
  const std::optional<Vec3> degrees = geo::Geodesy(scene.crs).degrees(bounds.centre());
  Problem problem = problem_of("stretched-lengths");
  problem.message =
      fmt::format("lengths in {} are {:.3f} times those on the ground here", geo::describe_crs(scene.crs).name, scale);
  if (degrees)
    problem.message += fmt::format(", and volumes {:.3f} times: {} keeps them", scale * scale,
                                   geo::default_scene_crs({"EPSG:4326"}, *degrees));
  problems.push_back(std::move(problem));
}

}  // namespace

Problems placing_problems(const LoadedSource& loaded) {
  Problems problems;
  for (std::size_t i = 0; i < loaded.placing.warnings.size(); ++i)
    problems.push_back(problem_of_source(loaded.placing.warning_checks[i], loaded.source, loaded.placing.warnings[i]));
  add_failed_points(loaded, problems);
  add_lattice_residual(loaded, problems);
  add_area_of_use(loaded, problems);
  return problems;
}

Problems problems_between(const Scene& scene, const std::vector<LoadedSourcePtr>& sources) {
  Problems problems;
  add_local_beside_located(scene, sources, problems);
  add_stretched_lengths(scene, sources, problems);
  if (scene.crs.empty() || !geo::describe_crs(scene.crs).geographic) {
    const Problems apart = problems_far_apart(sources);
    problems.insert(problems.end(), apart.begin(), apart.end());
  }
  const std::vector<const LoadedSource*> grounds = grounds_of(sources);
  for (const LoadedSourcePtr& source : sources)
    if (source->drillholes)
      for (const LoadedSource* ground : grounds) add_collars_off(*source, *ground, problems);
  return problems;
}

}  // namespace lode
