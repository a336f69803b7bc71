#include "app/actions.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <GLFW/glfw3.h>
#include <imgui_stdlib.h>

#include "app/import_panel.h"
#include "app/panels.h"
#include "app/work.h"
#include "core/camera.h"
#include "core/text.h"

namespace lode::app {
namespace {

bool has_layers(const AppState& state) { return !state.scene.layers.empty(); }
bool section_on(const AppState& state) { return state.scene.section.on; }

void look(AppState& state, const char* view) {
  const ViewDirection direction = named_view(view).value();
  Camera& camera = state.scene.camera;
  camera.azimuth_deg = direction.azimuth_deg;
  camera.elevation_deg = direction.elevation_deg;
  show_bounds(state, bounds_at_work(state));
}

bool looks(const AppState& state, const char* view) {
  const ViewDirection direction = named_view(view).value();
  const Camera& camera = state.scene.camera;
  return has_layers(state) && std::abs(camera.elevation_deg - direction.elevation_deg) < 1e-6 &&
         std::abs(camera.azimuth_deg - direction.azimuth_deg) < 1e-6;
}

void fit(AppState& state) { show_bounds(state, state.frame.bounds_scene); }

void save(AppState& state) {
  if (state.scene_file.empty())
    state.dialog_to_open = Dialog::save_scene;
  else
    save_scene_as(state, state.scene_file);
}

void export_selected(AppState& state) {
  state.exporting.layer = state.layer;
  state.dialog_to_open = Dialog::export_layer;
}

std::vector<Action> make_actions() {
  using S = AppState;
  constexpr auto none = nullptr;
  return {
      {"file.new", "File", "New scene", none, Icon::none, {GLFW_KEY_N, true}, new_scene, has_layers, none},
      {"file.open",
       "File",
       "Open…",
       "",
       Icon::open,
       {GLFW_KEY_O, true},
       [](S& s) { s.dialog_to_open = Dialog::open; },
       none,
       none},
      {"file.save", "File", "Save scene", "", Icon::save, {GLFW_KEY_S, true}, save, has_layers, none},
      {"file.save_as",
       "File",
       "Save scene as…",
       none,
       Icon::none,
       {GLFW_KEY_S, true, true},
       [](S& s) { s.dialog_to_open = Dialog::save_scene; },
       has_layers,
       none},
      {"file.reload",
       "File",
       "Reload changed files",
       none,
       Icon::none,
       {GLFW_KEY_F5},
       [](S& s) { reload_changed(s, true); },
       has_layers,
       none},
      {"file.screenshot",
       "File",
       "Save picture…",
       "",
       Icon::picture,
       {GLFW_KEY_P, true},
       [](S& s) { s.dialog_to_open = Dialog::screenshot; },
       has_layers,
       none},
      {"file.export",
       "File",
       "Export layer…",
       "",
       Icon::export_mesh,
       {GLFW_KEY_E, true},
       export_selected,
       has_layers,
       none},
      {"file.quit", "File", "Quit", none, Icon::none, {GLFW_KEY_Q, true}, [](S& s) { s.quit = true; }, none, none},
      {"edit.undo",
       "Edit",
       "Undo",
       "",
       Icon::undo,
       {GLFW_KEY_Z, true},
       undo,
       [](const S& s) { return s.history.can_undo(); },
       none},
      {"edit.redo",
       "Edit",
       "Redo",
       "",
       Icon::redo,
       {GLFW_KEY_Z, true, true},
       redo,
       [](const S& s) { return s.history.can_redo(); },
       none},
      {"edit.import",
       "Edit",
       "How the tables are read…",
       none,
       Icon::none,
       {GLFW_KEY_I, true},
       show_import,
       has_layers,
       none},
      {"edit.calculated",
       "Edit",
       "Calculated columns",
       none,
       Icon::none,
       {},
       [](S& s) { s.panel_to_open = calculated_title; },
       has_layers,
       none},
      {"edit.palette",
       "Edit",
       "Find a command…",
       none,
       Icon::none,
       {GLFW_KEY_K, true},
       [](S& s) { s.dialog_to_open = Dialog::palette; },
       none,
       none},
      {"edit.shell", "Edit", "Grade shell from this layer", none, Icon::none, {}, add_shell, can_add_shell, none},
      {"view.fit", "View", "Show everything", "", Icon::fit, {GLFW_KEY_F}, fit, has_layers, none},
      {"view.plan",
       "View",
       "Plan",
       "Plan",
       Icon::none,
       {GLFW_KEY_1},
       [](S& s) { look(s, "plan"); },
       has_layers,
       [](const S& s) { return looks(s, "plan"); }},
      {"view.north",
       "View",
       "Look north",
       "N",
       Icon::none,
       {GLFW_KEY_2},
       [](S& s) { look(s, "north"); },
       has_layers,
       [](const S& s) { return looks(s, "north"); }},
      {"view.south",
       "View",
       "Look south",
       "S",
       Icon::none,
       {GLFW_KEY_3},
       [](S& s) { look(s, "south"); },
       has_layers,
       [](const S& s) { return looks(s, "south"); }},
      {"view.east",
       "View",
       "Look east",
       "E",
       Icon::none,
       {GLFW_KEY_4},
       [](S& s) { look(s, "east"); },
       has_layers,
       [](const S& s) { return looks(s, "east"); }},
      {"view.west",
       "View",
       "Look west",
       "W",
       Icon::none,
       {GLFW_KEY_5},
       [](S& s) { look(s, "west"); },
       has_layers,
       [](const S& s) { return looks(s, "west"); }},
      {"view.iso",
       "View",
       "Oblique, from above",
       "Oblique",
       Icon::none,
       {GLFW_KEY_6},
       [](S& s) { look(s, "iso"); },
       has_layers,
       [](const S& s) { return looks(s, "iso"); }},
      {"view.perspective",
       "View",
       "Perspective",
       "",
       Icon::perspective,
       {GLFW_KEY_O},
       [](S& s) { s.scene.camera.perspective = !s.scene.camera.perspective; },
       has_layers,
       [](const S& s) { return s.scene.camera.perspective; }},
      {"view.section", "View", "Section", "", Icon::section, {GLFW_KEY_X}, toggle_section, has_layers, section_on},
      {"view.section_back",
       "View",
       "Section: step back",
       none,
       Icon::none,
       {GLFW_KEY_LEFT_BRACKET},
       [](S& s) { step_section(s, -1); },
       section_on,
       none},
      {"view.section_on",
       "View",
       "Section: step forward",
       none,
       Icon::none,
       {GLFW_KEY_RIGHT_BRACKET},
       [](S& s) { step_section(s, 1); },
       section_on,
       none},
      {"view.grid",
       "View",
       "Axes and grid",
       none,
       Icon::none,
       {GLFW_KEY_G},
       [](S& s) { s.scene.show_grid = !s.scene.show_grid; },
       none,
       [](const S& s) { return s.scene.show_grid; }},
      {"view.legend",
       "View",
       "Legend",
       none,
       Icon::none,
       {GLFW_KEY_L},
       [](S& s) { s.scene.show_legend = !s.scene.show_legend; },
       none,
       [](const S& s) { return s.scene.show_legend; }},
      {"view.strip_log",
       "View",
       "Strip log of the picked hole",
       none,
       Icon::none,
       {GLFW_KEY_H},
       [](S& s) { s.show_strip_log = !s.show_strip_log; },
       has_layers,
       [](const S& s) { return s.show_strip_log; }},
      {"view.north_arrow",
       "View",
       "North arrow",
       none,
       Icon::none,
       {},
       [](S& s) { s.scene.show_north = !s.scene.show_north; },
       none,
       [](const S& s) { return s.scene.show_north; }},
      {"view.scale_bar",
       "View",
       "Scale bar",
       none,
       Icon::none,
       {},
       [](S& s) { s.scene.show_scale_bar = !s.scene.show_scale_bar; },
       none,
       [](const S& s) { return s.scene.show_scale_bar; }},
      {"view.theme",
       "View",
       "Dark theme",
       "",
       Icon::theme,
       {GLFW_KEY_T},
       [](S& s) { s.scene.dark = !s.scene.dark; },
       none,
       [](const S& s) { return s.scene.dark; }},
      {"help.problems",
       "Help",
       "Problems found in the data",
       none,
       Icon::none,
       {GLFW_KEY_F8},
       [](S& s) { s.show_problems = !s.show_problems; },
       none,
       [](const S& s) { return s.show_problems; }},
      {"help.about",
       "Help",
       "Keys and mouse",
       none,
       Icon::none,
       {GLFW_KEY_F1},
       [](S& s) { s.dialog_to_open = Dialog::about; },
       none,
       none},
  };
}

bool is_enabled(const Action& action, const AppState& state) { return !action.enabled || action.enabled(state); }

std::string tooltip_of(const Action& action) {
  const std::string keys = text_of(action.shortcut);
  return keys.empty() ? action.label : std::string(action.label) + "  (" + keys + ")";
}

/// A tool bar button of text, pressed when `on`.
bool text_button(const Action& action, bool on, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(on ? ImGuiCol_Header : ImGuiCol_WindowBg));
  const bool clicked = ImGui::Button(action.brief);
  ImGui::PopStyleColor();
  ImGui::EndDisabled();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) ImGui::SetTooltip("%s", tooltip_of(action).c_str());
  return clicked;
}

}  // namespace

const std::vector<Action>& actions() {
  static const std::vector<Action> table = [] {
    std::vector<Action> rows = make_actions();
    for (Action& action : coordinate_actions()) rows.push_back(std::move(action));
    return rows;
  }();
  return table;
}

std::string text_of(const Shortcut& shortcut) {
  if (shortcut.key == 0) return {};
  std::string text = shortcut.control ? "Ctrl+" : "";
  if (shortcut.shift) text += "Shift+";
  if (shortcut.key >= GLFW_KEY_F1 && shortcut.key <= GLFW_KEY_F12)
    return text + "F" + std::to_string(shortcut.key - GLFW_KEY_F1 + 1);
  return text + static_cast<char>(shortcut.key);
}

bool run_shortcut(AppState& state, const Shortcut& shortcut) {
  for (const Action& action : actions()) {
    if (action.shortcut.key == 0 || !(action.shortcut == shortcut)) continue;
    if (is_enabled(action, state)) action.run(state);
    return true;
  }
  return false;
}

void menu_bar(AppState& state) {
  if (!ImGui::BeginMainMenuBar()) return;
  for (const char* menu : {"File", "Edit", "View", "Tools", "Help"}) {
    const bool open = ImGui::BeginMenu(menu);
    trace_item(state, std::string("menu.") + menu);
    if (!open) continue;
    for (const Action& action : actions()) {
      if (std::strcmp(action.menu, menu) != 0) continue;
      if (ImGui::MenuItem(action.label, text_of(action.shortcut).c_str(), action.on && action.on(state),
                          is_enabled(action, state)))
        action.run(state);
      trace_item(state, std::string("menu.") + action.id);
    }
    ImGui::EndMenu();
  }
  ImGui::EndMainMenuBar();
}

void tool_bar(AppState& state) {
  const char* menu = actions().front().menu;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  bool first = true;
  for (const Action& action : actions()) {
    if (!action.brief) continue;
    if (!first) ImGui::SameLine(0, std::strcmp(menu, action.menu) == 0 ? gap / 4 : gap * 2);
    first = false;
    menu = action.menu;
    const bool on = action.on && action.on(state);
    const bool clicked =
        *action.brief ? text_button(action, on, is_enabled(action, state))
                      : icon_button(action.id, action.icon, tooltip_of(action).c_str(), on, is_enabled(action, state));
    trace_item(state, action.id);
    if (clicked) action.run(state);
  }
  exaggeration_field(state);
}

void command_palette(AppState& state) {
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(420 * static_cast<float>(state.scale));
  const bool enter = ImGui::InputTextWithHint("##command", "Type a command", &state.palette_text,
                                              ImGuiInputTextFlags_EnterReturnsTrue);
  const std::string wanted = fold_case(trim(state.palette_text));
  bool first = true;
  for (const Action& action : actions()) {
    if (fold_case(action.label).find(wanted) == std::string::npos || !is_enabled(action, state)) continue;
    const bool chosen = ImGui::MenuItem(action.label, text_of(action.shortcut).c_str(), first);
    if (chosen || (enter && first)) {
      state.palette_text.clear();
      ImGui::CloseCurrentPopup();
      action.run(state);
      return;
    }
    first = false;
  }
  if (first) ImGui::TextDisabled("No such command.");
}

}  // namespace lode::app
