#include "app/theme.h"

#include <algorithm>

namespace lode::app {
namespace {

bool is_dark = true;

ImVec4 grey(float value, float alpha = 1) { return {value, value, value * 1.01f, alpha}; }

/// From the window's ground (0) to its text (1).
ImVec4 shade(float value, float alpha = 1) {
  return is_dark ? grey(0.125f + 0.79f * value, alpha) : grey(0.965f - 0.85f * value, alpha);
}

}  // namespace

ImVec4 accent() { return is_dark ? ImVec4(0.36f, 0.66f, 0.92f, 1) : ImVec4(0.09f, 0.42f, 0.72f, 1); }
ImVec4 faint_text() { return shade(0.62f); }
ImVec4 warning_colour() { return is_dark ? ImVec4(0.95f, 0.74f, 0.35f, 1) : ImVec4(0.62f, 0.40f, 0.0f, 1); }
ImVec4 error_colour() { return is_dark ? ImVec4(0.96f, 0.50f, 0.44f, 1) : ImVec4(0.74f, 0.16f, 0.12f, 1); }

void apply_theme(bool dark, double scale) {
  is_dark = dark;
  ImGuiStyle style;
  style.WindowPadding = {12, 12};
  style.FramePadding = {8, 4};
  style.ItemSpacing = {8, 8};
  style.ItemInnerSpacing = {8, 4};
  style.CellPadding = {4, 2};
  style.IndentSpacing = 16;
  style.ScrollbarSize = 12;
  style.GrabMinSize = 12;
  style.WindowRounding = style.ChildRounding = 0;
  style.FrameRounding = style.GrabRounding = style.PopupRounding = style.ScrollbarRounding = 4;
  style.WindowBorderSize = style.FrameBorderSize = style.ChildBorderSize = 0;
  style.PopupBorderSize = 1;
  style.WindowMinSize = {32, 32};
  style.DisabledAlpha = 0.4f;
  ImVec4* colours = style.Colors;
  const ImVec4 active = accent();
  const auto tinted = [&](float alpha) { return ImVec4(active.x, active.y, active.z, alpha); };
  colours[ImGuiCol_Text] = shade(1);
  colours[ImGuiCol_TextDisabled] = faint_text();
  colours[ImGuiCol_WindowBg] = colours[ImGuiCol_MenuBarBg] = shade(0);
  colours[ImGuiCol_PopupBg] = shade(0.05f);
  colours[ImGuiCol_ChildBg] = {0, 0, 0, 0};
  colours[ImGuiCol_Border] = colours[ImGuiCol_Separator] = shade(0.16f);
  colours[ImGuiCol_FrameBg] = shade(0.09f);
  colours[ImGuiCol_FrameBgHovered] = shade(0.14f);
  colours[ImGuiCol_FrameBgActive] = shade(0.17f);
  colours[ImGuiCol_TitleBg] = colours[ImGuiCol_TitleBgActive] = shade(0.04f);
  colours[ImGuiCol_ScrollbarBg] = {0, 0, 0, 0};
  colours[ImGuiCol_ScrollbarGrab] = shade(0.2f);
  colours[ImGuiCol_ScrollbarGrabHovered] = colours[ImGuiCol_ScrollbarGrabActive] = shade(0.3f);
  colours[ImGuiCol_CheckMark] = colours[ImGuiCol_SliderGrab] = colours[ImGuiCol_SliderGrabActive] = active;
  colours[ImGuiCol_Button] = shade(0.11f);
  colours[ImGuiCol_ButtonHovered] = shade(0.18f);
  colours[ImGuiCol_ButtonActive] = shade(0.24f);
  colours[ImGuiCol_Header] = tinted(0.28f);
  colours[ImGuiCol_HeaderHovered] = tinted(0.18f);
  colours[ImGuiCol_HeaderActive] = tinted(0.4f);
  colours[ImGuiCol_PlotHistogram] = active;
  colours[ImGuiCol_TextSelectedBg] = tinted(0.35f);
  colours[ImGuiCol_NavHighlight] = active;
  colours[ImGuiCol_ModalWindowDimBg] = {0, 0, 0, dark ? 0.45f : 0.25f};
  colours[ImGuiCol_TableRowBgAlt] = shade(0.03f);
  colours[ImGuiCol_TableHeaderBg] = shade(0.06f);
  colours[ImGuiCol_TableBorderLight] = colours[ImGuiCol_TableBorderStrong] = shade(0.1f);
  style.ScaleAllSizes(static_cast<float>(scale));
  ImGui::GetStyle() = style;
}

}  // namespace lode::app
