#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "core/text.h"

namespace lode {

namespace {

/// Bytes of the UTF-8 character that the text starts with; 0 where it starts with none.
std::size_t character_bytes(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = at(0), second = at(1);
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool usual = (first != 0xE0 || second >= 0xA0) && (first != 0xED || second < 0xA0);
    return usual && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool usual = (first != 0xF0 || second >= 0x90) && (first != 0xF4 || second < 0x90);
    return usual && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

/// Messages quote files, which may hold anything: what is no UTF-8 becomes "?", line ends and other controls blanks.
std::string printable(const std::string& text) {
  std::string result;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t bytes = character_bytes(rest);
    if (bytes == 1)
      result += static_cast<unsigned char>(rest[0]) < 0x20 || rest[0] == 0x7F ? ' ' : rest[0];
    else
      result += bytes == 0 ? "?" : rest.substr(0, bytes);
    rest.remove_prefix(std::max<std::size_t>(1, bytes));
  }
  return result;
}

}  // namespace

Error::Error(std::string what_happened, std::string remedy, Where where)
    : std::runtime_error(printable(what_happened)),
      what_happened_(printable(what_happened)),
      remedy_(printable(remedy)),
      where_(std::move(where)) {}

std::string describe(const Error& error) {
  std::string text = "error: " + error.what_happened();
  const Where& where = error.where();
  std::string place;
  if (!where.file.empty()) place = "in " + printable(utf8(where.file));
  if (where.line != 0) place += fmt::format("{}line {}", place.empty() ? "at " : ", ", where.line);
  if (where.column != 0) place += fmt::format("{}column {}", place.empty() ? "at " : ", ", where.column);
  if (!place.empty()) text += "\n  " + place;
  if (!error.remedy().empty()) text += "\n  " + error.remedy();
  return text;
}

}  // namespace lode
