#include "app/viewport.h"

#include <cmath>

#include <GLFW/glfw3.h>
#include <imgui.h>

#include "app/panels.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

constexpr double rest_s = 0.09;   ///< a cursor that stays this long rests
constexpr double still_s = 0.25;  ///< a view that was not turned for so long is at rest

std::optional<Pick> pick_at(const AppState& state, double x, double y) {
  if (state.frame.layers.empty()) return {};
  return pick(state.frame, x, y, state.view.width, state.view.height);
}

bool same(const std::optional<Pick>& a, const std::optional<Pick>& b) {
  if (!a || !b) return !a && !b;
  return a->layer == b->layer && a->hit.row == b->hit.row && a->hit.element == b->hit.element;
}

void set_camera(AppState& state, const Camera& camera) {
  state.scene.camera = state.frame.scene.camera = camera;
  state.moved_at = state.cursor_moved_at = glfwGetTime();
  state.view_changed = true;
  state.hovered.reset();
  state.cursor_point.reset();
  state.cursor_rests = false;
}

double drawn_exaggeration(const AppState& state) {
  return lode::drawn_exaggeration(state.scene, state.frame.metres_per_unit);
}

void drag(AppState& state, double dx, double dy) {
  const bool left = ImGui::IsMouseDown(ImGuiMouseButton_Left), shift = ImGui::GetIO().KeyShift;
  const Camera& camera = state.scene.camera;
  set_camera(state, left && !shift ? orbited(camera, dx, dy, state.view.height)
                                   : panned(camera, drawn_exaggeration(state), dx, dy, state.view.height));
}

void click(AppState& state, double x, double y) {
  if (state.measure.kind != Measure::Kind::none) {
    const auto picked = pick_at(state, x, y);
    return measure_click(state, point_under(state.frame, picked, x, y, state.view.width, state.view.height),
                         ImGui::GetIO().MouseClickedLastCount[0] > 1);
  }
  state.picked = pick_at(state, x, y);
  state.view_changed = true;
}

void double_click(AppState& state, double x, double y) {
  const auto hit = pick_at(state, x, y);
  if (!hit) return;
  Camera camera = state.scene.camera;
  camera.focal_scene = hit->hit.position_scene;
  set_camera(state, camera);
}

/// Keeps the frame's light matters as the scene has them, and says so when they changed.
void follow_scene(AppState& state) {
  Scene& drawn = state.frame.scene;
  const Scene& scene = state.scene;
  const Scene before = drawn;
  drawn.camera = scene.camera;
  drawn.vertical_exaggeration = scene.vertical_exaggeration;
  drawn.length_unit = scene.length_unit;
  drawn.dark = scene.dark;
  drawn.title = scene.title;
  drawn.show_grid = scene.show_grid;
  drawn.show_legend = scene.show_legend;
  drawn.show_north = scene.show_north;
  drawn.show_scale_bar = scene.show_scale_bar;
  if (drawn.layers.size() == scene.layers.size())
    for (std::size_t i = 0; i < scene.layers.size(); ++i) {
      drawn.layers[i].opacity = scene.layers[i].opacity;
      drawn.layers[i].point_size_px = scene.layers[i].point_size_px;
      drawn.layers[i].show_outline = scene.layers[i].show_outline;
    }
  if (!(before == drawn)) state.view_changed = true;
}

}  // namespace

void viewport_input(AppState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  const ImVec2 pixels = io.DisplayFramebufferScale;
  const ViewRect& view = state.view;
  const ImVec2 position{static_cast<float>(view.x) / pixels.x, static_cast<float>(view.y) / pixels.y};
  const ImVec2 size{static_cast<float>(view.width) / pixels.x, static_cast<float>(view.height) / pixels.y};
  ImGui::SetNextWindowPos(position);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::Begin("viewport", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImGui::PopStyleVar();
  ImGui::InvisibleButton(
      "scene", size,
      ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight | ImGuiButtonFlags_MouseButtonMiddle);
  trace_item(state, "viewport");
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  const double x = (io.MousePos.x - position.x) * pixels.x, y = (io.MousePos.y - position.y) * pixels.y;
  ImGui::End();
  if (state.scene.layers.empty()) return;

  if (!hovered && !active) {
    if (state.hovered || state.cursor_point) state.view_changed = true;
    state.hovered.reset();
    state.cursor_point.reset();
    state.cursor_px = {-1, -1};
    return;
  }
  if (state.cursor_px != std::pair{x, y}) {
    state.cursor_px = {x, y};
    state.cursor_moved_at = glfwGetTime();
    state.cursor_rests = false;
    if (state.hovered) state.view_changed = true;
    state.hovered.reset();
  }
  if (active && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) &&
      ImGui::IsMouseDragging(ImGui::IsMouseDown(0)   ? 0
                             : ImGui::IsMouseDown(1) ? 1
                                                     : 2,
                             3))
    drag(state, io.MouseDelta.x * pixels.x, io.MouseDelta.y * pixels.y);
  if (hovered && io.MouseWheel != 0)
    set_camera(state, zoomed(state.scene.camera, drawn_exaggeration(state), std::pow(1.15, io.MouseWheel), x, y,
                             view.width, view.height));
  if (hovered && ImGui::IsMouseDoubleClicked(0) && state.measure.kind == Measure::Kind::none)
    double_click(state, x, y);
  else if (hovered && ImGui::IsMouseReleased(0) && io.MouseDragMaxDistanceSqr[0] < 9)
    click(state, x, y);
}

bool moving(const AppState& state, double now) {
  const bool turned = state.moved_at >= 0 && now - state.moved_at < still_s;
  return turned || (ImGui::IsAnyItemActive() && ImGui::IsMouseDown(0));
}

double seconds_to_rest(const AppState& state, double now) {
  if (state.drawn.exact) return -1;
  if (ImGui::IsAnyItemActive() && ImGui::IsMouseDown(0)) return still_s;
  return std::max(0.0, state.moved_at + still_s - now);
}

void draw_viewport(AppState& state, render::Renderer& renderer, int framebuffer_height) {
  follow_scene(state);
  const ViewRect& view = state.view;
  const int width = static_cast<int>(view.width), height = static_cast<int>(view.height);
  const bool is_moving = moving(state, glfwGetTime());
  if (state.view_changed || (!state.drawn.exact && !is_moving)) {
    const std::optional<Pick> shown = state.measure.kind != Measure::Kind::none ? std::nullopt
                                      : state.hovered                           ? state.hovered
                                                                                : state.picked;
    Frame bare;
    bare.scene.dark = state.scene.dark;
    bare.scene.show_grid = bare.scene.show_legend = bare.scene.show_north = bare.scene.show_scale_bar = false;
    const Frame& frame = state.scene.layers.empty() ? bare : state.frame;
    const PictureSize size{
        .width = width, .height = height, .ui_scale = state.scale, .transparent = false, .moving = is_moving};
    render::Picture picture = picture_of(frame, size, shown);
    picture.marks = measure_marks(state);
    state.drawn = renderer.draw(picture, width, height);
    state.trace.drawing_ms += state.drawn.upload_ms + state.drawn.frame_ms;
    state.view_changed = false;
  }
  renderer.blit(static_cast<int>(view.x), framebuffer_height - static_cast<int>(view.y) - height, width, height);
}

void take_picture(AppState& state) {
  const ScreenshotDialog& dialog = state.screenshot;
  state.take_picture = false;
  follow_scene(state);
  render::Picture picture = picture_to_keep(
      state.frame, {.width = dialog.width, .height = dialog.height, .ui_scale = 0, .transparent = dialog.transparent});
  picture.marks = measure_marks(state);
  save_picture(state, std::move(picture), dialog.width, dialog.height, path_from_utf8(dialog.path));
}

void draw_picture_piece(AppState& state) { state.trace.drawing_ms += state.pictures.draw_piece(state.gl); }

double seconds_to_hover(const AppState& state, double now) {
  if (state.cursor_rests || state.cursor_px.first < 0 || state.scene.layers.empty()) return -1;
  return std::max(0.0, state.cursor_moved_at + rest_s - now);
}

bool hover(AppState& state, double now) {
  if (seconds_to_hover(state, now) != 0 || ImGui::IsAnyMouseDown()) return false;
  state.cursor_rests = true;
  auto found = pick_at(state, state.cursor_px.first, state.cursor_px.second);
  const bool other = !same(found, state.hovered);
  state.hovered = std::move(found);
  read_cursor(state, state.cursor_px.first, state.cursor_px.second);
  state.view_changed = state.view_changed || other;
  return true;
}

}  // namespace lode::app
