#include "session/topography.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lode {

namespace {

/// Points in a grid over their extent, so that a triangle asks only those near it.
class PointGrid {
 public:
  explicit PointGrid(std::span<const Vec3> points) {
    for (const Vec3& point : points) bounds_.add(point);
    if (bounds_.empty()) return;
    side_ = std::clamp<std::size_t>(static_cast<std::size_t>(std::sqrt(static_cast<double>(points.size()))), 1, 512);
    cells_.resize(side_ * side_);
    for (std::size_t i = 0; i < points.size(); ++i)
      if (finite(points[i])) cells_[index(points[i].x, 0) + side_ * index(points[i].y, 1)].push_back(i);
  }

  /// Calls function(point index) for all points of the cells that a box in plan touches.
  template <typename Function>
  void near(const Bounds& box, const Function& function) const {
    if (cells_.empty() || box.empty() || box.max.x < bounds_.min.x || box.min.x > bounds_.max.x ||
        box.max.y < bounds_.min.y || box.min.y > bounds_.max.y)
      return;
    for (std::size_t y = index(box.min.y, 1); y <= index(box.max.y, 1); ++y)
      for (std::size_t x = index(box.min.x, 0); x <= index(box.max.x, 0); ++x)
        for (const std::size_t point : cells_[x + side_ * y]) function(point);
  }

 private:
  std::size_t index(double value, int axis) const {
    const double extent = bounds_.max[axis] - bounds_.min[axis];
    if (!(extent > 0)) return 0;
    const double share = std::clamp((value - bounds_.min[axis]) / extent, 0.0, 1.0);
    return std::min(side_ - 1, static_cast<std::size_t>(share * static_cast<double>(side_)));
  }

  Bounds bounds_;
  std::size_t side_ = 0;
  std::vector<std::vector<std::size_t>> cells_;
};

/// Twice the signed area in plan.
double plan_area2(Vec3 a, Vec3 b, Vec3 c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

/// RL of the triangle's plane over the point, NaN outside it.
double rl_over(Vec3 a, Vec3 b, Vec3 c, Vec3 point) {
  const double whole = plan_area2(a, b, c);
  if (whole == 0) return std::numeric_limits<double>::quiet_NaN();
  const double wa = plan_area2(point, b, c) / whole, wb = plan_area2(a, point, c) / whole, wc = 1 - wa - wb;
  constexpr double rounding = -1e-9;
  if (wa < rounding || wb < rounding || wc < rounding) return std::numeric_limits<double>::quiet_NaN();
  return wa * a.z + wb * b.z + wc * c.z;
}

}  // namespace

std::vector<double> surface_rl_at(std::span<const Vec3> vertices,
                                  std::span<const std::array<std::uint32_t, 3>> triangles,
                                  std::span<const Vec3> points) {
  std::vector<double> rl(points.size(), std::numeric_limits<double>::quiet_NaN());
  const PointGrid grid(points);
  for (const std::array<std::uint32_t, 3>& triangle : triangles) {
    const Vec3 a = vertices[triangle[0]], b = vertices[triangle[1]], c = vertices[triangle[2]];
    Bounds box;
    for (const Vec3& corner : {a, b, c}) box.add(corner);
    grid.near(box, [&](std::size_t i) { rl[i] = std::fmax(rl[i], rl_over(a, b, c, points[i])); });
  }
  return rl;
}

bool looks_like_topography(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles) {
  if (triangles.empty()) return false;
  Bounds bounds;
  for (const Vec3& vertex : vertices) bounds.add(vertex);
  if (bounds.empty()) return false;
  double up = 0, all = 0;
  for (const std::array<std::uint32_t, 3>& triangle : triangles) {
    const double area = plan_area2(vertices[triangle[0]], vertices[triangle[1]], vertices[triangle[2]]);
    if (!std::isfinite(area)) continue;
    all += std::abs(area);
    up += area;
  }
  const Vec3 size = bounds.size();
  constexpr double one_way = 0.98, filled = 0.3, flat = 0.5;
  const bool single_valued = all > 0 && std::abs(up) >= one_way * all;
  const bool covers_its_extent = all / 2 >= filled * size.x * size.y;
  return single_valued && covers_its_extent && size.z <= flat * std::max(size.x, size.y);
}

}  // namespace lode
