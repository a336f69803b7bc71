#include "io/blocks_by_level.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "core/error.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/centroids.h"
#include "io/role_names.h"
#include "io/sub_block_fit.h"

namespace lode::io {

namespace {

constexpr double most_level = 16;

bool is_whole(double value) { return value >= 0 && value == std::floor(value); }

bool is_level(double value) { return is_whole(value) && value <= most_level; }

/// Whether a column called level may be that of a bench: the same for all blocks of a k, or most of it no level of an
/// octree.
bool numbers_benches(const Column& column, const Table& table) {
  const RowValues k(table.find(ColumnRole::index_k), table.rows);
  std::map<double, double> level_of_k;
  std::size_t levels = 0;
  bool of_k = true;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const double level = (*column.numbers())[row];
    levels += is_level(level) ? 1 : 0;
    if (of_k && !std::isnan(level)) of_k = level_of_k.emplace(k[row], level).first->second == level;
  }
  return of_k || 2 * levels < table.rows;
}

}  // namespace

const Column* level_column(const Table& table) {
  constexpr std::array<std::string_view, 5> of_octrees{"octreelevel", "blocklevel", "sublevel", "refinement",
                                                       "refinementlevel"};
  constexpr std::array<std::string_view, 3> of_any{"level", "lvl", "уровень"};
  for (const Column& column : table.columns) {
    if (column.role != ColumnRole::attribute || column.numbers() == nullptr) continue;
    const std::string plain = plain_name(column.name);
    const bool named = std::ranges::find(of_octrees, plain) != of_octrees.end();
    if (!named && (std::ranges::find(of_any, plain) == of_any.end() || numbers_benches(column, table))) continue;
    for (std::size_t row = 0; row < table.rows; ++row)
      if ((*column.numbers())[row] > 0) return &column;
  }
  return nullptr;
}

BlockModel blocks_of_levels(Table table, const Column& level, const GridGeometry& geometry, Problems& problems) {
  const Numbers& levels = *level.numbers();
  const std::array<RowValues, 3> indices{RowValues(table.find(ColumnRole::index_i), table.rows),
                                         RowValues(table.find(ColumnRole::index_j), table.rows),
                                         RowValues(table.find(ColumnRole::index_k), table.rows)};
  double base = 1;
  for (std::size_t row = 0; row < table.rows; ++row)
    for (const RowValues& index : indices)
      if (index[row] == 0) base = 0;
  const std::array<Vec3, 3> directions = geometry.directions();
  const Vec3 corner = inverse(Affine{directions, {}})(geometry.source_from_lattice().offset);
  BoxSides sides;
  for (auto* side : {&sides.lower, &sides.upper})
    for (auto& along : *side) along.assign(table.rows, std::numeric_limits<double>::quiet_NaN());
  ProblemLog log(problems);
  std::size_t usable = 0;
  for (std::size_t row = 0; row < table.rows; ++row) {
    const double i = indices[0][row], j = indices[1][row], k = indices[2][row];
    if (!is_level(levels[row]) || !is_whole(i - base) || !is_whole(j - base) || !is_whole(k - base)) {
      log.add(problem_at_row(table, row, "block-off-lattice",
                             fmt::format("indices {}, {}, {} at level {} are no block", shortest(i), shortest(j),
                                         shortest(k), shortest(levels[row])),
                             "the block is left out"));
      continue;
    }
    ++usable;
    const double parts = std::exp2(levels[row]);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const int a = static_cast<int>(axis);
      const double side = (*geometry.size)[a] / parts, index = indices[axis][row] - base;
      sides.lower[axis][row] = corner[a] + index * side;
      sides.upper[axis][row] = corner[a] + (index + 1) * side;
    }
  }
  log.finish();
  if (usable == 0)
    throw Error(fmt::format("no row has indices and a level ({}) of a block", level.name),
                "check the columns of i, j, k and the level");
  return sub_blocked_model(std::move(table), std::move(sides), directions, geometry, problems);
}

}  // namespace lode::io
