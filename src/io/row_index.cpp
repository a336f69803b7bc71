#include "io/row_index.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <utility>

#include "core/error.h"
#include "core/parallel.h"

namespace lode::io {

namespace {

struct Count {
  std::uint64_t lines = 0;
  bool doubtful = false;  ///< some lines may be blank
};

/// Ends of lines; a line that starts with a blank, a control character or a delimiter may be a blank one. Written so
/// that compilers turn the inner loop into instructions on many bytes.
Count count_lines(std::string_view text, char line_end, char delimiter) {
  constexpr std::size_t lanes = 64, most_rounds = 255;
  const auto may_be_blank = [&](unsigned char c) { return c <= ' ' || c == static_cast<unsigned char>(delimiter); };
  Count count;
  if (text.empty()) return count;
  count.doubtful = may_be_blank(static_cast<unsigned char>(text.front()));
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const auto end_byte = static_cast<unsigned char>(line_end), delimiter_byte = static_cast<unsigned char>(delimiter);
  std::size_t at = 0;
  while (at + lanes < text.size()) {
    std::array<std::uint8_t, lanes> ends{}, doubts{};
    for (std::size_t round = 0; round < most_rounds && at + lanes < text.size(); ++round, at += lanes)
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const std::uint8_t is_end = bytes[at + lane] == end_byte ? 1 : 0;
        const unsigned char next = bytes[at + lane + 1];
        const std::uint8_t is_doubtful = (next <= ' ' ? 1 : 0) | (next == delimiter_byte ? 1 : 0);
        ends[lane] = static_cast<std::uint8_t>(ends[lane] + is_end);
        doubts[lane] = static_cast<std::uint8_t>(doubts[lane] | (is_end & is_doubtful));
      }
    for (const std::uint8_t lane : ends) count.lines += lane;
    for (const std::uint8_t lane : doubts) count.doubtful = count.doubtful || lane != 0;
  }
  for (; at < text.size(); ++at) {
    if (text[at] != line_end) continue;
    ++count.lines;
    if (at + 1 < text.size() && may_be_blank(bytes[at + 1])) count.doubtful = true;
  }
  if (text.back() != line_end) ++count.lines;
  return count;
}

class Indexer {
 public:
  Indexer(std::string_view text, std::size_t begin, char delimiter, char line_end, const std::filesystem::path& file,
          std::size_t chunk_bytes)
      : text_(text), begin_(begin), delimiter_(delimiter), line_end_(line_end), file_(file), bytes_(chunk_bytes) {}

  std::size_t chunks() const { return (text_.size() - begin_ + bytes_ - 1) / bytes_; }

  /// The rows that start within the chunk, if it starts with the first line in it.
  RowChunk taken_to_start_with_a_line(std::size_t chunk) const {
    const std::size_t from = line_start_at(begin_ + chunk * bytes_), limit = limit_of(chunk);
    const std::size_t end = std::max(from, line_start_at(limit));
    const std::string_view part = text_.substr(from, end - from);
    if (part.find('"') == std::string_view::npos && part.size() <= max_row_bytes) {
      const Count count = count_lines(part, line_end_, delimiter_);
      const auto lines = static_cast<std::uint32_t>(count.lines);
      if (!count.doubtful) return {from, end, 0, 0, lines, lines, false};
    }
    return scanned(from, 0, limit);
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
  parallel_for(index.chunks.size(), 1, [&](std::size_t first, std::size_t last) {
    progress.check();
    for (std::size_t i = first; i < last; ++i) try {
        index.chunks[i] = indexer.taken_to_start_with_a_line(i);
      } catch (const Error&) {
        failed[i] = 1;  // what looks wrong may stand within quotes; if not, it is found again below
      }
  });
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
