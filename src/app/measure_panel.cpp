// The card of the measuring tool: what to do, and what was measured.
#include <imgui.h>

#include "app/icons.h"
#include "app/panels.h"

namespace lode::app {
namespace {

const char* instruction(const Measure& measure) {
  if (measure.kind == Measure::Kind::line) {
    if (measure.done) return "Click for a new line. Esc ends.";
    return measure.points.empty() ? "Click the first point." : "Click the second point.";
  }
  if (measure.done) return "Click for a new polygon. Esc ends.";
  return measure.points.size() < 3 ? "Click the corners." : "Click the corners; double click or Enter closes.";
}

}  // namespace

void measure_panel(AppState& state) {
  if (state.measure.kind == Measure::Kind::none) return;
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const float margin = 12 * static_cast<float>(state.scale);
  ImGui::SetNextWindowPos(
      {static_cast<float>(state.view.x) / pixels.x + margin, static_cast<float>(state.view.y) / pixels.y + margin});
  begin_card("measure");
  const bool closed = icon_button("close", Icon::remove, "End measuring  (Esc)");
  trace_item(state, "measure.close");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(state.measure.kind == Measure::Kind::line ? "Distance and direction" : "Area");
  ImGui::TextDisabled("%s", instruction(state.measure));
  const auto values = measure_values(state);
  if (!values.empty() && ImGui::BeginTable("measured", 2, ImGuiTableFlags_SizingFixedFit)) {
    for (const auto& [name, text] : values) {
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextDisabled("%s", name.c_str());
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(text.c_str());
    }
    ImGui::EndTable();
    if (ImGui::SmallButton("Copy")) {
      std::string text;
      for (const auto& [name, value] : values) text += name + "\t" + value + "\n";
      ImGui::SetClipboardText(text.c_str());
    }
    trace_item(state, "measure.copy");
  }
  ImGui::End();
  if (closed) stop_measure(state);
}

}  // namespace lode::app
