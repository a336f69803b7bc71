#include "cli/calculate.h"

#include <fmt/format.h>

#include "core/calculation.h"
#include "core/text.h"
#include "session/calculated.h"

namespace lode::cli {

namespace {

std::vector<std::string> all_columns(const Opened& opened) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < opened.scene.sources.size(); ++i)
    for (const Table* table : tables_of(*opened.session->loaded(opened.scene, i)->dataset))
      for (const Column& column : table->columns) names.push_back(column.name);
  return names;
}

[[noreturn]] void throw_no_column(const Opened& opened, const std::vector<std::string>& wanted) {
  const std::vector<std::string> known = all_columns(opened);
  for (const std::string& name : wanted) {
    const std::string nearest = nearest_name(name, known);
    if (fold_case(nearest) == fold_case(name)) continue;
    throw Error(fmt::format("no input has a column named '{}'", name),
                nearest.empty() ? "`lode info` lists the columns" : fmt::format("is '{}' meant?", nearest));
  }
  throw Error("no table has all the columns of the calculation", "`lode info` lists the columns of each table");
}

/// A column of that name in any table.
const Column* find_column(const Opened& opened, const std::string& name) {
  for (std::uint32_t i = 0; i < opened.scene.sources.size(); ++i)
    for (const Table* table : tables_of(*opened.session->loaded(opened.scene, i)->dataset))
      if (const Column* column = table->find(name)) return column;
  return nullptr;
}

}  // namespace

CalculatedColumn calculated_column_of(const std::string& text) {
  const std::size_t equals = text.find('=');
  CalculatedColumn column;
  std::string name(trim(std::string_view(text).substr(0, equals)));
  if (equals == std::string::npos || name.empty())
    throw Error(fmt::format("\"{}\" is no calculated column", text),
                "write NAME = EXPRESSION, e.g. LiEq_pct = Li2O_pct + 0.4 * Ta2O5_ppm / 1000");
  if (name.back() == ']' && name.find('[') != 0 && name.find('[') != std::string::npos) {
    const std::size_t open = name.find('[');
    column.unit = std::string(trim(std::string_view(name).substr(open + 1, name.size() - open - 2)));
    name = std::string(trim(std::string_view(name).substr(0, open)));
  } else if (name.front() == '[' && name.back() == ']') {
    name = name.substr(1, name.size() - 2);
  }
  column.name = name;
  column.expression = std::string(trim(std::string_view(text).substr(equals + 1)));
  Calculation::parse(column.expression);
  return column;
}

void add_calculated(Opened& opened, const CalculatedColumn& column) {
  bool any = false;
  for (std::uint32_t i = 0; i < opened.scene.sources.size(); ++i) {
    if (!can_calculate(*opened.session->loaded(opened.scene, i)->dataset, column.expression)) continue;
    opened.scene.sources[i].calculated.push_back(column);
    any = true;
  }
  if (!any) throw_no_column(opened, Calculation::parse(column.expression).names());
  Progress progress;
  opened.session->load(opened.scene, progress);
}

void add_conversion(Opened& opened, const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos)
    throw UsageError(fmt::format("'{}' is no conversion", text), "write FROM:TO, e.g. --convert Li_ppm:Li2O_pct");
  const std::string from(trim(std::string_view(text).substr(0, colon))),
      to(trim(std::string_view(text).substr(colon + 1)));
  const Column* column = find_column(opened, from);
  if (column == nullptr) throw_no_column(opened, {from});
  const std::string unit = unit_from_name(to);
  const std::string form = to.substr(0, to.find_first_of("_ (%-."));
  add_calculated(opened, {to, lithium_expression(*column, form, unit.empty() ? column->unit : unit),
                          unit.empty() ? column->unit : unit, ""});
}

}  // namespace lode::cli
