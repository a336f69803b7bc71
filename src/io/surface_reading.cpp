#include "io/surface_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/stated_origin.h"

namespace lode::io {

namespace {

constexpr double max_coordinate = 1e9;

bool is_position(Vec3 p) {
  return std::abs(p.x) <= max_coordinate && std::abs(p.y) <= max_coordinate && std::abs(p.z) <= max_coordinate;
}

std::size_t hash_of(Vec3 p) {
  std::uint64_t hash = 0;
  for (int axis = 0; axis < 3; ++axis) {
    hash ^= std::bit_cast<std::uint64_t>(p[axis] + 0.0);  // -0 becomes 0
    hash *= 0x9e3779b97f4a7c15U;
    hash ^= hash >> 29;
  }
  return static_cast<std::size_t>(hash);
}

void keep_rows(Table& table, const std::vector<bool>& keep, std::size_t kept) {
  for (Column& column : table.columns) {
    const Numbers* numbers = column.numbers();
    if (numbers == nullptr) continue;  // no reader of meshes makes categories
    std::vector<double> values;
    values.reserve(kept);
    for (std::size_t row = 0; row < keep.size(); ++row)
      if (keep[row]) values.push_back((*numbers)[row]);
    column.data = Numbers(SharedArray<double>(std::move(values)));
  }
  table.rows = kept;
}

/// Removes vertices that are no position and what stands on them; returns how many.
std::size_t remove_bad_vertices(Surface& surface) {
  std::vector<Vec3>& vertices = surface.vertices_source;
  std::vector<bool> keep(vertices.size());
  std::vector<std::uint32_t> renumbered(vertices.size());
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    keep[i] = is_position(vertices[i]);
    renumbered[i] = kept;
    if (keep[i]) vertices[kept++] = vertices[i];
  }
  vertices.resize(kept);
  std::erase_if(surface.triangles, [&](const std::array<std::uint32_t, 3>& triangle) {
    return !keep[triangle[0]] || !keep[triangle[1]] || !keep[triangle[2]];
  });
  for (std::array<std::uint32_t, 3>& triangle : surface.triangles)
    for (std::uint32_t& corner : triangle) corner = renumbered[corner];
  if (!surface.vertex_attributes.columns.empty()) keep_rows(surface.vertex_attributes, keep, kept);
  return keep.size() - kept;
}

}  // namespace

Source one_file_source(const std::filesystem::path& file, std::string_view format, DatasetKind kind) {
  Source source;
  source.name = utf8(file.stem());
  source.kind = kind;
  source.format = format;
  source.files = {SourceFile{file, TableRole::points, {}}};
  source.crs = stated_crs(file);
  source.crs_from_file = !source.crs.empty();
  return source;
}

bool has_extension(const std::filesystem::path& file, std::span<const std::string_view> extensions) {
  const std::string extension = fold_case(utf8(file.extension()));
  return !extension.empty() && std::ranges::find(extensions, std::string_view(extension).substr(1)) != extensions.end();
}

std::uint32_t VertexMerger::index_of(Vec3 position, std::vector<Vec3>& vertices) {
  if (slots_.size() < 2 * (vertices.size() + 1)) grow(vertices);
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(position) & mask;
  while (slots_[slot] != empty_slot) {
    if (vertices[slots_[slot]] == position) return slots_[slot];
    slot = (slot + 1) & mask;
  }
  if (vertices.size() >= empty_slot)
    throw Error("more than 4,294,967,294 vertices", "split the mesh into several files");
  slots_[slot] = static_cast<std::uint32_t>(vertices.size());
  vertices.push_back(position);
  return slots_[slot];
}

void VertexMerger::grow(const std::vector<Vec3>& vertices) {
  slots_.assign(std::max<std::size_t>(1024, std::bit_ceil(4 * (vertices.size() + 1))), empty_slot);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    std::size_t slot = hash_of(vertices[i]) & mask;
    while (slots_[slot] != empty_slot) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(i);
  }
}

void add_polygon(std::span<const std::uint32_t> corners, std::vector<std::array<std::uint32_t, 3>>& triangles) {
  for (std::size_t i = 2; i < corners.size(); ++i) triangles.push_back({corners[0], corners[i - 1], corners[i]});
}

Loaded finish_surface(Surface surface, const Source& source) {
  const std::filesystem::path& file = source.files.at(0).path;
  Loaded loaded;
  if (const std::optional<StatedOrigin> stated = origin_beside(file))
    if (std::string note = move_to_origin(surface.vertices_source, *stated); !note.empty())
      loaded.notes.push_back(std::move(note));
  if (source.rl_metres_per_unit != 1)
    for (Vec3& vertex : surface.vertices_source) vertex.z *= source.rl_metres_per_unit;
  Table& attributes = surface.vertex_attributes;
  attributes.name = utf8(file.stem());
  attributes.role = TableRole::points;
  attributes.file = utf8(file);
  attributes.rows = attributes.rows_read = surface.vertices_source.size();
  const std::size_t triangles = surface.triangles.size();
  const auto bad = std::ranges::find_if_not(surface.vertices_source, is_position);
  if (bad != surface.vertices_source.end()) {
    Problem problem = problem_of("bad-coordinates");
    problem.file = utf8(file);
    problem.message = fmt::format("vertex {} is at {}, {}, {}", bad - surface.vertices_source.begin() + 1,
                                  shortest(bad->x), shortest(bad->y), shortest(bad->z));
    problem.count = remove_bad_vertices(surface);
    problem.action =
        fmt::format("{} vertices left out, with {} triangles", problem.count, triangles - surface.triangles.size());
    attributes.rows_rejected = problem.count;
    loaded.problems.push_back(std::move(problem));
  }
  if (surface.triangles.empty())
    throw Error(triangles == 0 ? "the mesh has no triangles" : "no triangle of the mesh has usable coordinates",
                "export it again as a triangulated surface; points alone are read from CSV", {file});
  loaded.dataset = std::make_shared<const Dataset>(std::move(surface));
  return loaded;
}

void check_float32_precision(const std::vector<Vec3>& positions, const std::filesystem::path& file,
                             Problems& problems) {
  float greatest = 0;
  for (const Vec3 p : positions)
    for (int axis = 0; axis < 3; ++axis)
      if (std::abs(p[axis]) <= max_coordinate) greatest = std::max(greatest, static_cast<float>(std::abs(p[axis])));
  const double step = std::nextafter(greatest, std::numeric_limits<float>::infinity()) - greatest;
  if (step <= 0.001) return;
  Problem problem = problem_of("float32-precision");
  problem.file = utf8(file);
  problem.message = fmt::format("coordinates up to {} are stored as float32: they lie in steps of {}",
                                grouped(greatest), shortest(step));
  problem.action = "drawn as they are; for exact positions export OBJ, ASCII STL or PLY with doubles instead";
  problems.push_back(std::move(problem));
}

}  // namespace lode::io
