// Block models from rows that say where they stand.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/block_model.h"
#include "core/problem.h"

namespace lode::io {

Problem problem_at_row(const Table& table, std::size_t row, const char* check, std::string message, std::string action);

/// `cell`: one a row, LatticeFit::off_lattice where it has none. The first row of each cell is kept, others become
/// Problems, in which `where(row)` says the place ("at 10, 20, 30"); "" for a row whose fault was told before.
BlockModel model_of_cells(Table table, Lattice lattice, const std::vector<std::uint64_t>& cell,
                          const std::function<std::string(std::size_t)>& where, Problems& problems);

/// "40 x 20 x 5 blocks of 10 x 10 x 5", with the sub-blocks and how it is turned.
std::string grid_text(const BlockModel& model);

}  // namespace lode::io
