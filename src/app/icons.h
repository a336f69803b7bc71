// Icons as strokes, so that they need no icon font and follow the theme.
#pragma once

#include <imgui.h>

namespace lode::app {

enum class Icon {
  none,
  open,
  save,
  picture,
  export_mesh,
  undo,
  redo,
  fit,
  section,
  perspective,
  theme,
  eye,
  eye_closed,
  remove,
  add,
  previous,
  next,
  warning,
  labels,
  measure
};

void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, float size, ImU32 colour);

/// A square button with a tooltip; `on` shows it pressed. Returns whether it was clicked.
bool icon_button(const char* id, Icon icon, const char* tooltip, bool on = false, bool enabled = true);

}  // namespace lode::app
