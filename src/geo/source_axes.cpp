#include "geo/source_axes.h"

#include <fmt/format.h>

#include <cmath>

#include "geo/crs.h"

namespace lode::geo {

namespace {

constexpr double zone_step_m = 1e6, near_deg = 1;  // areas of use are boxes, and a deposit may straddle one

/// The zone in front of an easting: 14 of 14,500,000; 0 without one.
int zone_of(double easting_m) {
  const double zone = std::floor(easting_m / zone_step_m), in_zone = easting_m - zone * zone_step_m;
  return zone >= 1 && zone <= 120 && in_zone > 5e4 && in_zone < 9.5e5 ? static_cast<int>(zone) : 0;
}

/// The number of the zone around a central meridian: Gauss-Kruger's of 6 degrees or of 3, or UTM's.
bool is_zone_of(int zone, double central_meridian) {
  const double meridian = central_meridian < 0 ? central_meridian + 360 : central_meridian;
  return std::abs(6.0 * zone - 3 - meridian) < 0.1 || std::abs(3.0 * zone - meridian) < 0.1 ||
         std::abs(6.0 * zone - 183 - central_meridian) < 0.1;
}

struct Reading {
  const std::string& crs;
  Vec3 middle;
  double outside_deg(bool swapped, double shift) const {
    const Vec3 point = swapped ? Vec3{middle.y, middle.x, 0} : middle;
    return degrees_outside_area(crs, {point.x + shift, point.y, 0});
  }
};

/// The shift that gives eastings the zone number the CRS has, or takes off the one it lacks; 0 where neither applies.
double zone_shift(const CrsInfo& info, double easting) {
  if (!info.projected || info.mine_grid || std::isnan(info.false_easting) || info.metres_per_unit != 1) return 0;
  const int of_crs = zone_of(info.false_easting), of_data = zone_of(easting);
  if (of_crs > 0 && of_data == 0 && easting > 5e4 && easting < 9.5e5) return of_crs * zone_step_m;
  if (of_crs == 0 && of_data > 0 && info.false_easting == 5e5 && is_zone_of(of_data, info.central_meridian))
    return -of_data * zone_step_m;
  return 0;
}

void note_of_zone(double shift, const CrsInfo& info, AxesFound& found) {
  const int zone = static_cast<int>(std::abs(shift) / zone_step_m);
  found.note = shift > 0 ? fmt::format("eastings lack the zone number {} of {}: it was added", zone, short_name(info))
                         : fmt::format("eastings have the zone number {} in front, {} has none: it was taken off", zone,
                                       short_name(info));
}

}  // namespace

AxesFound axes_of(const std::string& crs, const Bounds& data) {
  AxesFound found;
  if (crs.empty() || data.empty()) return found;
  const CrsInfo info = describe_crs(crs);
  const Reading reading{crs, data.centre()};
  const bool beyond_degrees = info.geographic && std::abs(reading.middle.y) > 90;
  if (!beyond_degrees && reading.outside_deg(false, 0) < near_deg) return found;
  for (const bool swapped : {false, true}) {
    const double shift = zone_shift(info, swapped ? reading.middle.y : reading.middle.x);
    if (!swapped && shift == 0) continue;
    if (reading.outside_deg(swapped, shift) >= near_deg) continue;
    found.swapped = swapped;
    found.zone_shift_m = shift;
    if (shift != 0) note_of_zone(shift, info, found);
    return found;
  }
  const int of_crs = zone_of(info.false_easting), of_data = zone_of(reading.middle.x);
  if (of_crs > 0 && of_data > 0 && of_crs != of_data)
    found.warning =
        fmt::format("its eastings begin with the zone number {}, those of {} with {}: is the CRS of zone {} meant?",
                    of_data, short_name(info), of_crs, of_data);
  return found;
}

}  // namespace lode::geo
