#include "app/histogram.h"

#include <algorithm>
#include <cmath>

#include "core/colour.h"

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

Histogram count_numbers(const Numbers& numbers, std::size_t steps) {
  Histogram result;
  result.counts.assign(steps, 0);
  const std::size_t rows = numbers.size();
  result.smallest = std::numeric_limits<double>::infinity();
  result.greatest = -result.smallest;
  for (std::size_t row = 0; row < rows; ++row) {
    const double value = numbers[row];
    if (!std::isfinite(value)) {
      ++result.missing;
      continue;
    }
    result.smallest = std::min(result.smallest, value);
    result.greatest = std::max(result.greatest, value);
  }
  if (result.missing == rows) {
    result.smallest = 0;
    result.greatest = 1;
    return result;
  }
  result.min = result.smallest;
  result.max = result.greatest;
  const double upper = percentile(numbers, 99.5);
  if (upper > result.min && result.max - result.min > 1.5 * (upper - result.min)) result.max = upper;
  if (!(result.max > result.min)) result.max = result.min + 1;
  result.step = round_step((result.max - result.min) / 200);
  const double scale = static_cast<double>(steps) / (result.max - result.min);
  for (std::size_t row = 0; row < rows; ++row) {
    const double value = numbers[row];
    if (!std::isfinite(value)) continue;
    const auto step = static_cast<std::size_t>(std::min((value - result.min) * scale, 1e9));
    ++result.counts[std::min(step, steps - 1)];
  }
  return result;
}

Histogram count_words(const Categories& words) {
  Histogram result;
  result.counts.assign(words.names().size(), 0);
  for (std::size_t row = 0; row < words.size(); ++row) {
    const std::uint32_t code = words.code(row);
    if (code == Categories::missing)
      ++result.missing;
    else
      ++result.counts[code];
  }
  return result;
}

}  // namespace

Histogram histogram_of(const Column& column, std::size_t steps) {
  if (const Numbers* numbers = column.numbers()) return count_numbers(*numbers, steps);
  return count_words(*column.categories());
}

}  // namespace lode::app
