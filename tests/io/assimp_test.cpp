// Meshes through Assimp: z up, in metres, with the loss of single precision said.
#include <assimp/scene.h>

#include <assimp/Exporter.hpp>
#include <assimp/Importer.hpp>
#include <cmath>

#include "io/export.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::read_bytes;
using lode::testing::TemporaryFolder;

/// A tetrahedron 10 m east, 20 m up and 30 m south, as Assimp sees it: y up.
std::filesystem::path assimp_file(const TemporaryFolder& folder, const char* id, const std::string& name) {
  const auto obj = folder.write("t.obj", "v 0 0 0\nv 10 0 0\nv 0 20 0\nv 0 0 30\nf 1 3 2\nf 1 2 4\nf 2 3 4\nf 1 4 3\n");
  Assimp::Importer importer;
  const aiScene* scene = importer.ReadFile(obj.string(), 0);
  Assimp::Exporter exporter;
  EXPECT_EQ(exporter.Export(scene, id, (folder.path() / name).string()), AI_SUCCESS);
  return folder.path() / name;
}

TEST(Assimp, FilesWithYUpAreTurned) {
  const TemporaryFolder folder;
  for (const auto& [id, name] :
       {std::pair{"collada", "t.dae"}, {"glb2", "t.glb"}, {"gltf2", "t.gltf"}, {"x3d", "t.x3d"}}) {
    const Loaded loaded = read_file(assimp_file(folder, id, name));
    EXPECT_EQ(surface_of(loaded).triangles.size(), 4U) << name;
    Bounds bounds;
    double volume = 0;
    for (const Vec3 vertex : surface_of(loaded).vertices_source) bounds.add(vertex);
    for (const auto& t : surface_of(loaded).triangles) {
      const auto& v = surface_of(loaded).vertices_source;
      volume += dot(v[t[0]], cross(v[t[1]], v[t[2]])) / 6;
    }
    EXPECT_EQ(bounds.min, (Vec3{0, -30, 0})) << name;
    EXPECT_EQ(bounds.max, (Vec3{10, 0, 20})) << name;
    EXPECT_NEAR(volume, 1000, 1e-6) << name;  // positive: the faces still look outwards
    EXPECT_TRUE(loaded.problems.empty());
    EXPECT_FALSE(loaded.notes.empty());
  }
}

TEST(Assimp, AmfHasZUpAlready) {
  const TemporaryFolder folder;
  std::string text = "<?xml version=\"1.0\"?>\n<amf unit=\"meter\"><object id=\"0\"><mesh><vertices>";
  for (const char* xyz : {"<x>0</x><y>0</y><z>0</z>", "<x>10</x><y>0</y><z>0</z>", "<x>0</x><y>20</y><z>30</z>"})
    text += std::string("<vertex><coordinates>") + xyz + "</coordinates></vertex>";
  text += "</vertices><volume><triangle><v1>0</v1><v2>1</v2><v3>2</v3></triangle></volume></mesh></object></amf>\n";
  const Loaded loaded = read_file(folder.write("t.amf", text));
  Bounds bounds;
  for (const Vec3 vertex : surface_of(loaded).vertices_source) bounds.add(vertex);
  EXPECT_EQ(surface_of(loaded).triangles.size(), 1U);
  EXPECT_EQ(bounds.max, (Vec3{10, 20, 30}));
}

TEST(Assimp, OurOwnGlbComesBackInPlaceAroundItsOrigin) {
  Surface surface;
  surface.vertices_source = {{500000, 7650000, 100}, {500100, 7650000, 100}, {500000, 7650100, 150}};
  surface.triangles = {{0, 1, 2}};
  ExportLayer layer;
  layer.name = "topo";
  layer.scale.palette.fill({10, 20, 30, 255});
  layer.dataset = std::make_shared<const Dataset>(std::move(surface));
  const TemporaryFolder folder;
  Progress progress;
  for (const ExportFormat& format : export_formats())
    if (format.extension == "glb") format.write(layer, folder.path() / "m.glb", progress);
  const Loaded loaded = read_file(folder.path() / "m.glb");
  Bounds bounds;
  for (const Vec3 vertex : surface_of(loaded).vertices_source) bounds.add(vertex);
  EXPECT_NEAR(bounds.min.x, 500000, 1e-4);
  EXPECT_NEAR(bounds.min.y, 7650000, 1e-4);
  EXPECT_NEAR(bounds.max.z, 150, 1e-4);
  EXPECT_TRUE(loaded.problems.empty()) << "floats around a local origin lose nothing worth saying";
}

TEST(Assimp, BrokenFilesAreErrors) {
  const TemporaryFolder folder;
  for (const auto& [id, name, magic] : {std::tuple{"collada", "t.dae", 60}, {"glb2", "t.glb", 20}, {"3ds", "t.3ds", 6}})
    EXPECT_GT(break_file(name, read_bytes(assimp_file(folder, id, name)), static_cast<std::size_t>(magic), 60), 90)
        << name;
}

TEST(Assimp, AbsurdCountsAreFoundBeforeAssimpSeesThem) {
  const TemporaryFolder folder;
  std::string glb = read_bytes(assimp_file(folder, "glb2", "t.glb"));
  glb[15] = '\x7f';  // the length of the JSON
  EXPECT_NE(error_of(folder, "a.glb", glb).find("longer than the file"), std::string::npos);
  std::string gltf = read_bytes(assimp_file(folder, "gltf2", "t.gltf"));
  const std::size_t count = gltf.find("\"count\":") + 8;
  gltf.replace(count, 1, " 2147483648");
  EXPECT_NE(error_of(folder, "b.gltf", gltf).find("\"count\" is beyond"), std::string::npos);
  std::string dae = read_bytes(assimp_file(folder, "collada", "t.dae"));
  dae.replace(dae.find("<p>") + 3, 1, "99999999999");
  EXPECT_NE(error_of(folder, "c.dae", dae).find("is no index"), std::string::npos);
  dae = read_bytes(assimp_file(folder, "collada", "t.dae"));
  dae.replace(dae.find("count=\"36\""), 10, "count=\"30\"");
  EXPECT_NE(error_of(folder, "d.dae", dae).find("beyond its array of 30"), std::string::npos);
}

}  // namespace
}  // namespace lode::io
