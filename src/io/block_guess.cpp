#include "io/block_guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <utility>

#include "io/coordinate_levels.h"
#include "io/lattice_fit.h"

namespace lode::io {

namespace {

/// The columns of x, y and z alone.
Table read_coordinates(const CsvFile& csv, const Roles& roles) {
  CsvFile coordinates = csv;
  coordinates.attributes = {""};  // which no column is called
  Roles own;
  for (const ColumnRole key : {ColumnRole::x, ColumnRole::y, ColumnRole::z}) own.emplace(key, roles.at(key));
  Problems unseen;
  ProblemLog log(unseen);
  Progress progress;
  return read_table(coordinates, TableRole::blocks, own, {}, log, progress);
}

using Directions = std::array<Vec3, 3>;

LatticeFit fit_of(const Table& table, const std::optional<Directions>& directions = {}) {
  const auto values = [&](ColumnRole role) { return RowValues(table.find(role), table.rows); };
  return fit_lattice(Centroids({values(ColumnRole::x), values(ColumnRole::y), values(ColumnRole::z)}), nullptr,
                     directions);
}

/// The first chunks, whose rows follow one another and so show the steps of a grid, and some at random, which show its
/// extent.
CsvFile some_chunks(const CsvFile& csv) {
  constexpr std::size_t first_chunks = 12, others = 12;
  CsvFile some = csv;
  std::vector<RowChunk>& chunks = some.rows.chunks;
  std::mt19937 random(1);
  std::shuffle(chunks.begin() + first_chunks, chunks.end(), random);
  chunks.resize(first_chunks + others);
  some.rows.rows = 0;
  for (RowChunk& chunk : chunks) {
    chunk.first_row = some.rows.rows;
    some.rows.rows += chunk.rows;
  }
  some.rows.row_a_line = false;  // lines are not consecutive
  return some;
}

/// True only where some of the rows leave no doubt.
bool is_surely_block_model(const CsvFile& csv, const Roles& roles) {
  constexpr std::size_t least_chunks = 64;
  if (csv.rows.chunks.size() < least_chunks) return false;
  const Table table = read_coordinates(some_chunks(csv), roles);
  const auto shows_blocks = [&](const LatticeFit& fit) {
    if (!fit.fits || fit.lattice.count[2] < 2) return false;
    const Filling filling = filling_of(fit);
    const double places_in_plan = 1.0 * fit.lattice.count[0] * fit.lattice.count[1];
    return 10 * filling.with_neighbour > 6 * filling.blocks &&
           static_cast<double>(csv.rows.rows) > 1.3 * places_in_plan;
  };
  // Most are not turned, and looking for a turn among so few rows takes longer than all else.
  return shows_blocks(fit_of(table, Affine{}.columns)) || shows_blocks(fit_of(table));
}

}  // namespace

namespace {

/// Whether along each axis some blocks abut: a fine grid on which rows lie by chance has none that do.
bool steps_occur(const LatticeFit& fit, const Filling& filling) {
  constexpr std::uint64_t one_in = 20;
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (fit.lattice.count[axis] > 1 && one_in * filling.with_neighbour_along[axis] < filling.blocks) return false;
  return true;
}

}  // namespace

bool is_block_model(const CsvFile& csv, const Roles& roles) {
  const auto has = [&](ColumnRole role) { return roles.contains(role); };
  if (has(ColumnRole::size_x) || !has(ColumnRole::x)) return true;
  if (!has(ColumnRole::z) || has(ColumnRole::hole_id) || csv.rows.rows < 8) return false;
  if (is_surely_block_model(csv, roles)) return true;
  const Table table = read_coordinates(csv, roles);
  const LatticeFit fit = fit_of(table);
  if (!fit.fits) return false;
  const Filling filling = filling_of(fit);
  return steps_occur(fit, filling) && 2 * filling.with_neighbour >= filling.blocks &&
         (fit.lattice.count[2] == 1 || 5 * filling.blocks >= 6 * filling.columns);
}

std::string likely_blocks(const Centroids& centroids) {
  constexpr std::size_t least = 8, most = 5'000'000;
  if (centroids.size() < least || centroids.size() > most) return {};
  const std::array<std::vector<Level>, 3> levels = levels_of(centroids);
  const std::size_t benches = levels[2].size();
  if (benches == 1) {
    bool sub_blocked = false;
    const Axis x = fit_axis(levels[0], centroids, 0, nullptr, sub_blocked);
    const Axis y = fit_axis(levels[1], centroids, 1, nullptr, sub_blocked);
    if (!x.fits || !y.fits || x.count() * y.count() > 2 * centroids.size()) return {};
    return fmt::format(
        "its {} points fill a grid of {:.9g} x {:.9g} at one RL, and no size says how high they are: they are taken as "
        "points (if they are blocks: --grid 'size={:.9g},{:.9g},HEIGHT', or columns of block sizes)",
        centroids.size(), x.step, y.step, x.step, y.step);
  }
  std::vector<std::pair<double, double>> plan;
  for (std::size_t row = 0; row < centroids.size(); ++row)
    if (const Vec3 at = centroids[row]; finite(at)) plan.emplace_back(at.x, at.y);
  std::ranges::sort(plan);
  const auto places = static_cast<std::size_t>(std::ranges::unique(plan).begin() - plan.begin());
  if (benches > centroids.size() / 4 || 3 * places > 2 * centroids.size()) return {};
  return fmt::format(
      "its {} points stand above one another at {} places and {} levels, but on no grid in plan: they are taken as "
      "points (if they are blocks: give them in the system in which their grid was made, not in degrees, or state the "
      "grid: --grid 'origin=X,Y,Z size=DX,DY,DZ')",
      centroids.size(), places, benches);
}

}  // namespace lode::io
