#include "io/vtk_bytes.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "core/error.h"
#include "core/parallel.h"
#include "io/byte_order.h"

namespace lode::io {

namespace {

/// How many times its size a compressed block can fill: deflate reaches 1032; LZMA, of constants, more.
std::uint64_t max_ratio(const VtkEncoding& encoding) { return encoding.zlib() ? 1100 : 10'000; }

/// Value of a character of base64; 64 for "=", 255 for others.
constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(255);
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
  for (std::size_t i = 0; i < digits.size(); ++i)
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return values;
}();

unsigned base64_value(char c) { return base64_values[static_cast<unsigned char>(c)]; }

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
      if (pending_.empty()) decode_plain_fours(target, count);
      if (count == 0) break;
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
  /// As long as the text goes on without blanks and padding.
  void decode_plain_fours(char*& target, std::uint64_t& count) {
    const std::uint64_t most = std::min<std::uint64_t>(count / 3, text_.size() / 4);
    const char* at = text_.data();
    std::uint64_t done = 0;
    for (; done < most; ++done, at += 4, target += 3) {
      const unsigned a = base64_value(at[0]), b = base64_value(at[1]), c = base64_value(at[2]), d = base64_value(at[3]);
      if ((a | b | c | d) >= 64) break;
      const unsigned bits = a << 18 | b << 12 | c << 6 | d;
      target[0] = static_cast<char>(bits >> 16);
      target[1] = static_cast<char>(bits >> 8 & 255);
      target[2] = static_cast<char>(bits & 255);
    }
    text_.remove_prefix(done * 4);
    count -= done * 3;
  }

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
  Reader(const VtkEncoding& encoding, const VtkArray& array, const std::filesystem::path& file,
         const Progress& progress)
      : encoding_(encoding),
        array_(array),
        file_(file),
        progress_(progress),
        bytes_(text_of(encoding, array, file), is_base64(encoding, array)) {}

  ArrayBytes read(std::optional<std::uint64_t> size) {
    return encoding_.compressor.empty() ? plain(size) : inflate_blocks(size);
  }

  std::uint64_t stated_bytes() {
    const std::uint64_t first = next_length();
    if (encoding_.compressor.empty() || first == 0) return first;
    const std::uint64_t block_size = next_length(), last_size = next_length();
    if (block_size > UINT64_MAX / first) return UINT64_MAX;
    return (first - 1) * block_size + (last_size != 0 ? last_size : block_size);
  }

 private:
  static bool is_base64(const VtkEncoding& encoding, const VtkArray& array) {
    return array.encoding == VtkArray::Encoding::inline_base64 || encoding.appended_base64;
  }

  static std::string_view text_of(const VtkEncoding& encoding, const VtkArray& array,
                                  const std::filesystem::path& file) {
    if (array.encoding == VtkArray::Encoding::inline_base64) return array.inline_text;
    if (array.offset >= encoding.appended.size())
      throw Error(fmt::format("the file ends before the data of array \"{:.40}\"", array.name),
                  "the file is cut off: copy or export it again", {file});
    return encoding.appended.substr(array.offset);
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
    if (!bytes_.copy(raw.data(), encoding_.header_bytes)) fail_early();
    return encoding_.header_bytes == 8 ? read_as<std::uint64_t>(raw.data(), encoding_.byte_order)
                                       : read_as<std::uint32_t>(raw.data(), encoding_.byte_order);
  }

  void check_size(std::uint64_t stated, std::optional<std::uint64_t> size) const {
    // A 4-byte length wraps for arrays beyond 4 GiB.
    if (!size || stated == *size || (encoding_.header_bytes == 4 && stated == (*size & 0xffffffffU))) return;
    fail(fmt::format("array \"{:.40}\" has {} bytes, the header's counts need {}", array_.name, stated, *size));
  }

  /// The next bytes as they lie in the file, or decoded.
  ArrayBytes take(std::uint64_t count) {
    if (count > bytes_.room()) fail_early();
    if (!bytes_.base64()) return {bytes_.view(count), nullptr};
    constexpr std::uint64_t step = 1 << 20;  // between two looks at whether it is cancelled
    auto decoded = std::make_shared<std::string>(count, '\0');
    for (std::uint64_t at = 0; at < count; at += step) {
      progress_.check();
      if (!bytes_.copy(decoded->data() + at, std::min(step, count - at))) fail_early();
    }
    return {*decoded, decoded};
  }

  ArrayBytes plain(std::optional<std::uint64_t> size) {
    const std::uint64_t stated = next_length();
    check_size(stated, size);
    return take(size.value_or(stated));
  }

  ArrayBytes inflate_blocks(std::optional<std::uint64_t> size) {
    const std::uint64_t blocks = next_length(), block_size = next_length(), last_size = next_length();
    if (blocks > bytes_.room() / encoding_.header_bytes) fail_early();
    if (block_size > std::uint64_t{1} << 40 || last_size > block_size)
      fail(fmt::format("the blocks of array \"{:.40}\" have no sensible size", array_.name));
    std::vector<std::uint64_t> begins(blocks + 1);  // of the compressed blocks, one after another
    for (std::uint64_t block = 0; block < blocks; ++block) {
      const std::uint64_t compressed = next_length();
      if (compressed > bytes_.room() || begins[block] + compressed > bytes_.room()) fail_early();
      begins[block + 1] = begins[block] + compressed;
    }
    const std::uint64_t compressed_size = begins[blocks];
    const std::uint64_t last = last_size != 0 ? last_size : block_size;
    if (blocks > 1 && block_size / max_ratio(encoding_) > compressed_size)
      fail(fmt::format("the blocks of array \"{:.40}\" cannot hold what they state", array_.name));
    if (blocks > 0 && block_size > UINT64_MAX / blocks)
      fail(fmt::format("the blocks of array \"{:.40}\" have no sensible size", array_.name));
    const std::uint64_t stated = blocks == 0 ? 0 : (blocks - 1) * block_size + last;
    check_size(stated, size);
    if (stated / max_ratio(encoding_) > compressed_size + 64)
      fail(fmt::format("the blocks of array \"{:.40}\" cannot hold what they state", array_.name));
    auto decoded = std::make_shared<std::string>(stated, '\0');
    constexpr std::uint64_t most_at_once = std::uint64_t{8} << 20;  // base64 is decoded beside what it holds
    for (std::uint64_t first = 0, end = 0; first < blocks; first = end) {
      while (end < blocks && (end == first || begins[end + 1] - begins[first] <= most_at_once)) ++end;
      const ArrayBytes compressed = take(begins[end] - begins[first]);
      parallel_for(end - first, 1, [&](std::size_t from, std::size_t to) {
        for (std::uint64_t block = first + from; block < first + to; ++block) {
          progress_.check();
          const std::span target(decoded->data() + block * block_size, block + 1 == blocks ? last : block_size);
          if (!inflate(compressed.bytes.substr(begins[block] - begins[first], begins[block + 1] - begins[block]),
                       target))
            fail(fmt::format("block {} of array \"{:.40}\" cannot be decompressed", block + 1, array_.name));
        }
      });
    }
    return {*decoded, decoded};
  }

  bool inflate(std::string_view compressed, std::span<char> target) const {
    if (!encoding_.zlib())
      return encoding_.decompress != nullptr && encoding_.decompress(encoding_.compressor, compressed, target);
    uLongf length = target.size();
    return uncompress(reinterpret_cast<Bytef*>(target.data()), &length,
                      reinterpret_cast<const Bytef*>(compressed.data()), compressed.size()) == Z_OK &&
           length == target.size();
  }

  const VtkEncoding& encoding_;
  const VtkArray& array_;
  const std::filesystem::path& file_;
  const Progress& progress_;
  Bytes bytes_;
};

}  // namespace

ArrayBytes array_bytes(const VtkEncoding& encoding, const VtkArray& array, std::optional<std::uint64_t> size,
                       const std::filesystem::path& file, const Progress& progress) {
  return Reader(encoding, array, file, progress).read(size);
}

std::uint64_t stated_bytes(const VtkEncoding& encoding, const VtkArray& array, const std::filesystem::path& file) {
  if (array.encoding != VtkArray::Encoding::ascii) return Reader(encoding, array, file, {}).stated_bytes();
  constexpr std::uint64_t bytes_a_character = 4;  // "0 " becomes a double
  return std::min(array.inline_text.find('<'), array.inline_text.size()) * bytes_a_character;
}

std::string field_text(const VtiHeader& header, std::string_view name, const std::filesystem::path& file) {
  for (const VtkArray& array : header.field_arrays)
    if (array.name == name && array.type == "String" && array.encoding != VtkArray::Encoding::ascii) {
      const ArrayBytes bytes = array_bytes(header.encoding, array, {}, file);
      return std::string(bytes.bytes.substr(0, bytes.bytes.find('\0')));
    }
  return {};
}

}  // namespace lode::io
