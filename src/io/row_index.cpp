#include "io/row_index.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <exception>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"
#include "io/encoding.h"
#include "io/text_survey.h"

namespace lode::io {

namespace {

class Indexer {
 public:
  Indexer(std::string_view text, std::size_t begin, char delimiter, char line_end, const std::filesystem::path& file,
          std::size_t chunk_bytes)
      : text_(text), begin_(begin), delimiter_(delimiter), line_end_(line_end), file_(file), bytes_(chunk_bytes) {}

  std::size_t chunks() const { return (text_.size() - begin_ + bytes_ - 1) / bytes_; }

  /// The lines that start within the chunk, if it starts with the first line in it.
  std::string_view lines_of(std::size_t chunk) const {
    const std::size_t from = line_start_at(begin_ + chunk * bytes_);
    return text_.substr(from, std::max(from, line_start_at(limit_of(chunk))) - from);
  }

  /// Their rows, if none of them is within quotes.
  RowChunk taken_to_start_with_a_line(std::size_t chunk, std::string_view lines, const TextSurvey& found) const {
    const auto from = static_cast<std::size_t>(lines.data() - text_.data());
    if (found.quotes || found.doubtful_lines || lines.size() > max_row_bytes) return scanned(from, 0, limit_of(chunk));
    const bool open_end = !lines.empty() && lines.back() != line_end_;
    const auto count = static_cast<std::uint32_t>(found.line_ends + (open_end ? 1 : 0));
    return {from, from + lines.size(), 0, 0, count, count, false};
  }

  RowChunk scanned(std::size_t from, std::uint64_t line, std::size_t limit) const {
    RecordScanner scanner(text_, from, line, delimiter_, line_end_, file_);
    RowChunk chunk{from, from, 0, line, 0, 0, false};
    CsvRow row;
    while (scanner.next(row, limit)) {
      ++chunk.rows;
      chunk.quotes = chunk.quotes || text_.substr(row.begin, row.length).find('"') != std::string_view::npos;
    }
    chunk.end = std::min(scanner.position(), text_.size());
    chunk.lines = static_cast<std::uint32_t>(scanner.line() - line);
    return chunk;
  }

  std::size_t limit_of(std::size_t chunk) const { return std::min(text_.size(), begin_ + (chunk + 1) * bytes_); }

 private:
  /// The first start of a line at or behind `at`.
  std::size_t line_start_at(std::size_t at) const {
    if (at <= begin_) return begin_;
    if (at >= text_.size()) return text_.size();
    const void* found = std::memchr(text_.data() + at - 1, line_end_, text_.size() - at + 1);
    return found == nullptr ? text_.size()
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text_.data()) + 1;
  }

  std::string_view text_;
  std::size_t begin_;
  char delimiter_, line_end_;
  const std::filesystem::path& file_;
  std::size_t bytes_;
};

}  // namespace

RowIndex index_rows(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                    const std::filesystem::path& file, Progress& progress, std::size_t chunk_bytes) {
  RowIndex index;
  index.delimiter = delimiter;
  index.line_end = line_end_of(text, begin);
  if (begin >= text.size()) return index;
  const Indexer indexer(text, begin, delimiter, index.line_end, file, chunk_bytes);
  index.chunks.resize(indexer.chunks());
  std::vector<char> failed(index.chunks.size(), 0);
  std::atomic<bool> valid_utf8{true};
  parallel_for(index.chunks.size(), 1, [&](std::size_t first, std::size_t last) {
    progress.check();
    for (std::size_t i = first; i < last; ++i) try {
        const std::string_view lines = indexer.lines_of(i);
        const TextSurvey found = survey(lines, index.line_end, delimiter);
        if (found.other_than_ascii && !is_valid_utf8(lines)) valid_utf8 = false;
        index.chunks[i] = indexer.taken_to_start_with_a_line(i, lines, found);
      } catch (const Error&) {
        failed[i] = 1;  // what looks wrong may stand within quotes; if not, it is found again below
      }
  });
  index.valid_utf8 = valid_utf8;
  std::size_t at = begin;
  for (std::size_t i = 0; i < index.chunks.size(); ++i) {
    RowChunk& chunk = index.chunks[i];
    if (failed[i] != 0 || chunk.begin != at) chunk = indexer.scanned(at, line, indexer.limit_of(i));
    chunk.first_row = index.rows;
    chunk.first_line = line;
    index.rows += chunk.rows;
    line += chunk.lines;
    at = chunk.end;
    index.row_a_line = index.row_a_line && chunk.rows == chunk.lines;
  }
  std::erase_if(index.chunks, [](const RowChunk& chunk) { return chunk.rows == 0; });
  return index;
}

RecordScanner scanner_of(std::string_view text, const RowIndex& index, const RowChunk& chunk) {
  static const std::filesystem::path no_file;  // a chunk that was indexed has no fault to tell
  return {text, chunk.begin, chunk.first_line, index.delimiter, index.line_end, no_file};
}

}  // namespace lode::io
