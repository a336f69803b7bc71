#include "app/tonnage_curve.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/conditions.h"
#include "app/histogram.h"
#include "core/text.h"

namespace lode::app {
namespace {

std::string field(const std::optional<double>& value) { return value ? shortest(*value) : std::string(); }

/// "%" in a column's name is written as it is in the names of files.
std::string unit_suffix(const std::string& unit) {
  if (unit == "%") return "_pct";
  if (unit == "g/t") return "_gpt";
  return unit.empty() ? "" : "_" + unit;
}

}  // namespace

std::string without_conditions_on(std::string_view filter, std::string_view column) {
  auto rows = parse_conditions(filter);
  if (!rows) return std::string(filter);
  std::erase_if(*rows, [&](const Condition& row) { return fold_case(row.column) == fold_case(column); });
  return filter_of(*rows);
}

std::vector<double> curve_cutoffs(const Numbers& numbers) {
  const double low = percentile(numbers, 0), high = percentile(numbers, 99.5);
  if (!(high > low)) return {};
  constexpr double wanted = 50;
  const double step = round_step((high - low) / wanted);
  const double first = std::floor(low / step);
  const auto count = static_cast<std::size_t>(std::ceil(high / step) - first) + 1;
  std::vector<double> cutoffs(count);
  for (std::size_t i = 0; i < count; ++i) cutoffs[i] = snapped((first + static_cast<double>(i)) * step, step);
  return cutoffs;
}

TonnageCurvePtr curve_of(Session& session, const Scene& scene, std::size_t layer, const LayerPicture& picture,
                         const std::string& grade, const TonnageCurvePtr& known) {
  const DatasetPtr& dataset = picture.source->dataset;
  const auto* model = std::get_if<BlockModel>(dataset.get());
  const Column* column = model && !grade.empty() ? model->table.find(grade) : nullptr;
  if (!column || column->type != ColumnType::number) return {};
  const std::string filter = without_conditions_on(scene.layers[layer].filter, column->name);
  if (known && known->dataset == dataset && known->grade == column->name && known->filter == filter) return known;
  auto curve = std::make_shared<TonnageCurve>();
  curve->dataset = dataset;
  curve->grade = column->name;
  curve->filter = filter;
  curve->cutoffs = curve_cutoffs(*column->numbers());
  if (curve->cutoffs.empty()) return {};
  Scene others = scene;
  others.layers[layer].filter = filter;
  curve->tonnage = session.tonnage(others, layer, {.grade = column->name, .density = {}, .proportion = {}, .by = {}},
                                   curve->cutoffs);
  curve->unit = curve->tonnage.grade_unit;
  return curve;
}

std::string csv_of(const TonnageCurve& curve) {
  const std::string unit = unit_suffix(curve.unit);
  const bool ounces = !curve.tonnage.rows.empty() && curve.tonnage.rows.front().metal_oz;
  std::string csv =
      fmt::format("cutoff{0},blocks,volume_m3,tonnes,grade{0},metal_t{1}\n", unit, ounces ? ",metal_oz" : "");
  for (const TonnageRow& row : curve.tonnage.rows) {
    csv += fmt::format("{},{},{},{},{},{}", shortest(row.cutoff), row.blocks, shortest(row.volume_m3),
                       field(row.tonnes), field(row.grade), field(row.metal_t));
    csv += ounces ? "," + field(row.metal_oz) + "\n" : "\n";
  }
  return csv;
}

}  // namespace lode::app
