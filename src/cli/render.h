// Drawing the pictures of `lode render` and `lode demo`.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/common.h"
#include "view/view.h"

namespace lode::cli {

struct RenderArguments {
  CommonOptions common;
  std::string output;
  PictureSize size;
  std::string view, color_by, shell, intercepts;
  std::string units;  ///< of labels: "m", "ft", "ftUS"; "": the scene's
  std::optional<double> azimuth_deg, elevation_deg, exaggeration, exaggeration_rl;
  double zoom = 1;
  bool perspective = false, orthographic = false, light = false;
  bool timings = false;
};

/// Draws all pictures from one load; returns the files.
std::vector<std::filesystem::path> render_pictures(const RenderArguments& arguments);

/// "1280x800" into width and height; throws UsageError unless both are 1 to 16384.
void parse_size(const std::string& text, int& width, int& height);

}  // namespace lode::cli
