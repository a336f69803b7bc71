// The commands of the Tools menu: measuring and coordinates.
#include <GLFW/glfw3.h>

#include "app/actions.h"

namespace lode::app {
namespace {

bool has_layers(const AppState& state) { return !state.scene.layers.empty(); }

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
  };
}

}  // namespace lode::app
