#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"
#include "core/threshold.h"
#include "session/shown_table.h"

namespace lode::app {
namespace {

Condition blank_condition(const Column& column) {
  const bool words = column.categories() != nullptr;
  return {.column = column.name,
          .min = {},
          .max = {},
          .of_dates = column.type == ColumnType::date,
          .of_words = words,
          .words = {},
          .all_words = words};
}

using Tables = std::vector<const Table*>;

/// The rows for the layer's filter as it is now: read again when it was changed elsewhere (undo, text).
FilterRows& rows_of(AppState& state, const Tables& tables) {
  const Layer& layer = state.scene.layers[state.layer];
  const auto [found, created] = state.filters.try_emplace(state.layer);
  FilterRows& rows = found->second;
  if (!created && rows.filter == layer.filter && (!rows.rows.empty() || !rows.as_rows || tables.empty())) return rows;
  if (!created && rows.filter == layer.filter && rows.cleared) return rows;
  const auto parsed = parse_conditions(layer.filter);
  std::vector<Condition> open;
  for (const Condition& row : rows.rows) {
    const bool limited =
        parsed && std::ranges::any_of(*parsed, [&](const Condition& other) { return other.column == row.column; });
    if (const Column* column = find_column(tables, row.column); column && !limited)
      open.push_back(blank_condition(*column));
  }
  rows = {.filter = layer.filter,
          .rows = parsed.value_or(std::vector<Condition>{}),
          .as_rows = parsed.has_value(),
          .draft = layer.filter,
          .fault = {},
          .cleared = false,
          .searches = rows.searches};
  rows.rows.insert(rows.rows.end(), open.begin(), open.end());
  // A filter is wanted of a grade more often than not: its histogram stands ready.
  if (rows.as_rows && rows.rows.empty() && !tables.empty())
    if (const Column* grade = tables.front()->find(default_grade(*tables.front(), layer)))
      rows.rows.push_back(blank_condition(*grade));
  return rows;
}

void write_back(AppState& state, FilterRows& rows) {
  rows.filter = rows.draft = state.scene.layers[state.layer].filter = filter_of(rows.rows);
  rows.fault.reset();
}

/// Where the range slider's handles stand and what a place on it means. The ends of the axis are open.
struct Axis {
  const Histogram& histogram;
  float left, width;
  float place(double value) const {
    const double share = (value - histogram.min) / (histogram.max - histogram.min);
    return left + width * static_cast<float>(std::clamp(share, 0.0, 1.0));
  }
  double value(float x) const {
    return histogram.min + static_cast<double>((x - left) / width) * (histogram.max - histogram.min);
  }
};

/// The count that fills the height: one bin of waste is cut off where it would flatten all others.
double full_height(const std::vector<std::uint64_t>& counts) {
  std::uint64_t first = 0, second = 0;
  for (const std::uint64_t count : counts) {
    second = std::max(second, std::min(first, count));
    first = std::max(first, count);
  }
  return static_cast<double>(second > 0 ? std::min(first, 3 * second) : std::max<std::uint64_t>(first, 1));
}

void draw_bars(const Axis& axis, const Condition& row, float top, float bottom) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto& counts = axis.histogram.counts;
  const double greatest = full_height(counts);
  const auto steps = static_cast<float>(counts.size());
  const float from = row.min ? axis.place(*row.min) : axis.left,
              to = row.max ? axis.place(*row.max) : axis.left + axis.width;
  const ImU32 inside = ImGui::GetColorU32(accent()), outside = ImGui::GetColorU32(ImGuiCol_ScrollbarGrab);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    // Square roots let small bins of high grade be seen beside the many of low grade.
    const float height = std::max(
        1.0f, static_cast<float>(std::sqrt(std::min(1.0, static_cast<double>(counts[i]) / greatest))) * (bottom - top));
    const float left = axis.left + axis.width * static_cast<float>(i) / steps, right = left + axis.width / steps;
    const float middle = (left + right) / 2;
    list->AddRectFilled({left, bottom - height}, {right - 0.5f, bottom},
                        middle >= from && middle <= to ? inside : outside);
  }
  list->AddLine({axis.left, bottom}, {axis.left + axis.width, bottom}, ImGui::GetColorU32(ImGuiCol_Separator));
}

void draw_handle(float x, float top, float bottom, float radius, bool hot) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 colour = ImGui::GetColorU32(hot ? accent() : ImGui::GetStyleColorVec4(ImGuiCol_Text));
  list->AddLine({x, top}, {x, bottom}, colour, std::max(1.0f, radius / 4));
  list->AddCircleFilled({x, bottom}, radius, colour, 20);
}

/// Moves the nearer handle; the last place on the axis means no limit. Returns whether a limit changed.
bool drag_handles(const Axis& axis, Condition& row) {
  const ImGuiID which_id = ImGui::GetID("handle");
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const float mouse = ImGui::GetIO().MousePos.x;
  const float low = row.min ? axis.place(*row.min) : axis.left,
              high = row.max ? axis.place(*row.max) : axis.left + axis.width;
  if (ImGui::IsItemActivated()) {
    const bool upper = std::abs(mouse - high) < std::abs(mouse - low) || (low == high && mouse > low);
    storage.SetInt(which_id, upper);
  }
  if (!ImGui::IsItemActive()) return false;
  const bool upper = storage.GetInt(which_id) != 0;
  const double value = snapped(axis.value(mouse), axis.histogram.step);
  const Condition before = row;
  if (upper)
    row.max = mouse >= axis.left + axis.width - 1
                  ? std::nullopt
                  : std::optional(std::max(value, row.min.value_or(axis.histogram.min)));
  else
    row.min =
        mouse <= axis.left + 1 ? std::nullopt : std::optional(std::min(value, row.max.value_or(axis.histogram.max)));
  return row != before;
}

bool range_slider(AppState& state, const std::string& id, Condition& row, const Histogram& histogram) {
  const float radius = ImGui::GetFontSize() * 0.36f, height = ImGui::GetFontSize() * 4.2f;
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const Axis axis{histogram, start.x + radius, width - 2 * radius};
  const float top = start.y, bottom = start.y + height - radius - 1;
  ImGui::InvisibleButton("slider", {width, height});
  const double pixels = ImGui::GetIO().DisplayFramebufferScale.x;
  trace_rect(state, id + ".slider", axis.left * pixels, top * pixels, (axis.left + axis.width) * pixels,
             (start.y + height) * pixels);
  const bool changed = drag_handles(axis, row);
  draw_bars(axis, row, top, bottom);
  const bool hot = ImGui::IsItemHovered() || ImGui::IsItemActive();
  draw_handle(row.min ? axis.place(*row.min) : axis.left, top, bottom, radius, hot);
  draw_handle(row.max ? axis.place(*row.max) : axis.left + axis.width, top, bottom, radius, hot);
  return changed;
}

/// An exact limit; empty is none. Returns whether it changed.
bool limit_field(AppState& state, const std::string& id, std::optional<double>& limit, double end_of_data, bool date) {
  std::string text = !limit ? std::string() : date ? iso_date(*limit) : shortest(*limit);
  const std::string hint = date ? iso_date(end_of_data) : fmt::format("{:.4g}", end_of_data);
  ImGui::PushID(id.c_str());
  ImGui::InputTextWithHint(
      "##limit", hint.c_str(), &text,
      (date ? ImGuiInputTextFlags_None : ImGuiInputTextFlags_CharsScientific) | ImGuiInputTextFlags_AutoSelectAll);
  const bool done = ImGui::IsItemDeactivatedAfterEdit();
  ImGui::PopID();
  trace_item(state, id);
  if (!done) return false;
  const double value = date ? days_from_iso_date(trim(text)) : double_from_decimal(trim(text));
  const auto before = limit;
  limit = std::isfinite(value) ? std::optional(value) : std::nullopt;
  return limit != before;
}

bool number_row(AppState& state, const std::string& id, Condition& row, const Histogram& histogram) {
  bool changed = range_slider(state, id, row, histogram);
  const float middle = ImGui::CalcTextSize("to").x + 2 * ImGui::GetStyle().ItemSpacing.x;
  const float width = (ImGui::GetContentRegionAvail().x - middle) / 2;
  ImGui::SetNextItemWidth(width);
  changed |= limit_field(state, id + ".min", row.min, histogram.smallest, row.of_dates);
  ImGui::SameLine();
  ImGui::TextDisabled("to");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(width);
  changed |= limit_field(state, id + ".max", row.max, histogram.greatest, row.of_dates);
  if (row.min && row.max && *row.min > *row.max) std::swap(row.min, row.max);
  if (histogram.missing > 0)
    ImGui::TextDisabled(row.open() ? "%s have no value" : "%s without a value are hidden",
                        grouped(static_cast<double>(histogram.missing)).c_str());
  return changed;
}

void toggle_word(Condition& row, const std::vector<std::string>& names, const std::string& word, bool wanted) {
  if (row.all_words) row.words = names;
  row.all_words = false;
  std::erase(row.words, word);
  if (!wanted) return;
  row.words.push_back(word);
  if (row.words.size() < names.size()) return;
  row.all_words = true;
  row.words.clear();
}

bool word_row(AppState& state, const std::string& id, Condition& row, const Categories& words,
              const Histogram& histogram) {
  bool changed = false;
  std::vector<std::size_t> order(words.names().size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return histogram.counts[a] > histogram.counts[b]; });
  constexpr std::size_t many = 24, most_shown = 200;
  std::string& search = state.filters[state.layer].searches[row.column];
  if (order.size() > many) {
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##search", "find", &search);
    trace_item(state, id + ".search");
    std::erase_if(order, [&](std::size_t code) {
      return fold_case(words.names()[code]).find(fold_case(search)) == std::string::npos;
    });
  }
  const std::size_t left_out = order.size() - std::min(order.size(), most_shown);
  order.resize(order.size() - left_out);
  const float line = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y / 4;
  const auto lines = static_cast<float>(std::clamp<std::size_t>(order.size(), 1, 8));
  if (ImGui::SmallButton("All")) {
    row.all_words = true;
    row.words.clear();
    changed = true;
  }
  trace_item(state, id + ".all");
  ImGui::SameLine();
  if (ImGui::SmallButton("None")) {
    row.all_words = false;
    row.words.clear();
    changed = true;
  }
  trace_item(state, id + ".none");
  ImGui::BeginChild("words", {0, lines * line + 4});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing,
                      {ImGui::GetStyle().ItemSpacing.x, ImGui::GetStyle().ItemSpacing.y / 4});
  for (const std::size_t code : order) {
    const std::string& word = words.names()[code];
    bool wanted = row.all_words || std::ranges::find(row.words, word) != row.words.end();
    if (ImGui::Checkbox(word.empty() ? "##" : word.c_str(), &wanted)) {
      toggle_word(row, words.names(), word, wanted);
      changed = true;
    }
    trace_item(state, id + ".word." + word);
    const std::string count = grouped(static_cast<double>(histogram.counts[code]));
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(count.c_str()).x);
    ImGui::TextDisabled("%s", count.c_str());
  }
  if (left_out > 0) ImGui::TextDisabled("%zu more: type to find", left_out);
  ImGui::PopStyleVar();
  ImGui::EndChild();
  return changed;
}

enum class RowChange { none, limits, column, removed };

RowChange condition_row(AppState& state, std::size_t index, Condition& row, const Tables& tables) {
  const std::string id = fmt::format("filter.{}", index);
  ImGui::SetNextItemWidth(-ImGui::GetFrameHeight() - ImGui::GetStyle().ItemSpacing.x / 2);
  std::string name = row.column;
  const bool chosen = column_combo(state, (id + ".column").c_str(), tables, name, nullptr, Columns::filterable);
  ImGui::SameLine(0, ImGui::GetStyle().ItemSpacing.x / 2);
  const bool removed = icon_button("remove", Icon::remove, "Remove this condition");
  trace_item(state, id + ".remove");
  if (removed) return RowChange::removed;
  if (chosen) {
    row = blank_condition(*find_column(tables, name));
    return RowChange::column;
  }
  const Column* column = find_column(tables, row.column);
  if (!column) return RowChange::none;
  const auto found = state.histograms.find(column);
  if (found == state.histograms.end()) {
    ImGui::Dummy({0, ImGui::GetFontSize() * 4.2f});
    return RowChange::none;
  }
  const Histogram& histogram = found->second->histogram;
  const Categories* words = column->categories();
  const bool changed = words && row.of_words     ? word_row(state, id, row, *words, histogram)
                       : !words && !row.of_words ? number_row(state, id, row, histogram)
                                                 : false;
  return changed ? RowChange::limits : RowChange::none;
}

void condition_rows(AppState& state, FilterRows& rows, const Tables& tables) {
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const RowChange change = condition_row(state, i, rows.rows[i], tables);
    ImGui::PopID();
    if (change == RowChange::removed) {
      rows.rows.erase(rows.rows.begin() + static_cast<std::ptrdiff_t>(i));
      rows.cleared = rows.rows.empty();
    }
    if (change != RowChange::none) write_back(state, rows);
    if (change == RowChange::removed) break;
  }
  std::string added;
  ImGui::SetNextItemWidth(-1);
  if (column_combo(state, "filter.add", tables, added, "Add a condition", Columns::filterable) && !added.empty())
    rows.rows.push_back(blank_condition(*find_column(tables, added)));
}

void expression_field(AppState& state, FilterRows& rows, const LayerPicture* picture) {
  const float gap = ImGui::GetStyle().ItemSpacing.x / 2;
  ImGui::SetNextItemWidth(-ImGui::GetFrameHeight() - gap);
  ImGui::InputTextWithHint("##expression", "or type: Au_gpt >= 0.5 and rock = \"BIF\"", &rows.draft);
  const bool done = ImGui::IsItemDeactivatedAfterEdit();
  trace_item(state, "filter.expression");
  if (ImGui::IsItemHovered() && !ImGui::IsItemActive())
    ImGui::SetTooltip("The filter as text. Comparisons, and, or, not, in (…), between … and …, is missing.");
  ImGui::SameLine(0, gap);
  const bool clear = icon_button("clear", Icon::remove, "Clear the filter", false, !rows.draft.empty());
  trace_item(state, "filter.clear");
  if (clear) {
    state.scene.layers[state.layer].filter.clear();
    rows.draft.clear();
    rows.fault.reset();
  }
  if (done && !clear) {
    if (picture) {
      const Table columns = filterable_columns(*picture->source->dataset, {picture->table, picture->intervals});
      rows.fault = fault_of_filter(rows.draft, &columns);
    } else {
      rows.fault = fault_of_filter(rows.draft, nullptr);
    }
    if (!rows.fault) state.scene.layers[state.layer].filter = std::string(trim(rows.draft));
  }
  if (!rows.fault) return;
  ImGui::PushStyleColor(ImGuiCol_Text, error_colour());
  ImGui::TextWrapped("%s", describe(*rows.fault).c_str());
  ImGui::PopStyleColor();
}

/// A grade shell has one limit: its cut-off.
void shell_cutoff(AppState& state, const GradeShell& shell) {
  Layer& layer = state.scene.layers[state.layer];
  FilterRows& rows = state.filters[state.layer];
  Condition row{.column = layer.shell_column,
                .min = layer.shell_cutoff,
                .max = {},
                .of_dates = false,
                .of_words = false,
                .words = {}};
  rows.filter = layer.filter;
  rows.rows = {row};
  ImGui::TextDisabled("Cut-off of %s", shell.column.c_str());
  const Column* column = std::get<BlockModel>(*shell.blocks->dataset).table.find(shell.column);
  const auto found = state.histograms.find(column);
  if (found == state.histograms.end()) {
    ImGui::Dummy({0, ImGui::GetFontSize() * 4.2f});
    return;
  }
  if (number_row(state, "shell", row, found->second->histogram))
    layer.shell_cutoff = row.min.value_or(found->second->histogram.smallest);
}

}  // namespace

void filter_panel(AppState& state) {
  const Layer& layer = state.scene.layers[state.layer];
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const Table* table = picture ? picture->table : nullptr;
  if (!layer.visible) {
    ImGui::TextDisabled("Show the layer to filter it.");
    return;
  }
  if (picture && picture->source->shell) {
    shell_cutoff(state, *picture->source->shell);
    return;
  }
  if (picture && (!table || kind_of(*picture->source->dataset) == DatasetKind::surface)) {
    ImGui::TextDisabled("A surface is shown whole.");
    return;
  }
  Tables tables;
  if (picture) tables = filterable_tables(*picture->source->dataset, {picture->table, picture->intervals});
  FilterRows& rows = rows_of(state, tables);
  if (rows.as_rows && !tables.empty())
    condition_rows(state, rows, tables);
  else if (!rows.as_rows)
    ImGui::TextDisabled("This filter is more than a list of conditions.");
  expression_field(state, rows, picture);
  const Error* error = error_of_layer(state, state.layer);
  if (!error || rows.fault) return;
  ImGui::PushStyleColor(ImGuiCol_Text, error_colour());
  ImGui::TextWrapped("%s", describe(*error).c_str());
  ImGui::PopStyleColor();
}

}  // namespace lode::app
