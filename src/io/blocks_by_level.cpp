#include "io/blocks_by_level.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/checks.h"
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

/// A column called level, and the indices beside it.
class LevelsByName {
 public:
  LevelsByName(const Column& column, const Table& table) : level_(*column.numbers()), rows_(table.rows) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      index_[axis] = RowValues(
          table.find(std::array{ColumnRole::index_i, ColumnRole::index_j, ColumnRole::index_k}[axis]), table.rows);
    for (std::size_t row = 0; row < rows_; ++row) {
      const double level = level_[row];
      if (!is_level(level)) continue;
      ++levels_;
      const double k = index_[2][row];
      of_k_ = of_k_ && level_of_k_.emplace(k, level).first->second == level;
    }
  }

  /// Most are no level of an octree, but RLs or the like.
  bool are_others() const { return 2 * levels_ < rows_; }

  /// They differ among the blocks of a k, which those of benches do not.
  bool differ_within_k() const { return !of_k_; }

  /// Each k has its own, as benches are numbered.
  bool number_each_k() const {
    std::set<double> distinct;
    for (const auto& [k, level] : level_of_k_) distinct.insert(level);
    return of_k_ && level_of_k_.size() > 1 && distinct.size() == level_of_k_.size();
  }

  /// Blocks of two levels or more fill the same rectangle in plan, each counted in its own blocks.
  bool double_with_levels() const {
    std::map<double, std::array<double, 2>> counts;
    std::array<double, 2> least{HUGE_VAL, HUGE_VAL};
    for (std::size_t row = 0; row < rows_; ++row) {
      if (!is_level(level_[row])) continue;
      std::array<double, 2>& most = counts[level_[row]];
      for (std::size_t axis = 0; axis < 2; ++axis) {
        most[axis] = std::max(most[axis], index_[axis][row]);
        least[axis] = std::min(least[axis], index_[axis][row]);
      }
    }
    if (counts.size() < 2) return false;
    const auto parents = [&](const auto& of_level, std::size_t axis) {
      return (of_level.second[axis] - (least[axis] > 0 ? 1 : 0) + 1) / std::exp2(of_level.first);
    };
    return std::ranges::all_of(counts, [&](const auto& of_level) {
      for (std::size_t axis = 0; axis < 2; ++axis)
        if (parents(of_level, axis) != parents(*counts.begin(), axis)) return false;
      return true;
    });
  }

  /// Some indices lie beyond the count of parents, all within that of their level's blocks.
  bool go_beyond(const std::array<std::uint32_t, 3>& count) const {
    bool beyond = false;
    for (std::size_t row = 0; row < rows_; ++row)
      for (std::size_t axis = 0; axis < 3; ++axis) {
        if (count[axis] == 0 || !is_level(level_[row])) continue;
        beyond = beyond || index_[axis][row] > count[axis];
        if (index_[axis][row] > count[axis] * std::exp2(level_[row])) return false;
      }
    return beyond;
  }

 private:
  const Numbers& level_;
  std::size_t rows_, levels_ = 0;
  std::array<RowValues, 3> index_;
  std::map<double, double> level_of_k_;
  bool of_k_ = true;
};

Problem level_not_used(const Table& table, const Column& column) {
  Problem problem = problem_of("level-not-used");
  problem.file = table.file;
  problem.line = 1;
  problem.column = column.name;
  problem.message =
      column.name + " is the same for all blocks of a k, as the number of a bench is: it may be a level of refinement";
  problem.action =
      "all blocks have the size stated: call the column octree_level if i, j, k count blocks of the row's own level";
  return problem;
}

}  // namespace

const Column* level_column(const Table& table, const GridGeometry& geometry, Problems& problems) {
  constexpr std::array<std::string_view, 5> of_octrees{"octreelevel", "blocklevel", "sublevel", "refinement",
                                                       "refinementlevel"};
  constexpr std::array<std::string_view, 4> of_any{"level", "lev", "lvl", "уровень"};
  for (const Column& column : table.columns) {
    if (column.role != ColumnRole::attribute || column.numbers() == nullptr) continue;
    const std::string plain = plain_name(column.name);
    const bool named = std::ranges::find(of_octrees, plain) != of_octrees.end();
    if (!named && std::ranges::find(of_any, plain) == of_any.end()) continue;
    bool any = false;
    for (std::size_t row = 0; row < table.rows && !any; ++row) any = (*column.numbers())[row] > 0;
    if (!any) continue;
    if (named) return &column;
    const LevelsByName levels(column, table);
    if (levels.are_others()) continue;
    if (levels.differ_within_k() || levels.double_with_levels() || levels.go_beyond(geometry.count)) return &column;
    if (!levels.number_each_k()) problems.push_back(level_not_used(table, column));
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
