#include "io/sized_axes.h"

#include <algorithm>
#include <cmath>

#include "io/axes_fit.h"
#include "io/turn_fit.h"

namespace lode::io {

namespace {

using Directions = std::array<Vec3, 3>;

constexpr double whole = 0.03;  ///< of a block's shortest side: as near to a whole number of blocks as rounding leaves

/// All differences of few centroids, those of neighbours of many; the shortest, of opposite ones one.
std::vector<Vec3> shortest_differences(const Centroids& centroids, double same) {
  constexpr std::size_t few = 2000, most = 48;
  std::vector<Vec3> all;
  if (centroids.size() <= few) {
    for (std::size_t i = 0; i < centroids.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (const Vec3 d = centroids[i] - centroids[j]; finite(d) && length(d) > same) all.push_back(d);
  } else {
    all = neighbour_vectors(centroids);
  }
  std::ranges::sort(all, {}, [](Vec3 d) { return dot(d, d); });
  std::vector<Vec3> distinct;
  for (const Vec3 d : all) {
    if (distinct.size() == most) break;
    const bool known = std::ranges::any_of(
        distinct, [&](Vec3 other) { return length(d - other) <= same || length(d + other) <= same; });
    if (!known) distinct.push_back(d);
  }
  return distinct;
}

/// Whole numbers of blocks as long as `found`; of opposite ones one, unless `both`.
std::vector<Vec3> blocks_as_long(Vec3 found, Vec3 size, double slack, bool both) {
  std::vector<Vec3> blocks;
  const double wanted = length(found);
  std::array<int, 3> most{};
  for (int axis = 0; axis < 3; ++axis)
    most[static_cast<std::size_t>(axis)] = std::min(24, static_cast<int>((wanted + slack) / size[axis]));
  for (int i = -most[0]; i <= most[0]; ++i)
    for (int j = -most[1]; j <= most[1]; ++j)
      for (int k = -most[2]; k <= most[2]; ++k) {
        const bool second_half = i < 0 || (i == 0 && (j < 0 || (j == 0 && k < 0)));
        if (second_half && !both) continue;
        const Vec3 as_long{i * size.x, j * size.y, k * size.z};
        if (std::abs(length(as_long) - wanted) <= slack) blocks.push_back(as_long);
      }
  return blocks;
}

/// The turn that brings the plane of a and b, and a itself, onto that of `found_a` and `found_b`: directions u, v, w.
std::optional<Directions> directions_between(Vec3 a, Vec3 b, Vec3 found_a, Vec3 found_b) {
  const Vec3 across = cross(a, b), found_across = cross(found_a, found_b);
  if (length(across) < 1e-3 * length(a) * length(b) || length(found_across) < 1e-3 * length(found_a) * length(found_b))
    return std::nullopt;
  const Directions from{normalized(a), normalized(cross(across, a)), normalized(across)};
  const Directions to{normalized(found_a), normalized(cross(found_across, found_a)), normalized(found_across)};
  Directions axes;
  for (int axis = 0; axis < 3; ++axis) {
    Vec3 direction;
    for (std::size_t i = 0; i < 3; ++i) direction = direction + from[i][axis] * to[i];
    axes[static_cast<std::size_t>(axis)] = direction;
  }
  return axes;
}

class Search {
 public:
  Search(std::vector<Vec3> differences, Vec3 size)
      : differences_(std::move(differences)), size_(size), slack_(whole * std::min({size.x, size.y, size.z})) {}

  std::optional<Directions> run() {
    constexpr std::size_t most_pairs = 12;
    const Vec3 up{0, 0, size_.z};
    for (std::size_t i = 0; i < std::min(most_pairs, differences_.size()); ++i) {
      const std::vector<Vec3> own = blocks_as_long(differences_[i], size_, slack_, true);
      try_pair(up, {up}, differences_[i], own);
      for (std::size_t j = 0; j < i; ++j)
        try_pair(differences_[j], blocks_as_long(differences_[j], size_, slack_, false), differences_[i], own);
    }
    return best_;
  }

 private:
  void try_pair(Vec3 found_a, const std::vector<Vec3>& a_as_blocks, Vec3 found_b,
                const std::vector<Vec3>& b_as_blocks) {
    const double wanted = dot(found_a, found_b), slack = slack_ * (length(found_a) + length(found_b));
    for (const Vec3 a : a_as_blocks)
      for (const Vec3 b : b_as_blocks)
        if (std::abs(dot(a, b) - wanted) <= slack)
          if (const auto axes = directions_between(a, b, found_a, found_b)) consider(*axes);
  }

  /// As many differences as may be are whole numbers of blocks; then as level, then as little turned as may be.
  void consider(const Directions& axes) {
    constexpr double level = 1 - 1e-4;  // a cosine: what rounding tilts short differences by, and more
    std::size_t count = 0;
    for (const Vec3 d : differences_) {
      bool all = true;
      for (int axis = 0; axis < 3; ++axis) {
        const double along = dot(axes[static_cast<std::size_t>(axis)], d);
        all = all && std::abs(along - size_[axis] * std::round(along / size_[axis])) <= slack_;
      }
      count += all ? 1 : 0;
    }
    if (10 * count < 9 * differences_.size()) return;
    const double turned = axes[0].x + axes[1].y + axes[2].z;
    const double value = (axes[2].z > level ? 10 : 0) + turned;
    if (best_ && (count < best_count_ || (count == best_count_ && value <= best_value_))) return;
    best_ = axes;
    best_count_ = count;
    best_value_ = value;
  }

  std::vector<Vec3> differences_;
  Vec3 size_;
  double slack_;
  std::optional<Directions> best_;
  std::size_t best_count_ = 0;
  double best_value_ = 0;
};

}  // namespace

std::optional<Directions> find_axes_of(const Centroids& centroids, Vec3 size) {
  const double same = 0.1 * std::min({size.x, size.y, size.z});
  const std::optional<Directions> found = Search(shortest_differences(centroids, same), size).run();
  if (!found) return std::nullopt;
  return turned_to_fit(centroids, *found, size).axes;
}

}  // namespace lode::io
