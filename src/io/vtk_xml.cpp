#include "io/vtk_xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/encoding.h"
#include "io/text_scanner.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

constexpr const char* export_again = "the file is damaged or cut off: export it again";
constexpr std::array<std::string_view, 12> known_types{"Int8",  "UInt8",  "Int16",   "UInt16",  "Int32",  "UInt32",
                                                       "Int64", "UInt64", "Float32", "Float64", "String", "Bit"};

/// Names come from the file: what is no UTF-8 must not reach the rest of the program.
std::string valid_name(std::string_view text) {
  std::string name(text);
  if (!is_valid_utf8(name))
    std::ranges::replace_if(
        name, [](unsigned char c) { return c >= 0x80; }, '?');
  return name;
}

std::optional<std::uint64_t> count_of(std::string_view text) {
  const std::optional<std::int64_t> count = integer_of(trim(text));
  if (!count || *count < 0) return {};
  return static_cast<std::uint64_t>(*count);
}

/// Walks the tags of a file.
class Reader {
 public:
  Reader(std::string_view bytes, const fs::path& file) : bytes_(bytes), tags_(bytes), file_(file) {}

  VtkXml read() {
    check_end();
    XmlTag tag;
    bool whole = false;
    XmlNesting nesting;
    while (!whole && tags_.next(tag)) {
      if (const std::string wrong = nesting.take(tag); !wrong.empty()) throw Error(wrong, export_again, {file_});
      whole = take(tag);
    }
    if (xml_.type.empty()) throw Error("the file is no VTK XML file", "export it from ParaView or VTK again", {file_});
    if (!whole) throw Error("the file ends within its header", export_again, {file_});
    return std::move(xml_);
  }

 private:
  void check_end() const {
    constexpr std::size_t most = 4096;
    const std::string_view end = bytes_.substr(bytes_.size() - std::min(most, bytes_.size()));
    if (bytes_.find("<VTKFile") != std::string_view::npos && end.find("</VTKFile>") == std::string_view::npos)
      throw Error("the file ends before its last tag, </VTKFile>", "the file is cut off: copy or export it again",
                  {file_});
  }

  /// True at the end of the header.
  bool take(const XmlTag& tag) {
    if (tag.name == "VTKFile") {
      xml_.encoding = vtk_encoding_of(tag);
      xml_.type = tag["type"];
    } else if (!xml_.type.empty() && tag.name == xml_.type) {
      xml_.grid = tag.attributes;
    } else if (tag.name == "Piece") {
      xml_.pieces.push_back({tag.attributes, {}});
      section_ = nullptr;
    } else if (tag.name == "FieldData") {
      enter(tag.name, xml_.field_arrays);
    } else if (tag.name == "DataArray" || tag.name == "Array") {
      if (section_ != nullptr) take_array(tag);
    } else if (tag.name == "AppendedData") {
      take_appended(tag, tags_.rest(), xml_.encoding, file_);
      return true;
    } else if (tag.name.starts_with("/") && tag.name.substr(1) == section_name_) {
      section_ = nullptr;
    } else if (!xml_.pieces.empty() && section_ == nullptr && !tag.name.starts_with("/")) {
      enter(tag.name, xml_.pieces.back().sections[std::string(tag.name)]);
    }
    return tag.name == "/VTKFile";
  }

  void enter(std::string_view name, std::vector<VtkArray>& section) {
    section_ = &section;
    section_name_ = name;
  }

  void take_array(const XmlTag& tag) {
    section_->push_back(vtk_array_of(tag, tags_.rest(), file_));
    VtkArray& array = section_->back();
    const bool is_attribute = section_name_.ends_with("Data");
    if (array.name.empty() && !is_attribute) array.name = section_name_;  // "Points", which VTK does not always name
    if (std::ranges::find(known_types, array.type) == known_types.end())
      throw Error(fmt::format("array \"{:.40}\" is of type \"{:.40}\"", array.name, valid_name(array.type)),
                  "the file is damaged: export it again", {file_});
  }

  std::string_view bytes_;
  XmlTags tags_;
  const fs::path& file_;
  VtkXml xml_;
  std::vector<VtkArray>* section_ = nullptr;  ///< that the tag stands in
  std::string section_name_;
};

}  // namespace

std::span<const VtkArray> VtkPiece::section(std::string_view name) const {
  const auto found = sections.find(name);
  if (found == sections.end()) return {};
  return found->second;
}

std::uint64_t VtkPiece::count(std::string_view attribute, const fs::path& file) const {
  const auto found = attributes.find(attribute);
  if (found == attributes.end()) return 0;
  const std::optional<std::uint64_t> count = count_of(found->second);
  if (!count)
    throw Error(fmt::format("{}=\"{:.40}\" is no count", attribute, valid_name(found->second)), export_again, {file});
  return *count;
}

VtkXml open_vtk_xml(const fs::path& file) {
  const auto mapped = std::make_shared<const platform::MappedFile>(file);
  VtkXml xml = Reader(mapped->bytes(), file).read();
  xml.mapped = mapped;
  return xml;
}

VtkArray vtk_array_of(const XmlTag& tag, std::string_view behind, const fs::path& file) {
  const auto fail = [&](const VtkArray& array, const char* lacks) {
    throw Error(fmt::format("array \"{:.40}\" states no {}", array.name, lacks), export_again, {file});
  };
  VtkArray array;
  array.name = valid_name(tag["Name"]);
  array.type = tag["type"];
  array.inline_text = behind;
  if (!tag["NumberOfComponents"].empty()) {
    const std::optional<std::uint64_t> components = count_of(tag["NumberOfComponents"]);
    if (!components || *components < 1 || *components > 10'000) fail(array, "sensible number of components");
    array.components = *components;
  }
  if (!tag["NumberOfTuples"].empty()) {
    array.tuples = count_of(tag["NumberOfTuples"]);
    if (!array.tuples) fail(array, "sensible number of tuples");
  }
  for (std::uint64_t c = 0; c < array.components; ++c)
    if (const std::string_view name = tag[fmt::format("ComponentName{}", c)]; !name.empty()) {
      array.component_names.resize(c + 1);
      array.component_names[c] = valid_name(name);
    }
  if (tag["format"] == "appended") {
    array.encoding = VtkArray::Encoding::appended;
    const std::optional<std::uint64_t> offset = count_of(tag["offset"]);
    if (!offset) fail(array, "offset");
    array.offset = *offset;
  } else if (tag["format"] == "binary") {
    array.encoding = VtkArray::Encoding::inline_base64;
  }
  return array;
}

VtkEncoding vtk_encoding_of(const XmlTag& vtk_file) {
  VtkEncoding encoding;
  encoding.byte_order = vtk_file["byte_order"] == "BigEndian" ? std::endian::big : std::endian::little;
  encoding.header_bytes = vtk_file["header_type"] == "UInt64" ? 8 : 4;
  encoding.compressor = vtk_file["compressor"];
  return encoding;
}

void take_appended(const XmlTag& tag, std::string_view behind, VtkEncoding& encoding, const fs::path& file) {
  encoding.appended_base64 = tag["encoding"] == "base64";
  const std::size_t underscore = behind.find('_');
  if (underscore == std::string_view::npos)
    throw Error("the file ends before its appended data", "the file is cut off: copy or export it again", {file});
  encoding.appended = behind.substr(underscore + 1);
}

bool read_numbers(std::string_view text, std::span<double> values) {
  std::string line(text);
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  TextScanner scanner(line);
  if (!scanner.next_line()) return false;
  for (double& value : values) {
    const std::optional<double> number = number_of(scanner.word());
    if (!number) return false;
    value = *number;
  }
  return true;
}

bool read_extent(std::string_view text, std::array<std::int64_t, 6>& extent) {
  std::array<double, 6> numbers{};
  if (!read_numbers(text, numbers)) return false;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!(std::abs(numbers[i]) < 1e9)) return false;
    extent[i] = static_cast<std::int64_t>(numbers[i]);
  }
  return true;
}

}  // namespace lode::io
