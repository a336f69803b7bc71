// Which segment, triangle or point a ray meets first.
#include <algorithm>
#include <cmath>

#include "core/geometry.h"
#include "core/parallel.h"
#include "core/triangle_boxes.h"

namespace lode {

namespace {

bool seen(const std::optional<Slab>& slab, Vec3 position) { return !slab || slab->contains(position); }

// Parameters at which a ray meets a tube with flat ends, entry and exit; NaN where it misses. Positions are relative to
// the ray's origin, which keeps the digits of far coordinates.
std::array<double, 2> meet_tube(Vec3 from, Vec3 to, double radius, Vec3 direction) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const double along = length(to - from);
  if (!(along > 0)) return {nan, nan};
  const Vec3 axis = 1 / along * (to - from);
  const double d_axis = dot(direction, axis), from_axis = dot(from, axis);
  const Vec3 d_across = direction - d_axis * axis, from_across = from - from_axis * axis;
  const double a = dot(d_across, d_across), b = dot(d_across, from_across);
  const double c = dot(from_across, from_across) - radius * radius;
  double enters = -std::numeric_limits<double>::infinity(), leaves = -enters;
  if (a > 1e-24 * dot(direction, direction)) {
    const double discriminant = b * b - a * c;
    if (!(discriminant >= 0)) return {nan, nan};
    enters = (b - std::sqrt(discriminant)) / a;
    leaves = (b + std::sqrt(discriminant)) / a;
  } else if (!(c <= 0)) {
    return {nan, nan};
  }
  if (d_axis != 0) {
    const double t0 = from_axis / d_axis, t1 = (from_axis + along) / d_axis;
    enters = std::max(enters, std::min(t0, t1));
    leaves = std::min(leaves, std::max(t0, t1));
  } else if (from_axis > 0 || from_axis + along < 0) {
    return {nan, nan};
  }
  if (!(enters <= leaves)) return {nan, nan};
  return {enters, leaves};
}

struct TriangleHit {
  double t = 0;
  double u = 0, v = 0;  // shares of the second and third vertex
};

std::optional<TriangleHit> meet_triangle(Vec3 a, Vec3 b, Vec3 c, const Ray& ray) {
  const Vec3 ab = b - a, ac = c - a, p = cross(ray.direction, ac);
  const double determinant = dot(ab, p);
  if (determinant == 0) return std::nullopt;
  const Vec3 s = ray.origin - a, q = cross(s, ab);
  const TriangleHit hit{dot(ac, q) / determinant, dot(s, p) / determinant, dot(ray.direction, q) / determinant};
  // Edges belong to both their triangles: a ray must not slip between.
  constexpr double edge = -1e-9;
  if (!(hit.u >= edge && hit.v >= edge && hit.u + hit.v <= 1 - edge && hit.t >= 0)) return std::nullopt;
  return hit;
}

std::size_t nearest_corner(const TriangleHit& hit) {
  const std::array<double, 3> shares{1 - hit.u - hit.v, hit.u, hit.v};
  return static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin());
}

/// On all cores.
Bounds bounds_of(std::span<const Vec3> positions) {
  constexpr std::size_t points_a_range = 1 << 16;
  std::vector<Bounds> parts((positions.size() + points_a_range - 1) / points_a_range);
  parallel_for(positions.size(), points_a_range, [&](std::size_t begin, std::size_t end) {
    Bounds bounds;
    for (const Vec3& p : positions.subspan(begin, end - begin)) bounds.add(p);
    parts[begin / points_a_range] = bounds;
  });
  Bounds bounds;
  for (const Bounds& part : parts) bounds.add(part);
  return bounds;
}

}  // namespace

std::optional<Hit> Segments::nearest(const Ray& ray_scene, const std::optional<Slab>& slab, double min_radius_m) const {
  if (shape != Shape::tube) return std::nullopt;
  const Vec3 direction = ray_scene.direction;
  const double reach2_per_unit = dot(direction, direction);
  std::optional<Hit> best;
  for (std::size_t s = 0; s < from_scene.size(); ++s) {
    const double radius = std::max(size.empty() ? radius_m : radius_m * static_cast<double>(size[s]), min_radius_m);
    const Vec3 from = from_scene[s] - ray_scene.origin, to = to_scene[s] - ray_scene.origin;
    // Most segments lie farther from the ray than they reach.
    const Vec3 middle = 0.5 * (from + to), off_ray = cross(direction, middle);
    const double reach = 0.5 * length(to - from) + radius;
    if (!(dot(off_ray, off_ray) <= reach * reach * reach2_per_unit)) continue;
    for (const double t : meet_tube(from, to, radius, direction)) {
      if (!(t >= 0) || (best && t >= best->distance)) continue;
      const Vec3 position = ray_scene.origin + t * direction;
      if (!seen(slab, position)) continue;
      best = Hit{t, position, row[s], s};
      break;
    }
  }
  return best;
}

Bounds Segments::bounds_scene() const {
  Bounds bounds = bounds_of(from_scene);
  bounds.add(bounds_of(to_scene));
  return bounds;
}

std::optional<Hit> Triangles::nearest(const Ray& ray_scene, const std::optional<Slab>& slab) const {
  std::optional<Hit> best;
  boxes.of(vertices_scene, triangles).meet(ray_scene, [&](std::uint32_t element, double nearest) {
    const std::array<std::uint32_t, 3>& corners = triangles[element];
    const auto hit =
        meet_triangle(vertices_scene[corners[0]], vertices_scene[corners[1]], vertices_scene[corners[2]], ray_scene);
    if (!hit || !(hit->t < nearest)) return nearest;
    const Vec3 position = ray_scene.origin + hit->t * ray_scene.direction;
    if (!seen(slab, position)) return nearest;
    best = Hit{hit->t, position, corners[nearest_corner(*hit)], element};
    return hit->t;
  });
  return best;
}

Bounds Triangles::bounds_scene() const { return bounds_of(vertices_scene); }

std::optional<Hit> PointCloud::nearest(const Ray& ray_scene, const std::optional<Slab>& slab, double radius_m) const {
  const Vec3 direction = ray_scene.direction;
  const double length2 = dot(direction, direction);
  std::optional<Hit> best;
  for (std::size_t i = 0; i < positions_scene.size(); ++i) {
    const Vec3 position = positions_scene[i] - ray_scene.origin, off_ray = cross(direction, position);
    if (!(dot(off_ray, off_ray) <= radius_m * radius_m * length2)) continue;
    const double t = dot(position, direction) / length2;
    if (t < 0 || (best && t >= best->distance) || !seen(slab, positions_scene[i])) continue;
    best = Hit{t, positions_scene[i], row[i], i};
  }
  return best;
}

Bounds PointCloud::bounds_scene() const { return bounds_of(positions_scene); }

}  // namespace lode
