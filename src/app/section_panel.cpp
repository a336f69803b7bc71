#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>

#include "app/histogram.h"
#include "app/icons.h"
#include "app/panels.h"
#include "app/work.h"
#include "core/camera.h"

namespace lode::app {
namespace {

/// The way a section faces: its normal, the name of its axis and the view that looks at it.
struct Facing {
  const char* name;
  Vec3 normal;
  const char* coordinate;
};
constexpr double pi = 3.14159265358979323846;
constexpr Facing facings[] = {{"West–east (looking north)", {0, 1, 0}, "Northing"},
                              {"South–north (looking east)", {1, 0, 0}, "Easting"},
                              {"Level (plan)", {0, 0, 1}, "RL"}};

/// Row of `facings`, or -1 for a section of another azimuth.
int facing_of(const Slab& slab) {
  for (int i = 0; i < 3; ++i)
    if (std::abs(dot(slab.normal, facings[i].normal)) > 1 - 1e-9) return i;
  return -1;
}

/// The distances along the normal that the data spans.
std::pair<double, double> span_of(const Bounds& bounds, Vec3 normal) {
  double least = 1e300, most = -1e300;
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 p{(corner & 1) ? bounds.max.x : bounds.min.x, (corner & 2) ? bounds.max.y : bounds.min.y,
                 (corner & 4) ? bounds.max.z : bounds.min.z};
    least = std::min(least, dot(p, normal));
    most = std::max(most, dot(p, normal));
  }
  return {least, most};
}

void set_position(Slab& slab, double along) {
  slab.origin_scene = slab.origin_scene + (along - dot(slab.origin_scene, slab.normal)) * slab.normal;
}

/// A section through the middle, as thick as a fence of holes is apart: a round thirtieth of the extent.
void start_section(AppState& state) {
  Section& section = state.scene.section;
  const Bounds bounds = bounds_at_work(state);
  if (bounds.empty()) return;
  const Vec3 size = bounds.size();
  section.slab.origin_scene = bounds.centre();
  section.step_m = round_step(std::max({size.x, size.y, size.z, 1.0}) / 30);
  section.slab.thickness_m = section.step_m;
  for (int axis = 0; axis < 3; ++axis)
    section.slab.origin_scene[axis] = snapped(section.slab.origin_scene[axis], section.step_m);
}

void face(AppState& state, Vec3 normal) {
  Slab& slab = state.scene.section.slab;
  slab.normal = normal;
  if (const Bounds bounds = bounds_at_work(state); !bounds.empty()) set_position(slab, dot(bounds.centre(), normal));
}

/// Looks along the normal at the section, without changing the size of the picture.
void look_at_section(AppState& state) {
  Camera& camera = state.scene.camera;
  const Slab& slab = state.scene.section.slab;
  camera.elevation_deg = std::abs(slab.normal.z) > 0.5 ? -90 : 0;
  camera.azimuth_deg = std::abs(slab.normal.z) > 0.5 ? 0 : std::atan2(slab.normal.x, slab.normal.y) * 180 / pi;
  if (camera.azimuth_deg < 0) camera.azimuth_deg += 360;
  show_bounds(state, bounds_at_work(state));
}

void facing_combo(AppState& state) {
  Slab& slab = state.scene.section.slab;
  form_label("Direction");
  const int facing = facing_of(slab);
  const bool open = ImGui::BeginCombo("##facing", facing >= 0 ? facings[facing].name : "Any azimuth");
  trace_item(state, "section.facing");
  if (open) {
    for (int i = 0; i < 3; ++i) {
      if (ImGui::Selectable(facings[i].name, i == facing)) face(state, facings[i].normal);
      trace_item(state, fmt::format("section.facing.{}", i));
    }
    ImGui::EndCombo();
  }
  if (facing == 2) return;
  form_label("Looking");
  auto azimuth = static_cast<float>(std::atan2(slab.normal.x, slab.normal.y) * 180 / pi);
  if (azimuth < 0) azimuth += 360;
  if (ImGui::DragFloat("##azimuth", &azimuth, 1, 0, 360, "%.1f°", ImGuiSliderFlags_AlwaysClamp)) {
    const double radians = static_cast<double>(azimuth) * pi / 180;
    face(state, {std::sin(radians), std::cos(radians), 0});
  }
  trace_item(state, "section.azimuth");
}

void step_buttons(AppState& state) {
  const float gap = ImGui::GetStyle().ItemSpacing.x / 2;
  ImGui::SameLine(0, gap);
  if (icon_button("back", Icon::previous, "Step back  ([)")) step_section(state, -1);
  trace_item(state, "section.back");
  ImGui::SameLine(0, gap);
  if (icon_button("forward", Icon::next, "Step forward  (])")) step_section(state, 1);
  trace_item(state, "section.forward");
}

/// An easting, a northing or an RL; of an oblique section the distance from the middle of the data, since a distance
/// from the origin of the coordinates says nothing.
void position_fields(AppState& state) {
  Slab& slab = state.scene.section.slab;
  const int facing = facing_of(slab);
  const Bounds bounds = bounds_at_work(state);
  const double zero = facing >= 0 || bounds.empty() ? 0 : dot(bounds.centre(), slab.normal);
  form_label(facing >= 0 ? facings[facing].coordinate : "From middle");
  ImGui::SetNextItemWidth(-2 * (ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x / 2));
  double along = dot(slab.origin_scene, slab.normal) - zero;
  if (ImGui::InputDouble("##along", &along, 0, 0, "%.2f m")) set_position(slab, along + zero);
  trace_item(state, "section.along");
  step_buttons(state);
  if (bounds.empty()) return;
  const auto [least, most] = span_of(bounds, slab.normal);
  const double from = least - zero, to = most - zero;
  form_label("");
  if (ImGui::SliderScalar("##position", ImGuiDataType_Double, &along, &from, &to, "")) set_position(slab, along + zero);
  trace_item(state, "section.position");
}

}  // namespace

void toggle_section(AppState& state) {
  Section& section = state.scene.section;
  section.on = !section.on;
  if (section.on && section.slab.thickness_m <= 0) start_section(state);
  if (section.on) state.panel_to_open = "Section";
}

void step_section(AppState& state, int steps) {
  Slab& slab = state.scene.section.slab;
  slab.origin_scene = slab.origin_scene + steps * state.scene.section.step_m * slab.normal;
}

void section_panel(AppState& state) {
  Section& section = state.scene.section;
  bool on = section.on;
  form_label("Slice");
  if (ImGui::Checkbox("##on", &on)) toggle_section(state);
  trace_item(state, "section.on");
  if (!section.on) return;
  ImGui::SameLine();
  if (ImGui::SmallButton("Look at it")) look_at_section(state);
  trace_item(state, "section.look");
  facing_combo(state);
  position_fields(state);
  form_label("Thickness");
  ImGui::InputDouble("##thickness", &section.slab.thickness_m, 0, 0, "%.6g m");
  trace_item(state, "section.thickness");
  form_label("Blocks");
  int whole = section.whole_blocks ? 1 : 0;
  ImGui::RadioButton("cut", &whole, 0);
  trace_item(state, "section.cut_blocks");
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("Cut at the section's planes, the cut coloured by the blocks it passes");
  ImGui::SameLine();
  ImGui::RadioButton("whole", &whole, 1);
  trace_item(state, "section.whole_blocks");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Every block that reaches into the section, uncut");
  section.whole_blocks = whole == 1;
  form_label("Step");
  ImGui::InputDouble("##step", &section.step_m, 0, 0, "%.6g m");
  trace_item(state, "section.step");
  section.slab.thickness_m = std::clamp(section.slab.thickness_m, 0.001, 1e7);
  section.step_m = std::clamp(section.step_m, 0.001, 1e7);
}

void exaggeration_field(AppState& state) {
  ImGui::SameLine(0, ImGui::GetStyle().ItemSpacing.x * 2);
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 4.6f);
  auto factor = static_cast<float>(state.scene.vertical_exaggeration);
  if (ImGui::DragFloat("##exaggeration", &factor, 0.05f, 0.5f, 20, "Z × %.2g", ImGuiSliderFlags_AlwaysClamp)) {
    exaggerate(state.scene, std::round(factor * 20) / 20);
    state.view_changed = true;
  }
  trace_item(state, "view.exaggeration");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Vertical exaggeration: drag, or Ctrl+click to type");
}

}  // namespace lode::app
