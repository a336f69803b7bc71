// From source coordinates to the scene's.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/dataset.h"
#include "core/vec.h"

namespace lode {

/// Moves points in place from the source's CRS (x easting or longitude, y northing or latitude, z RL in metres) to the
/// scene's. z is never changed. A point that fails becomes NaN in x and y. Thread-safe; an empty function is identity.
using PointTransform = std::function<void(std::span<Vec3>)>;

/// How source units become metres on the ground near a point.
struct SourceUnits {
  double metres_per_unit = 1;  ///< of x and y; ignored when geographic
  bool geographic = false;     ///< x, y are degrees
};

/// A hole's path in the scene: its vertices at the stations, at every interval end, and where an arc needs them to stay
/// within 5 cm.
struct PlacedTrace {
  std::vector<double> depth_m;       ///< strictly ascending from 0 to the total depth
  std::vector<Vec3> position_scene;  ///< one a depth
  /// At `depth` (m), linear between the vertices; `vertex`: the first one at that depth or deeper (past the last: the
  /// end).
  Vec3 position_before(std::size_t vertex, double depth) const;
};

/// Desurveyed in metres at the collar, then placed point by point.
struct PlacedDrillholes {
  std::vector<PlacedTrace> traces;  ///< one a hole
  std::uint64_t failed_points = 0;  ///< points the operation could not place
  /// Position at a depth, linear between the trace's vertices; exact at interval ends and stations.
  Vec3 position_at(std::uint32_t hole, double depth_m) const;
};
/// `with_middles`: with a vertex at the middle of every interval and at every reading too, so that position_at() is
/// exact there.
PlacedDrillholes place(const Drillholes& drillholes, const SourceUnits& units, const PointTransform& scene_from_source,
                       bool with_middles = false);

/// The affine map that fits the model's placement best, and how far its corners and centroids lie from it.
struct PlacedLattice {
  Affine scene_from_lattice;
  double residual_m = 0;
};
/// An identity transform gives the lattice's own map and a residual of 0.
PlacedLattice place(const Lattice& lattice, const PointTransform& scene_from_source);

}  // namespace lode
