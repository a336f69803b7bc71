// Records and cells of a delimited text.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

/// A record: usually a line, several where quotes hold line breaks.
struct CsvRow {
  std::uint64_t begin = 0;   ///< offset in the text
  std::uint32_t length = 0;  ///< bytes, without the line's end
  std::uint32_t line = 0;    ///< 1-based, of its first character
};

/// A record may be this long; longer ones are no table.
inline constexpr std::size_t max_row_bytes = std::size_t{16} << 20;

/// What ends the lines of a text from `begin` on: '\n', or '\r' where it has none of them.
char line_end_of(std::string_view text, std::size_t begin);

/// The records of a text one after the other, without blank ones: lines without a character, or of delimiters alone. A
/// delimiter of ' ' stands for runs of blanks and tabs.
class RecordScanner {
 public:
  /// From `begin`, which is the start of line `line`.
  RecordScanner(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter, char line_end,
                const std::filesystem::path& file);

  /// The next record that starts before `before`; false when there is none. Throws Error for a quote that never ends
  /// (naming the line where it opened) and for a record longer than max_row_bytes.
  bool next(CsvRow& row, std::size_t before = SIZE_MAX);

  std::size_t position() const { return at_; }  ///< behind the records so far, and the blank lines between them
  std::uint64_t line() const { return line_; }  ///< of position()

 private:
  std::size_t next_line_end(std::size_t begin) const;
  [[noreturn]] void unterminated(std::uint64_t line, std::size_t column) const;
  std::size_t end_of_quoted(std::size_t begin, std::size_t end);
  std::size_t closing_quote(std::size_t open, std::size_t begin, std::size_t& end, std::uint64_t opened_line,
                            std::size_t column);
  void check_after_quote(std::size_t at, std::size_t end, std::uint64_t opened_line, std::size_t column) const;

  std::string_view text_;
  std::size_t at_;
  std::uint64_t line_;
  char delimiter_;
  char line_end_;
  const std::filesystem::path& file_;
};

/// The first `limit` records of a text.
std::vector<CsvRow> first_rows(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                               const std::filesystem::path& file, std::size_t limit);

/// The cells of one record, reused from row to row.
class RowCells {
 public:
  /// Splits at the delimiter, takes quotes off and blanks around; stops after `limit` cells. Views live until the next
  /// call and with the text.
  const std::vector<std::string_view>& split(std::string_view row, char delimiter, std::size_t limit = SIZE_MAX);

 private:
  std::string_view quoted(std::string_view row, std::size_t& at);
  std::vector<std::string_view> cells_;
  std::deque<std::string> unescaped_;
};

}  // namespace lode::io
