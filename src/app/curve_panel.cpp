// The grade-tonnage curve beside the filter: tonnes on the left axis, mean grade on the right one.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>

#include "app/amounts.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

/// The part of the panel that the curve fills, and what its axes span.
struct Plot {
  const TonnageCurve& curve;
  ImVec2 min, max;
  double most_amount, most_grade;

  const std::vector<TonnageRow>& rows() const { return curve.tonnage.rows; }
  float x(double cutoff) const {
    const double share = (cutoff - curve.cutoffs.front()) / (curve.cutoffs.back() - curve.cutoffs.front());
    return min.x + (max.x - min.x) * static_cast<float>(std::clamp(share, 0.0, 1.0));
  }
  float y(double value, double most) const {
    return max.y - (max.y - min.y) * static_cast<float>(most > 0 ? value / most : 0);
  }
};

/// Tonnes, or m3 without a density.
double amount_of(const TonnageRow& row) { return row.tonnes.value_or(row.volume_m3); }
std::string amount_text(const TonnageRow& row) {
  return row.tonnes ? large(*row.tonnes, "t") : volume_text(row.volume_m3);
}

Plot plot_of(const TonnageCurve& curve, ImVec2 min, ImVec2 max) {
  Plot plot{curve, min, max, 0, 0};
  for (const TonnageRow& row : plot.rows()) {
    plot.most_amount = std::max(plot.most_amount, amount_of(row));
    plot.most_grade = std::max(plot.most_grade, row.grade.value_or(0));
  }
  return plot;
}

ImVec4 grade_colour() { return warning_colour(); }

void draw_lines(const Plot& plot) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 axis = ImGui::GetColorU32(ImGuiCol_Separator);
  list->AddLine({plot.min.x, plot.max.y}, plot.max, axis);
  const float thickness = ImGui::GetFontSize() / 8;
  const auto draw = [&](auto&& value, double most, ImU32 colour) {
    std::vector<ImVec2> points;
    for (std::size_t i = 0; i < plot.rows().size(); ++i)
      if (const std::optional<double> v = value(plot.rows()[i]))
        points.push_back({plot.x(plot.curve.cutoffs[i]), plot.y(*v, most)});
    list->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, thickness);
  };
  draw([](const TonnageRow& row) { return std::optional(amount_of(row)); }, plot.most_amount,
       ImGui::GetColorU32(accent()));
  draw([](const TonnageRow& row) { return row.grade; }, plot.most_grade, ImGui::GetColorU32(grade_colour()));
}

/// The cut-off of the filter, where it has one on the grade.
void draw_cutoff(const AppState& state, const Plot& plot) {
  const auto rows = parse_conditions(state.scene.layers[state.layer].filter);
  if (!rows) return;
  for (const Condition& row : *rows)
    if (row.column == plot.curve.grade && row.min)
      ImGui::GetWindowDrawList()->AddLine({plot.x(*row.min), plot.min.y}, {plot.x(*row.min), plot.max.y},
                                          ImGui::GetColorU32(ImGuiCol_Text));
}

void hover_values(const Plot& plot) {
  const double share =
      std::clamp((ImGui::GetIO().MousePos.x - plot.min.x) / std::max(1.0f, plot.max.x - plot.min.x), 0.0f, 1.0f);
  const auto at = static_cast<std::size_t>(std::lround(share * static_cast<double>(plot.rows().size() - 1)));
  const TonnageRow& row = plot.rows()[at];
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x = plot.x(plot.curve.cutoffs[at]), radius = ImGui::GetFontSize() / 4;
  list->AddLine({x, plot.min.y}, {x, plot.max.y}, ImGui::GetColorU32(ImGuiCol_Separator));
  list->AddCircleFilled({x, plot.y(amount_of(row), plot.most_amount)}, radius, ImGui::GetColorU32(accent()));
  std::string text =
      fmt::format("{} at or above {}\n{}", plot.curve.grade, grade_text(row.cutoff, plot.curve.unit), amount_text(row));
  if (row.grade) {
    list->AddCircleFilled({x, plot.y(*row.grade, plot.most_grade)}, radius, ImGui::GetColorU32(grade_colour()));
    text += " at " + grade_text(*row.grade, plot.curve.unit);
  }
  if (row.metal_t) text += "\n" + large(*row.metal_t, "t") + " metal";
  text += "\n" + grouped(static_cast<double>(row.blocks)) + " blocks";
  ImGui::SetTooltip("%s", text.c_str());
}

void coloured(const ImVec4& colour, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, colour);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
}

/// The names of the axes with their greatest values, over their ends.
void axis_titles(const Plot& plot) {
  const TonnageRow& most = *std::ranges::max_element(plot.rows(), {}, amount_of);
  coloured(accent(), fmt::format("{}  to {}", most.tonnes ? "Tonnes" : "Volume", amount_text(most)));
  const std::string grade = fmt::format("Mean grade  to {}", grade_text(plot.most_grade, plot.curve.unit));
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(grade.c_str()).x);
  coloured(grade_colour(), grade);
}

}  // namespace

void curve_panel(AppState& state) {
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const TonnageCurvePtr& curve = state.curve;
  if (!picture || !curve || state.totals_layer != state.layer || curve->dataset != picture->source->dataset ||
      curve->tonnage.rows.size() < 2) {
    ImGui::TextDisabled("Of block models with a grade.");
    return;
  }
  const float width = ImGui::GetContentRegionAvail().x, height = ImGui::GetFontSize() * 7;
  axis_titles(plot_of(*curve, {}, {}));
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("curve", {width, height});
  trace_item(state, "curve");
  const Plot plot = plot_of(*curve, corner, {corner.x + width, corner.y + height});
  draw_lines(plot);
  draw_cutoff(state, plot);
  if (ImGui::IsItemHovered()) hover_values(plot);
  ImGui::TextDisabled("%s", grade_text(curve->cutoffs.front(), curve->unit).c_str());
  ImGui::SameLine();
  if (ImGui::SmallButton("Copy as CSV")) {
    ImGui::SetClipboardText(csv_of(*curve).c_str());
    say(state, fmt::format("Copied {} cut-offs of {}", curve->cutoffs.size(), curve->grade));
  }
  trace_item(state, "curve.copy");
  const std::string last = grade_text(curve->cutoffs.back(), curve->unit);
  ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(last.c_str()).x);
  ImGui::TextDisabled("%s", last.c_str());
}

}  // namespace lode::app
