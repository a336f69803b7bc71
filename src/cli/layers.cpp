#include "cli/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/filter.h"
#include "core/text.h"
#include "core/threshold.h"
#include "session/shown_table.h"

namespace lode::cli {

namespace {

const Dataset& dataset_of(const Opened& opened, const Layer& layer) {
  return *opened.session->loaded(opened.scene, layer.source)->dataset;
}

/// Tables whose rows a layer can show, the one it shows first.
std::vector<const Table*> showable_tables(const Opened& opened, const Layer& layer) {
  const Dataset& dataset = dataset_of(opened, layer);
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) return {&blocks->table};
  if (const auto* points = std::get_if<Points>(&dataset)) return {&points->table};
  if (const auto* surface = std::get_if<Surface>(&dataset)) return {&surface->vertex_attributes};
  const std::vector<const IntervalTable*> all = std::get<Drillholes>(dataset).downhole_tables();
  std::vector<const Table*> tables;
  for (const IntervalTable* rows : all)
    if (rows->table.name == layer.table) tables.push_back(&rows->table);
  if (tables.empty())
    for (const IntervalTable* rows : all)
      if (!layer.colour.column.empty() && rows->table.find(layer.colour.column)) tables.push_back(&rows->table);
  for (const IntervalTable* rows : all)
    if (tables.empty() || &rows->table != tables.front()) tables.push_back(&rows->table);
  return tables;
}

/// The columns that a filter or a colour of the layer may name, of whichever table, in one table without rows.
Table columns_within_reach(const Opened& opened, const Layer& layer) {
  const Dataset& dataset = dataset_of(opened, layer);
  return filterable_columns(dataset, shown_table(dataset, layer));
}

[[noreturn]] void throw_no_column(const Opened& opened, const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const Layer& layer : opened.scene.layers)
    for (const Column& column : columns_within_reach(opened, layer).columns)
      if (column.role == ColumnRole::attribute) known.push_back(column.name);
  for (const std::string& name : names) {
    const auto is_known = [&](const std::string& other) { return fold_case(other) == fold_case(name); };
    if (std::any_of(known.begin(), known.end(), is_known)) continue;
    const std::string nearest = nearest_name(name, known);
    throw Error(fmt::format("no layer has a column named '{}'", name),
                nearest.empty() ? "`lode info` lists the columns" : fmt::format("is '{}' meant?", nearest));
  }
  throw Error(fmt::format("no layer has all of the columns {}", fmt::join(names, ", ")),
              "`lode info` lists the columns of each table");
}

/// Calls set(layer) for every layer that can show a table for which `fits`; drillholes then show that table. Where none
/// of their tables does alone, all together may: a campaign of the collars, a rock beside each assay.
bool set_where(Opened& opened, const std::function<bool(const Table&)>& fits, const std::function<void(Layer&)>& set) {
  bool any = false;
  for (Layer& layer : opened.scene.layers) {
    const std::vector<const Table*> tables = showable_tables(opened, layer);
    const auto table = std::ranges::find_if(tables, [&](const Table* shown) { return fits(*shown); });
    const bool of_holes = std::holds_alternative<Drillholes>(dataset_of(opened, layer));
    if (table == tables.end() && !(of_holes && fits(columns_within_reach(opened, layer)))) continue;
    if (of_holes && table != tables.end()) layer.table = (*table)->name;
    set(layer);
    any = true;
  }
  return any;
}

}  // namespace

void apply_filter(Opened& opened, const std::string& text) {
  const Filter filter = Filter::parse(text);
  const auto fits = [&](const Table& table) { return filter.applies_to(table); };
  if (!set_where(opened, fits, [&](Layer& layer) { layer.filter = text; })) throw_no_column(opened, filter.names());
}

void apply_color_by(Opened& opened, const std::string& column) {
  const auto fits = [&](const Table& table) { return table.find(column) != nullptr; };
  const auto set = [&](Layer& layer) {
    if (fold_case(layer.colour.column) == fold_case(column)) return;
    ColourStyle style;
    style.column = column;
    style.map = layer.colour.map;
    style.colour = layer.colour.colour;
    layer.colour = style;
  };
  if (!set_where(opened, fits, set)) throw_no_column(opened, {column});
}

void apply_table(Opened& opened, std::size_t index, const std::string& name) {
  Layer& layer = opened.scene.layers[index];
  std::vector<std::string> names;
  for (const Table* table : showable_tables(opened, layer)) {
    names.push_back(table->name);
    if (fold_case(table->name) != fold_case(name)) continue;
    layer.table = table->name;
    return;
  }
  throw Error(fmt::format("layer '{}' has no table '{}'", layer.name, name),
              fmt::format("its tables are: {}", fmt::join(names, ", ")));
}

const Table* shown_table(const Opened& opened, std::size_t layer) {
  const auto tables = showable_tables(opened, opened.scene.layers[layer]);
  return tables.empty() ? nullptr : tables.front();
}

std::size_t apply_shell(Opened& opened, const std::string& text) {
  const std::size_t at = text.rfind('=');
  const double cutoff =
      at == std::string::npos ? NAN : double_from_decimal(trim(std::string_view(text).substr(at + 1)));
  if (!std::isfinite(cutoff))
    throw UsageError(fmt::format("--shell '{}' is no column and cut-off", text),
                     "write, for example, --shell Li2O_pct=0.8");
  const std::string column(trim(std::string_view(text).substr(0, at)));
  for (std::size_t i = 0; i < opened.scene.layers.size(); ++i) {
    const auto* blocks = std::get_if<BlockModel>(&dataset_of(opened, opened.scene.layers[i]));
    const Column* found = blocks == nullptr ? nullptr : blocks->table.find(column);
    if (found == nullptr) continue;
    add_grade_shell(opened.scene, i, found->name, cutoff);
    return i + 1;
  }
  throw_no_column(opened, {column});
}

}  // namespace lode::cli
