// --encoding: of all tables as text, or of some.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/scene.h"
#include "io/formats.h"

namespace CLI {
class App;
}

namespace lode::cli {

/// Each text is "ENCODING" for all tables or "NAME=ENCODING" for those that is_named() says; these go before.
void add_encoding_option(CLI::App& app, std::vector<std::string>& texts);

/// What the texts say of a file.
io::EncodingOf encoding_of(const std::vector<std::string>& texts);

/// Throws UsageError for a name that no table as text has; of a file of `inputs` that is none in that encoding it says
/// so. Where the scene comes from a scene file, it gets what the texts say, and its layers' names are names, too.
void apply_encodings(const std::vector<std::string>& texts, bool from_scene_file,
                     const std::vector<std::filesystem::path>& inputs, Scene& scene);

}  // namespace lode::cli
