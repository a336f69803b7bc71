#include "session/shown_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/filter.h"
#include "core/text.h"

namespace lode {

namespace {

constexpr std::uint32_t no_row = 0xffffffff;

ShownTable named_table(const Drillholes& drillholes, const std::string& name) {
  std::string known;
  for (const IntervalTable* rows : drillholes.downhole_tables()) {
    if (fold_case(rows->table.name) == fold_case(name)) return {&rows->table, rows};
    known += (known.empty() ? "" : ", ") + rows->table.name;
  }
  throw Error(fmt::format("there is no table of intervals or readings named \"{}\"", name),
              known.empty() ? "these drillholes have none" : "there are: " + known);
}

ShownTable shown_of_drillholes(const Drillholes& drillholes, const Layer& layer) {
  if (!layer.table.empty()) return named_table(drillholes, layer.table);
  const std::vector<const IntervalTable*> tables = drillholes.downhole_tables();
  if (tables.empty()) return {&drillholes.collars, nullptr};
  const auto first_that = [&](const auto& fits) {
    const auto found = std::ranges::find_if(tables, [&](const IntervalTable* rows) { return fits(rows->table); });
    return found == tables.end() ? nullptr : *found;
  };
  const IntervalTable* chosen = nullptr;
  if (!layer.colour.column.empty())
    chosen = first_that([&](const Table& table) { return table.find(layer.colour.column) != nullptr; });
  if (const Filter filter = Filter::parse(layer.filter); chosen == nullptr && !filter.empty())
    chosen = first_that([&](const Table& table) { return filter.applies_to(table); });
  if (chosen == nullptr) chosen = tables.front();
  return {&chosen->table, chosen};
}

/// For each row of `to` the row of `from` that holds its middle, or no_row. Of readings with a stretch in common any.
std::vector<std::uint32_t> rows_at_middles(const IntervalTable& from, const IntervalTable& to) {
  std::vector<std::uint32_t> order(from.hole.size());
  for (std::uint32_t row = 0; row < order.size(); ++row) order[row] = row;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(from.hole[a], from.from_m[a]) < std::pair(from.hole[b], from.from_m[b]);
  });
  std::vector<std::uint32_t> rows(to.hole.size(), no_row);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::pair middle(to.hole[row], to.middle_m(row));
    const auto above = std::upper_bound(order.begin(), order.end(), middle, [&](const auto& key, std::uint32_t other) {
      return key < std::pair(from.hole[other], from.from_m[other]);
    });
    if (above == order.begin()) continue;
    const std::uint32_t candidate = *std::prev(above);
    if (from.hole[candidate] == middle.first && middle.second < from.to_m[candidate]) rows[row] = candidate;
  }
  return rows;
}

Numbers gathered(const Numbers& numbers, std::span<const std::uint32_t> rows) {
  const auto gather = [&](const auto& values, auto missing) {
    std::vector<decltype(missing)> result(rows.size(), missing);
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (rows[row] != no_row) result[row] = values[rows[row]];
    return result;
  };
  std::vector<std::uint64_t> below;
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (rows[row] != no_row && numbers.is_below_detection(rows[row])) below.push_back(row);
  const Numbers::Storage& storage = numbers.storage();
  if (const auto* scaled = std::get_if<ScaledIntegers>(&storage))
    return {ScaledIntegers{gather(scaled->mantissas, ScaledIntegers::missing), scaled->decimals}, std::move(below)};
  if (const auto* floats = std::get_if<SharedArray<float>>(&storage))
    return {SharedArray<float>(gather(*floats, std::numeric_limits<float>::quiet_NaN())), std::move(below)};
  return {SharedArray<double>(gather(std::get<SharedArray<double>>(storage), std::numeric_limits<double>::quiet_NaN())),
          std::move(below)};
}

Column gathered(const Column& column, std::span<const std::uint32_t> rows) {
  Column result = column;
  if (const Numbers* numbers = column.numbers()) {
    result.data = gathered(*numbers, rows);
  } else {
    const Categories& categories = *column.categories();
    std::vector<std::uint32_t> codes(rows.size(), Categories::missing);
    for (std::size_t row = 0; row < rows.size(); ++row)
      if (rows[row] != no_row) codes[row] = categories.code(rows[row]);
    result.data = Categories::narrowed(categories.names(), codes);
  }
  return result;
}

/// From the other tables of the drillholes, in the order of filterable_tables(); empty when none has the name.
ShownColumn joined_column(const Drillholes& drillholes, const IntervalTable& shown, const std::string& name) {
  if (const Column* column = drillholes.collars.find(name))
    return {column, std::make_shared<Column>(gathered(*column, shown.hole))};
  for (const IntervalTable* other : drillholes.downhole_tables()) {
    const Column* column = other == &shown ? nullptr : other->table.find(name);
    if (column != nullptr) return {column, std::make_shared<Column>(gathered(*column, rows_at_middles(*other, shown)))};
  }
  return {};
}

ShownColumn find_column(const Dataset& dataset, const ShownTable& shown, const std::string& name) {
  if (const Column* column = shown.table == nullptr ? nullptr : shown.table->find(name))
    return {column, std::shared_ptr<const Column>(std::shared_ptr<void>(), column)};
  if (shown.intervals != nullptr) return joined_column(std::get<Drillholes>(dataset), *shown.intervals, name);
  return {};
}

/// The tables whose rows say what a filter of holes lets through.
std::vector<const IntervalTable*> tables_of_filter(const Drillholes& drillholes, const IntervalTable& shown,
                                                   const Filter& filter) {
  if (filter.applies_to(shown.table)) return {&shown};
  const std::vector<std::string> names = filter.names();
  std::vector<const IntervalTable*> tables;
  for (const IntervalTable* rows : drillholes.downhole_tables()) {
    if (filter.applies_to(rows->table)) return {rows};
    const auto has = [&](const std::string& name) {
      const Column* column = rows->table.find(name);
      return column != nullptr && column->role == ColumnRole::attribute;
    };
    if (std::ranges::any_of(names, has)) tables.push_back(rows);
  }
  return tables.empty() ? std::vector<const IntervalTable*>{&shown} : tables;
}

}  // namespace

ShownTable shown_table(const Dataset& dataset, const Layer& layer) {
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) return shown_of_drillholes(*drillholes, layer);
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) return {&blocks->table, nullptr};
  if (const auto* points = std::get_if<Points>(&dataset)) return {&points->table, nullptr};
  const Table& attributes = std::get<Surface>(dataset).vertex_attributes;
  return {attributes.columns.empty() ? nullptr : &attributes, nullptr};
}

ShownColumn shown_column(const Dataset& dataset, const ShownTable& shown, const std::string& name) {
  ShownColumn found = find_column(dataset, shown, name);
  if (found.column != nullptr) return found;
  std::vector<std::string> names;
  for (const Table* table : tables_of(dataset))
    for (const Column& column : table->columns) names.push_back(column.name);
  const std::string nearest = nearest_name(name, names);
  throw Error(fmt::format("there is no column named \"{}\"", name),
              nearest.empty() ? "`lode info` lists the columns" : fmt::format("is \"{}\" meant?", nearest));
}

std::vector<const Table*> filterable_tables(const Dataset& dataset, const ShownTable& shown) {
  if (shown.table == nullptr) return {};
  std::vector<const Table*> tables{shown.table};
  if (shown.intervals == nullptr) return tables;
  const auto& drillholes = std::get<Drillholes>(dataset);
  tables.push_back(&drillholes.collars);
  for (const IntervalTable* rows : drillholes.downhole_tables())
    if (rows != shown.intervals) tables.push_back(&rows->table);
  return tables;
}

Table filterable_columns(const Dataset& dataset, const ShownTable& shown) {
  Table all;
  if (shown.table != nullptr) all.name = shown.table->name;
  for (const Table* table : filterable_tables(dataset, shown))
    for (const Column& column : table->columns)
      if (all.find(column.name) == nullptr) all.columns.push_back(gathered(column, {}));
  return all;
}

void filter_rows(const Dataset& dataset, const ShownTable& shown, const std::string& text, Mask& rows) {
  const Filter filter = Filter::parse(text);
  if (shown.table == nullptr) {
    if (!filter.empty())
      throw Error("a surface without attributes cannot be filtered", "remove the filter of this layer");
    rows.assign(0, true);
    return;
  }
  if (filter.empty()) {
    rows.assign(shown.table->rows, true);
    return;
  }
  if (shown.intervals == nullptr || filter.applies_to(*shown.table)) {
    filter.evaluate(*shown.table, rows);
    return;
  }
  Table joined = *shown.table;
  for (const std::string& name : filter.names())
    if (joined.find(name) == nullptr)
      if (const ShownColumn found = find_column(dataset, shown, name); found.column != nullptr)
        joined.columns.push_back(*found.by_row);
  filter.evaluate(joined, rows);
}

void rows_of_layer(const Dataset& dataset, const ShownTable& shown, const Layer& layer, Mask& rows) {
  filter_rows(dataset, shown, layer.filter, rows);
  const Filter filter = Filter::parse(layer.filter);
  if (!layer.holes.whole_holes || shown.intervals == nullptr || filter.empty()) return;
  std::vector<std::uint8_t> chosen(std::get<Drillholes>(dataset).holes.size());
  Mask let_through;
  for (const IntervalTable* table : tables_of_filter(std::get<Drillholes>(dataset), *shown.intervals, filter)) {
    filter_rows(dataset, {&table->table, table}, layer.filter, let_through);
    let_through.for_each_set([&](std::size_t row) { chosen[table->hole[row]] = 1; });
  }
  rows.assign(shown.table->rows, false);
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (chosen[shown.intervals->hole[row]] != 0) rows.set(row);
}

}  // namespace lode
