// What a projection does to directions and lengths at a point.
#pragma once

#include <string>

#include "core/placement.h"

namespace lode::geo {

struct GridFactors {
  /// Grid north's azimuth from true north, clockwise: true azimuth = grid azimuth + convergence. Of a mine grid with
  /// its turn.
  double convergence_deg = 0;
  double scale = 1;  ///< grid length / length on the ellipsoid, mean over directions
};
/// At a point of the CRS (x first). A geographic CRS has neither: {0, 1}. NaN where the point lies nowhere.
GridFactors grid_factors(const std::string& crs, Vec3 point);

/// By how much a direction turns clockwise when it is brought from the source into the scene: scene azimuth = source
/// azimuth + this. 0 for an identity.
double turn_deg(const PointTransform& scene_from_source, const SourceUnits& units, Vec3 point_source);

}  // namespace lode::geo
