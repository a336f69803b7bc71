// The bytes of a text file as UTF-8.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

/// A text file in memory: mapped where it is UTF-8 already, decoded else.
struct CsvText {
  std::string_view text;          ///< UTF-8 without a byte order mark; lives as long as `owner`
  std::string encoding;           ///< what it was, one of encoding_names()
  std::uint64_t undecodable = 0;  ///< characters that mean nothing in that encoding: U+FFFD stands for them
  std::shared_ptr<const void> owner;
  bool unchecked = false;  ///< only the start of it was looked at: the rest may be no UTF-8
};

enum class Utf8Check { all, start };

/// `wanted`: an encoding by any of its names, or "": guessed from the bytes. A byte order mark goes before both, and so
/// do UTF-16 without one, and valid UTF-8 before a guess. Of a longer file `most_bytes` are read, up to a line's end.
/// Where UTF-8 is checked at its start alone, the rest is for whoever reads it all anyway. Throws Error for an encoding
/// we do not know, and for bytes that are no text.
CsvText open_text(const std::filesystem::path& file, const std::string& wanted, std::size_t most_bytes = SIZE_MAX,
                  Utf8Check check = Utf8Check::all);

/// The encoding of several files together: see guess_encoding().
std::string guess_encoding_of(const std::vector<std::filesystem::path>& files);

/// Whether a file says by itself what it is: by a mark, as UTF-16, or by UTF-8 beyond ASCII.
bool states_encoding(const std::filesystem::path& file, std::string& encoding);

/// Whether the first bytes of a file can be text.
bool looks_like_text(std::string_view first_bytes);

}  // namespace lode::io
