#include "io/mesh_message.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace lode::io {

namespace {

/// Both ends are programs of one build on one machine: bytes as they lie in memory.
struct Header {
  std::array<char, 8> magic = {'L', 'o', 'd', 'e', 'M', 's', 'h', '1'};
  std::uint64_t error_bytes = 0, vertices = 0, triangles = 0, turned = 0;
  double metres_per_unit = 1;
};
using Triangle = std::array<std::uint32_t, 3>;
static_assert(sizeof(Vec3) == 24 && sizeof(Triangle) == 12 && sizeof(Header) == 48);

template <typename Value>
bool write_all(const Value* values, std::size_t count, std::FILE* stream) {
  return count == 0 || std::fwrite(values, sizeof(Value), count, stream) == count;
}

template <typename Value>
void take(std::string_view& bytes, Value* values, std::size_t count) {
  if (count > 0) std::memcpy(values, bytes.data(), count * sizeof(Value));
  bytes.remove_prefix(count * sizeof(Value));
}

/// The bytes that follow a header, in steps that cannot overflow; nothing beyond `limit`.
bool fits(const Header& header, std::uint64_t limit) {
  if (header.error_bytes > limit || header.vertices > limit / sizeof(Vec3) ||
      header.triangles > limit / sizeof(Triangle))
    return false;
  return header.error_bytes + header.vertices * sizeof(Vec3) + header.triangles * sizeof(Triangle) == limit;
}

}  // namespace

bool write_message(const MeshMessage& message, std::FILE* stream) {
  Header header;
  header.error_bytes = message.error.size();
  header.vertices = message.surface.vertices_source.size();
  header.triangles = message.surface.triangles.size();
  header.turned = message.turned ? 1 : 0;
  header.metres_per_unit = message.metres_per_unit;
  return write_all(&header, 1, stream) && write_all(message.error.data(), message.error.size(), stream) &&
         write_all(message.surface.vertices_source.data(), message.surface.vertices_source.size(), stream) &&
         write_all(message.surface.triangles.data(), message.surface.triangles.size(), stream) &&
         std::fflush(stream) == 0;
}

std::optional<MeshMessage> read_message(std::string_view bytes) {
  Header header;
  const std::array<char, 8> magic = header.magic;
  if (bytes.size() < sizeof header) return {};
  take(bytes, &header, 1);
  if (header.magic != magic || !fits(header, bytes.size()) || header.turned > 1) return {};
  if (!(std::isfinite(header.metres_per_unit) && header.metres_per_unit > 0)) return {};
  MeshMessage message;
  message.turned = header.turned == 1;
  message.metres_per_unit = header.metres_per_unit;
  message.error.resize(header.error_bytes);
  take(bytes, message.error.data(), message.error.size());
  message.surface.vertices_source.resize(header.vertices);
  take(bytes, message.surface.vertices_source.data(), header.vertices);
  message.surface.triangles.resize(header.triangles);
  take(bytes, message.surface.triangles.data(), header.triangles);
  const bool whole = std::ranges::all_of(message.surface.triangles, [&header](const Triangle& triangle) {
    return std::ranges::all_of(triangle, [&header](std::uint32_t vertex) { return vertex < header.vertices; });
  });
  if (!whole) return {};
  return message;
}

}  // namespace lode::io
