// A layer into a file, in the format of its extension.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "geo/wkt.h"
#include "io/export_prj.h"
#include "io/mapped_files.h"
#include "session/layer_defaults.h"
#include "session/placed_source.h"
#include "session/plan_units.h"
#include "session/session_state.h"
#include "session/vtk_layers.h"

namespace lode {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> mesh_extensions{"obj", "ply", "stl", "glb"};

bool is_mesh(std::string_view extension) {
  return std::find(mesh_extensions.begin(), mesh_extensions.end(), extension) != mesh_extensions.end();
}

/// The placing of an export: by the source's own operation, else by one that another source of the scene pins, so that
/// layers stay as they lie to one another; else by PROJ's best.
geo::Placing export_placing(const Scene& scene, const LoadedSource& loaded, const std::string& crs) {
  if (crs == scene.crs) return loaded.placing;
  const Source& own = loaded.source;
  if (own.crs.empty())
    throw Error(fmt::format("\"{}\" has no CRS, so it cannot be exported in {}", own.name, crs),
                "state its CRS (--source-crs), or export without --crs");
  std::vector<std::string> pinned{own.operation};
  for (const Source& source : scene.sources) pinned.push_back(source.operation);
  const Bounds data = bounds_source(*loaded.dataset);
  Source chosen = own;
  chosen.operation.clear();
  for (const std::string& operation : pinned)
    if (!operation.empty() && geo::offers_operation(own.crs, crs, operation, data)) {
      chosen.operation = operation;
      break;
    }
  return placing_of(chosen, *loaded.dataset, crs);
}

std::string extension_of(const fs::path& file) {
  const std::string extension = fold_case(utf8(file.extension()));
  return extension.empty() ? extension : extension.substr(1);
}

void check_extension(const fs::path& file, DatasetKind kind) {
  const std::string extension = extension_of(file);
  const std::vector<std::string> known = export_extensions(kind);
  if (std::find(known.begin(), known.end(), extension) != known.end()) return;
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "." : ", .") + one;
  throw Error(extension.empty() ? "the file to export to has no extension"
                                : fmt::format("{} cannot be exported as .{}", name(kind), extension),
              "use one of " + list, {file});
}

void write_layer(const io::ExportLayer& layer, const fs::path& file, Progress& progress) {
  io::check_mapped_files();
  const std::string extension = extension_of(file);
  progress.report("Writing " + utf8(file.filename()), -1);
  if (extension == "vtp" || extension == "vtu") {
    write_whole(file, [&](const fs::path& target) {
      extension == "vtp" ? write_vtp_layer(layer, target, progress) : write_vtu_layer(layer, target, progress);
      io::check_mapped_files();
    });
    return;
  }
  const bool prj = io::has_prj_beside(extension);
  if (prj) io::check_prj(layer, file);
  for (const io::ExportFormat& format : io::export_formats())
    if (format.extension == extension) format.write(layer, file, progress);
  if (prj) io::write_prj(layer, file);
}

/// "holes.csv" and "Assay 2/3" -> "holes_Assay 2-3.csv".
fs::path with_table_name(const fs::path& file, std::string table) {
  std::replace_if(
      table.begin(), table.end(), [](char c) { return c == '/' || c == '\\' || c == ':'; }, '-');
  fs::path named = file;
  named.replace_filename(path_from_utf8(utf8(file.stem()) + "_" + table + utf8(file.extension())));
  return named;
}

/// What was read is never written over: the rows that a filter hides would be gone.
void refuse_sources(const Scene& scene, const fs::path& file) {
  for (const Source& source : scene.sources)
    for (const SourceFile& read : source.files) {
      std::error_code absent;
      if (fs::equivalent(read.path, file, absent))
        throw Error("the export would overwrite a file that the scene reads", "give another name", {file});
    }
}

}  // namespace

io::ExportLayer Session::export_layer(const Scene& scene, std::size_t index, const std::string& crs) {
  if (index >= scene.layers.size()) throw Error("the scene has no such layer", "layers count from 0");
  Layer layer = scene.layers[index];
  const std::vector<LoadedSourcePtr> sources = state_->sources_of(scene);
  const LoadedSourcePtr blocks = loaded(scene, layer.source), source = state_->shown(blocks, layer);
  ColourStyle style = shared_style(scene, index, sources, state_->caches.colours);
  if (source->shell) {
    layer.filter.clear();
    style = shell_style(blocks, *source->shell, style, state_->caches.colours);
  }
  const ShownTable shown = shown_table(*source->dataset, layer);
  const std::string target = crs.empty() ? scene.crs : crs;
  geo::Placing placing = export_placing(scene, *source, target);
  io::ExportLayer result;
  result.name = layer.name;
  result.crs = source->source.crs.empty() ? std::string() : target;
  result.prj = geo::prj_text(result.crs);
  result.wkt = geo::wkt2_text(result.crs);
  result.dataset = source->dataset;
  result.interval_table = shown.intervals;
  double ignored_ms = 0;
  result.visible_rows = *state_->rows(source, layer, ignored_ms);
  result.target_from_source = std::move(placing.scene_from_source);
  result.units = placing.units;
  const std::shared_ptr<const RowColours> colours = state_->caches.colours.get(source, shown, style);
  result.scale = colours->scale;
  result.colour_of_row = {colours, &colours->indices};
  result.tube_radius_m = layer.tube_radius_m > 0
                             ? layer.tube_radius_m
                             : default_tube_radius_m(source->bounds_scene) * plan_metres_per_unit(source->scene_crs);
  result.plan_metres_per_unit = plan_metres_per_unit(result.crs);
  result.note = scene.note;
  return result;
}

std::vector<std::string> export_extensions(DatasetKind kind) {
  std::vector<std::string> extensions;
  for (const io::ExportFormat& format : io::export_formats())
    if ((kind != DatasetKind::points || !is_mesh(format.extension)) && (format.holds == nullptr || format.holds(kind)))
      extensions.emplace_back(format.extension);
  extensions.emplace_back("vtp");
  if (kind == DatasetKind::blocks) extensions.emplace_back("vtu");
  return extensions;
}

std::vector<fs::path> export_to(Session& session, const Scene& scene, std::size_t layer, const std::string& crs,
                                const fs::path& file, Progress& progress) {
  const io::ExportLayer whole = session.export_layer(scene, layer, crs);
  check_extension(file, kind_of(*whole.dataset));
  if (is_mesh(extension_of(file)) && !whole.crs.empty() && geo::describe_crs(whole.crs).geographic)
    throw Error(fmt::format("a mesh in degrees ({}) has no shape", whole.crs),
                "export it in a projected CRS, e.g. --crs EPSG:32644", {file});
  const auto* drillholes = std::get_if<Drillholes>(whole.dataset.get());
  const bool by_table = drillholes != nullptr && drillholes->downhole_tables().size() > 1 &&
                        scene.layers[layer].table.empty() && extension_of(file) == "csv";
  if (!by_table) {
    refuse_sources(scene, file);
    write_layer(whole, file, progress);
    return {file};
  }
  // All tables are filtered before the first is written: a filter that fits one and not the next leaves no file.
  std::vector<io::ExportLayer> parts;
  std::vector<fs::path> files;
  Scene one_table = scene;
  for (const IntervalTable* rows : drillholes->downhole_tables()) {
    one_table.layers[layer].table = rows->table.name;
    parts.push_back(session.export_layer(one_table, layer, crs));
    files.push_back(with_table_name(file, rows->table.name));
    refuse_sources(scene, files.back());
  }
  for (std::size_t i = 0; i < files.size(); ++i) write_layer(parts[i], files[i], progress);
  return files;
}

}  // namespace lode
