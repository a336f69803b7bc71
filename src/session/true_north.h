// Azimuths that count from true or magnetic north, as those of the grid; and from one grid to another.
#pragma once

#include "core/scene.h"
#include "io/formats.h"
#include "session/session.h"

namespace lode {

/// Turns the stations of drillholes whose azimuths are true (or were magnetic and got their declination) to grid north
/// of the source's CRS, by the meridian convergence at each collar; says so in the notes. Others are left alone.
/// Without a projected CRS there is no grid north: the azimuths stay, and that is said.
void turn_to_grid_north(const Source& source, io::Loaded& loaded);

/// What turns the azimuths of structures at a hole into those of the scene, clockwise.
struct StructureTurn {
  /// Added to dip directions as the file states them, so that they count from the grid north of the source, as stations
  /// do: the declination of magnetic ones, less the convergence.
  double stated_deg = 0;
  double scene_deg = 0;  ///< from the source's grid to the scene's: meridians, and the turn of a mine grid
};
StructureTurn structure_turn(const LoadedSource& loaded, const Hole& hole);

}  // namespace lode
