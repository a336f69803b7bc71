#include "app/work.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>

#include "app/panels.h"
#include "app/problems_panel.h"
#include "core/camera.h"
#include "core/text.h"
#include "io/problems_csv.h"
#include "session/export_notes.h"
#include "session/scene_file.h"
#include "session/shown_table.h"

namespace lode::app {
namespace {

namespace fs = std::filesystem;

bool is_scene_file(const std::vector<fs::path>& inputs) {
  return inputs.size() == 1 && fold_case(utf8(inputs.front().extension())) == ".lode";
}

/// Adds the sources and layers of `more` behind those of `scene`.
Scene joined(Scene scene, const Scene& more) {
  const auto first = static_cast<std::uint32_t>(scene.sources.size());
  scene.sources.insert(scene.sources.end(), more.sources.begin(), more.sources.end());
  for (Layer layer : more.layers) {
    layer.source += first;
    scene.layers.push_back(std::move(layer));
  }
  if (scene.crs.empty()) scene.crs = more.crs;
  if (scene.note.empty()) scene.note = more.note;
  return scene;
}

/// What the worker found, to be taken over by the window.
struct LoadedScene {
  Scene scene;
  Problems input_problems, problems;
  std::string unknown_toml;
};

std::string text_of(const LoadedScene& loaded, const Session& session) {
  std::string text;
  for (const Layer& layer : loaded.scene.layers) text += layer.name;
  for (const Problem& problem : loaded.problems) {
    text += problem.message + problem.hole + problem.column;
    if (text.size() > 100'000) break;
  }
  for (std::uint32_t i = 0; i < loaded.scene.sources.size(); ++i)
    for (const Table* table : tables_of(*session.loaded(loaded.scene, i)->dataset))
      for (const Column& column : table->columns) {
        text += column.name;
        if (const Categories* words = column.categories())
          for (std::size_t w = 0; w < std::min<std::size_t>(words->names().size(), 2000); ++w)
            text += words->names()[w];
      }
  return text;
}

/// With those that the scene ignores: the panel leaves them out.
Problems all_problems(const Session& session, Scene scene) {
  scene.ignored.clear();
  return session.problems(scene);
}

/// A block model is what people filter, else holes, else what they stand under.
std::size_t most_wanted_layer(const Scene& scene) {
  for (const DatasetKind kind : {DatasetKind::blocks, DatasetKind::drillholes, DatasetKind::surface})
    for (std::size_t i = 0; i < scene.layers.size(); ++i)
      if (scene.sources[scene.layers[i].source].kind == kind) return i;
  return 0;
}

void take_over(AppState& state, LoadedScene loaded, bool first) {
  const Camera camera = state.scene.camera;
  state.scene = std::move(loaded.scene);
  if (!first && camera.view_height_m > 0) state.scene.camera = camera;
  state.fit_when_ready = state.scene.camera.view_height_m <= 0;
  ++state.problems_stamp;
  state.problems = std::move(loaded.problems);
  state.input_problems.insert(state.input_problems.end(), loaded.input_problems.begin(), loaded.input_problems.end());
  state.requested = {};  // what was read may be other than before, though the scene says the same
  state.filters.clear();
  state.picked.reset();
  state.hovered.reset();
  state.cursor_rests = false;  // what lies under it may be another thing now
  if (first) {
    state.history = History(state.scene);
    state.grades.clear();
    state.splits.clear();
    state.layer = 0;
    state.layer = most_wanted_layer(state.scene);
  } else {
    state.history.commit(state.scene);
  }
  state.layer = std::min(state.layer, state.scene.layers.empty() ? 0 : state.scene.layers.size() - 1);
  state.error.reset();
}

/// The looking direction of a scene that states none: from the south-east, above.
void look_from_above(Camera& camera) {
  const ViewDirection iso = named_view("iso").value();
  camera.azimuth_deg = iso.azimuth_deg;
  camera.elevation_deg = iso.elevation_deg;
}

Histograms needed_histograms(const Wanted& wanted, const Frame& frame, const Histograms& known) {
  Histograms result;
  const LayerPicture* picture = wanted.layer < frame.layers.size() ? frame.layers[wanted.layer].get() : nullptr;
  if (!picture) return result;
  const LoadedSource& source = picture->source->shell ? *picture->source->shell->blocks : *picture->source;
  std::vector<const Table*> tables;
  if (picture->source->shell)
    tables = {&std::get<BlockModel>(*source.dataset).table};
  else
    tables = filterable_tables(*source.dataset, {picture->table, picture->intervals});
  for (const std::string& name : wanted.columns) {
    const Column* column = find_column(tables, name);
    if (!column) continue;
    const auto found = known.find(column);
    result[column] =
        found != known.end()
            ? found->second
            : std::make_shared<const ColumnHistogram>(ColumnHistogram{source.dataset, histogram_of(*column)});
  }
  return result;
}

Wanted wanted_of(const AppState& state) {
  Wanted wanted{
      .scene = products_scene(state.scene), .layer = state.layer, .grade = {}, .by = {}, .curve = true, .columns = {}};
  if (const auto grade = state.grades.find(state.layer); grade != state.grades.end()) {
    wanted.grade = grade->second;
  } else if (const LayerPicture* picture = picture_of_layer(state, state.layer); picture && picture->table) {
    wanted.grade = default_grade(*picture->table, state.scene.layers[state.layer]);
  }
  if (const auto by = state.splits.find(state.layer); by != state.splits.end()) wanted.by = by->second;
  // Over very many rows the curve waits until the hand lets go.
  constexpr std::size_t followed_rows = 20'000'000;
  const LayerPicture* drawn = picture_of_layer(state, state.layer);
  wanted.curve = !ImGui::IsAnyItemActive() || !drawn || !drawn->table || drawn->table->rows <= followed_rows;
  if (const auto filter = state.filters.find(state.layer); filter != state.filters.end())
    for (const Condition& row : filter->second.rows) wanted.columns.push_back(row.column);
  return wanted;
}

/// Rounded to some significant digits.
double significant(double value, int digits) {
  if (!(std::abs(value) > 0) || !std::isfinite(value)) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) + 1 - digits);
  return snapped(value, step);
}

bool lie_apart(const AppState& state) {
  const double all_m = length(state.frame.bounds_scene.size()),
               layer_m = length(bounds_of_layer(state, state.layer).size());
  return !bounds_of_layer(state, state.layer).empty() && layer_m > 0 && all_m > 30 * layer_m;
}

void fit_at_first(AppState& state) {
  show_bounds(state, bounds_at_work(state));
  if (lie_apart(state))
    say(state,
        fmt::format("The layers lie {} km apart: this is {}. Show everything with F.",
                    grouped(length(state.frame.bounds_scene.size()) / 1000), state.scene.layers[state.layer].name));
}

}  // namespace

Scene products_scene(Scene scene) {
  const Scene plain;
  scene.camera = plain.camera;
  scene.views.clear();
  scene.ignored.clear();
  scene.title.clear();
  scene.vertical_exaggeration = plain.vertical_exaggeration;
  scene.exaggeration_rl.reset();
  scene.length_unit = plain.length_unit;
  scene.readout_crs.clear();
  scene.dark = plain.dark;
  scene.show_grid = scene.show_legend = scene.show_north = scene.show_scale_bar = true;
  for (Layer& layer : scene.layers) {
    layer.opacity = 1;
    layer.point_size_px = 4;
    layer.show_outline = false;
  }
  return scene;
}

void open_inputs(AppState& state, const std::vector<fs::path>& inputs, const std::string& scene_crs,
                 const std::string& source_crs) {
  if (inputs.empty()) return;
  const bool replaces = is_scene_file(inputs), first = replaces || state.scene.layers.empty();
  const std::string title =
      inputs.size() == 1 ? utf8(inputs.front().filename()) : fmt::format("{} files", inputs.size());
  state.jobs.submit(
      "Opening " + title,
      [&state, inputs, scene_crs, source_crs, replaces, first, base = state.scene](Progress& progress) {
        LoadedScene loaded;
        progress.report("Recognising", -1);
        const std::string crs = !scene_crs.empty() ? scene_crs : first ? std::string() : base.crs;
        Scene opened = scene_of_inputs(inputs, crs, source_crs, loaded.input_problems);
        if (replaces) loaded.unknown_toml = read_scene(inputs.front()).unknown_toml;
        if (first && !replaces && opened.camera.view_height_m <= 0) look_from_above(opened.camera);
        loaded.scene = first ? std::move(opened) : joined(base, opened);
        state.session.load(loaded.scene, progress, any_folder(inputs) ? &loaded.input_problems : nullptr);
        loaded.problems = all_problems(state.session, loaded.scene);
        const std::string text = text_of(loaded, state.session);
        return [&state, loaded, inputs, replaces, first, text] {
          if (first) state.input_problems.clear();
          take_over(state, loaded, first);
          state.scene_file = replaces ? inputs.front() : first ? fs::path() : state.scene_file;
          state.unknown_toml = replaces ? loaded.unknown_toml : state.unknown_toml;
          state.unseen_text += text;
          for (const fs::path& input : inputs) add_recent(state, fs::absolute(input));
        };
      },
      true);
}

void load_scene(AppState& state, Scene scene) {
  state.jobs.submit(
      "Loading",
      [&state, scene = std::move(scene)](Progress& progress) mutable {
        LoadedScene loaded;
        loaded.scene = std::move(scene);
        state.session.load(loaded.scene, progress);
        loaded.problems = all_problems(state.session, loaded.scene);
        return [&state, loaded] { take_over(state, loaded, false); };
      },
      true);
}

void request_products(AppState& state) {
  const auto status = state.jobs.status();
  if (status && status->exclusive) return;
  Wanted wanted = wanted_of(state);
  if (wanted == state.requested) return;
  state.requested = wanted;
  state.jobs.submit("Updating", [&state, wanted, scene = state.scene, known = state.histograms,
                                 known_curve = state.curve](Progress& progress) {
    Scene complete = scene;
    state.session.load(complete, progress);
    Frame frame = make_frame(state.session, scene);
    Histograms histograms = needed_histograms(wanted, frame, known);
    Totals totals;
    if (wanted.layer < frame.layers.size() && frame.layers[wanted.layer])
      totals = totals_of(state.session, scene, wanted.layer, *frame.layers[wanted.layer], wanted.grade, wanted.by);
    TonnageCurvePtr curve = known_curve;
    if (wanted.curve && wanted.layer < frame.layers.size() && frame.layers[wanted.layer])
      curve = curve_of(state.session, scene, wanted.layer, *frame.layers[wanted.layer], totals.grade, known_curve);
    return [&state, frame, histograms, totals, curve, layer = wanted.layer] {
      state.frame = frame;
      state.histograms = histograms;
      state.totals = totals;
      state.totals_layer = layer;
      state.curve = curve;
      state.view_changed = true;
      state.hovered.reset();
      state.cursor_rests = false;
    };
  });
}

void deliver(AppState& state) {
  state.jobs.deliver([&state](const Error& error) { state.error = error; });
  if (state.fit_when_ready && !state.frame.bounds_scene.empty() &&
      products_scene(state.frame.scene) == products_scene(state.scene)) {
    fit_at_first(state);
    state.fit_when_ready = false;
    state.history.commit(state.scene);
  }
}

Bounds bounds_of_layer(const AppState& state, std::size_t layer) {
  const LayerPicture* picture = picture_of_layer(state, layer);
  return picture ? std::visit([](const auto& geometry) { return geometry.bounds_scene(); }, picture->geometry)
                 : Bounds{};
}

Bounds bounds_at_work(const AppState& state) {
  return lie_apart(state) ? bounds_of_layer(state, state.layer) : state.frame.bounds_scene;
}

void show_bounds(AppState& state, const Bounds& bounds_scene) {
  if (bounds_scene.empty()) return;
  state.scene.camera = fitted_beside_annotation(state.scene, state.frame.metres_per_unit, state.scene.camera,
                                                bounds_scene, state.view.width, state.view.height);
}

void show_layer(AppState& state, std::size_t layer) { show_bounds(state, bounds_of_layer(state, layer)); }

void save_scene_as(AppState& state, const fs::path& file) {
  state.jobs.submit(
      "Saving " + utf8(file.filename()),
      [&state, file, scene = state.scene, unknown = state.unknown_toml](Progress&) {
        save_scene(file, scene, unknown);
        return [&state, file] {
          state.scene_file = file;
          add_recent(state, fs::absolute(file));
          say(state, "Saved " + utf8(file));
        };
      },
      true);
}

void save_picture(AppState& state, render::Picture picture, int width_px, int height_px, const fs::path& file) {
  state.pictures.start(std::move(picture), width_px, height_px, state.jobs, "Saving " + utf8(file.filename()),
                       [&state, file](PictureHandover& drawn, Progress& progress) {
                         const render::Image image = drawn.wait(progress);
                         progress.report("Writing", -1);
                         render::write_png(image, file, &progress);
                         return [&state, file, width = image.width, height = image.height] {
                           say(state, fmt::format("Saved {} ({} × {})", utf8(file), width, height));
                         };
                       });
}

void export_problems_as(AppState& state, const fs::path& file) {
  io::write_problems_csv(listed_problems(state), file);
  say(state, "Exported " + utf8(file));
}

void reload_changed(AppState& state, bool say_so) {
  const auto status = state.jobs.status();
  if (state.scene.layers.empty() || (status && status->exclusive)) return;
  const std::vector<fs::path> changed = state.session.changed_files(state.scene);
  if (changed.empty()) {
    if (say_so) say(state, "No file changed since it was read.");
    return;
  }
  std::string names;
  for (const fs::path& file : changed) names += (names.empty() ? "" : ", ") + utf8(file.filename());
  say(state, "Read again: " + names);
  load_scene(state, state.scene);
}

void export_layer_as(AppState& state, std::size_t layer, const std::string& crs, const fs::path& file) {
  state.jobs.submit(
      "Exporting " + utf8(file.filename()),
      [&state, layer, crs, file, scene = state.scene](Progress& progress) {
        const std::vector<fs::path> files = export_to(state.session, scene, layer, crs, file, progress);
        const std::string note = export_note(state.session, scene, layer, crs, file);
        return [&state, files, note] {
          std::string names;
          for (const fs::path& written : files) names += (names.empty() ? "" : ", ") + utf8(written);
          say(state, "Exported " + names + (note.empty() ? "" : "; " + note));
        };
      },
      true);
}

namespace {

/// Shows the scene that history stands at. What panels remember of a layer goes where the layers are others.
void return_to_history(AppState& state) {
  const std::size_t before = state.scene.layers.size();
  state.scene = state.history.current();
  if (state.scene.layers.size() != before) {
    state.filters.clear();
    state.grades.clear();
    state.splits.clear();
  }
  state.layer = std::min(state.layer, state.scene.layers.empty() ? 0 : state.scene.layers.size() - 1);
  state.picked.reset();
  state.hovered.reset();
  state.cursor_rests = false;
  state.view_changed = true;
}

}  // namespace

void undo(AppState& state) {
  if (!state.history.can_undo()) return;
  state.history.undo();
  return_to_history(state);
}

void redo(AppState& state) {
  if (!state.history.can_redo()) return;
  state.history.redo();
  return_to_history(state);
}

void remove_layer(AppState& state, std::size_t layer) {
  Scene& scene = state.scene;
  if (layer >= scene.layers.size()) return;
  const std::uint32_t source = scene.layers[layer].source;
  scene.layers.erase(scene.layers.begin() + static_cast<std::ptrdiff_t>(layer));
  const bool used = std::ranges::any_of(scene.layers, [&](const Layer& other) { return other.source == source; });
  if (!used) {
    scene.sources.erase(scene.sources.begin() + static_cast<std::ptrdiff_t>(source));
    for (Layer& other : scene.layers)
      if (other.source > source) --other.source;
  }
  state.filters.clear();
  state.grades.clear();
  state.splits.clear();
  state.picked.reset();
  state.hovered.reset();
  state.cursor_rests = false;
  if (state.layer > layer || state.layer == scene.layers.size()) state.layer = state.layer > 0 ? state.layer - 1 : 0;
}

bool can_add_shell(const AppState& state) {
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const auto* blocks = picture ? std::get_if<BlockModel>(picture->source->dataset.get()) : nullptr;
  return blocks && !state.totals.grade.empty() && state.totals_layer == state.layer;
}

void add_shell(AppState& state) {
  if (!can_add_shell(state)) return;
  const Column* grade = picture_of_layer(state, state.layer)->table->find(state.totals.grade);
  if (!grade) return;
  std::optional<double> cutoff;
  for (const Condition& row :
       parse_conditions(state.scene.layers[state.layer].filter).value_or(std::vector<Condition>{}))
    if (row.column == grade->name) cutoff = row.min;
  add_grade_shell(state.scene, state.layer, grade->name,
                  cutoff.value_or(significant(percentile(*grade->numbers(), 75), 2)));
  // Layers behind the new one have moved; what panels remember of them goes.
  state.filters.clear();
  state.grades.clear();
  state.splits.clear();
  ++state.layer;
  state.picked.reset();
  state.hovered.reset();
  state.cursor_rests = false;
}

void new_scene(AppState& state) {
  Scene scene;
  scene.dark = state.scene.dark;
  state.scene = scene;
  state.history = History(scene);
  state.frame = {};
  state.requested = {};
  state.totals = {};
  state.histograms.clear();
  state.filters.clear();
  state.grades.clear();
  state.splits.clear();
  ++state.problems_stamp;
  state.problems.clear();
  state.input_problems.clear();
  state.picked.reset();
  state.hovered.reset();
  state.cursor_rests = false;
  state.scene_file.clear();
  state.unknown_toml.clear();
  state.layer = 0;
  state.view_changed = true;
}

void say(AppState& state, std::string message) {
  state.message = std::move(message);
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  state.message_until = std::chrono::duration<double>(now).count() + 8;
}

}  // namespace lode::app
