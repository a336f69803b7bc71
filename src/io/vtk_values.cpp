#include "io/vtk_values.h"

#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <type_traits>
#include <utility>

#include "core/error.h"
#include "io/byte_order.h"
#include "io/encoding.h"
#include "io/text_scanner.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

/// Calls body with a value of the type that the name means; nothing for texts.
template <typename Body>
void with_type(std::string_view type, const Body& body) {
  if (type == "Int8") body(std::int8_t{});
  if (type == "UInt8" || type == "Bit") body(std::uint8_t{});
  if (type == "Int16") body(std::int16_t{});
  if (type == "UInt16") body(std::uint16_t{});
  if (type == "Int32") body(std::int32_t{});
  if (type == "UInt32") body(std::uint32_t{});
  if (type == "Int64") body(std::int64_t{});
  if (type == "UInt64") body(std::uint64_t{});
  if (type == "Float32") body(float{});
  if (type == "Float64") body(double{});
}

/// Of a word of ASCII data, the whole of it.
template <typename T>
std::optional<T> value_of(std::string_view word) {
  if constexpr (std::is_floating_point_v<T>) {
    T value{};
    const auto [end, failure] = fast_float::from_chars(word.data(), word.data() + word.size(), value);
    if (failure != std::errc() || end != word.data() + word.size()) return {};
    return value;
  } else {
    T value{};
    const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (failure != std::errc() || end != word.data() + word.size()) return {};
    return value;
  }
}

class Reader {
 public:
  Reader(const VtkEncoding& encoding, const VtkArray& array, const fs::path& file, const Progress& progress)
      : encoding_(encoding), array_(array), file_(file), progress_(progress) {}

  VtkValues numbers(std::optional<std::uint64_t> count) const {
    VtkValues values;
    values.type = array_.type;
    with_type(array_.type, [&]<typename T>(T) {
      if (array_.encoding == VtkArray::Encoding::ascii)
        set(values, ascii<T>(count));
      else if (array_.type == "Bit")
        set(values, bits(count));
      else
        take<T>(values, count);
    });
    if (array_.type == "Bit") values.type = "UInt8";
    return values;
  }

  VtkValues words(std::optional<std::uint64_t> count) const {
    VtkValues values;
    values.type = array_.type;
    std::vector<char> codes;  // ASCII data write the code of each character
    std::string_view text;
    ArrayBytes bytes;
    if (array_.encoding == VtkArray::Encoding::ascii) {
      for (const std::int16_t code : ascii<std::int16_t>({})) codes.push_back(static_cast<char>(code));
      text = {codes.data(), codes.size()};
    } else {
      bytes = array_bytes(encoding_, array_, {}, file_, progress_);
      text = bytes.bytes;
    }
    for (std::size_t end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
      values.words.emplace_back(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    if (!text.empty()) fail("ends within a word");
    if (count && *count != values.words.size()) fail_count(values.words.size(), *count);
    make_utf8(values.words);
    values.count = values.words.size();
    return values;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw Error(fmt::format("array \"{:.40}\" {}", array_.name, what), "the file is damaged: export it again", {file_});
  }
  [[noreturn]] void fail_count(std::uint64_t there, std::uint64_t needed) const {
    fail(fmt::format("has {} values, the header's counts need {}", there, needed));
  }

  /// VTK states no encoding.
  static void make_utf8(std::vector<std::string>& words) {
    const std::vector<std::string_view> views(words.begin(), words.end());
    const std::string encoding = guess_encoding(views);
    for (std::string& word : words)
      if (!is_valid_utf8(word)) word = decode(word, encoding).text;
  }

  template <typename T>
  static void set(VtkValues& values, std::vector<T> numbers) {
    auto owned = std::make_shared<const std::vector<T>>(std::move(numbers));
    values.count = owned->size();
    values.numbers = {{reinterpret_cast<const char*>(owned->data()), owned->size() * sizeof(T)}, owned};
  }

  template <typename T>
  std::vector<T> ascii(std::optional<std::uint64_t> count) const {
    const std::string_view text = array_.inline_text.substr(0, array_.inline_text.find('<'));
    if (count && *count > text.size() / 2 + 1) fail(fmt::format("has fewer values than the {} needed", *count));
    std::vector<T> values;
    values.reserve(count.value_or(0));
    TextScanner scanner(text);
    while (scanner.next_line()) {
      progress_.check();
      for (std::string_view word = scanner.word(); !word.empty(); word = scanner.word()) {
        const std::optional<T> value = value_of<T>(word);
        if (!value) fail(fmt::format("holds \"{:.40}\", which is no value of its type", printable(word)));
        values.push_back(*value);
      }
    }
    if (count && *count != values.size()) fail_count(values.size(), *count);
    return values;
  }

  static std::string_view printable(std::string_view word) { return is_valid_utf8(word) ? word : "?"; }

  /// Eight to a byte, the first the highest.
  std::vector<std::uint8_t> bits(std::optional<std::uint64_t> count) const {
    const std::optional<std::uint64_t> size = count ? std::optional((*count + 7) / 8) : std::nullopt;
    const ArrayBytes bytes = array_bytes(encoding_, array_, size, file_, progress_);
    std::vector<std::uint8_t> values(count.value_or(bytes.bytes.size() * 8));
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = static_cast<unsigned char>(bytes.bytes[i / 8]) >> (7 - i % 8) & 1;
    return values;
  }

  /// Where they lie, where they lie as they must.
  template <typename T>
  void take(VtkValues& values, std::optional<std::uint64_t> count) const {
    const std::optional<std::uint64_t> size = count ? std::optional(*count * sizeof(T)) : std::nullopt;
    values.numbers = array_bytes(encoding_, array_, size, file_, progress_);
    const std::string_view bytes = values.numbers.bytes;
    if (bytes.size() % sizeof(T) != 0) fail("ends within a value");
    values.count = bytes.size() / sizeof(T);
    const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(T) == 0;
    if (aligned && (sizeof(T) == 1 || encoding_.byte_order == std::endian::native)) return;
    std::vector<T> numbers(values.count);
    if (encoding_.byte_order == std::endian::native && !bytes.empty())
      std::memcpy(numbers.data(), bytes.data(), bytes.size());
    else
      for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = read_as<T>(bytes.data() + i * sizeof(T), encoding_.byte_order);
    set(values, std::move(numbers));
  }

  const VtkEncoding& encoding_;
  const VtkArray& array_;
  const fs::path& file_;
  const Progress& progress_;
};

}  // namespace

VtkValues vtk_values(const VtkEncoding& encoding, const VtkArray& array, std::optional<std::uint64_t> tuples,
                     const fs::path& file, const Progress& progress) {
  if (!tuples) tuples = array.tuples;
  std::optional<std::uint64_t> count;
  constexpr double most = 1e17;  // bytes: more than any file
  if (tuples) {
    if (static_cast<double>(*tuples) * static_cast<double>(array.components) > most)
      throw Error(fmt::format("array \"{:.40}\" is larger than any file", array.name),
                  "the file is damaged: export it again", {file});
    count = *tuples * array.components;
  }
  const Reader reader(encoding, array, file, progress);
  return array.type == "String" ? reader.words(count) : reader.numbers(count);
}

std::size_t vtk_type_bytes(std::string_view type) {
  std::size_t bytes = 1;
  with_type(type, [&bytes]<typename T>(T) { bytes = sizeof(T); });
  return bytes;
}

std::vector<double> doubles_of(const VtkValues& values) {
  std::vector<double> doubles(values.count);
  with_type(values.type, [&]<typename T>(T) {
    for (std::size_t i = 0; i < doubles.size(); ++i)
      doubles[i] = static_cast<double>(read_as<T>(values.numbers.bytes.data() + i * sizeof(T), std::endian::native));
  });
  return doubles;
}

std::vector<std::int64_t> integers_of(const VtkValues& values) {
  std::vector<std::int64_t> integers(values.count);
  with_type(values.type, [&]<typename T>(T) {
    for (std::size_t i = 0; i < integers.size(); ++i) {
      const T value = read_as<T>(values.numbers.bytes.data() + i * sizeof(T), std::endian::native);
      if constexpr (std::is_integral_v<T>)
        integers[i] = static_cast<std::int64_t>(value);
      else
        integers[i] = -1;
    }
  });
  return integers;
}

}  // namespace lode::io
