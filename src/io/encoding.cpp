#include "io/encoding.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"

namespace lode::io {

namespace {

/// Our names and ICU's.
struct EncodingRow {
  const char* name;
  const char* converter;
};
constexpr std::array<EncodingRow, 8> rows{{{"UTF-8", "UTF-8"},
                                           {"UTF-16LE", "UTF-16LE"},
                                           {"UTF-16BE", "UTF-16BE"},
                                           {"windows-1251", "windows-1251"},
                                           {"GB18030", "gb18030"},
                                           {"latin-1", "windows-1252"},
                                           {"KOI8-R", "KOI8-R"},
                                           {"IBM866", "ibm-866"}}};

/// Names that ICU does not know for the encodings above, or gives another meaning.
constexpr std::array<std::array<const char*, 2>, 13> aliases{{{"utf8", "UTF-8"},
                                                              {"utf-16", "UTF-16LE"},
                                                              {"utf16", "UTF-16LE"},
                                                              {"latin1", "latin-1"},
                                                              {"iso-8859-1", "latin-1"},
                                                              {"ansi", "latin-1"},
                                                              {"cp1251", "windows-1251"},
                                                              {"gbk", "GB18030"},
                                                              {"gb2312", "GB18030"},
                                                              {"cp936", "GB18030"},
                                                              {"koi8", "KOI8-R"},
                                                              {"cp866", "IBM866"},
                                                              {"dos", "IBM866"}}};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(const char* name) {
  UErrorCode fault = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &fault));
  if (U_FAILURE(fault)) throw Error(std::string("the system cannot convert ") + name, "install ICU's data");
  return converter;
}

const char* converter_of(const std::string& encoding) {
  for (const EncodingRow& row : rows)
    if (encoding == row.name) return row.converter;
  return encoding.c_str();
}

std::uint64_t count_replacements(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t at = text.find("\xEF\xBF\xBD"); at != std::string_view::npos; at = text.find("\xEF\xBF\xBD", at + 3))
    ++count;
  return count;
}

std::size_t mark_length(std::string_view bytes, const std::string& encoding) {
  if (encoding_of_mark(bytes) != encoding) return 0;
  return encoding == "UTF-8" ? 3 : 2;
}

unsigned char byte(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::size_t sample_bytes = std::size_t{1} << 20;

/// Pairs of bytes, most of them the first level's common characters. The pairs of Russian words in capitals lie in a
/// quarter of that range, those of Chinese texts all over it.
bool is_chinese(std::string_view bytes) {
  std::size_t pairs = 0, common = 0, beyond_capitals = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (byte(bytes, at) < 0x80) continue;
    if (at + 1 == bytes.size()) break;  // the sample may end within a pair
    const unsigned char lead = byte(bytes, at), trail = byte(bytes, ++at);
    if (lead == 0x80 || lead == 0xFF || trail == 0x7F || trail == 0xFF) return false;
    if (trail >= 0x30 && trail <= 0x39 && at + 2 < bytes.size()) {  // four bytes: rare, but lawful
      at += 2;
      continue;
    }
    if (trail < 0x40) return false;
    ++pairs;
    common += lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
    beyond_capitals += trail < 0xC0 || trail > 0xDF || lead < 0xC0;
  }
  return pairs > 0 && 4 * common >= 3 * pairs && 4 * beyond_capitals >= pairs;
}

/// Cyrillic words are runs of high bytes; in Latin text accented letters stand between ASCII ones.
bool is_cyrillic(std::string_view bytes) {
  std::size_t high = 0, in_runs = 0, beside_ascii = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (byte(bytes, at) < 0x80) continue;
    ++high;
    const bool before = at > 0 && byte(bytes, at - 1) >= 0x80;
    const bool after = at + 1 < bytes.size() && byte(bytes, at + 1) >= 0x80;
    in_runs += before || after;
    beside_ascii +=
        (at > 0 && is_ascii_letter(bytes[at - 1])) || (at + 1 < bytes.size() && is_ascii_letter(bytes[at + 1]));
  }
  return high > 0 && 2 * in_runs > high && 2 * beside_ascii < in_runs;
}

/// How common the letters from U+0430 are in Russian, logarithms of per mille.
constexpr std::array<double, 32> log_share{4.38, 2.77, 3.81, 2.83, 3.4,  4.44, 2.24, 2.8,  4.3,  2.49, 3.55,
                                           3.78, 3.47, 4.2,  4.7,  3.33, 3.86, 4.0,  4.14, 3.27, 0.96, 2.27,
                                           1.57, 2.67, 1.98, 1.28, -1.0, 2.94, 2.86, 1.16, 1.86, 3.0};

/// How Russian a text is: its letters common, words of one case or with a capital in front. Higher is better.
double russian_score(std::string_view utf8_text) {
  double score = 0;
  std::size_t count = 0;
  int before = 0;  // 0: no letter, 1: a small one, 2: a capital
  for (std::size_t at = 0; at < utf8_text.size(); ++at) {
    const unsigned char lead = byte(utf8_text, at);
    if (lead < 0x80) {
      before = 0;
      continue;
    }
    if ((lead & 0xC0) == 0x80) continue;
    ++count;
    const unsigned code = lead >= 0xC0 && lead < 0xE0 && at + 1 < utf8_text.size()
                              ? (lead & 0x1Fu) << 6 | (byte(utf8_text, at + 1) & 0x3Fu)
                              : 0;
    const bool small = code >= 0x430 && code <= 0x44F, capital = code >= 0x410 && code <= 0x42F;
    if (!small && !capital) {
      const bool usual = code == 0x401 || code == 0x451 || code == 0xB0 || code == 0xAB || code == 0xBB || code == 0xA0;
      score += usual || utf8_text.substr(at).starts_with("№") ? 2 : -3;
      before = 0;
      continue;
    }
    score += log_share[(code - 0x410) % 32];
    if (before == 1 && capital) score -= 4;
    before = capital ? 2 : 1;
  }
  return count == 0 ? 0 : score / static_cast<double>(count);
}

std::string cyrillic_encoding(std::string_view bytes) {
  std::string best;
  double best_score = -1e9;
  for (const char* encoding : {"windows-1251", "KOI8-R", "IBM866"}) {
    const double score = russian_score(decode(bytes, encoding).text);
    if (score <= best_score) continue;
    best = encoding;
    best_score = score;
  }
  return best;
}

}  // namespace

const std::vector<std::string>& encoding_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const EncodingRow& row : rows) list.emplace_back(row.name);
    return list;
  }();
  return names;
}

std::string known_encoding(std::string_view name) {
  const bool is_one_name =
      name.find_first_of(",=") == std::string_view::npos;  // ICU passes over "=" and what follows ","
  const std::string wanted(is_one_name ? trim(name) : std::string_view());
  for (const EncodingRow& row : rows)
    if (fold_case(wanted) == fold_case(row.name) || ucnv_compareNames(wanted.c_str(), row.converter) == 0)
      return row.name;
  for (const auto& [alias, own] : aliases)
    if (ucnv_compareNames(wanted.c_str(), alias) == 0) return own;
  UErrorCode fault = U_ZERO_ERROR;
  const Converter other(wanted.empty() ? nullptr : ucnv_open(wanted.c_str(), &fault));
  if (other != nullptr && U_SUCCESS(fault)) return wanted;
  std::string names;
  for (const std::string& known : encoding_names()) names += (names.empty() ? "" : ", ") + known;
  throw Error("the encoding \"" + std::string(trim(name)) + "\" is not known", "use one of " + names);
}

Decoded decode(std::string_view bytes, const std::string& encoding) {
  bytes.remove_prefix(mark_length(bytes, encoding));
  const Converter from = open_converter(converter_of(encoding)), to = open_converter("UTF-8");
  Decoded decoded;
  decoded.text.reserve(bytes.size() + bytes.size() / 2);
  std::array<char, 65536> out;
  std::array<UChar, 16384> pivot;
  UChar *pivot_source = pivot.data(), *pivot_target = pivot.data();
  const char *source = bytes.data(), *const end = bytes.data() + bytes.size();
  bool first = true;
  while (true) {
    UErrorCode fault = U_ZERO_ERROR;
    char* target = out.data();
    ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, end, pivot.data(), &pivot_source,
                   &pivot_target, pivot.data() + pivot.size(), first, true, &fault);
    first = false;
    decoded.text.append(out.data(), target);
    if (fault == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_FAILURE(fault) && fault != U_TRUNCATED_CHAR_FOUND)
      throw Error("the text cannot be converted from " + encoding, "choose another encoding");
    break;
  }
  decoded.undecodable = count_replacements(decoded.text);
  if (encoding == "UTF-8" && decoded.undecodable > 0) decoded.undecodable -= count_replacements(bytes);
  return decoded;
}

namespace {

/// Skips what is ASCII, many bytes at a time.
const char* skip_ascii(const char* at, const char* end) {
  constexpr std::ptrdiff_t words = 16, bytes = 8 * words;
  for (; end - at >= bytes; at += bytes) {
    std::array<std::uint64_t, words> block;
    std::memcpy(block.data(), at, bytes);
    std::uint64_t any = 0;
    for (const std::uint64_t word : block) any |= word;
    if ((any & 0x8080808080808080u) != 0) break;
  }
  std::uint64_t word = 0;
  while (end - at >= 8 && (std::memcpy(&word, at, 8), (word & 0x8080808080808080u) == 0)) at += 8;
  return at;
}

bool is_valid_part(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    at = skip_ascii(at, end);
    if (at == end) break;
    const auto lead = static_cast<unsigned char>(*at++);
    if (lead < 0x80) continue;
    const int more = lead >= 0xC2 && lead < 0xE0   ? 1
                     : lead >= 0xE0 && lead < 0xF0 ? 2
                     : lead >= 0xF0 && lead < 0xF5 ? 3
                                                   : 0;
    if (more == 0 || end - at < more) return false;
    for (int i = 0; i < more; ++i)
      if ((static_cast<unsigned char>(*at++) & 0xC0) != 0x80) return false;
  }
  return true;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  constexpr std::size_t part_bytes = std::size_t{1} << 20;
  const auto starts_character = [&](std::size_t at) { return (static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80; };
  const auto cut = [&](std::size_t at) {  // parts end between characters; in what is no UTF-8 they may end anywhere
    for (std::size_t more = 0; more < 3 && at < bytes.size() && !starts_character(at); ++more) ++at;
    return std::min(at, bytes.size());
  };
  std::atomic<bool> valid{true};
  parallel_for(bytes.size(), part_bytes, [&](std::size_t begin, std::size_t end) {
    if (!valid.load(std::memory_order_relaxed)) return;
    const std::size_t from = begin == 0 ? 0 : cut(begin), to = end == bytes.size() ? end : cut(end);
    if (!is_valid_part(bytes.substr(from, to - from))) valid = false;
  });
  return valid;
}

std::string encoding_of_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return "UTF-8";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  return "";
}

std::string unmarked_utf16(std::string_view bytes) {
  bytes = bytes.substr(0, 4096);
  if (bytes.size() < 8) return "";
  std::array<std::size_t, 2> zeros{}, control{};
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2)
    for (std::size_t half = 0; half < 2; ++half) {
      zeros[half] += bytes[at + half] == '\0';
      const unsigned char other = byte(bytes, at + 1 - half);
      control[half] += bytes[at + half] == '\0' && other < 0x20 && other != '\t' && other != '\n' && other != '\r';
    }
  const std::size_t units = bytes.size() / 2;
  const auto is_high_half = [&](std::size_t half) {
    // Characters such as U+4E00 have a zero in their low half.
    return 4 * zeros[half] >= units && 8 * zeros[1 - half] <= zeros[half] && control[half] == 0;
  };
  if (is_high_half(1)) return "UTF-16LE";
  return is_high_half(0) ? "UTF-16BE" : "";
}

namespace {

/// From the first line on that is more than ASCII.
std::string_view from_first_other_line(std::string_view text) {
  const auto other = std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) > 127; });
  const std::size_t line = text.substr(0, static_cast<std::size_t>(other - text.begin())).find_last_of("\r\n");
  return line == std::string_view::npos ? text : text.substr(line + 1);
}

}  // namespace

std::string guess_encoding(std::span<const std::string_view> texts) {
  std::string pool;
  for (const std::string_view text : texts) {
    if (!encoding_of_mark(text).empty() || !unmarked_utf16(text).empty() || is_valid_utf8(text)) continue;
    std::string_view start = from_first_other_line(text).substr(0, sample_bytes);
    if (start.size() == sample_bytes) start = start.substr(0, start.find_last_of("\r\n") + 1);
    pool += start;
    pool += '\n';
  }
  if (pool.empty()) return "UTF-8";
  if (is_chinese(pool)) return "GB18030";
  return is_cyrillic(pool) ? cyrillic_encoding(pool) : "latin-1";
}

}  // namespace lode::io
