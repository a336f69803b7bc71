#include "io/turn_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace lode::io {

namespace {

/// A centroid, and where the grid has it.
struct Pair {
  Vec3 grid, found;
};

std::vector<Pair> pairs_of(const LatticeFit& fit) {
  constexpr std::size_t most = std::size_t{1} << 21;
  const std::size_t stride = 1 + fit.centroids.size() / most;
  std::vector<Pair> pairs;
  pairs.reserve(fit.centroids.size() / stride + 1);
  for (std::size_t row = 0; row < fit.centroids.size(); row += stride) {
    Pair pair;
    pair.found = fit.centroids[row];
    bool on_grid = true;
    for (int axis = 0; axis < 3 && on_grid; ++axis) {
      const Axis& along = fit.axes[static_cast<std::size_t>(axis)];
      const std::int64_t cell = along.index(pair.found[axis]);
      on_grid = cell >= 0;
      if (!on_grid) break;
      const auto lower = static_cast<std::size_t>(cell);
      pair.grid[axis] = 0.5 * (along.edges[lower] + along.edges[lower + 1]);
    }
    if (on_grid) pairs.push_back(pair);
  }
  return pairs;
}

/// Solves a symmetric system of `sum` as its trace's half: of centroids on one line the turn about it stays 0.
Vec3 solve(std::array<Vec3, 3> rows, double sum, Vec3 right) {
  constexpr double least = 1e-12;
  for (int axis = 0; axis < 3; ++axis) rows[static_cast<std::size_t>(axis)][axis] += least * sum;
  const auto& [a, b, c] = rows;  // the columns as well
  const double determinant = dot(a, cross(b, c));
  return {dot(right, cross(b, c)) / determinant, dot(a, cross(right, c)) / determinant,
          dot(a, cross(b, right)) / determinant};
}

/// `rounding`: of a coordinate.
TurnFit turn_of(const std::vector<Pair>& pairs, bool level, double rounding) {
  TurnFit result;
  if (pairs.size() < 2) return result;
  const double share = 1 / static_cast<double>(pairs.size());
  Vec3 mean_grid, mean_off;
  for (const Pair& pair : pairs) {
    mean_grid = mean_grid + share * (pair.grid - pairs[0].grid);
    mean_off = mean_off + share * (pair.found - pair.grid);
  }
  mean_grid = mean_grid + pairs[0].grid;
  std::array<Vec3, 3> normal{};
  Vec3 torque;
  double off_squares = 0, arms = 0, greatest = 0, longest = 0;
  for (const Pair& pair : pairs) {
    Vec3 arm = pair.grid - mean_grid;
    const Vec3 off = pair.found - pair.grid - mean_off;
    if (level) arm.z = 0;
    torque = torque + cross(arm, off);
    for (int axis = 0; axis < 3; ++axis) {
      Vec3& row = normal[static_cast<std::size_t>(axis)];
      row = row - arm[axis] * arm;
      row[axis] += dot(arm, arm);
    }
    off_squares += dot(off, off);
    arms += dot(arm, arm);
    longest = std::max(longest, length(arm));
    greatest = std::max(greatest, length(pair.found));
  }
  if (!(arms > 0)) return result;
  if (level)
    result.turn_rad = {0, 0, torque.z / arms};
  else
    result.turn_rad = solve(normal, arms, torque);
  const double left = std::max(0.0, off_squares - dot(result.turn_rad, torque)) / static_cast<double>(pairs.size());
  const double float_noise = std::numeric_limits<double>::epsilon() * greatest;
  constexpr double errors = 30;  // three, and rows that repeat each other's rounding, as those of layers do
  result.slack_rad = std::max(errors * std::max(std::sqrt(left), float_noise) / std::sqrt(arms), rounding / longest);
  return result;
}

}  // namespace

TurnFit fit_turn(const LatticeFit& fit, bool level) { return turn_of(pairs_of(fit), level, fit.centroids.rounding(0)); }

std::array<Vec3, 3> turned_by(const std::array<Vec3, 3>& directions, Vec3 turn_rad) {
  const auto& [u, v, w] = directions;
  const Vec3 along_u = normalized(u + turn_rad.z * v - turn_rad.y * w);
  const Vec3 along_v = v - turn_rad.z * u + turn_rad.x * w;
  const Vec3 level_v = normalized(along_v - dot(along_v, along_u) * along_u);
  return {along_u, level_v, cross(along_u, level_v)};
}

std::array<Vec3, 3> levelled(const FittedDirections& fitted) {
  constexpr double degree = std::numbers::pi / 180, float_noise_rad = 1e-11;
  const double slack_rad = std::max(fitted.slack_rad, float_noise_rad);
  const auto& [u, v, w] = fitted.axes;
  if (std::hypot(w.x, w.y) > slack_rad || w.z < 0) return fitted.axes;
  const double angle_deg = shortest_decimal(std::atan2(u.y, u.x) / degree, slack_rad / degree);
  const double c = std::cos(angle_deg * degree), s = std::sin(angle_deg * degree);
  return {Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}};
}

FittedDirections turned_to_fit(const Centroids& centroids, const std::array<Vec3, 3>& directions, Vec3 steps) {
  constexpr double growth = 3, off_step = 0.3;
  constexpr std::size_t most_rows = 500'000;
  const std::size_t rows = centroids.size(), stride = 1 + rows / most_rows;
  std::size_t seed = rows / 2;
  while (seed > 0 && !finite(centroids[seed])) --seed;
  const Vec3 origin = centroids[seed];
  double extent = 0;
  for (std::size_t row = 0; row < rows; row += stride)
    if (const double away = length(centroids[row] - origin); std::isfinite(away)) extent = std::max(extent, away);
  FittedDirections fitted{directions, 0};
  for (double radius = 4 * std::max({steps.x, steps.y, steps.z}); radius < growth * extent; radius *= growth) {
    std::vector<Pair> pairs;
    for (std::size_t row = 0; row < rows; row += radius < 30 * steps.x ? 1 : stride) {
      const Vec3 away = centroids[row] - origin;
      if (!(length(away) <= radius)) continue;
      Pair pair;
      bool near = true;
      for (int axis = 0; axis < 3; ++axis) {
        pair.found[axis] = dot(fitted.axes[static_cast<std::size_t>(axis)], away);
        pair.grid[axis] = steps[axis] * std::round(pair.found[axis] / steps[axis]);
        near = near && std::abs(pair.found[axis] - pair.grid[axis]) <= off_step * steps[axis];
      }
      if (near) pairs.push_back(pair);
    }
    const TurnFit turn = turn_of(pairs, false, centroids.along(directions).rounding(0));
    fitted = {turned_by(fitted.axes, turn.turn_rad), turn.slack_rad};
  }
  return fitted;
}

}  // namespace lode::io
