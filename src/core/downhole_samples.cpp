#include "core/downhole_samples.h"

#include <algorithm>

namespace lode {

DownholeSamples downhole_samples(const Drillholes& drillholes, const IntervalTable& table, const Mask& rows) {
  DownholeSamples samples;
  samples.of_hole.resize(drillholes.holes.size());
  for (std::uint32_t row = 0; row < table.hole.size(); ++row)
    if (rows.size() == 0 || rows[row])
      samples.of_hole[table.hole[row]].push_back({table.from_m[row], table.to_m[row], row});
  for (std::vector<Sample>& of_hole : samples.of_hole) {
    std::stable_sort(of_hole.begin(), of_hole.end(),
                     [](const Sample& a, const Sample& b) { return a.from_m < b.from_m; });
    double deepest_m = 0;
    const auto overlaps = [&](const Sample& sample) {
      const bool above = sample.from_m < deepest_m - interval_slack_m;
      deepest_m = std::max(deepest_m, sample.to_m);
      return above;
    };
    samples.overlapping += std::erase_if(of_hole, overlaps);
  }
  return samples;
}

}  // namespace lode
