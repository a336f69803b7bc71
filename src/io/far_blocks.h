// Blocks whose centroids are likely mistyped.
#pragma once

#include "core/problem.h"
#include "core/table.h"
#include "io/lattice_fit.h"

namespace lode::io {

/// Warns of rows whose stated sizes keep them, but which lie far from all others, and of sub-blocks likewise.
void report_far_blocks(const Table& table, const LatticeFit& fit, Problems& problems);

/// Throws an Error where more than a tenth of the rows (a quarter where the grid is `stated` by the user) are among
/// `found` as off the grid: it is not theirs.
void check_few_off_grid(const Problems& found, std::uint64_t rows, bool stated, const std::string& grid);

}  // namespace lode::io
