#include "io/stated_origin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "core/error.h"
#include "core/text.h"
#include "io/text_scanner.h"
#include "io/vtk_bytes.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

/// The text itself when it is a code of EPSG or WKT; else "".
std::string crs_or_nothing(std::string_view text) {
  text = trim(text);
  if (text.starts_with("EPSG:") && text.size() > 5 &&
      std::all_of(text.begin() + 5, text.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
    return std::string(text);
  constexpr std::array<std::string_view, 8> wkt{"PROJCRS[", "PROJCS[",   "GEOGCRS[",        "GEOGCS[",
                                                "GEODCRS[", "BOUNDCRS[", "DERIVEDPROJCRS[", "COMPD_CS["};
  for (const std::string_view keyword : wkt)
    if (text.starts_with(keyword) && text.ends_with(']')) return std::string(text);
  return {};
}

std::string head_of(const fs::path& file) {
  std::string head(8192, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream.gcount())));
  return head;
}

/// The text array "CRS" of a VTK file's field data. Of what is wrong with the file its reader tells.
std::string vtk_crs(const fs::path& file) {
  try {
    const platform::MappedFile mapped(file);
    return crs_or_nothing(field_text(read_vtk_fields(mapped.bytes(), file), "CRS", file));
  } catch (const Error&) {
    return {};
  }
}

fs::path origin_file_of(const fs::path& file) {
  fs::path beside = file;
  beside += ".origin.txt";
  return beside;
}

}  // namespace

std::string stated_crs(const fs::path& file) {
  const std::string head = head_of(file);
  if (const std::size_t at = head.find("CRS: "); at != std::string::npos) {
    const std::size_t begin = at + 5, end = head.find_first_of(";\r\n", begin);
    if (std::string crs = crs_or_nothing(std::string_view(head).substr(begin, end - begin)); !crs.empty()) return crs;
  }
  if (head.starts_with("glTF"))
    if (const std::size_t at = head.find("\"crs\":\""); at != std::string::npos) {
      const std::size_t begin = at + 7;
      std::string text;
      for (std::size_t i = begin; i < head.size() && head[i] != '"'; ++i) {
        if (head[i] == '\\' && i + 1 < head.size()) ++i;
        text += head[i];
      }
      if (std::string crs = crs_or_nothing(text); !crs.empty()) return crs;
    }
  if (head.find("<VTKFile") != std::string::npos) return vtk_crs(file);
  const std::optional<StatedOrigin> beside = origin_beside(file);
  return beside ? beside->crs : std::string();
}

std::optional<StatedOrigin> origin_beside(const fs::path& file) {
  StatedOrigin stated;
  stated.file = origin_file_of(file);
  std::ifstream stream(stated.file, std::ios::binary);
  if (!stream) return {};
  std::array<bool, 3> found{};
  for (std::string line; std::getline(stream, line);) {
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) continue;
    const std::string key = line.substr(0, space);
    const std::string_view value = trim(std::string_view(line).substr(space));
    constexpr std::array<std::string_view, 3> axes{"easting", "northing", "RL"};
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (key == axes[axis] && !found[axis])
        if (const std::optional<double> number = number_of(value)) {
          stated.origin[static_cast<int>(axis)] = *number;
          found[axis] = true;
        }
    if (key == "CRS") stated.crs = crs_or_nothing(value);
  }
  if (found != std::array{true, true, true})
    throw Error("the file states no local origin (lines \"easting N\", \"northing N\", \"RL N\")",
                "write these lines, or remove the file", {stated.file});
  return stated;
}

bool is_around_stated_origin(const fs::path& file) {
  std::error_code failed;
  return fs::exists(origin_file_of(file), failed) || head_of(file).find("origin_east_north_rl") != std::string::npos;
}

std::string move_to_origin(std::vector<Vec3>& vertices, const StatedOrigin& stated) {
  Bounds bounds;
  for (const Vec3 v : vertices) bounds.add(v);
  if (bounds.empty() || length(bounds.centre()) >= length(bounds.centre() - stated.origin)) return {};
  for (Vec3& v : vertices) v = v + stated.origin;
  return fmt::format("positions are around a local origin: {}, {}, {} of {} was added", shortest(stated.origin.x),
                     shortest(stated.origin.y), shortest(stated.origin.z), utf8(stated.file.filename()));
}

}  // namespace lode::io
