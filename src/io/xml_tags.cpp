#include "io/xml_tags.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "io/encoding.h"

namespace lode::io {

namespace {

constexpr std::string_view blanks = " \t\r\n";

void append_utf8(unsigned code, std::string& text) {
  const auto follow = [&](int shift) { text += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | code >> 6);
    follow(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | code >> 12);
    follow(6), follow(0);
  } else {
    text += static_cast<char>(0xF0 | code >> 18);
    follow(12), follow(6), follow(0);
  }
}

/// Takes "&#1057;" or "&#x421;" off the text; false when it does not start with one.
bool take_numbered(std::string_view& text, std::string& result) {
  if (!text.starts_with("&#")) return false;
  const bool hexadecimal = text.substr(2, 1) == "x";
  const char* begin = text.data() + std::min<std::size_t>(text.size(), hexadecimal ? 3 : 2);
  unsigned code = 0;
  const auto [end, failure] = std::from_chars(begin, text.data() + text.size(), code, hexadecimal ? 16 : 10);
  const bool is_character = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  if (failure != std::errc() || !is_character || end == text.data() + text.size() || *end != ';') return false;
  append_utf8(code, result);
  text.remove_prefix(static_cast<std::size_t>(end + 1 - text.data()));
  return true;
}

std::string unescaped(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}}};
  std::string result;
  while (!text.empty()) {
    bool replaced = take_numbered(text, result);
    for (const auto& [entity, character] : entities)
      if (!replaced && text.starts_with(entity)) {
        result.push_back(character);
        text.remove_prefix(entity.size());
        replaced = true;
        break;
      }
    if (replaced) continue;
    result.push_back(text.front());
    text.remove_prefix(1);
  }
  return result;
}

void skip_blanks(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  text = begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

}  // namespace

bool XmlTags::next(XmlTag& tag) {
  while (true) {
    const std::size_t begin = rest_.find('<');
    if (begin == std::string_view::npos) return false;
    rest_ = rest_.substr(begin);
    const std::string_view end_mark = rest_.starts_with("<!--") ? "-->" : rest_.starts_with("<?") ? "?>" : "";
    if (end_mark.empty() && !rest_.starts_with("<!")) break;
    const std::size_t end = rest_.find(end_mark.empty() ? ">" : end_mark);
    if (end == std::string_view::npos) return false;
    rest_ = rest_.substr(end + 1);
  }
  std::string_view text = rest_.substr(1);
  const std::size_t name_end = text.find_first_of(" \t\r\n/>", 1);
  if (name_end == std::string_view::npos) return false;
  tag.name = text.substr(0, name_end);
  tag.attributes.clear();
  tag.self_closing = false;
  text = text.substr(name_end);
  for (skip_blanks(text); !text.empty() && text.front() != '>'; skip_blanks(text)) {
    if (text.front() == '/') {
      tag.self_closing = text.starts_with("/>");
      text.remove_prefix(1);
      continue;
    }
    const std::size_t equals = text.find_first_of("=>");
    if (equals == std::string_view::npos || text[equals] == '>') return false;
    const std::string_view name = text.substr(0, text.find_first_of(" \t\r\n="));
    text = text.substr(equals + 1);
    skip_blanks(text);
    if (text.empty() || (text.front() != '"' && text.front() != '\'')) return false;
    const std::size_t close = text.find(text.front(), 1);
    if (close == std::string_view::npos) return false;
    tag.attributes.insert_or_assign(std::string(name), unescaped(text.substr(1, close - 1)));
    text = text.substr(close + 1);
  }
  if (text.empty()) return false;
  rest_ = text.substr(1);
  return true;
}

std::string XmlNesting::take(const XmlTag& tag) {
  if (!tag.name.starts_with('/')) {
    if (!tag.self_closing) open_.emplace_back(tag.name);
    return {};
  }
  const std::string last = open_.empty() ? std::string() : open_.back();
  if (tag.name.substr(1) != last) {
    const std::string_view name = tag.name.substr(0, 40);
    return fmt::format("the tag <{}> stands where {}", is_valid_utf8(name) ? name : "?",
                       last.empty() ? "none is open" : fmt::format("</{:.40}> must", last));
  }
  open_.pop_back();
  return {};
}

}  // namespace lode::io
