// Where the cells of lines without quotes end, found many bytes at a time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/newer_cpu.h"

namespace lode::io {

/// The cells of one column in rows that have `width` cells each.
struct ColumnCells {
  struct Cell {
    const char* begin;
    const char* end;  ///< on the delimiter or the line's end, which may be two characters
  };
  const char* text;
  const std::uint32_t* before;  ///< offset of the delimiter in front of the first row's cell
  std::size_t width;
  std::size_t rows;
  bool strip_return;  ///< a carriage return in front of the end is part of it, as in the last column

  /// Of `most` rows from `row` on, fewer where they end before.
  ColumnCells some(std::size_t row, std::size_t most) const {
    return {text, before + row * width, width, std::min(rows - row, most), strip_return};
  }

  Cell operator[](std::size_t row) const {
    const std::uint32_t* at = before + row * width;
    Cell cell{text + static_cast<std::uint32_t>(at[0] + 1), text + at[1]};
    if (strip_return && cell.end[-1] == '\r') [[unlikely]]
      --cell.end;
    return cell;
  }
};

/// Delimiters and line ends of a window of a text.
class CellEnds {
 public:
  static constexpr std::size_t most_bytes = std::size_t{1} << 14;

  /// With `use` at most; every form finds the same.
  CellEnds(char delimiter, char line_end, Instructions use = instructions());

  /// Looks at `size` bytes, at most `most_bytes`, which must live as long as this is asked; the first starts a line.
  void find(const char* text, std::size_t size);

  /// Lines that end within the window.
  std::size_t lines() const { return lines_; }
  /// Bytes of the first `lines` of them, each of `width` cells.
  std::size_t bytes(std::size_t lines, std::size_t width) const { return ends_[lines * width] + 1; }
  /// Whether each of those lines has as many cells.
  bool all_have(std::size_t width) const;
  /// Of the first `rows` lines, where all have `width` cells. The byte in front of the window must be readable.
  ColumnCells column(std::size_t column, std::size_t width, std::size_t rows) const {
    return {text_, ends_.data() + column, width, rows, column + 1 == width && line_end_ == '\n'};
  }

 private:
  char delimiter_, line_end_;
  Instructions use_;
  const char* text_ = nullptr;
  std::vector<std::uint32_t> ends_;  ///< the first is in front of the window: its offset is -1, modulo 2^32
  std::size_t count_ = 0, lines_ = 0;
};

}  // namespace lode::io
