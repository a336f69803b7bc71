// Samples cut at the contacts of another table along the holes.
#pragma once

#include "core/downhole_samples.h"

namespace lode {

/// Pieces of samples, each within one interval of another table or between two.
struct CutSamples {
  IntervalTable pieces;            ///< keys alone: hole, from, to
  std::vector<std::uint64_t> row;  ///< of the samples' table, one a piece
  Categories categories;           ///< what the other table's column says, one a piece
  std::uint64_t overlapping = 0;   ///< rows of the samples left out
};

/// `rows`: which samples count; empty: all. Pieces shorter than interval_slack_m are rounding and left out. Of the
/// other table's overlapping intervals the first counts.
CutSamples cut_samples(const Drillholes& drillholes, const IntervalTable& samples, const Mask& rows,
                       const IntervalTable& contacts, const Categories& categories);

}  // namespace lode
