// glTF binary: float32 positions around a local origin that is stated three times, y up as glTF wants it.
#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/export_rows.h"
#include "io/file_writer.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

struct GlbVertex {
  std::array<float, 3> position;
  std::array<std::uint16_t, 4> colour;
};
static_assert(sizeof(GlbVertex) == 20);

struct GlbMesh {
  Vec3 origin;
  std::vector<GlbVertex> vertices;
  std::vector<std::uint32_t> indices;
  std::array<float, 3> min{}, max{};
};

std::uint32_t key(Rgba c) {
  return std::uint32_t{c.r} << 24 | std::uint32_t{c.g} << 16 | std::uint32_t{c.b} << 8 | std::uint32_t{c.a};
}

/// glTF's vertex colours are linear, ours are sRGB.
std::uint16_t linear(std::uint8_t channel) {
  const double s = channel / 255.0;
  return static_cast<std::uint16_t>(
      std::lround(65535 * (s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4))));
}

/// The middle of the mesh in whole metres.
Vec3 origin_of(const ExportMesh& mesh) {
  Bounds bounds;
  for (const Vec3 vertex : mesh.vertices) bounds.add(vertex);
  const Vec3 centre = bounds.centre();
  return {std::round(centre.x), std::round(centre.y), std::round(centre.z)};
}

/// A vertex for each colour that meets at a corner, since glTF colours vertices, not faces.
GlbMesh glb_mesh(const ExportMesh& mesh, Progress& progress) {
  GlbMesh glb;
  glb.origin = origin_of(mesh);
  std::map<std::uint32_t, std::vector<std::size_t>> by_colour;
  for (std::size_t t = 0; t < mesh.triangles.size(); ++t) by_colour[key(mesh.colour[t])].push_back(t);
  std::vector<std::uint32_t> number(mesh.vertices.size()), group_of(mesh.vertices.size(), 0);
  std::uint32_t group = 0;
  glb.indices.reserve(3 * mesh.triangles.size());
  for (const auto& [colour, triangles] : by_colour) {
    progress.check();
    ++group;
    const Rgba c = mesh.colour[triangles.front()];
    const std::array<std::uint16_t, 4> linear_colour{linear(c.r), linear(c.g), linear(c.b),
                                                     static_cast<std::uint16_t>(c.a * 257)};
    for (const std::size_t t : triangles)
      for (const std::uint32_t corner : mesh.triangles[t]) {
        if (group_of[corner] != group) {
          group_of[corner] = group;
          number[corner] = static_cast<std::uint32_t>(glb.vertices.size());
          const Vec3 p = mesh.vertices[corner] - glb.origin;
          glb.vertices.push_back(
              {{static_cast<float>(p.x), static_cast<float>(p.z), static_cast<float>(-p.y)}, linear_colour});
        }
        glb.indices.push_back(number[corner]);
      }
  }
  glb.min = glb.max = glb.vertices.front().position;
  for (const GlbVertex& vertex : glb.vertices)
    for (std::size_t axis = 0; axis < 3; ++axis) {
      glb.min[axis] = std::min(glb.min[axis], vertex.position[axis]);
      glb.max[axis] = std::max(glb.max[axis], vertex.position[axis]);
    }
  return glb;
}

std::string crs_text(const ExportLayer& layer) { return layer.crs.empty() ? "local" : layer.crs; }

std::string json_of(const GlbMesh& glb, const ExportLayer& layer) {
  using Json = nlohmann::json;
  const std::size_t vertex_bytes = glb.vertices.size() * sizeof(GlbVertex), index_bytes = glb.indices.size() * 4;
  const bool translucent =
      std::ranges::any_of(glb.vertices, [](const GlbVertex& vertex) { return vertex.colour[3] != 65535; });
  Json document;
  document["asset"] = Json::object({{"version", "2.0"}, {"generator", "Lode"}});
  document["scene"] = 0;
  document["scenes"][0]["nodes"] = Json::array({0});
  Json& node = document["nodes"][0];
  node["name"] = layer.name;
  node["mesh"] = 0;
  node["translation"] = Json::array({glb.origin.x, glb.origin.z, -glb.origin.y});
  node["extras"]["origin_east_north_rl"] = Json::array({glb.origin.x, glb.origin.y, glb.origin.z});
  node["extras"]["crs"] = crs_text(layer);
  if (!layer.wkt.empty()) node["extras"]["wkt"] = layer.wkt;
  if (!layer.note.empty()) node["extras"]["note"] = layer.note;
  Json& primitive = document["meshes"][0]["primitives"][0];
  primitive["attributes"] = Json::object({{"POSITION", 0}, {"COLOR_0", 1}});
  primitive["indices"] = 2;
  primitive["material"] = 0;
  Json& material = document["materials"][0];
  material["pbrMetallicRoughness"] = Json::object({{"metallicFactor", 0}, {"roughnessFactor", 0.9}});
  material["alphaMode"] = translucent ? "BLEND" : "OPAQUE";
  material["doubleSided"] = true;
  document["buffers"][0]["byteLength"] = vertex_bytes + index_bytes;
  document["bufferViews"] = Json::array(
      {Json::object({{"buffer", 0}, {"byteLength", vertex_bytes}, {"byteStride", 20}, {"target", 34962}}),
       Json::object({{"buffer", 0}, {"byteOffset", vertex_bytes}, {"byteLength", index_bytes}, {"target", 34963}})});
  const Json positions = Json::object({{"bufferView", 0},
                                       {"componentType", 5126},
                                       {"count", glb.vertices.size()},
                                       {"type", "VEC3"},
                                       {"min", glb.min},
                                       {"max", glb.max}});
  const Json colours = Json::object({{"bufferView", 0},
                                     {"byteOffset", 12},
                                     {"componentType", 5123},
                                     {"normalized", true},
                                     {"count", glb.vertices.size()},
                                     {"type", "VEC4"}});
  const Json indices =
      Json::object({{"bufferView", 1}, {"componentType", 5125}, {"count", glb.indices.size()}, {"type", "SCALAR"}});
  document["accessors"] = Json::array({positions, colours, indices});
  std::string text = document.dump();
  text.resize((text.size() + 3) / 4 * 4, ' ');
  return text;
}

void write_origin(const GlbMesh& glb, const ExportLayer& layer, const fs::path& file) {
  float extent = 0;
  for (std::size_t axis = 0; axis < 3; ++axis)
    extent = std::max({extent, std::abs(glb.min[axis]), std::abs(glb.max[axis])});
  const double step = std::nextafter(extent, std::numeric_limits<float>::infinity()) - extent;
  fs::path origin_file = file;
  origin_file += ".origin.txt";
  write_whole(origin_file, [&](const fs::path& beside) {
    FileWriter out(beside);
    out.print("{} holds positions as float32 around a local origin, within {:.2g} m of the exact ones.\n",
              utf8(file.filename()), step / 2);
    out.print("easting {}\nnorthing {}\nRL {}\nCRS {}\n", glb.origin.x, glb.origin.y, glb.origin.z, crs_text(layer));
    out.write("glTF is y up: easting = origin + x, northing = origin - z, RL = origin + y.\n");
    if (!layer.note.empty()) out.print("{}\n", layer.note);
    out.close();
  });
}

}  // namespace

void write_glb(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const GlbMesh glb = glb_mesh(export_mesh(layer, progress), progress);
  const std::string json = json_of(glb, layer);
  const std::uint64_t binary = glb.vertices.size() * sizeof(GlbVertex) + glb.indices.size() * 4;
  const std::uint64_t total = 12 + 8 + json.size() + 8 + binary;
  if (total > 0xffffffff || glb.vertices.size() >= 0xffffffff)
    throw Error("the mesh is larger than the 4 GiB that a GLB can hold", "filter the layer, or export PLY");
  progress.report("writing " + utf8(file.filename()), -1);
  write_whole(file, [&](const fs::path& beside) {
    FileWriter out(beside);
    out.write("glTF");
    for (const std::uint64_t word : {std::uint64_t{2}, total, std::uint64_t{json.size()}})
      out.put(static_cast<std::uint32_t>(word));
    out.write("JSON");
    out.write(json);
    out.put(static_cast<std::uint32_t>(binary));
    out.write(std::string_view("BIN\0", 4));
    constexpr std::size_t batch = 1 << 16;
    for (std::size_t v = 0; v < glb.vertices.size(); v += batch) {
      progress.check();
      const std::size_t count = std::min(batch, glb.vertices.size() - v);
      out.write({reinterpret_cast<const char*>(&glb.vertices[v]), count * sizeof(GlbVertex)});
    }
    out.write({reinterpret_cast<const char*>(glb.indices.data()), glb.indices.size() * 4});
    out.close();
  });
  write_origin(glb, layer, file);
}

}  // namespace lode::io
