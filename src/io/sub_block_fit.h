// Sub-blocked models from boxes: the lattice of their parents, and what of the rows cannot be used.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/block_model.h"
#include "core/problem.h"
#include "core/rotation.h"

namespace lode::io {

/// Parents that no box reaches across, in the coordinates of the sides.
struct ParentFit {
  bool even = false;  ///< parents of one size; false: at all levels that no box reaches across
  std::array<std::vector<double>, 3> edges;
};

/// The largest size of a box, or the least multiple of it, whose lattice no box reaches across; else the levels that
/// none does. `size` and `origin`, of the lower corner of a parent, fix what they say.
ParentFit fit_parents(const BoxSides& sides, const std::optional<Vec3>& size, const std::optional<Vec3>& origin);

/// A sub-blocked model of a table with a box a row; `sides` along `directions` of the source (columns u, v, w), from
/// the source's origin. Rows that cannot be used become Problems. What `geometry` states is kept.
BlockModel sub_blocked_model(Table table, BoxSides sides, const std::array<Vec3, 3>& directions,
                             const GridGeometry& geometry, Problems& problems);

}  // namespace lode::io
