#include "io/coordinates.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/checks.h"
#include "core/parallel.h"

namespace lode::io {

namespace {

double median(std::span<const double> values) {
  std::vector<double> finite;
  for (const double value : values)
    if (std::isfinite(value)) finite.push_back(value);
  if (finite.empty()) return std::nan("");
  const auto middle = finite.begin() + static_cast<std::ptrdiff_t>(finite.size() / 2);
  std::nth_element(finite.begin(), middle, finite.end());
  return *middle;
}

}  // namespace

std::vector<double> doubles_of(const Column* column, std::size_t rows, double scale) {
  std::vector<double> values(rows, 0);
  if (column == nullptr) return values;
  const Numbers& numbers = *column->numbers();
  parallel_for(rows, std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) values[row] = numbers[row] * scale;
  });
  return values;
}

double length_factor(const Column* column, double decided) {
  if (column == nullptr || decided != 1) return decided;
  static const std::map<std::string, double, std::less<>> factors{
      {"m", 1}, {"ft", 0.3048}, {"cm", 0.01}, {"mm", 0.001}, {"km", 1000}, {"ftUS", 1200.0 / 3937}, {"yd", 0.9144}};
  const auto found = factors.find(column->unit);
  return found == factors.end() ? 1 : found->second;
}

bool are_axes_swapped(std::span<const double> x, std::span<const double> y, AxisOrder order) {
  if (order != AxisOrder::from_values) return order == AxisOrder::northing_first;
  const double middle_x = median(x), middle_y = median(y);
  if (!(middle_y > 1e7 && middle_y < 6.1e7 && middle_x > 0 && middle_x < 1e7)) return false;
  const double in_zone = std::fmod(middle_y, 1e6);
  return in_zone > 1e5 && in_zone < 9e5;
}

Problem axes_swapped_problem(const Table& table) {
  const auto name = [&](ColumnRole role) {
    return table.find(role) == nullptr ? std::string() : table.find(role)->name;
  };
  Problem problem = problem_of("table-axes-swapped");
  problem.file = table.file;
  problem.column = name(ColumnRole::x);
  problem.message = name(ColumnRole::y) + " holds eastings, " + name(ColumnRole::x) + " northings";
  problem.action = "taken so: easting from " + name(ColumnRole::y) + ", northing from " + name(ColumnRole::x);
  problem.count = table.rows;
  return problem;
}

}  // namespace lode::io
