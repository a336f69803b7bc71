// lode scene: the scene as guessed, to edit by hand.
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/common.h"
#include "cli/layers.h"
#include "cli/print.h"
#include "core/text.h"
#include "session/scene_file.h"

namespace lode::cli {

namespace {

int run_scene(const CommonOptions& options, const std::string& color_by, const std::string& output) {
  const std::filesystem::path file = path_from_utf8(output);
  if (fold_case(utf8(file.extension())) != ".lode")
    throw UsageError("a scene file's name ends in .lode", "write -o " + utf8(file.stem()) + ".lode");
  check_folder_of(file);
  Opened opened = open_inputs(options, Geographic::refused);
  if (!options.filters.empty()) apply_filter(opened, options.filters.front());
  if (!color_by.empty()) apply_color_by(opened, color_by);
  const std::string unknown =
      opened.from_scene_file ? read_scene(path_from_utf8(options.inputs.front())).unknown_toml : std::string();
  save_scene(file, opened.scene, unknown);
  if (options.json)
    print_json({{"file", output}, {"layers", opened.scene.layers.size()}, {"crs", json_text(opened.scene.crs)}});
  else
    print(output + "\n");
  return 0;
}

}  // namespace

Action define_scene(CLI::App& app, OpenWindow) {
  const auto options = std::make_shared<CommonOptions>();
  const auto color_by = std::make_shared<std::string>(), output = std::make_shared<std::string>();
  add_common_options(app, *options, Filters::one);
  app.add_option("-o,--output", *output, "FILE.lode")->required();
  app.add_option("--color-by", *color_by, "Colour every layer that has it by this column");
  return [=] { return run_scene(*options, *color_by, *output); };
}

}  // namespace lode::cli
