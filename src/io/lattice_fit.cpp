#include "io/lattice_fit.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/bits.h"
#include "core/parallel.h"
#include "io/axes_fit.h"
#include "io/sized_axes.h"
#include "io/turn_fit.h"

namespace lode::io {

namespace {

constexpr double max_cells = 2147483648.0;

struct Axes {
  std::array<Axis, 3> axes;
  std::vector<Level> levels_of_z;
  bool sub_blocked = false;

  /// Infinite when they do not fit.
  double cells() const {
    double cells = 1;
    for (const Axis& axis : axes) cells *= axis.fits ? static_cast<double>(axis.count()) : INFINITY;
    return cells;
  }
};

Axes fit_axes(const Centroids& centroids, const RowVectors* sizes) {
  Axes fit;
  std::array<std::vector<Level>, 3> levels = levels_of(centroids);
  std::array<bool, 3> blocked{};
  parallel_for(3, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t axis = begin; axis < end; ++axis)
      fit.axes[axis] =
          fit_axis(levels[axis], centroids, axis, sizes == nullptr ? nullptr : &(*sizes)[axis], blocked[axis]);
  });
  fit.sub_blocked = blocked[0] || blocked[1] || blocked[2];
  fit.levels_of_z = std::move(levels[2]);
  return fit;
}

/// Points in plan of the layer that has most of them, in the file's order; of a large layer the first million.
std::vector<std::pair<double, double>> fullest_layer(const Centroids& centroids, const Axes& fit) {
  constexpr std::size_t most = 1'000'000;
  const Axis& z = fit.axes[2];
  std::vector<std::size_t> rows_of(z.count());
  for (const Level& level : fit.levels_of_z)
    if (const std::int64_t k = z.index(level.value); k >= 0) rows_of[static_cast<std::size_t>(k)] += level.rows;
  const auto fullest = std::max_element(rows_of.begin(), rows_of.end()) - rows_of.begin();
  std::optional<AxisCells> cells;
  if (const auto* mantissas = centroids.mantissas()) cells.emplace(z, (*mantissas)[2]);
  constexpr std::size_t range_rows = std::size_t{1} << 16, ranges_at_once = 64;
  std::vector<std::pair<double, double>> points;
  for (std::size_t from = 0; from < centroids.size() && points.size() < most; from += ranges_at_once * range_rows) {
    std::array<std::vector<std::pair<double, double>>, ranges_at_once> found;
    parallel_for(std::min(centroids.size() - from, ranges_at_once * range_rows), range_rows,
                 [&](std::size_t begin, std::size_t end) {
                   auto& own = found[begin / range_rows];
                   if (cells) {
                     for (std::size_t row = from + begin; row < from + end; ++row)
                       if ((*cells)[row] == fullest) own.emplace_back(centroids[row].x, centroids[row].y);
                     return;
                   }
                   centroids.for_each(from + begin, from + end,
                                      [&](std::size_t, const Centroids::Buffer& buffer, std::size_t i) {
                                        if (z.index(buffer.axes[2][i]) == fullest)
                                          own.emplace_back(buffer.axes[0][i], buffer.axes[1][i]);
                                      });
                 });
    for (const auto& own : found) points.insert(points.end(), own.begin(), own.end());
  }
  points.resize(std::min(points.size(), most));
  return points;
}

/// The direction in plan along which the rows of a layer run, -45..45 degrees from an axis; 0 when there is none.
double direction_of_rows(const std::vector<std::pair<double, double>>& points) {
  const auto step = [&](std::size_t at) {
    return std::pair(points[at].first - points[at - 1].first, points[at].second - points[at - 1].second);
  };
  double longest = 0, angle = 0;
  std::size_t begin = 0;
  for (std::size_t at = 1; at < points.size(); ++at) {
    const auto [dx, dy] = step(at);
    const auto [ex, ey] = step(begin + 1);
    const double size = std::hypot(ex, ey);
    if (!(size > 0 && std::hypot(dx - ex, dy - ey) < 0.05 * size)) {
      begin = at - 1;
      continue;
    }
    const double along_x = points[at].first - points[begin].first, along_y = points[at].second - points[begin].second;
    const double length = std::hypot(along_x, along_y);
    if (at >= begin + 2 && length > longest) {
      longest = length;
      angle = std::atan2(along_y, along_x);
    }
  }
  const double quarter = std::numbers::pi / 2;
  return angle - quarter * std::round(angle / quarter);
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

/// A grid turned about the vertical.
struct TurnedAxes {
  double angle = 0;
  Centroids centroids;  ///< along its axes
  Axes axes;
};

TurnedAxes axes_at(const Centroids& centroids, const RowVectors* sizes, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  TurnedAxes turned{angle, centroids.along({Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}}), {}};
  turned.axes = fit_axes(turned.centroids, sizes);
  return turned;
}

/// Found at about an angle, then at the one that all centroids fit best, which is the shortest decimal of degrees that
/// they do not contradict.
TurnedAxes turned_axes(const Centroids& centroids, const RowVectors* sizes, double about) {
  constexpr int most_rounds = 3;
  constexpr double settled_rad = 1e-5, degree = std::numbers::pi / 180, float_noise_rad = 1e-11;
  TurnedAxes turned = axes_at(centroids, sizes, about);
  for (int round = 0; round < most_rounds && std::isfinite(turned.axes.cells()); ++round) {
    LatticeFit fit;
    fit.centroids = turned.centroids;
    fit.axes = turned.axes.axes;
    const TurnFit better = fit_turn(fit, true);
    const double slack_rad = std::max(better.slack_rad, float_noise_rad);
    const double angle = degree * shortest_decimal((turned.angle + better.turn_rad.z) / degree, slack_rad / degree);
    TurnedAxes again = axes_at(centroids, sizes, angle);
    if (again.axes.cells() > turned.axes.cells()) break;
    turned = std::move(again);
    if (std::abs(better.turn_rad.z) < settled_rad) break;
  }
  return turned;
}

LatticeFit fit_of(Axes axes, const Centroids& centroids, double angle) {
  LatticeFit fit;
  fit.sub_blocked = axes.sub_blocked;
  fit.centroids = centroids;
  if (fit.sub_blocked) {
    fit.axes = std::move(axes.axes);  // what lies far along them
    fit.why_not = "the sizes of its blocks vary: it is sub-blocked";
    return fit;
  }
  const double cells = axes.cells();
  if (std::isinf(cells)) {
    const auto& [x, y, z] = axes.axes;
    fit.why_not = std::string("its centroids lie on no regular grid along ") + (!x.fits ? "x" : !y.fits ? "y" : "z");
    return fit;
  }
  assemble(fit, axes.axes, angle);
  if (cells > max_cells || cells > 1e5 * static_cast<double>(centroids.size()) + 1e6) {
    fit.why_not = "its centroids are too sparse for a grid";
    return fit;
  }
  fit.axes = std::move(axes.axes);
  fit.fits = true;
  return fit;
}

/// Level, or turned about the vertical.
LatticeFit fit_level(const Centroids& centroids, const RowVectors* sizes) {
  Axes axes = fit_axes(centroids, sizes);
  // Centroids of a turned grid can lie on a finer one along the axes as well: the fewest cells are meant.
  if (axes.axes[2].fits && !axes.sub_blocked && axes.cells() > static_cast<double>(centroids.size())) {
    const double turn = direction_of_rows(fullest_layer(centroids, axes));
    if (std::abs(turn) > 1e-6) {
      TurnedAxes turned = turned_axes(centroids, sizes, turn);
      if (turned.axes.cells() < axes.cells()) return fit_of(std::move(turned.axes), turned.centroids, turned.angle);
    }
  }
  return fit_of(std::move(axes), centroids, 0);
}

/// On axes along directions u, v, w.
LatticeFit fit_along(const Centroids& centroids, const RowVectors* sizes, const std::array<Vec3, 3>& directions) {
  LatticeFit fit = fit_level(centroids.along(directions), sizes);
  fit.lattice.source_from_lattice = Affine{directions, {}} * fit.lattice.source_from_lattice;
  return fit;
}

/// On axes found, as all centroids fit them best; level where they are within rounding.
LatticeFit fit_found(const Centroids& centroids, const RowVectors* sizes, const std::array<Vec3, 3>& found) {
  constexpr double nearly_level = 1 - 1e-4;  // a cosine
  if (found[2].z > nearly_level) {
    TurnedAxes turned = turned_axes(centroids, sizes, std::atan2(found[0].y, found[0].x));
    if (LatticeFit level = fit_of(std::move(turned.axes), turned.centroids, turned.angle); level.fits) return level;
  }
  LatticeFit fit = fit_along(centroids, sizes, found);
  constexpr int rounds = 2;
  for (int round = 0; round < rounds && fit.fits; ++round) {
    const Vec3 turn_rad = fit_turn(fit, false).turn_rad;
    LatticeFit again = fit_along(centroids, sizes, turned_by(fit.lattice.source_from_lattice.columns, turn_rad));
    if (!again.fits) break;
    fit = std::move(again);
  }
  return fit;
}

/// The one size of all blocks.
std::optional<Vec3> size_of_all(const RowVectors* sizes) {
  if (sizes == nullptr) return std::nullopt;
  Vec3 size;
  for (std::size_t axis = 0; axis < 3; ++axis) size[static_cast<int>(axis)] = constant_size((*sizes)[axis]).size;
  return size.x > 0 && size.y > 0 && size.z > 0 ? std::optional(size) : std::nullopt;
}

/// Whether so few cells are filled that the grid may be a finer one on which the blocks of a turned grid lie by chance.
bool is_in_doubt(const LatticeFit& fit) {
  constexpr double cells_a_block = 20;
  return !fit.fits ||
         static_cast<double>(fit.lattice.cells()) > cells_a_block * static_cast<double>(fit.centroids.size());
}

}  // namespace

void LatticeFit::tabulate() {
  const std::array<Mantissas, 3>* mantissas = centroids.mantissas();
  tables.clear();
  if (mantissas == nullptr) return;
  for (std::size_t axis = 0; axis < 3; ++axis) tables.emplace_back(axes[axis], (*mantissas)[axis]);
}

void LatticeFit::cells(std::size_t begin, std::size_t end, std::uint64_t* cells) const {
  const std::uint64_t line = lattice.count[0], layer = line * lattice.count[1];
  const auto cell_of = [&](std::int32_t i, std::int32_t j, std::int32_t k) {
    return (i | j | k) < 0 ? off_lattice
                           : static_cast<std::uint64_t>(i) + line * static_cast<std::uint64_t>(j) +
                                 layer * static_cast<std::uint64_t>(k);
  };
  if (!tables.empty()) {
    for (std::size_t row = begin; row < end; ++row) *cells++ = cell_of(tables[0][row], tables[1][row], tables[2][row]);
    return;
  }
  Centroids::Buffer buffer;
  std::array<std::array<std::int32_t, Centroids::most_at_once>, 3> at;
  for (std::size_t from = begin; from < end; from += Centroids::most_at_once) {
    const std::size_t size = std::min(end - from, Centroids::most_at_once);
    centroids.read(from, from + size, buffer);
    for (std::size_t axis = 0; axis < 3; ++axis) axes[axis].indices(buffer.axes[axis].data(), size, at[axis].data());
    for (std::size_t i = 0; i < size; ++i) *cells++ = cell_of(at[0][i], at[1][i], at[2][i]);
  }
}

Filling filling_of(const LatticeFit& fit) {
  Filling filling;
  const Lattice& lattice = fit.lattice;
  const std::uint64_t layer = std::uint64_t{lattice.count[0]} * lattice.count[1];
  Mask present(lattice.cells()), columns(layer);
  std::vector<std::uint64_t> cells(std::size_t{1} << 16);
  for (std::size_t begin = 0; begin < fit.centroids.size(); begin += cells.size()) {
    const std::size_t end = std::min(fit.centroids.size(), begin + cells.size());
    fit.cells(begin, end, cells.data());
    for (std::size_t i = 0; i < end - begin; ++i)
      if (cells[i] != LatticeFit::off_lattice) {
        present.set(cells[i]);
        columns.set(cells[i] % layer);
      }
  }
  present.for_each_set([&](std::uint64_t cell) {
    const auto ijk = lattice.ijk(cell);
    const std::array<std::uint64_t, 3> stride{1, lattice.count[0], layer};
    bool any = false;
    for (std::size_t axis = 0; axis < 3; ++axis)
      if ((ijk[axis] > 0 && present[cell - stride[axis]]) ||
          (ijk[axis] + 1 < lattice.count[axis] && present[cell + stride[axis]])) {
        ++filling.with_neighbour_along[axis];
        any = true;
      }
    filling.with_neighbour += any ? 1 : 0;
  });
  filling.blocks = present.count();
  filling.columns = columns.count();
  return filling;
}

LatticeFit fit_lattice(const Centroids& centroids, const RowVectors* sizes,
                       const std::optional<std::array<Vec3, 3>>& directions) {
  if (directions) return fit_along(centroids, sizes, *directions);
  LatticeFit best = fit_level(centroids, sizes);
  if (best.sub_blocked) return best;
  const auto take = [&](const std::optional<std::array<Vec3, 3>>& found) {
    if (!found) return;
    LatticeFit turned = fit_found(centroids, sizes, *found);
    if (turned.fits && (!best.fits || turned.lattice.cells() < best.lattice.cells())) best = std::move(turned);
  };
  if (const auto size = is_in_doubt(best) ? size_of_all(sizes) : std::nullopt) take(find_axes_of(centroids, *size));
  if (is_in_doubt(best)) take(find_axes(centroids));
  return best;
}

}  // namespace lode::io
