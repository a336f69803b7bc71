// A Scene written down as TOML: with a version, paths relative to the file, unknown keys kept and reported.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/scene.h"

namespace lode {

struct SceneFile {
  Scene scene;
  std::vector<std::string> unknown_keys;  ///< "layers[0].colour.glow": ignored, said, written back by save_scene
  std::string unknown_toml;               ///< a TOML document of them alone, in the tables they stood in
};
/// Throws Error with file and line for TOML that cannot be read, a wrong type, or a newer version.
SceneFile read_scene(const std::filesystem::path& file);
/// Whole or not at all. What `unknown_toml` holds is written into the tables it came from.
void save_scene(const std::filesystem::path& file, const Scene& scene, const std::string& unknown_toml = {});

}  // namespace lode
