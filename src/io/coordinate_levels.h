// The coordinates that occur among centroids, and how often.
#pragma once

#include <array>
#include <vector>

#include "io/centroids.h"

namespace lode::io {

struct Level {
  double value = 0;
  std::size_t rows = 0;
};

/// The levels along each axis, ascending. Of many rows that take more levels than a grid has, those within 1e-10 of the
/// largest coordinate are one, as rounding makes them of a turned grid; none where there are too many even so.
std::array<std::vector<Level>, 3> levels_of(const Centroids& centroids);

}  // namespace lode::io
