// Points known in two systems.
#pragma once

#include <cstdint>
#include <string>

#include "core/vec.h"

namespace lode {

struct ControlPoint {
  std::string name;
  Vec3 mine;                 ///< x, y in the unit of the mine's grid, RL in metres
  Vec3 base;                 ///< easting, northing in the unit of the other CRS, RL in metres
  bool has_heights = false;  ///< whether both RLs are known
  std::uint64_t line = 0;    ///< of the file it comes from; 0 none
};

}  // namespace lode
