// The only place that links both the command line and the window.
#include <string>
#include <vector>

#include "app/window.h"
#include "cli/commands.h"
#include "core/text.h"

namespace {

int open_window(const lode::cli::WindowArguments& arguments) {
  lode::app::WindowOptions options{.inputs = {}, .scene_crs = arguments.scene_crs, .source_crs = arguments.source_crs};
  for (const std::string& input : arguments.inputs) options.inputs.push_back(lode::path_from_utf8(input));
  return lode::app::run_window(options);
}

}  // namespace

int main(int argc, char** argv) { return lode::cli::run({argv + 1, argv + argc}, open_window); }
