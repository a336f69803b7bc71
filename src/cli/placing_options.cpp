#include "cli/placing_options.h"

#include <CLI/CLI.hpp>

#include "core/length_unit.h"
#include "geo/crs_input.h"

namespace lode::cli {

namespace {

double metres_per_unit_of(const std::string& unit) {
  if (unit == "ft") return metres_per(LengthUnit::feet);
  if (unit == "us-ft") return metres_per(LengthUnit::us_survey_feet);
  return 1;
}

}  // namespace

void add_placing_options(CLI::App& app, PlacingOptions& options) {
  const CLI::IsMember units({"m", "ft", "us-ft"});
  app.add_option("--coordinate-unit", options.coordinate_unit,
                 "The unit of eastings and northings, where it is not their CRS's: m, ft, us-ft")
      ->check(units);
  app.add_option("--depth-unit", options.depth_unit, "The unit of depths, from and to: m, ft, us-ft")->check(units);
  app.add_option("--rl-unit", options.rl_unit, "The unit of RLs: m, ft, us-ft")->check(units);
  app.add_option("--rl-offset", options.rl_offset_m, "Metres to add to RLs");
  app.add_option("--axes", options.axes, "What x holds: easting-first, northing-first (default: found from the values)")
      ->check(CLI::IsMember({"easting-first", "northing-first"}));
  app.add_flag("--vertical-datums", options.vertical_datums,
               "Take RLs from the vertical datum of the input to that of the scene, where both CRSs have one");
}

void apply_placing_options(const PlacingOptions& options, Scene& scene) {
  for (Source& source : scene.sources) {
    if (!options.coordinate_unit.empty() && !source.crs.empty())
      source.crs = geo::crs_in_unit(source.crs, metres_per_unit_of(options.coordinate_unit));
    if (!options.depth_unit.empty()) source.depth_metres_per_unit = metres_per_unit_of(options.depth_unit);
    if (!options.rl_unit.empty()) source.rl_metres_per_unit = metres_per_unit_of(options.rl_unit);
    if (options.rl_offset_m) source.placing.rl_offset_m = *options.rl_offset_m;
    if (!options.axes.empty())
      source.placing.axes = options.axes == "easting-first" ? AxisOrder::easting_first : AxisOrder::northing_first;
    if (options.vertical_datums) source.placing.vertical_datums = true;
  }
}

}  // namespace lode::cli
