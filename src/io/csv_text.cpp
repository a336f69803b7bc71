#include "io/csv_text.h"

#include <algorithm>
#include <deque>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_rows.h"
#include "io/encoding.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

/// What a file is whatever was guessed of it; "" when it does not say.
std::string stated_encoding(std::string_view bytes) {
  std::string stated = encoding_of_mark(bytes);
  return stated.empty() ? unmarked_utf16(bytes) : stated;
}

/// At most so many bytes, up to the end of a line (two bytes wide where text may be UTF-16).
std::string_view start_of(std::string_view bytes, std::size_t most_bytes) {
  if (bytes.size() <= most_bytes) return bytes;
  const std::string_view start = bytes.substr(0, most_bytes & ~std::size_t{1});
  const std::size_t end = start.rfind('\n');
  if (end == std::string_view::npos) return start;
  const bool little = end + 1 < start.size() && start[end + 1] == '\0';
  return start.substr(0, end + (little ? 2 : 1));
}

void refuse_other_than_text(std::string_view bytes, const std::filesystem::path& file) {
  if (bytes.size() > max_row_bytes && bytes.substr(0, max_row_bytes).find_first_of("\r\n") == std::string_view::npos)
    throw Error("the first line is longer than 16 MiB", "give a table as text with one row a line", {file, 1});
  if (!bytes.empty() && !looks_like_text(bytes.substr(0, 65536)))
    throw Error("the file is not text", "give a table as text (CSV), or a file in another format of Lode", {file});
}

}  // namespace

bool looks_like_text(std::string_view bytes) {
  if (bytes.empty()) return false;
  if (!stated_encoding(bytes).empty()) return true;
  if (bytes.starts_with("%PDF") || bytes.starts_with("{\\rtf")) return false;
  std::size_t control = 0;
  for (const char c : bytes) {
    if (c == '\0') return false;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1A') ++control;
  }
  return control * 200 < bytes.size();
}

CsvText open_text(const std::filesystem::path& file, const std::string& wanted, std::size_t most_bytes,
                  Utf8Check check) {
  constexpr std::size_t start_bytes = std::size_t{1} << 20;
  auto mapped = std::make_shared<const platform::MappedFile>(file);
  const std::string_view bytes = start_of(mapped->bytes(), most_bytes);
  std::string encoding = stated_encoding(bytes);
  if (encoding.empty()) {
    refuse_other_than_text(bytes, file);
    if (!wanted.empty()) encoding = known_encoding(wanted);
  }
  if (encoding.empty() || encoding == "UTF-8") {
    const std::string_view start = check == Utf8Check::start ? start_of(bytes, start_bytes) : bytes;
    const bool unchecked = start.size() < bytes.size() && is_valid_utf8(start);
    if (unchecked || is_valid_utf8(bytes)) {
      const std::size_t mark = encoding_of_mark(bytes).empty() ? 0 : 3;
      return {bytes.substr(mark), "UTF-8", 0, std::move(mapped), unchecked};
    }
  }
  if (encoding.empty()) encoding = guess_encoding(std::span(&bytes, 1));
  Decoded decoded = decode(bytes, encoding);
  auto owner = std::make_shared<const std::string>(std::move(decoded.text));
  return {*owner, std::move(encoding), decoded.undecodable, owner};
}

std::string guess_encoding_of(const std::vector<std::filesystem::path>& files) {
  std::deque<platform::MappedFile> mapped;
  std::vector<std::string_view> texts;
  for (const std::filesystem::path& file : files) texts.push_back(mapped.emplace_back(file).bytes());
  return guess_encoding(texts);
}

bool states_encoding(const std::filesystem::path& file, std::string& encoding) {
  const platform::MappedFile mapped(file);
  const std::string_view bytes = mapped.bytes();
  encoding = stated_encoding(bytes);
  if (!encoding.empty()) return true;
  const bool ascii =
      std::none_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) > 127; });
  if (ascii || !is_valid_utf8(bytes)) return false;
  encoding = "UTF-8";
  return true;
}

}  // namespace lode::io
