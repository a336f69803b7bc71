// What a test must know of the window: where each widget is and what it shows, one JSON object a frame.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace lode::app {

struct AppState;

/// Writes only where the environment variable LODE_UI_TRACE names a file.
struct Trace {
  std::filesystem::path file;                            ///< empty: off
  std::map<std::string, std::array<double, 4>> widgets;  ///< id -> left, top, right, bottom in framebuffer pixels
  long frame = 0;
  double drawing_ms = 0;       ///< of the frame under way: VTK's part, uploads included
  double busy_ms = 0;          ///< the longest since the last line, from waking to the swap, less VTK's part
  double longest_busy_ms = 0;  ///< since the window opened

  /// Also of what is done between two frames: picking what the cursor rests on, taking over what the worker made.
  void note_work(double wake_to_end_ms) {
    busy_ms = std::max(busy_ms, wake_to_end_ms - drawing_ms);
    longest_busy_ms = std::max(longest_busy_ms, busy_ms);
    drawing_ms = 0;
  }
};

Trace trace_from_environment();
/// Notes where the last ImGui item is.
void trace_item(AppState& state, std::string_view id);
void trace_rect(AppState& state, std::string_view id, double left, double top, double right, double bottom);
/// Appends a line and forgets the widgets.
void write_trace(AppState& state);

}  // namespace lode::app
