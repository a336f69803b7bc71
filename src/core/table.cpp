#include "core/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "core/threshold.h"

namespace lode {

namespace {

constexpr std::array<const char*, 23> role_names{
    "attribute",     "hole_id",     "x",      "y",       "z",   "size_x", "size_y", "size_z", "index_i", "index_j",
    "index_k",       "total_depth", "depth",  "azimuth", "dip", "from",   "to",     "alpha",  "beta",    "parent_hole",
    "kickoff_depth", "status",      "ignored"};

bool is_separator(char c) { return c == '_' || c == ' ' || c == '(' || c == ')' || c == '[' || c == ']' || c == '-'; }

/// The unit that one word of a column's name ends with, or "".
std::string unit_from_word(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> units{{{"pct", "%"},
                                                                                 {"percent", "%"},
                                                                                 {"perc", "%"},
                                                                                 {"%", "%"},
                                                                                 {"ppm", "ppm"},
                                                                                 {"ppb", "ppb"},
                                                                                 {"gpt", "g/t"},
                                                                                 {"g/t", "g/t"},
                                                                                 {"t/m3", "t/m3"},
                                                                                 {"tm3", "t/m3"}}};
  for (const auto& [ending, unit] : units)
    if (word.ends_with(ending)) return std::string(unit);
  return "";
}

}  // namespace

const char* name(ColumnType type) {
  switch (type) {
    case ColumnType::number:
      return "number";
    case ColumnType::category:
      return "category";
    case ColumnType::text:
      return "text";
    case ColumnType::date:
      return "date";
  }
  return "";
}

const char* name(ColumnRole role) { return role_names[static_cast<std::size_t>(role)]; }

ColumnRole column_role(std::string_view name) {
  const auto found = std::find(role_names.begin(), role_names.end(), name);
  if (found != role_names.end()) return static_cast<ColumnRole>(found - role_names.begin());
  const std::string near = nearest_name(name, {role_names.begin(), role_names.end()});
  throw Error("there is no column role \"" + std::string(name) + "\"",
              near.empty() ? "Roles are hole_id, x, y, z, depth, azimuth, dip, from, to, total_depth ..."
                           : "Did you mean \"" + near + "\"?");
}

const char* name(TableRole role) {
  switch (role) {
    case TableRole::collar:
      return "collar";
    case TableRole::survey:
      return "survey";
    case TableRole::interval:
      return "interval";
    case TableRole::points:
      return "points";
    case TableRole::depth:
      return "depth";
    case TableRole::blocks:
      return "blocks";
  }
  return "";
}

bool Column::missing(std::size_t row) const {
  if (const Numbers* values = numbers()) return std::isnan((*values)[row]);
  return categories()->code(row) == Categories::missing;
}

namespace {

/// The shortest decimal that reads back to what is stored: 1.022 where float32 holds it, not 1.0219999551773071.
std::string text_of(const Numbers& values, std::size_t row, double factor) {
  const double value = factor * values[row];
  if (!std::holds_alternative<SharedArray<float>>(values.storage()) || !std::isfinite(value)) return shortest(value);
  return shortest(double_from_decimal(fmt::format("{}", static_cast<float>(value))));
}

}  // namespace

std::string Column::text(std::size_t row) const {
  if (const Categories* words = categories()) return std::string((*words)[row]);
  const Numbers& values = *numbers();
  const double value = values[row];
  if (std::isnan(value)) return "";
  if (type == ColumnType::date) return iso_date(value);
  if (values.is_below_detection(row)) return "<" + text_of(values, row, 2);
  return text_of(values, row, 1);
}

const Column* Table::find(std::string_view column_name) const {
  for (const Column& column : columns)
    if (column.name == column_name) return &column;
  const std::string folded = fold_case(column_name);
  for (const Column& column : columns)
    if (fold_case(column.name) == folded) return &column;
  return nullptr;
}

const Column* Table::find(ColumnRole wanted) const {
  for (const Column& column : columns)
    if (column.role == wanted) return &column;
  return nullptr;
}

std::string unit_from_name(std::string_view column_name) {
  const std::string folded = fold_case(column_name);
  for (std::size_t end = folded.size(); end > 0;) {
    if (is_separator(folded[end - 1])) {
      --end;
      continue;
    }
    std::size_t begin = end;
    while (begin > 0 && !is_separator(folded[begin - 1])) --begin;
    if (std::string unit = unit_from_word(std::string_view(folded).substr(begin, end - begin)); !unit.empty())
      return unit;
    end = begin;
  }
  return "";
}

}  // namespace lode
