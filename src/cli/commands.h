// Commands as data: one row each.
#pragma once

#include <string>
#include <vector>

namespace lode::cli {

/// What the window is opened with.
struct WindowArguments {
  std::vector<std::string> inputs;  ///< UTF-8 paths
  std::string scene_crs, source_crs;
};

/// Runs `lode ARGUMENTS...` (without the program's name). Catches every Error; returns the exit code: 0 done, 1 the
/// work failed, 2 wrong usage. `open_window` is called for `lode [INPUT...]` and `lode demo` where there is a display,
/// with the arguments as given.
int run(const std::vector<std::string>& arguments, int (*open_window)(const WindowArguments&));

}  // namespace lode::cli
