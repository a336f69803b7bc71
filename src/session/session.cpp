#include "session/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>

#include "core/checks.h"
#include "core/error.h"
#include "core/ignore.h"
#include "core/text.h"
#include "io/mapped_files.h"
#include "session/grade_shell.h"
#include "session/layer_defaults.h"
#include "session/layer_picture.h"
#include "session/placed_source.h"
#include "session/plan_units.h"
#include "session/scene_problems.h"
#include "session/session_state.h"
#include "session/true_north.h"
#include "session/vtk_formats.h"

namespace lode {

namespace {

/// What reading depends on: neither the name nor the place in the world.
Source as_read(Source source) {
  source.name.clear();
  const bool grid_north = source.azimuth_reference == AzimuthReference::grid;
  // True north depends on where it is, and the unit of coordinates on what the CRS counts in.
  if (grid_north && plan_metres_per_unit(source.crs) == 1) source.crs.clear();
  source.crs_from_file = false;
  source.operation.clear();
  source.calculated.clear();
  source.beta_reference = {};
  const std::optional<double> zone_shift_m = grid_north ? std::nullopt : source.placing.zone_shift_m;
  source.placing = {.axes = source.placing.axes,
                    .zone_shift_m = zone_shift_m,
                    .rl_offset_m = 0,
                    .vertical_datums = false,
                    .chosen = {}};
  return source;
}

/// What a picture depends on.
Layer as_drawn(Layer layer) {
  layer.name.clear();
  layer.source = 0;
  layer.visible = true;
  layer.opacity = 1;
  layer.point_size_px = Layer{}.point_size_px;
  layer.show_outline = false;
  return layer;
}

/// When each file was written, so that one changed on the disk is read again; the least time for an absent one.
FileTimes times_of(const Source& source) {
  FileTimes times;
  for (const SourceFile& file : source.files) {
    std::error_code absent;
    times.push_back(std::filesystem::last_write_time(file.path, absent));
  }
  return times;
}

/// A lattice has the units of its CRS in plan, of which one square is so many square metres.
void set_plan_unit(double share, std::vector<TonnageRow>& rows) {
  for (TonnageRow& row : rows) {
    row.volume_m3 *= share;
    for (std::optional<double>* amount : {&row.tonnes, &row.metal_t, &row.metal_oz})
      if (*amount) **amount *= share;
  }
}

Problem unread_problem(const Source& source, const Error& error) {
  Problem problem = problem_of("unreadable-file");
  problem.file = utf8(!error.where().file.empty() || source.files.empty() ? error.where().file : source.files[0].path);
  problem.line = error.where().line;
  problem.message = error.what_happened();
  problem.action = "left out; " + error.remedy();
  return problem;
}

/// Takes a source and its layers out of a scene.
void remove_source(Scene& scene, std::size_t source) {
  scene.sources.erase(scene.sources.begin() + static_cast<std::ptrdiff_t>(source));
  std::erase_if(scene.layers, [&](const Layer& layer) { return layer.source == source; });
  for (Layer& layer : scene.layers)
    if (layer.source > source) --layer.source;
}

void check_layer(const Scene& scene, std::size_t layer) {
  if (layer >= scene.layers.size() || scene.layers[layer].source >= scene.sources.size())
    throw Error(fmt::format("the scene has no layer {}", layer), "layers count from 0");
}

}  // namespace

ReadPtr Session::State::find_read(const Source& source, const FileTimes& times) const {
  const Source key = as_read(source);
  // A file that is gone, as with a drive that was taken away, leaves what was read of it.
  const auto same = [](const auto& now, const auto& then) {
    return now == FileTimes::value_type::min() || now == then;
  };
  const auto found = std::find_if(reads.begin(), reads.end(), [&](const ReadEntry& entry) {
    return entry.source == key && std::ranges::equal(times, entry.times, same);
  });
  return found == reads.end() ? nullptr : found->read;
}

LoadedSourcePtr Session::State::find_placed(const Source& source, const std::string& scene_crs) const {
  const auto found = std::find_if(loaded.begin(), loaded.end(), [&](const LoadedSourcePtr& entry) {
    if (entry->scene_crs != scene_crs) return false;
    Source undecided = entry->source;
    if (source.placing.chosen.pipeline.empty()) undecided.placing.chosen = {};
    return undecided == source;
  });
  return found == loaded.end() ? nullptr : *found;
}

LoadedSourcePtr Session::State::find_loaded(const Source& source, const std::string& scene_crs) const {
  const auto found = std::find_if(loaded.begin(), loaded.end(), [&](const LoadedSourcePtr& entry) {
    return entry->scene_crs == scene_crs && entry->source == source;
  });
  return found == loaded.end() ? nullptr : *found;
}

void Session::State::replace(const std::vector<ReadEntry>& new_reads, const std::vector<LoadedSourcePtr>& new_loaded) {
  for (const ReadEntry& entry : new_reads) {
    std::erase_if(reads, [&](const ReadEntry& other) { return other.source == entry.source; });
    reads.push_back(entry);
  }
  for (const LoadedSourcePtr& entry : new_loaded) {
    std::erase_if(loaded, [&](const LoadedSourcePtr& other) {
      return other->scene_crs == entry->scene_crs && other->source == entry->source;
    });
    loaded.push_back(entry);
  }
}

std::vector<std::shared_ptr<const void>> Session::State::forget_unused(const Scene& scene) {
  constexpr std::ptrdiff_t most_unused = 4;
  const auto used_now = [&](const LoadedSourcePtr& entry) {
    return entry->scene_crs == scene.crs && std::ranges::find(scene.sources, entry->source) != scene.sources.end();
  };
  std::vector<std::shared_ptr<const void>> gone;
  // Those in use go to the back, so that the first are those unused for longest.
  const auto in_use = std::stable_partition(loaded.begin(), loaded.end(), std::not_fn(used_now));
  const auto oldest_kept = in_use - std::min(in_use - loaded.begin(), most_unused);
  gone.insert(gone.end(), loaded.begin(), oldest_kept);
  loaded.erase(loaded.begin(), oldest_kept);
  const auto forget = [&gone](auto& entries, const auto& held, const auto& still_wanted) {
    for (auto& entry : entries)
      if (!still_wanted(entry)) gone.push_back(held(entry));
    std::erase_if(entries, std::not_fn(still_wanted));
  };
  const auto has_dataset = [&](const DatasetPtr& dataset) {
    return std::ranges::any_of(loaded, [&](const LoadedSourcePtr& entry) { return entry->dataset == dataset; });
  };
  const auto has_source = [&](const LoadedSourcePtr& source) {
    return std::ranges::find(loaded, source) != loaded.end();
  };
  forget(
      reads, [](const ReadEntry& entry) { return entry.read; },
      [&](const ReadEntry& entry) { return has_dataset(entry.read->dataset); });
  forget(
      masks, [](const RowsEntry& entry) { return entry.rows; },
      [&](const RowsEntry& entry) { return has_dataset(entry.dataset); });
  forget(
      pictures, [](const PictureEntry& entry) { return entry.picture; },
      [&](const PictureEntry& entry) { return has_source(entry.inputs.source); });
  if (!std::ranges::all_of(problems_of, has_source)) problems_of.clear();
  caches.colours.keep_only(loaded);
  caches.slabs.keep_only(loaded);
  return gone;
}

std::vector<LoadedSourcePtr> Session::State::sources_of(const Scene& scene) const {
  const std::lock_guard lock(mutex);
  std::vector<LoadedSourcePtr> sources;
  for (const Source& source : scene.sources) {
    sources.push_back(find_loaded(source, scene.crs));
    if (sources.back() == nullptr)
      throw Error(fmt::format("\"{}\" is not loaded in {}", source.name, scene.crs.empty() ? "local" : scene.crs),
                  "load the scene first");
  }
  return sources;
}

std::shared_ptr<const Mask> Session::State::rows(const LoadedSourcePtr& source, const Layer& layer, double& mask_ms) {
  const ShownTable shown = shown_table(*source->dataset, layer);
  {
    const std::lock_guard lock(mutex);
    for (const RowsEntry& entry : masks)
      if (entry.dataset == source->dataset && entry.table == shown.table && entry.filter == layer.filter &&
          entry.whole_holes == layer.holes.whole_holes)
        return entry.rows;
  }
  const auto begin = std::chrono::steady_clock::now();
  io::check_mapped_files();
  auto mask = std::make_shared<Mask>();
  rows_of_layer(*source->dataset, shown, layer, *mask);
  io::check_mapped_files();
  mask_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  const std::lock_guard lock(mutex);
  constexpr std::size_t most = 12;
  if (masks.size() == most) masks.erase(masks.begin());
  masks.push_back({source->dataset, shown.table, layer.filter, layer.holes.whole_holes, mask});
  return mask;
}

LoadedSourcePtr Session::State::shown(const LoadedSourcePtr& source, const Layer& layer) {
  if (layer.shell_column.empty()) return source;
  {
    const std::lock_guard lock(mutex);
    for (const ShellEntry& entry : shells)
      if (entry.blocks == source && entry.column == layer.shell_column && entry.filter == layer.filter &&
          entry.cutoff == layer.shell_cutoff)
        return entry.shell;
  }
  double ignored_ms = 0;
  LoadedSourcePtr shell = make_grade_shell(source, layer, *rows(source, layer, ignored_ms));
  const std::lock_guard lock(mutex);
  constexpr std::size_t most = 4;
  if (shells.size() == most) {
    std::erase_if(pictures, [&](const PictureEntry& entry) { return entry.inputs.source == shells.front().shell; });
    shells.erase(shells.begin());
  }
  shells.push_back({source, layer.shell_column, layer.filter, layer.shell_cutoff, shell});
  return shell;
}

Session::Session() : state_(std::make_unique<State>()) {}
Session::~Session() = default;

ReadPtr Session::State::read(const Source& source, Progress& progress, std::vector<ReadEntry>& new_reads) const {
  progress.check();
  const FileTimes times = times_of(source);
  {
    const std::lock_guard lock(mutex);
    if (ReadPtr known = find_read(source, times)) return known;
  }
  progress.report("Reading " + source.name, -1);
  io::Loaded fresh = io::load(source, progress, vtk_formats());
  bring_plan_to_unit_of_crs(source, fresh);
  turn_to_grid_north(source, fresh);
  ReadPtr read = std::make_shared<const io::Loaded>(std::move(fresh));
  new_reads.push_back({as_read(source), times, read});
  return read;
}

void Session::load(Scene& scene, Progress& progress, Problems* left_out) {
  Scene result = scene;
  std::vector<State::ReadEntry> new_reads;
  std::vector<ReadPtr> reads;
  Problems unread;
  for (std::size_t i = 0; i < result.sources.size();) try {
      Source& source = result.sources[i];
      ReadPtr read = state_->read(source, progress, new_reads);
      if (has_axes_swapped(source, *read->dataset)) {
        source.placing.axes = AxisOrder::northing_first;
        read = state_->read(source, progress, new_reads);
      }
      reads.push_back(std::move(read));
      ++i;
    } catch (const Error& error) {
      if (left_out == nullptr || result.sources.size() == 1) throw;
      unread.push_back(unread_problem(result.sources[i], error));
      remove_source(result, i);
    }
  if (result.crs.empty()) result.crs = scene_crs_of(result.sources, reads);

  std::vector<LoadedSourcePtr> new_loaded;
  for (std::size_t i = 0; i < result.sources.size(); ++i) {
    Source& source = result.sources[i];
    if (!is_chosen_for(source, result.crs)) source.placing.chosen = {};
    progress.check();
    {
      const std::lock_guard lock(state_->mutex);
      const LoadedSourcePtr known = state_->find_placed(source, result.crs);
      if (known != nullptr && known->read == reads[i]->dataset) {
        source.placing.chosen = known->source.placing.chosen;
        continue;
      }
    }
    progress.report("Placing " + source.name, static_cast<double>(i) / static_cast<double>(result.sources.size()));
    new_loaded.push_back(place_source(source, reads[i], result.crs));
    source.placing.chosen = new_loaded.back()->source.placing.chosen;
  }
  for (Layer& layer : result.layers)
    if (layer.colour.column == automatic_colour && layer.source < reads.size()) {
      const ColourStyle chosen = default_colour(*reads[layer.source]->dataset);
      layer.colour.column = chosen.column;
      if (layer.colour.colour == ColourStyle{}.colour) layer.colour.colour = chosen.colour;
    }
  progress.check();
  std::vector<std::shared_ptr<const void>> gone;  // before the lock, so that it is freed after it
  const std::lock_guard lock(state_->mutex);
  state_->replace(new_reads, new_loaded);
  gone = state_->forget_unused(result);
  if (left_out != nullptr) left_out->insert(left_out->end(), unread.begin(), unread.end());
  scene = std::move(result);
}

LoadedSourcePtr Session::loaded(const Scene& scene, std::uint32_t source) const {
  if (source >= scene.sources.size()) throw Error("the scene has no such source", "sources count from 0");
  const std::lock_guard lock(state_->mutex);
  LoadedSourcePtr found = state_->find_loaded(scene.sources[source], scene.crs);
  if (found == nullptr)
    throw Error(fmt::format("\"{}\" is not loaded", scene.sources[source].name), "load the scene first");
  return found;
}

LoadedSourcePtr Session::shown_source(const Scene& scene, std::size_t layer) {
  check_layer(scene, layer);
  return state_->shown(loaded(scene, scene.layers[layer].source), scene.layers[layer]);
}

LayerPicturePtr Session::picture(const Scene& scene, std::size_t layer) {
  check_layer(scene, layer);
  const std::vector<LoadedSourcePtr> sources = state_->sources_of(scene);
  const LoadedSourcePtr& blocks = sources[scene.layers[layer].source];
  PictureInputs inputs{state_->shown(blocks, scene.layers[layer]), as_drawn(scene.layers[layer]), std::nullopt, false};
  inputs.layer.colour = shared_style(scene, layer, sources, state_->caches.colours);
  if (const std::optional<GradeShell>& shell = inputs.source->shell) {
    inputs.layer.filter.clear();
    inputs.layer.colour = shell_style(blocks, *shell, inputs.layer.colour, state_->caches.colours);
  }
  if (scene.section.on) {
    inputs.slab = scene.section.slab;
    inputs.whole_blocks = scene.section.whole_blocks;
  }
  if (LayerPicturePtr known = state_->find_picture(inputs)) return known;
  double mask_ms = 0;
  const std::shared_ptr<const Mask> rows = state_->rows(inputs.source, inputs.layer, mask_ms);
  LayerPicturePtr picture = make_picture(inputs, rows, mask_ms, state_->caches);
  io::check_mapped_files();
  state_->keep_picture(std::move(inputs), picture);
  return picture;
}

LayerPicturePtr Session::State::find_picture(const PictureInputs& inputs) const {
  const std::lock_guard lock(mutex);
  for (const PictureEntry& entry : pictures)
    if (entry.inputs.source == inputs.source && entry.inputs.slab == inputs.slab &&
        entry.inputs.whole_blocks == inputs.whole_blocks && entry.inputs.layer == inputs.layer)
      return entry.picture;
  return nullptr;
}

void Session::State::keep_picture(PictureInputs inputs, LayerPicturePtr picture) {
  LayerPicturePtr dropped;  // let go of outside the lock
  const std::lock_guard lock(mutex);
  constexpr std::ptrdiff_t most_of_a_source = 3;
  const auto of_source = [&](const PictureEntry& entry) { return entry.inputs.source == inputs.source; };
  if (std::count_if(pictures.begin(), pictures.end(), of_source) >= most_of_a_source) {
    const auto oldest = std::find_if(pictures.begin(), pictures.end(), of_source);
    dropped = std::move(oldest->picture);
    pictures.erase(oldest);
  }
  pictures.push_back({std::move(inputs), std::move(picture)});
}

Mask Session::visible_rows(const Scene& scene, std::size_t layer) {
  check_layer(scene, layer);
  double ignored_ms = 0;
  return *state_->rows(loaded(scene, scene.layers[layer].source), scene.layers[layer], ignored_ms);
}

Tonnage Session::tonnage(const Scene& scene, std::size_t layer, const TonnageOptions& options,
                         std::span<const double> cutoffs) {
  check_layer(scene, layer);
  const LoadedSourcePtr source = loaded(scene, scene.layers[layer].source);
  const auto* model =
      scene.layers[layer].shell_column.empty() ? std::get_if<BlockModel>(source->dataset.get()) : nullptr;
  if (model == nullptr)
    throw Error(fmt::format("layer \"{}\" is no block model, so it has no tonnes", scene.layers[layer].name),
                "choose a layer of blocks");
  double ignored_ms = 0;
  std::unique_ptr<TonnageScratch> scratch;
  {
    const std::lock_guard lock(state_->mutex);
    scratch = std::move(state_->totals_scratch);
  }
  if (scratch == nullptr) scratch = std::make_unique<TonnageScratch>();
  Tonnage tonnage;
  lode::tonnage(*model, *state_->rows(source, scene.layers[layer], ignored_ms), options, cutoffs, *scratch, tonnage);
  {
    const std::lock_guard lock(state_->mutex);
    state_->totals_scratch = std::move(scratch);
  }
  io::check_mapped_files();
  if (const double share = plan_square_metres(*source); share != 1) {
    set_plan_unit(share, tonnage.rows);
    for (auto& [name, rows] : tonnage.groups) set_plan_unit(share, rows);
  }
  return tonnage;
}

Problems Session::problems(const Scene& scene) const {
  const std::vector<LoadedSourcePtr> sources = state_->sources_of(scene);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->problems_of == sources && !sources.empty()) {
      Problems known = state_->problems;
      drop_ignored(known, scene.ignored);
      return known;
    }
  }
  Problems problems;
  for (const LoadedSourcePtr& source : sources) {
    problems.insert(problems.end(), source->problems.begin(), source->problems.end());
    const Problems placing = placing_problems(*source);
    problems.insert(problems.end(), placing.begin(), placing.end());
  }
  const Problems between = problems_between(scene, sources);
  problems.insert(problems.end(), between.begin(), between.end());
  const std::lock_guard lock(state_->mutex);
  state_->problems_of = sources;
  state_->problems = problems;
  drop_ignored(problems, scene.ignored);
  return problems;
}

std::vector<std::filesystem::path> Session::changed_files(const Scene& scene) const {
  std::vector<std::filesystem::path> changed;
  for (const Source& source : scene.sources) {
    const FileTimes times = times_of(source);
    const std::lock_guard lock(state_->mutex);
    const auto entry = std::ranges::find(state_->reads, as_read(source), &State::ReadEntry::source);
    if (entry == state_->reads.end()) continue;
    for (std::size_t i = 0; i < std::min(times.size(), entry->times.size()); ++i)
      if (times[i] != FileTimes::value_type::min() && times[i] != entry->times[i])
        changed.push_back(source.files[i].path);
  }
  return changed;
}

Bounds Session::bounds(const Scene& scene) const {
  const std::vector<LoadedSourcePtr> sources = state_->sources_of(scene);
  Bounds visible, all;
  for (const Layer& layer : scene.layers) {
    if (layer.source >= sources.size()) continue;
    all.add(sources[layer.source]->bounds_scene);
    if (layer.visible) visible.add(sources[layer.source]->bounds_scene);
  }
  return visible.empty() ? all : visible;
}

}  // namespace lode
