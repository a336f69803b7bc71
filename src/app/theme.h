// Colours, spaces and the font: one neutral grey family and one accent.
#pragma once

#include <string_view>

#include <imgui.h>

namespace lode::app {

/// Sets ImGui's style; spaces are multiples of 4 pixels times `scale`.
void apply_theme(bool dark, double scale);
ImVec4 accent();
ImVec4 faint_text();
ImVec4 warning_colour();
ImVec4 error_colour();

/// Builds the font atlas at `size_px` with Latin, Cyrillic and Greek letters and whatever else was met so far. Throws
/// Error when the machine has no font.
void build_fonts(double size_px);
/// For the one heading there is, at 1.5 times the size.
ImFont* heading_font();
/// Notes the glyphs of a text; true when the atlas lacks some that a font of the machine has, and has to be built again
/// between two frames.
bool meet_text(std::string_view utf8_text);
/// How many of the characters met the atlas lacks.
std::size_t missing_glyphs();

}  // namespace lode::app
