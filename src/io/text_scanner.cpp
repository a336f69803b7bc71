#include "io/text_scanner.h"

#include <fast_float/fast_float.h>

#include <charconv>

namespace lode::io {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\f' || c == '\v'; }

}  // namespace

bool TextScanner::next_line() {
  while (!rest_.empty()) {
    const std::size_t end = rest_.find_first_of("\r\n");
    line_text_ = rest_.substr(0, end);
    const bool crlf = end != std::string_view::npos && rest_.substr(end, 2) == "\r\n";
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + (crlf ? 2 : 1));
    ++line_;
    while (!line_text_.empty() && is_blank(line_text_.front())) line_text_.remove_prefix(1);
    if (!line_text_.empty()) return true;
  }
  line_text_ = {};
  return false;
}

std::string_view TextScanner::word() {
  std::size_t end = 0;
  while (end < line_text_.size() && !is_blank(line_text_[end])) ++end;
  const std::string_view found = line_text_.substr(0, end);
  while (end < line_text_.size() && is_blank(line_text_[end])) ++end;
  line_text_.remove_prefix(end);
  return found;
}

std::optional<double> number_of(std::string_view word) {
  if (word.size() > 1 && word.front() == '+' && word[1] != '-') word.remove_prefix(1);
  double value = 0;
  const auto result = fast_float::from_chars(word.data(), word.data() + word.size(), value);
  if (result.ec != std::errc() || result.ptr != word.data() + word.size()) return {};
  return value;
}

std::optional<std::int64_t> integer_of(std::string_view word) {
  std::int64_t value = 0;
  const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
  if (result.ec != std::errc() || result.ptr != word.data() + word.size()) return {};
  return value;
}

}  // namespace lode::io
