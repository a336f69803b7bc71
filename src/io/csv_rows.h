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

struct RowScan {
  std::vector<CsvRow> rows;       ///< without blank ones
  std::uint64_t blank_lines = 0;  ///< lines without a character, or of delimiters alone
};

/// The records of `text` from `begin`, which is the start of line `line`; at most `limit` of them. A delimiter of ' '
/// stands for runs of blanks and tabs. Throws Error for a quote that never ends (naming the line where it opened) and
/// for a record longer than max_row_bytes.
RowScan scan_rows(std::string_view text, std::size_t begin, std::uint64_t line, char delimiter,
                  const std::filesystem::path& file, std::size_t limit = SIZE_MAX);

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
