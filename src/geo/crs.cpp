#include "geo/crs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "geo/proj_handles.h"

namespace lode::geo {

ProjContext make_context() {
  ProjContext context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  return context;
}

PJ_CONTEXT* thread_context() {
  thread_local const ProjContext context = make_context();
  return context.get();
}

namespace {

constexpr const char* crs_remedy =
    "give a code such as EPSG:32644 (WGS 84 / UTM zone 44N), a WKT or a PROJ string; codes are listed at epsg.org";

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// As PROJ wants it: a bare number is an EPSG code, a PROJ string says that it is a CRS.
std::string proj_text_of(const std::string& text) {
  const std::string trimmed(trim(text));
  if (all_digits(trimmed)) return "EPSG:" + trimmed;
  if ((trimmed.starts_with("+proj=") || trimmed.starts_with("+init=") || trimmed.starts_with("proj=")) &&
      trimmed.find("type=crs") == std::string::npos)
    return trimmed + " +type=crs";
  return trimmed;
}

/// WKT runs to thousands of characters: its first ones are enough in a message.
std::string shown(const std::string& text) {
  const std::size_t end = text.find('\n');
  const std::string line = text.substr(0, end);
  return line.size() <= 60 ? line : line.substr(0, 57) + "...";
}

Error unknown_crs(const std::string& text) {
  const std::string folded = fold_case(trim(text));
  if (folded.empty()) return {"no CRS was given", crs_remedy};
  const std::size_t colon = folded.find(':');
  if (all_digits(folded) || (colon != std::string::npos && all_digits(folded.substr(colon + 1))))
    return {fmt::format("{} is not in PROJ's database", all_digits(folded) ? "EPSG:" + folded : text), crs_remedy};
  return {fmt::format("\"{}\" is no CRS that PROJ knows", shown(text)), crs_remedy};
}

std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : fold_case(text))
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) kept += c;
  return kept;
}

/// PROJ takes a part of a name for the whole: "foo" for Amersfoort. Codes, WKT and PROJ strings are no names.
bool is_part_of_a_name(const std::string& text, const PJ* crs) {
  if (text.find_first_of(":[{=") != std::string::npos || all_digits(trim(text))) return false;
  return letters_and_digits(text) != letters_and_digits(text_of(proj_get_name(crs)));
}

/// The horizontal part of a compound or bound CRS.
ProjObject horizontal_of(PJ_CONTEXT* context, ProjObject crs) {
  while (crs != nullptr) {
    const PJ_TYPE type = proj_get_type(crs.get());
    if (type == PJ_TYPE_COMPOUND_CRS)
      crs.reset(proj_crs_get_sub_crs(context, crs.get(), 0));
    else if (type == PJ_TYPE_GEOGRAPHIC_3D_CRS || proj_get_type(crs.get()) == PJ_TYPE_PROJECTED_CRS)
      return ProjObject(proj_crs_demote_to_2D(context, nullptr, crs.get()));
    else
      return crs;
  }
  return crs;
}

/// The CRS that states the axes: a bound CRS wraps it.
ProjObject unbound(PJ_CONTEXT* context, const PJ* crs) {
  if (proj_get_type(crs) == PJ_TYPE_BOUND_CRS) return ProjObject(proj_get_source_crs(context, crs));
  return ProjObject(proj_clone(context, crs));
}

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

}  // namespace

ProjObject make_crs(PJ_CONTEXT* context, const std::string& text) {
  ProjObject crs(proj_create(context, proj_text_of(text).c_str()));
  if (crs == nullptr) throw unknown_crs(text);
  if (is_part_of_a_name(text, crs.get()))
    throw Error(fmt::format("\"{}\" is no CRS that PROJ knows", shown(text)),
                fmt::format("is \"{}\" meant? Give its whole name or its code", text_of(proj_get_name(crs.get()))));
  if (!proj_is_crs(crs.get()))
    throw Error(fmt::format("\"{}\" is {}, no CRS", shown(text), text_of(proj_get_name(crs.get()))), crs_remedy);
  crs = horizontal_of(context, std::move(crs));
  const ProjObject bare = crs == nullptr ? nullptr : unbound(context, crs.get());
  const PJ_TYPE type = bare == nullptr ? PJ_TYPE_UNKNOWN : proj_get_type(bare.get());
  if (type != PJ_TYPE_PROJECTED_CRS && type != PJ_TYPE_GEOGRAPHIC_2D_CRS && type != PJ_TYPE_GEOGRAPHIC_3D_CRS)
    throw Error(
        fmt::format("{} is neither a projected nor a geographic CRS, so nothing can be placed in it", shown(text)),
        crs_remedy);
  return crs;
}

Vec3 degrees_of(PJ_CONTEXT* context, const PJ* crs, Vec3 point) {
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, crs));
  if (geodetic == nullptr) return {NAN, NAN, 0};
  const ProjObject authority_order(proj_create_crs_to_crs_from_pj(context, crs, geodetic.get(), nullptr, nullptr));
  if (authority_order == nullptr) return {NAN, NAN, 0};
  const ProjObject transform(proj_normalize_for_visualization(context, authority_order.get()));
  if (transform == nullptr) return {NAN, NAN, 0};
  const PJ_COORD degrees = proj_trans(transform.get(), PJ_FWD, proj_coord(point.x, point.y, 0, HUGE_VAL));
  if (!std::isfinite(degrees.xy.x) || !std::isfinite(degrees.xy.y)) return {NAN, NAN, 0};
  return {degrees.xy.x, degrees.xy.y, 0};
}

CrsInfo describe_crs(const std::string& crs) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_crs(context, crs);
  const ProjObject bare = unbound(context, object.get());
  CrsInfo info;
  info.name = text_of(proj_get_name(bare.get()));
  info.code = code_of(bare.get());
  if (info.code.empty())
    if (const ProjObject entry = identified(context, bare.get())) {
      info.code = code_of(entry.get());
      info.name = text_of(proj_get_name(entry.get()));
    }
  info.projected = proj_get_type(bare.get()) == PJ_TYPE_PROJECTED_CRS;
  info.geographic = !info.projected;
  const ProjObject axes(proj_crs_get_coordinate_system(context, bare.get()));
  const char *direction = nullptr, *unit = nullptr;
  double factor = 1;
  if (axes != nullptr &&
      proj_cs_get_axis_info(context, axes.get(), 0, nullptr, nullptr, &direction, &factor, &unit, nullptr, nullptr)) {
    info.northing_first = text_of(direction) == "north";
    info.unit = text_of(unit);
    if (info.projected) info.metres_per_unit = factor;
  }
  return info;
}

double degrees_outside_area(const std::string& crs, Vec3 point) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject object = make_crs(context, crs);
  double west = 0, south = 0, east = 0, north = 0;
  if (!proj_get_area_of_use(context, object.get(), &west, &south, &east, &north, nullptr) || west < -360) return 0;
  const Vec3 degrees = degrees_of(context, object.get(), point);
  if (!finite(degrees)) return HUGE_VAL;
  if (east < west) east += 360;
  double longitude = degrees.x;
  while (longitude < west - (360 - (east - west)) / 2) longitude += 360;
  while (longitude > east + (360 - (east - west)) / 2) longitude -= 360;
  return std::max({0.0, west - longitude, longitude - east, south - degrees.y, degrees.y - north});
}

std::string default_scene_crs(const std::vector<std::string>& crs_list, Vec3 centre_degrees) {
  bool geographic = false;
  for (const std::string& crs : crs_list) {
    if (crs.empty()) continue;
    if (describe_crs(crs).projected) return crs;
    geographic = true;
  }
  if (!geographic || !finite(centre_degrees)) return {};
  constexpr double utm_north = 84, utm_south = -80;
  if (centre_degrees.y > utm_north) return "EPSG:5041";
  if (centre_degrees.y < utm_south) return "EPSG:5042";
  const double longitude = centre_degrees.x - 360 * std::floor((centre_degrees.x + 180) / 360);
  const int zone = std::clamp(static_cast<int>(std::floor((longitude + 180) / 6)) + 1, 1, 60);
  return fmt::format("EPSG:{}", (centre_degrees.y >= 0 ? 32600 : 32700) + zone);
}

}  // namespace lode::geo
