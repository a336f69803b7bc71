#include "core/block_bounds.h"

#include <algorithm>

#include "core/parallel.h"

namespace lode {

Bounds bounds_of_blocks(const BlockModel& model, const Affine& scene_from_lattice, const Mask* rows) {
  constexpr std::uint64_t rows_a_range = std::uint64_t{1} << 16;
  const std::uint64_t all = model.table.rows;
  std::vector<Bounds> partial((all + rows_a_range - 1) / rows_a_range);
  parallel_for(all, rows_a_range, [&](std::size_t begin, std::size_t end) {
    Bounds& bounds = partial[begin / rows_a_range];
    model.for_each_block(begin, end, [&](std::uint64_t row, Vec3 lower, Vec3 upper) {
      if (rows != nullptr && !(*rows)[row]) return;
      // Along each axis of the scene the ends add up from those along the block's own.
      Vec3 least = scene_from_lattice.offset, most = scene_from_lattice.offset;
      for (int axis = 0; axis < 3; ++axis) {
        const Vec3 low = lower[axis] * scene_from_lattice.columns[static_cast<std::size_t>(axis)];
        const Vec3 high = upper[axis] * scene_from_lattice.columns[static_cast<std::size_t>(axis)];
        for (int a = 0; a < 3; ++a) {
          least[a] += std::min(low[a], high[a]);
          most[a] += std::max(low[a], high[a]);
        }
      }
      bounds.add(least);
      bounds.add(most);
    });
  });
  Bounds bounds;
  for (const Bounds& one : partial) bounds.add(one);
  return bounds;
}

}  // namespace lode
