#include "app/icons.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace lode::app {
namespace {

/// Draws in a box of -1..1 about the centre.
struct Pen {
  ImDrawList* list;
  ImVec2 centre;
  float half;
  ImU32 colour;
  float width;

  ImVec2 at(float x, float y) const { return {centre.x + x * half, centre.y + y * half}; }
  void lines(std::initializer_list<ImVec2> points, bool closed = false) const {
    list->PathClear();
    for (const ImVec2& point : points) list->PathLineTo(at(point.x, point.y));
    list->PathStroke(colour, closed ? ImDrawFlags_Closed : 0, width);
  }
  void arc(float x, float y, float radius, float from_deg, float to_deg) const {
    constexpr float radians = 3.14159265f / 180;
    list->PathClear();
    list->PathArcTo(at(x, y), radius * half, from_deg * radians, to_deg * radians, 20);
    list->PathStroke(colour, 0, width);
  }
  void dot(float x, float y, float radius) const { list->AddCircleFilled(at(x, y), radius * half, colour, 16); }
};

void draw_undo(const Pen& pen, float side) {
  pen.lines({{side * 0.9f, 0.75f}, {side * 0.9f, -0.1f}, {side * -0.8f, -0.1f}});
  pen.lines({{side * -0.25f, -0.65f}, {side * -0.8f, -0.1f}, {side * -0.25f, 0.45f}});
}

void draw_eye(const Pen& pen, bool open) {
  if (!open) {
    pen.arc(0, -0.35f, 0.85f, 20, 160);
    pen.lines({{0, 0.5f}, {0, 0.8f}});
    pen.lines({{-0.55f, 0.3f}, {-0.75f, 0.55f}});
    pen.lines({{0.55f, 0.3f}, {0.75f, 0.55f}});
    return;
  }
  pen.arc(0, 0.62f, 1.1f, 214, 326);
  pen.arc(0, -0.62f, 1.1f, 34, 146);
  pen.dot(0, 0, 0.3f);
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, float size, ImU32 colour) {
  const Pen pen{list, centre, size / 2, colour, std::max(1.0f, size / 12)};
  switch (icon) {
    case Icon::none:
      break;
    case Icon::open:
      pen.lines({{-0.9f, 0.75f}, {-0.9f, -0.7f}, {-0.3f, -0.7f}, {-0.05f, -0.4f}, {0.7f, -0.4f}, {0.7f, -0.1f}});
      pen.lines({{-0.9f, 0.75f}, {-0.55f, -0.1f}, {1.0f, -0.1f}, {0.65f, 0.75f}}, true);
      break;
    case Icon::save:
      pen.lines({{-0.8f, -0.8f}, {0.5f, -0.8f}, {0.8f, -0.5f}, {0.8f, 0.8f}, {-0.8f, 0.8f}}, true);
      pen.lines({{-0.45f, 0.8f}, {-0.45f, 0.1f}, {0.45f, 0.1f}, {0.45f, 0.8f}});
      pen.lines({{-0.4f, -0.8f}, {-0.4f, -0.4f}, {0.3f, -0.4f}, {0.3f, -0.8f}});
      break;
    case Icon::picture:
      pen.lines({{-0.95f, -0.45f},
                 {-0.45f, -0.45f},
                 {-0.25f, -0.75f},
                 {0.25f, -0.75f},
                 {0.45f, -0.45f},
                 {0.95f, -0.45f},
                 {0.95f, 0.75f},
                 {-0.95f, 0.75f}},
                true);
      pen.arc(0, 0.12f, 0.36f, 0, 360);
      break;
    case Icon::export_mesh:
      pen.lines(
          {{-0.35f, -0.25f}, {-0.85f, -0.25f}, {-0.85f, 0.85f}, {0.85f, 0.85f}, {0.85f, -0.25f}, {0.35f, -0.25f}});
      pen.lines({{0, 0.4f}, {0, -0.9f}});
      pen.lines({{-0.35f, -0.55f}, {0, -0.9f}, {0.35f, -0.55f}});
      break;
    case Icon::undo:
      draw_undo(pen, 1);
      break;
    case Icon::redo:
      draw_undo(pen, -1);
      break;
    case Icon::fit:
      for (const float x : {-1.0f, 1.0f})
        for (const float y : {-1.0f, 1.0f})
          pen.lines({{x * 0.85f, y * 0.35f}, {x * 0.85f, y * 0.85f}, {x * 0.35f, y * 0.85f}});
      pen.dot(0, 0, 0.2f);
      break;
    case Icon::section:
      // A plane that cuts through a body.
      pen.arc(0, 0.05f, 0.62f, 0, 360);
      list->PathClear();
      for (const ImVec2 corner : {ImVec2{-0.3f, -0.95f}, {0.3f, -0.6f}, {0.3f, 0.95f}, {-0.3f, 0.6f}})
        list->PathLineTo(pen.at(corner.x, corner.y));
      list->PathFillConvex(colour);
      break;
    case Icon::perspective:
      // Rails that run together.
      pen.lines({{-0.95f, 0.85f}, {-0.25f, -0.8f}, {0.25f, -0.8f}, {0.95f, 0.85f}}, true);
      pen.lines({{-0.68f, 0.2f}, {0.68f, 0.2f}});
      pen.lines({{-0.45f, -0.35f}, {0.45f, -0.35f}});
      break;
    case Icon::theme:
      pen.arc(0, 0, 0.8f, 0, 360);
      list->PathClear();
      list->PathArcTo(pen.at(0, 0), 0.8f * pen.half, -1.5708f, 1.5708f, 20);
      list->PathFillConvex(colour);
      break;
    case Icon::eye:
      draw_eye(pen, true);
      break;
    case Icon::eye_closed:
      draw_eye(pen, false);
      break;
    case Icon::remove:
      pen.lines({{-0.6f, -0.6f}, {0.6f, 0.6f}});
      pen.lines({{-0.6f, 0.6f}, {0.6f, -0.6f}});
      break;
    case Icon::add:
      pen.lines({{-0.7f, 0}, {0.7f, 0}});
      pen.lines({{0, -0.7f}, {0, 0.7f}});
      break;
    case Icon::previous:
      pen.lines({{0.3f, -0.7f}, {-0.4f, 0}, {0.3f, 0.7f}});
      break;
    case Icon::next:
      pen.lines({{-0.3f, -0.7f}, {0.4f, 0}, {-0.3f, 0.7f}});
      break;
    case Icon::warning:
      pen.lines({{0, -0.85f}, {0.95f, 0.8f}, {-0.95f, 0.8f}}, true);
      pen.lines({{0, -0.3f}, {0, 0.25f}});
      pen.dot(0, 0.52f, 0.1f);
      break;
    case Icon::labels:
      pen.lines({{-0.9f, -0.5f}, {0.4f, -0.5f}, {0.9f, 0}, {0.4f, 0.5f}, {-0.9f, 0.5f}}, true);
      pen.dot(0.3f, 0, 0.14f);
      break;
    case Icon::measure:
      // A ruler, aslant.
      pen.lines({{-0.95f, 0.45f}, {0.45f, -0.95f}, {0.95f, -0.45f}, {-0.45f, 0.95f}}, true);
      for (const float t : {-0.45f, 0.0f, 0.45f}) pen.lines({{t - 0.25f, -t - 0.25f}, {t - 0.02f, -t - 0.02f}});
      break;
  }
}

bool icon_button(const char* id, Icon icon, const char* tooltip, bool on, bool enabled) {
  const float side = ImGui::GetFrameHeight();
  ImGui::BeginDisabled(!enabled);
  ImGui::PushID(id);
  const bool clicked = ImGui::InvisibleButton("##icon", {side, side});
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
  if (on || hovered)
    list->AddRectFilled(min, max,
                        ImGui::GetColorU32(ImGui::IsItemActive() ? ImGuiCol_ButtonActive
                                           : on                  ? ImGuiCol_Header
                                                                 : ImGuiCol_ButtonHovered),
                        ImGui::GetStyle().FrameRounding);
  draw_icon(list, icon, {(min.x + max.x) / 2, (min.y + max.y) / 2}, std::floor(side * 0.52f),
            ImGui::GetColorU32(ImGuiCol_Text));
  ImGui::EndDisabled();
  if (tooltip && *tooltip && ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
    ImGui::SetTooltip("%s", tooltip);
  return clicked;
}

}  // namespace lode::app
