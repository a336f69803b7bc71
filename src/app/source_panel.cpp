// Where a layer comes from and how it was placed; the CRS of a file that states none is given here.
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <array>

#include "app/import_panel.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

void text_row(const char* label, const std::string& text) {
  form_label(label);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
}

/// An edited copy of `text` once it was entered; nothing before.
bool entered(AppState& state, const char* id, std::string& text, const char* hint) {
  ImGui::InputTextWithHint(("##" + std::string(id)).c_str(), hint, &text);
  const bool done = ImGui::IsItemDeactivatedAfterEdit();
  trace_item(state, id);
  return done;
}

void operation_combo(AppState& state, std::uint32_t source, const geo::Placing& placing) {
  if (placing.operation.pipeline.empty()) return;
  const auto title = [](const geo::Operation& operation) {
    return operation.accuracy_m >= 0 ? fmt::format("{}  ({} m)", operation.name, shortest(operation.accuracy_m))
                                     : operation.name + "  (accuracy unknown)";
  };
  form_label("Operation");
  if (!ImGui::BeginCombo("##operation", title(placing.operation).c_str())) {
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", title(placing.operation).c_str());
    return;
  }
  ImGui::Selectable(title(placing.operation).c_str(), true);
  for (const geo::Operation& other : placing.others)
    if (ImGui::Selectable(title(other).c_str())) {
      Scene scene = state.scene;
      scene.sources[source].operation = other.name;
      load_scene(state, std::move(scene));
    }
  ImGui::EndCombo();
}

/// How holes run between survey stations.
void desurvey_combo(AppState& state, std::uint32_t index) {
  const Source& source = state.scene.sources[index];
  if (source.kind != DatasetKind::drillholes) return;
  form_label("Desurvey");
  const bool open = ImGui::BeginCombo("##desurvey", title(source.desurvey));
  trace_item(state, "source.desurvey");
  if (!open) return;
  constexpr std::array methods{DesurveyMethod::minimum_curvature, DesurveyMethod::balanced_tangential,
                               DesurveyMethod::tangential, DesurveyMethod::raw_tangent};
  for (const DesurveyMethod method : methods)
    if (ImGui::Selectable(title(method), method == source.desurvey) && method != source.desurvey) {
      Scene scene = state.scene;
      scene.sources[index].desurvey = method;
      load_scene(state, std::move(scene));
    }
  ImGui::EndCombo();
}

/// A topography is often a file of points: a surface on request.
void triangulate_box(AppState& state, std::uint32_t index) {
  const Source& source = state.scene.sources[index];
  if (source.kind != DatasetKind::points && !source.triangulate) return;
  bool on = source.triangulate;
  const bool changed = ImGui::Checkbox("Surface through the points", &on);
  trace_item(state, "source.triangulate");
  if (!changed) return;
  Scene scene = state.scene;
  set_triangulated(scene, index, on);
  load_scene(state, std::move(scene));
}

}  // namespace

void source_panel(AppState& state) {
  const std::uint32_t index = state.scene.layers[state.layer].source;
  const Source& source = state.scene.sources[index];
  for (const SourceFile& file : source.files) {
    ImGui::TextUnformatted(utf8(file.path.filename()).c_str());
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", utf8(file.path).c_str());
  }
  if (source.format == "csv") {
    if (ImGui::Button("How the tables are read ...")) show_import(state);
    trace_item(state, "source.import");
  }
  form_label("CRS");
  std::string crs = source.crs;
  if (entered(state, "source.crs", crs, "none stated: local. EPSG:n") && crs != source.crs) {
    Scene scene = state.scene;
    scene.sources[index].crs = std::string(trim(crs));
    scene.sources[index].operation.clear();
    if (scene.crs.empty()) scene.crs = scene.sources[index].crs;
    load_scene(state, std::move(scene));
  }
  form_label("Scene's CRS");
  std::string scene_crs = state.scene.crs;
  if (entered(state, "source.scene_crs", scene_crs, "local") && scene_crs != state.scene.crs) {
    Scene scene = state.scene;
    scene.crs = std::string(trim(scene_crs));
    scene.camera.view_height_m = 0;
    state.scene.camera.view_height_m = 0;
    load_scene(state, std::move(scene));
  }
  triangulate_box(state, index);
  desurvey_combo(state, index);
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (!picture) return;
  operation_combo(state, index, picture->source->placing);
  ImGui::PushStyleColor(ImGuiCol_Text, warning_colour());
  for (const std::string& warning : picture->source->placing.warnings) ImGui::TextWrapped("%s", warning.c_str());
  ImGui::PopStyleColor();
  for (const Table* table : tables_of(*picture->source->dataset))
    text_row(name(table->role),
             fmt::format("{}: {} rows{}", table->name, grouped(static_cast<double>(table->rows)),
                         table->rows_rejected ? fmt::format(", {} rejected", table->rows_rejected) : ""));
  ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
  for (const std::string& note : picture->source->notes) ImGui::TextWrapped("%s", note.c_str());
  ImGui::PopStyleColor();
}

}  // namespace lode::app
