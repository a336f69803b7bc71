#include "io/vti_data.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <vector>

#include "core/error.h"
#include "io/byte_order.h"

namespace lode::io {

namespace {

constexpr std::uint64_t max_zlib_ratio = 1100;  // deflate reaches 1032

/// Value of a character of base64; 64 for "=", 255 for others.
unsigned base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0' + 52);
  if (c == '+') return 62;
  if (c == '/') return 63;
  return c == '=' ? 64 : 255;
}

/// Bytes one after another, raw or base64. Padding within the text ends a part, as VTK writes it after its headers.
class Bytes {
 public:
  Bytes(std::string_view text, bool base64) : text_(text), base64_(base64) {}

  /// At most as many bytes can follow.
  std::uint64_t room() const { return base64_ ? text_.size() / 4 * 3 + pending_.size() : text_.size(); }

  /// Raw bytes where they lie; only of raw text, and with room for them.
  std::string_view view(std::uint64_t count) {
    const std::string_view found = text_.substr(0, count);
    text_.remove_prefix(count);
    return found;
  }

  /// False when the text ends before.
  bool copy(char* target, std::uint64_t count) {
    if (!base64_) {
      if (text_.size() < count) return false;
      std::ranges::copy(view(count), target);
      return true;
    }
    while (count > 0) {
      if (pending_.empty() && !decode_four()) return false;
      const std::size_t taken = std::min<std::uint64_t>(count, pending_.size());
      target = std::copy_n(pending_.begin(), taken, target);
      pending_.erase(0, taken);
      count -= taken;
    }
    return true;
  }

  bool base64() const { return base64_; }

 private:
  bool decode_four() {
    unsigned bits = 0;
    int characters = 0, padding = 0;
    while (characters < 4 && !text_.empty()) {
      const char c = text_.front();
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        text_.remove_prefix(1);
        continue;
      }
      const unsigned value = base64_value(c);
      if (value == 255) return false;
      text_.remove_prefix(1);
      padding += value == 64 ? 1 : 0;
      bits = bits << 6 | (value & 63);
      ++characters;
    }
    if (characters < 4 || padding > 2) return false;
    for (int byte = 0; byte < 3 - padding; ++byte)
      pending_.push_back(static_cast<char>(static_cast<unsigned char>(bits >> (16 - 8 * byte) & 255)));
    return true;
  }

  std::string_view text_;
  bool base64_;
  std::string pending_;  ///< decoded, not yet taken: at most three bytes, so it never allocates
};

class Reader {
 public:
  Reader(const VtiHeader& header, const VtiArray& array, const std::filesystem::path& file)
      : header_(header), array_(array), file_(file), bytes_(text_of(header, array, file), is_base64(header, array)) {}

  ArrayBytes read(std::optional<std::uint64_t> size) { return header_.zlib ? inflate_blocks(size) : plain(size); }

 private:
  static bool is_base64(const VtiHeader& header, const VtiArray& array) {
    return array.encoding == VtiArray::Encoding::inline_base64 || header.appended_base64;
  }

  static std::string_view text_of(const VtiHeader& header, const VtiArray& array, const std::filesystem::path& file) {
    if (array.encoding == VtiArray::Encoding::inline_base64) return array.inline_text;
    if (array.offset >= header.appended.size())
      throw Error(fmt::format("the file ends before the data of array \"{:.40}\"", array.name),
                  "the file is cut off: copy or export it again", {file});
    return header.appended.substr(array.offset);
  }

  [[noreturn]] void fail_early() const {
    throw Error(fmt::format("the file ends within the data of array \"{:.40}\"", array_.name),
                "the file is cut off: copy or export it again", {file_});
  }
  [[noreturn]] void fail(std::string what) const {
    throw Error(std::move(what), "the file is damaged: export it again", {file_});
  }

  std::uint64_t next_length() {
    std::array<char, 8> raw{};
    if (!bytes_.copy(raw.data(), header_.header_bytes)) fail_early();
    return header_.header_bytes == 8 ? read_as<std::uint64_t>(raw.data(), header_.byte_order)
                                     : read_as<std::uint32_t>(raw.data(), header_.byte_order);
  }

  void check_size(std::uint64_t stated, std::optional<std::uint64_t> size) const {
    // A 4-byte length wraps for arrays beyond 4 GiB.
    if (!size || stated == *size || (header_.header_bytes == 4 && stated == (*size & 0xffffffffU))) return;
    fail(fmt::format("array \"{:.40}\" has {} bytes, the image needs {}", array_.name, stated, *size));
  }

  ArrayBytes plain(std::optional<std::uint64_t> size) {
    const std::uint64_t stated = next_length();
    check_size(stated, size);
    const std::uint64_t count = size.value_or(stated);
    if (count > bytes_.room()) fail_early();
    if (!bytes_.base64()) return {bytes_.view(count), nullptr};
    auto decoded = std::make_shared<std::string>(count, '\0');
    if (!bytes_.copy(decoded->data(), count)) fail_early();
    return {*decoded, decoded};
  }

  ArrayBytes inflate_blocks(std::optional<std::uint64_t> size) {
    const std::uint64_t blocks = next_length(), block_size = next_length(), last_size = next_length();
    if (blocks > bytes_.room() / header_.header_bytes) fail_early();
    if (block_size > std::uint64_t{1} << 40 || last_size > block_size)
      fail(fmt::format("the blocks of array \"{:.40}\" have no sensible size", array_.name));
    std::vector<std::uint64_t> compressed_sizes(blocks);
    std::uint64_t compressed_size = 0;
    for (std::uint64_t& compressed : compressed_sizes) {
      compressed = next_length();
      if (compressed > bytes_.room()) fail_early();
      compressed_size += compressed;
    }
    if (compressed_size > bytes_.room()) fail_early();
    const auto block_bytes = [&](std::uint64_t block) {
      return block + 1 == blocks && last_size != 0 ? last_size : block_size;
    };
    if (blocks > 1 && block_size / max_zlib_ratio > compressed_size)
      fail(fmt::format("the blocks of array \"{:.40}\" cannot hold what they state", array_.name));
    const std::uint64_t stated = blocks == 0 ? 0 : (blocks - 1) * block_size + block_bytes(blocks - 1);
    check_size(stated, size);
    if (stated / max_zlib_ratio > compressed_size + 64)
      fail(fmt::format("the blocks of array \"{:.40}\" cannot hold what they state", array_.name));
    auto decoded = std::make_shared<std::string>(stated, '\0');
    std::string compressed;
    char* target = decoded->data();
    for (std::uint64_t block = 0; block < blocks; ++block) {
      compressed.resize(compressed_sizes[block]);
      if (!bytes_.copy(compressed.data(), compressed.size())) fail_early();
      uLongf length = block_bytes(block);
      if (uncompress(reinterpret_cast<Bytef*>(target), &length, reinterpret_cast<const Bytef*>(compressed.data()),
                     compressed.size()) != Z_OK ||
          length != block_bytes(block))
        fail(fmt::format("block {} of array \"{:.40}\" cannot be decompressed", block + 1, array_.name));
      target += length;
    }
    return {*decoded, decoded};
  }

  const VtiHeader& header_;
  const VtiArray& array_;
  const std::filesystem::path& file_;
  Bytes bytes_;
};

}  // namespace

ArrayBytes array_bytes(const VtiHeader& header, const VtiArray& array, std::optional<std::uint64_t> size,
                       const std::filesystem::path& file) {
  return Reader(header, array, file).read(size);
}

std::string field_text(const VtiHeader& header, std::string_view name, const std::filesystem::path& file) {
  for (const VtiArray& array : header.field_arrays)
    if (array.name == name && array.type == "String" && array.encoding != VtiArray::Encoding::ascii) {
      const ArrayBytes bytes = array_bytes(header, array, {}, file);
      return std::string(bytes.bytes.substr(0, bytes.bytes.find('\0')));
    }
  return {};
}

}  // namespace lode::io
