// What a CRS says of itself.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/text.h"
#include "geo/crs.h"
#include "geo/mine_grid.h"
#include "geo/proj_handles.h"

namespace lode::geo {

namespace {

constexpr double degrees_per_radian = 180 / std::numbers::pi;

std::string code_of(const PJ* crs) {
  const std::string authority = text_of(proj_get_id_auth_name(crs, 0)), code = text_of(proj_get_id_code(crs, 0));
  return code.empty() ? std::string() : authority + ":" + code;
}

/// The EPSG entry that means the same as a CRS written out in full; nullptr when there is none.
ProjObject identified(PJ_CONTEXT* context, const PJ* crs) {
  const ProjList found(proj_identify(context, crs, "EPSG", nullptr, nullptr));
  const int count = found == nullptr ? 0 : proj_list_get_count(found.get());
  for (int i = 0; i < count; ++i) {
    ProjObject entry(proj_list_get(context, found.get(), i));
    if (proj_is_equivalent_to_with_ctx(context, entry.get(), crs, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
      return entry;
  }
  return nullptr;
}

void add_axes(PJ_CONTEXT* context, const PJ* crs, CrsInfo& info) {
  const ProjObject axes(proj_crs_get_coordinate_system(context, crs));
  const int count = axes == nullptr ? 0 : std::min(2, proj_cs_get_axis_count(context, axes.get()));
  for (int i = 0; i < count; ++i) {
    const char *letters = nullptr, *direction = nullptr, *unit = nullptr;
    double factor = 1;
    if (!proj_cs_get_axis_info(context, axes.get(), i, nullptr, &letters, &direction, &factor, &unit, nullptr, nullptr))
      continue;
    info.axes += fmt::format("{}{} {}", i == 0 ? "" : ", ", text_of(letters), text_of(direction));
    if (i > 0) continue;
    info.northing_first = text_of(direction) == "north";
    info.unit = text_of(unit);
    if (info.projected) info.metres_per_unit = factor;
  }
}

/// A parameter of the projection in SI units; NaN where it has none.
double parameter(PJ_CONTEXT* context, const PJ* conversion, const char* name) {
  const int index = proj_coordoperation_get_param_index(context, conversion, name);
  double value = NAN, factor = 1;
  if (index < 0 || !proj_coordoperation_get_param(context, conversion, index, nullptr, nullptr, nullptr, &value,
                                                  nullptr, &factor, nullptr, nullptr, nullptr, nullptr))
    return NAN;
  return value * factor;
}

void add_projection(PJ_CONTEXT* context, const PJ* crs, CrsInfo& info) {
  const ProjObject conversion(proj_crs_get_coordoperation(context, crs));
  if (conversion == nullptr) return;
  const char* method = nullptr;
  if (proj_coordoperation_get_method_info(context, conversion.get(), &method, nullptr, nullptr))
    info.projection = text_of(method);
  info.false_easting = parameter(context, conversion.get(), "False easting") / info.metres_per_unit;
  info.central_meridian = degrees_per_radian * parameter(context, conversion.get(), "Longitude of natural origin");
}

void add_heights(PJ_CONTEXT* context, const std::string& text, CrsInfo& info) {
  ProjObject whole = unbound(context, make_whole_crs(context, text).get());
  if (proj_get_type(whole.get()) != PJ_TYPE_COMPOUND_CRS) return;
  const ProjObject heights(proj_crs_get_sub_crs(context, whole.get(), 1));
  if (heights == nullptr) return;
  const ProjObject bare = unbound(context, heights.get());
  info.vertical = text_of(proj_get_name(bare.get()));
  const ProjObject axis(proj_crs_get_coordinate_system(context, bare.get()));
  if (axis != nullptr)
    proj_cs_get_axis_info(context, axis.get(), 0, nullptr, nullptr, nullptr, &info.vertical_metres_per_unit, nullptr,
                          nullptr, nullptr);
}

}  // namespace

double Area::degrees_outside(double longitude, double latitude) const {
  if (!known()) return 0;
  if (!std::isfinite(longitude) || !std::isfinite(latitude)) return HUGE_VAL;
  const double to_east = east < west ? east + 360 : east;
  const double beyond = (360 - (to_east - west)) / 2;
  longitude -= 360 * std::floor((longitude - (west - beyond)) / 360);
  return std::max({0.0, west - longitude, longitude - to_east, south - latitude, latitude - north});
}

Area area_of_use(PJ_CONTEXT* context, const PJ* object) {
  Area area;
  const char* name = nullptr;
  if (proj_get_area_of_use(context, object, &area.west, &area.south, &area.east, &area.north, &name) &&
      area.west >= -360)
    area.name = name == nullptr ? std::string("unnamed area") : std::string(name);
  return area;
}

CrsInfo describe_crs(const std::string& crs) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_crs(context, crs);
  const ProjObject bare = unbound(context, object.get()), earth_bound = earth_bound_of(context, object.get());
  CrsInfo info;
  info.name = text_of(proj_get_name(bare.get()));
  info.code = code_of(bare.get());
  info.mine_grid = is_mine_grid(context, bare.get());
  info.projected = info.mine_grid || proj_get_type(bare.get()) == PJ_TYPE_PROJECTED_CRS;
  info.geographic = !info.projected;
  info.area = area_of_use(context, earth_bound.get());
  if (info.mine_grid) {
    const CrsInfo base = describe_crs(text_of(proj_as_wkt(context, earth_bound.get(), PJ_WKT2_2019, nullptr)));
    info.base = short_name(base);
    info.area = base.area;
    info.height_shift_m = height_shift_of_wkt(crs);
  } else if (info.code.empty()) {
    if (const ProjObject entry = identified(context, bare.get())) {
      info.code = code_of(entry.get());
      info.name = text_of(proj_get_name(entry.get()));
      info.area = area_of_use(context, entry.get());
    }
  }
  add_axes(context, bare.get(), info);
  if (!info.mine_grid) add_projection(context, earth_bound.get(), info);
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, earth_bound.get()));
  const ProjObject datum(geodetic == nullptr ? nullptr : proj_crs_get_datum_forced(context, geodetic.get()));
  if (datum != nullptr) info.datum = text_of(proj_get_name(datum.get()));
  add_heights(context, crs, info);
  return info;
}

std::string short_name(const CrsInfo& info) { return info.code.empty() ? info.name : info.code; }

double degrees_outside_area(const std::string& crs, Vec3 point) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_crs(context, crs), earth_bound = earth_bound_of(context, object.get());
  const Area area = area_of_use(context, earth_bound.get());
  if (!area.known()) return 0;
  const Vec3 degrees = degrees_of(context, object.get(), point);
  return area.degrees_outside(degrees.x, degrees.y);
}

}  // namespace lode::geo
