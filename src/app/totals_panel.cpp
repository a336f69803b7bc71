#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <imgui.h>

#include "app/amounts.h"
#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"

namespace lode::app {
namespace {

void row(const char* label, const std::string& value, const char* tooltip = nullptr) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  ImGui::TextDisabled("%s", label);
  ImGui::TableNextColumn();
  const float space = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(value.c_str()).x;
  if (space > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + space);
  ImGui::TextUnformatted(value.c_str());
  if (tooltip && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", tooltip);
}

std::string share_text(std::uint64_t shown, std::uint64_t all) {
  const std::string count = grouped(static_cast<double>(shown));
  return shown == all ? count : count + " of " + grouped(static_cast<double>(all));
}

std::string none(const char* why) { return std::string("–  ") + why; }

void block_rows(const Totals& totals) {
  const Tonnage& tonnage = *totals.tonnage;
  if (tonnage.rows.empty()) return;
  const TonnageRow& sum = tonnage.rows.front();
  row("Volume", volume_text(sum.volume_m3));
  const std::string density = tonnage.density_used.empty() ? "" : "Density: " + tonnage.density_used;
  row("Tonnes", sum.tonnes ? large(*sum.tonnes, "t") : none("no density"), density.empty() ? nullptr : density.c_str());
  if (totals.grade.empty()) return;
  row("Mean grade", sum.grade ? grade_text(*sum.grade, totals.grade_unit) : "–",
      sum.tonnes ? "Weighted by tonnes" : "Weighted by volume");
  if (sum.metal_t) row("Metal", large(*sum.metal_t, "t"));
  if (sum.metal_oz) row("", large(*sum.metal_oz, "oz"));
}

/// Classes in the order reports give them, other words after.
int rank(const std::string& name) {
  constexpr std::string_view order[] = {"measured", "indicated", "inferred"};
  const auto found = std::ranges::find(order, fold_case(name));
  return static_cast<int>(found - std::begin(order));
}

void class_rows(const Tonnage& tonnage, const std::string& unit) {
  auto groups = tonnage.groups;
  std::ranges::stable_sort(groups, {}, [](const auto& group) { return rank(group.first); });
  for (const auto& [name, rows] : groups) {
    if (rows.empty() || rows.front().blocks == 0) continue;
    const TonnageRow& sum = rows.front();
    const std::string amount = sum.tonnes ? large(*sum.tonnes, "t") : volume_text(sum.volume_m3);
    row(name.c_str(), sum.grade ? amount + "  at  " + grade_text(*sum.grade, unit) : amount);
  }
}

void notes(const AppState& state, const Totals& totals) {
  ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
  if (totals.tonnage && totals.tonnage->without_density > 0)
    ImGui::TextWrapped("%s blocks lack density and are left out of tonnes.",
                       grouped(static_cast<double>(totals.tonnage->without_density)).c_str());
  if (totals.tonnage && totals.tonnage->without_grade > 0 && !totals.grade.empty())
    ImGui::TextWrapped("%s blocks lack %s.", grouped(static_cast<double>(totals.tonnage->without_grade)).c_str(),
                       totals.grade.c_str());
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (picture && picture->source->shell)
    ImGui::TextWrapped("The volume within the surface is not the volume of the blocks above the cut-off.");
  if (state.scene.section.on) ImGui::TextWrapped("Of the whole layer: the section cuts the picture, not the totals.");
  ImGui::PopStyleColor();
}

}  // namespace

void totals_panel(AppState& state) {
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const Totals& totals = state.totals;
  if (!picture || state.totals_layer != state.layer) {
    ImGui::TextDisabled("–");
    return;
  }
  if (picture->table && totals.kind != DatasetKind::surface) {
    form_label("Grade");
    std::string grade = totals.grade;
    if (column_combo(state, "totals.grade", *picture->table, grade, "None", Columns::numbers))
      state.grades[state.layer] = grade;
  }
  if (totals.tonnage) {
    form_label("By");
    std::string by = totals.tonnage->by;
    if (column_combo(state, "totals.by", *picture->table, by, "Nothing", Columns::words))
      state.splits[state.layer] = by;
  }
  if (ImGui::BeginTable("totals", 2, ImGuiTableFlags_SizingStretchProp)) {
    const char* counted[] = {"Intervals", "Blocks", "Triangles", "Points"};
    row(totals.of_readings ? "Readings" : counted[static_cast<int>(totals.kind)], share_text(totals.shown, totals.all));
    if (totals.tonnage) block_rows(totals);
    if (const auto& shell = picture->source->shell)
      row("Shell encloses", volume_text(shell->volume_m3), "Not the volume of the blocks above the cut-off");
    if (totals.kind == DatasetKind::drillholes) {
      row("Holes", grouped(static_cast<double>(totals.holes)));
      if (!totals.of_readings) row("Length", grouped(totals.metres, 1) + " m");
    }
    const bool by_length = totals.kind == DatasetKind::drillholes && !totals.of_readings;
    if (totals.mean)
      row("Mean grade", grade_text(*totals.mean, totals.grade_unit), by_length ? "Weighted by length" : nullptr);
    if (totals.tonnage) class_rows(*totals.tonnage, totals.grade_unit);
    ImGui::EndTable();
  }
  notes(state, totals);
}

}  // namespace lode::app
