#include "io/export_prj.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/file_writer.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

fs::path prj_of(const fs::path& file) { return fs::path(file).replace_extension(".prj"); }

std::string text_of_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  return std::string(trim(text));
}

/// Another data file that the .prj speaks for.
std::optional<fs::path> other_of_same_name(const fs::path& file) {
  constexpr std::array<std::string_view, 3> not_data{".prj", ".mtl", ".txt"};
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const fs::path& other = entry.path();
    if (other.stem() != file.stem() || other.filename() == file.filename()) continue;
    const std::string extension = fold_case(utf8(other.extension()));
    if (std::ranges::find(not_data, extension) == not_data.end()) return other;
  }
  return {};
}

}  // namespace

bool has_prj_beside(std::string_view extension) {
  constexpr std::array<std::string_view, 5> extensions{"csv", "obj", "ply", "stl", "glb"};
  return std::ranges::find(extensions, extension) != extensions.end();
}

void check_prj(const ExportLayer& layer, const fs::path& file) {
  const fs::path prj = prj_of(file);
  std::error_code failed;
  if (!fs::exists(prj, failed) || text_of_file(prj) == layer.prj) return;
  if (const std::optional<fs::path> other = other_of_same_name(file))
    throw Error(fmt::format("the CRS of the export belongs into {}, which states another CRS for {}",
                            utf8(prj.filename()), utf8(other->filename())),
                "give the export another name", {file});
}

void write_prj(const ExportLayer& layer, const fs::path& file) {
  const fs::path prj = prj_of(file);
  std::error_code absent;
  if (layer.prj.empty()) {
    fs::remove(prj, absent);
    return;
  }
  write_whole(prj, [&](const fs::path& beside) {
    FileWriter out(beside);
    out.write(layer.prj);
    out.close();
  });
}

}  // namespace lode::io
