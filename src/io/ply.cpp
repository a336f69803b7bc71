// PLY, ASCII and binary of both byte orders, in doubles; further numbers of the vertices become attributes.
#include <fmt/format.h>

#include <algorithm>

#include <limits>

#include "core/error.h"
#include "core/text.h"
#include "io/byte_order.h"
#include "io/format_rows.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

const std::vector<std::string_view> extensions{"ply"};

enum class Scalar { int8, uint8, int16, uint16, int32, uint32, float32, float64 };
struct ScalarName {
  std::string_view name;
  Scalar type;
  std::size_t size;
};
constexpr std::array<ScalarName, 16> scalar_names{{{"char", Scalar::int8, 1},
                                                   {"int8", Scalar::int8, 1},
                                                   {"uchar", Scalar::uint8, 1},
                                                   {"uint8", Scalar::uint8, 1},
                                                   {"short", Scalar::int16, 2},
                                                   {"int16", Scalar::int16, 2},
                                                   {"ushort", Scalar::uint16, 2},
                                                   {"uint16", Scalar::uint16, 2},
                                                   {"int", Scalar::int32, 4},
                                                   {"int32", Scalar::int32, 4},
                                                   {"uint", Scalar::uint32, 4},
                                                   {"uint32", Scalar::uint32, 4},
                                                   {"float", Scalar::float32, 4},
                                                   {"float32", Scalar::float32, 4},
                                                   {"double", Scalar::float64, 8},
                                                   {"float64", Scalar::float64, 8}}};

struct Property {
  std::string name;
  bool is_list = false;
  ScalarName count;  ///< of a list
  ScalarName value;
};

struct Element {
  std::string name;
  std::uint64_t count = 0;
  std::vector<Property> properties;

  /// Index of the first property with one of the names; properties.size() when there is none.
  std::size_t find(std::initializer_list<std::string_view> names) const {
    std::size_t index = 0;
    while (index < properties.size() && std::ranges::find(names, properties[index].name) == names.end()) ++index;
    return index;
  }
};

enum class Encoding { ascii, little, big };

struct Header {
  Encoding encoding = Encoding::ascii;
  std::vector<Element> elements;
  std::string_view body;
  std::uint64_t lines = 0;
};

ScalarName scalar_of(std::string_view word, const Where& where) {
  for (const ScalarName& candidate : scalar_names)
    if (candidate.name == word) return candidate;
  throw Error(fmt::format("\"{:.40}\" is no type of PLY", word), "the header is damaged: export the file again", where);
}

Property property_of(TextScanner& line, const Where& where) {
  Property property;
  std::string_view word = line.word();
  property.is_list = word == "list";
  if (property.is_list) {
    property.count = scalar_of(line.word(), where);
    word = line.word();
  }
  property.value = scalar_of(word, where);
  property.name = line.word();
  return property;
}

Header read_header(std::string_view bytes, const std::filesystem::path& file) {
  Header header;
  TextScanner scanner(bytes);
  const auto fail = [&](std::string what) {
    throw Error(std::move(what), "the header is damaged: export the file again", {file, scanner.line()});
  };
  if (!scanner.next_line() || scanner.word() != "ply") fail("the file does not begin with \"ply\"");
  while (scanner.next_line()) {
    const std::string_view keyword = scanner.word();
    if (keyword == "format") {
      const std::string_view encoding = scanner.word();
      if (encoding != "ascii" && encoding != "binary_little_endian" && encoding != "binary_big_endian")
        fail(fmt::format("\"{:.40}\" is no encoding of PLY", encoding));
      header.encoding = encoding == "ascii"                  ? Encoding::ascii
                        : encoding == "binary_little_endian" ? Encoding::little
                                                             : Encoding::big;
    } else if (keyword == "element") {
      Element element{std::string(scanner.word()), 0, {}};
      const std::optional<std::int64_t> count = integer_of(scanner.word());
      if (!count || *count < 0) fail(fmt::format("the count of element \"{:.40}\" is no number", element.name));
      element.count = static_cast<std::uint64_t>(*count);
      header.elements.push_back(std::move(element));
    } else if (keyword == "property") {
      if (header.elements.empty()) fail("a property stands before any element");
      header.elements.back().properties.push_back(property_of(scanner, {file, scanner.line()}));
    } else if (keyword == "end_header") {
      header.body = scanner.rest();
      header.lines = scanner.line();
      return header;
    } else if (keyword != "comment" && keyword != "obj_info") {
      fail(fmt::format("\"{:.40}\" is no key word of a PLY header", keyword));
    }
  }
  fail("the file ends within its header");
  return header;
}

/// The values of the body one after another, whatever the encoding.
class Values {
 public:
  Values(const Header& header, const std::filesystem::path& file)
      : encoding_(header.encoding), bytes_(header.body), words_(header.body), lines_(header.lines), file_(file) {}

  double next(const ScalarName& scalar) {
    if (encoding_ == Encoding::ascii) return next_word();
    if (bytes_.size() < scalar.size) fail_early();
    const char* at = bytes_.data();
    bytes_.remove_prefix(scalar.size);
    const std::endian order = encoding_ == Encoding::little ? std::endian::little : std::endian::big;
    switch (scalar.type) {
      case Scalar::int8:
        return read_as<std::int8_t>(at, order);
      case Scalar::uint8:
        return read_as<std::uint8_t>(at, order);
      case Scalar::int16:
        return read_as<std::int16_t>(at, order);
      case Scalar::uint16:
        return read_as<std::uint16_t>(at, order);
      case Scalar::int32:
        return read_as<std::int32_t>(at, order);
      case Scalar::uint32:
        return read_as<std::uint32_t>(at, order);
      case Scalar::float32:
        return static_cast<double>(read_as<float>(at, order));
      case Scalar::float64:
        return read_as<double>(at, order);
    }
    return 0;
  }

  /// Throws unless as many elements can lie in the rest of the file: no header makes us allocate more than it has.
  void check_room_for(const Element& element) const {
    std::uint64_t least = 0;
    for (const Property& property : element.properties)
      least += encoding_ == Encoding::ascii ? 2 : property.is_list ? property.count.size : property.value.size;
    const std::uint64_t room = (encoding_ == Encoding::ascii ? words_.rest().size() + 2 : bytes_.size());
    if (least == 0 || element.count > room / least)
      throw Error(fmt::format("the file ends early: {} elements \"{:.40}\" are stated, there is room for {}",
                              element.count, element.name, least == 0 ? 0 : room / least),
                  "the file is cut off or damaged: copy or export it again", {file_});
  }

  [[noreturn]] void fail(std::string what) const {
    throw Error(std::move(what), "the file is damaged: export it again",
                {file_, encoding_ == Encoding::ascii ? lines_ + words_.line() : 0});
  }

 private:
  double next_word() {
    std::string_view word = words_.word();
    while (word.empty()) {
      if (!words_.next_line()) fail_early();
      word = words_.word();
    }
    const std::optional<double> value = number_of(word);
    if (!value) fail(fmt::format("\"{:.40}\" is no number", word));
    return *value;
  }

  [[noreturn]] void fail_early() const {
    throw Error("the file ends before its last element", "the file is cut off: copy or export it again", {file_});
  }

  Encoding encoding_;
  std::string_view bytes_;
  TextScanner words_;
  std::uint64_t lines_;
  std::filesystem::path file_;
};

class Reader {
 public:
  Reader(Header header, const std::filesystem::path& file)
      : header_(std::move(header)), values_(header_, file), file_(file) {}

  Surface read(Progress& progress) {
    for (const Element& element : header_.elements) {
      if (element.count == 0) continue;
      values_.check_room_for(element);
      progress.report("reading " + element.name, 0);
      if (element.name == "vertex")
        read_vertices(element, progress);
      else if (element.name == "face")
        read_faces(element, progress);
      else
        for_each(element, progress, [&] { skip(element); });
    }
    for (const std::array<std::uint32_t, 3>& triangle : surface_.triangles)
      for (const std::uint32_t corner : triangle)
        if (corner >= surface_.vertices_source.size())
          values_.fail(fmt::format("a face refers to vertex {} (counted from 0), but there are {}", corner,
                                   surface_.vertices_source.size()));
    return std::move(surface_);
  }

  bool single_precision() const { return single_precision_; }

 private:
  template <typename Function>
  void for_each(const Element& element, Progress& progress, Function&& function) {
    for (std::uint64_t i = 0; i < element.count; ++i) {
      if (i % 65536 == 0) {
        progress.check();
        progress.report(static_cast<double>(i) / static_cast<double>(element.count));
      }
      function();
    }
  }

  std::uint64_t list_length(const Property& property) {
    const double count = values_.next(property.count);
    if (!(count >= 0 && count < 4294967296.0 && count == std::floor(count)))
      values_.fail(fmt::format("{} is no length of a list", shortest(count)));
    return static_cast<std::uint64_t>(count);
  }

  void skip(const Element& element) {
    for (const Property& property : element.properties)
      for (std::uint64_t left = property.is_list ? list_length(property) : 1; left > 0; --left)
        values_.next(property.value);
  }

  void read_vertices(const Element& element, Progress& progress) {
    const std::array<std::size_t, 3> axes{element.find({"x"}), element.find({"y"}), element.find({"z"})};
    const std::size_t count = element.properties.size();
    for (const std::size_t axis : axes)
      if (axis == count || element.properties[axis].is_list) values_.fail("the vertices have no x, y and z");
    single_precision_ = element.properties[axes[0]].value.type == Scalar::float32;
    if (element.count >= 0xffffffff) values_.fail("more than 4,294,967,294 vertices");
    std::vector<std::vector<double>> attributes(count);
    surface_.vertices_source.reserve(element.count);
    std::vector<double> row(count);
    for_each(element, progress, [&] {
      for (std::size_t p = 0; p < count; ++p) {
        const Property& property = element.properties[p];
        if (property.is_list) {
          for (std::uint64_t left = list_length(property); left > 0; --left) values_.next(property.value);
        } else {
          row[p] = values_.next(property.value);
          if (is_attribute(property)) attributes[p].push_back(row[p]);
        }
      }
      surface_.vertices_source.push_back({row[axes[0]], row[axes[1]], row[axes[2]]});
    });
    for (std::size_t p = 0; p < count; ++p) {
      if (attributes[p].empty()) continue;
      Column column;
      column.name = element.properties[p].name;
      column.unit = unit_from_name(column.name);
      column.data = Numbers::narrowed(attributes[p]);
      surface_.vertex_attributes.columns.push_back(std::move(column));
    }
  }

  static bool is_attribute(const Property& property) {
    static constexpr std::array<std::string_view, 16> looks{"x",     "y",           "z",
                                                            "nx",    "ny",          "nz",
                                                            "red",   "green",       "blue",
                                                            "alpha", "diffuse_red", "diffuse_green",
                                                            "s",     "t",           "diffuse_blue",
                                                            "flags"};
    return !property.is_list && std::ranges::find(looks, property.name) == looks.end();
  }

  void read_faces(const Element& element, Progress& progress) {
    const std::size_t corners = element.find({"vertex_indices", "vertex_index"});
    if (corners == element.properties.size() || !element.properties[corners].is_list)
      values_.fail("the faces have no list \"vertex_indices\"");
    std::vector<std::uint32_t> polygon;
    for_each(element, progress, [&] {
      for (std::size_t p = 0; p < element.properties.size(); ++p) {
        const Property& property = element.properties[p];
        polygon.clear();
        for (std::uint64_t left = property.is_list ? list_length(property) : 1; left > 0; --left) {
          const double value = values_.next(property.value);
          if (p != corners) continue;
          if (!(value >= 0 && value < 4294967295.0 && value == std::floor(value)))
            values_.fail(fmt::format("a face refers to vertex {}, of which there is none", shortest(value)));
          polygon.push_back(static_cast<std::uint32_t>(value));
        }
        if (p == corners) add_polygon(polygon, surface_.triangles);
      }
    });
  }

  Header header_;
  Values values_;
  std::filesystem::path file_;
  Surface surface_;
  bool single_precision_ = false;
};

Loaded load_ply(const Source& source, Progress& progress) {
  const std::filesystem::path& file = source.files.at(0).path;
  const platform::MappedFile mapped(file);
  Reader reader(read_header(mapped.bytes(), file), file);
  Surface surface = reader.read(progress);
  Problems problems;
  if (reader.single_precision()) check_float32_precision(surface.vertices_source, file, problems);
  Loaded loaded = finish_surface(std::move(surface), source);
  loaded.problems.insert(loaded.problems.end(), problems.begin(), problems.end());
  return loaded;
}

bool sniff(const std::filesystem::path& file, std::string_view first_bytes) {
  return has_extension(file, extensions) || first_bytes.starts_with("ply\n") || first_bytes.starts_with("ply\r");
}

}  // namespace

Format ply_format() {
  return {"ply",
          "PLY mesh",
          extensions,
          sniff,
          [](const std::filesystem::path& file) { return one_file_source(file, "ply", DatasetKind::surface); },
          load_ply};
}

}  // namespace lode::io
