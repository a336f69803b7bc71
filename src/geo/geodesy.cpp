#include "geo/geodesy.h"

#include <geodesic.h>

#include <cmath>

#include "geo/proj_handles.h"

namespace lode::geo {

struct Geodesy::State {
  std::string datum;
  ProjObject degrees_from_point;
  geod_geodesic ellipsoid{};
};

Geodesy::Geodesy(const std::string& crs) : state_(std::make_unique<State>()) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_crs(context, crs);
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, object.get()));
  const ProjObject ellipsoid(geodetic == nullptr ? nullptr : proj_get_ellipsoid(context, geodetic.get()));
  double semi_major_m = 0, inverse_flattening = 0;
  if (ellipsoid == nullptr ||
      !proj_ellipsoid_get_parameters(context, ellipsoid.get(), &semi_major_m, nullptr, nullptr, &inverse_flattening))
    return;  // nothing is known of where it lies on Earth
  geod_init(&state_->ellipsoid, semi_major_m, inverse_flattening > 0 ? 1 / inverse_flattening : 0);
  state_->datum = text_of(proj_get_name(geodetic.get()));
  const ProjObject authority_order(
      proj_create_crs_to_crs_from_pj(context, object.get(), geodetic.get(), nullptr, nullptr));
  if (authority_order != nullptr)
    state_->degrees_from_point.reset(proj_normalize_for_visualization(context, authority_order.get()));
}

Geodesy::Geodesy(Geodesy&&) noexcept = default;
Geodesy& Geodesy::operator=(Geodesy&&) noexcept = default;
Geodesy::~Geodesy() = default;

const std::string& Geodesy::datum() const { return state_->datum; }

std::optional<Vec3> Geodesy::degrees(Vec3 point) const {
  PJ* operation = state_->degrees_from_point.get();
  if (operation == nullptr || !finite(point)) return {};
  const PJ_COORD placed = proj_trans(operation, PJ_FWD, proj_coord(point.x, point.y, 0, HUGE_VAL));
  if (!std::isfinite(placed.xy.x) || !std::isfinite(placed.xy.y)) {
    proj_errno_reset(operation);
    return {};
  }
  return Vec3{placed.xy.x, placed.xy.y, 0};
}

std::optional<GeodesicLine> Geodesy::line(Vec3 from, Vec3 to) const {
  const std::optional<Vec3> a = degrees(from), b = degrees(to);
  if (!a || !b) return {};
  GeodesicLine line;
  geod_inverse(&state_->ellipsoid, a->y, a->x, b->y, b->x, &line.distance_m, &line.azimuth_true_deg, nullptr);
  if (line.azimuth_true_deg < 0) line.azimuth_true_deg += 360;
  return line;
}

std::optional<GeodesicPolygon> Geodesy::polygon(std::span<const Vec3> corners) const {
  geod_polygon polygon;
  geod_polygon_init(&polygon, 0);
  for (const Vec3 corner : corners) {
    const std::optional<Vec3> at = degrees(corner);
    if (!at) return {};
    geod_polygon_addpoint(&state_->ellipsoid, &polygon, at->y, at->x);
  }
  GeodesicPolygon result;
  geod_polygon_compute(&state_->ellipsoid, &polygon, 0, 1, &result.area_m2, &result.perimeter_m);
  result.area_m2 = std::abs(result.area_m2);
  return result;
}

}  // namespace lode::geo
