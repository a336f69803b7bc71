// Block models from rows that say where they stand.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/block_model.h"
#include "core/problem.h"

namespace lode::io {

Problem problem_at_row(const Table& table, std::size_t row, const char* check, std::string message, std::string action);

/// Writes the cells of rows begin .. end - 1, LatticeFit::off_lattice where a row has none; called from all cores.
using CellsOfRows = std::function<void(std::size_t begin, std::size_t end, std::uint64_t* cells)>;

/// Says the place of a row ("at 10, 20, 30"); "" for one whose fault was told before.
using PlaceOfRow = std::function<std::string(std::size_t row)>;

/// The first row of each cell is kept, others become Problems. Rows in the order of cells stay where they are. `cells`
/// and `where` are let go of before rows are moved, so that what they hold does not add to the memory that takes.
BlockModel model_of_cells(Table table, Lattice lattice, CellsOfRows cells, PlaceOfRow where, Problems& problems);

/// "40 x 20 x 5 blocks of 10 x 10 x 5", with the sub-blocks and how it is turned.
std::string grid_text(const BlockModel& model);

}  // namespace lode::io
