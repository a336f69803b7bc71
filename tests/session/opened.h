// A loaded scene of some inputs.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "session/export_notes.h"
#include "session/session.h"

namespace lode::testing {

struct Opened {
  Session session;
  Scene scene;
  Progress progress;
  Problems problems;  ///< of the inputs; the data's are session.problems(scene)

  explicit Opened(const std::vector<std::filesystem::path>& inputs, const std::string& source_crs = "",
                  const std::string& scene_crs = "") {
    scene = scene_of_inputs(inputs, scene_crs, source_crs, problems);
    session.load(scene, progress);
  }
  explicit Opened(const std::filesystem::path& input, const std::string& source_crs = "",
                  const std::string& scene_crs = "")
      : Opened(std::vector<std::filesystem::path>{input}, source_crs, scene_crs) {}

  const LoadedSource& source() const { return *session.loaded(scene, 0); }
  const BlockModel& model() const { return std::get<BlockModel>(*source().dataset); }
  double volume_m3() { return session.tonnage(scene, 0, {}, {}).rows.at(0).volume_m3; }
  /// The first of the kind. Throws std::logic_error where there is none.
  std::size_t layer(DatasetKind kind) const {
    for (std::size_t i = 0; i < scene.layers.size(); ++i)
      if (scene.sources[scene.layers[i].source].kind == kind) return i;
    throw std::logic_error("no such layer");
  }
  /// How often the data have the finding.
  std::size_t found(std::string_view check) const {
    std::size_t count = 0;
    for (const Problem& problem : session.problems(scene)) count += problem.check == check;
    return count;
  }
  /// The first layer, in `file`, whose folder is made.
  std::filesystem::path exported(const std::filesystem::path& file, const std::string& crs) {
    std::filesystem::create_directories(file.parent_path());
    export_to(session, scene, 0, crs, file, progress);
    return file;
  }
};

}  // namespace lode::testing
