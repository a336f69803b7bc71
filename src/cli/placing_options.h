// The options that say how inputs are read and come to their place: the CRS of those that state none, units, axes,
// offsets, codes for missing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/scene.h"

namespace CLI {
class App;
}

namespace lode::cli {

/// Each as given, "VALUE" for all inputs or "NAME=VALUE" for one; NAME as is_named() says. What names an input goes
/// before what is said for all.
struct PlacingOptions {
  std::vector<std::string> source_crs;
  std::vector<std::string> coordinate_unit, depth_unit, rl_unit;  ///< "m", "ft", "us-ft"
  std::vector<std::string> rl_offset;                             ///< metres
  std::vector<std::string> axes;                                  ///< "easting-first", "northing-first"
  std::vector<std::string> missing_codes;                         ///< codes for missing, with commas between them
  bool vertical_datums = false;
};

/// Of "m", "ft" (international), "us-ft"; nothing for others.
std::optional<double> metres_per_unit(const std::string& unit);

void add_placing_options(CLI::App& app, PlacingOptions& options);

/// The CRS for inputs that state none: the one value of --source-crs without a name, as PROJ reads it; "" when there is
/// none. Throws UsageError for two.
std::string source_crs_for_all(const PlacingOptions& options);

/// Sets what was given. Where no CRS was given for the scene, it is chosen anew when that of a source was changed.
/// Returns what is to be said: a unit for all inputs that reached inputs of different systems, as feet do when one data
/// set of several counts in them. Throws UsageError for a name that no input has, Error where a unit cannot be applied
/// to a CRS.
std::vector<std::string> apply_placing_options(const PlacingOptions& options, bool scene_crs_given, Scene& scene);

}  // namespace lode::cli
