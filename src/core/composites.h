// Composites: grades averaged over stretches of equal length, over benches, or within categories.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/downhole_samples.h"

namespace lode {

/// What becomes of the shorter rest at the end of a hole or of a run of a category.
enum class Residual {
  keep,  ///< a composite of its own
  drop,
  merge  ///< added to the composite above it; kept where there is none
};

struct CompositeOptions {
  double length_m = 2;    ///< of a composite down the hole, from the collar or from where a run begins; 0: whole runs
  double bench_m = 0;     ///< height of a bench; above 0: composites end where the hole crosses from bench to bench
  double bench_rl_m = 0;  ///< RL of one crest
  double min_coverage = 0.5;  ///< least share of a composite that samples with the grade (and the weight) cover
  Residual residual = Residual::keep;
};

/// Stretches of holes, before anything is averaged over them.
struct Composite {
  std::uint32_t hole = 0;
  double from_m = 0, to_m = 0;
  std::uint32_t category = std::numeric_limits<std::uint32_t>::max();  ///< code of the category column, where by one
  std::vector<double> coverage;                                        ///< one a grade, 0..1
  std::vector<double> grade;                                           ///< NaN below the least coverage
};

struct Composites {
  std::vector<Composite> rows;    ///< by hole, ascending
  std::uint64_t overlapping = 0;  ///< rows of the table left out
  std::uint64_t uncovered = 0;    ///< composites left out: no grade reaches the least coverage
};

/// `grades`: a column a grade. `weights` (density), or nullptr: each sample counts by its length, or its length times
/// its weight; a sample without one counts as missing. `categories`, or nullptr: composites end where the category
/// changes or is missing. `rows`: which rows of the table count; empty: all.
/// Composites run from the collar to the end of the deepest sample.
Composites make_composites(const Drillholes& drillholes, const IntervalTable& table,
                           const std::vector<const Numbers*>& grades, const Numbers* weights,
                           const Categories* categories, const Mask& rows, const CompositeOptions& options);

}  // namespace lode
