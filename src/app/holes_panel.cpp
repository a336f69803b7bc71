// The look of drillholes beyond their colour: radius, second column, structures, depths, intercepts.
#include <algorithm>

#include <fmt/format.h>
#include <imgui.h>

#include "app/panels.h"
#include "core/structures.h"
#include "core/text.h"

namespace lode::app {
namespace {

/// The columns of the tables; "" stands for none.
void any_column(AppState& state, const char* label, const char* id, const std::vector<const IntervalTable*>& tables,
                std::string& chosen, bool numbers_only) {
  form_label(label);
  ImGui::PushID(id);
  const bool open =
      ImGui::BeginCombo("##column", chosen.empty() ? "None" : chosen.c_str(), ImGuiComboFlags_HeightLarge);
  trace_item(state, id);
  if (open) {
    if (ImGui::Selectable("None", chosen.empty())) chosen.clear();
    for (const IntervalTable* rows : tables) {
      ImGui::Separator();
      ImGui::TextDisabled("%s", rows->table.name.c_str());
      for (const Column& column : rows->table.columns) {
        if (column.role != ColumnRole::attribute || (numbers_only && column.type != ColumnType::number)) continue;
        ImGui::PushID(&column);
        if (ImGui::Selectable(title_of(column).c_str(), chosen == column.name)) chosen = column.name;
        trace_item(state, std::string(id) + "." + column.name);
        ImGui::PopID();
      }
    }
    ImGui::EndCombo();
  }
  ImGui::PopID();
}

void structures_combo(AppState& state, const Drillholes& holes, HoleStyle& style) {
  std::vector<std::string> tables;
  for (const IntervalTable* rows : holes.downhole_tables())
    if (structure_columns(rows->table)) tables.push_back(rows->table.name);
  if (tables.empty() && style.structures.empty()) return;
  form_label("Structures");
  const bool open = ImGui::BeginCombo("##structures", style.structures.empty() ? "None" : style.structures.c_str());
  trace_item(state, "holes.structures");
  if (!open) return;
  if (ImGui::Selectable("None", style.structures.empty())) style.structures.clear();
  for (const std::string& table : tables)
    if (ImGui::Selectable(table.c_str(), table == style.structures)) style.structures = table;
  ImGui::EndCombo();
}

void number_field(AppState& state, const char* label, const char* id, double& value, const char* format) {
  form_label(label);
  ImGui::PushID(id);
  ImGui::InputDouble("##number", &value, 0, 0, format);
  ImGui::PopID();
  trace_item(state, id);
}

void intercept_fields(AppState& state, const Drillholes& holes, InterceptLabels& labels) {
  std::vector<const IntervalTable*> intervals;
  for (const IntervalTable& rows : holes.intervals) intervals.push_back(&rows);
  any_column(state, "Intercepts", "holes.intercepts", intervals, labels.grade, true);
  if (labels.grade.empty()) return;
  InterceptOptions& options = labels.options;
  number_field(state, "  cut-off", "holes.cutoff", options.cutoff, "%.4g");
  number_field(state, "  least length", "holes.min_length", options.min_length_m, "%.4g m");
  number_field(state, "  dilution to", "holes.dilution", options.max_dilution_m, "%.4g m");
  options.min_length_m = std::max(options.min_length_m, 0.0);
  options.max_dilution_m = std::max(options.max_dilution_m, 0.0);
}

}  // namespace

void holes_panel(AppState& state, Layer& layer, const Drillholes& holes) {
  HoleStyle& style = layer.holes;
  const auto box = [&](const char* label, const char* id, bool& on, const char* hint) {
    form_label(label);
    ImGui::PushID(id);
    ImGui::Checkbox("##on", &on);
    ImGui::PopID();
    trace_item(state, id);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", hint);
  };
  const std::vector<const IntervalTable*> tables = holes.downhole_tables();
  any_column(state, "Radius by", "holes.radius_by", tables, style.radius_column, true);
  box("Whole holes", "holes.whole", style.whole_holes, "The filter chooses holes that have a row it lets through");
  box("Collars", "holes.collars", style.show_collars, "A dot at each collar");
  box("Depths", "holes.depths", style.show_depths, "Depths along the holes");
  any_column(state, "Second", "holes.second", tables, style.second_column, false);
  if (!style.second_column.empty()) {
    form_label("  shown as");
    int shape = static_cast<int>(style.second_shape);
    const char* names[] = {"Rings", "Bars", "Line"};
    if (ImGui::Combo("##shape", &shape, names, 3)) style.second_shape = static_cast<SecondShape>(shape);
    trace_item(state, "holes.shape");
  }
  structures_combo(state, holes, style);
  intercept_fields(state, holes, style.intercepts);
}

}  // namespace lode::app
