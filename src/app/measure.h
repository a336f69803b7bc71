// The measuring tool: points that were clicked, what they measure, how it is drawn.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "render/renderer.h"
#include "view/readout.h"

namespace lode::app {

struct AppState;

struct Measure {
  enum class Kind { none, line, polygon };
  Kind kind = Kind::none;
  std::vector<ScenePoint> points;
  bool done = false;
  std::string scene_crs;  ///< that the points are of
};

void start_measure(AppState& state, Measure::Kind kind);
void stop_measure(AppState& state);
/// Adds what the cursor points at; the second point ends a line, the next one begins anew. `closes`: a double click.
void measure_click(AppState& state, const std::optional<ScenePoint>& at, bool closes);
/// Enter ends a polygon, Backspace takes back a point, Escape the points, then the tool. True when the key was for it.
bool measure_key(AppState& state, int key);

/// With the point under the cursor while the hand is still at work.
std::vector<ScenePoint> measured_points(const AppState& state);
/// Names and values of what was measured, in the scene's length unit; what needs an RL is left out where there is none.
std::vector<std::pair<std::string, std::string>> measure_values(const AppState& state);
/// The line or polygon in the picture, with its most wanted value.
std::vector<render::Mark> measure_marks(const AppState& state);

}  // namespace lode::app
