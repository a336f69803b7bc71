#include "app/totals.h"

#include <cmath>

#include "core/dataset.h"

namespace lode::app {
namespace {

void add_intervals(Totals& totals, const IntervalTable& table, const Mask& rows, const Column* grade) {
  const Numbers* numbers = grade ? grade->numbers() : nullptr;
  double product = 0, weight = 0;
  std::vector<bool> seen;
  totals.of_readings = table.of_readings();
  rows.for_each_set([&](std::size_t row) {
    const double length_m = totals.of_readings ? 1 : table.to_m[row] - table.from_m[row];
    totals.metres += length_m;
    const std::uint32_t hole = table.hole[row];
    if (hole >= seen.size()) seen.resize(hole + 1);
    if (!seen[hole]) ++totals.holes;
    seen[hole] = true;
    if (const double value = numbers ? (*numbers)[row] : NAN; std::isfinite(value)) {
      product += value * length_m;
      weight += length_m;
    }
  });
  if (weight > 0) totals.mean = product / weight;
}

void add_rows(Totals& totals, const Mask& rows, const Column* grade) {
  const Numbers* numbers = grade ? grade->numbers() : nullptr;
  if (!numbers) return;
  double sum = 0;
  std::uint64_t count = 0;
  rows.for_each_set([&](std::size_t row) {
    const double value = (*numbers)[row];
    if (!std::isfinite(value)) return;
    sum += value;
    ++count;
  });
  if (count > 0) totals.mean = sum / static_cast<double>(count);
}

}  // namespace

Totals totals_of(Session& session, const Scene& scene, std::size_t layer, const LayerPicture& picture,
                 const std::string& grade, const std::optional<std::string>& by) {
  Totals totals;
  const Dataset& dataset = *picture.source->dataset;
  totals.kind = kind_of(dataset);
  const Column* column = picture.table && !grade.empty() ? picture.table->find(grade) : nullptr;
  if (column && column->type == ColumnType::number) {
    totals.grade = column->name;
    totals.grade_unit = column->unit;
  }
  if (totals.kind == DatasetKind::surface || !picture.table) {
    totals.shown = totals.all = count_of(dataset);
    return totals;
  }
  totals.all = picture.table->rows;
  totals.shown = picture.visible_rows.count();
  if (totals.kind == DatasetKind::blocks) {
    totals.tonnage = session.tonnage(
        scene, layer, {.grade = totals.grade, .density = {}, .proportion = {}, .by = by.value_or("")}, {});
    if (by && by->empty()) {
      totals.tonnage->by.clear();
      totals.tonnage->groups.clear();
    }
  } else if (picture.intervals) {
    add_intervals(totals, *picture.intervals, picture.visible_rows, column);
  } else {
    add_rows(totals, picture.visible_rows, column);
  }
  return totals;
}

std::string default_grade(const Table& table, const Layer& layer) {
  if (const Column* column = table.find(layer.colour.column); column && column->type == ColumnType::number)
    return column->name;
  for (const Column& column : table.columns)
    if (column.role == ColumnRole::attribute && column.type == ColumnType::number &&
        (column.unit == "%" || column.unit == "ppm" || column.unit == "ppb" || column.unit == "g/t"))
      return column.name;
  return {};
}

}  // namespace lode::app
