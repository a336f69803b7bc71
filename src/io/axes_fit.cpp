#include "io/axes_fit.h"

#include <algorithm>
#include <cmath>

#include "core/parallel.h"

namespace lode::io {

namespace {

using Directions = std::array<Vec3, 3>;

/// A centroid and those nearest to it.
std::vector<Vec3> neighbourhood(const Centroids& centroids, std::size_t seed) {
  constexpr std::size_t most = 40;
  const Vec3 centre = centroids[seed];
  std::vector<std::pair<double, std::size_t>> nearest;  // a heap, the farthest in front
  centroids.for_each(0, centroids.size(), [&](std::size_t row, const Centroids::Buffer& buffer, std::size_t i) {
    const Vec3 d = Vec3{buffer.axes[0][i], buffer.axes[1][i], buffer.axes[2][i]} - centre;
    const double squared = dot(d, d);
    if (!(nearest.size() < most || squared < nearest.front().first) || !std::isfinite(squared)) return;
    if (nearest.size() == most) {
      std::pop_heap(nearest.begin(), nearest.end());
      nearest.pop_back();
    }
    nearest.emplace_back(squared, row);
    std::push_heap(nearest.begin(), nearest.end());
  });
  std::vector<Vec3> points;
  for (const auto& [squared, row] : nearest) points.push_back(centroids[row]);
  return points;
}

struct Vote {
  std::size_t votes = 0;
  Vec3 direction;
};

/// The direction of most vectors, at right angles to `across` where it is given.
Vote commonest(const std::vector<Vec3>& vectors, std::optional<Vec3> across) {
  constexpr double same = 0.99996, right_angle = 0.02;  // cosine of half a degree
  std::vector<Vec3> candidates;
  for (const Vec3 v : vectors)
    if (!across || std::abs(dot(v, *across)) < right_angle * length(v)) candidates.push_back(v);
  std::vector<Vec3> units;
  for (const Vec3 v : candidates) units.push_back(normalized(v));
  std::vector<std::size_t> votes(units.size());
  parallel_for(units.size(), 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      for (const Vec3& other : units) votes[i] += std::abs(dot(units[i], other)) > same ? 1U : 0U;
  });
  Vote best;
  if (votes.empty()) return best;
  const auto top = static_cast<std::size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  best.votes = votes[top];
  for (std::size_t i = 0; i < units.size(); ++i) {
    const double cosine = dot(units[i], units[top]);
    if (std::abs(cosine) <= same) continue;
    best.direction = best.direction + (cosine > 0 ? 1.0 : -1.0) * candidates[i];
  }
  best.direction = normalized(best.direction);
  return best;
}

/// The least difference of neighbours along a direction; sub-blocks of two sizes differ by half of one. Infinite when
/// there is none.
double least_step(const std::vector<Vec3>& vectors, Vec3 direction) {
  constexpr double parallel = 0.999, noise = 0.1;
  double shortest = HUGE_VAL, least = HUGE_VAL;
  for (const Vec3 v : vectors)
    if (std::abs(dot(v, direction)) > parallel * length(v)) shortest = std::min(shortest, length(v));
  for (const Vec3 v : vectors)
    if (const double along = std::abs(dot(v, direction)); along > noise * shortest) least = std::min(least, along);
  return least;
}

/// Solves a x = b for four unknowns and three right sides; false when singular.
bool solve(std::array<std::array<double, 4>, 4> a, std::array<Vec3, 4>& b) {
  for (std::size_t i = 0; i < 4; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i + 1; r < 4; ++r)
      if (std::abs(a[r][i]) > std::abs(a[pivot][i])) pivot = r;
    if (std::abs(a[pivot][i]) < 1e-12) return false;
    std::swap(a[i], a[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t r = 0; r < 4; ++r) {
      if (r == i) continue;
      const double factor = a[r][i] / a[i][i];
      for (std::size_t c = i; c < 4; ++c) a[r][c] -= factor * a[i][c];
      b[r] = b[r] - factor * b[i];
    }
  }
  for (std::size_t i = 0; i < 4; ++i) b[i] = 1 / a[i][i] * b[i];
  return true;
}

/// Least squares of whole steps along the axes, over ever more of the model around a centroid.
class Refinement {
 public:
  Refinement(const Centroids& centroids, const Directions& directions, Vec3 steps)
      : centroids_(centroids), steps_(steps) {
    std::size_t middle = centroids.size() / 2;
    while (middle > 0 && !finite(centroids[middle])) --middle;
    origin_ = centroids[middle];
    for (std::size_t axis = 0; axis < 3; ++axis)
      frame_.columns[axis] = steps[static_cast<int>(axis)] * directions[axis];
  }

  Directions run() {
    double extent = 0;
    centroids_.for_each(0, centroids_.size(), [&](std::size_t, const Centroids::Buffer& buffer, std::size_t i) {
      const double away = length(Vec3{buffer.axes[0][i], buffer.axes[1][i], buffer.axes[2][i]} - origin_);
      if (std::isfinite(away)) extent = std::max(extent, away);
    });
    constexpr double growth = 3;
    double radius = 4 * std::max({steps_.x, steps_.y, steps_.z});
    for (; radius < growth * extent; radius *= growth) improve(radius);
    return {normalized(frame_.columns[0]), normalized(frame_.columns[1]), normalized(frame_.columns[2])};
  }

 private:
  void improve(double radius) {
    constexpr double off_step = 0.3;
    constexpr std::size_t most_rows = 500000;
    const std::size_t stride = radius < 30 * steps_.x ? 1 : 1 + centroids_.size() / most_rows;
    const Affine steps_from_local = inverse(Affine{frame_.columns, {}});
    std::array<std::array<double, 4>, 4> a{};
    std::array<Vec3, 4> b{};
    std::array<double, 3> reach{};
    for (std::size_t row = 0; row < centroids_.size(); row += stride) {
      const Vec3 local = centroids_[row] - origin_;
      if (!(length(local) <= radius)) continue;
      const Vec3 n = steps_from_local(local);
      const std::array<double, 4> terms{1, std::round(n.x), std::round(n.y), std::round(n.z)};
      if (std::abs(n.x - terms[1]) > off_step || std::abs(n.y - terms[2]) > off_step ||
          std::abs(n.z - terms[3]) > off_step)
        continue;
      for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) a[i][j] += terms[i] * terms[j];
        b[i] = b[i] + terms[i] * local;
        if (i > 0) reach[i - 1] = std::max(reach[i - 1], std::abs(terms[i]));
      }
    }
    if (reach[0] == 0 || reach[1] == 0 || reach[2] == 0 || !solve(a, b)) return;
    frame_.columns = {b[1], b[2], b[3]};
    origin_ = origin_ + b[0];
  }

  const Centroids& centroids_;
  Vec3 steps_;
  Vec3 origin_;
  Affine frame_;  ///< a step along each axis
};

/// At right angles, u nearest to east, v to north, w up, right-handed.
Directions in_order(Directions found) {
  std::array<std::size_t, 3> order{0, 1, 2}, best = order;
  double most = -1;
  do {
    const double fit = std::abs(found[order[0]].x) + std::abs(found[order[1]].y) + std::abs(found[order[2]].z);
    if (fit > most) {
      most = fit;
      best = order;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  Directions axes{found[best[0]], found[best[1]], found[best[2]]};
  if (axes[0].x < 0) axes[0] = -1 * axes[0];
  if (axes[2].z < 0) axes[2] = -1 * axes[2];
  axes[0] = normalized(axes[0] - dot(axes[0], axes[2]) * axes[2]);
  axes[1] = cross(axes[2], axes[0]);
  return axes;
}

}  // namespace

std::vector<Vec3> neighbour_vectors(const Centroids& centroids) {
  constexpr std::size_t places = 16;
  const std::size_t rows = centroids.size();
  std::vector<std::vector<Vec3>> found(places);
  parallel_for(places, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      std::size_t seed = (2 * place + 1) * rows / (2 * places);
      while (seed < rows && !finite(centroids[seed])) ++seed;
      if (seed == rows) continue;
      const std::vector<Vec3> points = neighbourhood(centroids, seed);
      for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
          if (const Vec3 d = points[i] - points[j]; length(d) > 0) found[place].push_back(d);
    }
  });
  std::vector<Vec3> all;
  for (const auto& some : found) all.insert(all.end(), some.begin(), some.end());
  return all;
}

std::optional<Directions> find_axes(const Centroids& centroids) {
  constexpr std::size_t least_votes = 8;
  const std::vector<Vec3> vectors = neighbour_vectors(centroids);
  const Vote first = commonest(vectors, {});
  if (first.votes < least_votes) return std::nullopt;
  const Vote second = commonest(vectors, first.direction);
  if (second.votes < least_votes) return std::nullopt;
  const Vec3 third = normalized(cross(first.direction, second.direction));
  const Directions start{first.direction, normalized(cross(third, first.direction)), third};
  Vec3 steps;
  for (int axis = 0; axis < 3; ++axis) steps[axis] = least_step(vectors, start[static_cast<std::size_t>(axis)]);
  if (!finite(steps)) return in_order(start);  // a single layer
  return in_order(Refinement(centroids, start, steps).run());
}

}  // namespace lode::io
