#include "io/chunk_parser.h"

#include <algorithm>
#include <cstring>

#include "core/text.h"

namespace lode::io {

namespace {

std::string_view without_blanks(const char* begin, const char* end) {
  return trim({begin, static_cast<std::size_t>(end - begin)});
}

}  // namespace

void ChunkParser::take(const CsvRow& at, const char* begin, const char* end, bool quotes, ChunkResult& result) {
  const std::size_t cells = quotes ? split_row({begin, end}, result.kept) : plain_row(begin, end, result.kept);
  const std::size_t width = columns_.size();
  if (cells > width && holds_more_than_blanks({begin, end})) {
    result.wrong.push_back({at.line, cells, true});
    return;
  }
  if (cells < width) result.wrong.push_back({at.line, cells, false});
  ++result.kept;
}

ChunkParser::Taken ChunkParser::take_lines(std::string_view text, std::uint32_t most, std::size_t to) {
  if (uneven_ > 0) {
    --uneven_;
    return {};
  }
  if (delimiter_ == ' ' || text.empty()) return {};
  const std::size_t width = columns_.size();
  ends_.find(text.data(), std::min(text.size(), CellEnds::most_bytes));
  const auto lines = static_cast<std::uint32_t>(std::min<std::size_t>(ends_.lines(), most));
  if (!ends_.all_have(width)) {
    uneven_ = lines;
    return {};
  }
  if (lines == 0) return {};
  for (std::size_t column = 0; column < needed_; ++column)
    columns_[column].take_cells(ends_.column(column, width, lines), to);
  return {lines, ends_.bytes(lines, width)};
}

bool ChunkParser::is_rejected(std::string_view row, std::size_t& cells) {
  cells = splitter_.split(row, delimiter_).size();
  return cells > columns_.size() && holds_more_than_blanks(row);
}

bool ChunkParser::holds_more_than_blanks(std::string_view row) {
  const auto& cells = splitter_.split(row, delimiter_);
  return std::any_of(cells.begin() + static_cast<std::ptrdiff_t>(columns_.size()), cells.end(),
                     [](std::string_view cell) { return !cell.empty(); });
}

/// Returns, as those below, how many cells the row has.
std::size_t ChunkParser::split_row(std::string_view row, std::size_t to) {
  const auto& cells = splitter_.split(row, delimiter_);
  const std::size_t count = std::min(cells.size(), needed_);
  for (std::size_t column = 0; column < count; ++column) columns_[column].take(to, cells[column]);
  return cells.size();
}

std::size_t ChunkParser::delimited_row(const char* at, const char* end, std::size_t to) {
  for (std::size_t column = 0; column < needed_; ++column) {
    while (*at == ' ' && at < end) ++at;
    if (!columns_[column].take_plain(at, end, delimiter_, to) &&
        !columns_[column].take_repeated(at, end, delimiter_, to)) {
      const auto left = static_cast<std::size_t>(end - at);
      const void* found = std::memchr(at, delimiter_, left);
      const char* const cell_end = found == nullptr ? end : static_cast<const char*>(found);
      if (!columns_[column].skipped()) columns_[column].take(to, without_blanks(at, cell_end));
      at = cell_end;
    }
    if (at >= end) return column + 1;
    ++at;
  }
  return needed_ + 1 + static_cast<std::size_t>(std::count(at, end, delimiter_));
}

std::size_t ChunkParser::blank_separated_row(const char* at, const char* end, std::size_t to) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  for (std::size_t column = 0;; ++column) {
    while (at < end && is_blank(*at)) ++at;
    if (at >= end) return column;
    if (column < needed_ && columns_[column].take_plain(at, end, ' ', to)) continue;
    const char* const begin = at;
    while (at < end && !is_blank(*at)) ++at;
    if (column < needed_) columns_[column].take(to, without_blanks(begin, at));
  }
}

}  // namespace lode::io
