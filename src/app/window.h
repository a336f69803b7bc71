// The window.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lode::app {

struct WindowOptions {
  std::vector<std::filesystem::path> inputs;
  std::string scene_crs, source_crs;
};

/// Opens the window and runs it until it is closed; returns the exit code. Throws Error when no window can be opened.
int run_window(const WindowOptions& options);

}  // namespace lode::app
