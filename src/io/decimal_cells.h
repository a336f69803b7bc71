// Plain decimals of a column's cells, read without a branch as they are usually written.
#pragma once

#include <cstdint>

#include "core/newer_cpu.h"
#include "io/cell_ends.h"

namespace lode::io {

/// Cells of `-` or nothing, digits, and where there are decimals a mark and so many digits.
struct DecimalShape {
  static constexpr int most_decimals = 7;
  char mark = '.';
  int decimals = 0;  ///< 0..most_decimals
};

/// So many bytes in front of the end of a column's first cell must be readable, whatever they are.
inline constexpr std::size_t bytes_before_decimal = 17;

/// The numbers without their mark, one a cell, of those cells that have the shape and 1..15 digits, which are exact in
/// a double. `others` gets the indices of the other cells, minus zero among them; returns how many. At most 65536
/// cells. With `use` at most; every form takes the same.
std::size_t read_decimals(const ColumnCells& cells, DecimalShape shape, Instructions use, std::int64_t* mantissas,
                          std::uint16_t* others);

}  // namespace lode::io
