#include "core/tonnage_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace {

constexpr std::size_t most_groups = 1000;

const Column& column_of(const Table& table, const std::string& name, const char* purpose) {
  if (const Column* column = table.find(name)) return *column;
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  const std::string nearest = nearest_name(name, names);
  throw Error(
      fmt::format("{} has no column \"{}\" to take the {} from", table.name, name, purpose),
      nearest.empty() ? fmt::format("Name a column of {}", table.name) : fmt::format("Did you mean {}?", nearest));
}

const Column& number_column_of(const Table& table, const std::string& name, const char* purpose) {
  const Column& column = column_of(table, name, purpose);
  if (column.numbers() == nullptr || column.type != ColumnType::number)
    throw Error(fmt::format("{} holds no numbers, so it is no {}", column.name, purpose), "Name a column of numbers");
  return column;
}

void find_density(const Table& table, const TonnageOptions& options, TonnageColumns& columns) {
  if (const double* value = std::get_if<double>(&options.density)) {
    if (!(*value > 0 && std::isfinite(*value)))
      throw Error(fmt::format("a density of {} t/m3 is not possible", shortest(*value)),
                  "Give the density in t/m3, for example 2.7");
    columns.density_t_per_m3 = *value;
    columns.density_used = shortest(*value) + " t/m3";
    return;
  }
  const auto* name = std::get_if<std::string>(&options.density);
  const Column* column = name != nullptr ? &number_column_of(table, *name, "density") : density_column(table);
  if (column == nullptr || column->numbers() == nullptr) return;
  columns.density = column;
  columns.density_factor = density_factor(*column);
  columns.density_used = column->name;
}

const Column* by_column(const Table& table, const std::string& by) {
  if (by.empty()) {
    const Column* column = class_column(table);
    const bool few = column != nullptr && column->categories()->names().size() <= most_groups;
    return few ? column : nullptr;
  }
  const Column& column = column_of(table, by, "split");
  if (column.categories() == nullptr)
    throw Error(fmt::format("{} holds numbers, so tonnes cannot be split by it", column.name),
                "Split by a column of words, such as a class or a rock type");
  if (column.categories()->names().size() > most_groups)
    throw Error(fmt::format("{} holds {} different words, too many to split tonnes by", column.name,
                            grouped(static_cast<double>(column.categories()->names().size()))),
                fmt::format("Split by a column of at most {}", most_groups));
  return &column;
}

std::size_t words_of(const Column& column) {
  return column.categories() != nullptr ? column.categories()->names().size() : 0;
}

}  // namespace

TonnageColumns tonnage_columns(const Table& table, const TonnageOptions& options) {
  TonnageColumns columns;
  find_density(table, options, columns);
  if (!options.grade.empty()) {
    columns.grade = &number_column_of(table, options.grade, "grade");
    columns.grade_unit = columns.grade->unit.empty() ? unit_from_name(columns.grade->name) : columns.grade->unit;
  }
  if (!options.proportion.empty()) columns.proportion = &number_column_of(table, options.proportion, "proportion");
  columns.by = by_column(table, options.by);
  return columns;
}

bool TonnageColumnFinder::is_of(const Heading& heading, const Column& column) {
  return heading.name == column.name && heading.unit == column.unit && heading.type == column.type &&
         heading.role == column.role && heading.numbers == (column.numbers() != nullptr) &&
         heading.words == words_of(column);
}

const TonnageColumns& TonnageColumnFinder::find(const Table& table, const TonnageOptions& options) {
  const std::array members{&TonnageColumns::grade, &TonnageColumns::proportion, &TonnageColumns::by,
                           &TonnageColumns::density};
  if (any_ && options == options_ && std::ranges::equal(headings_, table.columns, is_of)) {
    for (std::size_t m = 0; m < members.size(); ++m)
      found_.*members[m] = places_[m] ? &table.columns[*places_[m]] : nullptr;
    return found_;
  }
  any_ = false;
  found_ = tonnage_columns(table, options);
  for (std::size_t m = 0; m < members.size(); ++m) {
    const Column* column = found_.*members[m];
    places_[m].reset();
    if (column != nullptr) places_[m] = static_cast<std::size_t>(column - table.columns.data());
  }
  options_ = options;
  headings_.clear();
  for (const Column& column : table.columns)
    headings_.push_back(
        {column.name, column.unit, column.type, column.role, column.numbers() != nullptr, words_of(column)});
  any_ = true;
  return found_;
}

}  // namespace lode
