// glTF, FBX, Collada, 3DS and other meshes through Assimp, which holds float32.
#include <fmt/format.h>

#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <algorithm>
#include <assimp/Importer.hpp>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/assimp_guard.h"
#include "io/format_rows.h"
#include "io/surface_reading.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> extensions{"glb", "gltf", "fbx", "dae", "3ds", "amf", "x3d", "x"};
bool sniff(const fs::path& file, std::string_view first_bytes) {
  return has_extension(file, extensions) || first_bytes.starts_with("glTF") ||
         first_bytes.starts_with("Kaydara FBX Binary") || first_bytes.find("<COLLADA") != std::string_view::npos;
}

/// Walks the nodes with their transformations in doubles, and gathers the triangles.
class Gatherer {
 public:
  explicit Gatherer(const aiScene& scene, Progress& progress) : scene_(scene), progress_(progress) {}

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
    progress_.check();
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
          throw Error("a face refers to a vertex of which there is none", "the file is damaged: export it again");
        triangle[c] = vertex[face.mIndices[c]];
      }
      if (mirrored) std::swap(triangle[1], triangle[2]);
      surface_.triangles.push_back(triangle);
    }
  }

  const aiScene& scene_;
  Progress& progress_;
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

Loaded load_assimp(const Source& source, Progress& progress) {
  const fs::path& file = source.files.at(0).path;
  progress.report("reading " + utf8(file.filename()), -1);
  check_before_assimp(platform::MappedFile(file).bytes(), file);
  Assimp::Importer importer;
  const aiScene* scene = importer.ReadFile(utf8(file), aiProcess_Triangulate);
  if (scene == nullptr || scene->mRootNode == nullptr)
    throw Error(fmt::format("the mesh cannot be read: {:.200}", importer.GetErrorString()),
                "the file is damaged or of another kind: export it again, as OBJ or PLY where you can", {file});
  const std::string extension = fold_case(utf8(file.extension()));
  // Assimp gives all but FBX with y up, whatever their file says; AMF's z is up by its standard (ISO/ASTM 52915).
  bool turn = extension != ".amf";
  double scale = 1;
  if (extension == ".fbx") {
    const FbxSettings settings = fbx_settings(*scene);
    turn = settings.y_up;
    scale = settings.metres_per_unit;
  }
  Affine source_from_root{{Vec3{scale, 0, 0}, Vec3{0, scale, 0}, Vec3{0, 0, scale}}, {}};
  if (turn) source_from_root = {{Vec3{scale, 0, 0}, Vec3{0, 0, scale}, Vec3{0, -scale, 0}}, {}};
  Surface surface = Gatherer(*scene, progress).gather(source_from_root);
  Problems problems;
  check_float32_precision(surface.vertices_source, file, problems);
  Loaded loaded = finish_surface(std::move(surface), source);
  loaded.problems.insert(loaded.problems.end(), problems.begin(), problems.end());
  if (turn) loaded.notes.emplace_back("the file's y axis points up: it is turned so that z does");
  if (scale != 1)
    loaded.notes.push_back(fmt::format("the file's unit of {} m is converted to metres", shortest(scale)));
  return loaded;
}

}  // namespace

Format assimp_format() {
  return {"assimp",
          "mesh through Assimp (glTF, FBX, Collada, 3DS, X3D, AMF, X)",
          extensions,
          sniff,
          [](const fs::path& file) { return one_file_source(file, "assimp", DatasetKind::surface); },
          load_assimp};
}

}  // namespace lode::io
