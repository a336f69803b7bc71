#include <imgui.h>

#include <algorithm>

#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"

namespace lode::app {
namespace {

void values_of(const Pick& pick, std::size_t most) {
  if (!ImGui::BeginTable("values", 2, ImGuiTableFlags_SizingFixedFit)) return;
  std::size_t shown = 0;
  for (const auto& [name, text] : pick.values) {
    if (shown++ == most) break;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextDisabled("%s", name.c_str());
    ImGui::TableNextColumn();
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetFontSize() * 16);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::EndTable();
  if (pick.values.size() > most) ImGui::TextDisabled("%zu more: click", pick.values.size() - most);
}

/// The values of a pick with those first that the layer is coloured and filtered by.
Pick telling_first(Pick pick, const Layer& layer) {
  std::ranges::stable_partition(pick.values, [&](const auto& value) {
    return value.first == layer.colour.column || layer.filter.find(value.first) != std::string::npos;
  });
  std::ranges::stable_partition(pick.values, [&](const auto& value) { return value.first == layer.colour.column; });
  return pick;
}

}  // namespace

void hover_tooltip(AppState& state) {
  if (!state.hovered || state.hovered->layer >= state.scene.layers.size()) return;
  if (state.measure.kind != Measure::Kind::none) return;  // it would hide what is measured
  if (state.picked && state.picked->title == state.hovered->title) return;
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(state.hovered->title.c_str());
  ImGui::TextDisabled("%s", state.scene.layers[state.hovered->layer].name.c_str());
  values_of(telling_first(*state.hovered, state.scene.layers[state.hovered->layer]), 7);
  ImGui::EndTooltip();
}

void pick_panel(AppState& state) {
  if (!state.picked || state.picked->layer >= state.scene.layers.size()) return;
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const float margin = 12 * static_cast<float>(state.scale), line = ImGui::GetFrameHeight();
  // The upper left corner: the legend and the north arrow stand on the right.
  const ImVec2 corner{static_cast<float>(state.view.x) / pixels.x + margin,
                      static_cast<float>(state.view.y) / pixels.y + margin};
  ImGui::SetNextWindowPos(corner);
  ImGui::SetNextWindowSizeConstraints({line * 8, 0},
                                      {line * 16, static_cast<float>(state.view.height) / pixels.y * 0.8f});
  begin_card("picked");
  const bool closed = icon_button("close", Icon::remove, "Close");
  trace_item(state, "picked.close");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(state.picked->title.c_str());
  ImGui::TextDisabled("%s", state.scene.layers[state.picked->layer].name.c_str());
  values_of(*state.picked, 400);
  if (const LayerPicture* picture = picture_of_layer(state, state.picked->layer)) {
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetFontSize() * 24);
    ImGui::TextDisabled("%s", placing_text(picture->source->placing).c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::End();
  if (!closed) return;
  state.picked.reset();
  state.view_changed = true;
}

}  // namespace lode::app
