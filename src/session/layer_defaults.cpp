#include "session/layer_defaults.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/text.h"

namespace lode {

namespace {

constexpr Rgba earth{170, 150, 122, 255};
constexpr Rgba hole_colour{205, 205, 205, 255};

constexpr std::array<std::string_view, 38> assayed{
    "au",   "ag",   "cu",   "pb",    "zn",   "ni",    "co", "mo",   "sn", "w",  "wo3",  "li",    "li2o",
    "cs",   "cs2o", "ta",   "ta2o5", "nb",   "nb2o5", "u",  "u3o8", "fe", "mn", "cr",   "cr2o3", "ti",
    "tio2", "v",    "v2o5", "al2o3", "p2o5", "pt",    "pd", "sb",   "bi", "re", "treo", "grade"};

/// The first word: "Li2O_pct", "Li mica %" -> "li2o", "li".
std::string stem_of(const std::string& column_name) {
  const std::string folded = fold_case(column_name);
  return folded.substr(0, folded.find_first_of("_ (%-."));
}

/// Whether the column has two different values, looked for in some thousand rows.
bool varies(const Column& column, std::size_t rows) {
  const std::size_t step = std::max<std::size_t>(1, rows / 5000);
  double first = NAN;
  for (std::size_t row = 0; row < rows; row += step) {
    const double value = (*column.numbers())[row];
    if (std::isnan(first)) first = value;
    if (value != first && !std::isnan(value)) return true;
  }
  return false;
}

/// 0: no attribute to colour by. A grade comes before a category, a category before another number.
int rank(const Column& column, std::size_t rows) {
  if (column.role != ColumnRole::attribute) return 0;
  const std::string stem = stem_of(column.name);
  if (column.type == ColumnType::number) {
    const bool element = std::find(assayed.begin(), assayed.end(), stem) != assayed.end();
    const bool grade_unit = column.unit == "%" || column.unit == "ppm" || column.unit == "ppb" || column.unit == "g/t";
    const bool measure = stem == "recovery" || stem == "rec" || stem == "rqd" || stem == "core" || stem == "moisture";
    if (!varies(column, rows)) return 0;
    const bool alone = fold_case(column.name).find_first_of("_ (-", stem.size() + 1) == std::string::npos;
    if (element && alone) return grade_unit ? 6 : 5;
    if (grade_unit && !measure) return 4;
    constexpr std::array<std::string_view, 10> counters{"id", "index", "ijk", "i", "j", "k", "x", "y", "z", "no"};
    return std::find(counters.begin(), counters.end(), stem) == counters.end() ? 1 : 0;
  }
  if (column.type != ColumnType::category) return 0;
  const std::size_t words = column.categories()->names().size();
  constexpr std::size_t most_words = 100;
  if (words < 1 || words > most_words) return 0;
  constexpr std::array<std::string_view, 8> rocks{"rock", "lith", "geol", "domain", "zone", "class", "порода", "литол"};
  const bool rock =
      std::any_of(rocks.begin(), rocks.end(), [&](std::string_view word) { return stem.starts_with(word); });
  return rock ? 3 : 2;
}

std::vector<const Table*> coloured_tables(const Dataset& dataset) {
  if (const auto* drillholes = std::get_if<Drillholes>(&dataset)) {
    std::vector<const Table*> tables;
    for (const IntervalTable* rows : drillholes->downhole_tables()) tables.push_back(&rows->table);
    return tables;
  }
  if (const auto* blocks = std::get_if<BlockModel>(&dataset)) return {&blocks->table};
  if (const auto* points = std::get_if<Points>(&dataset)) return {&points->table};
  return {};
}

}  // namespace

ColourStyle default_colour(const Dataset& dataset) {
  ColourStyle style;
  if (std::holds_alternative<Surface>(dataset)) style.colour = earth;
  if (std::holds_alternative<Drillholes>(dataset)) style.colour = hole_colour;
  int best = 0;
  for (const Table* table : coloured_tables(dataset))
    for (const Column& column : table->columns)
      if (const int found = rank(column, table->rows); found > best) {
        best = found;
        style.column = column.name;
      }
  return style;
}

double default_tube_radius_m(const Bounds& bounds_scene) {
  constexpr double least_m = 0.5, share = 1.0 / 600;
  return bounds_scene.empty() ? least_m : std::max(least_m, share * length(bounds_scene.size()));
}

}  // namespace lode
