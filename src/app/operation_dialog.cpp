// The operations that PROJ knows between a layer's system and the scene's.
#include <fmt/format.h>
#include <imgui.h>

#include <cmath>

#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"

namespace lode::app {
namespace {

std::string accuracy_text(const geo::Operation& operation) {
  if (operation.ballpark) return "ballpark";
  return operation.accuracy_m < 0 ? "unknown" : shortest(operation.accuracy_m) + " m";
}

std::string remark(const geo::Operation& operation, bool used) {
  if (!operation.missing_grid.empty()) return "needs the grid " + operation.missing_grid;
  if (used) return "used now";
  if (operation.ballpark) return "no datum shift";
  return operation.covers ? "" : "made for another area";
}

void wide_cell(const std::string& text) {
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(text.c_str());
  if (ImGui::IsItemHovered() && ImGui::CalcTextSize(text.c_str()).x > ImGui::GetColumnWidth())
    ImGui::SetTooltip("%s", text.c_str());
}

void row(AppState& state, OperationDialog& dialog, std::size_t i) {
  const geo::Operation& operation = dialog.candidates[i];
  const bool usable = operation.missing_grid.empty();
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::PushID(static_cast<int>(i));
  const std::string& name = operation.shift.empty() ? operation.name : operation.shift;
  ImGui::BeginDisabled(!usable);
  if (ImGui::Selectable(name.c_str(), dialog.chosen == i,
                        ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_DontClosePopups))
    dialog.chosen = i;
  ImGui::EndDisabled();
  trace_item(state, fmt::format("operation.{}", i));
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled))
    ImGui::SetTooltip("%s\n%s", operation.name.c_str(), operation.pipeline.c_str());
  ImGui::PopID();
  wide_cell(accuracy_text(operation));
  wide_cell(i == 0 ? "" : std::isfinite(operation.away_m) ? fmt::format("{:.2f} m", operation.away_m) : "-");
  wide_cell(operation.area.name);
  ImGui::TableNextColumn();
  const bool warns = !usable || operation.ballpark || !operation.covers;
  ImGui::TextColored(warns ? warning_colour() : faint_text(), "%s", remark(operation, i == 0).c_str());
}

}  // namespace

void operation_dialog(AppState& state) {
  OperationDialog& dialog = state.coordinates.operation;
  ImGui::TextDisabled(
      "How \"%s\" is brought into the scene's system. The most accurate that covers the data comes first.",
      state.scene.sources[dialog.source].name.c_str());
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable;
  if (ImGui::BeginTable("operations", 5, flags, {0, ImGui::GetFrameHeight() * 11})) {
    ImGui::TableSetupScrollFreeze(0, 1);
    ImGui::TableSetupColumn("Operation", ImGuiTableColumnFlags_WidthStretch, 3);
    ImGui::TableSetupColumn("Accuracy", ImGuiTableColumnFlags_WidthStretch, 1);
    ImGui::TableSetupColumn("Lies away", ImGuiTableColumnFlags_WidthStretch, 1);
    ImGui::TableSetupColumn("Made for", ImGuiTableColumnFlags_WidthStretch, 2.5f);
    ImGui::TableSetupColumn("Remark", ImGuiTableColumnFlags_WidthStretch, 2);
    ImGui::TableHeadersRow();
    for (std::size_t i = 0; i < dialog.candidates.size(); ++i) row(state, dialog, i);
    ImGui::EndTable();
  }
  const bool use = ImGui::Button("Use");
  trace_item(state, "operation.use");
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
  if (!use) return;
  give_operation(state, dialog.source, dialog.candidates[dialog.chosen], dialog.candidates);
  ImGui::CloseCurrentPopup();
}

}  // namespace lode::app
