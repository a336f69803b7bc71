#include "core/hole_depth.h"

#include <algorithm>

namespace lode {

double depth_near(const PlacedTrace& trace, Vec3 position_scene) {
  double best_m2 = std::numeric_limits<double>::infinity(), depth_m = 0;
  for (std::size_t i = 0; i + 1 < trace.depth_m.size(); ++i) {
    const Vec3 from = trace.position_scene[i], whole = trace.position_scene[i + 1] - from;
    const double size = dot(whole, whole);
    const double share = size > 0 ? std::clamp(dot(position_scene - from, whole) / size, 0.0, 1.0) : 0;
    const Vec3 off = position_scene - (from + share * whole);
    if (!(dot(off, off) < best_m2)) continue;
    best_m2 = dot(off, off);
    depth_m = trace.depth_m[i] + share * (trace.depth_m[i + 1] - trace.depth_m[i]);
  }
  return depth_m;
}

std::optional<std::uint32_t> row_at(const IntervalTable& table, std::uint32_t hole, double depth_m) {
  std::optional<std::uint32_t> ends_there;
  for (std::uint32_t row = 0; row < table.hole.size(); ++row) {
    if (table.hole[row] != hole) continue;
    if (table.from_m[row] <= depth_m && depth_m < table.to_m[row]) return row;
    if (table.to_m[row] == depth_m) ends_there = row;
  }
  return ends_there;
}

}  // namespace lode
