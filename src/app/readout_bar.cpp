// The right end of the status bar: where the cursor is, and the choice of what to read it in.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/panels.h"
#include "app/work.h"
#include "core/text.h"
#include "geo/crs.h"

namespace lode::app {
namespace {

/// As the axes are labelled: eastings and northings count as their CRS does unless feet are asked for.
std::string position_text(const AppState& state, const ScenePoint& point) {
  const LengthUnit unit = state.scene.length_unit;
  const bool feet = unit != LengthUnit::metres;
  const double plan = feet ? state.frame.metres_per_unit / metres_per(unit) : 1;
  const Vec3 p = point.position_scene;
  const std::string rl = point.has_rl ? length_in(unit, p.z, 1) : "-";
  return fmt::format("E {}   N {}   RL {}", grouped(plan * p.x, 1), grouped(plan * p.y, 1), rl);
}

std::string other_text(const PositionReader& reader, const Vec3& other) {
  if (reader.other_in_degrees()) return fmt::format("{} {}", reader.other_name(), degrees_text(other));
  return fmt::format("{} E {} N {}", reader.other_name(), grouped(other.x, 1), grouped(other.y, 1));
}

/// Reads positions in what the scene says; a system that cannot be used is said once and left out.
void follow_scene(AppState& state) {
  const std::pair wanted{state.frame.scene.crs, state.scene.readout_crs};
  if (state.reader && state.reader_of == wanted) return;
  state.reader_of = wanted;
  try {
    state.reader.emplace(wanted.first, wanted.second, state.frame.bounds_scene);
  } catch (const Error& error) {
    state.error = error;
    state.scene.readout_crs.clear();
    state.reader.emplace(wanted.first, "", state.frame.bounds_scene);
    state.reader_of.second.clear();
  }
}

void unit_choice(AppState& state) {
  constexpr std::pair<LengthUnit, const char*> units[] = {{LengthUnit::metres, "Metres"},
                                                          {LengthUnit::feet, "Feet (international)"},
                                                          {LengthUnit::us_survey_feet, "Feet (US survey)"}};
  ImGui::TextDisabled("Labels, scale bar and readouts in");
  for (const auto& [unit, title] : units) {
    if (ImGui::RadioButton(title, state.scene.length_unit == unit)) state.scene.length_unit = unit;
    trace_item(state, std::string("readout.unit.") + symbol(unit));
  }
}

void menu(AppState& state) {
  if (!ImGui::BeginPopup("readout")) return;
  if (ImGui::IsWindowAppearing()) state.readout_text = state.scene.readout_crs;
  ImGui::TextDisabled("One more system to read positions in");
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 18);
  const bool entered = ImGui::InputTextWithHint("##crs", "none. EPSG:n, name, WKT", &state.readout_text,
                                                ImGuiInputTextFlags_EnterReturnsTrue);
  trace_item(state, "readout.crs");
  if (entered) {
    state.scene.readout_crs = std::string(trim(state.readout_text));
    ImGui::CloseCurrentPopup();
  }
  if (state.reader && !state.reader->operation().empty()) {
    ImGui::PushTextWrapPos(ImGui::GetFontSize() * 24);
    ImGui::TextDisabled("%s", state.reader->operation().c_str());
    ImGui::PopTextWrapPos();
  }
  ImGui::Separator();
  unit_choice(state);
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace

void read_cursor(AppState& state, double x, double y) {
  state.cursor_point = point_under(state.frame, state.hovered, x, y, state.view.width, state.view.height);
  if (state.measure.kind != Measure::Kind::none) state.view_changed = true;
}

std::string readout_text(AppState& state) {
  follow_scene(state);
  if (!state.cursor_point) return {};
  std::string text = position_text(state, *state.cursor_point);
  const PositionReader::Reading reading = state.reader->read(state.cursor_point->position_scene);
  if (reading.degrees) text += "   " + degrees_text(*reading.degrees);
  if (reading.other) text += "   " + other_text(*state.reader, *reading.other);
  return text;
}

void readout_bar(AppState& state, const std::string& text) {
  const std::string crs = state.scene.crs.empty() ? "Local coordinates" : state.scene.crs.substr(0, 40);
  const float button = ImGui::CalcTextSize(crs.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  ImGui::SameLine(ImGui::GetContentRegionMax().x - button - gap - ImGui::CalcTextSize(text.c_str()).x);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text.c_str());
  trace_item(state, "readout.text");
  if (ImGui::IsItemHovered() && state.reader && state.reader->geodesy())
    ImGui::SetTooltip("Longitude and latitude: %s\n%s", state.reader->geodesy()->datum().c_str(),
                      state.reader->operation().c_str());
  ImGui::SameLine(0, gap);
  ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_WindowBg));
  if (ImGui::Button((crs + "###readout").c_str())) ImGui::OpenPopup("readout");
  ImGui::PopStyleColor();
  trace_item(state, "readout.menu");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("The scene's CRS. Click: read positions in one more system, units");
  menu(state);
}

}  // namespace lode::app
