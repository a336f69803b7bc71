#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace lode {

namespace {

/// Lower case of a code point of two UTF-8 bytes: Latin-1 supplement and Cyrillic with its extensions (Kazakh too).
unsigned lower_two_bytes(unsigned c) {
  if (c >= 0x00C0 && c <= 0x00DE && c != 0x00D7) return c + 0x20;
  if (c >= 0x0400 && c <= 0x040F) return c + 0x50;
  if (c >= 0x0410 && c <= 0x042F) return c + 0x20;
  if (c == 0x04C0) return 0x04CF;
  const bool even_is_upper =
      (c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F);
  if (even_is_upper && c % 2 == 0) return c + 1;
  if (c >= 0x04C1 && c <= 0x04CE && c % 2 == 1) return c + 1;
  return c;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

/// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, in bytes.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string utf8(const std::filesystem::path& path) {
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

std::filesystem::path path_from_utf8(std::string_view text) { return {std::u8string(text.begin(), text.end())}; }

std::string fold_case(std::string_view utf8_text) {
  std::string folded(utf8_text);
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto lead = static_cast<unsigned char>(folded[i]);
    if (lead >= 'A' && lead <= 'Z') {
      folded[i] = static_cast<char>(lead + ('a' - 'A'));
    } else if (lead >= 0xC2 && lead <= 0xDF && i + 1 < folded.size()) {
      const auto trail = static_cast<unsigned char>(folded[i + 1]);
      if ((trail & 0xC0) != 0x80) continue;
      const unsigned lower = lower_two_bytes((lead & 0x1Fu) << 6 | (trail & 0x3Fu));
      folded[i] = static_cast<char>(0xC0 | lower >> 6);
      folded[++i] = static_cast<char>(0x80 | (lower & 0x3F));
    }
  }
  return folded;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string grouped(double value, int decimals) {
  std::string text = decimals < 0 ? shortest(value) : fmt::format("{:.{}f}", value, decimals);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  if (first == 1 && text.find_first_of("123456789i") == std::string::npos && std::isfinite(value))
    text.erase(0, 1);  // "-0.00"
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", start), text.size());
  if (end < text.size() && text[end] != '.') return text;
  for (std::size_t at = end; at > start + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string shortest(double value) {
  if (std::isnan(value)) return "nan";
  char buffer[64];
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-5 && size < 1e15);
  const auto result = plain ? std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed)
                            : std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, result.ptr};
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  const std::string wanted = fold_case(name);
  const std::string* best = nullptr;
  const std::string* containing = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : candidates) {
    const std::string folded = fold_case(candidate);
    const std::size_t distance = edit_distance(wanted, folded);
    const std::size_t near = std::max<std::size_t>(1, std::max(wanted.size(), folded.size()) / 3);
    if (distance <= near && distance < std::max(wanted.size(), folded.size()) && (!best || distance < best_distance)) {
      best = &candidate;
      best_distance = distance;
    }
    const bool contains = wanted.size() >= 2 && folded.size() >= 2 &&
                          (folded.find(wanted) != std::string::npos || wanted.find(folded) != std::string::npos);
    if (contains && !containing) containing = &candidate;
  }
  if (!best) best = containing;
  return best ? *best : std::string();
}

}  // namespace lode
