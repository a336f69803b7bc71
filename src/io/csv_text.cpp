#include "io/csv_text.h"

#include <cpl_conv.h>
#include <cpl_string.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_rows.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Windows-1251 from 0x80 to 0xBF; 0xC0..0xFF are U+0410..U+044F.
constexpr std::array<std::uint16_t, 64> windows_1251{
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x0409, 0x2039, 0x040A,
    0x040C, 0x040B, 0x040F, 0x0452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0xFFFD, 0x2122,
    0x0459, 0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408, 0x00A4, 0x0490, 0x00A6,
    0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC, 0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456,
    0x0491, 0x00B5, 0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455, 0x0457};

std::string from_single_bytes(std::string_view bytes, bool cyrillic) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80)
      out += c;
    else if (!cyrillic)
      append_utf8(out, byte);
    else
      append_utf8(out, byte >= 0xC0 ? 0x0410u + (byte - 0xC0u) : windows_1251[byte - 0x80u]);
  }
  return out;
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? std::uint32_t{first} << 8 | second : std::uint32_t{second} << 8 | first;
  };
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    std::uint32_t code = unit(at);
    if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.size()) {
      const std::uint32_t low = unit(at + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    append_utf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
  }
  return out;
}

bool is_utf16(std::string_view bytes) { return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"); }

/// Cyrillic words are runs of high bytes; in Latin text accented letters mostly stand alone.
bool is_cyrillic(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, std::size_t{1} << 22);
  std::size_t letters = 0, in_runs = 0;
  for (std::size_t at = 0; at < start.size(); ++at) {
    if (static_cast<unsigned char>(start[at]) < 0xC0) continue;
    ++letters;
    const bool before = at > 0 && static_cast<unsigned char>(start[at - 1]) >= 0xB8;
    const bool after = at + 1 < start.size() && static_cast<unsigned char>(start[at + 1]) >= 0xB8;
    if (before || after) ++in_runs;
  }
  return letters > 0 && 2 * in_runs > letters;
}

/// GB18030 (GBK): pairs of bytes, most of them the first level's common characters. Cyrillic small letters lie beyond.
bool is_chinese(std::string_view bytes) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  std::size_t pairs = 0, common = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    if (byte(at) < 0x80) continue;
    if (at + 1 == bytes.size() || byte(at) < 0x81 || byte(at) == 0xFF) return false;
    const unsigned char lead = byte(at), trail = byte(++at);
    if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return false;
    ++pairs;
    common += lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1;
  }
  return pairs > 0 && 4 * common >= 3 * pairs;
}

std::string from_chinese(std::string_view bytes) {
  const std::unique_ptr<char, decltype(&CPLFree)> text(CPLRecode(std::string(bytes).c_str(), "GB18030", CPL_ENC_UTF8),
                                                       &CPLFree);
  return text.get();
}

CsvText decoded(std::string text, std::string encoding) {
  auto owner = std::make_shared<const std::string>(std::move(text));
  return {*owner, std::move(encoding), owner};
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at < end) {
    std::uint64_t word = 0;
    while (end - at >= 8 && (std::memcpy(&word, at, 8), (word & 0x8080808080808080u) == 0)) at += 8;
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

bool looks_like_text(std::string_view bytes) {
  if (bytes.empty()) return false;
  if (is_utf16(bytes)) return true;
  if (bytes.starts_with("%PDF") || bytes.starts_with("{\\rtf")) return false;
  std::size_t control = 0;
  for (const char c : bytes) {
    if (c == '\0') return false;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1A') ++control;
  }
  return control * 200 < bytes.size();
}

CsvText open_text(const std::filesystem::path& file, const std::string& wanted) {
  const std::string encoding = fold_case(wanted);
  auto mapped = std::make_shared<const platform::MappedFile>(file);
  std::string_view bytes = mapped->bytes();
  if (encoding == "windows-1251" || encoding == "cp1251")
    return decoded(from_single_bytes(bytes, true), "windows-1251");
  if (encoding == "latin-1" || encoding == "iso-8859-1" || encoding == "windows-1252")
    return decoded(from_single_bytes(bytes, false), "latin-1");
  if (encoding == "gb18030" || encoding == "gbk" || encoding == "gb2312" || encoding == "cp936")
    return decoded(from_chinese(bytes), "GB18030");
  if (!encoding.empty() && encoding != "utf-8" && encoding != "utf8" && encoding != "utf-16")
    throw Error("the encoding \"" + wanted + "\" is not known", "use UTF-8, UTF-16, windows-1251, GB18030 or latin-1",
                {file});
  if (bytes.size() > max_row_bytes && bytes.substr(0, max_row_bytes).find_first_of("\r\n") == std::string_view::npos)
    throw Error("the first line is longer than 16 MiB", "give a table as text with one row a line", {file, 1});
  if (is_utf16(bytes)) return decoded(from_utf16(bytes, bytes.starts_with("\xFE\xFF")), "UTF-16");
  if (!looks_like_text(bytes.substr(0, 65536)) && !bytes.empty())
    throw Error("the file is not text", "give a table as text (CSV), or a file in another format of Lode", {file});
  if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
  if (is_valid_utf8(bytes)) return {bytes, "UTF-8", std::move(mapped)};
  if (is_chinese(bytes)) return decoded(from_chinese(bytes), "GB18030");
  const bool cyrillic = is_cyrillic(bytes);
  return decoded(from_single_bytes(bytes, cyrillic), cyrillic ? "windows-1251" : "latin-1");
}

}  // namespace lode::io
