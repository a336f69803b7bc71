#include "session/calculated.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/calculation.h"
#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace {

/// Tables that may take calculated columns, those preferred first.
template <typename AnyDataset, typename AnyTable = std::conditional_t<std::is_const_v<AnyDataset>, const Table, Table>>
std::vector<AnyTable*> tables_to_fill(AnyDataset& dataset) {
  if (auto* blocks = std::get_if<BlockModel>(&dataset)) return {&blocks->table};
  if (auto* points = std::get_if<Points>(&dataset)) return {&points->table};
  if (auto* surface = std::get_if<Surface>(&dataset)) return {&surface->vertex_attributes};
  auto& drillholes = std::get<Drillholes>(dataset);
  std::vector<AnyTable*> tables;
  for (auto& intervals : drillholes.intervals) tables.push_back(&intervals.table);
  for (auto& readings : drillholes.readings) tables.push_back(&readings.table);
  tables.push_back(&drillholes.collars);
  return tables;
}

/// The tables that a calculation goes to.
std::vector<Table*> targets(const CalculatedColumn& column, const Calculation& calculation,
                            const std::vector<Table*>& tables) {
  std::vector<Table*> found;
  for (Table* table : tables) {
    const bool named = column.table.empty()
                           ? calculation.applies_to(*table) && !(table == tables.back() && !found.empty())
                           : fold_case(table->name) == fold_case(column.table);
    if (named) found.push_back(table);
  }
  if (found.empty() && !column.table.empty())
    throw Error(fmt::format("there is no table \"{}\" for the calculated column \"{}\"", column.table, column.name),
                "`lode info` lists the tables");
  if (found.empty()) found.push_back(tables.front());  // evaluating names what is missing
  return found;
}

void add_column(const CalculatedColumn& column, const std::vector<Table*>& tables) {
  const Calculation calculation = Calculation::parse(column.expression);
  for (Table* table : targets(column, calculation, tables)) {
    if (table->find(column.name) != nullptr)
      throw Error(fmt::format("{} has a column \"{}\" already", table->name, column.name),
                  "give the calculated column another name");
    table->columns.push_back(calculated_column(*table, column.name, calculation, column.unit));
  }
}

}  // namespace

DatasetPtr with_calculated(const Source& source, const DatasetPtr& dataset) {
  if (source.calculated.empty()) return dataset;
  auto result = std::make_shared<Dataset>(*dataset);
  for (const CalculatedColumn& column : source.calculated) add_column(column, tables_to_fill(*result));
  return result;
}

void check_calculated(const Source& source, const DatasetPtr& dataset) {
  std::vector<Table> without_rows;
  for (const Table* table : tables_to_fill(std::as_const(*dataset))) without_rows.push_back(rows_of(*table, {}));
  std::vector<Table*> tables;
  for (Table& table : without_rows) tables.push_back(&table);
  for (const CalculatedColumn& column : source.calculated) add_column(column, tables);
}

bool can_calculate(const Dataset& dataset, const std::string& expression) {
  const Calculation calculation = Calculation::parse(expression);
  const std::vector<const Table*> tables = tables_of(dataset);
  return std::any_of(tables.begin(), tables.end(), [&](const Table* table) {
    return table->role != TableRole::survey && calculation.applies_to(*table);
  });
}

}  // namespace lode
