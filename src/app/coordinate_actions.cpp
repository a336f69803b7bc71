// The commands of the Tools menu: measuring and coordinates.
#include <GLFW/glfw3.h>

#include "app/actions.h"

namespace lode::app {
namespace {

bool has_layers(const AppState& state) { return !state.scene.layers.empty(); }

bool is_converted(const AppState& state) {
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  return picture != nullptr && !picture->source->placing.operation.pipeline.empty();
}

}  // namespace

std::vector<Action> coordinate_actions() {
  using S = AppState;
  return {
      {"tools.measure",
       "Tools",
       "Measure distance and direction",
       "",
       Icon::measure,
       {GLFW_KEY_M},
       [](S& s) { start_measure(s, Measure::Kind::line); },
       has_layers,
       [](const S& s) { return s.measure.kind == Measure::Kind::line; }},
      {"tools.measure_area",
       "Tools",
       "Measure an area",
       nullptr,
       Icon::none,
       {GLFW_KEY_M, false, true},
       [](S& s) { start_measure(s, Measure::Kind::polygon); },
       has_layers,
       [](const S& s) { return s.measure.kind == Measure::Kind::polygon; }},
      {"tools.layer_crs",
       "Tools",
       "Coordinate system of the layer\u2026",
       nullptr,
       Icon::none,
       {GLFW_KEY_C},
       [](S& s) { show_crs_dialog(s, CrsTarget::source, s.scene.layers[s.layer].source); },
       has_layers,
       nullptr},
      {"tools.scene_crs",
       "Tools",
       "Coordinate system of the scene\u2026",
       nullptr,
       Icon::none,
       {GLFW_KEY_C, false, true},
       [](S& s) { show_crs_dialog(s, CrsTarget::scene); },
       has_layers,
       nullptr},
      {"tools.operation",
       "Tools",
       "Operation of the layer\u2026",
       nullptr,
       Icon::none,
       {GLFW_KEY_O, false, true},
       [](S& s) { show_operation_dialog(s, s.scene.layers[s.layer].source); },
       is_converted,
       nullptr},
      {"tools.mine_grid",
       "Tools",
       "Mine grid\u2026",
       nullptr,
       Icon::none,
       {},
       [](S& s) { show_mine_grid_dialog(s, s.scene.layers[s.layer].source); },
       has_layers,
       nullptr},
  };
}

}  // namespace lode::app
