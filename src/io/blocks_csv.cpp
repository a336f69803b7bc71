// Block models as delimited text of centroids.
#include <algorithm>
#include <numeric>

#include "core/checks.h"
#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/lattice_fit.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

using Coordinates = std::array<std::vector<double>, 3>;

Coordinates centroids_of(const Table& table, double rl_metres_per_unit) {
  return {doubles_of(table.find(ColumnRole::x), table.rows), doubles_of(table.find(ColumnRole::y), table.rows),
          doubles_of(table.find(ColumnRole::z), table.rows, rl_metres_per_unit)};
}

Coordinates sizes_of(const Table& table, double rl_metres_per_unit) {
  const Column* columns[3] = {table.find(ColumnRole::size_x), table.find(ColumnRole::size_y),
                              table.find(ColumnRole::size_z)};
  if (columns[0] == nullptr || columns[1] == nullptr || columns[2] == nullptr) return {};
  return {doubles_of(columns[0], table.rows), doubles_of(columns[1], table.rows),
          doubles_of(columns[2], table.rows, rl_metres_per_unit)};
}

Problem problem_at(const Table& table, std::size_t row, const char* check, std::string message, std::string action) {
  Problem problem = problem_of(check);
  problem.file = table.file;
  problem.line = table.lines[row];
  problem.message = std::move(message);
  problem.action = std::move(action);
  return problem;
}

std::string at_centroid(const Coordinates& centroids, std::size_t row) {
  return shortest(centroids[0][row]) + ", " + shortest(centroids[1][row]) + ", " + shortest(centroids[2][row]);
}

/// NaN in all three where one cannot be used.
void drop_bad_coordinates(const Table& table, Coordinates& centroids, Problems& problems) {
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (is_usable_coordinate(centroids[0][row]) && is_usable_coordinate(centroids[1][row]) &&
        is_usable_coordinate(centroids[2][row]))
      continue;
    problems.push_back(problem_at(table, row, "bad-coordinates", "x, y, z are " + at_centroid(centroids, row),
                                  "the block is left out"));
    for (auto& axis : centroids) axis[row] = std::numeric_limits<double>::quiet_NaN();
  }
}

/// Rows in cell order, the first of each cell.
std::vector<std::uint32_t> rows_in_cell_order(const Table& table, const LatticeFit& fit, const Coordinates& centroids,
                                              Problems& problems) {
  std::vector<std::uint32_t> rows;
  rows.reserve(table.rows);
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (fit.cell[row] != LatticeFit::off_lattice) {
      rows.push_back(static_cast<std::uint32_t>(row));
    } else if (std::isfinite(centroids[0][row])) {
      problems.push_back(problem_at(table, row, "block-off-lattice",
                                    "the centroid " + at_centroid(centroids, row) + " is off the grid",
                                    "the block is left out"));
    }
  }
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return fit.cell[a] != fit.cell[b] ? fit.cell[a] < fit.cell[b] : a < b;
  };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
  std::vector<std::uint32_t> kept;
  kept.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (kept.empty() || fit.cell[kept.back()] != fit.cell[row]) {
      kept.push_back(row);
      continue;
    }
    problems.push_back(problem_at(table, row, "duplicate-block",
                                  "the block at " + at_centroid(centroids, row) + " is given in line " +
                                      std::to_string(table.lines[kept.back()]) + " already",
                                  "the first is kept"));
  }
  return kept;
}

[[noreturn]] void cannot_fit(const LatticeFit& fit, const CsvFile& csv) {
  if (fit.sub_blocked)
    throw Error("the block model is sub-blocked: sizes of its blocks vary, which Lode does not read yet",
                "regularise it to blocks of one size before you export it", {csv.file});
  throw Error("the table is no block model: " + fit.why_not,
              "give centroids on a regular grid, with columns of block sizes where widths vary", {csv.file});
}

std::string grid_note(const std::string& name, const LatticeFit& fit) {
  const Lattice& lattice = fit.lattice;
  std::string note = name + ": grid of " + std::to_string(lattice.count[0]) + " x " + std::to_string(lattice.count[1]) +
                     " x " + std::to_string(lattice.count[2]) + " found from its centroids, blocks of ";
  for (int axis = 0; axis < 3; ++axis) {
    if (axis > 0) note += " x ";
    note += lattice.even(axis) ? shortest(lattice.edges[static_cast<std::size_t>(axis)][1]) : "uneven";
  }
  if (fit.rotation_deg != 0) note += ", turned by " + shortest(std::round(fit.rotation_deg * 1e4) / 1e4) + " degrees";
  return note;
}

}  // namespace

Loaded load_blocks_csv(const Source& source, Progress& progress) {
  Loaded loaded;
  const CsvFile csv = open_csv(source.files.front().path, source);
  loaded.notes = reading_notes(csv);
  const Roles roles = roles_of(csv, source.files.front());
  for (const ColumnRole role : {ColumnRole::x, ColumnRole::y, ColumnRole::z})
    if (!roles.contains(role))
      throw Error(std::string("the block model has no column for ") + name(role), "state which columns are x, y and z",
                  {csv.file, 1});
  Table table = read_table(csv, TableRole::blocks, roles, source.missing_codes, loaded.problems, progress);
  Coordinates centroids = centroids_of(table, source.rl_metres_per_unit);
  Coordinates sizes = sizes_of(table, source.rl_metres_per_unit);
  if (are_axes_swapped(centroids[0], centroids[1])) {
    loaded.problems.push_back(axes_swapped_problem(table));
    std::swap(centroids[0], centroids[1]);
    std::swap(sizes[0], sizes[1]);
  }
  drop_bad_coordinates(table, centroids, loaded.problems);
  progress.check();
  progress.report("finding the grid", -1);
  LatticeFit fit = fit_lattice(centroids, sizes);
  if (!fit.fits) cannot_fit(fit, csv);
  loaded.notes.push_back(grid_note(table.name, fit));

  const std::vector<std::uint32_t> rows = rows_in_cell_order(table, fit, centroids, loaded.problems);
  progress.check();
  BlockModel model;
  model.lattice = std::move(fit.lattice);
  if (rows.size() < model.lattice.cells()) {
    Mask present(model.lattice.cells());
    for (const std::uint32_t row : rows) present.set(fit.cell[row]);
    model.present = RankedMask(std::move(present));
  }
  const bool in_order = rows.size() == table.rows && std::is_sorted(rows.begin(), rows.end());
  model.table = in_order ? std::move(table) : select_rows(table, rows);
  loaded.dataset = std::make_shared<const Dataset>(std::move(model));
  return loaded;
}

}  // namespace lode::io
