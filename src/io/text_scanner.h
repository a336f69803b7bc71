// Walks a text line by line and word by word.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lode::io {

/// Lines end with LF, CR LF or CR; words are parted by spaces and tabs. The text must outlive the scanner.
class TextScanner {
 public:
  explicit TextScanner(std::string_view text) : rest_(text) {}

  /// Goes to the next line that is not blank; false at the end of the text.
  bool next_line();
  /// The next word of the line; empty at its end.
  std::string_view word();
  /// The rest of the line.
  std::string_view rest_of_line() const { return line_text_; }
  std::uint64_t line() const { return line_; }  ///< 1-based
  /// The text after the line.
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_, line_text_;
  std::uint64_t line_ = 0;
};

/// The double nearest to the decimal, of the whole word, with a point whatever the locale; empty for anything else.
std::optional<double> number_of(std::string_view word);

/// A whole decimal integer, empty for anything else or beyond its range.
std::optional<std::int64_t> integer_of(std::string_view word);

}  // namespace lode::io
