#include "app/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/colour.h"
#include "core/parallel.h"

namespace lode::app {

double round_step(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  const double share = value / power;
  return (share >= 5 ? 5 : share >= 2 ? 2 : 1) * power;
}

double snapped(double value, double step) {
  const double count = std::round(value / step);
  // Divide by a whole number where the step is a fraction: 7 / 10 is the 0.7 of the file, 7 * 0.1 is not.
  const double inverse = std::round(1 / step);
  if (step < 1 && std::abs(inverse * step - 1) < 1e-9) return count / inverse;
  return count * step;
}

namespace {

/// Adds up what add(row, part) finds in ranges of rows, on all cores.
template <typename Part, typename Add>
Part sum_of_rows(std::size_t rows, const Part& empty, const Add& add) {
  constexpr std::size_t least_rows = std::size_t{1} << 20, most_parts = 8;
  const std::size_t grain = std::max(least_rows, (rows + most_parts - 1) / most_parts);
  std::vector<Part> parts((rows + grain - 1) / grain, empty);
  parallel_for(rows, grain, [&](std::size_t begin, std::size_t end) {
    Part part = empty;
    for (std::size_t row = begin; row < end; ++row) add(row, part);
    parts[begin / grain] = std::move(part);
  });
  Part sum = empty;
  for (const Part& part : parts) sum += part;
  return sum;
}

struct Extent {
  double smallest = std::numeric_limits<double>::infinity(), greatest = -smallest;
  std::uint64_t missing = 0;
  Extent& operator+=(const Extent& other) {
    smallest = std::min(smallest, other.smallest);
    greatest = std::max(greatest, other.greatest);
    missing += other.missing;
    return *this;
  }
};

/// The last counts what is missing.
struct Counts {
  std::vector<std::uint64_t> counts;
  Counts& operator+=(const Counts& other) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += other.counts[i];
    return *this;
  }
};

Histogram count_numbers(const Numbers& numbers, std::size_t steps) {
  Histogram result;
  result.counts.assign(steps, 0);
  const Extent extent = sum_of_rows(numbers.size(), Extent{}, [&](std::size_t row, Extent& part) {
    const double value = numbers[row];
    if (!std::isfinite(value)) {
      ++part.missing;
      return;
    }
    part.smallest = std::min(part.smallest, value);
    part.greatest = std::max(part.greatest, value);
  });
  result.missing = extent.missing;
  if (result.missing == numbers.size()) return result;
  result.smallest = result.min = extent.smallest;
  result.greatest = result.max = extent.greatest;
  const double upper = percentile(numbers, 99.5);
  if (upper > result.min && result.max - result.min > 1.5 * (upper - result.min)) result.max = upper;
  if (!(result.max > result.min)) result.max = result.min + 1;
  result.step = round_step((result.max - result.min) / 200);
  const double scale = static_cast<double>(steps) / (result.max - result.min);
  result.counts = sum_of_rows(numbers.size(), Counts{result.counts}, [&](std::size_t row, Counts& part) {
                    const double value = numbers[row];
                    if (!std::isfinite(value)) return;
                    const auto step = static_cast<std::size_t>(std::min((value - result.min) * scale, 1e9));
                    ++part.counts[std::min(step, steps - 1)];
                  }).counts;
  return result;
}

Histogram count_words(const Categories& words) {
  const std::size_t names = words.names().size();
  Counts sum =
      sum_of_rows(words.size(), Counts{std::vector<std::uint64_t>(names + 1)},
                  [&](std::size_t row, Counts& part) { ++part.counts[std::min<std::size_t>(words.code(row), names)]; });
  Histogram result;
  result.missing = sum.counts.back();
  sum.counts.pop_back();
  result.counts = std::move(sum.counts);
  return result;
}

}  // namespace

Histogram histogram_of(const Column& column, std::size_t steps) {
  if (const Numbers* numbers = column.numbers()) return count_numbers(*numbers, steps);
  return count_words(*column.categories());
}

}  // namespace lode::app
