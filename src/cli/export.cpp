// lode export: layers as data or meshes.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/layers.h"
#include "cli/print.h"
#include "cli/progress_bar.h"
#include "core/text.h"
#include "geo/crs.h"
#include "platform/interrupt.h"
#include "session/export_notes.h"

namespace lode::cli {

namespace {

struct ExportArguments {
  CommonOptions common;
  std::string layer, table, color_by, shell, output;
};

std::string extension_of(const std::filesystem::path& file) {
  std::string extension = fold_case(utf8(file.extension()));
  if (!extension.empty()) extension.erase(0, 1);
  return extension;
}

bool can_write(DatasetKind kind, const std::string& extension) {
  const std::vector<std::string> known = export_extensions(kind);
  return std::find(known.begin(), known.end(), extension) != known.end();
}

/// Before anything is read: whether any kind of layer can be written so.
void check_extension(const std::string& extension) {
  std::vector<std::string> known;
  for (const DatasetKind kind :
       {DatasetKind::drillholes, DatasetKind::blocks, DatasetKind::surface, DatasetKind::points})
    for (const std::string& one : export_extensions(kind))
      if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
  if (std::find(known.begin(), known.end(), extension) != known.end()) return;
  throw UsageError(extension.empty() ? "the output's name has no extension to tell the format by"
                                     : fmt::format("there is no export format '.{}'", extension),
                   fmt::format("the formats are: {}", fmt::join(known, ", ")));
}

/// The named layer, else all visible ones that the format can hold.
std::vector<std::size_t> layers_to_write(const Opened& opened, const std::string& name, const std::string& extension) {
  if (!name.empty()) return {find_layer(opened.scene, name, {})};
  std::vector<std::size_t> layers;
  for (std::size_t i = 0; i < opened.scene.layers.size(); ++i)
    if (opened.scene.layers[i].visible && can_write(kind_of_layer(opened, i), extension)) layers.push_back(i);
  if (layers.empty())
    throw Error(fmt::format("no layer of the inputs can be written as .{}", extension),
                "`lode info` lists the layers; choose another extension");
  return layers;
}

std::string plain_file_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char c) { return std::string_view("/\\:*?\"<>| ").find(c) != std::string_view::npos; }, '_');
  return name;
}

/// A file without rows says nothing of why.
void say_when_all_is_hidden(const Opened& opened, std::size_t index) {
  const Layer& layer = opened.scene.layers[index];
  if (layer.filter.empty() || !layer.shell_column.empty()) return;
  const Mask rows = opened.session->visible_rows(opened.scene, index);
  if (rows.size() > 0 && rows.none())
    fmt::print(stderr, "note: the filter {} hides all of \"{}\"\n", layer.filter, layer.name);
}

int run_export(const ExportArguments& arguments) {
  const std::filesystem::path output = path_from_utf8(arguments.output);
  const std::string extension = extension_of(output);
  check_extension(extension);
  check_folder_of(output);

  // --crs is of what is written; the scene of a scene file stays in its own.
  CommonOptions common = arguments.common;
  const bool is_scene = common.inputs.size() == 1 && extension_of(path_from_utf8(common.inputs.front())) == "lode";
  if (!common.crs.empty()) geo::describe_crs(common.crs);
  if (is_scene) common.crs.clear();
  Opened opened = open_inputs(common, Geographic::allowed);
  say_findings(opened);
  if (!common.filters.empty()) apply_filter(opened, common.filters.front());
  if (!arguments.color_by.empty()) apply_color_by(opened, arguments.color_by);

  const std::vector<std::size_t> layers = arguments.shell.empty()
                                              ? layers_to_write(opened, arguments.layer, extension)
                                              : std::vector<std::size_t>{apply_shell(opened, arguments.shell)};
  std::vector<std::filesystem::path> files;
  Progress progress;
  const platform::CancelOnInterrupt interrupt(progress);
  const ProgressBar bar(progress);
  for (const std::size_t layer : layers) {
    if (!arguments.table.empty() && kind_of_layer(opened, layer) == DatasetKind::drillholes)
      apply_table(opened, layer, arguments.table);
    say_when_all_is_hidden(opened, layer);
    std::filesystem::path file = output;
    if (layers.size() > 1)
      file.replace_filename(path_from_utf8(
          fmt::format("{}_{}.{}", utf8(output.stem()), plain_file_name(opened.scene.layers[layer].name), extension)));
    if (std::ranges::find(files, file) != files.end())
      throw Error(fmt::format("two layers would be written to {}", utf8(file.filename())),
                  "write them one by one with --layer, each with an -o of its own", {file});
    const auto written = export_to(*opened.session, opened.scene, layer, arguments.common.crs, file, progress);
    files.insert(files.end(), written.begin(), written.end());
    const std::string note = export_note(*opened.session, opened.scene, layer, arguments.common.crs, file);
    if (!note.empty()) fmt::print(stderr, "warning: {}\n", note);
  }

  if (arguments.common.json) {
    nlohmann::ordered_json json{{"files", nlohmann::ordered_json::array()}};
    for (const auto& file : files) json["files"].push_back(utf8(file));
    print_json(json);
  } else {
    for (const auto& file : files) print(utf8(file) + "\n");
  }
  return 0;
}

}  // namespace

Action define_export(CLI::App& app, OpenWindow) {
  const auto arguments = std::make_shared<ExportArguments>();
  add_common_options(app, arguments->common, Filters::one);
  app.add_option("-o,--output", arguments->output,
                 "FILE; of several layers or tables, one file each with its name added")
      ->required();
  app.add_option("--layer", arguments->layer, "The layer to write (default: all that the format can hold)");
  app.add_option("--table", arguments->table, "The interval table of drillholes");
  app.add_option("--color-by", arguments->color_by, "Colour meshes by this column");
  app.add_option("--shell", arguments->shell,
                 "COLUMN=CUTOFF: write the grade shell of the blocks at a cut-off instead of layers");
  return [=] { return run_export(*arguments); };
}

}  // namespace lode::cli
