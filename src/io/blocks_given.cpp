#include "io/blocks_given.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/coordinates.h"

namespace lode::io {

namespace {

using Indices = std::array<std::vector<double>, 3>;

Lattice lattice_of(const GridGeometry& geometry, std::array<std::uint32_t, 3> count) {
  Lattice lattice = Lattice::regular({}, *geometry.size, count);
  lattice.source_from_lattice = geometry.source_from_lattice();
  return lattice;
}

/// I, J and K of Datamine's index of all three.
Indices split(const std::vector<double>& combined, const std::array<std::uint32_t, 3>& count) {
  Indices indices;
  for (auto& axis : indices) axis.reserve(combined.size());
  for (const double index : combined) {
    const double k = std::fmod(index, count[2]), rest = std::floor(index / count[2]);
    indices[0].push_back(std::floor(rest / count[1]));
    indices[1].push_back(std::fmod(rest, count[1]));
    indices[2].push_back(k);
  }
  return indices;
}

bool is_index(double value) { return value >= 0 && value <= Lattice::max_count && value == std::floor(value); }

struct Range {
  double least = HUGE_VAL, most = -1;
};
Range range_of(const std::vector<double>& indices) {
  Range range;
  for (const double index : indices)
    if (is_index(index)) {
      range.least = std::min(range.least, index);
      range.most = std::max(range.most, index);
    }
  return range;
}

}  // namespace

void check_index_geometry(const GridGeometry& geometry, const Roles& roles, const std::filesystem::path& file) {
  const bool combined = !roles.contains(ColumnRole::index_j);
  const bool lacks_count = combined && (geometry.count[0] == 0 || geometry.count[1] == 0 || geometry.count[2] == 0);
  if ((geometry.origin || geometry.centroid) && geometry.size && !lacks_count) return;
  throw Error("the table holds indices of blocks, but no coordinates",
              fmt::format("state the grid: --grid 'origin=X,Y,Z size=DX,DY,DZ{}', or [sources.geometry] with origin, "
                          "size{} in a scene file (`lode scene`)",
                          combined ? " count=NX,NY,NZ" : "", combined ? " and count" : ""),
              {file, 1});
}

BlockModel blocks_of_indices(Table table, const GridGeometry& geometry, Problems& problems) {
  Indices indices;
  if (const Column* j = table.find(ColumnRole::index_j)) {
    indices = {doubles_of(table.find(ColumnRole::index_i), table.rows), doubles_of(j, table.rows),
               doubles_of(table.find(ColumnRole::index_k), table.rows)};
  } else {
    std::vector<double> combined = doubles_of(table.find(ColumnRole::index_i), table.rows);
    for (double& index : combined)
      if (!(index >= 0 && index == std::floor(index))) index = std::numeric_limits<double>::quiet_NaN();
    indices = split(combined, geometry.count);
  }
  std::array<Range, 3> ranges;
  bool from_zero = !table.find(ColumnRole::index_j);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    ranges[axis] = range_of(indices[axis]);
    if (ranges[axis].most < 0) throw Error("no row has indices of a block", "check the columns of i, j and k");
    from_zero = from_zero || ranges[axis].least == 0;
  }
  const double base = from_zero ? 0 : 1;
  std::array<std::uint32_t, 3> count = geometry.count;
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (count[axis] == 0) count[axis] = static_cast<std::uint32_t>(ranges[axis].most - base + 1);
  Lattice lattice = lattice_of(geometry, count);
  std::vector<std::uint64_t> cell(table.rows, LatticeFit::off_lattice);
  std::vector<std::uint64_t> of_cell;
  for (std::size_t row = 0; row < table.rows; ++row) {
    std::array<std::uint32_t, 3> at{};
    bool inside = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double index = indices[axis][row] - base;
      inside = inside && is_index(index) && index < count[axis];
      if (inside) at[axis] = static_cast<std::uint32_t>(index);
    }
    if (inside) cell[row] = lattice.cell(at[0], at[1], at[2]);
  }
  const std::uint64_t rows = table.rows;
  Problems found;
  BlockModel model = model_of_cells(
      std::move(table), std::move(lattice), cell,
      [&](std::size_t row) {
        return fmt::format("{}, {}, {}", shortest(indices[0][row]), shortest(indices[1][row]),
                           shortest(indices[2][row]));
      },
      found);
  if (2 * model.table.rows < rows)
    throw Error(fmt::format("{} of {} rows have the indices of a block given before: they are sub-blocks",
                            grouped(static_cast<double>(found.size())), grouped(static_cast<double>(rows))),
                "export the sub-blocks with centroids and sizes (x, y, z, dx, dy, dz)");
  problems.insert(problems.end(), found.begin(), found.end());
  return model;
}

LatticeFit lattice_as_stated(const GridGeometry& geometry, const std::array<std::vector<double>, 3>& centroids) {
  const Affine lattice_from_source = inverse(geometry.source_from_lattice());
  const std::size_t rows = centroids[0].size();
  constexpr double tolerance = 0.02;
  std::vector<std::array<double, 3>> places(rows);
  std::array<std::uint32_t, 3> count = geometry.count;
  std::array<double, 3> most{0, 0, 0};
  for (std::size_t row = 0; row < rows; ++row) {
    const Vec3 local = lattice_from_source({centroids[0][row], centroids[1][row], centroids[2][row]});
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const int a = static_cast<int>(axis);
      const double at = local[a] / (*geometry.size)[a] - 0.5;
      places[row][axis] = std::abs(at - std::round(at)) <= tolerance ? std::round(at) : -1;
      if (is_index(places[row][axis])) most[axis] = std::max(most[axis], places[row][axis]);
    }
  }
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (count[axis] == 0) count[axis] = static_cast<std::uint32_t>(std::min(most[axis] + 1, 1.0 * Lattice::max_count));
  LatticeFit fit;
  fit.lattice = lattice_of(geometry, count);
  fit.cell.assign(rows, LatticeFit::off_lattice);
  std::uint64_t on_grid = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto& at = places[row];
    if (!(at[0] >= 0 && at[1] >= 0 && at[2] >= 0 && at[0] < count[0] && at[1] < count[1] && at[2] < count[2])) continue;
    fit.cell[row] = fit.lattice.cell(static_cast<std::uint32_t>(at[0]), static_cast<std::uint32_t>(at[1]),
                                     static_cast<std::uint32_t>(at[2]));
    ++on_grid;
  }
  fit.fits = on_grid > 0;
  fit.why_not = "no centroid lies on the grid that is stated";
  return fit;
}

}  // namespace lode::io
