// What the filter panel draws of a column: how its values are distributed.
#pragma once

#include <cstdint>
#include <vector>

#include "core/table.h"

namespace lode::app {

/// Counts of a column over equal steps from `min` to `max`. `max` is the 99.5th percentile where a long tail would
/// squeeze the rest; the last step then holds the tail.
struct Histogram {
  double min = 0, max = 1;            ///< of the axis
  double smallest = 0, greatest = 1;  ///< of the values
  double step = 0.01;                 ///< a round number: what a slider snaps to
  std::vector<std::uint64_t> counts;  ///< numbers: one a step of the axis; words: one a name
  std::uint64_t missing = 0;
};
Histogram histogram_of(const Column& column, std::size_t steps = 80);

/// The round number (1, 2 or 5 times a power of ten) not above `value`.
double round_step(double value);
/// The multiple of `step` nearest to `value`, as the decimal it stands for.
double snapped(double value, double step);

}  // namespace lode::app
