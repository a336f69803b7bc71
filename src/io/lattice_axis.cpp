#include "io/lattice_axis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <numeric>

#include "core/lattice.h"
#include "core/parallel.h"

namespace lode::io {

namespace {

constexpr double tolerance = Axis::tolerance;
constexpr double needed_share = 0.98;

/// Where the levels of nearly all rows end: a fiftieth of the rows, or one, may lie beyond it at either end, farther
/// than ten times the extent of all between. Infinite where none do.
struct Bulk {
  double low = -HUGE_VAL, high = HUGE_VAL;
};

Bulk bulk_of(const std::vector<Level>& levels, std::size_t rows) {
  constexpr std::size_t least_rows = 20, one_in = 50;
  constexpr double far = 10;  // times the extent
  if (rows < least_rows) return {};
  const std::size_t beyond = std::max<std::size_t>(1, rows / one_in);
  std::size_t first = 0, last = levels.size() - 1;
  for (std::size_t passed = levels[first].rows; passed <= beyond; passed += levels[first].rows) ++first;
  for (std::size_t passed = levels[last].rows; passed <= beyond; passed += levels[last].rows) --last;
  if (first >= last) return {};
  const auto is_far = [&](double gap) { return gap > far * (levels[last].value - levels[first].value); };
  while (first > 0 && !is_far(levels[first].value - levels[first - 1].value)) --first;
  while (last + 1 < levels.size() && !is_far(levels[last + 1].value - levels[last].value)) ++last;
  Bulk bulk;
  if (first > 0) bulk.low = std::midpoint(levels[first - 1].value, levels[first].value);
  if (last + 1 < levels.size()) bulk.high = std::midpoint(levels[last].value, levels[last + 1].value);
  return bulk;
}

std::vector<Level> within(const std::vector<Level>& levels, const Bulk& bulk) {
  std::vector<Level> inside;
  std::ranges::copy_if(levels, std::back_inserter(inside),
                       [&](const Level& level) { return level.value > bulk.low && level.value < bulk.high; });
  return inside;
}

std::size_t rows_of(const std::vector<Level>& levels) {
  std::size_t rows = 0;
  for (const Level& level : levels) rows += level.rows;
  return rows;
}

/// Whether nearly all rows have a cell: levels that were merged as noise may be farther apart than a cell allows.
bool holds_most(const Axis& axis, const std::vector<Level>& levels, std::size_t rows) {
  constexpr double least_share = 0.9;
  std::size_t held = 0;
  for (const Level& level : levels) held += axis.index(level.value) >= 0 ? level.rows : 0;
  return static_cast<double>(held) >= least_share * static_cast<double>(rows);
}

/// Levels that differ by the noise of rounding are one: the spacings, sorted, leap where noise ends and cells begin.
std::vector<Level> without_noise(const std::vector<Level>& levels) {
  const double least = 1e-9 * std::max(std::abs(levels.front().value), std::abs(levels.back().value));
  std::vector<double> spacings;
  for (std::size_t i = 1; i < levels.size(); ++i)
    spacings.push_back(std::max(least, levels[i].value - levels[i - 1].value));
  std::sort(spacings.begin(), spacings.end());
  double noise = 0, leap = 1 / (2 * tolerance);
  for (std::size_t i = 1; i < spacings.size(); ++i)
    if (spacings[i] > leap * spacings[i - 1]) {
      leap = spacings[i] / spacings[i - 1];
      noise = spacings[i - 1];
    }
  std::vector<Level> merged;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (i == 0 || levels[i].value - levels[i - 1].value > noise) {
      merged.push_back(levels[i]);
      continue;
    }
    Level& level = merged.back();
    level.rows += levels[i].rows;
    level.value +=
        (levels[i].value - level.value) * static_cast<double>(levels[i].rows) / static_cast<double>(level.rows);
  }
  return merged;
}

/// The spacing that occurs most between neighbouring levels, to four digits; of equals the smallest.
double commonest_spacing(const std::vector<Level>& levels) {
  std::map<std::int64_t, std::pair<std::size_t, double>> buckets;
  for (std::size_t i = 1; i < levels.size(); ++i) {
    const double spacing = levels[i].value - levels[i - 1].value;
    if (spacing <= 1e-9 * std::max(1.0, std::abs(levels[i].value))) continue;
    const auto bucket = static_cast<std::int64_t>(std::llround(std::log(spacing) * 2000));
    auto& [count, first] = buckets[bucket];
    if (count++ == 0) first = spacing;
  }
  double best = 0;
  std::size_t most = 0;
  for (const auto& [bucket, entry] : buckets)
    if (entry.first > most) {
      most = entry.first;
      best = entry.second;
    }
  return best;
}

double smallest_spacing(const std::vector<Level>& levels, double typical) {
  double smallest = typical;
  for (std::size_t i = 1; i < levels.size(); ++i) {
    const double spacing = levels[i].value - levels[i - 1].value;
    if (spacing > tolerance * typical) smallest = std::min(smallest, spacing);
  }
  return smallest;
}

/// Even steps through levels: the cell that a level is the centre of is how many steps it lies from `centre`.
struct EvenFit {
  double step = 0, centre = 0;
  double mean_steps = 0;  ///< of the levels, from the centre
  double half_range = 0;  ///< of the steps of the levels
  double residual = 0;    ///< the greatest of a level
  double error = 0;       ///< the standard error of the step

  /// The same levels, with another step.
  void set_step(double other) {
    centre += (step - other) * mean_steps;
    step = other;
  }
};

/// Least squares over the levels that follow one another in whole steps.
EvenFit even_fit(const std::vector<Level>& levels, double step) {
  const auto anchor =
      std::max_element(levels.begin(), levels.end(), [](const Level& a, const Level& b) { return a.rows < b.rows; });
  const auto start = static_cast<std::size_t>(anchor - levels.begin());
  std::vector<std::pair<double, double>> steps_and_values{{0, 0}};
  for (const int direction : {1, -1}) {
    double last = anchor->value, count = 0;
    for (std::size_t i = start + static_cast<std::size_t>(direction); i < levels.size();
         i += static_cast<std::size_t>(direction)) {
      const double steps = std::round((levels[i].value - last) / step);
      if (std::abs(levels[i].value - last - steps * step) > 0.1 * step) continue;
      count += steps;
      last = levels[i].value;
      steps_and_values.emplace_back(count, last - anchor->value);
    }
  }
  EvenFit fit{.step = step};
  double mean_value = 0, first = 0, last = 0;
  const auto n = static_cast<double>(steps_and_values.size());
  for (const auto& [steps, value] : steps_and_values) {
    fit.mean_steps += steps / n;
    mean_value += value / n;
    first = std::min(first, steps);
    last = std::max(last, steps);
  }
  double covariance = 0, variance = 0, squares = 0;
  for (const auto& [steps, value] : steps_and_values) {
    covariance += (steps - fit.mean_steps) * (value - mean_value);
    variance += (steps - fit.mean_steps) * (steps - fit.mean_steps);
  }
  if (variance > 0) fit.step = covariance / variance;
  fit.centre = anchor->value + mean_value - fit.step * fit.mean_steps;
  if (variance == 0) return fit;
  fit.half_range = (last - first) / 2;
  for (const auto& [steps, value] : steps_and_values) {
    const double off = value - mean_value - fit.step * (steps - fit.mean_steps);
    squares += off * off;
    fit.residual = std::max(fit.residual, std::abs(off));
  }
  const double float_noise =
      std::numeric_limits<double>::epsilon() * std::max(std::abs(levels.front().value), std::abs(levels.back().value));
  fit.error = std::max(std::sqrt(squares / std::max(1.0, n - 2)), float_noise) / std::sqrt(variance);
  return fit;
}

/// The step as the file means it: the size that it states where the levels do not contradict it, else the shortest
/// decimal that they do not contradict. `rounding`: of a coordinate.
double meant_step(const EvenFit& fit, const StatedSize& stated, double rounding) {
  constexpr double float_noise = 1e-9;  // of a step, in coordinates that were turned
  const auto drift = [&](double residual) { return fit.half_range > 0 ? residual / fit.half_range : 0; };
  const double slack = std::max({3 * fit.error, drift(fit.residual), float_noise * fit.step});
  const double off = std::abs(stated.size - fit.step);
  if (stated.size > 0 && (off <= std::max(slack, drift(rounding)) || off > stated.rounding)) return stated.size;
  return shortest_decimal(fit.step, slack);
}

Axis even_axis(const std::vector<Level>& levels, double guess, const StatedSize& stated, double rounding,
               std::size_t rows) {
  Axis axis;
  EvenFit fit = even_fit(levels, guess);
  fit.set_step(meant_step(fit, stated, rounding));
  const double step = fit.step, centre = fit.centre;
  if (!(step > 0)) return axis;
  const auto residual = [&](double value) {
    const double at = (value - centre) / step;
    return std::abs(at - std::round(at));
  };
  std::size_t on_grid = 0;
  double low = INFINITY, high = -INFINITY;
  for (const Level& level : levels) {
    if (residual(level.value) > tolerance) continue;
    on_grid += level.rows;
    low = std::min(low, level.value);
    high = std::max(high, level.value);
  }
  if (static_cast<double>(on_grid) < needed_share * static_cast<double>(rows)) return axis;
  const double first = std::round((low - centre) / step), last = std::round((high - centre) / step);
  if (last - first + 1 > Lattice::max_count) return axis;
  const auto count = static_cast<std::size_t>(last - first) + 1;
  const double corner = centre + (first - 0.5) * step;
  const double noise = std::max(1e-9 * step, 4 * std::numeric_limits<double>::epsilon() * std::abs(corner));
  const double lower = shortest_decimal(corner, std::clamp(fit.residual, noise, std::max(noise, 1e-6 * step)));
  axis.fits = true;
  axis.step = step;
  axis.edges.resize(count + 1);
  for (std::size_t i = 0; i <= count; ++i) axis.edges[i] = lower + static_cast<double>(i) * step;
  return axis;
}

/// Uneven widths: the size of every level, where rows of a level agree and neighbours abut. A gap becomes a cell.
Axis uneven_axis(const Centroids& centroids, std::size_t own, const RowValues& sizes) {
  std::map<double, double> size_of_level;
  auto last = size_of_level.end();
  std::array<double, Centroids::most_at_once> widths;
  auto buffer = std::make_unique<Centroids::Buffer>();
  for (std::size_t begin = 0; begin < sizes.size(); begin += widths.size()) {
    const std::size_t end = std::min(sizes.size(), begin + widths.size());
    centroids.read(begin, end, *buffer);
    sizes.read(begin, end, widths.data());
    for (std::size_t i = 0; i < end - begin; ++i) {
      const double value = buffer->axes[own][i], size = widths[i];
      if (!std::isfinite(value) || !(size > 0)) continue;
      if (last == size_of_level.end() || last->first != value) last = size_of_level.emplace(value, size).first;
      if (std::abs(last->second - size) > tolerance * size) return {};
      if (size_of_level.size() > Lattice::max_count) return {};
    }
  }
  Axis axis;
  for (const auto& [centre, size] : size_of_level) {
    const double lower = centre - size / 2;
    if (axis.edges.empty()) {
      axis.edges.push_back(lower);
    } else {
      const double gap = lower - axis.edges.back();
      if (gap < -tolerance * size) return {};
      if (gap > tolerance * size) axis.edges.push_back(lower);
    }
    axis.edges.push_back(centre + size / 2);
  }
  axis.fits = axis.edges.size() > 1;
  return axis;
}

}  // namespace

double shortest_decimal(double value, double slack) {
  for (double scale = 1; scale <= 1e9; scale *= 10) {
    const double rounded = std::round(value * scale) / scale;
    if (std::abs(rounded - value) <= slack) return rounded;
  }
  return value;
}

StatedSize constant_size(const RowValues& sizes) {
  double least = HUGE_VAL, most = 0;
  std::array<double, Centroids::most_at_once> values;
  for (std::size_t begin = 0; begin < sizes.size(); begin += values.size()) {
    const std::size_t end = std::min(sizes.size(), begin + values.size());
    sizes.read(begin, end, values.data());
    for (std::size_t i = 0; i < end - begin; ++i) {
      if (!(values[i] > 0)) continue;
      least = std::min(least, values[i]);
      most = std::max(most, values[i]);
    }
    if (most - least > 1e-3 * most) return {};
  }
  if (!(most > 0)) return {};
  constexpr double float_noise = 1e-14;  // where feet were made metres
  StatedSize stated;
  stated.size = shortest_decimal((least + most) / 2, std::max((most - least) / 2, float_noise * most));
  stated.rounding = most - least;
  stated.rounding += sizes.rounding();
  return stated;
}

std::int64_t Axis::index(double value) const {
  if (!std::isfinite(value)) return -1;
  std::int64_t cell = 0;
  if (step > 0) {
    const double at = (value - edges[0]) / step;
    if (!(at >= 0 && at < static_cast<double>(count()))) return -1;
    cell = static_cast<std::int64_t>(at);
  } else {
    cell = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin() - 1;
    if (cell < 0 || cell >= static_cast<std::int64_t>(count())) return -1;
  }
  const auto lower = static_cast<std::size_t>(cell);
  const double width = edges[lower + 1] - edges[lower];
  const double centre = edges[lower] + width / 2;
  return std::abs(value - centre) <= tolerance * width ? cell : -1;
}

void Axis::indices(const double* values, std::size_t size, std::int32_t* cells) const {
  if (!(step > 0)) {
    for (std::size_t i = 0; i < size; ++i) cells[i] = static_cast<std::int32_t>(index(values[i]));
    return;
  }
  const double per_step = 1 / step, first = edges[0], last = static_cast<double>(count());
  for (std::size_t i = 0; i < size; ++i) {
    const double at = (values[i] - first) * per_step;
    const bool inside = at >= 0 && at < last;
    const auto cell = static_cast<std::int32_t>(inside ? at : 0);
    const double off_centre = at - static_cast<double>(cell) - 0.5;
    cells[i] = inside && std::abs(off_centre) <= tolerance ? cell : -1;
  }
}

AxisCells::AxisCells(const Axis& axis, const Mantissas& mantissas) : mantissas_(mantissas), cells_(mantissas.range()) {
  constexpr std::size_t at_once = 4096;
  parallel_for(cells_.size(), at_once, [&](std::size_t begin, std::size_t end) {
    std::array<double, at_once> values;
    for (std::size_t place = begin; place < end; ++place)
      values[place - begin] = mantissas.value(mantissas.lowest + static_cast<std::int64_t>(place));
    axis.indices(values.data(), end - begin, cells_.data() + begin);
  });
}

Axis fit_axis(const std::vector<Level>& levels, const Centroids& centroids, std::size_t axis, const RowValues* sizes,
              bool& sub_blocked) {
  if (levels.empty()) return {};
  const std::size_t rows = rows_of(levels);
  const Bulk bulk = bulk_of(levels, rows);
  const auto with_bulk = [&](Axis fit) {
    fit.far_below = bulk.low;
    fit.far_above = bulk.high;
    return fit;
  };
  const double rounding = centroids.rounding(axis);
  if (sizes != nullptr) {
    const StatedSize stated = constant_size(*sizes);
    if (stated.size > 0) return with_bulk(even_axis(levels, stated.size, stated, rounding, rows));
    Axis uneven = uneven_axis(centroids, axis, *sizes);
    sub_blocked = sub_blocked || !uneven.fits;
    return with_bulk(std::move(uneven));
  }
  const std::vector<Level> near = within(levels, bulk);
  if (near.size() < 2) return {};
  const std::size_t near_rows = rows_of(near);
  for (const std::vector<Level>& distinct : {without_noise(near), near}) {
    const double common = commonest_spacing(distinct);
    if (!(common > 0)) continue;
    for (const double step : {common, smallest_spacing(distinct, common)})
      if (Axis even = even_axis(distinct, step, {}, rounding, near_rows);
          even.fits && holds_most(even, near, near_rows))
        return with_bulk(std::move(even));
  }
  return {};
}

}  // namespace lode::io
