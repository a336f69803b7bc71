// The truth of the demo deposit: a synthetic swarm of lithium pegmatite dykes in East Kazakhstan, as functions of
// position in WGS 84 / UTM zone 44N (EPSG:32644). Holes, blocks and topography are all sampled from it.
#pragma once

#include <string_view>

#include "core/vec.h"

namespace demo {

/// The middle of the deposit, at the reference RL of the dykes.
inline constexpr lode::Vec3 centre_utm{615600, 5489800, 500};
/// The dykes strike towards this azimuth and dip to its right.
inline constexpr double strike_azimuth_deg = 60;

/// Along strike (u), across it to the right (v), both from the centre, and RL.
struct Local {
  double u, v, z;
};
Local local_of(lode::Vec3 position_utm);
lode::Vec3 utm_of(Local local);

/// Ground level; smooth, so that a grid of 8 m holds it within 0.1 m.
double topography_rl(double easting, double northing);

enum class Lithology { overburden, schist, weathered_schist, spodumene_pegmatite, aplite, weathered_pegmatite };
/// As a Russian geologist logs it.
std::string_view russian_name(Lithology lithology);

struct Rock {
  Lithology lithology = Lithology::schist;
  double li2o_pct = 0;
  double ta2o5_ppm = 0;
  double density = 0;  ///< t/m3
};
/// At or below ground; above it the rock is what the ground would hold there.
Rock rock_at(lode::Vec3 position_utm);

/// True distance to the nearest dyke's contact, negative inside. Approximate beyond a dyke's tips.
double distance_to_dyke_m(lode::Vec3 position_utm);

/// Deterministic noise between -1 and 1, smooth over one unit of each coordinate.
double smooth_noise(double x, double y, double z, unsigned seed);
/// Deterministic number between 0 and 1.
double random_unit(unsigned a, unsigned b);

}  // namespace demo
