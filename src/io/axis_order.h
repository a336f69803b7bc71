// Rows of a grid that run along its axes, whichever is fastest and whichever way, some blocks missing or none: so most
// block models are written.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/bits.h"
#include "core/lattice.h"
#include "core/table.h"

namespace lode::io {

/// Numbers all cells in the order of a file: cell (i, j, k) has place first + i x step[0] + j x step[1] + k x step[2],
/// from 0 on. The step along the fastest axis is 1 or -1, that along an axis of one cell may be 0.
struct AxisOrder {
  std::array<std::uint32_t, 3> count;
  std::int64_t first = 0;
  std::array<std::int64_t, 3> step{};
};

/// Rows whose places ascend.
struct RowsAlongAxes {
  AxisOrder order;
  RankedMask places;  ///< those that have a row; empty: all
  RankedMask cells;   ///< likewise
};

/// Of `cells`, one a row, which may be no cells of the lattice; nothing where they are in no such order, or where cells
/// are many times the rows. Looks at all. Instantiated for std::uint32_t and std::uint64_t.
template <typename Cell>
std::optional<RowsAlongAxes> find_rows_along_axes(const Lattice& lattice, std::span<const Cell> cells);

/// The table's rows in the order of cells. Columns are read and written by lines of the processor's cache.
Table in_order_of_cells(Table table, const RowsAlongAxes& rows);

}  // namespace lode::io
