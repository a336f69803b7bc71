// Calculated columns of the layer's source: metal equivalents and the like, stored in the scene.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/calculation.h"
#include "core/text.h"
#include "session/calculated.h"
#include "session/shown_table.h"

namespace lode::app {
namespace {

Source& source_of_layer(Scene& scene, const AppState& state) { return scene.sources[scene.layers[state.layer].source]; }

void change(AppState& state, std::vector<CalculatedColumn> columns) {
  Scene scene = state.scene;
  source_of_layer(scene, state).calculated = std::move(columns);
  load_scene(state, std::move(scene));
}

/// The columns with the draft: in the place of the one it was made of, else behind all.
std::vector<CalculatedColumn> with_draft(const AppState& state, const CalculatedDraft& draft) {
  std::vector<CalculatedColumn> columns = state.scene.sources[state.scene.layers[state.layer].source].calculated;
  CalculatedColumn column = draft.column;
  column.name = std::string(trim(column.name));
  column.unit = std::string(trim(column.unit));
  if (draft.index < columns.size())
    columns[draft.index] = column;
  else
    columns.push_back(column);
  return columns;
}

/// What would be wrong with the draft; nothing when it can be calculated.
std::optional<Error> fault_of(const AppState& state, const CalculatedDraft& draft, const LoadedSource& loaded) {
  try {
    Source source = loaded.source;
    source.calculated = with_draft(state, draft);
    check_calculated(source, loaded.read);
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  }
}

/// Of UTF-8: faults count characters.
std::string first_characters(const std::string& text, std::size_t count) {
  std::size_t end = 0;
  const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  for (; count > 0 && end < text.size(); --count) {
    ++end;
    while (end < text.size() && continues(end)) ++end;
  }
  return text.substr(0, end);
}

/// Under the field a mark where the fault lies, then what it is.
void show_fault(const Error& fault, const std::string& expression, float text_left) {
  if (const std::size_t at = fault.where().column; at > 0) {
    const std::string before = first_characters(expression, at - 1);
    const float x = text_left + ImGui::CalcTextSize(before.c_str(), before.c_str() + before.size()).x;
    const float half = ImGui::GetFontSize() * 0.25f;
    const ImVec2 start = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddTriangleFilled({x - half, start.y + 2 * half}, {x + half, start.y + 2 * half},
                                                  {x, start.y}, ImGui::GetColorU32(error_colour()));
    ImGui::Dummy({0, 2 * half});
  }
  ImGui::PushStyleColor(ImGuiCol_Text, error_colour());
  ImGui::TextWrapped("%s. %s", fault.what_happened().c_str(), fault.remedy().c_str());
  ImGui::PopStyleColor();
}

/// Li, Li2O and Li2CO3 of the others, where a column's name and unit say which it is.
void conversions(AppState& state, const LayerPicture& picture) {
  if (!picture.table) return;
  std::vector<CalculatedColumn> offered;
  for (const Column& column : picture.table->columns) {
    if (column.role != ColumnRole::attribute || column.type != ColumnType::number) continue;
    for (const char* form : {"Li", "Li2O", "Li2CO3"}) {
      const std::string unit = column.unit == "ppm" && std::string_view(form) != "Li" ? "%" : column.unit;
      const std::string ending = unit == "%" ? "pct" : unit == "g/t" ? "gpt" : unit;
      const std::string name = fmt::format("{}_{}", form, ending);
      const std::string own = fold_case(column.name.substr(0, column.name.find_first_of("_ (%-.")));
      if (own == fold_case(form) || picture.table->find(name) != nullptr) continue;
      try {
        offered.push_back({name, lithium_expression(column, form, unit), unit, ""});
      } catch (const Error&) {
        break;  // no lithium, or without a unit
      }
    }
  }
  for (const CalculatedColumn& column : offered) {
    if (ImGui::Button(fmt::format("{} = {}", column.name, column.expression).c_str(), {-1, 0})) {
      std::vector<CalculatedColumn> columns = picture.source->source.calculated;
      columns.push_back(column);
      change(state, std::move(columns));
    }
    trace_item(state, "calculated.convert." + column.name);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Li x 2.153 = Li2O, Li2O x 2.473 = Li2CO3");
  }
}

void edit_draft(AppState& state, CalculatedDraft& draft, const LayerPicture& picture) {
  const auto& calculated = picture.source->source.calculated;
  form_label("Name");
  ImGui::InputTextWithHint("##name", "LiEq_pct", &draft.column.name);
  trace_item(state, "calculated.name");
  form_label("=");
  ImGui::InputTextWithHint("##expression", "Li2O_pct + 0.4 * Ta2O5_ppm / 1000", &draft.column.expression);
  trace_item(state, "calculated.expression");
  const bool typed = ImGui::IsItemActive();
  if (ImGui::IsItemHovered() && !typed)
    ImGui::SetTooltip(
        "+ - * / ^ ( ), min, max, abs, sqrt, log10, ln, exp, clamp(x, low, high), ifmissing(x, y).\n"
        "Names that are no plain words in square brackets: [Rock Type].");
  const float text_left = ImGui::GetItemRectMin().x + ImGui::GetStyle().FramePadding.x;
  if (!draft.column.expression.empty() && draft.checked != std::pair(draft.column, picture.source)) {
    draft.checked = {draft.column, picture.source};
    draft.fault = fault_of(state, draft, *picture.source);
  }
  if (draft.column.expression.empty()) draft.fault.reset();
  if (draft.fault) show_fault(*draft.fault, draft.column.expression, text_left);
  std::string inserted;
  form_label("Insert");
  if (picture.table &&
      column_combo(state, "calculated.insert", *picture.table, inserted, "a column", Columns::numbers) &&
      !inserted.empty())
    draft.column.expression += (draft.column.expression.empty() ? "" : " ") + quoted_name(inserted);
  form_label("Unit");
  const std::string from_name = unit_from_name(draft.column.name);
  ImGui::InputTextWithHint("##unit", from_name.empty() ? "none" : from_name.c_str(), &draft.column.unit);
  trace_item(state, "calculated.unit");
  const bool editing = draft.index < calculated.size();
  ImGui::BeginDisabled(draft.fault || trim(draft.column.name).empty() || draft.column.expression.empty());
  const bool done = ImGui::Button(editing ? "Change" : "Add");
  trace_item(state, "calculated.add");
  ImGui::EndDisabled();
  if (editing) {
    ImGui::SameLine();
    if (ImGui::Button("Cancel")) draft = {};
    trace_item(state, "calculated.cancel");
  }
  if (!done) return;
  change(state, with_draft(state, draft));
  draft = {};
}

}  // namespace

void calculated_panel(AppState& state) {
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (!picture || picture->source->shell) {
    ImGui::TextDisabled("–");
    return;
  }
  CalculatedDraft& draft = state.calculated;
  if (draft.layer != state.layer) draft = {};
  draft.layer = state.layer;
  const std::vector<CalculatedColumn> calculated = picture->source->source.calculated;
  for (std::size_t i = 0; i < calculated.size(); ++i) {
    const CalculatedColumn& column = calculated[i];
    ImGui::PushID(static_cast<int>(i));
    const std::string text = fmt::format("{} = {}", column.name, column.expression);
    ImGui::AlignTextToFramePadding();
    if (ImGui::Selectable(text.c_str(), draft.index == i, 0,
                          {ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() * 1.2f, 0})) {
      draft.column = column;
      draft.index = i;
      draft.checked = {};
    }
    trace_item(state, fmt::format("calculated.{}", i));
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s\nClick to change it", text.c_str());
    ImGui::SameLine();
    if (icon_button("remove", Icon::remove, "Remove this column")) {
      std::vector<CalculatedColumn> left = calculated;
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
      change(state, std::move(left));
      draft = {};
    }
    trace_item(state, fmt::format("calculated.{}.remove", i));
    ImGui::PopID();
  }
  edit_draft(state, draft, *picture);
  conversions(state, *picture);
}

}  // namespace lode::app
