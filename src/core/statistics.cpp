#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/parallel.h"
#include "core/table.h"

namespace lode {

namespace {

constexpr std::size_t rows_a_range = 1 << 16;

struct Partial {
  std::uint64_t present = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  double weighted_sum = 0, weight = 0;
};

template <typename ValueAt>
Partial partial_of(std::size_t begin, std::size_t end, std::span<const double> weights, ValueAt value_at) {
  Partial partial;
  for (std::size_t row = begin; row < end; ++row) {
    const double value = value_at(row);
    if (std::isnan(value)) continue;
    ++partial.present;
    partial.min = std::min(partial.min, value);
    partial.max = std::max(partial.max, value);
    const double weight = weights.empty() ? 1 : weights[row];
    if (!(weight > 0)) continue;
    partial.weighted_sum += weight * value;
    partial.weight += weight;
  }
  return partial;
}

Partial partial_of(const Numbers& numbers, std::size_t begin, std::size_t end, std::span<const double> weights) {
  if (const auto* doubles = std::get_if<SharedArray<double>>(&numbers.storage()))
    return partial_of(begin, end, weights, [values = doubles->span()](std::size_t row) { return values[row]; });
  return partial_of(begin, end, weights, [&](std::size_t row) { return numbers[row]; });
}

ColumnStatistics statistics_of(const Numbers& numbers, std::span<const double> weights) {
  const std::size_t rows = numbers.size();
  std::vector<Partial> partials((rows + rows_a_range - 1) / rows_a_range);
  parallel_for(rows, rows_a_range, [&](std::size_t begin, std::size_t end) {
    partials[begin / rows_a_range] = partial_of(numbers, begin, end, weights);
  });
  Partial total;
  for (const Partial& partial : partials) {  // in order: the result does not depend on the number of threads
    total.present += partial.present;
    total.min = std::min(total.min, partial.min);
    total.max = std::max(total.max, partial.max);
    total.weighted_sum += partial.weighted_sum;
    total.weight += partial.weight;
  }
  ColumnStatistics result;
  result.below_detection = numbers.below_detection().size();
  result.count = total.present - result.below_detection;
  result.missing = rows - total.present;
  if (total.present > 0) {
    result.min = total.min;
    result.max = total.max;
  }
  if (total.weight > 0) result.mean = total.weighted_sum / total.weight;
  return result;
}

}  // namespace

ColumnStatistics statistics(const Column& column, std::span<const double> weights) {
  if (const Numbers* numbers = column.numbers()) {
    assert(weights.empty() || weights.size() == numbers->size());
    return statistics_of(*numbers, weights);
  }
  ColumnStatistics result;
  const Categories& words = *column.categories();
  for (std::size_t row = 0; row < words.size(); ++row)
    ++(words.code(row) == Categories::missing ? result.missing : result.count);
  return result;
}

}  // namespace lode
