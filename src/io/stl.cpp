// STL, ASCII in doubles and binary in the float32 it holds; equal corners become one vertex.
#include <fmt/format.h>

#include <algorithm>

#include <bit>
#include <cstring>

#include "core/error.h"
#include "core/text.h"
#include "io/byte_order.h"
#include "io/format_rows.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

const std::vector<std::string_view> extensions{"stl"};
constexpr std::size_t header_size = 84, triangle_size = 50;

std::uint64_t binary_size(std::string_view bytes) {
  return header_size + triangle_size * std::uint64_t{read_as<std::uint32_t>(bytes.data() + 80, std::endian::little)};
}

bool looks_ascii(std::string_view first_bytes) {
  TextScanner scanner(first_bytes);
  if (!scanner.next_line() || fold_case(scanner.word()) != "solid") return false;
  if (!scanner.next_line()) return false;
  const std::string word = fold_case(scanner.word());
  return word == "facet" || word == "endsolid";
}

bool sniff(const std::filesystem::path& file, std::string_view first_bytes) {
  if (has_extension(file, extensions) || looks_ascii(first_bytes)) return true;
  std::error_code failure;
  const std::uint64_t size = std::filesystem::file_size(file, failure);
  return !failure && size > header_size && first_bytes.size() >= header_size && size == binary_size(first_bytes);
}

Surface read_binary(std::string_view bytes, const std::filesystem::path& file, Progress& progress) {
  const std::uint64_t stated = binary_size(bytes);
  if (stated > bytes.size())
    throw Error(fmt::format("the file ends early: {} triangles are stated, {} are there",
                            (stated - header_size) / triangle_size, (bytes.size() - header_size) / triangle_size),
                "the file is cut off: copy or export it again", {file});
  Surface surface;
  VertexMerger merger;
  const std::uint64_t count = (stated - header_size) / triangle_size;
  surface.triangles.reserve(count);
  for (std::uint64_t t = 0; t < count; ++t) {
    if (t % 65536 == 0) {
      progress.check();
      progress.report(static_cast<double>(t) / static_cast<double>(count));
    }
    const char* corner = bytes.data() + header_size + t * triangle_size + 12;  // after the normal
    std::array<std::uint32_t, 3> triangle{};
    for (std::uint32_t& index : triangle) {
      Vec3 position;
      for (int axis = 0; axis < 3; ++axis, corner += 4)
        position[axis] = static_cast<double>(read_as<float>(corner, std::endian::little));
      index = merger.index_of(position, surface.vertices_source);
    }
    surface.triangles.push_back(triangle);
  }
  return surface;
}

Surface read_ascii(std::string_view text, const std::filesystem::path& file, Progress& progress) {
  Surface surface;
  VertexMerger merger;
  std::vector<std::uint32_t> corners;
  TextScanner scanner(text);
  bool ended = false;
  std::uint64_t lines = 0;
  const auto fail = [&](std::string what) {
    throw Error(std::move(what), "the file is damaged or cut off: export it again", {file, scanner.line()});
  };
  while (scanner.next_line()) {
    if (++lines % 65536 == 0) {
      progress.check();
      progress.report(1 - static_cast<double>(scanner.rest().size()) / static_cast<double>(text.size()));
    }
    const std::string keyword = fold_case(scanner.word());
    ended = keyword == "endsolid";
    if (keyword == "vertex") {
      Vec3 position;
      for (int axis = 0; axis < 3; ++axis) {
        const std::string_view word = scanner.word();
        const std::optional<double> value = number_of(word);
        if (!value) fail(fmt::format("\"{:.40}\" is no coordinate of a vertex", word));
        position[axis] = *value;
      }
      corners.push_back(merger.index_of(position, surface.vertices_source));
    } else if (keyword == "endloop") {
      if (corners.size() < 3) fail("a facet with fewer than three corners");
      add_polygon(corners, surface.triangles);
      corners.clear();
    } else if (keyword != "facet" && keyword != "outer" && keyword != "endfacet" && keyword != "solid" && !ended) {
      fail(fmt::format("\"{:.40}\" is no key word of STL", keyword));
    }
  }
  if (!ended) fail("the file ends without \"endsolid\"");
  return surface;
}

Loaded load_stl(const Source& source, Progress& progress) {
  const std::filesystem::path& file = source.files.at(0).path;
  const platform::MappedFile mapped(file);
  const std::string_view bytes = mapped.bytes();
  progress.report("reading " + utf8(file.filename()), 0);
  // Binary files may start with "solid" too, so their size decides first.
  const bool exact_binary = bytes.size() >= header_size && binary_size(bytes) == bytes.size();
  if (!exact_binary && looks_ascii(bytes.substr(0, 4096)))
    return finish_surface(read_ascii(bytes, file, progress), source);
  if (bytes.size() < header_size)
    throw Error(fmt::format("the file is no STL: its {} bytes are less than a header", bytes.size()),
                "check that it was copied whole", {file});
  Surface surface = read_binary(bytes, file, progress);
  Problems problems;
  check_float32_precision(surface.vertices_source, file, problems);
  Loaded loaded = finish_surface(std::move(surface), source);
  loaded.problems.insert(loaded.problems.end(), problems.begin(), problems.end());
  return loaded;
}

}  // namespace

Format stl_format() {
  return {"stl",
          "STL mesh",
          extensions,
          sniff,
          [](const std::filesystem::path& file) { return one_file_source(file, "stl", DatasetKind::surface); },
          load_stl};
}

}  // namespace lode::io
