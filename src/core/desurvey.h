// From survey readings to positions along a hole.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/drillholes.h"
#include "core/vec.h"

namespace lode {

/// Unit vector (east, north, up) of an azimuth clockwise from north and a dip negative down.
Vec3 direction_of(double azimuth_deg, double dip_deg);

/// A hole's path by one of the methods, exact at every depth: between stations as the method defines it, beyond the
/// last along its direction. Offsets are metres (east, north, up) from the collar. Minimum curvature: Sawaryn &
/// Thorogood, "A Compendium of Directional Calculations Based on the Minimum Curvature Method", SPE 84246 (2005). The
/// others: Bourgoyne et al., "Applied Drilling Engineering" (1986), chapter 8.
class Trace {
 public:
  /// `stations`: at least one, strictly ascending in depth, the first at 0. Must outlive the trace.
  explicit Trace(std::span<const Station> stations, DesurveyMethod method = DesurveyMethod::minimum_curvature);

  /// Any depth from 0; beyond the last station the last direction is kept.
  Vec3 offset_at(double depth_m) const;
  /// Unit; at a kink that of the piece below.
  Vec3 direction_at(double depth_m) const;
  /// The directions just below `from_m` and just above `to_m` of a stretch without a station or kink inside; where they
  /// differ, the stretch is an arc.
  std::array<Vec3, 2> directions_along(double from_m, double to_m) const;
  /// Depths of kinks between stations.
  std::vector<double> kinks() const;

 private:
  Vec3 offset_within(std::size_t station, double along_m) const;
  Vec3 direction_within(std::size_t station, double along_m) const;
  double length_below(std::size_t station) const { return stations_[station + 1].depth_m - stations_[station].depth_m; }

  std::span<const Station> stations_;
  DesurveyMethod method_;
  std::vector<Vec3> offsets_;     ///< at the stations
  std::vector<Vec3> directions_;  ///< measured at the stations, unit
};

}  // namespace lode
