// The bytes of a text file as UTF-8.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace lode::io {

/// A text file in memory: mapped where it is UTF-8 already, decoded else.
struct CsvText {
  std::string_view text;  ///< UTF-8 without a byte order mark; lives as long as `owner`
  std::string encoding;   ///< what it was: "UTF-8", "UTF-16", "windows-1251", "GB18030", "latin-1"
  std::shared_ptr<const void> owner;
};

/// `wanted`: one of the encodings above, or "" or "UTF-8": found from the bytes, where a file that is not valid UTF-8
/// is taken as GB18030 when its bytes pair to common Chinese characters, as windows-1251 when its letters run together
/// as Cyrillic words do, else as latin-1. Throws Error for an encoding we do not know, and for bytes that are no text.
CsvText open_text(const std::filesystem::path& file, const std::string& wanted);

/// Whether the first bytes of a file can be text.
bool looks_like_text(std::string_view first_bytes);

bool is_valid_utf8(std::string_view bytes);

}  // namespace lode::io
