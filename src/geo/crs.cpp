#include "geo/crs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "geo/proj_handles.h"
#include "geo/search.h"

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
    "give a code such as EPSG:32644 (WGS 84 / UTM zone 44N), a WKT or a PROJ string; `lode crs search` finds others";

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
  const std::string near = folded.find_first_of("[=") == std::string::npos ? nearest_crs_text(text) : std::string();
  return {fmt::format("\"{}\" is no CRS that PROJ knows", shown(text)),
          near.empty() ? crs_remedy : fmt::format("is one of these meant: {}?", near)};
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

/// The horizontal part of a compound or 3D CRS.
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

}  // namespace

ProjObject make_whole_crs(PJ_CONTEXT* context, const std::string& text) {
  ProjObject crs(proj_create(context, proj_text_of(text).c_str()));
  if (crs == nullptr) throw unknown_crs(text);
  if (is_part_of_a_name(text, crs.get()))
    throw Error(fmt::format("\"{}\" is no CRS that PROJ knows", shown(text)),
                fmt::format("is \"{}\" meant? Give its whole name or its code; `lode crs search` finds others",
                            text_of(proj_get_name(crs.get()))));
  if (!proj_is_crs(crs.get()))
    throw Error(fmt::format("\"{}\" is {}, no CRS", shown(text), text_of(proj_get_name(crs.get()))), crs_remedy);
  return crs;
}

ProjObject unbound(PJ_CONTEXT* context, const PJ* crs) {
  if (proj_get_type(crs) == PJ_TYPE_BOUND_CRS) return ProjObject(proj_get_source_crs(context, crs));
  return ProjObject(proj_clone(context, crs));
}

bool is_mine_grid(PJ_CONTEXT* context, const PJ* crs) {
  const PJ_TYPE type = proj_get_type(crs);
  if (type == PJ_TYPE_PROJECTED_CRS || !proj_is_derived_crs(context, crs)) return false;
  const ProjObject base(proj_get_source_crs(context, crs));
  return base != nullptr && proj_get_type(base.get()) == PJ_TYPE_PROJECTED_CRS;
}

ProjObject make_crs(PJ_CONTEXT* context, const std::string& text) {
  ProjObject crs = horizontal_of(context, make_whole_crs(context, text));
  const ProjObject bare = crs == nullptr ? nullptr : unbound(context, crs.get());
  const PJ_TYPE type = bare == nullptr ? PJ_TYPE_UNKNOWN : proj_get_type(bare.get());
  if (type != PJ_TYPE_PROJECTED_CRS && type != PJ_TYPE_GEOGRAPHIC_2D_CRS && type != PJ_TYPE_GEOGRAPHIC_3D_CRS &&
      (bare == nullptr || !is_mine_grid(context, bare.get())))
    throw Error(
        fmt::format("{} is neither a projected nor a geographic CRS, so nothing can be placed in it", shown(text)),
        crs_remedy);
  return crs;
}

ProjObject earth_bound_of(PJ_CONTEXT* context, const PJ* crs) {
  ProjObject bare = unbound(context, crs);
  if (is_mine_grid(context, bare.get())) return ProjObject(proj_get_source_crs(context, bare.get()));
  return bare;
}

ProjObject degrees_transform(PJ_CONTEXT* context, const PJ* crs) {
  const ProjObject earth_bound = earth_bound_of(context, crs);
  const ProjObject geodetic(proj_crs_get_geodetic_crs(context, earth_bound.get()));
  if (geodetic == nullptr) return nullptr;
  const ProjObject authority_order(proj_create_crs_to_crs_from_pj(context, crs, geodetic.get(), nullptr, nullptr));
  if (authority_order == nullptr) return nullptr;
  return ProjObject(proj_normalize_for_visualization(context, authority_order.get()));
}

Vec3 transformed(PJ* transform, Vec3 point, PJ_DIRECTION direction) {
  constexpr Vec3 failed{NAN, NAN, 0};
  if (transform == nullptr) return failed;
  const PJ_COORD result = proj_trans(transform, direction, proj_coord(point.x, point.y, 0, HUGE_VAL));
  if (!std::isfinite(result.xy.x) || !std::isfinite(result.xy.y)) {
    proj_errno_reset(transform);
    return failed;
  }
  return {result.xy.x, result.xy.y, 0};
}

Vec3 degrees_of(PJ_CONTEXT* context, const PJ* crs, Vec3 point) {
  return transformed(degrees_transform(context, crs).get(), point, PJ_FWD);
}

Vec3 point_of_degrees(PJ_CONTEXT* context, const PJ* crs, Vec3 degrees) {
  return transformed(degrees_transform(context, crs).get(), degrees, PJ_INV);
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
