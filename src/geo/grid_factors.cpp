#include "geo/grid_factors.h"

#include <array>
#include <cmath>
#include <numbers>

#include "geo/crs.h"
#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

constexpr double degrees_per_radian = 180 / std::numbers::pi;

double wrapped(double degrees) { return degrees - 360 * std::round(degrees / 360); }

/// What asking for many points of one CRS needs again.
struct Grid {
  std::string crs;
  bool geographic = false;
  double metres_per_unit = 1;
  ProjObject degrees;
  double a = 6378137, e2 = 0;
};

Grid make_grid(const std::string& crs) {
  PJ_CONTEXT* context = thread_context();
  const CrsInfo info = describe_crs(crs);
  Grid grid{crs, info.geographic, info.metres_per_unit, nullptr, 6378137, 0};
  const ProjObject object = make_crs(context, crs), earth_bound = earth_bound_of(context, object.get());
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, earth_bound.get()));
  const ProjObject ellipsoid(proj_get_ellipsoid(context, geodetic.get()));
  double inverse_flattening = 298.257223563;
  if (ellipsoid != nullptr)
    proj_ellipsoid_get_parameters(context, ellipsoid.get(), &grid.a, nullptr, nullptr, &inverse_flattening);
  const double f = inverse_flattening == 0 ? 0 : 1 / inverse_flattening;
  grid.e2 = f * (2 - f);
  grid.degrees = degrees_transform(context, object.get());
  return grid;
}

const Grid& thread_grid(const std::string& crs) {
  thread_context();  // made first, so that it outlives the transform made in it
  thread_local Grid grid;
  if (grid.crs != crs) grid = make_grid(crs);
  return grid;
}

}  // namespace

GridFactors grid_factors(const std::string& crs, Vec3 point) {
  const Grid& grid = thread_grid(crs);
  if (grid.geographic) return {};
  // By steps of 50 m along the grid's axes: central differences, good to a millionth of a degree.
  constexpr double step_m = 50;
  const double step = step_m / grid.metres_per_unit;
  const auto degrees = [&](double dx, double dy) {
    return transformed(grid.degrees.get(), {point.x + dx, point.y + dy, 0}, PJ_FWD);
  };
  const double latitude = degrees(0, 0).y / degrees_per_radian;
  const double sine = std::sin(latitude), w2 = 1 - grid.e2 * sine * sine;
  const double meridian_m = grid.a * (1 - grid.e2) / (w2 * std::sqrt(w2));
  const double parallel_m = grid.a / std::sqrt(w2) * std::cos(latitude);
  const auto ground = [&](Vec3 from, Vec3 to) {
    return Vec3{wrapped(to.x - from.x) / degrees_per_radian * parallel_m,
                (to.y - from.y) / degrees_per_radian * meridian_m, 0};
  };
  const Vec3 north = ground(degrees(0, -step), degrees(0, step)), east = ground(degrees(-step, 0), degrees(step, 0));
  GridFactors factors;
  factors.convergence_deg = degrees_per_radian * std::atan2(north.x, north.y);
  factors.scale = 2 * step_m / std::sqrt(length(north) * length(east));
  return factors;
}

double turn_deg(const PointTransform& scene_from_source, const SourceUnits& units, Vec3 point_source) {
  if (!scene_from_source) return 0;
  constexpr double step_m = 10, metres_per_degree = 111132;
  const double step = units.geographic ? step_m / metres_per_degree : step_m / units.metres_per_unit;
  std::array<Vec3, 2> ends{Vec3{point_source.x, point_source.y - step, 0},
                           Vec3{point_source.x, point_source.y + step, 0}};
  scene_from_source(ends);
  return degrees_per_radian * std::atan2(ends[1].x - ends[0].x, ends[1].y - ends[0].y);
}

}  // namespace lode::geo
