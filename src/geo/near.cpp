#include "geo/near.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

#include "core/error.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/proj_handles.h"
#include "geo/search.h"
#include "geo/source_axes.h"
#include "geo/transform.h"

namespace lode::geo {

namespace {

constexpr double near_deg = 3;  // systems whose area lies farther from all other layers are not asked

/// Another layer, with its middle in degrees.
struct Place {
  const Located* layer;
  CrsInfo info;
  Vec3 degrees;
};

std::vector<Place> places_of(const std::vector<Located>& others) {
  PJ_CONTEXT* context = thread_context();
  std::vector<Place> places;
  for (const Located& layer : others) {
    if (layer.crs.empty() || layer.bounds.empty()) continue;
    const ProjObject crs = make_crs(context, layer.crs);
    const Vec3 degrees = degrees_of(context, crs.get(), layer.bounds.centre());
    if (finite(degrees)) places.push_back({&layer, describe_crs(layer.crs), degrees});
  }
  return places;
}

bool worth_asking(const CrsEntry& entry, const std::vector<Place>& places, const std::string& area_text) {
  if (!entry.area.known()) return false;
  if (!area_text.empty() && fold_case(entry.area.name).find(fold_case(area_text)) == std::string::npos) return false;
  return places.empty() || std::any_of(places.begin(), places.end(), [&](const Place& place) {
           return entry.area.degrees_outside(place.degrees.x, place.degrees.y) < near_deg;
         });
}

Bounds moved(const Bounds& bounds, bool swapped, double shift) {
  Bounds result;
  for (const Vec3 corner : {bounds.min, bounds.max})
    result.add(swapped ? Vec3{corner.y + shift, corner.x, 0} : Vec3{corner.x + shift, corner.y, 0});
  return result;
}

/// Corners and middle brought into another CRS by the best operation; empty when none can be run.
Bounds brought(const Bounds& bounds, const std::string& from, const std::string& to) {
  Bounds result;
  try {
    const Placing placing = make_placing(from, to, std::string(), bounds);
    const Vec3 a = bounds.min, b = bounds.max;
    std::vector<Vec3> points{{a.x, a.y, 0}, {b.x, a.y, 0}, {a.x, b.y, 0}, {b.x, b.y, 0}, bounds.centre()};
    if (placing.scene_from_source) placing.scene_from_source(points);
    for (const Vec3& point : points) result.add(point);
  } catch (const Error&) {
    return {};  // a system that cannot be reached is no candidate
  }
  return result;
}

/// Metres on the ground a unit of the CRS near a latitude.
Vec3 metres_per_unit(const CrsInfo& info, double latitude) {
  if (!info.geographic) return {info.metres_per_unit, info.metres_per_unit, 0};
  constexpr double metres_per_degree = 111320;
  return {metres_per_degree * std::cos(latitude / 57.29577951308232), metres_per_degree, 0};
}

double gap_m(const Bounds& a, const Bounds& b, Vec3 unit) {
  const double x = std::max({0.0, b.min.x - a.max.x, a.min.x - b.max.x});
  const double y = std::max({0.0, b.min.y - a.max.y, a.min.y - b.max.y});
  return std::hypot(x * unit.x, y * unit.y);
}

double between_m(Vec3 a, Vec3 b, Vec3 unit) { return std::hypot((a.x - b.x) * unit.x, (a.y - b.y) * unit.y); }

/// A quick measure, in the system's own degrees, to leave most systems out before operations are looked up.
double rough_m(Vec3 degrees, const std::vector<Place>& places) {
  double least = places.empty() ? 0 : HUGE_VAL;
  for (const Place& place : places) {
    CrsInfo geographic;
    geographic.geographic = true;
    least = std::min(least, between_m(degrees, place.degrees, metres_per_unit(geographic, degrees.y)));
  }
  return least;
}

struct Asked {
  LikelyCrs likely;
  double rough_m = 0;
  double size_deg = 0;  ///< of its area: without other layers small ones come first
  bool same = false;    ///< as the layer it comes near to
};

/// The system if the data's middle falls into its area, as it is, swapped or with a zone number.
std::optional<Asked> ask(const CrsEntry& entry, const Bounds& data, const std::vector<Place>& places) {
  PJ_CONTEXT* context = thread_context();
  const ProjObject crs(proj_create(context, entry.code.c_str()));
  if (crs == nullptr) return std::nullopt;
  Asked asked;
  asked.likely.code = entry.code;
  asked.likely.name = entry.name;
  asked.likely.area = entry.area.name;
  asked.size_deg = (entry.area.east - entry.area.west) * (entry.area.north - entry.area.south);
  const auto inside = [&](bool swapped, double shift) {
    const Vec3 middle = moved(data, swapped, shift).centre();
    if (entry.kind == "geographic" && (std::abs(middle.x) > 360 || std::abs(middle.y) > 90)) return false;
    const Vec3 degrees = degrees_of(context, crs.get(), middle);
    if (!finite(degrees) || entry.area.degrees_outside(degrees.x, degrees.y) > 0) return false;
    asked.rough_m = rough_m(degrees, places);
    return true;
  };
  if (inside(false, 0)) return asked;
  for (const bool swapped : {false, true}) {
    const AxesFound axes = axes_of(entry.code, moved(data, swapped, 0));
    if (axes.swapped || (!swapped && axes.zone_shift_m == 0)) continue;
    if (!inside(swapped, axes.zone_shift_m)) continue;
    asked.likely.swapped = swapped;
    asked.likely.zone_shift_m = axes.zone_shift_m;
    return asked;
  }
  return std::nullopt;
}

/// Measured by the best operation, in the CRS of the layer it comes nearest to.
void measure(const Bounds& data, const std::vector<Place>& places, Asked& asked) {
  LikelyCrs& likely = asked.likely;
  likely.gap_m = likely.centres_m = HUGE_VAL;
  const Bounds own = moved(data, likely.swapped, likely.zone_shift_m);
  for (const Place& place : places) {
    const Bounds there = brought(own, likely.code, place.layer->crs);
    if (there.empty()) continue;
    const Vec3 unit = metres_per_unit(place.info, place.degrees.y);
    const double gap = gap_m(there, place.layer->bounds, unit);
    const double centres = between_m(there.centre(), place.layer->bounds.centre(), unit);
    if (std::tuple(gap, centres) >= std::tuple(likely.gap_m, likely.centres_m)) continue;
    likely.gap_m = gap;
    likely.centres_m = centres;
    likely.nearest = place.layer->name;
    asked.same = place.info.code == likely.code;
  }
}

}  // namespace

std::vector<LikelyCrs> likely_systems(const Bounds& data, const std::vector<Located>& others,
                                      const std::string& area_text, std::size_t most) {
  if (data.empty()) return {};
  const std::vector<Place> places = places_of(others);
  std::vector<Asked> found;
  for (const CrsEntry& entry : plan_systems())
    if (worth_asking(entry, places, area_text))
      if (std::optional<Asked> asked = ask(entry, data, places)) found.push_back(*std::move(asked));
  std::stable_sort(found.begin(), found.end(), [](const Asked& a, const Asked& b) {
    const auto key = [](const Asked& asked) {
      const LikelyCrs& likely = asked.likely;
      return std::tuple(asked.rough_m, likely.swapped, likely.zone_shift_m != 0, asked.size_deg);
    };
    return key(a) < key(b);
  });
  // Datum shifts move by hundreds of metres, so that some more than asked for are measured.
  if (const std::size_t measured = 3 * most; found.size() > measured) found.resize(measured);
  if (!places.empty()) {
    for (Asked& asked : found) measure(data, places, asked);
    std::erase_if(found, [](const Asked& asked) { return !std::isfinite(asked.likely.gap_m); });
    std::stable_sort(found.begin(), found.end(), [](const Asked& a, const Asked& b) {
      const auto key = [](const Asked& asked) {
        const LikelyCrs& likely = asked.likely;
        return std::tuple(likely.swapped, std::round(likely.gap_m), !asked.same, std::round(likely.centres_m),
                          likely.zone_shift_m != 0, likely.centres_m);
      };
      return key(a) < key(b);
    });
  }
  std::vector<LikelyCrs> result;
  for (Asked& asked : found)
    if (result.size() < most) result.push_back(std::move(asked.likely));
  return result;
}

}  // namespace lode::geo
