// Where a section's planes pass through sub-blocks.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/cuts.h"
#include "core/sub_blocks.h"

namespace lode {

/// The boxes that each plane of a slab meets: as Cuts.
struct BoxCuts {
  std::vector<std::uint32_t> rows;       ///< by plane, ascending
  std::array<std::uint64_t, 3> begin{};  ///< range of plane p: begin[p] .. begin[p + 1]
  std::span<const std::uint32_t> of(std::size_t plane) const {
    return std::span(rows).subspan(begin[plane], begin[plane + 1] - begin[plane]);
  }
};

/// `visible`: a bit a row. `bend`: where an operation bends the model, or nullptr. Reuses `cuts`' memory.
void build_cuts(const SubBlocks& boxes, const std::array<CutPlane, 2>& planes, const Mask& visible,
                const ControlLattice* bend, BoxCuts& cuts);

}  // namespace lode
