// Which files a layer comes from and how they were read. Where they lie is the coordinates panel's.
#include <fmt/format.h>
#include <imgui.h>

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
  triangulate_box(state, index);
  desurvey_combo(state, index);
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  if (!picture) return;
  for (const Table* table : tables_of(*picture->source->dataset))
    text_row(name(table->role),
             fmt::format("{}: {} rows{}", table->name, grouped(static_cast<double>(table->rows)),
                         table->rows_rejected ? fmt::format(", {} rejected", table->rows_rejected) : ""));
  ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
  for (const std::string& note : picture->source->notes) ImGui::TextWrapped("%s", note.c_str());
  ImGui::PopStyleColor();
}

}  // namespace lode::app
