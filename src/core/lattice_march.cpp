#include "core/lattice_march.h"

#include <algorithm>

namespace lode {

namespace {

// What of a passage lies within a slab; `ray` in the slab's coordinates.
Passage within_slab(Passage p, const Ray& ray, const Slab& slab) {
  const double from_middle = dot(slab.normal, ray.origin - slab.origin_scene), speed = dot(slab.normal, ray.direction);
  const double half = slab.thickness_m / 2;
  if (speed == 0) return std::abs(from_middle) <= half ? p : Passage{1, 0};
  const double t0 = (-half - from_middle) / speed, t1 = (half - from_middle) / speed;
  return {std::max(p.entry, std::min(t0, t1)), std::min(p.exit, std::max(t0, t1))};
}

std::int64_t cell_at(const std::vector<double>& edges, double at) {
  const auto above = std::upper_bound(edges.begin(), edges.end(), at) - edges.begin();
  return std::clamp<std::int64_t>(above - 1, 0, static_cast<std::int64_t>(edges.size()) - 2);
}

Vec3 upper_corner(const Lattice& lattice) {
  return {lattice.edges[0].back(), lattice.edges[1].back(), lattice.edges[2].back()};
}

}  // namespace

Passage passage(const Ray& ray, Vec3 lower, Vec3 upper) {
  Passage p;
  for (int a = 0; a < 3; ++a) {
    const double o = ray.origin[a], d = ray.direction[a];
    if (d == 0) {
      if (o < lower[a] || o > upper[a]) return {1, 0};
      continue;
    }
    const double t0 = (lower[a] - o) / d, t1 = (upper[a] - o) / d;
    p.entry = std::max(p.entry, std::min(t0, t1));
    p.exit = std::min(p.exit, std::max(t0, t1));
  }
  return p;
}

void march(const Lattice& lattice, const Affine& scene_from_lattice, const Ray& ray_scene,
           const std::optional<Slab>& cut,
           const std::function<bool(std::uint64_t, const Ray&, const Passage&)>& visit) {
  if (lattice.cells() == 0) return;
  const Affine lattice_from_scene = inverse(scene_from_lattice);
  const Ray ray{lattice_from_scene(ray_scene.origin), lattice_from_scene.direction(ray_scene.direction)};
  const auto& edges = lattice.edges;
  Passage within = passage(ray, {}, upper_corner(lattice));
  if (cut) within = within_slab(within, ray_scene, *cut);
  if (within.empty()) return;

  const Vec3 start = ray.origin + within.entry * ray.direction;
  std::array<std::int64_t, 3> at;
  std::array<double, 3> leaves;  // the parameter at which the ray leaves the cell along each axis
  const auto leave = [&](int a) {
    const double d = ray.direction[a];
    if (d == 0) return std::numeric_limits<double>::infinity();
    const auto axis = static_cast<std::size_t>(a);
    return (edges[axis][static_cast<std::size_t>(at[axis] + (d > 0 ? 1 : 0))] - ray.origin[a]) / d;
  };
  for (int a = 0; a < 3; ++a) {
    at[static_cast<std::size_t>(a)] = cell_at(edges[static_cast<std::size_t>(a)], start[a]);
    leaves[static_cast<std::size_t>(a)] = leave(a);
  }
  double t = within.entry;
  while (true) {
    const std::uint64_t cell = lattice.cell(static_cast<std::uint32_t>(at[0]), static_cast<std::uint32_t>(at[1]),
                                            static_cast<std::uint32_t>(at[2]));
    const auto next = static_cast<std::size_t>(std::min_element(leaves.begin(), leaves.end()) - leaves.begin());
    const double left = std::max(t, leaves[next]);
    if (visit(cell, ray, {t, std::min(left, within.exit)})) return;
    t = left;
    at[next] += ray.direction[static_cast<int>(next)] > 0 ? 1 : -1;
    // Also ends for a direction that is not finite.
    if (!(t <= within.exit) || at[next] < 0 || at[next] >= lattice.count[next]) return;
    leaves[next] = leave(static_cast<int>(next));
  }
}

Bounds bounds_of(const Lattice& lattice, const Affine& scene_from_lattice) {
  const Vec3 upper = upper_corner(lattice);
  Bounds bounds;
  for (int corner = 0; corner < 8; ++corner)
    bounds.add(
        scene_from_lattice({corner & 1 ? upper.x : 0.0, corner & 2 ? upper.y : 0.0, corner & 4 ? upper.z : 0.0}));
  return bounds;
}

std::vector<std::array<Vec3, 2>> outline_of(const Lattice& lattice, const Affine& scene_from_lattice,
                                            const ControlLattice* bend) {
  std::vector<std::array<Vec3, 2>> lines;
  if (lattice.cells() == 0) return lines;
  const Vec3 upper = upper_corner(lattice);
  const auto at = [&](Vec3 p) { return scene_from_lattice(p) + (bend == nullptr ? Vec3{} : bend->at(p)); };
  for (unsigned bits = 0; bits < 8; ++bits)
    for (unsigned axis = 0; axis < 3; ++axis) {
      if (((bits >> axis) & 1U) != 0) continue;
      const std::uint32_t pieces = bend == nullptr ? 1 : bend->count[axis] - 1;  // the bend is even between its points
      Vec3 p{bits & 1U ? upper.x : 0.0, bits & 2U ? upper.y : 0.0, bits & 4U ? upper.z : 0.0};
      Vec3 from = at(p);
      for (std::uint32_t piece = 1; piece <= pieces; ++piece) {
        p[static_cast<int>(axis)] = upper[static_cast<int>(axis)] * piece / pieces;
        const Vec3 to = at(p);
        lines.push_back({from, to});
        from = to;
      }
    }
  return lines;
}

}  // namespace lode
