// Azimuths that count from true north, as grid ones.
#pragma once

#include "core/scene.h"
#include "io/formats.h"

namespace lode {

/// Turns the stations of drillholes whose azimuths are true (or were magnetic and got their declination) to grid north
/// of the source's CRS, by the meridian convergence at each collar; says so in the notes. Others are left alone.
/// Without a projected CRS there is no grid north: the azimuths stay, and that is said.
void turn_to_grid_north(const Source& source, io::Loaded& loaded);

}  // namespace lode
