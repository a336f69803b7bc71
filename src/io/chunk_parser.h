// The rows of one chunk of a delimited text into the columns of the chunk.
#pragma once

#include <string_view>
#include <vector>

#include "io/cell_ends.h"
#include "io/column_reading.h"
#include "io/csv_rows.h"

namespace lode::io {

/// What a chunk says beside its cells.
struct ChunkResult {
  std::vector<WrongRow> wrong;
  std::uint32_t kept = 0;
};

class ChunkParser {
 public:
  /// `needed`: columns, up to the last that is read.
  ChunkParser(std::vector<ChunkColumn> columns, std::size_t needed, char delimiter, char line_end)
      : columns_(std::move(columns)), needed_(needed), delimiter_(delimiter), ends_(delimiter, line_end) {}

  /// Takes a row as the chunk's next one. `end` is its text's end, and stands on a character that is no digit.
  void take(const CsvRow& at, const char* begin, const char* end, bool quotes, ChunkResult& result);

  struct Taken {
    std::uint32_t lines = 0;
    std::size_t bytes = 0;
  };
  /// Takes some of the lines that `text` starts with, at most `most`, as rows from `to` on, if all of them have a cell
  /// a column, column by column; else nothing. No line has quotes; ChunkColumn::bytes_before_cells in front of `text`
  /// and ChunkColumn::some_bytes behind it can be read.
  Taken take_lines(std::string_view text, std::uint32_t most, std::size_t to);

  /// Whether a row is one to reject, which no column has seen then.
  bool is_rejected(std::string_view row, std::size_t& cells);

 private:
  bool holds_more_than_blanks(std::string_view row);
  std::size_t split_row(std::string_view row, std::size_t to);
  std::size_t plain_row(const char* at, const char* end, std::size_t to) {
    return delimiter_ == ' ' ? blank_separated_row(at, end, to) : delimited_row(at, end, to);
  }
  std::size_t delimited_row(const char* at, const char* end, std::size_t to);
  std::size_t blank_separated_row(const char* at, const char* end, std::size_t to);

  std::vector<ChunkColumn> columns_;
  std::size_t needed_;
  char delimiter_;
  RowCells splitter_;
  CellEnds ends_;
  std::uint32_t uneven_ = 0;  ///< lines to take one by one until many are looked at again
};

}  // namespace lode::io
