#include "core/triangle_boxes.h"

#include <algorithm>
#include <mutex>

#include "core/geometry.h"
#include "core/parallel.h"

namespace lode {

namespace {

// The bits of 10 bits, three apart.
std::uint32_t spread(std::uint32_t v) {
  v = (v | (v << 16)) & 0x030000ff;
  v = (v | (v << 8)) & 0x0300f00f;
  v = (v | (v << 4)) & 0x030c30c3;
  return (v | (v << 2)) & 0x09249249;
}

// Place along a Morton curve through the bounds.
std::uint32_t morton(Vec3 p, const Bounds& bounds) {
  std::uint32_t code = 0;
  for (int a = 0; a < 3; ++a) {
    const double size = bounds.max[a] - bounds.min[a];
    const double share = size > 0 ? (p[a] - bounds.min[a]) / size : 0;
    code |= spread(share > 0 ? static_cast<std::uint32_t>(std::min(share, 1.0) * 1023) : 0) << a;
  }
  return code;
}

Bounds bounds_of(std::span<const Vec3> vertices, const std::array<std::uint32_t, 3>& triangle) {
  Bounds bounds;
  for (const std::uint32_t v : triangle) bounds.add(vertices[v]);
  return bounds;
}

}  // namespace

TriangleBoxes::TriangleBoxes(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles) {
  Bounds all;
  for (const Vec3& v : vertices) all.add(v);
  std::vector<std::uint64_t> keys(triangles.size());
  parallel_for(keys.size(), 4096, [&](std::size_t begin, std::size_t end) {
    for (std::size_t t = begin; t < end; ++t)
      keys[t] = std::uint64_t{morton(bounds_of(vertices, triangles[t]).centre(), all)} << 32 | t;
  });
  std::sort(keys.begin(), keys.end());
  order_.resize(keys.size());
  for (std::size_t t = 0; t < keys.size(); ++t) order_[t] = static_cast<std::uint32_t>(keys[t]);

  std::vector<Bounds> level((order_.size() + fan - 1) / fan);
  for (std::size_t t = 0; t < order_.size(); ++t) level[t / fan].add(bounds_of(vertices, triangles[order_[t]]));
  while (!level.empty()) {
    levels_.push_back(std::move(level));
    const std::vector<Bounds>& below = levels_.back();
    if (below.size() <= fan) break;
    level.assign((below.size() + fan - 1) / fan, {});
    for (std::size_t i = 0; i < below.size(); ++i) level[i / fan].add(below[i]);
  }
}

double TriangleBoxes::entry(const Ray& ray, const Bounds& box) {
  double enters = 0, leaves = std::numeric_limits<double>::infinity();
  // Rounding must not lose a triangle that lies in a face of its box.
  const double slack = 1e-9 * (1 + length(box.max - box.min)) + 1e-9;
  for (int a = 0; a < 3; ++a) {
    const double low = box.min[a] - slack - ray.origin[a], high = box.max[a] + slack - ray.origin[a];
    const double d = ray.direction[a];
    if (d == 0) {
      if (low > 0 || high < 0) return std::numeric_limits<double>::quiet_NaN();
      continue;
    }
    enters = std::max(enters, std::min(low / d, high / d));
    leaves = std::min(leaves, std::max(low / d, high / d));
  }
  return enters <= leaves ? enters : std::numeric_limits<double>::quiet_NaN();
}

struct LazyTriangleBoxes::State {
  std::once_flag once;
  std::optional<TriangleBoxes> boxes;
};

LazyTriangleBoxes::LazyTriangleBoxes() : state_(std::make_shared<State>()) {}

const TriangleBoxes& LazyTriangleBoxes::of(std::span<const Vec3> vertices,
                                           std::span<const std::array<std::uint32_t, 3>> triangles) const {
  std::call_once(state_->once, [&] { state_->boxes.emplace(vertices, triangles); });
  return *state_->boxes;
}

}  // namespace lode
