// Least squares through control points, and which of them the others contradict.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "geo/crs.h"
#include "geo/mine_grid.h"

namespace lode::geo {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Indices = std::vector<std::size_t>;

std::size_t least_points(MineGridKind kind) { return kind == MineGridKind::similarity ? 2 : 3; }

/// Sums of products about the middle of both sets: small numbers, so that millions of metres do not eat digits.
struct Sums {
  Vec3 mine, base;
  double xx = 0, xy = 0, yy = 0;          ///< of base with base
  double xu = 0, yu = 0, xv = 0, yv = 0;  ///< of base x, y with mine u, v
};

Sums sums_of(const std::vector<ControlPoint>& points, const Indices& used) {
  Sums sums;
  for (const std::size_t i : used) {
    sums.mine = sums.mine + points[i].mine;
    sums.base = sums.base + points[i].base;
  }
  sums.mine = 1.0 / static_cast<double>(used.size()) * sums.mine;
  sums.base = 1.0 / static_cast<double>(used.size()) * sums.base;
  for (const std::size_t i : used) {
    const Vec3 b = points[i].base - sums.base, m = points[i].mine - sums.mine;
    sums.xx += b.x * b.x, sums.xy += b.x * b.y, sums.yy += b.y * b.y;
    sums.xu += b.x * m.x, sums.yu += b.y * m.x, sums.xv += b.x * m.y, sums.yv += b.y * m.y;
  }
  return sums;
}

/// False when the points do not determine it.
bool solve(const std::vector<ControlPoint>& points, const Indices& used, MineGridKind kind, MineGrid& grid) {
  const Sums s = sums_of(points, used);
  constexpr double least_m2 = 1e-4, thinnest = 1e-8;
  if (!(s.xx + s.yy > least_m2)) return false;
  if (kind == MineGridKind::similarity) {
    grid.a1 = grid.b2 = (s.xu + s.yv) / (s.xx + s.yy);
    grid.b1 = (s.xv - s.yu) / (s.xx + s.yy);
    grid.a2 = -grid.b1;
    if (!(grid.scale() > 1e-6)) return false;  // all mine points in one place
  } else {
    const double determinant = s.xx * s.yy - s.xy * s.xy;
    if (!(determinant > thinnest * (s.xx + s.yy) * (s.xx + s.yy))) return false;
    grid.a1 = (s.xu * s.yy - s.yu * s.xy) / determinant;
    grid.a2 = (s.yu * s.xx - s.xu * s.xy) / determinant;
    grid.b1 = (s.xv * s.yy - s.yv * s.xy) / determinant;
    grid.b2 = (s.yv * s.xx - s.xv * s.xy) / determinant;
  }
  grid.a0 = s.mine.x - grid.a1 * s.base.x - grid.a2 * s.base.y;
  grid.b0 = s.mine.y - grid.b1 * s.base.x - grid.b2 * s.base.y;
  double shift = 0;
  std::size_t heights = 0;
  for (const std::size_t i : used)
    if (points[i].has_heights) shift += points[i].mine.z - points[i].base.z, ++heights;
  constexpr double finest_m = 1e-6;  // below it there are only rounding errors, which would stand in every note
  grid.height_shift_m = heights == 0 ? 0 : finest_m * std::round(shift / static_cast<double>(heights) / finest_m);
  return true;
}

std::vector<ControlResidual> residuals_of(const std::vector<ControlPoint>& points, const MineGrid& grid) {
  std::vector<ControlResidual> residuals;
  for (const ControlPoint& point : points) {
    const Vec3 off = grid.mine_from_base(point.base) - point.mine;
    residuals.push_back({point.name, off.x, off.y, point.has_heights ? off.z : nan, std::hypot(off.x, off.y)});
  }
  return residuals;
}

double rms_of(const std::vector<ControlResidual>& residuals, const Indices& used) {
  double sum = 0;
  for (const std::size_t i : used) sum += residuals[i].plan_m * residuals[i].plan_m;
  return std::sqrt(sum / static_cast<double>(used.size()));
}

/// Calls `use` with every smallest set of points that determines a grid, at most some thousands of them.
template <typename Use>
void for_each_least_set(std::size_t count, MineGridKind kind, const Use& use) {
  constexpr std::size_t most = 40;  // points taken into account: pairs and triples of more say nothing new
  const std::size_t step = (count + most - 1) / most;
  for (std::size_t i = 0; i < count; i += step)
    for (std::size_t j = i + step; j < count; j += step) {
      if (kind == MineGridKind::similarity) use(Indices{i, j});
      for (std::size_t k = j + step; kind == MineGridKind::affine && k < count; k += step) use(Indices{i, j, k});
    }
}

/// How badly a grid through few points fits the better half of all. Of three points every pair fits itself: there the
/// scale that is nearest to 1 tells.
double misfit(const std::vector<ControlPoint>& points, MineGridKind kind, const MineGrid& grid) {
  if (points.size() == least_points(kind) + 1) return std::abs(std::log(grid.scale()));
  std::vector<double> off;
  for (const ControlResidual& residual : residuals_of(points, grid)) off.push_back(residual.plan_m);
  const std::size_t half = std::min(off.size() - 1, (off.size() + least_points(kind) + 1) / 2);
  std::nth_element(off.begin(), off.begin() + static_cast<std::ptrdiff_t>(half) - 1, off.end());
  return off[half - 1];
}

/// The points that agree with what at least half of all agree upon.
Indices agreeing(const std::vector<ControlPoint>& points, MineGridKind kind) {
  MineGrid best;
  double least = std::numeric_limits<double>::infinity();
  for_each_least_set(points.size(), kind, [&](const Indices& set) {
    MineGrid grid;
    if (!solve(points, set, kind, grid)) return;
    if (const double off = misfit(points, kind, grid); off < least) least = off, best = grid;
  });
  std::vector<double> off;
  for (const ControlResidual& residual : residuals_of(points, best)) off.push_back(residual.plan_m);
  std::vector<double> sorted = off;
  std::sort(sorted.begin(), sorted.end());
  // A blunder lies beyond what surveying errs by, and far beyond what the better half shows.
  constexpr double surveying_m = 0.1, far_beyond = 5;
  const double limit = std::max(surveying_m, far_beyond * sorted[(points.size() - 1) / 2]);
  Indices good;
  for (std::size_t i = 0; i < off.size(); ++i)
    if (off[i] <= limit) good.push_back(i);
  return good;
}

/// Whether leaving points out makes the rest agree, and not just any set that is small enough to fit anything.
void find_blunders(const std::vector<ControlPoint>& points, MineGridKind kind, MineGridFit& fit) {
  const bool scale_tells = kind == MineGridKind::similarity && points.size() == 3;
  if (points.size() < least_points(kind) + 2 && !scale_tells) return;
  constexpr double good_enough_m = 0.1;
  if (fit.rms_m < good_enough_m) return;
  const Indices good = agreeing(points, kind);
  if (good.size() == points.size() || good.size() < least_points(kind) + (scale_tells ? 0 : 1)) return;
  MineGrid grid = fit.grid;
  if (!solve(points, good, kind, grid)) return;
  constexpr double most_off_scale = 0.002;  // a grid's own scale, and height above the ellipsoid
  if (scale_tells && std::abs(grid.scale() - 1) > most_off_scale) return;
  fit.without_blunders = grid;
  fit.residuals_without = residuals_of(points, grid);
  fit.rms_without_m = rms_of(fit.residuals_without, good);
  for (std::size_t i = 0; i < points.size(); ++i)
    if (std::find(good.begin(), good.end(), i) == good.end())
      fit.residuals[i].blunder = fit.residuals_without[i].blunder = true;
}

/// A grid fitted in metres, counted in the mine's unit.
void count_in(double metres_per_unit, MineGrid& grid) {
  for (double* coefficient : {&grid.a0, &grid.a1, &grid.a2, &grid.b0, &grid.b1, &grid.b2})
    *coefficient /= metres_per_unit;
  grid.metres_per_unit = metres_per_unit;
}

}  // namespace

MineGridFit fit_mine_grid(const std::vector<ControlPoint>& points, MineGridKind kind, const std::string& base_crs,
                          double mine_metres_per_unit) {
  const CrsInfo base = describe_crs(base_crs);
  if (!base.projected || base.mine_grid)
    throw Error(fmt::format("a mine grid cannot be turned out of {}", short_name(base)),
                "give a projected CRS, such as a UTM zone");
  if (points.size() < least_points(kind))
    throw Error(fmt::format("{} control point{} cannot tell a mine grid", points.size(), points.size() == 1 ? "" : "s"),
                kind == MineGridKind::similarity ? "give two or more" : "an affine one needs three or more");
  std::vector<ControlPoint> in_metres = points;
  for (ControlPoint& point : in_metres) {
    point.base.x *= base.metres_per_unit;
    point.base.y *= base.metres_per_unit;
    point.mine.x *= mine_metres_per_unit;
    point.mine.y *= mine_metres_per_unit;
  }
  Indices all(points.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  MineGridFit fit;
  fit.grid.base_crs = base_crs;
  if (!solve(in_metres, all, kind, fit.grid))
    throw Error("the control points do not tell a mine grid",
                kind == MineGridKind::similarity ? "they lie in one place: give points far from each other"
                                                 : "they lie on one line: give points that span an area");
  fit.residuals = residuals_of(in_metres, fit.grid);
  fit.rms_m = rms_of(fit.residuals, all);
  find_blunders(in_metres, kind, fit);
  count_in(mine_metres_per_unit, fit.grid);
  if (fit.without_blunders) count_in(mine_metres_per_unit, *fit.without_blunders);
  return fit;
}

}  // namespace lode::geo
