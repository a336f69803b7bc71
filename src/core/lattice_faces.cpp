// LatticeFaces: which block a ray meets, and where its faces lie.
#include <algorithm>

#include "core/geometry.h"
#include "core/parallel.h"

namespace lode {

namespace {

// The parameters at which a ray enters and leaves the lattice; empty when entry > exit.
struct Passage {
  double entry = 0;
  double exit = std::numeric_limits<double>::infinity();
};

Passage passage(const Ray& ray, const Vec3& upper) {
  Passage p;
  for (int a = 0; a < 3; ++a) {
    const double o = ray.origin[a], d = ray.direction[a];
    if (d == 0) {
      if (o < 0 || o > upper[a]) return {1, 0};
      continue;
    }
    const double t0 = -o / d, t1 = (upper[a] - o) / d;
    p.entry = std::max(p.entry, std::min(t0, t1));
    p.exit = std::min(p.exit, std::max(t0, t1));
  }
  return p;
}

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

}  // namespace

std::optional<Hit> LatticeFaces::nearest(const Ray& ray_scene) const {
  const Lattice& lattice = model->lattice;
  if (lattice.cells() == 0 || visible.size() == 0) return std::nullopt;
  const Affine lattice_from_scene = inverse(scene_from_lattice);
  const Ray ray{lattice_from_scene(ray_scene.origin), lattice_from_scene.direction(ray_scene.direction)};
  const auto& edges = lattice.edges;
  Passage within = passage(ray, {edges[0].back(), edges[1].back(), edges[2].back()});
  if (cut) within = within_slab(within, ray_scene, *cut);
  if (!(within.entry <= within.exit)) return std::nullopt;

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
    if (visible[cell] && model->has_row(cell))
      return Hit{t, ray_scene.origin + t * ray_scene.direction, model->row_of_cell(cell), cell};
    const auto next = static_cast<std::size_t>(std::min_element(leaves.begin(), leaves.end()) - leaves.begin());
    t = std::max(t, leaves[next]);
    at[next] += ray.direction[static_cast<int>(next)] > 0 ? 1 : -1;
    // Also ends for a direction that is not finite.
    if (!(t <= within.exit) || at[next] < 0 || at[next] >= lattice.count[next]) return std::nullopt;
    leaves[next] = leave(static_cast<int>(next));
  }
}

Bounds LatticeFaces::bounds_scene() const {
  const auto& edges = model->lattice.edges;
  Bounds bounds;
  for (int corner = 0; corner < 8; ++corner)
    bounds.add(scene_from_lattice(
        {corner & 1 ? edges[0].back() : 0.0, corner & 2 ? edges[1].back() : 0.0, corner & 4 ? edges[2].back() : 0.0}));
  return bounds;
}

std::vector<std::array<Vec3, 2>> LatticeFaces::outline_scene() const {
  const auto& edges = model->lattice.edges;
  const auto corner = [&](unsigned bits) {
    return scene_from_lattice({bits & 1U ? edges[0].back() : 0.0, bits & 2U ? edges[1].back() : 0.0,
                               bits & 4U ? edges[2].back() : 0.0});
  };
  std::vector<std::array<Vec3, 2>> lines;
  if (model->lattice.cells() == 0) return lines;
  for (unsigned bits = 0; bits < 8; ++bits)
    for (unsigned axis = 0; axis < 3; ++axis)
      if (((bits >> axis) & 1U) == 0) lines.push_back({corner(bits), corner(bits | (1U << axis))});
  return lines;
}

std::array<Vec3, 4> LatticeFaces::corners_lattice(FaceCell cell, int direction) const {
  const auto& edges = model->lattice.edges;
  const std::array<std::size_t, 3> ijk{cell.i, cell.j, cell.k};
  const int across = direction / 2, b = (across + 1) % 3, c = (across + 2) % 3;
  const bool upper = direction % 2 == 1;
  const auto edge = [&](int axis, bool high) {
    const auto a = static_cast<std::size_t>(axis);
    return edges[a][ijk[a] + (high ? 1 : 0)];
  };
  // b then c turn counter-clockwise about the positive axis.
  constexpr std::array<std::array<bool, 2>, 4> turn{{{false, false}, {true, false}, {true, true}, {false, true}}};
  std::array<Vec3, 4> corners;
  for (std::size_t n = 0; n < 4; ++n) {
    const auto& [high_b, high_c] = turn[upper ? n : (4 - n) % 4];
    corners[n][across] = edge(across, upper);
    corners[n][b] = edge(b, high_b);
    corners[n][c] = edge(c, high_c);
  }
  return corners;
}

void colour_faces(const BlockModel& model, std::span<const FaceCell> cells, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index) {
  colour_index.resize(cells.size());
  const auto gather = [&](auto&& row_of_cell) {
    parallel_for(cells.size(), std::size_t{1} << 14, [&](std::size_t begin, std::size_t end) {
      for (std::size_t f = begin; f < end; ++f) {
        const FaceCell c = cells[f];
        colour_index[f] = index_of_row[row_of_cell(model.lattice.cell(c.i, c.j, c.k))];
      }
    });
  };
  if (index_of_row.empty())
    std::fill(colour_index.begin(), colour_index.end(), std::uint8_t{1});
  else if (model.dense())
    gather([](std::uint64_t cell) { return cell; });
  else
    gather([&](std::uint64_t cell) { return model.present.rank(cell); });
}

}  // namespace lode
