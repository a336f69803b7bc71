// Text encodings: their names, decoding to UTF-8, and which one bytes are likely in.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

/// Names that scenes and the command line use: "UTF-8", "UTF-16LE", "windows-1251", "GB18030", "latin-1" ...
const std::vector<std::string>& encoding_names();

/// The name in that list of an encoding under any of its names ("cp1251", "GBK", "utf8"). Throws Error for one that is
/// not known.
std::string known_encoding(std::string_view name);

struct Decoded {
  std::string text;               ///< UTF-8; U+FFFD stands where bytes mean nothing
  std::uint64_t undecodable = 0;  ///< how often
};
/// `encoding`: one of encoding_names(). A byte order mark of that encoding is left out.
Decoded decode(std::string_view bytes, const std::string& encoding);

bool is_valid_utf8(std::string_view bytes);

/// The encoding that a byte order mark states, or "".
std::string encoding_of_mark(std::string_view bytes);
/// "UTF-16LE" or "UTF-16BE" where the zero bytes of its ASCII letters say so without a mark, else "".
std::string unmarked_utf16(std::string_view bytes);

/// The one encoding of 8 bits (GB18030 among them) that all texts together are likely in; "UTF-8" where all of them are
/// valid as that. Texts with a mark, in UTF-16 or in valid UTF-8 have no say where others are of 8 bits. Chinese is
/// told by its pairs of bytes, Russian by words of letters without ASCII between them, its encodings by how common the
/// letters are.
std::string guess_encoding(std::span<const std::string_view> texts);

}  // namespace lode::io
