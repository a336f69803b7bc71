// Boxes: which block a ray meets, where faces lie, what a section leaves.
#include <algorithm>

#include "core/bent_reach.h"
#include "core/geometry.h"
#include "core/lattice_march.h"
#include "core/parallel.h"
#include "core/slab_cells.h"

namespace lode {

namespace {

/// How far a box reaches along a plane's normal.
Reach reach_of(const SubBlocks& boxes, std::uint64_t row, const CutPlane& plane, const ControlLattice* bend) {
  const Vec3 lower = boxes.lower_lattice(row), upper = boxes.upper_lattice(row);
  if (bend != nullptr) return bent_reach(plane, *bend, lower, upper);
  Reach reach;
  for (int axis = 0; axis < 3; ++axis) {
    const double at_lower = plane.normal[axis] * lower[axis], at_upper = plane.normal[axis] * upper[axis];
    reach.low += std::min(at_lower, at_upper);
    reach.high += std::max(at_lower, at_upper);
  }
  return reach;
}

template <typename Item, typename RowOf>
void colour(std::span<const Item> items, std::span<const std::uint8_t> index_of_row, const RowOf& row_of,
            std::vector<std::uint8_t>& colour_index) {
  colour_index.resize(items.size());
  if (index_of_row.empty()) {
    std::fill(colour_index.begin(), colour_index.end(), std::uint8_t{1});
    return;
  }
  parallel_for(items.size(), std::size_t{1} << 14, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) colour_index[i] = index_of_row[row_of(items[i])];
  });
}

}  // namespace

std::optional<Hit> Boxes::nearest(const Ray& ray_scene, Vec3 bend_scene) const {
  const SubBlocks& boxes = *model->sub_blocks;
  std::optional<Hit> hit;
  if (visible.size() == 0) return hit;
  march(model->lattice, moved(scene_from_lattice, bend_scene), ray_scene, cut,
        [&](std::uint64_t parent, const Ray& ray, const Passage& within) {
          const auto [first, end] = boxes.rows_of(parent);
          for (std::uint64_t row = first; row < end; ++row) {
            if (!visible[row]) continue;
            const Passage through = passage(ray, boxes.lower_lattice(row), boxes.upper_lattice(row));
            const double entry = std::max(through.entry, within.entry);
            if (!(entry <= std::min(through.exit, within.exit)) || (hit && hit->distance <= entry)) continue;
            hit = Hit{entry, ray_scene.origin + entry * ray_scene.direction, row, row};
          }
          return hit.has_value();
        });
  return hit;
}

Bounds Boxes::bounds_scene() const { return bounds_of(model->lattice, scene_from_lattice); }

std::vector<std::array<Vec3, 2>> Boxes::outline_scene(const ControlLattice* bend) const {
  return outline_of(model->lattice, scene_from_lattice, bend);
}

std::array<Vec3, 4> Boxes::corners_lattice(const LevelRectangle& rectangle, int direction) const {
  const SubBlocks::Levels& levels = model->sub_blocks->levels();
  const auto axis = static_cast<std::size_t>(direction / 2), b = (axis + 1) % 3, c = (axis + 2) % 3;
  const std::array<double, 2> at_b{levels[b][rectangle.lower_b], levels[b][rectangle.upper_b]};
  const std::array<double, 2> at_c{levels[c][rectangle.lower_c], levels[c][rectangle.upper_c]};
  // b then c turn counter-clockwise about the positive axis.
  constexpr std::array<std::array<std::size_t, 2>, 4> turn{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
  std::array<Vec3, 4> corners;
  for (std::size_t n = 0; n < 4; ++n) {
    const auto& [high_b, high_c] = turn[direction % 2 == 1 ? n : (4 - n) % 4];
    corners[n][static_cast<int>(axis)] = levels[axis][rectangle.plane];
    corners[n][static_cast<int>(b)] = at_b[high_b];
    corners[n][static_cast<int>(c)] = at_c[high_c];
  }
  return corners;
}

void colour_faces(std::span<const BoxFace> faces, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index) {
  colour(
      faces, index_of_row, [](const BoxFace& face) { return face.box; }, colour_index);
}

void colour_faces(std::span<const std::uint32_t> rows, std::span<const std::uint8_t> index_of_row,
                  std::vector<std::uint8_t>& colour_index) {
  colour(
      rows, index_of_row, [](std::uint32_t row) { return row; }, colour_index);
}

void rows_in_slab(const SubBlocks& boxes, const Affine& scene_from_lattice, const Slab& slab,
                  const ControlLattice* bend, Mask& rows) {
  const Band band = band_of(slab, scene_from_lattice);
  const CutPlane plane = cut_planes(slab, scene_from_lattice)[1];
  rows.assign(boxes.size(), false);
  parallel_for(rows.words().size(), 1024, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = 64 * begin; row < std::min<std::size_t>(64 * end, boxes.size()); ++row) {
      const Reach reach = reach_of(boxes, row, plane, bend);
      if (reach.low <= band.high && reach.high >= band.low) rows.set(row);
    }
  });
}

void build_cuts(const SubBlocks& boxes, const std::array<CutPlane, 2>& planes, const Mask& visible,
                const ControlLattice* bend, BoxCuts& cuts) {
  cuts.rows.clear();
  for (std::size_t p = 0; p < 2; ++p) {
    cuts.begin[p] = cuts.rows.size();
    for (const double before : {-plane_touch_m, plane_touch_m}) {
      visible.for_each_set([&](std::size_t row) {
        const Reach reach = reach_of(boxes, row, planes[p], bend);
        if (reach.low <= planes[p].offset + before && reach.high >= planes[p].offset - plane_touch_m)
          cuts.rows.push_back(static_cast<std::uint32_t>(row));
      });
      if (cuts.rows.size() > cuts.begin[p]) break;
    }
  }
  cuts.begin[2] = cuts.rows.size();
}

}  // namespace lode
