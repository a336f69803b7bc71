// The strip log of the picked hole: rock, grades and survey beside a depth axis.
#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <imgui.h>

#include "app/histogram.h"
#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"
#include "view/strip_log.h"

namespace lode::app {
namespace {

struct Area {
  ImVec2 min, max;
  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
};

ImU32 packed(Rgba c) { return IM_COL32(c.r, c.g, c.b, 255); }

/// Where depths stand in the panel.
struct DepthAxis {
  double depth_m;
  float top, height;
  float y(double depth) const { return top + static_cast<float>(depth / depth_m) * height; }
  double depth(float at) const { return static_cast<double>((at - top) / height) * depth_m; }
};

/// The hole of what is picked; nothing when it is none.
std::optional<std::uint32_t> picked_hole(const AppState& state, const LayerPicture*& picture) {
  if (!state.picked || state.picked->layer >= state.scene.layers.size()) return std::nullopt;
  picture = picture_of_layer(state, state.picked->layer);
  if (picture == nullptr) return std::nullopt;
  const auto* segments = std::get_if<Segments>(&picture->geometry);
  if (segments == nullptr || state.picked->hit.element >= segments->hole.size()) return std::nullopt;
  return segments->hole[static_cast<std::size_t>(state.picked->hit.element)];
}

void draw_axis(const DepthAxis& axis, float left, float right) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 text = ImGui::GetColorU32(ImGuiCol_Text), line = ImGui::GetColorU32(ImGuiCol_Border);
  const float apart = ImGui::GetTextLineHeight() * 2;
  double step = round_step(axis.depth_m / std::max(1.0f, axis.height / apart));
  while (step * static_cast<double>(axis.height) / axis.depth_m < static_cast<double>(apart)) step *= 2;
  for (double depth = 0; depth <= axis.depth_m; depth += step) {
    const std::string label = shortest(depth);
    list->AddLine({left, axis.y(depth)}, {right, axis.y(depth)}, line);
    list->AddText({left, axis.y(depth)}, text, label.c_str());
  }
}

void draw_words(const StripTrack& track, const DepthAxis& axis, const Area& area) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const StripPiece& piece : track.pieces) {
    const ImVec2 min{area.min.x, axis.y(piece.from_m)}, max{area.max.x, axis.y(piece.to_m)};
    list->AddRectFilled(min, {max.x, std::max(max.y, min.y + 1)}, packed(piece.colour));
    if (max.y - min.y < ImGui::GetTextLineHeight()) continue;
    const bool dark = 2 * piece.colour.r + 5 * piece.colour.g + piece.colour.b < 8 * 140;
    list->PushClipRect(min, max, true);
    list->AddText({min.x + 3, min.y}, dark ? IM_COL32(255, 255, 255, 255) : IM_COL32(0, 0, 0, 255), piece.text.c_str());
    list->PopClipRect();
  }
}

void draw_numbers(const StripTrack& track, const DepthAxis& axis, const Area& area) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 line = ImGui::GetColorU32(ImGuiCol_Text);
  const StripPiece* before = nullptr;
  float before_x = 0;
  for (const StripPiece& piece : track.pieces) {
    const double share = std::clamp((piece.value - track.min) / (track.max - track.min), 0.0, 1.0);
    const float x = area.min.x + static_cast<float>(share) * area.width();
    const float from = axis.y(piece.from_m), to = axis.y(piece.to_m);
    list->AddRectFilled({area.min.x, from}, {x, std::max(to, from + 1)}, packed(piece.colour));
    list->AddLine({x, from}, {x, to}, line);
    if (before != nullptr && std::abs(before->to_m - piece.from_m) < 0.01)
      list->AddLine({before_x, from}, {x, from}, line);
    before = &piece;
    before_x = x;
  }
}

void draw_survey(const StripLog& log, const DepthAxis& axis, const Area& area) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  float free_y = -1e9f;
  for (const Station& station : log.stations) {
    const float y = axis.y(station.depth_m);
    list->AddLine({area.min.x, y}, {area.min.x + 4, y}, ImGui::GetColorU32(ImGuiCol_TextDisabled));
    if (y < free_y || y + ImGui::GetTextLineHeight() > area.max.y) continue;
    const std::string text = fmt::format("{:.0f}/{:.0f}", station.azimuth_deg, station.dip_deg);
    list->AddText({area.min.x + 6, y}, ImGui::GetColorU32(ImGuiCol_TextDisabled), text.c_str());
    free_y = y + ImGui::GetTextLineHeight();
  }
}

void hover(AppState& state, const StripLog& log, const DepthAxis& axis, const Area& whole) {
  state.strip_log.depth_under_cursor_m = -1;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsItemHovered() || mouse.y < axis.top || mouse.y > axis.top + axis.height) return;
  ImGui::GetWindowDrawList()->AddLine({whole.min.x, mouse.y}, {whole.max.x, mouse.y}, ImGui::GetColorU32(accent()));
  const double depth_m = axis.depth(mouse.y);
  state.strip_log.depth_under_cursor_m = depth_m;
  ImGui::BeginTooltip();
  ImGui::Text("%s  %.2f m", log.hole.c_str(), depth_m);
  for (const auto& [name, text] : values_at(log, depth_m)) {
    ImGui::TextDisabled("%s", name.c_str());
    ImGui::SameLine();
    ImGui::TextUnformatted(text.c_str());
  }
  ImGui::EndTooltip();
}

/// Words have the room that the longest needs, where curves leave it; all curves are as wide.
std::vector<float> track_widths(const StripLog& log, float room, float font, float gap) {
  const float least_curve = font * 4, least_words = font * 4;
  std::vector<float> widths;
  float wanted = 0;
  std::size_t curves = 0;
  for (const StripTrack& track : log.tracks) {
    float width = track.of_words ? least_words : 0;
    if (track.of_words) {
      width = std::max(width, ImGui::CalcTextSize(track.title.c_str()).x);
      for (const StripPiece& piece : track.pieces)
        width = std::max(width, ImGui::CalcTextSize(piece.text.c_str()).x + 6);
    }
    curves += track.of_words ? 0 : 1;
    wanted += width + gap;
    widths.push_back(width);
  }
  const float for_words = std::max(room - static_cast<float>(curves) * least_curve, 0.0f);
  const float share = wanted > 0 ? std::min(1.0f, for_words / wanted) : 1;
  float left = room;
  for (float& width : widths) {
    width *= share;
    left -= width + gap;
  }
  for (std::size_t i = 0; i < widths.size(); ++i)
    if (!log.tracks[i].of_words) widths[i] = std::max(left / static_cast<float>(curves), gap);
  return widths;
}

void draw_log(AppState& state, const StripLog& log, ImVec2 size) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("log", size);
  trace_item(state, "strip_log.tracks");
  const float heading = ImGui::GetTextLineHeight() * 1.4f, font = ImGui::GetFontSize(), gap = font * 0.4f;
  const Area whole{corner, {corner.x + size.x, corner.y + size.y}};
  const DepthAxis axis{std::max(log.depth_m, 0.1), corner.y + heading, size.y - heading - font};
  draw_axis(axis, whole.min.x, whole.max.x);
  ImDrawList* list = ImGui::GetWindowDrawList();
  float x = corner.x + font * 3;
  const float survey = font * 4.5f;
  const std::vector<float> widths = track_widths(log, whole.max.x - x - survey, font, gap);
  for (std::size_t i = 0; i < log.tracks.size(); ++i) {
    const StripTrack& track = log.tracks[i];
    const float width = widths[i];
    const Area area{{x, axis.top}, {x + width, axis.top + axis.height}};
    list->PushClipRect({x, corner.y}, {x + width, whole.max.y}, true);
    list->AddText({x, corner.y}, ImGui::GetColorU32(ImGuiCol_Text), track.title.c_str());
    list->PopClipRect();
    track.of_words ? draw_words(track, axis, area) : draw_numbers(track, axis, area);
    x += width + gap;
  }
  list->AddText({x, corner.y}, ImGui::GetColorU32(ImGuiCol_TextDisabled), "Az/dip");
  draw_survey(log, axis, {{x, axis.top}, {whole.max.x, axis.top + axis.height}});
  hover(state, log, axis, whole);
}

/// Made again only when another hole is picked or the layer looks otherwise.
const StripLog& current_log(AppState& state, const LayerPicture& picture, std::uint32_t hole) {
  const Layer& layer = state.scene.layers[state.picked->layer];
  StripLogOfPick& kept = state.strip_log;
  if (kept.source != picture.source || kept.hole != hole || kept.layer != layer || kept.log == nullptr)
    kept = {picture.source, hole, layer,
            std::make_shared<const StripLog>(make_strip_log(*picture.source, hole, layer, picture.scale))};
  return *kept.log;
}

}  // namespace

void strip_log_panel(AppState& state) {
  const LayerPicture* picture = nullptr;
  const std::optional<std::uint32_t> hole = state.show_strip_log ? picked_hole(state, picture) : std::nullopt;
  if (!hole) return;
  const StripLog& log = current_log(state, *picture, *hole);
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const float margin = 12 * static_cast<float>(state.scale), font = ImGui::GetFontSize();
  const ImVec2 view{static_cast<float>(state.view.width) / pixels.x, static_cast<float>(state.view.height) / pixels.y};
  const ImVec2 size{std::min(font * 34, view.x * 0.6f), std::max(font * 12, view.y * 0.62f)};
  // The lower middle: the pick's values stand at the upper left, the legend at the right.
  ImGui::SetNextWindowPos({static_cast<float>(state.view.x) / pixels.x + view.x * 0.5f,
                           static_cast<float>(state.view.y) / pixels.y + view.y - margin},
                          ImGuiCond_Always, {0.5f, 1});
  begin_card("strip_log");
  const bool closed = icon_button("close_log", Icon::remove, "Close");
  trace_item(state, "strip_log.close");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::Text("%s  %s m", log.hole.c_str(), shortest(log.depth_m).c_str());
  draw_log(state, log, size);
  ImGui::End();
  if (closed) state.show_strip_log = false;
}

}  // namespace lode::app
