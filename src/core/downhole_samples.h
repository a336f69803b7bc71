// The intervals of each hole in order down the hole, as composites and intercepts count them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/bits.h"
#include "core/drillholes.h"

namespace lode {

/// Gaps and overlaps of less than this are rounding.
inline constexpr double interval_slack_m = 0.001;

struct Sample {
  double from_m = 0, to_m = 0;
  std::uint32_t row = 0;  ///< of the interval table
  double length_m() const { return to_m - from_m; }
};

struct DownholeSamples {
  std::vector<std::vector<Sample>> of_hole;  ///< one a hole, ascending
  std::uint64_t overlapping = 0;             ///< rows left out: they begin above the end of an earlier one
};

/// The rows let through by `rows` (empty: all), without those that `lode check` reports as overlapping or duplicate: of
/// duplicates the first is kept, of overlapping ones those that begin first.
DownholeSamples downhole_samples(const Drillholes& drillholes, const IntervalTable& table, const Mask& rows);

}  // namespace lode
