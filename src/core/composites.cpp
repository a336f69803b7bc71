#include "core/composites.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/desurvey.h"
#include "core/error.h"
#include "core/parallel.h"

namespace lode {

namespace {

struct Stretch {
  double from_m, to_m;
  std::uint32_t category = Categories::missing;
};

/// Runs of samples of one category, each touching the next.
std::vector<Stretch> runs_of(const std::vector<Sample>& samples, const Categories& categories) {
  std::vector<Stretch> runs;
  for (const Sample& sample : samples) {
    const std::uint32_t category = categories.code(sample.row);
    if (category == Categories::missing) continue;
    const bool goes_on =
        !runs.empty() && runs.back().category == category && sample.from_m - runs.back().to_m <= interval_slack_m;
    if (goes_on)
      runs.back().to_m = std::max(runs.back().to_m, sample.to_m);
    else
      runs.push_back({sample.from_m, sample.to_m, category});
  }
  return runs;
}

/// A run cut into pieces of the length; the rest as wished.
void cut_by_length(const Stretch& run, const CompositeOptions& options, std::vector<Stretch>& out) {
  if (!(options.length_m > 0)) {
    out.push_back(run);
    return;
  }
  const double whole = std::floor((run.to_m - run.from_m + interval_slack_m) / options.length_m);
  const double end_m = std::min(run.from_m + whole * options.length_m, run.to_m);
  for (double i = 0; i < whole; ++i)
    out.push_back(
        {run.from_m + i * options.length_m, std::min(run.from_m + (i + 1) * options.length_m, run.to_m), run.category});
  if (run.to_m - end_m <= interval_slack_m || options.residual == Residual::drop) return;
  if (options.residual == Residual::merge && whole > 0)
    out.back().to_m = run.to_m;
  else
    out.push_back({end_m, run.to_m, run.category});
}

/// Cuts stretches where a hole crosses from bench to bench.
class BenchCutter {
 public:
  BenchCutter(const Drillholes& drillholes, const Hole& hole, const CompositeOptions& options)
      : trace_(drillholes.stations_of(hole), drillholes.desurvey),
        collar_rl_m_(hole.collar_source.z),
        options_(options),
        stations_(drillholes.stations_of(hole)) {}

  void cut(const Stretch& stretch, std::vector<Stretch>& out) const {
    double from_m = stretch.from_m;
    for (const double at_m : crossings(stretch.from_m, stretch.to_m)) {
      if (at_m - from_m > interval_slack_m) out.push_back({from_m, at_m, stretch.category});
      from_m = at_m;
    }
    if (stretch.to_m - from_m > interval_slack_m) out.push_back({from_m, stretch.to_m, stretch.category});
  }

 private:
  double level(double depth_m) const {
    return (collar_rl_m_ + trace_.offset_at(depth_m).z - options_.bench_rl_m) / options_.bench_m;
  }

  /// Depths at which the level passes a whole number. Between probes the RL is taken to rise or to fall.
  std::vector<double> crossings(double from_m, double to_m) const {
    std::vector<double> probes{from_m, to_m};
    const double step_m = options_.bench_m / 4;
    for (double depth = from_m + step_m; depth < to_m; depth += step_m) probes.push_back(depth);
    for (const Station& station : stations_)
      if (station.depth_m > from_m && station.depth_m < to_m) probes.push_back(station.depth_m);
    std::sort(probes.begin(), probes.end());
    std::vector<double> found;
    for (std::size_t i = 1; i < probes.size(); ++i) {
      const double above = level(probes[i - 1]), below = level(probes[i]);
      const double low = std::min(above, below), high = std::max(above, below);
      const double first = std::floor(low) + 1;  // a hole that ends at a crest has not crossed it
      for (double bench = first; bench < high; ++bench) found.push_back(depth_of(bench, probes[i - 1], probes[i]));
      if (below == std::floor(below) && i + 1 < probes.size()) found.push_back(probes[i]);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  double depth_of(double bench, double from_m, double to_m) const {
    const bool falls = level(from_m) > level(to_m);
    for (int i = 0; i < 60; ++i) {
      const double middle = (from_m + to_m) / 2;
      ((level(middle) > bench) == falls ? from_m : to_m) = middle;
    }
    return (from_m + to_m) / 2;
  }

  Trace trace_;
  double collar_rl_m_;
  const CompositeOptions& options_;
  std::span<const Station> stations_;
};

struct Averaging {
  const std::vector<const Numbers*>& grades;
  const Numbers* weights;
  const Categories* categories;
  double min_coverage;

  /// `first`: the first sample that may reach into the stretch; moves on with it. Nothing when no grade is covered.
  std::optional<Composite> operator()(std::uint32_t hole, const Stretch& stretch, const std::vector<Sample>& samples,
                                      std::size_t& first) const {
    Composite composite{hole, stretch.from_m, stretch.to_m, stretch.category, {}, {}};
    const double length_m = stretch.to_m - stretch.from_m;
    while (first < samples.size() && samples[first].to_m <= stretch.from_m) ++first;
    bool any = false;
    for (const Numbers* grade : grades) {
      double covered_m = 0, weight_sum = 0, sum = 0;
      for (std::size_t i = first; i < samples.size() && samples[i].from_m < stretch.to_m; ++i) {
        if (categories != nullptr && categories->code(samples[i].row) != stretch.category) continue;
        const double inside_m = std::min(samples[i].to_m, stretch.to_m) - std::max(samples[i].from_m, stretch.from_m);
        const double value = (*grade)[samples[i].row];
        const double weight = inside_m * (weights == nullptr ? 1 : (*weights)[samples[i].row]);
        if (!(inside_m > 0) || std::isnan(value) || !(weight > 0)) continue;
        covered_m += inside_m;
        weight_sum += weight;
        sum += weight * value;
      }
      const double coverage = std::min(covered_m / length_m, 1.0);
      constexpr double rounding = 1e-9;
      const bool enough = covered_m > 0 && coverage >= min_coverage - rounding;
      composite.coverage.push_back(coverage);
      composite.grade.push_back(enough ? sum / weight_sum : std::numeric_limits<double>::quiet_NaN());
      any = any || enough;
    }
    return any ? std::optional(std::move(composite)) : std::nullopt;
  }
};

void check_options(const CompositeOptions& options, const Categories* categories) {
  if (options.bench_m > 0) return;
  if (!(options.length_m > 0) && categories == nullptr)
    throw Error("a composite needs a length above 0", "give metres, a bench height, or a category to stay within");
}

}  // namespace

Composites make_composites(const Drillholes& drillholes, const IntervalTable& table,
                           const std::vector<const Numbers*>& grades, const Numbers* weights,
                           const Categories* categories, const Mask& rows, const CompositeOptions& options) {
  check_options(options, categories);
  const DownholeSamples samples = downhole_samples(drillholes, table, rows);
  const Averaging average{grades, weights, categories, options.min_coverage};
  struct OfHole {
    std::vector<Composite> rows;
    std::uint64_t uncovered = 0;
  };
  std::vector<OfHole> by_hole(drillholes.holes.size());
  parallel_for(by_hole.size(), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t h = begin; h < end; ++h) {
      const std::vector<Sample>& of_hole = samples.of_hole[h];
      if (of_hole.empty()) continue;
      const std::vector<Stretch> runs = categories != nullptr
                                            ? runs_of(of_hole, *categories)
                                            : std::vector<Stretch>{{0, of_hole.back().to_m, Categories::missing}};
      std::vector<Stretch> stretches;
      const BenchCutter benches(drillholes, drillholes.holes[h], options);
      for (const Stretch& run : runs)
        if (options.bench_m > 0)
          benches.cut(run, stretches);
        else
          cut_by_length(run, options, stretches);
      std::size_t first = 0;
      for (const Stretch& stretch : stretches)
        if (auto composite = average(static_cast<std::uint32_t>(h), stretch, of_hole, first))
          by_hole[h].rows.push_back(std::move(*composite));
        else
          ++by_hole[h].uncovered;
    }
  });
  Composites composites;
  composites.overlapping = samples.overlapping;
  for (OfHole& of_hole : by_hole) {
    composites.uncovered += of_hole.uncovered;
    std::move(of_hole.rows.begin(), of_hole.rows.end(), std::back_inserter(composites.rows));
  }
  return composites;
}

}  // namespace lode
