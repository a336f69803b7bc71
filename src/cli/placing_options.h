// The options that say how inputs come to their place, beside --source-crs and --operation.
#pragma once

#include <optional>
#include <string>

#include "core/scene.h"

namespace CLI {
class App;
}

namespace lode::cli {

struct PlacingOptions {
  std::string coordinate_unit, depth_unit, rl_unit;  ///< "m", "ft", "us-ft"; "": as found
  std::optional<double> rl_offset_m;
  std::string axes;  ///< "easting-first", "northing-first"; "": as found
  bool vertical_datums = false;
};

void add_placing_options(CLI::App& app, PlacingOptions& options);

/// Sets what was given, for every source of the scene. Throws Error where a unit cannot be applied to a CRS.
void apply_placing_options(const PlacingOptions& options, Scene& scene);

}  // namespace lode::cli
