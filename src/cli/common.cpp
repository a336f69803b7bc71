#include "cli/common.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <set>

#include "cli/calculate.h"
#include "cli/encoding_option.h"
#include "cli/progress_bar.h"
#include "core/filter.h"
#include "core/ignore.h"
#include "core/text.h"
#include "geo/crs.h"
#include "geo/crs_input.h"
#include "platform/interrupt.h"
#include "session/column_choice.h"
#include "session/grid_option.h"
#include "session/scene_file.h"

namespace lode::cli {

namespace {

constexpr char filter_help[] =
    "Rows to keep, e.g. 'Li2O_pct >= 0.8 and rock in (\"PEG\", \"SPD\")'; acts on every layer that has the names. A "
    "syntax error is wrong usage (exit code 2), an unknown name fails (1)";

bool is_scene_file(const std::string& input) { return fold_case(utf8(path_from_utf8(input).extension())) == ".lode"; }

/// A pipeline moves what stands in one system; a name or code goes to every source it can serve.
void choose_operation(Scene& scene, const std::string& wanted) {
  const bool pipeline = wanted.find("proj=") != std::string::npos;
  std::set<std::string> served;
  for (Source& source : scene.sources) {
    if (source.crs.empty() || source.crs == scene.crs) continue;
    if (!pipeline && !scene.crs.empty() && !geo::offers_operation(source.crs, scene.crs, wanted, {})) continue;
    source.operation = wanted;
    served.insert(source.crs);
  }
  if (served.empty())
    throw Error(fmt::format("no input is placed by an operation '{}'", wanted),
                "`lode info` names the operations in use; inputs without a CRS need --source-crs");
  if (pipeline && served.size() > 1)
    throw UsageError(fmt::format("one pipeline cannot serve inputs in {}", fmt::join(served, " and ")),
                     "write a scene with `lode scene` and give each source its own");
}

/// What a scene file says in the coordinates of its CRS means nothing in another.
void change_crs(Scene& scene, const std::string& crs) {
  if (scene.crs == crs) return;
  scene.crs = crs;
  scene.camera.view_height_m = 0;
  scene.section = {};
  scene.views.clear();
}

void refuse_geographic(const Scene& scene) {
  if (scene.crs.empty() || !geo::describe_crs(scene.crs).geographic) return;
  throw UsageError(
      fmt::format("the scene's CRS {} counts in degrees: only info and export can do with that", scene.crs),
      "give a projected one, e.g. --crs EPSG:32644");
}

DateOrder date_order_of(const std::string& word) {
  return word == "year-first"  ? DateOrder::year_first
         : word == "day-first" ? DateOrder::day_first
                               : DateOrder::month_first;
}

}  // namespace

void add_common_options(CLI::App& app, CommonOptions& options, Filters filters) {
  app.add_option("INPUT", options.inputs, "Data files, folders of them, or one scene file (.lode)")->required();
  app.add_option(
      "--crs", options.crs,
      "The scene's CRS: EPSG:n, a whole name, WKT, a .prj or .wkt file (default: the first projected input's, or the "
      "UTM zone)");
  app.add_option("--operation", options.operation,
                 "The coordinate operation: its name or a part of it, its code, or a PROJ pipeline");
  app.add_option("--desurvey", options.desurvey,
                 "How holes run between survey stations: minimum_curvature (default), balanced_tangential, tangential, "
                 "raw_tangent")
      ->check([](const std::string& text) {
        return fault_of(text, [](const std::string& method) { desurvey_method(method); });
      });
  app.add_option("--calculate", options.calculated,
                 "A calculated column, e.g. 'LiEq_pct = Li2O_pct + 0.4 * Ta2O5_ppm / 1000', wherever the names are; a "
                 "unit may stand before the =: 'LiEq [%] = ...'")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        return fault_of(text, [](const std::string& column) { calculated_column_of(column); });
      });
  app.add_option("--convert", options.converted, "Lithium in another form and unit, e.g. Li_ppm:Li2O_pct")
      ->allow_extra_args(false);
  app.add_option("--grid", options.grid,
                 "The grid of block models that do not state theirs: 'origin=X,Y,Z size=DX,DY,DZ count=NX,NY,NZ "
                 "rotation=leapfrog angles_deg=30,0,0'")
      ->check(
          [](const std::string& text) { return fault_of(text, [](const std::string& grid) { parse_grid(grid); }); });
  add_encoding_option(app, options.encodings);
  app.add_option(
         "--date-order", options.date_order,
         "How dates are written: year-first, day-first, month-first (default: as the dates of all tables allow)")
      ->check(CLI::IsMember({"year-first", "day-first", "month-first"}));
  app.add_option("--triangulate", options.triangulated, "Make a surface of this layer of points, e.g. a topography")
      ->allow_extra_args(false);
  app.add_option("--attributes", options.attributes,
                 "Columns of tables as text to read beside their keys, parted by commas (default: all)")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_placing_options(app, options.placing);
  app.add_flag("--json", options.json, "Print one JSON object");
  if (filters == Filters::none) return;
  const std::string help = filters == Filters::one ? filter_help : fmt::format("{}; each makes a picture", filter_help);
  CLI::Option* filter = app.add_option("--filter", options.filters, help)->allow_extra_args(false);
  filter->check([](const std::string& text) {
    return fault_of(text, [](const std::string& expression) { Filter::parse(expression); });
  });
  if (filters == Filters::one) filter->expected(1);
}

std::string fault_of(const std::string& text, void (*parse)(const std::string&)) {
  try {
    parse(text);
    return {};
  } catch (const Error& error) {
    return error.remedy().empty() ? error.what_happened() : error.what_happened() + "\n  " + error.remedy();
  }
}

std::vector<std::filesystem::path> existing_paths(const std::vector<std::string>& inputs) {
  std::vector<std::filesystem::path> paths;
  for (const std::string& input : inputs) {
    paths.push_back(path_from_utf8(input));
    if (std::filesystem::exists(paths.back())) continue;
    std::vector<std::string> commands;
    for (const Command& command : command_table()) commands.emplace_back(command.name);
    const std::string command = &input == &inputs.front() ? nearest_name(input, commands) : std::string();
    throw Error(
        "no such file or folder",
        command.empty() ? "look at the path's spelling" : fmt::format("is the command `lode {}` meant?", command),
        {paths.back()});
  }
  return paths;
}

void check_folder_of(const std::filesystem::path& output) {
  const std::filesystem::path folder = output.has_parent_path() ? output.parent_path() : std::filesystem::path(".");
  if (!std::filesystem::is_directory(folder))
    throw Error("the folder of the output does not exist", "make it first", {folder});
}

Opened open_inputs(const CommonOptions& options, Geographic geographic) {
  const auto start = std::chrono::steady_clock::now();
  Opened opened;
  const std::vector<std::filesystem::path> paths = existing_paths(options.inputs);
  opened.from_scene_file = options.inputs.size() == 1 && is_scene_file(options.inputs.front());
  const std::string crs = geo::crs_of_input(options.crs), source_crs = source_crs_for_all(options.placing);
  opened.scene = scene_of_inputs(paths, crs, source_crs, opened.problems, encoding_of(options.encodings));
  if (opened.scene.layers.empty())
    throw Error("the scene holds no layers", "add [[sources]] and [[layers]], or give data files", {paths.front()});
  if (!crs.empty()) change_crs(opened.scene, crs);
  const bool crs_given = !crs.empty() || opened.from_scene_file;
  for (const std::string& note : apply_placing_options(options.placing, crs_given, opened.scene))
    fmt::print(stderr, "note: {}\n", note);
  if (geographic == Geographic::refused) refuse_geographic(opened.scene);
  if (!options.operation.empty()) choose_operation(opened.scene, options.operation);
  apply_encodings(options.encodings, opened.from_scene_file, paths, opened.scene);
  if (!options.date_order.empty())
    for (Source& source : opened.scene.sources) source.date_order = date_order_of(options.date_order);
  if (!options.desurvey.empty())
    for (Source& source : opened.scene.sources) source.desurvey = desurvey_method(options.desurvey);
  if (!options.grid.empty()) state_grid(opened.scene, parse_grid(options.grid));
  if (!options.attributes.empty()) choose_columns(opened.scene, options.attributes);
  check_chosen_columns(opened.scene);
  for (const std::string& layer : options.triangulated)
    set_triangulated(opened.scene, opened.scene.layers[find_layer(opened.scene, layer, {})].source, true);

  opened.session = std::make_unique<Session>();
  Progress progress;
  {
    const platform::CancelOnInterrupt interrupt(progress);
    const ProgressBar bar(progress);
    opened.session->load(opened.scene, progress, any_folder(paths) ? &opened.problems : nullptr);
  }
  if (!options.converted.empty() || !options.calculated.empty()) {
    for (const std::string& text : options.converted) add_conversion(opened, text);
    for (const std::string& text : options.calculated) add_calculated(opened, calculated_column_of(text));
  }
  if (geographic == Geographic::refused) refuse_geographic(opened.scene);
  Scene nothing_ignored = opened.scene;
  nothing_ignored.ignored.clear();
  const Problems loaded = opened.session->problems(nothing_ignored);
  opened.problems.insert(opened.problems.end(), loaded.begin(), loaded.end());
  opened.ignored = drop_ignored(opened.problems, opened.scene.ignored);
  opened.load_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  return opened;
}

void say_findings(const Opened& opened) {
  std::array<std::uint64_t, 2> count{};
  const Problem* first = nullptr;
  for (const Problem& problem : opened.problems) {
    if (problem.severity == Severity::note) continue;
    const bool is_error = problem.severity == Severity::error;
    ++count[is_error ? 0 : 1];
    if (first == nullptr || (is_error && first->severity != Severity::error)) first = &problem;
  }
  if (first == nullptr) return;
  const std::string errors = count[0] == 0 ? "" : fmt::format("{} errors, ", count[0]);
  fmt::print(stderr, "{}{} warnings: {}; `lode check` lists all with their remedies\n", errors, count[1],
             first->message);
}

std::size_t find_layer(const Scene& scene, const std::string& name, std::optional<DatasetKind> kind) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < scene.layers.size(); ++i) {
    const Layer& layer = scene.layers[i];
    names.push_back(layer.name);
    const DatasetKind holds = layer.shell_column.empty() ? scene.sources[layer.source].kind : DatasetKind::surface;
    if (name.empty() ? !kind || holds == *kind : fold_case(layer.name) == fold_case(name)) return i;
  }
  const std::string all = fmt::format("the layers are: {}", fmt::join(names, ", "));
  if (name.empty()) throw Error(fmt::format("no layer holds {}", kind ? lode::name(*kind) : "anything"), all);
  const std::string nearest = nearest_name(name, names);
  throw Error(fmt::format("there is no layer '{}'", name),
              nearest.empty() ? all : fmt::format("is '{}' meant?", nearest));
}

DatasetKind kind_of_layer(const Opened& opened, std::size_t layer) {
  return kind_of(*opened.session->shown_source(opened.scene, layer)->dataset);
}

}  // namespace lode::cli
