#include "io/blocks_given.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/block_rows.h"
#include "io/centroids.h"
#include "io/far_blocks.h"

namespace lode::io {

namespace {

Lattice lattice_of(const GridGeometry& geometry, std::array<std::uint32_t, 3> count) {
  Lattice lattice = Lattice::regular({}, *geometry.size, count);
  lattice.source_from_lattice = geometry.source_from_lattice();
  return lattice;
}

bool is_index(double value) { return value >= 0 && value <= Lattice::max_count && value == std::floor(value); }

/// Indices of rows as written: of three columns, or of one that holds all three as Datamine counts them.
class Indices {
 public:
  Indices(const Table& table, std::array<std::uint32_t, 3> count) : count_(count) {
    combined_ = table.find(ColumnRole::index_j) == nullptr;
    columns_[0] = RowValues(table.find(ColumnRole::index_i), table.rows);
    if (combined_) return;
    columns_[1] = RowValues(table.find(ColumnRole::index_j), table.rows);
    columns_[2] = RowValues(table.find(ColumnRole::index_k), table.rows);
  }

  bool combined() const { return combined_; }

  std::array<double, 3> operator[](std::size_t row) const {
    if (!combined_) return {columns_[0][row], columns_[1][row], columns_[2][row]};
    const double index = columns_[0][row];
    if (!(index >= 0 && index == std::floor(index))) return {NAN, NAN, NAN};
    const double rest = std::floor(index / count_[2]);
    return {std::floor(rest / count_[1]), std::fmod(rest, count_[1]), std::fmod(index, count_[2])};
  }

 private:
  RowVectors columns_;
  std::array<std::uint32_t, 3> count_;
  bool combined_;
};

struct Range {
  double least = HUGE_VAL, most = -1;
};

std::array<Range, 3> ranges_of(const Indices& indices, std::size_t rows) {
  std::array<Range, 3> ranges;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::array<double, 3> at = indices[row];
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (is_index(at[axis])) {
        ranges[axis].least = std::min(ranges[axis].least, at[axis]);
        ranges[axis].most = std::max(ranges[axis].most, at[axis]);
      }
  }
  return ranges;
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
  const Indices indices(table, geometry.count);
  const std::array<Range, 3> ranges = ranges_of(indices, table.rows);
  bool from_zero = indices.combined();
  for (const Range& range : ranges) {
    if (range.most < 0) throw Error("no row has indices of a block", "check the columns of i, j and k");
    from_zero = from_zero || range.least == 0;
  }
  const double base = from_zero ? 0 : 1;
  std::array<std::uint32_t, 3> count = geometry.count;
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (count[axis] == 0) count[axis] = static_cast<std::uint32_t>(ranges[axis].most - base + 1);
  Lattice lattice = lattice_of(geometry, count);
  const auto cells = [&indices, base, count, on = lattice](std::size_t begin, std::size_t end, std::uint64_t* cell) {
    for (std::size_t row = begin; row < end; ++row, ++cell) {
      const std::array<double, 3> index = indices[row];
      std::array<std::uint32_t, 3> at{};
      bool inside = true;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        inside = inside && is_index(index[axis] - base) && index[axis] - base < count[axis];
        if (inside) at[axis] = static_cast<std::uint32_t>(index[axis] - base);
      }
      *cell = inside ? on.cell(at[0], at[1], at[2]) : LatticeFit::off_lattice;
    }
  };
  const auto where = [&](std::size_t row) {
    const auto [i, j, k] = indices[row];
    return fmt::format("{}, {}, {}", shortest(i), shortest(j), shortest(k));
  };
  const std::uint64_t rows = table.rows;
  Problems found;
  BlockModel model = model_of_cells(std::move(table), std::move(lattice), cells, where, found);
  check_few_off_grid(found, rows, true, grid_text(model));
  if (2 * model.table.rows < rows) {
    const Problem& first = *std::ranges::find(found, "duplicate-block", &Problem::check);
    throw Error(fmt::format("{} of {} rows have the indices of a block given before: they are sub-blocks",
                            grouped(static_cast<double>(found.size())), grouped(static_cast<double>(rows))),
                "export the sub-blocks with centroids and sizes (x, y, z, dx, dy, dz), or of an octree with a column "
                "`octree_level`",
                {path_from_utf8(first.file), first.line});
  }
  problems.insert(problems.end(), found.begin(), found.end());
  return model;
}

LatticeFit lattice_as_stated(const GridGeometry& geometry, const Centroids& centroids) {
  LatticeFit fit;
  const std::array<Vec3, 3> directions = geometry.directions();
  const Vec3 lower = geometry.source_from_lattice().offset;
  fit.centroids = centroids.along(directions);
  std::array<Axis, 3>& axes = fit.axes;
  std::array<std::uint32_t, 3> count = geometry.count;
  std::array<double, 3> first{}, most{0, 0, 0};
  for (std::size_t axis = 0; axis < 3; ++axis) first[axis] = dot(directions[axis], lower);
  const auto place = [&](double value, std::size_t axis) {
    const double at = (value - first[axis]) / (*geometry.size)[static_cast<int>(axis)] - 0.5;
    return std::abs(at - std::round(at)) <= Axis::tolerance ? std::round(at) : -1;
  };
  fit.centroids.for_each(0, centroids.size(), [&](std::size_t, const Centroids::Buffer& buffer, std::size_t i) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (const double at = place(buffer.axes[axis][i], axis); is_index(at)) most[axis] = std::max(most[axis], at);
  });
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (count[axis] == 0) count[axis] = static_cast<std::uint32_t>(std::min(most[axis] + 1, 1.0 * Lattice::max_count));
    axes[axis] = {true, (*geometry.size)[static_cast<int>(axis)], {}};
    for (std::uint32_t i = 0; i <= count[axis]; ++i) axes[axis].edges.push_back(first[axis] + i * axes[axis].step);
  }
  fit.lattice = lattice_of(geometry, count);
  std::vector<std::uint64_t> cells(Centroids::most_at_once);
  for (std::size_t begin = 0; begin < centroids.size() && !fit.fits; begin += cells.size()) {
    const std::size_t end = std::min(centroids.size(), begin + cells.size());
    fit.cells(begin, end, cells.data());
    fit.fits = std::any_of(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(end - begin),
                           [](std::uint64_t cell) { return cell != LatticeFit::off_lattice; });
  }
  fit.why_not = "no centroid lies on the grid that is stated";
  return fit;
}

}  // namespace lode::io
