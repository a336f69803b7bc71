#include "io/block_guess.h"

#include <algorithm>
#include <random>

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

LatticeFit fit_of(const Table& table) {
  const auto values = [&](ColumnRole role) { return RowValues(table.find(role), table.rows); };
  return fit_lattice(Centroids({values(ColumnRole::x), values(ColumnRole::y), values(ColumnRole::z)}), nullptr);
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
  const LatticeFit fit = fit_of(table);
  if (!fit.fits || fit.lattice.count[2] < 2) return false;
  const Filling filling = filling_of(fit);
  const double places_in_plan = 1.0 * fit.lattice.count[0] * fit.lattice.count[1];
  return 10 * filling.with_neighbour > 6 * filling.blocks && static_cast<double>(csv.rows.rows) > 1.3 * places_in_plan;
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
  return 2 * filling.with_neighbour >= filling.blocks &&
         (fit.lattice.count[2] == 1 || 5 * filling.blocks >= 6 * filling.columns);
}

}  // namespace lode::io
