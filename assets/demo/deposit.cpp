#include "deposit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace demo {

using lode::Vec3;

namespace {

constexpr double radians = std::numbers::pi / 180;

/// A lens: an ellipse along strike and down dip that pinches and swells. All lengths in metres.
struct Dyke {
  double v;             ///< where it crosses the reference RL, across strike
  double u;             ///< its middle along strike
  double half_length;   ///< along strike
  double half_depth;    ///< down dip
  double middle_depth;  ///< of the ellipse, down dip from the reference RL
  double thickness;     ///< the greatest, before pinching and swelling
  double dip_deg;
  double strike_turn_deg;  ///< its strike against that of the swarm
  double grade;            ///< Li2O of its core, %
  unsigned seed;
};

// Spacings across strike stay clear of the 65 m by which data are off when the SK-42 datum shift is left out.
constexpr std::array<Dyke, 7> dykes{{
    {0, 10, 430, 270, 90, 36, 62, 0, 1.70, 11},
    {122, -60, 330, 220, 70, 24, 60, -3, 1.45, 12},
    {-124, 70, 350, 230, 60, 26, 63, 2, 1.50, 13},
    {248, 90, 260, 190, 60, 18, 58, 4, 1.30, 14},
    {-240, -80, 270, 170, 40, 17, 64, -2, 1.25, 15},
    {20, 180, 220, 140, 20, 14, 50, -9, 1.20, 16},
    {-20, -210, 200, 150, 30, 13, 74, 8, 1.20, 17},
}};

struct InDyke {
  double distance;   ///< to the middle plane, true, signed
  double thickness;  ///< here; 0 beyond the tips
  double along;      ///< -1..1 of the half length
  double down;       ///< -1..1 of the half depth
};

constexpr double most_bend_m = 17;

/// Across strike from the dyke's plane before it bends.
double across_plane_m(const Dyke& dyke, Local p) {
  return p.v - dyke.v - (p.u - dyke.u) * std::tan(dyke.strike_turn_deg * radians) -
         (centre_utm.z - p.z) / std::tan(dyke.dip_deg * radians);
}

InDyke seen_from(const Dyke& dyke, Local p) {
  const double sin_dip = std::sin(dyke.dip_deg * radians);
  const double below = centre_utm.z - p.z;
  const double down_dip = below / sin_dip - dyke.middle_depth;
  const double along = p.u - dyke.u;
  const double bend = 13 * smooth_noise(p.u / 210, below / 190, 0, dyke.seed) +
                      4 * smooth_noise(p.u / 60, below / 55, 0, dyke.seed + 100);
  const double a = along / dyke.half_length, d = down_dip / dyke.half_depth;
  const double lens = std::sqrt(std::max(0.0, 1 - a * a - d * d));
  const double swell = 0.78 + 0.5 * smooth_noise(p.u / 85, down_dip / 75, 0, dyke.seed + 200);
  return {(across_plane_m(dyke, p) - bend) * sin_dip, dyke.thickness * lens * std::max(0.12, swell), a, d};
}

struct Nearest {
  const Dyke* dyke = nullptr;
  InDyke at{};
  double outside_m = 1e9;
};

Nearest nearest_dyke(Local p) {
  Nearest nearest;
  for (const Dyke& dyke : dykes) {
    const double at_least = (std::abs(across_plane_m(dyke, p)) - most_bend_m) * 0.76 - dyke.thickness * 0.65;
    if (at_least > nearest.outside_m) continue;
    const InDyke at = seen_from(dyke, p);
    const double beyond_tip = std::max(0.0, std::hypot(at.along, at.down) - 1) * dyke.half_depth;
    const double outside = std::hypot(std::max(std::abs(at.distance) - at.thickness / 2, 0.0), beyond_tip) +
                           std::min(std::abs(at.distance) - at.thickness / 2, 0.0);
    const bool within = at.thickness > 0.3 && std::abs(at.distance) < at.thickness / 2;
    const double ranked = within ? outside : std::max(outside, 1e-6);
    if (ranked < nearest.outside_m) nearest = {&dyke, at, ranked};
  }
  return nearest;
}

/// 0 at the top of the weathered zone, 1 in fresh rock.
double freshness(Vec3 p, double depth_m) {
  const double base = 17 + 8 * smooth_noise(p.x / 120, p.y / 120, 0, 31);
  const double t = std::clamp((depth_m - 0.45 * base) / (0.55 * base), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double log_noise(Vec3 p, double range_m, unsigned seed) {
  return smooth_noise(p.x / range_m, p.y / range_m, p.z / range_m, seed);
}

std::uint32_t mixed(std::uint32_t h) {
  h ^= h >> 16;
  h *= 0x7feb352dU;
  h ^= h >> 15;
  h *= 0x846ca68bU;
  return h ^ (h >> 16);
}

double at_corner(std::int32_t i, std::int32_t j, std::int32_t k, unsigned seed) {
  std::uint32_t h = mixed(static_cast<std::uint32_t>(i) + 0x9e3779b9U * seed);
  h = mixed(h ^ (static_cast<std::uint32_t>(j) * 0x85ebca6bU));
  h = mixed(h ^ (static_cast<std::uint32_t>(k) * 0xc2b2ae35U));
  return h / 2147483647.5 - 1;
}

}  // namespace

Local local_of(Vec3 p) {
  const double s = std::sin(strike_azimuth_deg * radians), c = std::cos(strike_azimuth_deg * radians);
  const double east = p.x - centre_utm.x, north = p.y - centre_utm.y;
  return {east * s + north * c, east * c - north * s, p.z};
}

Vec3 utm_of(Local p) {
  const double s = std::sin(strike_azimuth_deg * radians), c = std::cos(strike_azimuth_deg * radians);
  return {centre_utm.x + p.u * s + p.v * c, centre_utm.y + p.u * c - p.v * s, p.z};
}

double topography_rl(double easting, double northing) {
  const double x = easting - centre_utm.x, y = northing - centre_utm.y;
  const Local p = local_of({easting, northing, 0});
  const double ridge = 46 * std::exp(-(p.v * p.v) / (2 * 230 * 230)) * (1 - 0.25 * std::abs(p.u) / 900);
  const double regional = -0.045 * x + 0.05 * y;
  return 470 + ridge + regional + 26 * smooth_noise(x / 420, y / 420, 0, 1) +
         12 * smooth_noise(x / 190, y / 190, 0, 2) + 3 * smooth_noise(x / 85, y / 85, 0, 3);
}

std::string_view russian_name(Lithology lithology) {
  switch (lithology) {
    case Lithology::overburden:
      return "Суглинок";
    case Lithology::schist:
      return "Сланец";
    case Lithology::weathered_schist:
      return "Сланец выветрелый";
    case Lithology::spodumene_pegmatite:
      return "Пегматит сподуменовый";
    case Lithology::aplite:
      return "Аплит";
    case Lithology::weathered_pegmatite:
      return "Пегматит выветрелый";
  }
  return "";
}

Rock rock_at(Vec3 p) {
  const double depth = topography_rl(p.x, p.y) - p.z;
  const double fresh = freshness(p, depth);
  const double soil = 2.2 + 1.2 * smooth_noise(p.x / 70, p.y / 70, 0, 41);
  if (depth < soil) return {Lithology::overburden, 0.004, 0.5, 1.85};

  const Nearest near = nearest_dyke(local_of(p));
  if (near.outside_m >= 0) {
    // Wall rock: a halo of lithium mica some metres wide, leached near the surface.
    const double halo = 0.16 * std::exp(-near.outside_m / 3.5) * (0.6 + 0.4 * fresh);
    const double background = 0.006 * (1 + 0.6 * log_noise(p, 25, 51));
    return {fresh < 0.5 ? Lithology::weathered_schist : Lithology::schist, halo + background,
            2 + 9 * std::exp(-near.outside_m / 5.0), 2.38 + 0.38 * fresh + 0.015 * log_noise(p, 30, 52)};
  }

  const double across = std::abs(near.at.distance) / (near.at.thickness / 2);  // 0 in the middle, 1 at the contact
  const double margin_m = near.at.thickness / 2 - std::abs(near.at.distance);
  const double along = near.at.along - 0.15, down = near.at.down + 0.1;
  const double zone = 0.62 + 0.48 * std::exp(-(along * along) / 0.35 - (down * down) / 0.4);
  const bool is_aplite = margin_m < 0.9 && across > 0.75;
  const double fresh_grade =
      near.dyke->grade * zone * (1 - 0.32 * std::pow(across, 3)) * (1 + 0.24 * log_noise(p, 16, 61));
  const double li2o = (is_aplite ? 0.25 * fresh_grade : fresh_grade) * (0.14 + 0.86 * fresh);
  const double tantalum =
      (38 + 95 * std::pow(across, 2) + 40 * std::max(0.0, -down)) * (1 + 0.35 * log_noise(p, 12, 62));
  const double density = 2.32 + 0.36 * fresh + 0.03 * li2o + 0.01 * log_noise(p, 20, 63);
  const Lithology lithology = fresh < 0.5 ? Lithology::weathered_pegmatite
                              : is_aplite ? Lithology::aplite
                                          : Lithology::spodumene_pegmatite;
  return {lithology, li2o, tantalum, density};
}

double distance_to_dyke_m(Vec3 p) { return nearest_dyke(local_of(p)).outside_m; }

double smooth_noise(double x, double y, double z, unsigned seed) {
  const auto fade = [](double t) { return t * t * t * (t * (t * 6 - 15) + 10); };
  const double fx = std::floor(x), fy = std::floor(y), fz = std::floor(z);
  const auto i = static_cast<std::int32_t>(fx), j = static_cast<std::int32_t>(fy), k = static_cast<std::int32_t>(fz);
  const double tx = fade(x - fx), ty = fade(y - fy), tz = fade(z - fz);
  const auto row = [&](std::int32_t dj, std::int32_t dk) {
    return std::lerp(at_corner(i, j + dj, k + dk, seed), at_corner(i + 1, j + dj, k + dk, seed), tx);
  };
  const double lower = std::lerp(row(0, 0), row(1, 0), ty);
  return tz == 0 ? lower : std::lerp(lower, std::lerp(row(0, 1), row(1, 1), ty), tz);
}

double random_unit(unsigned a, unsigned b) { return mixed(mixed(a + 0x9e3779b9U) ^ (b * 0x85ebca6bU)) / 4294967296.0; }

}  // namespace demo
