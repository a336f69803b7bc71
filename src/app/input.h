// What the hand does, from GLFW to ImGui and the shortcuts.
#pragma once

#include <filesystem>
#include <vector>

#include "app/actions.h"

struct GLFWwindow;

namespace lode::app {

/// A key or a character as GLFW reports it.
struct TypedEvent {
  bool is_character = false;
  unsigned character = 0;
  int key = 0, scancode = 0, action = 0, modifiers = 0;
};

/// What arrived and was not shown yet.
struct Events {
  int frames = 3;                 ///< still to draw: ImGui shows the effect of an event one or two frames later
  std::vector<TypedEvent> typed;  ///< not passed on yet
  std::vector<Shortcut> keys;     ///< pressed, for the shortcuts
  std::vector<std::filesystem::path> dropped;
  bool focused = false;  ///< the window came to the front again
};

/// Lets a window's events go to `events`, which outlives it, and the mouse's to ImGui.
void listen(GLFWwindow* window, Events& events);

/// Passes keys on to ImGui for one frame. A key that is pressed and let go between two slow frames stays down for one:
/// ImGui 1.86 looks at keys once a frame and would miss it.
void pass_on(GLFWwindow* window, Events& events);

}  // namespace lode::app
