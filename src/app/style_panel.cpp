#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/icons.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"
#include "session/shown_table.h"

namespace lode::app {
namespace {

ImU32 packed(Rgba c) { return IM_COL32(c.r, c.g, c.b, 255); }

void draw_ramp(const ColourMap& map, ImVec2 min, ImVec2 max) {
  constexpr int steps = 32;
  const float width = (max.x - min.x) / steps;
  for (int i = 0; i < steps; ++i) {
    const float left = min.x + width * static_cast<float>(i);
    const ImU32 from = packed(map.colours[static_cast<std::size_t>(i * 255 / steps)]);
    const ImU32 to = packed(map.colours[static_cast<std::size_t>((i + 1) * 255 / steps)]);
    ImGui::GetWindowDrawList()->AddRectFilledMultiColor({left, min.y}, {left + width, max.y}, from, to, to, from);
  }
}

void map_combo(AppState& state, ColourStyle& style) {
  form_label("Colours");
  const bool open = ImGui::BeginCombo("##map", "");
  const float gap = ImGui::GetStyle().FramePadding.y;
  if (!open) {
    const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
    draw_ramp(colour_map(style.map), {min.x + gap, min.y + gap}, {max.x - ImGui::GetFrameHeight() - gap, max.y - gap});
  }
  trace_item(state, "style.map");
  if (!open) return;
  for (const ColourMap& map : colour_maps()) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, line = ImGui::GetTextLineHeight();
    if (ImGui::Selectable(("##" + map.name).c_str(), map.name == style.map, 0, {0, line})) style.map = map.name;
    draw_ramp(map, start, {start.x + width * 0.6f, start.y + line});
    ImGui::GetWindowDrawList()->AddText({start.x + width * 0.6f + gap * 2, start.y}, ImGui::GetColorU32(ImGuiCol_Text),
                                        map.name.c_str());
  }
  ImGui::EndCombo();
}

/// One limit of the range; empty text is the percentile chosen from the data.
void limit_field(AppState& state, const char* id, double& limit, double used) {
  std::string text = std::isnan(limit) ? std::string() : shortest(limit);
  const std::string hint = std::isfinite(used) ? fmt::format("{:.4g}", used) : std::string();
  ImGui::InputTextWithHint(id, hint.c_str(), &text, ImGuiInputTextFlags_CharsScientific);
  trace_item(state, id);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Empty: from the data (2nd to 98th percentile)");
  if (!ImGui::IsItemDeactivatedAfterEdit()) return;
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  limit = end == text.c_str() ? std::numeric_limits<double>::quiet_NaN() : value;
}

void range_fields(AppState& state, ColourStyle& style, const ColourScale& scale) {
  form_label("Range");
  const float width = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  ImGui::SetNextItemWidth(width);
  limit_field(state, "##range.min", style.min, scale.min);
  ImGui::SameLine();
  ImGui::SetNextItemWidth(width);
  limit_field(state, "##range.max", style.max, scale.max);
  form_label("Scale");
  int choice = static_cast<int>(style.scale);
  const char* automatic = scale.logarithmic ? "Automatic (logarithmic)" : "Automatic (linear)";
  const char* names[] = {automatic, "Linear", "Logarithmic"};
  if (ImGui::Combo("##scale", &choice, names, 3)) style.scale = static_cast<ColourStyle::Scale>(choice);
}

/// Cut-offs that geologists draw by: round numbers over the range.
std::vector<double> round_bins(const ColourScale& scale) {
  std::vector<double> bins;
  if (scale.logarithmic && scale.min > 0) {
    for (double power = std::pow(10, std::floor(std::log10(scale.min))); power <= scale.max; power *= 10)
      for (const double digit : {1.0, 2.0, 5.0})
        if (const double cut = snapped(digit * power, round_step(power)); cut > scale.min && cut < scale.max)
          bins.push_back(cut);
  } else {
    const double step = round_step((scale.max - scale.min) / 4);
    for (double cut = snapped(std::ceil(scale.min / step) * step, step); cut < scale.max && bins.size() < 12;
         cut += step)
      if (cut > scale.min) bins.push_back(snapped(cut, step));
  }
  return bins;
}

void bins_field(AppState& state, ColourStyle& style, const ColourScale& scale) {
  form_label("Grade bins");
  bool on = !style.bins.empty();
  if (ImGui::Checkbox("##bins", &on)) style.bins = on ? round_bins(scale) : std::vector<double>{};
  trace_item(state, "style.bins");
  if (style.bins.empty()) return;
  ImGui::SameLine();
  std::string text;
  for (const double bin : style.bins) text += (text.empty() ? "" : "  ") + shortest(bin);
  ImGui::SetNextItemWidth(-1);
  ImGui::InputText("##cutoffs", &text);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Cut-offs, ascending, with spaces between");
  if (!ImGui::IsItemDeactivatedAfterEdit()) return;
  std::vector<double> bins;
  const char* rest = text.c_str();
  for (char* end = nullptr; *rest; rest = *end ? end + 1 : end) {
    const double bin = std::strtod(rest, &end);
    if (end != rest && std::isfinite(bin)) bins.push_back(bin);
  }
  std::ranges::sort(bins);
  bins.erase(std::unique(bins.begin(), bins.end()), bins.end());
  style.bins = bins;
}

/// A filter goes where it speaks of columns that the rows of the next table have no value of, and that is said.
void leave_table(AppState& state, Layer& layer, const LayerPicture& picture, const IntervalTable& next) {
  const Table columns = filterable_columns(*picture.source->dataset, {&next.table, &next});
  if (layer.filter.empty() || !fault_of_filter(layer.filter, &columns)) return;
  say(state, "The filter was of another table and is cleared: " + layer.filter);
  layer.filter.clear();
  state.filters.erase(state.layer);
}

/// Columns of every interval table of the holes; choosing one chooses its table.
void hole_columns(AppState& state, Layer& layer, const Drillholes& holes, const LayerPicture& picture) {
  const Column* chosen = picture.table ? picture.table->find(layer.colour.column) : nullptr;
  const bool open =
      ImGui::BeginCombo("##color_by", chosen ? title_of(*chosen).c_str() : "One colour", ImGuiComboFlags_HeightLarge);
  trace_item(state, "style.color_by");
  if (!open) return;
  if (ImGui::Selectable("One colour", !chosen)) layer.colour.column.clear();
  for (const IntervalTable* rows : holes.downhole_tables()) {
    ImGui::Separator();
    ImGui::TextDisabled("%s", rows->table.name.c_str());
    for (const Column& column : rows->table.columns) {
      if (column.role != ColumnRole::attribute) continue;
      ImGui::PushID(&column);
      if (ImGui::Selectable(title_of(column).c_str(), chosen == &column)) {
        leave_table(state, layer, picture, *rows);
        layer.table = rows->table.name;
        layer.colour.column = column.name;
        layer.colour.min = layer.colour.max = std::numeric_limits<double>::quiet_NaN();
        layer.colour.bins.clear();
      }
      trace_item(state, "style.color_by." + column.name);
      ImGui::PopID();
    }
  }
  ImGui::EndCombo();
}

void colour_by(AppState& state, Layer& layer, const LayerPicture& picture) {
  form_label("Colour by");
  if (const auto* holes = std::get_if<Drillholes>(picture.source->dataset.get())) {
    hole_columns(state, layer, *holes, picture);
  } else if (picture.table &&
             column_combo(state, "style.color_by", *picture.table, layer.colour.column, "One colour", Columns::all)) {
    layer.colour.min = layer.colour.max = std::numeric_limits<double>::quiet_NaN();
    layer.colour.bins.clear();
  } else if (!picture.table) {
    ImGui::TextDisabled("One colour");
  }
}

void legend_of_words(const ColourScale& scale) {
  const float side = ImGui::GetTextLineHeight() * 0.7f;
  const std::size_t shown = std::min<std::size_t>(scale.categories.size(), 24);
  for (std::size_t i = 0; i < shown; ++i) {
    const ImVec2 start = ImGui::GetCursorScreenPos();
    const Rgba colour = scale.palette[scale.index_of_category(static_cast<std::uint32_t>(i))];
    ImGui::GetWindowDrawList()->AddRectFilled({start.x, start.y + side * 0.2f}, {start.x + side, start.y + side * 1.2f},
                                              packed(colour), side / 5);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + side * 1.6f);
    ImGui::TextUnformatted(scale.categories[i].c_str());
  }
  if (shown < scale.categories.size()) ImGui::TextDisabled("and %zu more", scale.categories.size() - shown);
}

void one_colour(Layer& layer) {
  form_label("Colour");
  float rgb[3] = {static_cast<float>(layer.colour.colour.r) / 255, static_cast<float>(layer.colour.colour.g) / 255,
                  static_cast<float>(layer.colour.colour.b) / 255};
  if (!ImGui::ColorEdit3("##colour", rgb, ImGuiColorEditFlags_NoInputs)) return;
  const auto byte = [](float share) { return static_cast<std::uint8_t>(std::lround(share * 255)); };
  layer.colour.colour = {byte(rgb[0]), byte(rgb[1]), byte(rgb[2]), 255};
}

/// A grade shell has the colour of its cut-off among the blocks' colours, or one of its own.
void shell_colour(AppState& state, Layer& layer, const GradeShell& shell) {
  form_label("Colour by");
  const std::string by_cutoff = shell.column + " at the cut-off";
  const bool chosen = layer.colour.column == shell.column;
  const bool open = ImGui::BeginCombo("##color_by", chosen ? by_cutoff.c_str() : "One colour");
  trace_item(state, "style.color_by");
  if (open) {
    if (ImGui::Selectable(by_cutoff.c_str(), chosen)) layer.colour.column = shell.column;
    trace_item(state, "style.color_by.cutoff");
    if (ImGui::Selectable("One colour", !chosen)) layer.colour.column.clear();
    trace_item(state, "style.color_by.one");
    ImGui::EndCombo();
  }
  if (!chosen) one_colour(layer);
}

void kind_fields(AppState& state, Layer& layer, DatasetKind kind) {
  form_label("Opacity");
  auto percent = static_cast<float>(layer.opacity * 100);
  if (ImGui::SliderFloat("##opacity", &percent, 5, 100, "%.0f %%", ImGuiSliderFlags_AlwaysClamp)) {
    layer.opacity = percent / 100;
    state.view_changed = true;
  }
  trace_item(state, "style.opacity");
  if (kind == DatasetKind::points) {
    form_label("Point size");
    auto size = static_cast<float>(layer.point_size_px);
    if (ImGui::SliderFloat("##size", &size, 1, 20, "%.0f px", ImGuiSliderFlags_AlwaysClamp)) {
      layer.point_size_px = std::round(size);
      state.view_changed = true;
    }
  }
  if (kind == DatasetKind::blocks) {
    form_label("Outline");
    ImGui::Checkbox("##outline", &layer.show_outline);
    trace_item(state, "style.outline");
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("The edges of the whole model's box");
  }
  if (kind != DatasetKind::drillholes) return;
  form_label("Tube radius");
  ImGui::InputDouble("##radius", &layer.tube_radius_m, 0, 0, layer.tube_radius_m > 0 ? "%.4g m" : "automatic");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("0: chosen from the extent of the holes");
  layer.tube_radius_m = std::clamp(layer.tube_radius_m, 0.0, 1000.0);
  form_label("Hole names");
  ImGui::Checkbox("##labels", &layer.show_labels);
  trace_item(state, "style.labels");
}

void colour_fields(AppState& state, Layer& layer, const LayerPicture& picture) {
  colour_by(state, layer, picture);
  if (layer.colour.column.empty()) {
    one_colour(layer);
  } else if (picture.scale.categorical) {
    legend_of_words(picture.scale);
  } else {
    map_combo(state, layer.colour);
    range_fields(state, layer.colour, picture.scale);
    bins_field(state, layer.colour, picture.scale);
  }
}

}  // namespace

void style_panel(AppState& state) {
  Layer& layer = state.scene.layers[state.layer];
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (!picture) {
    ImGui::TextDisabled("Show the layer to change its look.");
    return;
  }
  const DatasetKind kind = kind_of(*picture->source->dataset);
  if (picture->source->shell)
    shell_colour(state, layer, *picture->source->shell);
  else
    colour_fields(state, layer, *picture);
  kind_fields(state, layer, kind);
  if (const auto* holes = std::get_if<Drillholes>(picture->source->dataset.get())) holes_panel(state, layer, *holes);
}

}  // namespace lode::app
