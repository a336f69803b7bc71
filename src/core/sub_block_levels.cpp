#include "core/sub_block_levels.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "core/parallel.h"

namespace lode {

namespace {

void sort_unique(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// All distinct values, ascending.
std::vector<double> distinct(std::span<const double> lower, std::span<const double> upper) {
  constexpr std::size_t rows_a_range = 1 << 19;
  std::vector<double> all;
  std::mutex mutex;
  parallel_for(lower.size(), rows_a_range, [&](std::size_t begin, std::size_t end) {
    std::vector<double> some;
    some.reserve(2 * (end - begin));
    for (std::size_t row = begin; row < end; ++row) {
      if (std::isfinite(lower[row])) some.push_back(lower[row]);
      if (std::isfinite(upper[row])) some.push_back(upper[row]);
    }
    sort_unique(some);
    const std::scoped_lock lock(mutex);
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    all.insert(all.end(), some.begin(), some.end());
    std::inplace_merge(all.begin(), all.begin() + middle, all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  });
  return all;
}

/// The number of fewest decimals within the values that a level stands for.
double roundest(double first, double last) {
  const double middle = first + (last - first) / 2, slack = (last - first) / 2 + 1e-9 * std::abs(last) + 1e-12;
  for (double scale = 1; scale <= 1e6; scale *= 10) {
    const double rounded = std::round(middle * scale) / scale;
    if (std::abs(rounded - middle) <= slack) return rounded;
  }
  return middle;
}

}  // namespace

SideLevels::SideLevels(std::span<const double> lower, std::span<const double> upper, std::span<const double> edges,
                       double tolerance) {
  std::vector<double> sides = distinct(lower, upper);
  const auto middle = static_cast<std::ptrdiff_t>(sides.size());
  sides.insert(sides.end(), edges.begin(), edges.end());
  std::inplace_merge(sides.begin(), sides.begin() + middle, sides.end());
  for (std::size_t first = 0; first < sides.size();) {
    std::size_t end = first + 1;
    while (end < sides.size() && sides[end] - sides[first] <= tolerance) ++end;
    const double last = sides[end - 1];
    const auto edge = std::lower_bound(edges.begin(), edges.end(), sides[first]);
    values_.push_back(edge != edges.end() && *edge <= last ? *edge : roundest(sides[first], last));
    last_.push_back(last);
    first = end;
  }
  if (values_.size() > 1) per_level_ = static_cast<double>(values_.size() - 1) / (values_.back() - values_.front());
}

std::uint32_t SideLevels::place(double value) const {
  const double guess = std::round((value - values_.front()) * per_level_);
  const auto most = static_cast<double>(values_.size() - 1);
  const auto at = static_cast<std::size_t>(std::clamp(guess, 0.0, most));
  if (value <= last_[at] && (at == 0 || value > last_[at - 1])) return static_cast<std::uint32_t>(at);
  const auto found = std::lower_bound(last_.begin(), last_.end(), value);
  return static_cast<std::uint32_t>(std::min<std::ptrdiff_t>(found - last_.begin(), last_.end() - last_.begin() - 1));
}

}  // namespace lode
