// lode demo: the demo deposit, in the window or as a picture.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "cli/print.h"
#include "cli/render.h"
#include "core/text.h"
#include "platform/environment.h"

namespace lode::cli {

namespace {

constexpr char picture[] = "lode-demo.png";

int run_demo(OpenWindow open_window, bool picture_only) {
  const std::filesystem::path scene = platform::program_folder() / "demo" / "demo.lode";
  if (!std::filesystem::exists(scene))
    throw Error("the demo deposit is not beside the program", "`./run build` makes it", {scene});
  if (platform::has_display() && !picture_only)
    return open_window({.inputs = {utf8(scene)}, .scene_crs = {}, .source_crs = {}});

  RenderArguments arguments;
  arguments.common.inputs = {utf8(scene)};
  arguments.output = picture;
  arguments.size.width = 1600;
  arguments.size.height = 1000;
  render_pictures(arguments);
  print(fmt::format("{}the demo deposit (synthetic) is drawn in {}\n",
                    picture_only ? "" : "there is no display: ", utf8(std::filesystem::absolute(picture))));
  return 0;
}

}  // namespace

Action define_demo(CLI::App& app, OpenWindow open_window) {
  const auto picture_only = std::make_shared<bool>(false);
  app.add_flag("--picture", *picture_only, "Draw lode-demo.png even where there is a display");
  return [=] { return run_demo(open_window, *picture_only); };
}

}  // namespace lode::cli
