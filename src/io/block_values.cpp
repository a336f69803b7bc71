#include "io/block_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <string_view>
#include <variant>
#include <vector>

#include "core/checks.h"
#include "core/density.h"
#include "core/parallel.h"
#include "core/text.h"

namespace lode::io {

namespace {

struct Code {
  double value;
  std::string_view text;
  bool of_fractions;  ///< among whole numbers it may be a zone or a difference
};
constexpr std::array<Code, 7> codes{{{-1, "-1", true},
                                     {-9, "-9", true},
                                     {-99, "-99", false},
                                     {-999, "-999", false},
                                     {-9999, "-9999", false},
                                     {-99999, "-99999", false},
                                     {-999999, "-999999", false}}};

/// Rows begin .. end - 1.
struct Stretch {
  std::uint64_t begin, end;
};

/// All rows, or equal stretches spread over them that make `most_rows`.
std::vector<Stretch> stretches_of(std::uint64_t rows, std::uint64_t most_rows) {
  constexpr std::uint64_t spread = 64, long_stretch = 1 << 16;
  std::vector<Stretch> stretches;
  if (rows > most_rows)
    for (std::uint64_t i = 0; i < spread; ++i)
      stretches.push_back({rows / spread * i, rows / spread * i + most_rows / spread});
  else
    for (std::uint64_t begin = 0; begin < rows; begin += long_stretch)
      stretches.push_back({begin, std::min(rows, begin + long_stretch)});
  return stretches;
}

struct Negatives {
  std::array<std::uint64_t, codes.size()> of_code{};
  bool others = false;
};

void count_negatives(const Numbers& numbers, Stretch rows, Negatives& negatives) {
  const auto count = [&](const auto& stored) {
    for (std::uint64_t row = rows.begin; row < rows.end; ++row) {
      if (!(stored[row] < 0)) continue;
      const double value = numbers[row];
      if (std::isnan(value)) continue;
      const auto code = std::ranges::find(codes, value, &Code::value);
      if (code == codes.end())
        negatives.others = true;
      else
        ++negatives.of_code[static_cast<std::size_t>(code - codes.begin())];
    }
  };
  if (const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage())) return count(scaled->mantissas.span());
  if (const auto* floats = std::get_if<SharedArray<float>>(&numbers.storage())) return count(floats->span());
  count(std::get<SharedArray<double>>(numbers.storage()).span());
}

Negatives negatives_of(const Numbers& numbers, const std::vector<Stretch>& stretches) {
  Negatives all;
  std::mutex adding;
  parallel_for(stretches.size(), 1, [&](std::size_t begin, std::size_t end) {
    Negatives own;
    for (std::size_t i = begin; i < end; ++i) count_negatives(numbers, stretches[i], own);
    const std::lock_guard lock(adding);
    for (std::size_t c = 0; c < codes.size(); ++c) all.of_code[c] += own.of_code[c];
    all.others = all.others || own.others;
  });
  return all;
}

bool has_fractions(const Numbers& numbers, const std::vector<Stretch>& stretches) {
  for (const auto& [begin, end] : stretches)
    for (std::uint64_t row = begin; row < end; ++row)
      if (const double value = numbers[row]; std::isfinite(value) && value != std::trunc(value)) return true;
  return false;
}

bool holds_values(const Column& column) {
  return column.role == ColumnRole::attribute && column.type == ColumnType::number && column.numbers() != nullptr;
}

void add_codes(const Column& column, const std::string& file, const std::vector<Stretch>& stretches, bool all_rows,
               Problems& problems) {
  const Numbers& numbers = *column.numbers();
  const Negatives negatives = negatives_of(numbers, stretches);
  if (negatives.others) return;
  for (std::size_t c = 0; c < codes.size(); ++c) {
    if (negatives.of_code[c] == 0 || (codes[c].of_fractions && !has_fractions(numbers, stretches))) continue;
    Problem problem = problem_of("likely-missing-code");
    problem.file = file;
    problem.column = column.name;
    problem.count = negatives.of_code[c];
    problem.message = fmt::format("{} is \"{}\" in {}{} {}, and no other value is below 0 but for such codes",
                                  column.name, codes[c].text, all_rows ? "" : "at least ",
                                  grouped(static_cast<double>(problem.count)), problem.count == 1 ? "block" : "blocks");
    problem.action = fmt::format("counted as a value: if it means missing, say so (--missing-codes {})", codes[c].text);
    problems.push_back(std::move(problem));
  }
}

/// The median of the densities above 0; NaN without any.
double median_density(const Numbers& numbers) {
  constexpr std::uint64_t looked_at = 1 << 16;
  std::vector<double> values;
  for (const auto& [begin, end] : stretches_of(numbers.size(), looked_at))
    for (std::uint64_t row = begin; row < end; ++row)
      if (const double value = numbers[row]; value > 0 && std::isfinite(value)) values.push_back(value);
  if (values.empty()) return NAN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void add_density(const Table& table, const std::string& file, Problems& problems) {
  constexpr double least_t_per_m3 = 0.5, most_t_per_m3 = 10;
  const auto add = [&](const Column& column, std::string message, std::string action) {
    Problem problem = problem_of("unlikely-value");
    problem.file = file;
    problem.column = column.name;
    problem.count = table.rows;
    problem.message = std::move(message);
    problem.action = std::move(action);
    problems.push_back(std::move(problem));
  };
  if (const Column* unknown = density_of_unknown_unit(table))
    add(*unknown,
        fmt::format("{} is in {}, which is no unit of density that Lode knows", unknown->name, density_unit(*unknown)),
        "no tonnes are made of it: state it in t/m3, g/cm3, kg/m3 or lb/ft3");
  const Column* density = density_column(table);
  if (density == nullptr || !density_unit(*density).empty()) return;
  const double median = median_density(*density->numbers());
  if (std::isnan(median) || (median >= least_t_per_m3 && median <= most_t_per_m3)) return;
  add(*density, fmt::format("{} has no unit, and its median is {:.4g}", density->name, median),
      fmt::format(
          "taken as t/m3, which is unlikely for rock: state its unit, as in \"{} [kg/m3]\", or in a row of units",
          density->name));
}

}  // namespace

Problems unlikely_block_values(const BlockModel& model, const std::string& file, std::uint64_t most_rows) {
  Problems problems;
  const std::vector<Stretch> stretches = stretches_of(model.table.rows, most_rows);
  for (const Column& column : model.table.columns)
    if (holds_values(column)) add_codes(column, file, stretches, model.table.rows <= most_rows, problems);
  add_density(model.table, file, problems);
  return problems;
}

}  // namespace lode::io
