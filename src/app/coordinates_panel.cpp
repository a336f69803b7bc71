// Where the chosen layer is: its CRS and the scene's, and the operation between them.
#include <fmt/format.h>
#include <imgui.h>

#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"
#include "view/readout.h"

namespace lode::app {
namespace {

std::string crs_title(const std::string& crs, const char* none) {
  if (crs.empty()) return none;
  try {
    const geo::CrsInfo info = geo::describe_crs(crs);
    return info.code.empty() ? info.name : info.code + "  " + info.name;
  } catch (const Error&) {
    return crs.substr(0, 40);  // of a scene that another Lode wrote
  }
}

/// A button that shows a CRS and opens the choice of another; the name is looked up once a value.
void crs_button(AppState& state, const char* id, const char* label, const std::string& crs, const char* none,
                CrsTarget target, std::uint32_t source) {
  static std::map<std::string, std::string> titles;
  const auto known = titles.find(crs);
  const std::string& title =
      known != titles.end() ? known->second : titles.emplace(crs, crs_title(crs, none)).first->second;
  form_label(label);
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5f});
  if (ImGui::Button(((crs.empty() ? std::string(none) : title) + "###" + id).c_str(), {-1, 0}))
    show_crs_dialog(state, target, source);
  ImGui::PopStyleVar();
  trace_item(state, id);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s\nClick to choose another", crs.empty() ? none : title.c_str());
}

void operation_row(AppState& state, std::uint32_t source, const geo::Placing& placing) {
  if (placing.operation.pipeline.empty()) return;
  form_label("Operation");
  const geo::Operation& used = placing.operation;
  const std::string& name = used.shift.empty() ? used.name : used.shift;
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5f});
  if (ImGui::Button((name + "###operation").c_str(), {-1, 0})) show_operation_dialog(state, source);
  ImGui::PopStyleVar();
  trace_item(state, "coordinates.operation");
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("%s\n%zu others: click to choose", placing_text(placing).c_str(), placing.others.size());
}

void exaggeration_level(AppState& state) {
  Scene& scene = state.scene;
  form_label("Exaggerate");
  bool fixed = scene.exaggeration_rl.has_value();
  if (ImGui::Checkbox("about a fixed RL", &fixed)) {
    if (fixed)
      scene.exaggeration_rl = std::round(state.frame.bounds_scene.empty() ? scene.camera.focal_scene.z
                                                                          : state.frame.bounds_scene.centre().z);
    else
      scene.exaggeration_rl.reset();
  }
  trace_item(state, "coordinates.exaggerate_about");
  if (!scene.exaggeration_rl) return;
  form_label("");
  ImGui::InputDouble("##rl", &*scene.exaggeration_rl, 0, 0, "RL %.2f m");
  trace_item(state, "coordinates.exaggeration_rl");
  if (!std::isfinite(*scene.exaggeration_rl)) scene.exaggeration_rl.reset();
}

}  // namespace

void coordinates_panel(AppState& state) {
  const std::uint32_t index = state.scene.layers[state.layer].source;
  crs_button(state, "coordinates.crs", "Layer's CRS", state.scene.sources[index].crs, "none: local", CrsTarget::source,
             index);
  crs_button(state, "coordinates.scene_crs", "Scene's CRS", state.scene.crs, "local", CrsTarget::scene, index);
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (picture) {
    const geo::Placing& placing = picture->source->placing;
    operation_row(state, index, placing);
    ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
    ImGui::TextWrapped("%s", placing_text(placing).c_str());
    for (const std::string& note : placing.notes) ImGui::TextWrapped("%s", note.c_str());
    ImGui::PopStyleColor();
    trace_item(state, "coordinates.placing");
    ImGui::PushStyleColor(ImGuiCol_Text, warning_colour());
    for (const std::string& warning : placing.warnings) ImGui::TextWrapped("%s", warning.c_str());
    ImGui::PopStyleColor();
  }
  if (ImGui::Button("Mine grid\u2026")) show_mine_grid_dialog(state, index);
  trace_item(state, "coordinates.mine_grid");
  placing_fields(state, index);
  exaggeration_level(state);
}

}  // namespace lode::app
