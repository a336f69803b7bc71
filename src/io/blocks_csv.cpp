// Block models as delimited text: of centroids, with or without sizes, or of indices alone.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/axes_fit.h"
#include "io/block_rows.h"
#include "io/blocks_given.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/lattice_fit.h"
#include "io/sub_block_fit.h"

namespace lode::io {

namespace {

using Coordinates = std::array<std::vector<double>, 3>;
using Directions = std::array<Vec3, 3>;

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

std::string at_centroid(const Coordinates& centroids, std::size_t row) {
  return fmt::format("at {}, {}, {}", shortest(centroids[0][row]), shortest(centroids[1][row]),
                     shortest(centroids[2][row]));
}

/// NaN in all three where one cannot be used.
void drop_bad_coordinates(const Table& table, Coordinates& centroids, Problems& problems) {
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (is_usable_coordinate(centroids[0][row]) && is_usable_coordinate(centroids[1][row]) &&
        is_usable_coordinate(centroids[2][row]))
      continue;
    problems.push_back(problem_at_row(table, row, "bad-coordinates",
                                      "x, y, z are " + at_centroid(centroids, row).substr(3), "the block is left out"));
    for (auto& axis : centroids) axis[row] = std::numeric_limits<double>::quiet_NaN();
  }
}

[[noreturn]] void cannot_fit(const LatticeFit& fit, const CsvFile& csv) {
  throw Error("the table is no block model: " + fit.why_not,
              "give centroids on a grid with columns of block sizes, or state [sources.geometry] in a scene file",
              {csv.file});
}

/// Centroids and sizes become lower and upper sides, in place.
BoxSides sides_of(Coordinates centroids, Coordinates sizes) {
  for (std::size_t axis = 0; axis < 3; ++axis)
    parallel_for(centroids[axis].size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row) {
        const double half = sizes[axis][row] / 2;
        sizes[axis][row] = centroids[axis][row] + half;
        centroids[axis][row] -= half;
      }
    });
  return {std::move(centroids), std::move(sizes)};
}

/// As stated; else along x, y and z where parents of one size can be found so, else along the axes that are found: u,
/// v, w in whichever order fits the sizes.
Directions sub_block_directions(const Coordinates& centroids, const Coordinates& sizes, const GridGeometry& geometry) {
  if (!geometry.rotation.empty() || geometry.axes) return geometry.directions();
  const Directions level = Affine{}.columns;
  const auto fits = [&](const Directions& axes) {
    return fit_parents(sides_of(along_axes(centroids, axes), sizes), geometry.size, {}).even;
  };
  if (fits(level)) return level;
  const std::optional<Directions> found = find_axes(centroids);
  if (!found) return level;
  const auto& [u, v, w] = *found;
  for (const Directions& axes : {*found, Directions{v, -1 * u, w}, Directions{v, w, u}, Directions{w, u, v},
                                 Directions{u, w, -1 * v}, Directions{w, v, -1 * u}})
    if (fits(axes)) return axes;
  return level;
}

BlockModel sub_blocks(Table table, Coordinates centroids, Coordinates sizes, const GridGeometry& geometry,
                      Problems& problems) {
  const Directions directions = sub_block_directions(centroids, sizes, geometry);
  if (directions != Affine{}.columns) centroids = along_axes(centroids, directions);
  return sub_blocked_model(std::move(table), sides_of(std::move(centroids), std::move(sizes)), directions, geometry,
                           problems);
}

}  // namespace

Loaded load_blocks_csv(const Source& source, Progress& progress) {
  Loaded loaded;
  const CsvFile csv = open_csv(source.files.front().path, source);
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
  log.finish();
  const std::string table_name = table.name;
  const auto finish = [&](BlockModel model, std::string_view found) {
    loaded.notes.push_back(table_name + ": " + grid_text(model) + ", " + std::string(found));
    loaded.dataset = std::make_shared<const Dataset>(std::move(model));
    return loaded;
  };
  if (by_index)
    return finish(blocks_of_indices(std::move(table), source.geometry, loaded.problems), "placed as stated");

  Coordinates centroids = centroids_of(table, source.rl_metres_per_unit);
  Coordinates sizes = sizes_of(table, source.rl_metres_per_unit);
  if (are_axes_swapped(centroids[0], centroids[1], source.placing.axes)) {
    loaded.problems.push_back(axes_swapped_problem(table));
    std::swap(centroids[0], centroids[1]);
    std::swap(sizes[0], sizes[1]);
  }
  drop_bad_coordinates(table, centroids, loaded.problems);
  progress.check();
  progress.report("finding the grid", -1);
  const GridGeometry& geometry = source.geometry;
  const bool turned = !geometry.rotation.empty() || geometry.axes;
  LatticeFit fit = fit_lattice(centroids, sizes, turned ? std::optional(geometry.directions()) : std::nullopt);
  if (fit.sub_blocked)
    return finish(sub_blocks(std::move(table), std::move(centroids), std::move(sizes), geometry, loaded.problems),
                  "found from centroids and sizes");
  const bool placed = (geometry.origin || geometry.centroid) && geometry.size;
  if (placed) fit = lattice_as_stated(geometry, centroids);
  if (!fit.fits) cannot_fit(fit, csv);
  progress.check();
  BlockModel model = model_of_cells(
      std::move(table), std::move(fit.lattice), fit.cell,
      [&](std::size_t row) { return std::isfinite(centroids[0][row]) ? at_centroid(centroids, row) : ""; },
      loaded.problems);
  return finish(std::move(model), placed ? "as stated" : "found from its centroids");
}

}  // namespace lode::io
