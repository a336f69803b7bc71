#include "app/conditions.h"

#include <cmath>
#include <cstdlib>

#include "core/filter.h"
#include "core/filter_node.h"
#include "core/text.h"

namespace lode::app {
namespace {

using Kind = FilterNode::Kind;

std::optional<Condition> choice_of(const FilterNode& node) {
  Condition condition{.column = node.column, .min = {}, .max = {}, .of_dates = false, .of_words = true, .words = {}};
  for (const FilterLiteral& literal : node.literals) {
    if (literal.is_number) return {};
    if (!literal.text.empty()) condition.words.push_back(literal.text);
  }
  return condition;
}

std::optional<Condition> range_of(const FilterNode& node) {
  Condition condition{.column = node.column, .min = {}, .max = {}, .of_dates = false, .of_words = false, .words = {}};
  const auto value = [&](std::size_t i) {
    const FilterLiteral& literal = node.literals[i];
    return literal.is_number ? std::strtod(literal.text.c_str(), nullptr) : days_from_iso_date(literal.text);
  };
  condition.of_dates = !node.literals.front().is_number;
  for (std::size_t i = 0; i < node.literals.size(); ++i)
    if (node.literals[i].is_number == condition.of_dates || std::isnan(value(i))) return {};
  if (node.kind == Kind::between || node.comparison == Comparison::greater_equal) condition.min = value(0);
  if (node.kind == Kind::between || node.comparison == Comparison::less_equal)
    condition.max = value(node.kind == Kind::between ? 1 : 0);
  return condition;
}

std::optional<Condition> condition_of(const FilterNode& node) {
  if (node.kind == Kind::membership) return choice_of(node);
  if (node.kind == Kind::between) return range_of(node);
  if (node.kind != Kind::comparison) return {};
  if (node.comparison == Comparison::equal) return choice_of(node);
  if (node.comparison == Comparison::greater_equal || node.comparison == Comparison::less_equal) return range_of(node);
  return {};
}

/// Adds a condition; a minimum joins an earlier maximum of its column, and the other way round. Nothing is lost: two
/// minima of a column, or two choices, stay two rows.
void add(std::vector<Condition>& rows, const Condition& condition) {
  for (Condition& row : rows) {
    if (row.column != condition.column || row.of_words || condition.of_words || row.of_dates != condition.of_dates)
      continue;
    if ((row.min && condition.min) || (row.max && condition.max)) continue;
    if (condition.min) row.min = condition.min;
    if (condition.max) row.max = condition.max;
    return;
  }
  rows.push_back(condition);
}

std::string quoted_word(const std::string& word) {
  std::string quoted = "\"";
  for (const char c : word) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + '"';
}

std::string text_of(const Condition& condition) {
  const std::string name = quoted_name(condition.column);
  if (!condition.of_words) {
    const auto limit = [&](double value) { return condition.of_dates ? iso_date(value) : shortest(value); };
    if (condition.min && condition.max)
      return name + " between " + limit(*condition.min) + " and " + limit(*condition.max);
    return condition.min ? name + " >= " + limit(*condition.min) : name + " <= " + limit(*condition.max);
  }
  if (condition.words.size() == 1) return name + " = " + quoted_word(condition.words.front());
  std::string list;
  for (const std::string& word : condition.words) list += (list.empty() ? "" : ", ") + quoted_word(word);
  return name + " in (" + (list.empty() ? "\"\"" : list) + ")";
}

std::optional<Filter> parsed(std::string_view text) {
  try {
    return Filter::parse(text);
  } catch (const Error&) {
    return {};
  }
}

}  // namespace

std::optional<std::vector<Condition>> parse_conditions(std::string_view text) {
  std::vector<Condition> rows;
  const std::optional<Filter> filter = parsed(text);
  if (!filter) return {};
  if (filter->empty()) return rows;
  const FilterNode& root = *filter->root();
  const std::vector<FilterNode> single{root};
  for (const FilterNode& node : root.kind == Kind::all_of ? root.children : single) {
    const auto condition = condition_of(node);
    if (!condition) return {};
    add(rows, *condition);
  }
  return rows;
}

std::string filter_of(const std::vector<Condition>& conditions) {
  std::string filter;
  for (const Condition& condition : conditions)
    if (!condition.open()) filter += (filter.empty() ? "" : " and ") + text_of(condition);
  return filter;
}

std::optional<Error> fault_of_filter(std::string_view text, const Table* table) {
  try {
    const Filter filter = Filter::parse(text);
    Mask rows;
    if (table) filter.evaluate(*table, rows);
    return {};
  } catch (const Error& error) {
    return error;
  }
}

}  // namespace lode::app
