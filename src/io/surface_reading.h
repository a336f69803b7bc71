// What the readers of meshes share.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "core/surface.h"
#include "io/formats.h"

namespace lode::io {

/// A Source of one file that states nothing but its kind.
Source one_file_source(const std::filesystem::path& file, std::string_view format, DatasetKind kind);

/// Whether the file's extension, in any case, is one of the list (lower case, without dots).
bool has_extension(const std::filesystem::path& file, std::span<const std::string_view> extensions);

/// Gives equal positions (to the last bit, but 0 equals -0) one vertex.
class VertexMerger {
 public:
  /// Index of the vertex in `vertices`, appended when it is new. Throws Error beyond 2^32 - 2 vertices.
  std::uint32_t index_of(Vec3 position, std::vector<Vec3>& vertices);

 private:
  void grow(const std::vector<Vec3>& vertices);
  std::vector<std::uint32_t> slots_;  ///< open addressing; empty_slot or an index
  static constexpr std::uint32_t empty_slot = 0xffffffff;
};

/// A polygon as a fan of triangles around its first corner.
void add_polygon(std::span<const std::uint32_t> corners, std::vector<std::array<std::uint32_t, 3>>& triangles);

/// The last step of every reader: RLs become metres; vertices that are no position (not finite, beyond 1e9) go, with
/// their triangles, and are said. Throws Error when no triangle is left.
Loaded finish_surface(Surface surface, const Source& source);

/// Says by the check `float32-precision` when positions stored as float32 lie in steps of more than a millimetre.
void check_float32_precision(const std::vector<Vec3>& positions, const std::filesystem::path& file, Problems& problems);

}  // namespace lode::io
