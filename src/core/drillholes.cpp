#include "core/drillholes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/text.h"

namespace lode {

std::string IntervalTable::where(std::size_t row) const {
  if (of_readings()) return fmt::format("at {} m", shortest(depth_m[row]));
  return fmt::format("{} - {} m", shortest(from_m[row]), shortest(to_m[row]));
}

void set_stretches(IntervalTable& readings) {
  constexpr double most_m = 5;
  const std::vector<double>& depth = readings.depth_m;
  const std::vector<std::uint32_t>& hole = readings.hole;
  std::vector<std::size_t> order(depth.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t row) { return std::pair(hole[row], depth[row]); });
  readings.from_m.resize(depth.size());
  readings.to_m.resize(depth.size());
  double above = 0;  // the next other depth of the hole
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t row = order[i];
    if (i == 0 || hole[order[i - 1]] != hole[row])
      above = -INFINITY;
    else if (depth[order[i - 1]] < depth[row])
      above = depth[order[i - 1]];
    readings.from_m[row] = depth[row] - std::min(most_m, (depth[row] - above) / 2);
  }
  double below = 0;
  for (std::size_t i = order.size(); i-- > 0;) {
    const std::size_t row = order[i];
    if (i + 1 == order.size() || hole[order[i + 1]] != hole[row])
      below = INFINITY;
    else if (depth[order[i + 1]] > depth[row])
      below = depth[order[i + 1]];
    readings.to_m[row] = depth[row] + std::min(most_m, (below - depth[row]) / 2);
  }
}

std::vector<const IntervalTable*> Drillholes::downhole_tables() const {
  std::vector<const IntervalTable*> tables;
  for (const IntervalTable& rows : intervals) tables.push_back(&rows);
  for (const IntervalTable& rows : readings) tables.push_back(&rows);
  return tables;
}

}  // namespace lode
