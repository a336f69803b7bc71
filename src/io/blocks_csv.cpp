// Block models as delimited text: of centroids, with or without sizes, or of indices alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/block_sizes.h"
#include "io/blocks_by_level.h"
#include "io/blocks_given.h"
#include "io/column_lengths.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/far_blocks.h"
#include "io/lattice_fit.h"
#include "io/sized_sub_blocks.h"

namespace lode::io {

namespace {

RowVectors coordinates_of(const Table& table, const std::array<double, 3>& factors) {
  return {RowValues(table.find(ColumnRole::x), table.rows, factors[0]),
          RowValues(table.find(ColumnRole::y), table.rows, factors[1]),
          RowValues(table.find(ColumnRole::z), table.rows, factors[2])};
}

/// Nothing unless there are all three.
std::optional<RowVectors> sizes_of(const Table& table, const std::array<double, 3>& factors) {
  const Column* columns[3] = {table.find(ColumnRole::size_x), table.find(ColumnRole::size_y),
                              table.find(ColumnRole::size_z)};
  if (columns[0] == nullptr || columns[1] == nullptr || columns[2] == nullptr) return std::nullopt;
  return RowVectors{RowValues(columns[0], table.rows, factors[0]), RowValues(columns[1], table.rows, factors[1]),
                    RowValues(columns[2], table.rows, factors[2])};
}

RowVectors same_for_all(Vec3 size, std::size_t rows) {
  return {RowValues::all(size.x, rows), RowValues::all(size.y, rows), RowValues::all(size.z, rows)};
}

/// Values of some rows spread over the table, which say of all whether they are eastings.
std::vector<double> some_of(const RowValues& values) {
  constexpr std::size_t most = 100'000;
  std::vector<double> some;
  for (std::size_t row = 0; row < values.size(); row += 1 + values.size() / most) some.push_back(values[row]);
  return some;
}

std::string at_centroid(const Centroids& centroids, std::size_t row) {
  const Vec3 at = centroids.as_written(row);
  return fmt::format("at {}, {}, {}", shortest(at.x), shortest(at.y), shortest(at.z));
}

/// With eastings and northings exchanged where the values say so, and the sizes with them.
Centroids centroids_of(const Table& table, const Source& source, const LengthFactors& factors,
                       std::optional<RowVectors>& sizes, Problems& problems) {
  RowVectors coordinates = coordinates_of(table, factors.of_coordinates);
  if (are_axes_swapped(some_of(coordinates[0]), some_of(coordinates[1]), source.placing.axes)) {
    problems.push_back(axes_swapped_problem(table));
    std::swap(coordinates[0], coordinates[1]);
    if (sizes) std::swap((*sizes)[0], (*sizes)[1]);
  }
  return Centroids(std::move(coordinates));
}

void report_bad_coordinates(const Table& table, const Centroids& centroids, Problems& problems) {
  if (centroids.all_usable()) return;
  std::vector<std::size_t> bad;
  std::mutex adding;
  parallel_for(table.rows, std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    centroids.for_each(begin, end, [&](std::size_t row, const Centroids::Buffer& buffer, std::size_t i) {
      if (!std::isnan(buffer.axes[0][i])) return;
      const std::lock_guard lock(adding);
      bad.push_back(row);
    });
  });
  std::ranges::sort(bad);
  for (const std::size_t row : bad)
    problems.push_back(problem_at_row(table, row, "bad-coordinates",
                                      "x, y, z are " + at_centroid(centroids, row).substr(3), "the block is left out"));
}

[[noreturn]] void cannot_fit(const LatticeFit& fit, const CsvFile& csv) {
  throw Error("the table is no block model: " + fit.why_not,
              "give centroids on a grid with columns of block sizes, or state [sources.geometry] in a scene file",
              {csv.file});
}

/// Of a grid that fits.
BlockModel regular_model(Table table, std::shared_ptr<LatticeFit> fit, bool placed, Problems& problems,
                         Progress& progress) {
  fit->tabulate();
  progress.report("ordering the blocks", -1);
  const Lattice lattice = fit->lattice;
  PlaceOfRow where = [fit](std::size_t row) {
    return finite(fit->centroids[row]) ? at_centroid(fit->centroids, row) : "";
  };
  CellsOfRows cells = [fit = std::move(fit), &progress](std::size_t begin, std::size_t end, std::uint64_t* of_rows) {
    progress.check();
    fit->cells(begin, end, of_rows);
  };
  const std::uint64_t rows = table.rows;
  Problems found;
  BlockModel model = model_of_cells(std::move(table), lattice, std::move(cells), std::move(where), found);
  check_few_off_grid(found, rows, placed, grid_text(model));
  std::ranges::move(found, std::back_inserter(problems));
  return model;
}

/// Two blocks, not side by side along x, y or z: several turns and grids explain how they lie.
bool is_turn_a_guess(const BlockModel& model) {
  if (model.table.rows != 2) return false;
  const Lattice& lattice = model.lattice;
  return lattice.source_from_lattice.columns != Affine{}.columns || !lattice.even(0) || !lattice.even(1);
}

}  // namespace

Loaded load_blocks_csv(const Source& source, Progress& progress) {
  Loaded loaded;
  const CsvFile csv = open_csv(source.files.front().path, source, SIZE_MAX, &progress);
  loaded.notes = reading_notes(csv);
  const Roles roles = roles_of(csv, source.files.front());
  const bool by_index = !roles.contains(ColumnRole::x) && roles.contains(ColumnRole::index_i);
  for (const ColumnRole role : {ColumnRole::x, ColumnRole::y, ColumnRole::z})
    if (!by_index && !roles.contains(role))
      throw Error(std::string("the block model has no column for ") + name(role), "state which columns are x, y and z",
                  {csv.file, 1});
  if (by_index) check_index_geometry(source.geometry, roles, csv.file);
  ProblemLog log(loaded.problems);
  Table table = read_table(csv, TableRole::blocks, roles, source, log, progress);
  report_units(table, source, log);
  log.finish();
  const std::string table_name = table.name;
  const auto finish = [&](BlockModel model, std::string_view found) {
    loaded.notes.push_back(table_name + ": " + grid_text(model) + ", " + std::string(found));
    const bool stated = !source.geometry.rotation.empty() || source.geometry.axes;
    if (!stated && is_turn_a_guess(model))
      loaded.notes.push_back(table_name +
                             ": two blocks alone do not show how their model is turned, so that is a guess: say it by "
                             "--grid 'rotation=vulcan angles_deg=AZIMUTH,0,0' where you know it");
    loaded.dataset = std::make_shared<const Dataset>(std::move(model));
    return loaded;
  };
  const Column* levels =
      by_index && roles.contains(ColumnRole::index_j) ? level_column(table, source.geometry, loaded.problems) : nullptr;
  if (levels != nullptr) {
    const Column level = *levels;  // the table is moved
    return finish(blocks_of_levels(std::move(table), level, source.geometry, loaded.problems), "at the levels stated");
  }
  if (by_index)
    return finish(blocks_of_indices(std::move(table), source.geometry, loaded.problems), "placed as stated");

  const LengthFactors factors = length_factors(table, source);
  std::optional<RowVectors> sizes = sizes_of(table, factors.of_sizes);
  Centroids centroids = centroids_of(table, source, factors, sizes, loaded.problems);
  report_bad_coordinates(table, centroids, loaded.problems);
  if (sizes) check_sizes_in_degrees(table, centroids, *sizes);
  const bool size_columns = sizes.has_value();
  if (!sizes && source.geometry.size) sizes = same_for_all(*source.geometry.size, table.rows);
  progress.check();
  progress.report("finding the grid", -1);
  const GridGeometry& geometry = source.geometry;
  const bool turned = !geometry.rotation.empty() || geometry.axes;
  auto fit = std::make_shared<LatticeFit>(
      fit_lattice(centroids, sizes ? &*sizes : nullptr, turned ? std::optional(geometry.directions()) : std::nullopt));
  if (sizes) report_far_blocks(table, *fit, loaded.problems);
  if (fit->sub_blocked)
    return finish(sub_blocks_of_sizes(std::move(table), centroids, *sizes, geometry, loaded.problems),
                  "found from centroids and sizes");
  const bool placed = (geometry.origin || geometry.centroid) && geometry.size;
  if (placed) *fit = lattice_as_stated(geometry, centroids);
  if (!fit->fits) cannot_fit(*fit, csv);
  if (size_columns) report_bad_sizes(table, *sizes, loaded.problems);
  centroids = {};  // the fit has its own, and goes with the model's making
  sizes.reset();
  return finish(regular_model(std::move(table), std::move(fit), placed, loaded.problems, progress),
                placed ? "as stated" : "found from its centroids");
}

}  // namespace lode::io
