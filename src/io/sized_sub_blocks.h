// Sub-blocked models from rows of centroids and sizes, turned or not.
#pragma once

#include "core/block_model.h"
#include "core/problem.h"
#include "core/rotation.h"
#include "io/centroids.h"

namespace lode::io {

/// A block a row. How they are turned is what `geometry` states, else what centroids and sizes show. Sizes are in the
/// order of the axes and in the unit of the centroids. Rows that cannot be used become Problems. Throws Error, naming
/// the turn that is likely, when the blocks fit no parents.
BlockModel sub_blocks_of_sizes(Table table, const Centroids& centroids, const RowVectors& sizes,
                               const GridGeometry& geometry, Problems& problems);

}  // namespace lode::io
