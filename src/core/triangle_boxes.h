// Boxes over triangles sorted along a curve through space: a ray need look at few of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/vec.h"

namespace lode {

class TriangleBoxes {
 public:
  TriangleBoxes(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles);

  /// Calls visit(triangle, nearest) for the triangles whose boxes the ray meets nearer than `nearest`; visit returns
  /// the new `nearest`, a parameter of the ray.
  template <typename Visit>
  void meet(const Ray& ray, Visit&& visit) const {
    double nearest = std::numeric_limits<double>::infinity();
    if (!levels_.empty()) descend(ray, levels_.size() - 1, 0, levels_.back().size(), nearest, visit);
  }

 private:
  static constexpr std::size_t fan = 8;  // triangles a box, and boxes a box of the next level

  static double entry(const Ray& ray, const Bounds& box);

  template <typename Visit>
  void descend(const Ray& ray, std::size_t level, std::size_t begin, std::size_t end, double& nearest,
               Visit& visit) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (!(entry(ray, levels_[level][i]) <= nearest)) continue;
      if (level > 0) {
        descend(ray, level - 1, fan * i, std::min(fan * (i + 1), levels_[level - 1].size()), nearest, visit);
        continue;
      }
      for (std::size_t t = fan * i; t < std::min(fan * (i + 1), order_.size()); ++t)
        nearest = visit(order_[t], nearest);
    }
  }

  std::vector<std::uint32_t> order_;
  std::vector<std::vector<Bounds>> levels_;  ///< the first over `order_`, each next over the one before
};

}  // namespace lode
