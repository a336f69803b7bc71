// lode crs minegrid: a mine's own grid from control points, or typed in.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/common.h"
#include "cli/crs.h"
#include "cli/info.h"
#include "cli/placing_options.h"
#include "cli/print.h"
#include "core/text.h"
#include "core/write_file.h"
#include "geo/crs_input.h"
#include "geo/mine_grid.h"
#include "geo/wkt.h"
#include "io/control_points.h"

namespace lode::cli {

using Json = nlohmann::ordered_json;

namespace {

struct MineGridArguments {
  std::string file, crs, name = "Mine grid", output;
  std::string origin, mine_origin;
  std::vector<std::string> left_out;
  std::string unit = "m", rl_unit = "m";
  double rotation_deg = 0, scale = 1;
  bool affine = false, json = false;
};

Json json_of(const std::vector<geo::ControlResidual>& residuals) {
  Json rows = Json::array();
  for (const geo::ControlResidual& r : residuals)
    rows.push_back({{"name", r.name},
                    {"dx_m", r.dx_m},
                    {"dy_m", r.dy_m},
                    {"dz_m", json_number(r.dz_m)},
                    {"plan_m", r.plan_m},
                    {"blunder", r.blunder}});
  return rows;
}

Json json_of(const geo::MineGrid& grid) {
  return {{"base", crs_code(grid.base_crs)},
          {"north_azimuth_deg", grid.north_azimuth_deg()},
          {"scale", grid.scale()},
          {"metres_per_unit", grid.metres_per_unit},
          {"a0", grid.a0},
          {"a1", grid.a1},
          {"a2", grid.a2},
          {"b0", grid.b0},
          {"b1", grid.b1},
          {"b2", grid.b2},
          {"height_shift_m", grid.height_shift_m},
          {"wkt", geo::mine_grid_wkt(grid)},
          {"pipeline", geo::mine_grid_pipeline(grid)}};
}

void print_residuals(const std::vector<geo::ControlResidual>& residuals) {
  TextTable table("  ", {"point", ">dx m", ">dy m", ">dRL m", ">plan m", ""});
  const auto text = [](double metres) {
    return std::isfinite(metres) ? fmt::format("{:.3f}", std::round(1000 * metres) / 1000 + 0.0) : std::string();
  };
  for (const geo::ControlResidual& r : residuals)
    table.add({r.name, text(r.dx_m), text(r.dy_m), text(r.dz_m), text(r.plan_m), r.blunder ? "stands out" : ""});
  print(table.text());
}

void warn_of_scale(const geo::MineGrid& grid) {
  if (const std::string doubt = geo::doubt_of_scale(grid); !doubt.empty())
    fmt::print(stderr, "warning: {} (--unit says what the mine counts in)\n", doubt);
}

void print_grid(const geo::MineGrid& grid) {
  print(fmt::format("{} out of {}\n", grid.name, crs_title(grid.base_crs)));
  print(fmt::format("  mine north    points to azimuth {:.6f} degrees of that grid\n", grid.north_azimuth_deg()));
  print(fmt::format("  scale         {:.8f} (mine length / length in that grid)\n", grid.scale()));
  print(fmt::format("  unit          {}\n", geo::wkt_unit_name(grid.metres_per_unit)));
  print(fmt::format("  height shift  {:.3f} m (mine RL less RL)\n", grid.height_shift_m));
  print(fmt::format("  pipeline      {}\n", geo::mine_grid_pipeline(grid)));
}

void write_grid(const geo::MineGrid& grid, const std::string& output) {
  if (output.empty()) return;
  const std::filesystem::path file = path_from_utf8(output);
  check_folder_of(file);
  const std::string wkt = geo::mine_grid_wkt(grid);
  write_whole(file, [&](const std::filesystem::path& target) {
    std::ofstream stream(target, std::ios::binary);
    stream << wkt;
    stream.close();
    if (!stream) throw Error("the mine grid cannot be written", "check the space on the disk", {file});
  });
}

int run_typed_in(const MineGridArguments& arguments) {
  Vec3 base = parse_point(arguments.origin);
  Vec3 mine = arguments.mine_origin.empty() ? Vec3{0, 0, base.z} : parse_point(arguments.mine_origin);
  const double rl_metres = *metres_per_unit(arguments.rl_unit);
  base.z *= rl_metres;
  mine.z *= rl_metres;
  geo::MineGrid grid = geo::mine_grid_of(arguments.crs, base, mine, arguments.rotation_deg, arguments.scale,
                                         *metres_per_unit(arguments.unit));
  grid.name = arguments.name;
  warn_of_scale(grid);
  write_grid(grid, arguments.output);
  if (arguments.json)
    print_json({{"grid", json_of(grid)}});
  else
    print_grid(grid);
  return 0;
}

std::vector<ControlPoint> points_of(const MineGridArguments& arguments) {
  std::vector<ControlPoint> points = io::read_control_points(existing_paths({arguments.file}).front());
  for (ControlPoint& point : points)
    for (double* rl : {&point.mine.z, &point.base.z}) *rl *= *metres_per_unit(arguments.rl_unit);
  for (const std::string& name : arguments.left_out)
    if (std::erase_if(points, [&](const ControlPoint& point) { return point.name == name; }) == 0) {
      std::vector<std::string> names;
      for (const ControlPoint& point : points) names.push_back(point.name);
      throw Error(fmt::format("there is no control point '{}'", name),
                  fmt::format("the points are: {}", fmt::join(names, ", ")));
    }
  return points;
}

int run_fit(const MineGridArguments& arguments) {
  geo::MineGridFit fit = geo::fit_mine_grid(
      points_of(arguments), arguments.affine ? geo::MineGridKind::affine : geo::MineGridKind::similarity, arguments.crs,
      *metres_per_unit(arguments.unit));
  fit.grid.name = arguments.name;
  warn_of_scale(fit.grid);
  write_grid(fit.grid, arguments.output);
  if (arguments.json) {
    Json json{{"grid", json_of(fit.grid)}, {"rms_m", fit.rms_m}, {"residuals", json_of(fit.residuals)}};
    if (fit.without_blunders)
      json["without_blunders"] = {{"grid", json_of(*fit.without_blunders)},
                                  {"rms_m", fit.rms_without_m},
                                  {"residuals", json_of(fit.residuals_without)}};
    print_json(json);
    return 0;
  }
  print_grid(fit.grid);
  print(fmt::format("\nresiduals along the mine's axes, rms in plan {:.3f} m\n", fit.rms_m));
  print_residuals(fit.residuals);
  if (!fit.without_blunders) return 0;
  print(fmt::format("\nWithout the points that stand out the others agree to {:.3f} m:\n", fit.rms_without_m));
  print_residuals(fit.residuals_without);
  std::string options;
  for (const geo::ControlResidual& residual : fit.residuals)
    if (residual.blunder) options += fmt::format(" --leave-out \"{}\"", residual.name);
  print(fmt::format("The grid above still uses all points; fit it again with{}\n", options));
  return 0;
}

int run_minegrid(MineGridArguments arguments) {
  arguments.crs = geo::crs_of_input(arguments.crs);
  if (arguments.file.empty() == arguments.origin.empty())
    throw UsageError("a mine grid needs either control points or an origin", "name CONTROL.csv, or give --origin E,N");
  return arguments.file.empty() ? run_typed_in(arguments) : run_fit(arguments);
}

}  // namespace

CrsCommand define_crs_minegrid(CLI::App& app) {
  const auto arguments = std::make_shared<MineGridArguments>();
  CLI::App* command = app.add_subcommand("minegrid", "a mine grid from control points, or typed in, as a CRS");
  command->add_option("CONTROL", arguments->file, "CSV: name, mine x, y[, z], easting, northing[, rl]");
  command->add_option("--crs", arguments->crs, "The projected system of the eastings and northings")->required();
  command->add_option("-o,--output", arguments->output, "FILE.wkt: the grid as a CRS, for --source-crs and --crs");
  command->add_option("--name", arguments->name, "The grid's name");
  command->add_flag("--affine", arguments->affine, "Two scales and a shear, not one scale and a turn");
  command->add_option("--leave-out", arguments->left_out, "A control point that is not used")->allow_extra_args(false);
  command->add_option("--origin", arguments->origin, "E,N[,RL] of a point whose mine coordinates are --mine-origin");
  command->add_option("--mine-origin", arguments->mine_origin, "X,Y[,RL] (default 0,0)");
  command->add_option("--rotation", arguments->rotation_deg, "Where the mine's north points: azimuth in that grid");
  command->add_option("--scale", arguments->scale, "Mine length / length in that grid (default 1)");
  const CLI::IsMember units({"m", "ft", "us-ft"});
  command->add_option("--unit", arguments->unit, "What the mine's x and y count in: m (default), ft, us-ft")
      ->check(units);
  command->add_option("--rl-unit", arguments->rl_unit, "What the RLs of both count in, likewise")->check(units);
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->footer(
      "\nExamples:\n  lode crs minegrid control.csv --crs EPSG:32644 -o grid.wkt\n"
      "  lode crs minegrid --crs EPSG:32644 --origin 595000,5465000,400 --mine-origin 1000,2000,412.5 "
      "--rotation 27 -o grid.wkt\n");
  return {command, [=] { return run_minegrid(*arguments); }};
}

}  // namespace lode::cli
