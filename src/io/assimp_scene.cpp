#include "io/assimp_scene.h"

#include <assimp/postprocess.h>
#include <assimp/scene.h>

#include <algorithm>
#include <array>
#include <assimp/Importer.hpp>
#include <stdexcept>

#include "core/text.h"
#include "io/surface_reading.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

/// Formats that Assimp hands on as they are and whose z is up, by their standard or their program's habit, or which
/// know no up. All others it gives with y up, whatever their file says.
constexpr std::array<std::string_view, 11> as_they_are{"3mf", "amf", "blend", "cob", "enff", "hmp",
                                                       "nff", "off", "ogex",  "smd", "ter"};

/// Walks the nodes with their transformations in doubles, and gathers the triangles.
class Gatherer {
 public:
  explicit Gatherer(const aiScene& scene) : scene_(scene) {}

  Surface gather(const Affine& source_from_root) {
    add_node(*scene_.mRootNode, source_from_root, 0);
    return std::move(surface_);
  }

 private:
  static constexpr int max_depth = 1000;

  static Affine affine_of(const aiMatrix4x4& m) {
    const auto column = [](float x, float y, float z) {
      return Vec3{static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)};
    };
    return {{column(m.a1, m.b1, m.c1), column(m.a2, m.b2, m.c2), column(m.a3, m.b3, m.c3)}, column(m.a4, m.b4, m.c4)};
  }

  void add_node(const aiNode& node, const Affine& source_from_parent, int depth) {
    if (depth > max_depth) return;
    const Affine source_from_node = source_from_parent * affine_of(node.mTransformation);
    for (unsigned m = 0; m < node.mNumMeshes; ++m) add_mesh(*scene_.mMeshes[node.mMeshes[m]], source_from_node);
    for (unsigned child = 0; child < node.mNumChildren; ++child)
      add_node(*node.mChildren[child], source_from_node, depth + 1);
  }

  void add_mesh(const aiMesh& mesh, const Affine& source_from_node) {
    const bool mirrored =
        dot(cross(source_from_node.columns[0], source_from_node.columns[1]), source_from_node.columns[2]) < 0;
    std::vector<std::uint32_t> vertex(mesh.mNumVertices);
    for (unsigned v = 0; v < mesh.mNumVertices; ++v) {
      const aiVector3D& p = mesh.mVertices[v];
      vertex[v] = merger_.index_of(
          source_from_node({static_cast<double>(p.x), static_cast<double>(p.y), static_cast<double>(p.z)}),
          surface_.vertices_source);
    }
    for (unsigned f = 0; f < mesh.mNumFaces; ++f) {
      const aiFace& face = mesh.mFaces[f];
      if (face.mNumIndices != 3) continue;  // lines and points; polygons are triangulated by Assimp
      std::array<std::uint32_t, 3> triangle{};
      for (unsigned c = 0; c < 3; ++c) {
        if (face.mIndices[c] >= mesh.mNumVertices)
          throw std::runtime_error("a face refers to a vertex of which there is none");
        triangle[c] = vertex[face.mIndices[c]];
      }
      if (mirrored) std::swap(triangle[1], triangle[2]);
      surface_.triangles.push_back(triangle);
    }
  }

  const aiScene& scene_;
  VertexMerger merger_;
  Surface surface_;
};

/// FBX states its up axis and how many centimetres its unit has; Assimp hands both on.
struct FbxSettings {
  bool y_up = true;
  double metres_per_unit = 0.01;
};

FbxSettings fbx_settings(const aiScene& scene) {
  FbxSettings settings;
  if (scene.mMetaData == nullptr) return settings;
  std::int32_t up = 1;
  if (scene.mMetaData->Get("UpAxis", up)) settings.y_up = up == 1;
  double centimetres = 1;
  float single = 1;
  if (scene.mMetaData->Get("UnitScaleFactor", centimetres))
    settings.metres_per_unit = centimetres / 100;
  else if (scene.mMetaData->Get("UnitScaleFactor", single))
    settings.metres_per_unit = static_cast<double>(single) / 100;
  if (!(settings.metres_per_unit > 0)) settings.metres_per_unit = 0.01;
  return settings;
}

}  // namespace

MeshMessage read_with_assimp(const fs::path& file) {
  MeshMessage message;
  try {
    Assimp::Importer importer;
    const aiScene* scene = importer.ReadFile(utf8(file), aiProcess_Triangulate);
    if (scene == nullptr || scene->mRootNode == nullptr) throw std::runtime_error(importer.GetErrorString());
    message.turned = !has_extension(file, as_they_are);
    if (has_extension(file, std::array<std::string_view, 1>{"fbx"})) {
      const FbxSettings settings = fbx_settings(*scene);
      message.turned = settings.y_up;
      message.metres_per_unit = settings.metres_per_unit;
    }
    const double scale = message.metres_per_unit;
    const Affine upright{{Vec3{scale, 0, 0}, Vec3{0, scale, 0}, Vec3{0, 0, scale}}, {}};
    const Affine turned{{Vec3{scale, 0, 0}, Vec3{0, 0, scale}, Vec3{0, -scale, 0}}, {}};
    message.surface = Gatherer(*scene).gather(message.turned ? turned : upright);
  } catch (const std::exception& failure) {
    message = {};
    message.error = failure.what();
    if (message.error.empty()) message.error = "Assimp says nothing of why";
  }
  return message;
}

}  // namespace lode::io
