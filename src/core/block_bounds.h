// Where the blocks of a model end.
#pragma once

#include "core/block_model.h"

namespace lode {

/// The corners of the rows' blocks alone, not of parents or cells without one. `rows`: a bit a row, or nullptr for all.
/// Pass the identity for lattice coordinates.
Bounds bounds_of_blocks(const BlockModel& model, const Affine& scene_from_lattice, const Mask* rows);

}  // namespace lode
