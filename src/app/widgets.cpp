// The few widgets that several panels share.
#include <algorithm>
#include <utility>

#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/panels.h"
#include "core/text.h"

namespace lode::app {

std::string title_of(const Column& column) {
  return column.unit.empty() || column.name.find(column.unit) != std::string::npos
             ? column.name
             : column.name + "  (" + column.unit + ")";
}

namespace {

bool offers(Columns offered, const Column& column) {
  constexpr std::size_t most_words = 1000;
  if (offered == Columns::filterable && column.role == ColumnRole::hole_id) return true;
  if (column.role != ColumnRole::attribute) return false;
  if (offered == Columns::numbers) return column.type == ColumnType::number;
  if (offered == Columns::words) return column.categories() && column.categories()->names().size() <= most_words;
  return true;
}

}  // namespace

const Column* find_column(std::span<const Table* const> tables, const std::string& name) {
  for (const Table* table : tables)
    if (const Column* column = table->find(name)) return column;
  return nullptr;
}

bool column_combo(AppState& state, const char* id, std::span<const Table* const> tables, std::string& column,
                  const char* none, Columns offered) {
  bool changed = false;
  const Column* chosen = find_column(tables, column);
  const std::string shown = chosen ? title_of(*chosen) : none ? none : "";
  ImGui::PushID(id);
  const bool open = ImGui::BeginCombo("##column", shown.c_str(), ImGuiComboFlags_HeightLarge);
  trace_item(state, id);
  if (open) {
    if (none && ImGui::Selectable(none, column.empty())) {
      column.clear();
      changed = true;
    }
    for (const Table* table : tables) {
      bool headed = tables.size() == 1;
      for (const Column& candidate : table->columns) {
        if (!offers(offered, candidate) || find_column(tables, candidate.name) != &candidate) continue;
        if (!std::exchange(headed, true)) {
          ImGui::Separator();
          ImGui::TextDisabled("%s", table->name.c_str());
        }
        const bool selected = &candidate == chosen;
        if (ImGui::Selectable(title_of(candidate).c_str(), selected)) {
          column = candidate.name;
          changed = true;
        }
        trace_item(state, std::string(id) + "." + candidate.name);
        if (selected) ImGui::SetItemDefaultFocus();
      }
    }
    ImGui::EndCombo();
  }
  ImGui::PopID();
  return changed;
}

bool column_combo(AppState& state, const char* id, const Table& table, std::string& column, const char* none,
                  Columns offered) {
  const Table* const one[] = {&table};
  return column_combo(state, id, one, column, none, offered);
}

void begin_card(const char* name) {
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ImGui::GetStyle().PopupRounding);
  ImGui::Begin(name, nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoCollapse |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PopStyleVar(2);
  ImGui::PopStyleColor();
}

void form_label(const char* label) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextDisabled("%s", label);
  ImGui::SameLine(ImGui::GetFontSize() * 6.6f);
  ImGui::SetNextItemWidth(-1);
}

namespace {

/// The longest text that all names in the typed folder which begin as typed have in common.
std::string completed(const std::string& typed_text) {
  const std::filesystem::path typed = path_from_utf8(typed_text);
  const std::string begun = utf8(typed.filename());
  const std::filesystem::path folder = typed.parent_path().empty() ? "." : typed.parent_path();
  std::string common;
  bool first = true, is_folder = false;
  std::error_code ignored;
  for (std::filesystem::directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored)) {
    const std::string name = utf8(it->path().filename());
    if (!name.starts_with(begun) || (begun.empty() && name.starts_with('.'))) continue;
    const auto same = std::mismatch(common.begin(), common.end(), name.begin(), name.end()).first;
    is_folder = first && it->is_directory(ignored);
    if (first)
      common = name;
    else
      common.erase(same, common.end());
    first = false;
  }
  return common.substr(std::min(begun.size(), common.size())) + (is_folder ? "/" : "");
}

int complete(ImGuiInputTextCallbackData* data) {
  data->InsertChars(data->BufTextLen, completed(data->Buf).c_str());
  return 0;
}

}  // namespace

bool path_field(AppState& state, const char* id, std::string& path) {
  ImGui::PushID(id);
  const bool entered = ImGui::InputText(
      "##path", &path, ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackCompletion, complete);
  ImGui::PopID();
  trace_item(state, id);
  return entered;
}

}  // namespace lode::app
