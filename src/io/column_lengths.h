// The units of coordinates and of sizes beside them, as a table states them.
#pragma once

#include <array>

#include "core/problem.h"
#include "core/scene.h"
#include "core/table.h"

namespace lode::io {

/// Metres (units of the CRS where the Source decides so) in one unit of the columns of a role along x, y and z.
struct LengthFactors {
  std::array<double, 3> of_coordinates{1, 1, 1};
  std::array<double, 3> of_sizes{1, 1, 1};  ///< of blocks; without a unit of their own as the coordinate beside them
};
LengthFactors length_factors(const Table& table, const Source& source);

/// Notes which columns are converted as they state, and warns of coordinates without a unit beside others in feet.
void report_units(const Table& table, const Source& source, ProblemLog& problems);

}  // namespace lode::io
