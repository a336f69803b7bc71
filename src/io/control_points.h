// Control points of mine grids as a CSV.
#pragma once

#include <filesystem>
#include <vector>

#include "core/control_points.h"

namespace lode::io {

/// One point a row: a name, x, y[, z] of the mine, easting, northing[, rl] of the other system. With a head, columns
/// are found by their names in any order: name; mine_x, mine_y, mine_z; easting, northing, rl (east, e, x; north, n, y;
/// elevation, z). Without one they stand in the order above, names optional, 4 or 6 numbers. Parted by commas,
/// semicolons, tabs or blanks. Throws Error with file and line.
std::vector<ControlPoint> read_control_points(const std::filesystem::path& file);

}  // namespace lode::io
