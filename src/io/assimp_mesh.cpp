// glTF, FBX, Collada, 3DS and whatever other meshes Assimp reads, in float32, by the program lode-mesh-reader: a broken
// file that crashes Assimp, or makes it hang or fill the memory, then ends that program and not this one.
#include <fmt/format.h>

#include <assimp/importerdesc.h>
#include <algorithm>
#include <array>
#include <assimp/Importer.hpp>

#include "core/error.h"
#include "core/text.h"
#include "io/assimp_guard.h"
#include "io/format_rows.h"
#include "io/mesh_message.h"
#include "io/stated_origin.h"
#include "io/surface_reading.h"
#include "platform/child.h"
#include "platform/environment.h"
#include "platform/mapped_file.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

/// Extensions of Assimp's importers that are no meshes of an object (motions, levels of games), or that mostly are
/// something else (the CRS beside a shapefile, CAD's STEP, any XML, a raw grid), or that it
/// reads wrongly (in XGL "0,20" becomes 0.20).
constexpr std::array<std::string_view, 17> not_offered{"bsp", "bvh", "csm", "md5anim", "md5camera", "mot",
                                                       "pk3", "prj", "raw", "scn",     "step",      "stp",
                                                       "uc",  "vta", "xgl", "xml",     "zgl"};
/// Named first where formats are listed.
constexpr std::array<std::string_view, 6> usual{"glb", "gltf", "fbx", "dae", "3ds", "off"};

std::vector<std::string_view> extensions_of_assimp(const std::vector<Format>& other_formats) {
  const auto is_offered = [&](std::string_view extension) {
    return !extension.empty() && extension.find('.') == std::string_view::npos &&
           std::ranges::find(not_offered, extension) == not_offered.end() &&
           std::ranges::none_of(other_formats, [extension](const Format& format) {
             return std::ranges::find(format.extensions, extension) != format.extensions.end();
           });
  };
  std::vector<std::string_view> found;
  const Assimp::Importer importer;
  for (std::size_t i = 0; i < importer.GetImporterCount(); ++i) {
    std::string_view list = importer.GetImporterInfo(i)->mFileExtensions;  // of static storage, parted by blanks
    while (!list.empty()) {
      const std::string_view extension = list.substr(0, list.find(' '));
      list.remove_prefix(std::min(list.size(), extension.size() + 1));
      if (is_offered(extension)) found.push_back(extension);
    }
  }
  const auto rank = [](std::string_view extension) { return std::ranges::find(usual, extension) - usual.begin(); };
  std::ranges::sort(found, [&rank](std::string_view a, std::string_view b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : a < b;
  });
  found.erase(std::ranges::unique(found).begin(), found.end());
  return found;
}

bool sniff(const fs::path& file, std::string_view first_bytes) {
  const auto row = std::ranges::find(formats(), "assimp", &Format::name);
  return has_extension(file, row->extensions) || first_bytes.starts_with("glTF") ||
         first_bytes.starts_with("Kaydara FBX Binary") || first_bytes.find("<COLLADA") != std::string_view::npos;
}

/// Far more than any good file needs: most take milliseconds, large IFC seconds a megabyte.
platform::ChildLimits limits_for(std::uint64_t file_bytes) {
  const std::uint64_t memory = platform::physical_memory_bytes();
  return {std::chrono::seconds(30 + file_bytes / 200'000), memory > 0 ? memory / 4 * 3 : UINT64_MAX};
}

std::string what_ended(const platform::ChildResult& result, const platform::ChildLimits& limits) {
  switch (result.end) {
    case platform::ChildEnd::out_of_time:
      return fmt::format("Assimp did not finish within {} s", limits.time.count() / 1000);
    case platform::ChildEnd::out_of_memory:
      return fmt::format("Assimp needed more than {} MB of memory", grouped(limits.memory_bytes / 1'000'000));
    case platform::ChildEnd::crashed:
      return fmt::format("Assimp crashed on it ({})", result.crashed_how);
    case platform::ChildEnd::finished:
      break;
  }
  return fmt::format("Assimp gave up without a mesh (exit code {})", result.exit_code);
}

MeshMessage mesh_from_child(const fs::path& file, std::uint64_t file_bytes, Progress& progress) {
  const platform::ChildLimits limits = limits_for(file_bytes);
  const platform::ChildResult result =
      platform::run_child(platform::helper_program("lode-mesh-reader"), {utf8(file)}, limits, progress);
  std::optional<MeshMessage> message;
  if (result.end == platform::ChildEnd::finished && result.exit_code == 0) message = read_message(result.output);
  const std::string error = message ? message->error : what_ended(result, limits);
  if (!error.empty())
    throw Error(fmt::format("the mesh cannot be read: {:.200}", error),
                "the file is damaged or of another kind: export it again, as OBJ or PLY where you can", {file});
  return *std::move(message);
}

Loaded load_assimp(const Source& source, Progress& progress) {
  const fs::path& file = source.files.at(0).path;
  progress.report("reading " + utf8(file.filename()), -1);
  std::uint64_t file_bytes = 0;
  {
    const platform::MappedFile mapped(file);
    file_bytes = mapped.bytes().size();
    check_before_assimp(mapped.bytes(), file);
  }
  MeshMessage mesh = mesh_from_child(file, file_bytes, progress);
  Problems problems;
  if (!is_around_stated_origin(file)) check_float32_precision(mesh.surface.vertices_source, file, problems);
  Loaded loaded = finish_surface(std::move(mesh.surface), source);
  loaded.problems.insert(loaded.problems.end(), problems.begin(), problems.end());
  if (mesh.turned) loaded.notes.emplace_back("Assimp gives such files with the y axis up: it is turned so that z is");
  if (mesh.metres_per_unit != 1)
    loaded.notes.push_back(
        fmt::format("the file's unit of {} m is converted to metres", shortest(mesh.metres_per_unit)));
  if (has_extension(file, std::array<std::string_view, 2>{"3mf", "amf"}))
    loaded.notes.emplace_back("the unit that the file may state is not read: its coordinates are taken as metres");
  return loaded;
}

}  // namespace

Format assimp_format(const std::vector<Format>& other_formats) {
  return {"assimp",
          "mesh through Assimp (glTF, FBX, Collada, 3DS, OFF, 3MF, LightWave, Blender, IFC and others)",
          extensions_of_assimp(other_formats),
          sniff,
          [](const fs::path& file) { return one_file_source(file, "assimp", DatasetKind::surface); },
          load_assimp};
}

}  // namespace lode::io
