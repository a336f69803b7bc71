// Octrees whose rows state indices at a level of refinement, on parents that are stated.
#pragma once

#include "core/block_model.h"
#include "core/problem.h"
#include "core/rotation.h"

namespace lode::io {

/// The column that says how often the parent of a block was halved along all axes, by its name ("octree_level",
/// "refinement" ...); "level" or "lvl", as benches are called, too, where it differs among the blocks of a k, or where
/// i and j show it: they double from a level to the next, or go beyond the count that `geometry` states as levels do.
/// nullptr where there is none with numbers, or all of them are 0; a Problem says where one may be meant so.
const Column* level_column(const Table& table, const GridGeometry& geometry, Problems& problems);

/// Blocks of columns index_i, index_j, index_k, counted in blocks of their own level from the corner of the model: at
/// level 0 they are parents of `geometry.size`, at level 1 halves of them, and so on to 16. Indices count from 0, or
/// from 1 where none is 0. `geometry` has an origin or a centroid, and a size. Rows that cannot be used become
/// Problems.
BlockModel blocks_of_levels(Table table, const Column& level, const GridGeometry& geometry, Problems& problems);

}  // namespace lode::io
