// From survey readings to positions along a hole.
#pragma once

#include <span>
#include <vector>

#include "core/drillholes.h"
#include "core/vec.h"

namespace lode {

/// Unit vector (east, north, up) of an azimuth clockwise from north and a dip negative down.
Vec3 direction_of(double azimuth_deg, double dip_deg);

/// A hole's path by minimum curvature: a circular arc between stations, straight before the first and beyond the last
/// along its direction. Offsets are metres (east, north, up) from the collar.
/// Source: Sawaryn & Thorogood, "A Compendium of Directional Calculations Based on the Minimum Curvature Method",
/// SPE 84246 (2005), exact between stations.
class Trace {
 public:
  /// `stations`: at least one, strictly ascending in depth, the first at 0. Must outlive the trace.
  explicit Trace(std::span<const Station> stations);

  /// Any depth from 0; beyond the last station the last direction is kept.
  Vec3 offset_at(double depth_m) const;
  Vec3 direction_at(double depth_m) const;

 private:
  std::span<const Station> stations_;
  std::vector<Vec3> offsets_;     ///< at the stations
  std::vector<Vec3> directions_;  ///< at the stations, unit
};

}  // namespace lode
