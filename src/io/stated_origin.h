// What an exporter stated of a mesh: its CRS within the file, a local origin in the file beside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/vec.h"

namespace lode::io {

/// The CRS that a comment, a title, the JSON at the head or VTK's field data state as Lode writes it ("CRS:
/// EPSG:32644"), else that of the origin beside it; "" when there is none. Only codes of EPSG and WKT count.
std::string stated_crs(const std::filesystem::path& file);

/// FILE.origin.txt.
struct StatedOrigin {
  std::filesystem::path file;
  Vec3 origin;      ///< easting, northing, RL
  std::string crs;  ///< "" when it is local
};
/// Nothing where there is no such file. Throws Error for one that states no origin.
std::optional<StatedOrigin> origin_beside(const std::filesystem::path& file);

/// Whether the file or one beside it states a local origin: then single precision loses nothing of positions.
bool is_around_stated_origin(const std::filesystem::path& file);

/// Moves vertices that lie around 0 to where the origin says; a file whose own transformation has moved them there
/// already is left as it is. Returns a note of what was done, "" when nothing was.
std::string move_to_origin(std::vector<Vec3>& vertices, const StatedOrigin& stated);

}  // namespace lode::io
