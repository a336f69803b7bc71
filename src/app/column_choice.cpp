// The columns of a table that are read, chosen among many at once.
#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <imgui.h>

#include "app/import_panel.h"
#include "app/panels.h"
#include "session/column_choice.h"

namespace lode::app {

namespace {

bool is_key(const io::PreviewColumn& column) {
  return column.role != ColumnRole::attribute && column.role != ColumnRole::ignored;
}

void set_read(SourceFile& file, const std::string& column, bool read) {
  std::erase(file.ignored_columns, column);
  if (!read) file.ignored_columns.push_back(column);
}

/// A box a column; keys are always read. Changes `edited`.
void column_list(AppState& state, std::vector<io::PreviewColumn>& edited) {
  const auto lines = static_cast<float>(std::clamp<std::size_t>(edited.size(), 3, 14));
  const float height = lines * ImGui::GetFrameHeightWithSpacing() + ImGui::GetStyle().WindowPadding.y;
  ImGui::BeginChild("list", {ImGui::GetFontSize() * 18, height});
  for (std::size_t i = 0; i < edited.size(); ++i) {
    io::PreviewColumn& column = edited[i];
    bool read = column.role != ColumnRole::ignored;
    ImGui::PushID(static_cast<int>(i));
    ImGui::BeginDisabled(is_key(column));
    if (ImGui::Checkbox(column.name.c_str(), &read)) column.role = read ? ColumnRole::attribute : ColumnRole::ignored;
    ImGui::EndDisabled();
    trace_item(state, "import.read." + column.name);
    ImGui::PopID();
  }
  ImGui::EndChild();
}

bool same_roles(const std::vector<io::PreviewColumn>& some, const std::vector<io::PreviewColumn>& others) {
  return std::ranges::equal(some, others, {}, &io::PreviewColumn::role, &io::PreviewColumn::role);
}

/// While it is open ticks are gathered; a long file is read once, when it closes. Whether it closed with changes, which
/// `edited` has.
bool edit_in_list(AppState& state, std::vector<io::PreviewColumn>& edited) {
  std::optional<std::vector<io::PreviewColumn>>& chosen = state.import.chosen;
  if (ImGui::BeginPopup("columns")) {
    if (!chosen) chosen = edited;
    column_list(state, *chosen);
    ImGui::EndPopup();
    return false;
  }
  if (!chosen) return false;
  const std::vector<io::PreviewColumn> before = std::exchange(edited, *std::exchange(chosen, {}));
  return !same_roles(before, edited);
}

}  // namespace

bool column_choice(AppState& state, Source& source, std::size_t file, const io::TablePreview& preview) {
  if (preview.columns.empty()) return false;
  const std::vector<io::PreviewColumn>& shown = state.import.chosen ? *state.import.chosen : preview.columns;
  const auto read =
      std::ranges::count_if(shown, [](const io::PreviewColumn& column) { return column.role != ColumnRole::ignored; });
  std::vector<io::PreviewColumn> edited = preview.columns;
  bool changed = false;
  const auto set_all = [&](ColumnRole role) {
    for (io::PreviewColumn& column : edited)
      if (!is_key(column)) column.role = role;
    changed = true;
  };
  const auto button = [&](const char* label, const char* id) {
    ImGui::SameLine();
    const bool clicked = ImGui::Button(label);
    trace_item(state, id);
    return clicked;
  };
  ImGui::AlignTextToFramePadding();
  ImGui::Text("%s", fmt::format("{} of {} columns are read", read, preview.columns.size()).c_str());
  if (button("Choose ...", "import.columns")) ImGui::OpenPopup("columns");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Columns that are not read take neither time nor memory");
  if (button("All", "import.columns.all")) set_all(ColumnRole::attribute);
  if (button("Keys alone", "import.columns.none")) set_all(ColumnRole::ignored);
  changed |= edit_in_list(state, edited);
  if (!changed) return false;
  choose_by_ignoring(source);
  for (const io::PreviewColumn& column : edited)
    set_read(source.files[file], column.name, column.role != ColumnRole::ignored);
  return true;
}

}  // namespace lode::app
