// The choice of a coordinate system: PROJ's database searched by name, code or area; for data without one the systems
// that bring it near the other layers.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"

namespace lode::app {
namespace {

const char* title_of(CrsTarget target) {
  switch (target) {
    case CrsTarget::scene:
      return "The scene's system: what all layers are brought to.";
    case CrsTarget::source:
      return "The system the layer's coordinates are in.";
    case CrsTarget::readout:
      return "One more system to read positions in.";
    case CrsTarget::exporting:
      return "The system to export in.";
  }
  return "";
}

void choose(CrsDialog& dialog, const std::string& code) {
  dialog.chosen = code;
  dialog.fault.clear();
  try {
    dialog.info = geo::describe_crs(code);
  } catch (const Error& error) {
    dialog.chosen.clear();
    dialog.fault = error.what_happened();
  }
}

void search(CrsDialog& dialog) {
  if (dialog.searched == dialog.text) return;
  dialog.searched = dialog.text;
  dialog.chosen.clear();
  dialog.fault.clear();
  const std::string_view text = trim(dialog.text);
  dialog.matches = text.size() < 2 ? geo::CrsMatches{} : geo::search_crs(std::string(text), 60);
  if (!dialog.matches.entries.empty() && text.starts_with("EPSG:")) choose(dialog, dialog.matches.entries.front().code);
}

/// A row that is chosen by a click and used by two; returns whether it is to be used.
bool choice_row(AppState& state, CrsDialog& dialog, const std::string& code) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const bool clicked = ImGui::Selectable(code.c_str(), dialog.chosen == code,
                                         ImGuiSelectableFlags_SpanAllColumns | ImGuiSelectableFlags_DontClosePopups |
                                             ImGuiSelectableFlags_AllowDoubleClick);
  trace_item(state, "crs." + code);
  if (clicked) choose(dialog, code);
  return clicked && ImGui::IsMouseDoubleClicked(0);
}

void cell(const std::string& text) {
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(text.c_str());
  if (ImGui::IsItemHovered() && ImGui::CalcTextSize(text.c_str()).x > ImGui::GetColumnWidth())
    ImGui::SetTooltip("%s", text.c_str());
}

bool begin_rows(const char* id, std::initializer_list<std::pair<const char*, float>> columns) {
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_Resizable;
  if (!ImGui::BeginTable(id, static_cast<int>(columns.size()), flags, {0, ImGui::GetFrameHeight() * 11})) return false;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const auto& [name, weight] : columns) ImGui::TableSetupColumn(name, ImGuiTableColumnFlags_WidthStretch, weight);
  ImGui::TableHeadersRow();
  return true;
}

std::string distance_text(const geo::LikelyCrs& likely) {
  if (likely.nearest.empty()) return "-";
  if (likely.gap_m < 1) return "overlaps " + likely.nearest;
  const bool near = likely.gap_m < 10'000;
  return fmt::format("{} {} from {}", grouped(near ? likely.gap_m : likely.gap_m / 1000), near ? "m" : "km",
                     likely.nearest);
}

bool likely_rows(AppState& state, CrsDialog& dialog) {
  ImGui::TextDisabled("Systems in whose area these coordinates fall, nearest to the other layers first:");
  if (!begin_rows("likely", {{"Code", 1.1f}, {"Name", 3}, {"Area of use", 3}, {"Distance", 1.6f}})) return false;
  bool use = false;
  for (const geo::LikelyCrs& likely : dialog.likely) {
    use = choice_row(state, dialog, likely.code) || use;
    cell(likely.name + (likely.swapped ? "  (x and y swapped)" : "") +
         (likely.zone_shift_m != 0 ? fmt::format("  (zone number {})", likely.zone_shift_m > 0 ? "added" : "taken off")
                                   : ""));
    cell(likely.area);
    cell(distance_text(likely));
  }
  ImGui::EndTable();
  return use;
}

bool match_rows(AppState& state, CrsDialog& dialog) {
  const geo::CrsMatches& matches = dialog.matches;
  if (trim(dialog.text).size() < 2)
    ImGui::TextDisabled("Type a code, a name, an area or a place; WKT, a PROJ string or a .prj file are taken too.");
  else if (matches.entries.empty())
    ImGui::TextDisabled("Nothing in PROJ's database matches. WKT, a PROJ string or a file's path is taken as it is.");
  else
    ImGui::TextDisabled("%s%s", fmt::format("{} of {} found", matches.entries.size(), matches.found).c_str(),
                        matches.all_words ? "" : "; none matches every word");
  if (!begin_rows("matches", {{"Code", 1.1f}, {"Name", 3}, {"Area of use", 3}, {"Kind", 1}})) return false;
  bool use = false;
  for (const geo::CrsEntry& entry : matches.entries) {
    use = choice_row(state, dialog, entry.code) || use;
    cell(entry.name);
    cell(entry.area.name);
    cell(entry.kind);
  }
  ImGui::EndTable();
  return use;
}

void details(const CrsDialog& dialog) {
  // As high whatever is said, so that the buttons stay where they are.
  ImGui::BeginChild("details", {0, 4.2f * ImGui::GetTextLineHeightWithSpacing()});
  ImGui::PushTextWrapPos(0);
  if (!dialog.fault.empty()) {
    ImGui::TextColored(error_colour(), "%s", dialog.fault.c_str());
  } else if (dialog.chosen.empty()) {
    ImGui::TextDisabled("%s", title_of(dialog.target));
  } else {
    const geo::CrsInfo& info = dialog.info;
    ImGui::Text("%s  (%s)", info.name.c_str(), dialog.chosen.c_str());
    ImGui::TextDisabled("Datum %s.  Unit %s.  Axes %s.%s%s", info.datum.c_str(), info.unit.c_str(), info.axes.c_str(),
                        info.projection.empty() ? "" : "  ", info.projection.c_str());
    ImGui::TextDisabled("%s", info.area.known() ? info.area.name.c_str() : "No area of use is stated.");
  }
  ImGui::PopTextWrapPos();
  ImGui::EndChild();
}

}  // namespace

void crs_dialog(AppState& state) {
  CrsDialog& dialog = state.coordinates.crs;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere(0);
  ImGui::SetNextItemWidth(-1);
  const bool entered = ImGui::InputTextWithHint("##search", "Pulkovo 44, UTM 44N, Kazakhstan, 32644 \u2026",
                                                &dialog.text, ImGuiInputTextFlags_EnterReturnsTrue);
  trace_item(state, "crs.search");
  search(dialog);
  const bool proposals = trim(dialog.text).empty() && !dialog.likely.empty();
  bool use = proposals ? likely_rows(state, dialog) : match_rows(state, dialog);
  details(dialog);
  const std::string wanted = !dialog.chosen.empty() ? dialog.chosen : std::string(trim(dialog.text));
  ImGui::BeginDisabled(wanted.empty());
  use = ImGui::Button("Use") || use || (entered && !wanted.empty());
  trace_item(state, "crs.use");
  ImGui::EndDisabled();
  ImGui::SameLine();
  const bool none = dialog.target != CrsTarget::scene && ImGui::Button("None");
  if (dialog.target != CrsTarget::scene) ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
  if (!use && !none) return;
  try {
    give_crs(state, dialog.target, dialog.source, none ? "" : wanted);
    ImGui::CloseCurrentPopup();
  } catch (const Error& error) {
    dialog.fault = error.what_happened() + ". " + error.remedy();
  }
}

}  // namespace lode::app
