#include "core/surface.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/delaunay.h"
#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace {

/// Points closer than this in plan are one. Degrees, which small coordinates may be, are 1e5 times longer.
double distance_of_one_point(std::span<const Vec3> positions) {
  const bool may_be_degrees = std::all_of(positions.begin(), positions.end(), [](Vec3 p) {
    return !finite(p) || (std::abs(p.x) <= 360 && std::abs(p.y) <= 90);
  });
  return may_be_degrees ? 1e-8 : 1e-3;
}

/// The finite points of which none kept before lies within `distance`, in their order.
std::vector<std::uint64_t> distinct_in_plan(std::span<const Vec3> positions, Vec3 origin, double distance) {
  struct Hash {
    std::size_t operator()(std::pair<std::int64_t, std::int64_t> cell) const {
      const auto mixed = static_cast<std::uint64_t>(cell.first) * 0x9E3779B97F4A7C15u +
                         static_cast<std::uint64_t>(cell.second) * 0xC2B2AE3D27D4EB4Fu;
      return mixed ^ (mixed >> 31);
    }
  };
  // A square of side `distance` can hold several points kept: each diagonal is longer than the side.
  std::unordered_multimap<std::pair<std::int64_t, std::int64_t>, std::uint64_t, Hash> kept_in;
  kept_in.reserve(positions.size());
  std::vector<std::uint64_t> kept;
  const auto is_near_kept = [&](Vec3 p, std::int64_t column, std::int64_t row) {
    for (std::int64_t x = column - 1; x <= column + 1; ++x)
      for (std::int64_t y = row - 1; y <= row + 1; ++y) {
        const auto [first, last] = kept_in.equal_range({x, y});
        for (auto other = first; other != last; ++other)
          if (std::hypot(positions[other->second].x - p.x, positions[other->second].y - p.y) <= distance) return true;
      }
    return false;
  };
  for (std::uint64_t i = 0; i < positions.size(); ++i) {
    const Vec3 p = positions[i];
    if (!finite(p)) continue;
    const auto column = static_cast<std::int64_t>(std::floor((p.x - origin.x) / distance));
    const auto row = static_cast<std::int64_t>(std::floor((p.y - origin.y) / distance));
    if (is_near_kept(p, column, row)) continue;
    kept_in.emplace(std::pair{column, row}, i);
    kept.push_back(i);
  }
  return kept;
}

/// In plan, as the triangulation is.
double longest_edge(const std::vector<Vec3>& vertices, const std::array<std::uint32_t, 3>& triangle) {
  double longest = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const Vec3 edge = vertices[triangle[(i + 1) % 3]] - vertices[triangle[i]];
    longest = std::max(longest, std::hypot(edge.x, edge.y));
  }
  return longest;
}

/// Triangles between vertices, in whole steps of the plan: at most 2^-25 of the extent (1 mm in 33 km), on which the
/// predicates are exact. Vertices that fall on one step with another get no triangle, and what is flatter than two
/// steps is left out: points on a line are snapped to both of its sides.
std::vector<std::array<std::uint32_t, 3>> triangles_between(const std::vector<Vec3>& vertices, const Bounds& bounds) {
  constexpr double steps = 1 << 25;
  const Vec3 size = bounds.size();
  const double step = std::max(size.x, size.y) / (steps - 1);
  std::vector<PlanPoint> snapped;
  for (const Vec3 p : vertices)
    snapped.push_back({std::round((p.x - bounds.min.x) / step), std::round((p.y - bounds.min.y) / step)});
  std::vector<std::uint32_t> order(vertices.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (snapped[a].x != snapped[b].x) return snapped[a].x < snapped[b].x;
    if (snapped[a].y != snapped[b].y) return snapped[a].y < snapped[b].y;
    return a < b;
  });
  const auto same = [&](std::uint32_t a, std::uint32_t b) {
    return snapped[a].x == snapped[b].x && snapped[a].y == snapped[b].y;
  };
  order.erase(std::unique(order.begin(), order.end(), same), order.end());
  std::vector<PlanPoint> sorted;
  for (const std::uint32_t vertex : order) sorted.push_back(snapped[vertex]);
  std::vector<std::array<std::uint32_t, 3>> triangles = delaunay(sorted);
  for (auto& triangle : triangles)
    for (std::uint32_t& corner : triangle) corner = order[corner];
  std::erase_if(triangles, [&](const auto& triangle) {
    const Vec3 a = vertices[triangle[0]];
    const double twice_area = cross(vertices[triangle[1]] - a, vertices[triangle[2]] - a).z;
    return twice_area < 2 * step * longest_edge(vertices, triangle);
  });
  return triangles;
}

}  // namespace

SurfacePart part_of(const Surface& surface, const Mask& visible) {
  SurfacePart part;
  const std::size_t count = surface.vertices_source.size();
  const RankedMask shown(visible.size() == count ? visible : Mask(count, true));
  part.vertices.reserve(shown.count());
  shown.mask().for_each_set([&](std::size_t vertex) { part.vertices.push_back(vertex); });
  for (std::array<std::uint32_t, 3> triangle : surface.triangles) {
    if (!std::ranges::all_of(triangle, [&](std::uint32_t vertex) { return shown.mask()[vertex]; })) continue;
    for (std::uint32_t& vertex : triangle) vertex = static_cast<std::uint32_t>(shown.rank(vertex));
    part.triangles.push_back(triangle);
  }
  return part;
}

Surface triangulate(const Points& points, double max_edge_m) {
  const std::vector<Vec3>& positions = points.positions_source;
  Bounds bounds;
  for (const Vec3 p : positions) bounds.add(p);
  const std::vector<std::uint64_t> kept = distinct_in_plan(positions, bounds.min, distance_of_one_point(positions));
  Surface surface;
  surface.vertices_source.reserve(kept.size());
  for (const std::uint64_t i : kept) surface.vertices_source.push_back(positions[i]);
  if (kept.size() >= 3) surface.triangles = triangles_between(surface.vertices_source, bounds);
  if (surface.triangles.empty())
    throw Error("the points make no surface: there are fewer than three, or all lie on a line in plan",
                "Check which columns are easting and northing.");
  if (max_edge_m > 0)
    std::erase_if(surface.triangles,
                  [&](const auto& triangle) { return longest_edge(surface.vertices_source, triangle) > max_edge_m; });
  if (surface.triangles.empty())
    throw Error("no triangle between the points has all edges up to " + shortest(max_edge_m),
                "Allow longer edges: the points are farther apart.");
  surface.vertex_attributes = points.table.columns.empty() ? Table() : rows_of(points.table, kept);
  return surface;
}

}  // namespace lode
