#include "io/csv_rows.h"

#include <algorithm>
#include <cstring>

#include "core/error.h"
#include "core/text.h"

namespace lode::io {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_delimiter(char c, char delimiter) { return c == delimiter || (delimiter == ' ' && c == '\t'); }

/// A line of nothing but blanks, delimiters and the old end-of-file mark.
bool is_blank_line(std::string_view line, char delimiter) {
  for (const char c : line)
    if (!is_blank(c) && c != '\r' && c != delimiter && c != '\x1A') return false;
  return true;
}

std::size_t find_char(std::string_view text, char c, std::size_t from) {
  if (from >= text.size()) return text.size();
  const void* found = std::memchr(text.data() + from, c, text.size() - from);
  return found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace

char line_end_of(std::string_view text, std::size_t begin) {
  const std::string_view rest = text.substr(std::min(begin, text.size()));
  return rest.find('\n') == std::string_view::npos && rest.find('\r') != std::string_view::npos ? '\r' : '\n';
}

RecordScanner::RecordScanner(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                             char line_end, const std::filesystem::path& file)
    : text_(text), at_(begin), line_(line), delimiter_(delimiter), line_end_(line_end), file_(file) {}

bool RecordScanner::next(CsvRow& row, std::size_t before) {
  while (at_ < text_.size() && at_ < before) {
    const std::size_t begin = at_;
    const std::uint64_t line = line_;
    std::size_t end = next_line_end(begin);
    if (find_char(text_.substr(0, end), '"', begin) < end) end = end_of_quoted(begin, end);
    at_ = end + 1;
    ++line_;
    if (end > begin && text_[end - 1] == '\r') --end;
    if (is_blank_line(text_.substr(begin, end - begin), delimiter_)) continue;
    row = {begin, static_cast<std::uint32_t>(end - begin), static_cast<std::uint32_t>(line)};
    return true;
  }
  return false;
}

std::size_t RecordScanner::next_line_end(std::size_t begin) const {
  const std::size_t window = std::min(text_.size(), begin + max_row_bytes + 2);
  const std::size_t end = find_char(text_.substr(0, window), line_end_, begin);
  if (end == window && window < text_.size())
    throw Error("a line is longer than 16 MiB", "give a table as text with one row a line", {file_, line_});
  return end;
}

void RecordScanner::unterminated(std::uint64_t line, std::size_t column) const {
  throw Error("a quote opens here and never ends", "close the quote, or remove it", {file_, line, column});
}

/// The end of a record whose first line, up to `end`, has quotes; takes in more lines while a quote is open.
std::size_t RecordScanner::end_of_quoted(std::size_t begin, std::size_t end) {
  const std::uint64_t first_line = line_;
  std::size_t cell = begin;
  while (cell <= end) {
    while (cell < end && is_blank(text_[cell]) && !is_delimiter(text_[cell], delimiter_)) ++cell;
    if (cell < end && text_[cell] == '"') {
      const std::uint64_t opened_line = line_;
      const std::size_t column = line_ == first_line ? cell - begin + 1 : 0;
      const std::size_t close = closing_quote(cell, begin, end, opened_line, column);
      cell = close + 1;
      if (line_ != opened_line) check_after_quote(cell, end, opened_line, column);
    }
    while (cell < end && !is_delimiter(text_[cell], delimiter_)) ++cell;
    ++cell;
  }
  return end;
}

std::size_t RecordScanner::closing_quote(std::size_t open, std::size_t begin, std::size_t& end,
                                         std::uint64_t opened_line, std::size_t column) {
  std::size_t at = open + 1;
  while (true) {
    at = find_char(text_.substr(0, end), '"', at);
    if (at < end) {
      if (at + 1 < end && text_[at + 1] == '"')
        at += 2;
      else
        return at;
      continue;
    }
    if (end >= text_.size() || end - begin > max_row_bytes) unterminated(opened_line, column);
    at = end + 1;
    end = next_line_end(at);
    ++line_;
  }
}

/// A quoted text over several lines that is followed by more text is no such thing: its quote was left open.
void RecordScanner::check_after_quote(std::size_t at, std::size_t end, std::uint64_t opened_line,
                                      std::size_t column) const {
  while (at < end && (is_blank(text_[at]) || text_[at] == '\r') && !is_delimiter(text_[at], delimiter_)) ++at;
  if (at < end && !is_delimiter(text_[at], delimiter_)) unterminated(opened_line, column);
}

std::vector<CsvRow> first_rows(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                               const std::filesystem::path& file, std::size_t limit) {
  RecordScanner scanner(text, begin, line, delimiter, line_end_of(text, begin), file);
  std::vector<CsvRow> rows;
  CsvRow row;
  while (rows.size() < limit && scanner.next(row)) rows.push_back(row);
  return rows;
}

/// `at` stands on the opening quote; afterwards behind the closing one.
std::string_view RowCells::quoted(std::string_view row, std::size_t& at) {
  const std::size_t begin = ++at;
  std::string* copy = nullptr;
  std::size_t copied = begin;
  while (at < row.size()) {
    at = find_char(row, '"', at);
    if (at + 1 < row.size() && row[at + 1] == '"') {
      if (copy == nullptr) copy = &unescaped_.emplace_back();
      copy->append(row.substr(copied, at + 1 - copied));
      copied = at += 2;
      continue;
    }
    break;
  }
  const std::size_t end = at;
  if (at < row.size()) ++at;
  if (copy == nullptr) return row.substr(begin, end - begin);
  copy->append(row.substr(copied, end - copied));
  return *copy;
}

const std::vector<std::string_view>& RowCells::split(std::string_view row, char delimiter, std::size_t limit) {
  cells_.clear();
  unescaped_.clear();
  std::size_t at = 0;
  while (cells_.size() < limit) {
    while (at < row.size() && is_blank(row[at]) && (delimiter == ' ' || row[at] != delimiter)) ++at;
    if (delimiter == ' ' && at >= row.size()) break;
    if (at < row.size() && row[at] == '"') {
      const std::size_t begin = at;
      std::string_view cell = trim(quoted(row, at));
      while (at < row.size() && is_blank(row[at]) && !is_delimiter(row[at], delimiter)) ++at;
      if (at < row.size() && !is_delimiter(row[at], delimiter)) {  // text goes on behind the quote: as it stands
        while (at < row.size() && !is_delimiter(row[at], delimiter)) ++at;
        cell = trim(row.substr(begin, at - begin));
      }
      cells_.push_back(cell);
    } else {
      const std::size_t begin = at;
      if (delimiter == ' ')
        while (at < row.size() && !is_blank(row[at])) ++at;
      else
        at = find_char(row, delimiter, at);
      cells_.push_back(trim(row.substr(begin, at - begin)));
    }
    if (at >= row.size()) break;
    ++at;
  }
  return cells_;
}

}  // namespace lode::io
