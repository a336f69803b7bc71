// Points as delimited text, and the surface made of them.
#include <fmt/format.h>

#include <array>
#include <set>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/block_guess.h"
#include "io/column_lengths.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

/// The rows with usable coordinates; the others are reported.
std::vector<std::uint32_t> usable_rows(const Table& table, const std::vector<double>& x, const std::vector<double>& y,
                                       const std::vector<double>& z, ProblemLog& problems) {
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (is_usable_coordinate(x[row]) && is_usable_coordinate(y[row]) && is_usable_coordinate(z[row])) {
      rows.push_back(static_cast<std::uint32_t>(row));
      continue;
    }
    Problem problem = problem_of("bad-coordinates");
    problem.file = table.file;
    problem.line = table.lines[row];
    problem.message = "x, y, z are " + shortest(x[row]) + ", " + shortest(y[row]) + ", " + shortest(z[row]);
    problem.action = "the row is left out";
    problems.add(std::move(problem));
  }
  return rows;
}

/// Of fewer points than is_block_model() judges: whether they stand on a grid that they fill.
std::string small_grid_note(const Table& table, const std::vector<double>& x, const std::vector<double>& y,
                            const std::vector<double>& z) {
  constexpr std::size_t least = 4, most = 7;
  if (table.rows < least || table.rows > most || table.find(ColumnRole::z) == nullptr) return {};
  if (table.find(ColumnRole::hole_id) != nullptr) return {};
  std::array<std::uint64_t, 3> count{};
  std::uint64_t cells = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double>& values = axis == 0 ? x : axis == 1 ? y : z;
    count[axis] = std::set<double>(values.begin(), values.end()).size();
    cells *= count[axis];
  }
  if (cells != table.rows) return {};
  return fmt::format(
      "{}: its {} points fill a grid of {} x {} x {}, too small to be sure that they are blocks: they are taken as "
      "points "
      "(columns of block sizes, or kind = \"blocks\" in a scene, say otherwise)",
      table.name, table.rows, count[0], count[1], count[2]);
}

}  // namespace

Loaded load_points_csv(const Source& source, Progress& progress) {
  Loaded loaded;
  ProblemLog problems(loaded.problems);
  const CsvFile csv = open_csv(source.files.front().path, source);
  loaded.notes = reading_notes(csv);
  const Roles roles = roles_of(csv, source.files.front());
  if (!roles.contains(ColumnRole::x) || !roles.contains(ColumnRole::y))
    throw Error("the points have no columns of coordinates", "state which columns are x, y and z", {csv.file, 1});
  const bool is_of_samples = source.files.front().role == TableRole::interval;
  Table table =
      read_table(csv, is_of_samples ? TableRole::interval : TableRole::points, roles, source, problems, progress);
  table.role = TableRole::points;
  const auto [of_x, of_y, of_z] = length_factors(table, source).of_coordinates;
  std::vector<double> x = doubles_of(table.find(ColumnRole::x), table.rows, of_x);
  std::vector<double> y = doubles_of(table.find(ColumnRole::y), table.rows, of_y);
  const std::vector<double> z = doubles_of(table.find(ColumnRole::z), table.rows, of_z);
  report_units(table, source, problems);
  if (table.find(ColumnRole::z) == nullptr)
    loaded.notes.push_back(table.name + ": it has no column of RLs, points lie at RL 0");
  if (std::string note = small_grid_note(table, x, y, z); !note.empty()) loaded.notes.push_back(std::move(note));
  if (!is_of_samples && table.find(ColumnRole::z) != nullptr && table.find(ColumnRole::hole_id) == nullptr)
    if (const std::string why = likely_blocks(Centroids({RowValues(x), RowValues(y), RowValues(z)})); !why.empty())
      loaded.notes.push_back(table.name + ": " + why);
  if (are_axes_swapped(x, y, source.placing.axes)) {
    problems.add(axes_swapped_problem(table));
    std::swap(x, y);
  }
  const std::vector<std::uint32_t> rows = usable_rows(table, x, y, z, problems);
  problems.finish();
  if (rows.empty())
    throw Error("no row of the table has usable coordinates", "check its columns of x, y and z", {csv.file});
  Points points;
  points.positions_source.reserve(rows.size());
  for (const std::uint32_t row : rows) points.positions_source.push_back({x[row], y[row], z[row]});
  points.table = rows.size() == table.rows ? std::move(table) : select_rows(table, rows);
  if (source.triangulate)
    loaded.dataset = std::make_shared<const Dataset>(triangulate(points));
  else
    loaded.dataset = std::make_shared<const Dataset>(std::move(points));
  return loaded;
}

}  // namespace lode::io
