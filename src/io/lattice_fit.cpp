#include "io/lattice_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/bits.h"
#include "core/parallel.h"
#include "io/axes_fit.h"
#include "io/lattice_axis.h"

namespace lode::io {

namespace {

constexpr double max_cells = 2147483648.0;

std::array<Axis, 3> fit_axes(const std::array<std::vector<double>, 3>& centroids,
                             const std::array<std::vector<double>, 3>& sizes, bool& sub_blocked) {
  std::array<Axis, 3> axes;
  std::array<bool, 3> blocked{};
  parallel_for(3, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t axis = begin; axis < end; ++axis)
      axes[axis] = fit_axis(centroids[axis], sizes[axis], blocked[axis]);
  });
  sub_blocked = blocked[0] || blocked[1] || blocked[2];
  return axes;
}

/// The rows of the layer that has most of them, in the file's order.
std::vector<std::size_t> fullest_layer(const std::vector<double>& z, const Axis& levels) {
  std::vector<std::size_t> rows_of(levels.count());
  for (const double value : z)
    if (const std::int64_t k = levels.index(value); k >= 0) ++rows_of[static_cast<std::size_t>(k)];
  const auto fullest = std::max_element(rows_of.begin(), rows_of.end()) - rows_of.begin();
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < z.size(); ++row)
    if (levels.index(z[row]) == fullest) rows.push_back(row);
  return rows;
}

/// The direction in plan along which the rows of a layer run, -45..45 degrees from an axis; 0 when there is none.
double direction_of_rows(const std::vector<double>& x, const std::vector<double>& y,
                         const std::vector<std::size_t>& rows) {
  const auto step = [&](std::size_t at) {
    return std::pair(x[rows[at]] - x[rows[at - 1]], y[rows[at]] - y[rows[at - 1]]);
  };
  double longest = 0, angle = 0;
  std::size_t begin = 0;
  for (std::size_t at = 1; at < rows.size(); ++at) {
    const auto [dx, dy] = step(at);
    const auto [ex, ey] = step(begin + 1);
    const double size = std::hypot(ex, ey);
    if (!(size > 0 && std::hypot(dx - ex, dy - ey) < 0.05 * size)) {
      begin = at - 1;
      continue;
    }
    const double along_x = x[rows[at]] - x[rows[begin]], along_y = y[rows[at]] - y[rows[begin]];
    const double length = std::hypot(along_x, along_y);
    if (at >= begin + 2 && length > longest) {
      longest = length;
      angle = std::atan2(along_y, along_x);
    }
  }
  const double quarter = std::numbers::pi / 2;
  return angle - quarter * std::round(angle / quarter);
}

std::array<std::vector<double>, 3> turned_by(double angle, const std::array<std::vector<double>, 3>& centroids) {
  const double c = std::cos(angle), s = std::sin(angle);
  std::array<std::vector<double>, 3> turned = centroids;
  for (std::size_t row = 0; row < turned[0].size(); ++row) {
    turned[0][row] = c * centroids[0][row] + s * centroids[1][row];
    turned[1][row] = c * centroids[1][row] - s * centroids[0][row];
  }
  return turned;
}

/// Infinite when they do not fit.
double cells_of(const std::array<Axis, 3>& axes) {
  double cells = 1;
  for (const Axis& axis : axes) cells *= axis.fits ? static_cast<double>(axis.count()) : INFINITY;
  return cells;
}

void assemble(LatticeFit& fit, const std::array<Axis, 3>& axes, double angle) {
  for (int axis = 0; axis < 3; ++axis) {
    const auto& edges = axes[static_cast<std::size_t>(axis)].edges;
    auto& own = fit.lattice.edges[static_cast<std::size_t>(axis)];
    fit.lattice.count[static_cast<std::size_t>(axis)] = static_cast<std::uint32_t>(edges.size() - 1);
    const double step = axes[static_cast<std::size_t>(axis)].step;
    own.resize(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i)
      own[i] = step > 0 ? static_cast<double>(i) * step : edges[i] - edges[0];
  }
  const Vec3 lower{axes[0].edges[0], axes[1].edges[0], axes[2].edges[0]};
  if (angle == 0) {
    fit.lattice.source_from_lattice.offset = lower;
    return;
  }
  const double c = std::cos(angle), s = std::sin(angle);
  fit.lattice.source_from_lattice.columns = {Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}};
  fit.lattice.source_from_lattice.offset = {c * lower.x - s * lower.y, s * lower.x + c * lower.y, lower.z};
}

/// Blocks have neighbours, and stand above one another.
bool has_neighbours(const LatticeFit& fit) {
  const Lattice& lattice = fit.lattice;
  const std::uint64_t layer = std::uint64_t{lattice.count[0]} * lattice.count[1];
  Mask present(lattice.cells()), columns(layer);
  for (const std::uint64_t cell : fit.cell)
    if (cell != LatticeFit::off_lattice) {
      present.set(cell);
      columns.set(cell % layer);
    }
  std::uint64_t with_neighbour = 0;
  present.for_each_set([&](std::uint64_t cell) {
    const auto ijk = lattice.ijk(cell);
    const std::array<std::uint64_t, 3> stride{1, lattice.count[0], layer};
    for (std::size_t axis = 0; axis < 3; ++axis)
      if ((ijk[axis] > 0 && present[cell - stride[axis]]) ||
          (ijk[axis] + 1 < lattice.count[axis] && present[cell + stride[axis]])) {
        ++with_neighbour;
        return;
      }
  });
  const std::uint64_t blocks = present.count();
  if (2 * with_neighbour < blocks) return false;
  return lattice.count[2] == 1 || 5 * blocks >= 6 * columns.count();
}

/// Level, or turned about the vertical.
LatticeFit fit_level(const std::array<std::vector<double>, 3>& centroids,
                     const std::array<std::vector<double>, 3>& sizes) {
  LatticeFit fit;
  std::array<Axis, 3> axes = fit_axes(centroids, sizes, fit.sub_blocked);
  double angle = 0;
  std::array<std::vector<double>, 3> turned;
  if (axes[2].fits && !fit.sub_blocked) {
    // Centroids of a turned grid can lie on a finer one along the axes as well: the fewest cells are meant.
    const double turn = direction_of_rows(centroids[0], centroids[1], fullest_layer(centroids[2], axes[2]));
    if (std::abs(turn) > 1e-6) {
      turned = turned_by(turn, centroids);
      bool turned_sub_blocked = false;
      const std::array<Axis, 3> turned_axes = fit_axes(turned, sizes, turned_sub_blocked);
      if (cells_of(turned_axes) < cells_of(axes)) {
        axes = turned_axes;
        angle = turn;
      }
    }
  }
  const auto& local = angle == 0 ? centroids : turned;
  if (fit.sub_blocked) {
    fit.why_not = "the sizes of its blocks vary: it is sub-blocked";
    return fit;
  }
  const double cells = cells_of(axes);
  if (std::isinf(cells)) {
    fit.why_not = std::string("its centroids lie on no regular grid along ") + (!axes[0].fits   ? "x"
                                                                                : !axes[1].fits ? "y"
                                                                                                : "z");
    return fit;
  }
  assemble(fit, axes, angle);
  if (cells > max_cells || cells > 1e5 * static_cast<double>(local[0].size()) + 1e6) {
    fit.why_not = "its centroids are too sparse for a grid";
    return fit;
  }
  const std::size_t rows = local[0].size();
  fit.cell.assign(rows, LatticeFit::off_lattice);
  parallel_for(rows, 16384, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const std::int64_t i = axes[0].index(local[0][row]), j = axes[1].index(local[1][row]),
                         k = axes[2].index(local[2][row]);
      if (i >= 0 && j >= 0 && k >= 0)
        fit.cell[row] = fit.lattice.cell(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j),
                                         static_cast<std::uint32_t>(k));
    }
  });
  fit.fits = true;
  fit.filled_as_blocks = has_neighbours(fit);
  return fit;
}

}  // namespace

std::array<std::vector<double>, 3> along_axes(const std::array<std::vector<double>, 3>& points,
                                              const std::array<Vec3, 3>& directions) {
  std::array<std::vector<double>, 3> turned;
  for (std::size_t axis = 0; axis < 3; ++axis) turned[axis].resize(points[0].size());
  parallel_for(points[0].size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      for (std::size_t axis = 0; axis < 3; ++axis)
        turned[axis][row] = dot(directions[axis], {points[0][row], points[1][row], points[2][row]});
  });
  return turned;
}

LatticeFit fit_lattice(const std::array<std::vector<double>, 3>& centroids,
                       const std::array<std::vector<double>, 3>& sizes,
                       const std::optional<std::array<Vec3, 3>>& directions) {
  const auto along = [&](const std::array<Vec3, 3>& axes) {
    LatticeFit fit = fit_level(along_axes(centroids, axes), sizes);
    fit.lattice.source_from_lattice = Affine{axes, {}} * fit.lattice.source_from_lattice;
    return fit;
  };
  if (directions) return along(*directions);
  LatticeFit level = fit_level(centroids, sizes);
  if (level.fits || level.sub_blocked) return level;
  const std::optional<std::array<Vec3, 3>> found = find_axes(centroids);
  if (!found) return level;
  LatticeFit turned = along(*found);
  return turned.fits ? turned : level;
}

}  // namespace lode::io
