// Block models whose geometry is stated: in a scene file, beside indices or centroids.
#pragma once

#include <filesystem>

#include "core/block_model.h"
#include "core/problem.h"
#include "core/rotation.h"
#include "io/lattice_fit.h"
#include "io/roles.h"

namespace lode::io {

/// Indices need an origin and a size, an index of all three (IJK) the counts too. Throws an Error that names the keys.
void check_index_geometry(const GridGeometry& geometry, const Roles& roles, const std::filesystem::path& file);

/// The blocks of columns index_i, index_j, index_k, or of index_i alone as Datamine counts: IJK = NY NZ I + NZ J + K.
/// Indices count from 0; where none is 0 and one is the count, or no count is stated and none is 0, from 1.
BlockModel blocks_of_indices(Table table, const GridGeometry& geometry, Problems& problems);

/// The lattice that is stated; as many cells as the centroids need where no count is.
LatticeFit lattice_as_stated(const GridGeometry& geometry, const Centroids& centroids);

}  // namespace lode::io
