// Commands as data: one row each feeds the menus, the tool bar, the shortcuts, the tooltips and the command palette.
#pragma once

#include <string>
#include <vector>

#include "app/icons.h"
#include "app/state.h"

namespace lode::app {

/// A key of the keyboard by its place (GLFW's codes), with modifiers.
struct Shortcut {
  int key = 0;  ///< 0: none
  bool control = false, shift = false;
  bool operator==(const Shortcut&) const = default;
};

struct Action {
  const char* id;     ///< "view.north"
  const char* menu;   ///< "View"
  const char* label;  ///< "Look north"
  const char* brief;  ///< on the tool bar; "": the icon stands there, nullptr: not on the tool bar
  Icon icon;
  Shortcut shortcut;
  void (*run)(AppState&);
  bool (*enabled)(const AppState&);  ///< nullptr: always
  bool (*on)(const AppState&);       ///< nullptr: no switch
};

const std::vector<Action>& actions();
/// Those of the Tools menu.
std::vector<Action> coordinate_actions();
/// "Ctrl+Z".
std::string text_of(const Shortcut& shortcut);
/// Runs the action a key stands for; false when there is none.
bool run_shortcut(AppState& state, const Shortcut& shortcut);

void menu_bar(AppState& state);
void tool_bar(AppState& state);
void command_palette(AppState& state);

}  // namespace lode::app
