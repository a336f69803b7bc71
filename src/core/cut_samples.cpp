#include "core/cut_samples.h"

#include <algorithm>

namespace lode {

CutSamples cut_samples(const Drillholes& drillholes, const IntervalTable& samples, const Mask& rows,
                       const IntervalTable& contacts, const Categories& categories) {
  const DownholeSamples cut = downhole_samples(drillholes, samples, rows),
                        between = downhole_samples(drillholes, contacts, {});
  CutSamples result;
  result.overlapping = cut.overlapping;
  std::vector<std::uint32_t> codes;
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) {
    const auto add = [&](double from_m, double to_m, const Sample& sample, std::uint32_t code) {
      if (to_m - from_m < interval_slack_m) return;
      result.pieces.hole.push_back(hole);
      result.pieces.from_m.push_back(from_m);
      result.pieces.to_m.push_back(to_m);
      result.row.push_back(sample.row);
      codes.push_back(code);
    };
    const std::vector<Sample>& intervals = between.of_hole[hole];
    auto first = intervals.begin();
    for (const Sample& sample : cut.of_hole[hole]) {
      while (first != intervals.end() && first->to_m <= sample.from_m) ++first;
      double at_m = sample.from_m;
      for (auto next = first; next != intervals.end() && next->from_m < sample.to_m; ++next) {
        const double from_m = std::max(at_m, next->from_m), to_m = std::min(next->to_m, sample.to_m);
        add(at_m, from_m, sample, Categories::missing);
        add(from_m, to_m, sample, categories.code(next->row));
        at_m = std::max(at_m, to_m);
      }
      add(at_m, sample.to_m, sample, Categories::missing);
    }
  }
  result.pieces.table.rows = result.row.size();
  result.categories = Categories::narrowed(categories.names(), codes);
  return result;
}

}  // namespace lode
