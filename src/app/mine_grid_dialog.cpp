// A mine's own grid: typed in as origin, turn and scale, or fitted to points known in both systems.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/panels.h"
#include "app/theme.h"
#include "core/text.h"
#include "geo/wkt.h"

namespace lode::app {
namespace {

void pair_field(AppState& state, const char* label, const char* id, Vec3& point) {
  form_label(label);
  double values[2] = {point.x, point.y};
  if (ImGui::InputScalarN((std::string("##") + id).c_str(), ImGuiDataType_Double, values, 2, nullptr, nullptr, "%.4f"))
    point.x = values[0], point.y = values[1];
  trace_item(state, id);
}

void number_field(AppState& state, const char* label, const char* id, double& value, const char* format) {
  form_label(label);
  ImGui::InputDouble((std::string("##") + id).c_str(), &value, 0, 0, format);
  trace_item(state, id);
}

void unit_field(AppState& state, MineGridDialog& dialog) {
  form_label("Mine x, y in");
  const bool open = ImGui::BeginCombo("##unit", geo::wkt_unit_name(dialog.metres_per_unit).c_str());
  trace_item(state, "minegrid.unit");
  if (!open) return;
  for (const double metres : {1.0, 0.3048, 1200.0 / 3937}) {
    const std::string name = geo::wkt_unit_name(metres);
    if (ImGui::Selectable(name.c_str(), metres == dialog.metres_per_unit)) dialog.metres_per_unit = metres;
    trace_item(state, "minegrid.unit." + name);
  }
  ImGui::EndCombo();
}

/// What is typed as a grid; throws Error for an unknown base.
geo::MineGrid typed(AppState& state, MineGridDialog& dialog) {
  pair_field(state, "Mine x, y", "minegrid.origin_mine", dialog.origin_mine);
  pair_field(state, "is at E, N", "minegrid.origin_base", dialog.origin_base);
  number_field(state, "Mine north", "minegrid.north", dialog.north_azimuth_deg, "azimuth %.6f\u00b0");
  number_field(state, "Scale", "minegrid.scale", dialog.scale, "%.8f mine per base");
  number_field(state, "RL shift", "minegrid.height", dialog.height_shift_m, "%.3f m, mine less base");
  if (!(dialog.scale > 0) || !std::isfinite(dialog.scale))
    throw Error("the scale is not above 0", "1 leaves lengths as they are");
  geo::MineGrid grid = geo::mine_grid_of(dialog.base_crs, dialog.origin_base, dialog.origin_mine,
                                         dialog.north_azimuth_deg, dialog.scale, dialog.metres_per_unit);
  grid.height_shift_m = dialog.height_shift_m;
  return grid;
}

void residual_rows(const std::vector<geo::ControlResidual>& residuals) {
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingStretchSame;
  const float rows = std::min(8.0f, static_cast<float>(residuals.size() + 1) + 0.5f);
  if (!ImGui::BeginTable("residuals", 5, flags, {0, rows * ImGui::GetFrameHeight()})) return;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (const char* name : {"Point", "dx, m", "dy, m", "dRL, m", "In plan, m"}) ImGui::TableSetupColumn(name);
  ImGui::TableHeadersRow();
  for (const geo::ControlResidual& residual : residuals) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    if (residual.blunder)
      ImGui::TextColored(error_colour(), "%s  stands out", residual.name.c_str());
    else
      ImGui::TextUnformatted(residual.name.c_str());
    for (const double value : {residual.dx_m, residual.dy_m, residual.dz_m, residual.plan_m}) {
      ImGui::TableNextColumn();
      const double shown = std::round(1000 * value) / 1000 + 0.0;  // no "-0.000"
      ImGui::TextUnformatted(std::isfinite(value) ? fmt::format("{:.3f}", shown).c_str() : "-");
    }
  }
  ImGui::EndTable();
}

geo::MineGrid fitted(AppState& state, MineGridDialog& dialog) {
  ImGui::TextDisabled("One point a line: name, mine x y [RL], easting northing [RL]. Paste from a table.");
  ImGui::InputTextMultiline("##points", &dialog.points_text, {-1, ImGui::GetFrameHeight() * 6});
  trace_item(state, "minegrid.points");
  ImGui::Checkbox("Affine: own scale and turn for each axis", &dialog.affine);
  trace_item(state, "minegrid.affine");
  const geo::MineGridFit fit = geo::fit_mine_grid(
      control_points_of(dialog.points_text), dialog.affine ? geo::MineGridKind::affine : geo::MineGridKind::similarity,
      dialog.base_crs, dialog.metres_per_unit);
  if (fit.without_blunders) {
    ImGui::Checkbox("Leave out the points that stand out", &dialog.leave_blunders_out);
    trace_item(state, "minegrid.leave_out");
  }
  const bool without = fit.without_blunders && dialog.leave_blunders_out;
  residual_rows(without ? fit.residuals_without : fit.residuals);
  const double rms_m = without ? fit.rms_without_m : fit.rms_m;
  trace_rect(state, "minegrid.fit", static_cast<double>(fit.residuals.size()), std::min(1e6, 1000 * rms_m), 0, 0);
  ImGui::TextDisabled("Root mean square in plan: %.4f m", rms_m);
  return without ? *fit.without_blunders : fit.grid;
}

void describe(const geo::MineGrid& grid) {
  ImGui::TextDisabled("Mine north has azimuth %.6f\u00b0 in %s; scale %.8f; RL shift %+.3f m", grid.north_azimuth_deg(),
                      grid.base_crs.substr(0, 30).c_str(), grid.scale(), grid.height_shift_m);
  if (const std::string doubt = geo::doubt_of_scale(grid); !doubt.empty()) {
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(warning_colour(), "Warning: %s", doubt.c_str());
    ImGui::PopTextWrapPos();
  }
  if (ImGui::SmallButton("Copy WKT")) ImGui::SetClipboardText(geo::mine_grid_wkt(grid).c_str());
  ImGui::SameLine();
  if (ImGui::SmallButton("Copy PROJ pipeline")) ImGui::SetClipboardText(geo::mine_grid_pipeline(grid).c_str());
}

}  // namespace

void mine_grid_dialog(AppState& state) {
  MineGridDialog& dialog = state.coordinates.mine_grid;
  form_label("Name");
  ImGui::InputText("##name", &dialog.name);
  trace_item(state, "minegrid.name");
  form_label("Base CRS");
  ImGui::InputTextWithHint("##base", "EPSG:n, projected", &dialog.base_crs);
  trace_item(state, "minegrid.base");
  unit_field(state, dialog);
  if (ImGui::RadioButton("Typed in", !dialog.from_points)) dialog.from_points = false;
  trace_item(state, "minegrid.typed");
  ImGui::SameLine();
  if (ImGui::RadioButton("From control points", dialog.from_points)) dialog.from_points = true;
  trace_item(state, "minegrid.from_points");
  std::optional<geo::MineGrid> grid;
  try {
    grid = dialog.from_points ? fitted(state, dialog) : typed(state, dialog);
    grid->name = dialog.name.empty() ? "Mine grid" : dialog.name;
    describe(*grid);
  } catch (const Error& error) {
    grid.reset();
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(warning_colour(), "%s%s. %s",
                       error.where().line ? fmt::format("Line {}: ", error.where().line).c_str() : "",
                       error.what_happened().c_str(), error.remedy().c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::BeginDisabled(!grid);
  const bool use = ImGui::Button("Use for the layer");
  trace_item(state, "minegrid.use");
  ImGui::SameLine();
  const bool for_scene = ImGui::Button("Use for the scene");
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
  if (!grid || (!use && !for_scene)) return;
  try {
    give_crs(state, use ? CrsTarget::source : CrsTarget::scene, dialog.source, geo::mine_grid_wkt(*grid));
  } catch (const Error& error) {
    state.error = error;
  }
  ImGui::CloseCurrentPopup();
}

}  // namespace lode::app
