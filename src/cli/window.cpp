// lode [INPUT...]: the window.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "cli/command.h"
#include "cli/common.h"
#include "core/text.h"

namespace lode::cli {

Action define_window(CLI::App& app, OpenWindow open_window) {
  const auto arguments = std::make_shared<WindowArguments>();
  app.add_option("INPUT", arguments->inputs, "Data files, folders of them, or one scene file (.lode)");
  app.add_option("--crs", arguments->scene_crs, "The scene's CRS, EPSG:n");
  app.add_option("--source-crs", arguments->source_crs, "The CRS of inputs that state none, EPSG:n");
  app.set_version_flag("--version", "lode " LODE_VERSION);
  return [=] {
    existing_paths(arguments->inputs);
    return open_window(*arguments);
  };
}

}  // namespace lode::cli
