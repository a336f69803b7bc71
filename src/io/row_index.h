// Where the rows of a delimited text lie: by chunk, so that an index of any file is small and chunks are read at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/progress.h"
#include "io/csv_rows.h"

namespace lode::io {

/// Rows that follow one another in the text.
struct RowChunk {
  std::uint64_t begin = 0;       ///< offset of the first record
  std::uint64_t end = 0;         ///< where the next chunk begins
  std::uint64_t first_row = 0;   ///< index among the rows of the file
  std::uint64_t first_line = 0;  ///< the line that `begin` starts
  std::uint32_t rows = 0;        ///< without blank ones
  std::uint32_t lines = 0;
  bool quotes = false;
};

struct RowIndex {
  std::vector<RowChunk> chunks;  ///< in the text's order, from its first row to its end
  std::uint64_t rows = 0;
  char delimiter = ',';
  char line_end = '\n';
  bool row_a_line = true;  ///< no blank line, and no record over several lines
  bool valid_utf8 = true;  ///< all that was looked at
};

inline constexpr std::size_t index_chunk_bytes = std::size_t{1} << 19;

/// The rows of `text` from `begin`, which is the start of line `line`. Chunks are taken to start with a line, all at
/// once; where a quoted line break proves that wrong, those concerned are indexed again, so that the result is that of
/// RecordScanner from begin to end, Errors included.
RowIndex index_rows(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                    const std::filesystem::path& file, Progress& progress, std::size_t chunk_bytes = index_chunk_bytes);

/// At the start of a chunk.
RecordScanner scanner_of(std::string_view text, const RowIndex& index, const RowChunk& chunk);

}  // namespace lode::io
