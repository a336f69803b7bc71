#include "core/placement.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>

#include "core/desurvey.h"
#include "core/error.h"
#include "core/parallel.h"

namespace lode {

namespace {

constexpr double most_sagitta_m = 0.05;

/// Adds depths so that each straight piece stays within most_sagitta_m of its arc. Stations and kinks are among
/// `depths`, so that between two of them the hole is straight or one arc of radius length / turn, off its chord by
/// chord^2 / (8 radius).
std::vector<double> with_arcs_divided(const std::vector<double>& depths, const Trace& trace) {
  constexpr double most_pieces = 10000;
  std::vector<double> divided{depths.front()};
  for (std::size_t i = 1; i < depths.size(); ++i) {
    const double from = depths[i - 1], length_m = depths[i] - from;
    const auto [above, below] = trace.directions_along(from, depths[i]);
    const double turn_rad = 2 * std::atan2(length(below - above), length(below + above));
    const double pieces =
        std::clamp(std::ceil(std::sqrt(length_m * turn_rad / (8 * most_sagitta_m))), 1.0, most_pieces);
    for (double piece = 1; piece < pieces; ++piece) {
      const double depth_m = from + length_m * piece / pieces;
      if (depth_m > divided.back() && depth_m < depths[i]) divided.push_back(depth_m);
    }
    divided.push_back(depths[i]);
  }
  return divided;
}

/// The depths at which a trace has a vertex: collar, end, stations and interval ends, and between them where it bends.
std::vector<double> depths_of(const Hole& hole, std::span<const Station> stations, std::vector<double> depths,
                              const Trace& trace) {
  depths.push_back(0);
  depths.push_back(hole.total_depth_m);
  const double end = *std::max_element(depths.begin(), depths.end());
  for (const Station& station : stations) depths.push_back(station.depth_m);
  for (const double kink : trace.kinks()) depths.push_back(kink);
  std::erase_if(depths, [&](double depth) { return !(depth >= 0 && depth <= end); });
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  return with_arcs_divided(depths, trace);
}

/// The finite ends, and middles where wanted, of the intervals of each hole; of readings the depths, where wanted.
std::vector<std::vector<double>> interval_depths(const Drillholes& drillholes, bool with_middles) {
  std::vector<std::vector<double>> depths(drillholes.holes.size());
  for (const IntervalTable& table : drillholes.intervals)
    for (std::size_t row = 0; row < table.hole.size(); ++row) {
      const double from = table.from_m[row], to = table.to_m[row];
      if (!std::isfinite(from) || !std::isfinite(to)) continue;
      std::vector<double>& of_hole = depths[table.hole[row]];
      of_hole.push_back(from);
      of_hole.push_back(to);
      if (with_middles) of_hole.push_back((from + to) / 2);
    }
  if (!with_middles) return depths;
  for (const IntervalTable& readings : drillholes.readings)
    for (std::size_t row = 0; row < readings.hole.size(); ++row)
      depths[readings.hole[row]].push_back(readings.depth_m[row]);
  return depths;
}

/// Moves a collar by metres. Degrees: by the ellipsoid's radii of curvature at the collar (WGS 84's figures; those of
/// other ellipsoids differ by less than 1 mm in 10 m), to second order, which is good to a millimetre over kilometres.
class MetresAtCollar {
 public:
  MetresAtCollar(Vec3 collar_source, const SourceUnits& units) : collar_(collar_source), units_(units) {
    constexpr double a = 6378137, e2 = 0.00669437999014;
    const double sine = std::sin(radians(collar_.y));
    const double w2 = 1 - e2 * sine * sine;
    along_meridian_m_ = a * (1 - e2) / (w2 * std::sqrt(w2)) + collar_.z;
    across_meridian_m_ = a / std::sqrt(w2) + collar_.z;
  }
  Vec3 operator()(Vec3 offset_m) const {
    const double z = collar_.z + offset_m.z;
    if (!units_.geographic)
      return {collar_.x + offset_m.x / units_.metres_per_unit, collar_.y + offset_m.y / units_.metres_per_unit, z};
    const double latitude = radians(collar_.y);
    // A straight line to the east leaves its parallel towards the equator.
    const double drop = offset_m.x * offset_m.x * std::tan(latitude) / (2 * across_meridian_m_ * along_meridian_m_);
    const double north = offset_m.y / along_meridian_m_ - drop;
    const double east = offset_m.x / (across_meridian_m_ * std::cos(latitude + north));
    return {collar_.x + east * 180 / std::numbers::pi, collar_.y + north * 180 / std::numbers::pi, z};
  }

 private:
  static double radians(double degrees) { return degrees * std::numbers::pi / 180; }

  Vec3 collar_;
  SourceUnits units_;
  double along_meridian_m_ = 1, across_meridian_m_ = 1;  ///< radii of curvature
};

/// On all cores; returns how many points failed.
std::uint64_t transform(std::span<Vec3> points, const PointTransform& scene_from_source) {
  constexpr std::size_t points_a_range = 4096;
  std::atomic<std::uint64_t> failed{0};
  parallel_for(points.size(), points_a_range, [&](std::size_t begin, std::size_t end) {
    const std::span<Vec3> range = points.subspan(begin, end - begin);
    if (scene_from_source) scene_from_source(range);
    failed += static_cast<std::uint64_t>(std::count_if(range.begin(), range.end(), [](Vec3 p) { return !finite(p); }));
  });
  return failed;
}

}  // namespace

Vec3 PlacedTrace::position_before(std::size_t vertex, double depth) const {
  if (vertex == depth_m.size()) return position_scene.back();
  if (vertex == 0 || depth_m[vertex] == depth) return position_scene[vertex];
  const double share = (depth - depth_m[vertex - 1]) / (depth_m[vertex] - depth_m[vertex - 1]);
  const Vec3 from = position_scene[vertex - 1];
  return from + share * (position_scene[vertex] - from);
}

Vec3 PlacedDrillholes::position_at(std::uint32_t hole, double depth_m) const {
  const PlacedTrace& trace = traces[hole];
  const auto below = std::lower_bound(trace.depth_m.begin(), trace.depth_m.end(), depth_m);
  return trace.position_before(static_cast<std::size_t>(below - trace.depth_m.begin()), depth_m);
}

PlacedDrillholes place(const Drillholes& drillholes, const SourceUnits& units, const PointTransform& scene_from_source,
                       bool with_middles) {
  const std::size_t count = drillholes.holes.size();
  std::vector<std::vector<double>> depths = interval_depths(drillholes, with_middles);
  PlacedDrillholes placed;
  placed.traces.resize(count);
  parallel_for(count, 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t h = begin; h < end; ++h) {
      const Hole& hole = drillholes.holes[h];
      const std::span<const Station> stations = drillholes.stations_of(hole);
      const Trace trace(stations, drillholes.desurvey);
      const MetresAtCollar moved(hole.collar_source, units);
      PlacedTrace& target = placed.traces[h];
      target.depth_m = depths_of(hole, stations, std::move(depths[h]), trace);
      target.position_scene.reserve(target.depth_m.size());
      for (const double depth : target.depth_m) target.position_scene.push_back(moved(trace.offset_at(depth)));
    }
  });

  // One batch for all holes: an operation costs much to begin with, little a point.
  std::vector<Vec3> points;
  for (const PlacedTrace& trace : placed.traces)
    points.insert(points.end(), trace.position_scene.begin(), trace.position_scene.end());
  placed.failed_points = transform(points, scene_from_source);
  auto next = points.begin();
  for (PlacedTrace& trace : placed.traces)
    for (Vec3& position : trace.position_scene) position = *next++;
  return placed;
}

PlacedLattice place(const Lattice& lattice, const PointTransform& scene_from_source) {
  if (!scene_from_source) return {lattice.source_from_lattice, 0};
  const Vec3 half{lattice.edges[0].back() / 2, lattice.edges[1].back() / 2, lattice.edges[2].back() / 2};
  std::vector<Vec3> steps;  // of half the model from its centre: corners, middles of edges and sides, the centre
  for (const double w : {-1., 0., 1.})
    for (const double v : {-1., 0., 1.})
      for (const double u : {-1., 0., 1.}) steps.push_back({u, v, w});
  std::vector<Vec3> points;
  for (const Vec3 step : steps)
    points.push_back(lattice.source_from_lattice(half + Vec3{step.x * half.x, step.y * half.y, step.z * half.z}));
  scene_from_source(points);
  if (!std::all_of(points.begin(), points.end(), [](Vec3 p) { return finite(p); }))
    throw Error("the block model lies where the coordinate operation does not work",
                "Check the model's CRS and its coordinates, or choose another operation.");

  // Least squares; the steps along the three axes are at right angles to one another and sum up to nothing.
  const Vec3 centre = points[13];
  Vec3 mean;
  std::array<Vec3, 3> sums;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Vec3 from_centre = points[i] - centre;
    mean = mean + 1.0 / 27 * from_centre;
    for (int axis = 0; axis < 3; ++axis)
      sums[static_cast<std::size_t>(axis)] = sums[static_cast<std::size_t>(axis)] + steps[i][axis] * from_centre;
  }
  PlacedLattice placed;
  Affine& fit = placed.scene_from_lattice;
  for (int axis = 0; axis < 3; ++axis)
    fit.columns[static_cast<std::size_t>(axis)] = 1 / (18 * half[axis]) * sums[static_cast<std::size_t>(axis)];
  fit.offset = centre + (mean - fit.direction(half));
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Vec3 position = fit(half + Vec3{steps[i].x * half.x, steps[i].y * half.y, steps[i].z * half.z});
    placed.residual_m = std::max(placed.residual_m, length(position - points[i]));
  }
  return placed;
}

}  // namespace lode
