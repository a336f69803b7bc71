// Blocks merged into larger ones, to draw while the hand moves when the faces are too many to follow it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/block_model.h"
#include "core/faces.h"

namespace lode {

/// Beyond this many faces coarser blocks are made: 1,000,000, or the environment variable LODE_FACE_BUDGET.
std::uint64_t face_budget();

/// How coarsely blocks are drawn.
struct Coarseness {
  unsigned merged = 1;   ///< blocks, or parents of sub-blocks, along each axis drawn as one, a power of two
  bool parents = false;  ///< parents of sub-blocks are drawn whole
  bool exact() const { return merged == 1 && !parents; }
  bool operator==(const Coarseness&) const = default;
};

struct CoarseBlocks {
  Coarseness as;  ///< exact: there are no coarse blocks
  Lattice lattice;
  Faces faces;
  std::vector<std::uint8_t> colour_index;  ///< a palette index a face
  Mask visible, finer, parents;            ///< a bit a coarse cell; scratch
};

/// Merges 2, 4, 8 ... blocks along each axis until there are at most `most_faces` faces; of sub-blocks, parents as
/// wholes are the first. A coarse block stands wherever any of its blocks is visible, so that nothing that is thin
/// falls into pieces; a face has the colour of the visible block that lies nearest behind it. `visible`: a bit a cell,
/// or of sub-blocks a bit a row. `index_of_row` as in colour_faces. Reuses `coarse`'s memory.
void build_coarse(const BlockModel& model, const Mask& visible, std::span<const std::uint8_t> index_of_row,
                  std::uint64_t most_faces, CoarseBlocks& coarse);

}  // namespace lode
