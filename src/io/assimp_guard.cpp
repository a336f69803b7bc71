#include "io/assimp_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"
#include "io/byte_order.h"
#include "io/text_scanner.h"
#include "io/xml_tags.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

[[noreturn]] void fail(std::string what, const fs::path& file) {
  throw Error("the mesh cannot be read: " + std::move(what), "the file is damaged or cut off: export it again", {file});
}

/// Bytes of the buffers that lie in files beside a .gltf.
std::uint64_t external_bytes(const Json& document, const fs::path& file) {
  std::uint64_t sum = 0;
  if (!document.contains("buffers") || !document["buffers"].is_array()) return sum;
  for (const Json& buffer : document["buffers"]) {
    if (!buffer.is_object() || !buffer.contains("uri") || !buffer["uri"].is_string()) continue;
    const auto& uri = buffer["uri"].get_ref<const std::string&>();
    if (uri.starts_with("data:")) continue;
    std::error_code failure;
    const std::uint64_t size = fs::file_size(file.parent_path() / path_from_utf8(uri), failure);
    if (failure) fail(fmt::format("its data file \"{:.80}\" is absent", uri), file);
    sum += size;
  }
  return sum;
}

void check_lengths(const Json& value, std::uint64_t limit, const fs::path& file) {
  static constexpr std::array<std::string_view, 4> lengths{"count", "byteLength", "byteOffset", "byteStride"};
  if (!value.is_structured()) return;
  for (const auto& [key, member] : value.items()) {
    if (value.is_object() && std::ranges::find(lengths, key) != lengths.end()) {
      const bool fits = member.is_number_unsigned() && member.get<std::uint64_t>() <= limit;
      if (!fits) fail(fmt::format("\"{}\" is beyond the {} bytes there are", key, limit), file);
    }
    check_lengths(member, limit, file);
  }
}

void check_gltf(std::string_view text, std::uint64_t size, const fs::path& file) {
  // Deep nesting would exhaust the stack of any parser.
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (depth > 200) fail("its JSON is nested too deeply", file);
  }
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object()) fail("its JSON is damaged", file);
  check_lengths(document, size + external_bytes(document, file), file);
}

void check_glb(std::string_view bytes, const fs::path& file) {
  constexpr std::size_t header = 12, chunk_header = 8;
  if (bytes.size() < header + chunk_header) fail("it ends within its header", file);
  const auto length = read_as<std::uint32_t>(bytes.data() + 8, std::endian::little);
  if (length > bytes.size()) fail(fmt::format("{} bytes are stated, {} are there", length, bytes.size()), file);
  std::string_view json;
  for (std::size_t at = header; at + chunk_header <= length;) {
    const auto size = read_as<std::uint32_t>(bytes.data() + at, std::endian::little);
    if (size > length - at - chunk_header) fail("a part of it is longer than the file", file);
    if (at == header) json = bytes.substr(at + chunk_header, size);
    at += chunk_header + (std::size_t{size} + 3) / 4 * 4;
  }
  check_gltf(json, bytes.size(), file);
}

void check_collada(std::string_view text, const fs::path& file) {
  XmlTags tags(text);
  const auto limit = static_cast<std::int64_t>(text.size());
  std::int64_t array_size = 0;  // of the array an accessor follows
  for (XmlTag tag; tags.next(tag);) {
    for (const std::string_view name : {"count", "offset", "stride"}) {
      if (tag[name].empty()) continue;
      const std::optional<std::int64_t> count = integer_of(tag[name]);
      if (!count || *count < 0 || *count > limit)
        fail(fmt::format("{} \"{:.40}\" of <{:.40}> is beyond the file", name, tag[name], tag.name), file);
    }
    if (tag.name.ends_with("_array") && !tag.name.starts_with("/")) array_size = integer_of(tag["count"]).value_or(0);
    if (tag.name == "accessor") {
      const std::int64_t count = integer_of(tag["count"]).value_or(0), stride = integer_of(tag["stride"]).value_or(1);
      if (count > 0 && count * std::max<std::int64_t>(stride, 1) + integer_of(tag["offset"]).value_or(0) > array_size)
        fail(fmt::format("an accessor of {} x {} values is beyond its array of {}", count, stride, array_size), file);
    }
    if (tag.name != "p" && tag.name != "vcount" && tag.name != "v") continue;
    TextScanner scanner(tags.rest().substr(0, tags.rest().find('<')));
    while (scanner.next_line())
      for (std::string_view word = scanner.word(); !word.empty(); word = scanner.word()) {
        const std::optional<std::int64_t> index = integer_of(word);
        if (!index || *index < -1 || *index > limit)
          fail(fmt::format("\"{:.40}\" in <{}> is no index", word, tag.name), file);
      }
  }
}

}  // namespace

void check_before_assimp(std::string_view bytes, const fs::path& file) {
  const std::string extension = fold_case(utf8(file.extension()));
  if (bytes.starts_with("glTF"))
    check_glb(bytes, file);
  else if (extension == ".gltf" || extension == ".glb")
    check_gltf(bytes, bytes.size(), file);
  else if (extension == ".dae" || bytes.substr(0, 4096).find("<COLLADA") != std::string_view::npos)
    check_collada(bytes, file);
}

}  // namespace lode::io
