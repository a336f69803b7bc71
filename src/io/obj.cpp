// Wavefront OBJ, in doubles: vertices and faces; normals, textures and materials are of no use here.
#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "io/format_rows.h"
#include "io/surface_reading.h"
#include "io/text_scanner.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

const std::vector<std::string_view> extensions{"obj"};
constexpr std::array<std::string_view, 14> keywords{"v", "vn", "vt", "vp", "f",      "l",      "p",
                                                    "o", "g",  "s",  "mg", "mtllib", "usemtl", "#"};

bool sniff(const std::filesystem::path& file, std::string_view first_bytes) {
  if (has_extension(file, extensions)) return true;
  TextScanner scanner(first_bytes.substr(0, first_bytes.rfind('\n')));
  while (scanner.next_line()) {
    const std::string_view keyword = scanner.word();
    if (keyword.starts_with('#')) continue;
    if (std::ranges::find(keywords, keyword) == keywords.end()) return false;
    if (keyword == "v") return number_of(scanner.word()) && number_of(scanner.word()) && number_of(scanner.word());
  }
  return false;
}

class Reader {
 public:
  Reader(std::string_view text, const std::filesystem::path& file) : scanner_(text), size_(text.size()), file_(file) {}

  Surface read(Progress& progress) {
    std::uint64_t lines = 0;
    while (scanner_.next_line()) {
      if (++lines % 65536 == 0) {
        progress.check();
        progress.report(1 - static_cast<double>(scanner_.rest().size()) / static_cast<double>(size_));
      }
      const std::string_view keyword = scanner_.word();
      if (keyword == "v")
        read_vertex();
      else if (keyword == "f" || keyword == "fo")
        read_face();
    }
    return std::move(surface_);
  }

 private:
  [[noreturn]] void fail(std::string what) const {
    throw Error(std::move(what), "the file is damaged: export it again", {file_, scanner_.line()});
  }

  void read_vertex() {
    Vec3 position;
    for (int axis = 0; axis < 3; ++axis) {
      const std::string_view word = scanner_.word();
      const std::optional<double> value = number_of(word);
      if (!value) fail(fmt::format("\"{:.40}\" is no coordinate of a vertex", word));
      position[axis] = *value;
    }
    if (surface_.vertices_source.size() >= 0xffffffff) fail("more than 4,294,967,295 vertices");
    surface_.vertices_source.push_back(position);
  }

  void read_face() {
    corners_.clear();
    for (std::string_view word = scanner_.word(); !word.empty(); word = scanner_.word()) {
      if (word == "\\") {  // a face goes on in the next line
        if (!scanner_.next_line()) fail("the file ends within a face");
        continue;
      }
      corners_.push_back(vertex_of(word));
    }
    if (corners_.size() < 3) fail("a face with fewer than three corners");
    add_polygon(corners_, surface_.triangles);
  }

  /// "7", "7/1", "7//3": counted from 1; a negative number counts back from the vertices read so far.
  std::uint32_t vertex_of(std::string_view word) const {
    const std::optional<std::int64_t> number = integer_of(word.substr(0, word.find('/')));
    const auto count = static_cast<std::int64_t>(surface_.vertices_source.size());
    if (!number) fail(fmt::format("\"{:.40}\" is no corner of a face", word));
    const std::int64_t index = *number < 0 ? count + *number : *number - 1;
    // Faces may stand before their vertices, so the upper bound is known at the end alone.
    if (*number == 0 || index < 0 || index >= 0xffffffff)
      fail(fmt::format("a face refers to vertex {}, of which there is none", *number));
    return static_cast<std::uint32_t>(index);
  }

  TextScanner scanner_;
  std::size_t size_;
  std::filesystem::path file_;
  Surface surface_;
  std::vector<std::uint32_t> corners_;
};

Loaded load_obj(const Source& source, Progress& progress) {
  const std::filesystem::path& file = source.files.at(0).path;
  const platform::MappedFile mapped(file);
  progress.report("reading " + utf8(file.filename()), 0);
  Surface surface = Reader(mapped.bytes(), file).read(progress);
  for (const std::array<std::uint32_t, 3>& triangle : surface.triangles)
    for (const std::uint32_t corner : triangle)
      if (corner >= surface.vertices_source.size())
        throw Error(fmt::format("a face refers to vertex {}, but there are {}", std::uint64_t{corner} + 1,
                                surface.vertices_source.size()),
                    "the file is damaged or cut off: export it again", {file});
  return finish_surface(std::move(surface), source);
}

}  // namespace

Format obj_format() {
  return {"obj",
          "Wavefront OBJ mesh",
          extensions,
          sniff,
          [](const std::filesystem::path& file) { return one_file_source(file, "obj", DatasetKind::surface); },
          load_obj};
}

}  // namespace lode::io
