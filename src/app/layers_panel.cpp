#include <fmt/format.h>
#include <imgui.h>

#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

const char* noun(DatasetKind kind) {
  switch (kind) {
    case DatasetKind::drillholes:
      return "holes";
    case DatasetKind::blocks:
      return "blocks";
    case DatasetKind::surface:
      return "triangles";
    case DatasetKind::points:
      return "points";
  }
  return "";
}

std::string count_text(const AppState& state, std::size_t index) {
  const Layer& layer = state.scene.layers[index];
  const DatasetKind kind = layer.shell_column.empty() ? state.scene.sources[layer.source].kind : DatasetKind::surface;
  const LayerPicture* picture = picture_of_layer(state, index);
  if (error_of_layer(state, index)) return "not drawn";
  if (!picture) return noun(kind);
  return fmt::format("{} {}", grouped(static_cast<double>(count_of(*picture->source->dataset))), noun(kind));
}

/// From what to what, by which operation, with what accuracy.
std::string placed_as(const AppState& state, std::size_t index) {
  const LayerPicture* picture = picture_of_layer(state, index);
  return picture ? placing_text(picture->source->placing) : std::string();
}

/// What tells layers apart at a glance: a small square in the layer's colours.
void swatch(const AppState& state, std::size_t index, ImVec2 min, float side) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const LayerPicture* picture = picture_of_layer(state, index);
  const ColourStyle& style = state.scene.layers[index].colour;
  const auto packed = [](Rgba c) { return IM_COL32(c.r, c.g, c.b, 255); };
  if (!picture || style.column.empty() || picture->source->shell) {
    const Rgba colour = picture && picture->source->shell ? picture->scale.palette[1] : style.colour;
    list->AddRectFilled(min, {min.x + side, min.y + side}, packed(colour), side / 5);
    return;
  }
  const ColourScale& scale = picture->scale;
  const std::size_t shown = scale.categorical
                                ? std::max<std::size_t>(1, std::min<std::size_t>(scale.categories.size(), 4))
                            : scale.bins.empty() ? 6
                                                 : scale.bins.size() + 1;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto n = static_cast<float>(shown);
    std::uint8_t entry = static_cast<std::uint8_t>(1 + i);
    if (!scale.categorical && scale.bins.empty()) entry = static_cast<std::uint8_t>(1 + i * 254 / (shown - 1));
    const float top = min.y + side * (n - 1 - static_cast<float>(i)) / n;
    list->AddRectFilled({min.x, top}, {min.x + side, top + side / n + 0.5f}, packed(scale.palette[entry]));
  }
}

}  // namespace

void layers_panel(AppState& state) {
  Scene& scene = state.scene;
  std::optional<std::size_t> removed;
  const float line = ImGui::GetFrameHeight(), gap = ImGui::GetStyle().ItemInnerSpacing.x;
  for (std::size_t i = 0; i < scene.layers.size(); ++i) {
    Layer& layer = scene.layers[i];
    ImGui::PushID(static_cast<int>(i));
    if (icon_button("eye", layer.visible ? Icon::eye : Icon::eye_closed, layer.visible ? "Hide" : "Show"))
      layer.visible = !layer.visible;
    trace_item(state, fmt::format("layer.{}.eye", i));
    ImGui::SameLine(0, gap / 2);
    const float width = ImGui::GetContentRegionAvail().x - line - gap / 2;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    if (ImGui::Selectable("##layer", state.layer == i, ImGuiSelectableFlags_AllowDoubleClick, {width, line})) {
      state.layer = i;
      if (ImGui::IsMouseDoubleClicked(0)) show_layer(state, i);
    }
    trace_item(state, fmt::format("layer.{}", i));
    const std::string& file =
        scene.sources[layer.source].files.empty() ? layer.name : utf8(scene.sources[layer.source].files.front().path);
    const Error* error = error_of_layer(state, i);
    if (ImGui::IsItemHovered())
      ImGui::SetTooltip("%s\n%s\n%s\n%s", layer.name.c_str(), file.c_str(), placed_as(state, i).c_str(),
                        error ? describe(*error).c_str() : "Double click: fill the picture with it");
    const float side = ImGui::GetTextLineHeight() * 0.8f, text_y = start.y + ImGui::GetStyle().FramePadding.y;
    swatch(state, i, {start.x + gap, start.y + (line - side) / 2}, side);
    const std::string count = count_text(state, i);
    const float count_width = ImGui::CalcTextSize(count.c_str()).x;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(start, {start.x + width - count_width - gap * 2, start.y + line}, true);
    list->AddText({start.x + side + gap * 2, text_y},
                  ImGui::GetColorU32(layer.visible ? ImGuiCol_Text : ImGuiCol_TextDisabled), layer.name.c_str());
    list->PopClipRect();
    list->AddText({start.x + width - count_width - gap, text_y},
                  error ? ImGui::GetColorU32(error_colour()) : ImGui::GetColorU32(ImGuiCol_TextDisabled),
                  count.c_str());
    ImGui::SameLine(0, gap / 2);
    if (icon_button("remove", Icon::remove, "Remove this layer")) removed = i;
    trace_item(state, fmt::format("layer.{}.remove", i));
    ImGui::PopID();
  }
  if (removed) remove_layer(state, *removed);
}

}  // namespace lode::app
