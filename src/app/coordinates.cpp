#include "app/coordinates.h"

#include <algorithm>
#include <charconv>

#include "app/state.h"
#include "app/work.h"
#include "core/error.h"
#include "core/text.h"
#include "geo/crs_input.h"
#include "session/placed_source.h"

namespace lode::app {
namespace {

/// The other layers that have their place.
std::vector<geo::Located> located_layers(const AppState& state, std::uint32_t but) {
  std::vector<geo::Located> located;
  for (std::size_t i = 0; i < state.scene.layers.size(); ++i) {
    const Source& source = state.scene.sources[state.scene.layers[i].source];
    const LayerPicture* picture = picture_of_layer(state, i);
    if (picture == nullptr || source.crs.empty() || state.scene.layers[i].source == but) continue;
    located.push_back({state.scene.layers[i].name, source.crs, bounds_source(*picture->source->dataset)});
  }
  return located;
}

const LayerPicture* picture_of_source(const AppState& state, std::uint32_t source) {
  for (std::size_t i = 0; i < state.scene.layers.size(); ++i)
    if (state.scene.layers[i].source == source)
      if (const LayerPicture* picture = picture_of_layer(state, i)) return picture;
  return nullptr;
}

/// A pipeline leads to one system alone; a name or a code holds for others too.
void forget_pipelines(Scene& scene) {
  for (Source& source : scene.sources)
    if (source.operation.find("proj=") != std::string::npos) source.operation.clear();
}

}  // namespace

void show_crs_dialog(AppState& state, CrsTarget target, std::uint32_t source) {
  CrsDialog& dialog = state.coordinates.crs;
  dialog = {.target = target,
            .source = source,
            .text = {},
            .searched = {},
            .matches = {},
            .likely = {},
            .chosen = {},
            .info = {},
            .fault = {}};
  const bool without = target == CrsTarget::source && state.scene.sources.at(source).crs.empty();
  if (const LayerPicture* picture = without ? picture_of_source(state, source) : nullptr)
    dialog.likely = geo::likely_systems(bounds_source(*picture->source->dataset), located_layers(state, source));
  state.dialog_to_open = Dialog::choose_crs;
}

void show_operation_dialog(AppState& state, std::uint32_t source) {
  const LayerPicture* picture = picture_of_source(state, source);
  if (picture == nullptr) return;
  const geo::Placing& placing = picture->source->placing;
  OperationDialog& dialog = state.coordinates.operation;
  dialog = {.source = source, .candidates = {placing.operation}, .chosen = 0};
  dialog.candidates.insert(dialog.candidates.end(), placing.others.begin(), placing.others.end());
  state.dialog_to_open = Dialog::choose_operation;
}

void show_mine_grid_dialog(AppState& state, std::uint32_t source) {
  MineGridDialog& dialog = state.coordinates.mine_grid;
  dialog.source = source;
  if (dialog.base_crs.empty()) dialog.base_crs = state.scene.crs;
  state.dialog_to_open = Dialog::mine_grid;
}

void give_crs(AppState& state, CrsTarget target, std::uint32_t source, const std::string& crs) {
  const std::string known = geo::crs_of_input(crs);
  if (target == CrsTarget::exporting) {
    state.exporting.crs = known;
    return;
  }
  if (target == CrsTarget::readout) {
    state.scene.readout_crs = known;
    return;
  }
  Scene scene = state.scene;
  if (target == CrsTarget::scene) {
    if (known == scene.crs) return;
    scene.crs = known;
    forget_pipelines(scene);
    scene.section.on = false;
  } else {
    Source& changed = scene.sources.at(source);
    if (known == changed.crs) return;
    changed.crs = known;
    changed.crs_from_file = false;
    changed.operation.clear();
    if (scene.crs.empty()) scene.crs = known;
  }
  // The camera looks at numbers of the old system: it shows everything anew.
  scene.camera.view_height_m = state.scene.camera.view_height_m = 0;
  load_scene(state, std::move(scene));
}

void give_operation(AppState& state, std::uint32_t source, const geo::Operation& operation,
                    const std::vector<geo::Operation>& candidates) {
  const auto same_shift = std::ranges::count(candidates, operation.shift, &geo::Operation::shift);
  Scene scene = state.scene;
  scene.sources.at(source).operation =
      !operation.shift.empty() && same_shift == 1 ? operation.shift : operation.pipeline;
  load_scene(state, std::move(scene));
}

namespace {

/// A number that takes up the whole word.
std::optional<double> number_in(std::string_view word) {
  double value = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (fault != std::errc() || end != word.data() + word.size()) return {};
  return value;
}

std::vector<std::string_view> words_of(std::string_view line) {
  constexpr std::string_view separators = " \t,;\r";
  std::vector<std::string_view> words;
  while (!line.empty()) {
    const std::size_t begin = line.find_first_not_of(separators);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  return words;
}

ControlPoint control_point_of(const std::vector<std::string_view>& words, std::uint64_t line) {
  ControlPoint point;
  point.line = line;
  point.name = std::to_string(line);
  // A name that is a number is told from a coordinate by their count: 4 or 6 are coordinates.
  const bool named = words.size() == 5 || words.size() == 7;
  if (!named && words.size() != 4 && words.size() != 6)
    throw Error("a control point needs x y and easting northing, or x y RL and easting northing RL",
                "write one point a line, with a name before it if you like", {{}, line});
  if (named) point.name = std::string(words.front());
  std::vector<double> numbers;
  for (std::size_t i = named ? 1 : 0; i < words.size(); ++i) {
    const std::optional<double> number = number_in(words[i]);
    if (!number) throw Error("\"" + std::string(words[i]) + "\" is no number", "write 1234.5", {{}, line});
    numbers.push_back(*number);
  }
  point.has_heights = numbers.size() == 6;
  const std::size_t base = numbers.size() / 2;
  point.mine = {numbers[0], numbers[1], point.has_heights ? numbers[2] : 0};
  point.base = {numbers[base], numbers[base + 1], point.has_heights ? numbers[base + 2] : 0};
  return point;
}

}  // namespace

std::vector<ControlPoint> control_points_of(std::string_view text) {
  std::vector<ControlPoint> points;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::vector<std::string_view> words = words_of(text.substr(0, end));
    if (!words.empty()) points.push_back(control_point_of(words, line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return points;
}

}  // namespace lode::app
