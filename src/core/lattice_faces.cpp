// LatticeFaces: which block a ray meets, and where its faces lie.
#include <algorithm>

#include "core/geometry.h"
#include "core/lattice_march.h"
#include "core/parallel.h"

namespace lode {

std::optional<Hit> LatticeFaces::nearest(const Ray& ray_scene, Vec3 bend_scene) const {
  std::optional<Hit> hit;
  if (visible.size() == 0) return hit;
  march(
      model->lattice, moved(scene_from_lattice, bend_scene), ray_scene, cut,
      [&](std::uint64_t cell, const Ray&, const Passage& within) {
        if (!visible[cell] || !model->has_row(cell)) return false;
        hit = Hit{within.entry, ray_scene.origin + within.entry * ray_scene.direction, model->row_of_cell(cell), cell};
        return true;
      });
  return hit;
}

Bounds LatticeFaces::bounds_scene() const { return bounds_of(model->lattice, scene_from_lattice); }

std::vector<std::array<Vec3, 2>> LatticeFaces::outline_scene(const ControlLattice* bend) const {
  return outline_of(model->lattice, scene_from_lattice, bend);
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
