// How large blocks are where an export puts them.
#pragma once

#include <span>
#include <vector>

#include "io/export.h"

namespace lode::io {

/// Lower and upper corner of a block in lattice coordinates.
struct Box {
  Vec3 lower, upper;
};

/// The least size of a block along each axis, in lattice coordinates.
Vec3 shortest_sides(const BlockModel& model);

/// Sizes along the model's axes u, v, w in the units of the export's CRS (of a level model: in plan units of the CRS,
/// in RL metres). One scale an axis where the placement is affine within 1/100 of a block, so that blocks of one size
/// stay so; else each block's own, between the middles of its opposite sides. To nine digits where placed, since a
/// coordinate holds no more of a size, to twelve where not: edges of a grid leave noise.
class PlacedSizes {
 public:
  /// Refers to both.
  PlacedSizes(const BlockModel& model, const ExportLayer& layer);
  /// Whether the blocks are a grid of axes at right angles there as well, within 1/50 of a block.
  bool keeps_grid() const { return !bent_ && !sheared_; }
  /// Throws Error when a side cannot be placed.
  std::vector<Vec3> of(std::span<const Box> boxes, Progress& progress) const;

 private:
  const BlockModel& model_;
  const ExportLayer& layer_;
  bool bent_ = false, sheared_ = false;
  Vec3 scale_{1, 1, 1};
};

}  // namespace lode::io
