#include "io/omf_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <cmath>
#include <limits>

#include "core/error.h"
#include "io/byte_order.h"

namespace lode::io {

namespace {

constexpr std::string_view magic = "\x84\x83\x82\x81";
constexpr std::string_view version = "OMF-v0.9.0";
constexpr std::size_t header_size = 60;
constexpr std::size_t max_zlib_ratio = 1100;  // deflate reaches 1032

/// "d001f395-3e7c-..." of 16 bytes.
std::string uuid_text(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += fmt::format("{:02x}", static_cast<unsigned char>(bytes[i]));
  }
  return text;
}

}  // namespace

bool is_omf_v1(std::string_view first_bytes) { return first_bytes.starts_with(magic); }

OmfFile::OmfFile(const std::filesystem::path& file) : file_(file), mapped_(file) {
  const std::string_view bytes = mapped_.bytes();
  if (bytes.starts_with("PK"))
    throw Error("the file is OMF version 2, which Lode does not read yet",
                "export it as OMF version 1, or its block models as CSV or .vti", {file});
  if (!is_omf_v1(bytes) || bytes.size() < header_size) fail("the file is no OMF file");
  if (bytes.substr(4, version.size()) != version)
    throw Error(fmt::format("the file is of OMF version \"{:.32}\"", bytes.substr(4, 32).data()),
                "export it as OMF version 1 (0.9.0)", {file});
  const auto json_begin = read_as<std::uint64_t>(bytes.data() + 52, std::endian::little);
  if (json_begin >= bytes.size()) fail("the file ends before its description");
  objects_ = Object::parse(bytes.substr(json_begin), nullptr, false);
  if (!objects_.is_object()) fail("the description of the file is no JSON");
  project_ = object(Object(uuid_text(bytes.substr(36, 16))));
}

void OmfFile::fail(std::string what) const {
  throw Error(std::move(what), "the file is damaged or cut off: export it again", {file_});
}

const OmfFile::Object& OmfFile::object(const Object& id) const {
  if (!id.is_string()) fail("an element of the file refers to nothing");
  const auto found = objects_.find(id.get_ref<const std::string&>());
  if (found == objects_.end() || !found->is_object()) fail("an element of the file refers to what it does not hold");
  return *found;
}

const OmfFile::Object& OmfFile::object(const Object& holder, const char* property) const {
  const auto found = holder.find(property);
  if (found == holder.end()) fail(fmt::format("an element of the file lacks its {}", property));
  return object(*found);
}

std::vector<OmfFile::Object> OmfFile::list(const Object& holder, const char* property) const {
  const auto found = holder.find(property);
  if (found == holder.end() || !found->is_array()) return {};
  return {found->begin(), found->end()};
}

std::string OmfFile::text(const Object& holder, const char* property) const {
  const auto found = holder.find(property);
  return found != holder.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::vector<double> OmfFile::numbers(const Object& holder, const char* property) const {
  const auto found = holder.find(property);
  if (found == holder.end() || !found->is_array()) fail(fmt::format("an element of the file lacks its {}", property));
  std::vector<double> values;
  for (const Object& value : *found) {
    if (!value.is_number()) fail(fmt::format("the {} of an element is no list of numbers", property));
    values.push_back(value.get<double>());
  }
  return values;
}

Vec3 OmfFile::vector(const Object& holder, const char* property) const {
  const std::vector<double> values = numbers(holder, property);
  if (values.size() != 3) fail(fmt::format("the {} of an element is no vector", property));
  return {values[0], values[1], values[2]};
}

std::string OmfFile::inflate(std::uint64_t start, std::uint64_t length) const {
  const std::string_view bytes = mapped_.bytes();
  if (start > bytes.size() || length > bytes.size() - start) fail("the file ends within an array");
  std::string plain;
  z_stream stream{};
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data() + start));  // NOLINT: zlib's C API
  std::uint64_t left = length;
  if (inflateInit(&stream) != Z_OK) fail("an array cannot be decompressed");
  int state = Z_OK;
  std::vector<char> chunk(std::size_t{1} << 20);
  while (state == Z_OK && plain.size() <= max_zlib_ratio * length + 64) {
    if (stream.avail_in == 0) {
      stream.avail_in = static_cast<uInt>(std::min<std::uint64_t>(left, std::numeric_limits<uInt>::max()));
      left -= stream.avail_in;
    }
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    state = ::inflate(&stream, Z_NO_FLUSH);
    plain.append(chunk.data(), chunk.size() - stream.avail_out);
    if (state == Z_BUF_ERROR && stream.avail_in == 0 && left == 0) break;
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) fail("an array cannot be decompressed");
  return plain;
}

std::vector<double> OmfFile::array(const Object& holder, const char* property, std::uint64_t components) const {
  const Object& outer = object(holder, property);
  const auto found = outer.find("array");
  if (found == outer.end() || !found->is_object()) fail(fmt::format("the {} of an element is no array", property));
  const auto start = found->find("start"), length = found->find("length");
  if (start == found->end() || length == found->end() || !start->is_number_unsigned() || !length->is_number_unsigned())
    fail(fmt::format("the {} of an element states no place in the file", property));
  const std::string type = text(*found, "dtype");
  if (type != "<f8" && type != "<i8") fail(fmt::format("an array is of type \"{:.20}\"", type));
  const std::string bytes = inflate(start->get<std::uint64_t>(), length->get<std::uint64_t>());
  if (bytes.size() % (8 * components) != 0) fail(fmt::format("the {} of an element has half a row", property));
  std::vector<double> values(bytes.size() / 8);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = type == "<f8" ? read_as<double>(bytes.data() + 8 * i, std::endian::little)
                              : static_cast<double>(read_as<std::int64_t>(bytes.data() + 8 * i, std::endian::little));
  return values;
}

std::vector<std::string> OmfFile::words(const Object& array_object) const {
  const auto found = array_object.find("array");
  if (found == array_object.end() || !found->is_array()) fail("a list of words is none");
  std::vector<std::string> words;
  for (const Object& word : *found)
    words.push_back(word.is_string() ? word.get<std::string>() : word.is_null() ? std::string() : word.dump());
  return words;
}

}  // namespace lode::io
