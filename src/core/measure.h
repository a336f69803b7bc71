// What a tape and a compass give between points of a scene, in its grid: never exaggerated, always in metres.
#pragma once

#include <span>

#include "core/vec.h"

namespace lode {

struct LineMeasure {
  double slope_m = 0, horizontal_m = 0;
  double rise_m = 0;       ///< RL of the second point less that of the first
  double azimuth_deg = 0;  ///< 0..360 clockwise from grid north; NaN when one point is plumb above the other
  double dip_deg = 0;      ///< -90..90, negative down; NaN when both are the same point
};
/// `metres_per_unit`: of x and y; z is in metres.
LineMeasure measure_line(Vec3 from, Vec3 to, double metres_per_unit = 1);

struct PolygonMeasure {
  double plan_area_m2 = 0;
  double area_m2 = 0;           ///< in the plane that fits it: of a flat polygon its true area, however steep it stands
  double perimeter_m = 0;       ///< along the slope
  bool crosses_itself = false;  ///< in plan, or seen along its normal when it stands upright: its areas mean nothing
};
/// Closed from the last corner to the first; fewer than three corners have no area.
PolygonMeasure measure_polygon(std::span<const Vec3> corners, double metres_per_unit = 1);

}  // namespace lode
