#include "app/window.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include "app/actions.h"
#include "app/input.h"
#include "app/panels.h"
#include "app/problems_panel.h"
#include "app/state.h"
#include "app/theme.h"
#include "app/viewport.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

constexpr double font_px = 15, panel_width = 348;

/// GLFW, a window with an OpenGL context, and ImGui in it; taken down in the opposite order.
class Shell {
 public:
  explicit Shell(Events& events);
  ~Shell();
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;
  GLFWwindow* window() const { return window_; }
  double scale() const { return scale_; }

 private:
  GLFWwindow* window_ = nullptr;
  double scale_ = 1;
};

Shell::Shell(Events& events) {
  if (!glfwInit())
    throw Error("no window can be opened: there is no display", "use `lode render` to make pictures without one");
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SAMPLES, 0);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  int x = 0, y = 0, width = 1440, height = 900;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
    glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    width = std::clamp(width, 640, 1600);
    height = std::clamp(height, 480, 1000);
  }
  window_ = glfwCreateWindow(width, height, "Lode", nullptr, nullptr);
  if (!window_) {
    glfwTerminate();
    throw Error("no window can be opened: the display has no OpenGL 3.2",
                "use `lode render` to make pictures without one");
  }
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  float scale_x = 1, scale_y = 1;
  glfwGetWindowContentScale(window_, &scale_x, &scale_y);
  scale_ = std::max(1.0f, scale_x);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window_, false);
  listen(window_, events);
  ImGui_ImplOpenGL3_Init("#version 150");
}

Shell::~Shell() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

void section_header(AppState& state, const char* title, bool open, void (*panel)(AppState&)) {
  const bool wanted = state.panel_to_open == title;
  if (wanted) ImGui::SetNextItemOpen(true);
  ImGui::PushStyleColor(ImGuiCol_Header, ImGui::GetStyleColorVec4(ImGuiCol_FrameBg));
  const bool shown = ImGui::CollapsingHeader(title, open ? ImGuiTreeNodeFlags_DefaultOpen : 0);
  ImGui::PopStyleColor();
  trace_item(state, std::string("panel.") + title);
  if (!shown) return;
  ImGui::PushID(title);
  panel(state);
  ImGui::PopID();
  ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y / 2});
  if (!wanted) return;
  state.panel_to_open.clear();
  if (!ImGui::IsItemVisible()) ImGui::SetScrollHereY(1);  // its lower end may lie below the window's
}

constexpr ImGuiWindowFlags fixed_window = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                          ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                          ImGuiWindowFlags_NoBringToFrontOnFocus;

bool is_block_layer(const AppState& state) {
  const Layer& layer = state.scene.layers[state.layer];
  return layer.shell_column.empty() && state.scene.sources[layer.source].kind == DatasetKind::blocks;
}

void side_panel(AppState& state) {
  layers_panel(state);
  if (state.scene.layers.empty()) return;
  ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y / 2});
  // A layer may just have been removed: the panels below show the selected one.
  ImGui::PushID(static_cast<int>(state.layer));
  section_header(state, "Filter", true, filter_panel);
  if (is_block_layer(state)) section_header(state, "Grade and tonnage", true, curve_panel);
  section_header(state, "Totals", true, totals_panel);
  section_header(state, "Section", state.scene.section.on, section_panel);
  section_header(state, "Look", true, style_panel);
  section_header(state, calculated_title, false, calculated_panel);
  section_header(state, "Coordinates", false, coordinates_panel);
  section_header(state, "Source", false, source_panel);
  ImGui::PopID();
}

void bar_window(const char* name, ImVec2 position, ImVec2 size, AppState& state, void (*content)(AppState&)) {
  const float padding = (size.y - ImGui::GetFrameHeight()) / 2;
  ImGui::SetNextWindowPos(position);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ImGui::GetStyle().WindowPadding.x, padding});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::Begin(name, nullptr, fixed_window | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(2);
  content(state);
  ImGui::End();
}

/// Lays out the window: menu, tool bar, side panel, viewport, status bar.
void show_all(AppState& state) {
  menu_bar(state);
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const auto scale = static_cast<float>(state.scale);
  const float bar = ImGui::GetFrameHeight() + 8 * scale, left = panel_width * scale;
  const ImVec2 origin = screen.WorkPos, size = screen.WorkSize;
  const bool loading = state.jobs.status() && state.jobs.status()->exclusive;

  bar_window("tools", origin, {size.x, bar}, state, tool_bar);
  const float top = origin.y + bar, height = std::max(1.0f, size.y - 2 * bar);
  const ViewRect view{std::floor((origin.x + left) * pixels.x), std::floor(top * pixels.y),
                      std::max(1.0, std::floor(static_cast<double>((size.x - left) * pixels.x))),
                      std::max(1.0, std::floor(static_cast<double>(height * pixels.y)))};
  if (view.x != state.view.x || view.y != state.view.y || view.width != state.view.width ||
      view.height != state.view.height)
    state.view_changed = true;
  state.view = view;
  viewport_input(state);

  ImGui::SetNextWindowPos({origin.x, top});
  ImGui::SetNextWindowSize({left, height});
  ImGui::Begin("panels", nullptr, fixed_window);
  ImGui::BeginDisabled(loading);
  side_panel(state);
  ImGui::EndDisabled();
  ImGui::End();
  bar_window("status", {origin.x, top + height}, {size.x, bar}, state, status_bar);
  problems_panel(state);
  pick_panel(state);
  strip_log_panel(state);
  measure_panel(state);
  hover_tooltip(state);
  welcome(state);
  banner(state);
  job_card(state);
  dialogs(state);
}

void take_keys(AppState& state, Events& events) {
  const bool typing = ImGui::GetIO().WantTextInput || state.dialog != Dialog::none;
  for (const Shortcut& key : events.keys) {
    if (!typing && measure_key(state, key.key)) continue;
    if (key.key == GLFW_KEY_ESCAPE && state.dialog == Dialog::none) {
      if (state.picked) state.view_changed = true;
      state.error.reset();
      state.picked.reset();
    }
    // Ctrl+Z within a text field takes back typing; Ctrl+S is never text.
    if (!typing || (state.dialog == Dialog::none && key.control && key.key != GLFW_KEY_Z)) run_shortcut(state, key);
  }
  events.keys.clear();
}

/// One frame of the window, from the input to the swap.
void show_frame(AppState& state, render::Renderer& renderer, GLFWwindow* window, Events& events) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  if (std::exchange(events.focused, false)) reload_changed(state, false);
  if (!events.dropped.empty()) open_inputs(state, std::exchange(events.dropped, {}), {}, state.source_crs);
  take_keys(state, events);
  show_all(state);
  // A change becomes one undo step when no hand is on it: one drag, one step.
  if (!ImGui::IsAnyItemActive()) state.history.commit(state.scene);
  request_products(state);
  ImGui::Render();

  int width = 0, height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  if (state.take_picture) take_picture(state);
  draw_picture_piece(state);
  glViewport(0, 0, width, height);
  const ImVec4 ground = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
  glClearColor(ground.x, ground.y, ground.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  draw_viewport(state, renderer, height);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window);
  write_trace(state);
}

/// Until when nothing can change by itself.
double seconds_to_wait(const AppState& state) {
  const double now = glfwGetTime();
  double wait = state.message.empty() ? 60 : 1;
  if (ImGui::GetIO().WantTextInput) wait = 0.4;  // the caret blinks
  if (!state.jobs.idle()) wait = 0.1;
  if (state.pictures.any()) wait = 0;
  if (const double hover_s = seconds_to_hover(state, now); hover_s >= 0) wait = std::min(wait, hover_s + 0.005);
  if (const double rest_s = seconds_to_rest(state, now); rest_s >= 0) wait = std::min(wait, rest_s + 0.005);
  return wait;
}

void follow_look(AppState& state, bool& dark, bool& built) {
  if (dark != state.scene.dark || !built) apply_theme(dark = state.scene.dark, state.scale);
  const bool grown = !state.unseen_text.empty() && meet_text(std::exchange(state.unseen_text, {}));
  if (built && !grown) return;
  build_fonts(font_px * state.scale);
  if (built) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  built = true;
}

void run_loop(AppState& state, render::Renderer& renderer, GLFWwindow* window, Events& events) {
  bool dark = !state.scene.dark, built = false;
  bool shown_busy = false;  ///< in the last frame: a job that was cancelled since ends with nothing to deliver
  std::string title;
  while (!glfwWindowShouldClose(window) && !state.quit) {
    if (events.frames > 0)
      glfwPollEvents();
    else
      glfwWaitEventsTimeout(seconds_to_wait(state));
    const double woken_at = glfwGetTime();
    const bool was_busy = shown_busy || !state.jobs.idle();
    pass_on(window, events);
    deliver(state);
    if (was_busy || !state.jobs.idle() || ImGui::GetIO().WantTextInput || !state.message.empty())
      events.frames = std::max(events.frames, state.jobs.idle() ? 2 : 1);
    if (built && hover(state, glfwGetTime())) events.frames = std::max(events.frames, 2);
    if (built && seconds_to_rest(state, glfwGetTime()) == 0) events.frames = std::max(events.frames, 1);
    if (events.frames == 0) {
      state.trace.note_work((glfwGetTime() - woken_at) * 1000);
      continue;
    }
    --events.frames;
    follow_look(state, dark, built);
    shown_busy = !state.jobs.idle();
    show_frame(state, renderer, window, events);
    state.trace.note_work((glfwGetTime() - woken_at) * 1000);
    const std::string name = state.scene_file.empty() ? state.scene.title : utf8(state.scene_file.filename());
    if (const std::string wanted = name.empty() ? "Lode" : name + " – Lode"; wanted != title)
      glfwSetWindowTitle(window, (title = wanted).c_str());
  }
}

}  // namespace

int run_window(const WindowOptions& options) {
  Events events;
  const Shell shell(events);
  GLFWwindow* window = shell.window();
  // The renderer goes before the context it draws in, the state's worker before both.
  const render::GlContext context{.make_current = [window] { glfwMakeContextCurrent(window); },
                                  .is_current = [window] { return glfwGetCurrentContext() == window; },
                                  .surfaceless = false};
  render::Renderer renderer(context);
  AppState state([] { glfwPostEmptyEvent(); });
  state.scale = shell.scale();
  state.gl = context;
  state.source_crs = options.source_crs;
  state.trace = trace_from_environment();
  state.recent = read_recent();
  open_inputs(state, options.inputs, options.scene_crs, options.source_crs);
  run_loop(state, renderer, window, events);
  return 0;
}

}  // namespace lode::app
