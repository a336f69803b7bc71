#include "app/trace.h"

#include <cmath>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <imgui.h>

#include "app/panels.h"
#include "app/state.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

std::string json(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

std::string json(double value) { return std::isfinite(value) ? shortest(value) : "null"; }

std::string json(const std::optional<double>& value) { return value ? json(*value) : "null"; }

/// Of block models: whether a section cuts them, the curve with one of its rows, the shell.
std::string blocks_json(const AppState& state) {
  std::string text = fmt::format(",\"whole_blocks\":{}", state.scene.section.whole_blocks);
  const TonnageCurve* curve = state.curve.get();
  const bool has_rows = curve && !curve->tonnage.rows.empty();
  const TonnageRow row = has_rows ? curve->tonnage.rows[curve->tonnage.rows.size() / 2] : TonnageRow{};
  text += fmt::format(",\"curve_filter\":{},\"curve_cutoff\":{},\"curve_tonnes\":{},\"curve_grade\":{}",
                      has_rows ? json(curve->filter) : "null", has_rows ? json(row.cutoff) : "null", json(row.tonnes),
                      json(row.grade));
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  const GradeShell* shell = picture && picture->source->shell ? &*picture->source->shell : nullptr;
  return text + fmt::format(",\"shell_cutoff\":{},\"shell_volume_m3\":{}", shell ? json(shell->cutoff) : "null",
                            shell ? json(shell->volume_m3) : "null");
}

}  // namespace

Trace trace_from_environment() {
  Trace trace;
  if (const char* file = std::getenv("LODE_UI_TRACE")) trace.file = path_from_utf8(file);
  return trace;
}

void trace_rect(AppState& state, std::string_view id, double left, double top, double right, double bottom) {
  if (!state.trace.file.empty()) state.trace.widgets[std::string(id)] = {left, top, right, bottom};
}

void trace_item(AppState& state, std::string_view id) {
  if (state.trace.file.empty() || !ImGui::IsItemVisible()) return;
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const ImVec2 min = ImGui::GetItemRectMin(), max = ImGui::GetItemRectMax();
  trace_rect(state, id, min.x * pixels.x, min.y * pixels.y, max.x * pixels.x, max.y * pixels.y);
}

void write_trace(AppState& state) {
  if (state.trace.file.empty()) return;
  const Scene& scene = state.scene;
  std::string line = fmt::format("{{\"frame\":{},\"widgets\":{{", ++state.trace.frame);
  for (const auto& [id, rect] : state.trace.widgets)
    line += fmt::format("{}{}:[{:.0f},{:.0f},{:.0f},{:.0f}]", line.back() == '{' ? "" : ",", json(id), rect[0], rect[1],
                        rect[2], rect[3]);
  state.trace.widgets.clear();
  line += fmt::format("}},\"layers\":{},\"filter\":{}", scene.layers.size(),
                      json(state.layer < scene.layers.size() ? scene.layers[state.layer].filter : ""));
  const std::optional<TonnageRow> row = state.totals.tonnage && !state.totals.tonnage->rows.empty()
                                            ? std::optional(state.totals.tonnage->rows.front())
                                            : std::nullopt;
  line += fmt::format(",\"shown\":{},\"all\":{},\"volume_m3\":{},\"tonnes\":{},\"mean\":{}", state.totals.shown,
                      state.totals.all, json(row ? std::optional(row->volume_m3) : std::nullopt),
                      json(row ? row->tonnes : std::nullopt), json(row ? row->grade : state.totals.mean));
  const Camera& camera = scene.camera;
  line += fmt::format(
      ",\"camera\":{{\"azimuth\":{},\"elevation\":{},\"height\":{},\"focal\":[{},{},{}],\"perspective\":{}}}",
      json(camera.azimuth_deg), json(camera.elevation_deg), json(camera.view_height_m), json(camera.focal_scene.x),
      json(camera.focal_scene.y), json(camera.focal_scene.z), camera.perspective);
  line += fmt::format(",\"section\":{},\"section_origin\":[{},{},{}],\"exaggeration\":{}", scene.section.on,
                      json(scene.section.slab.origin_scene.x), json(scene.section.slab.origin_scene.y),
                      json(scene.section.slab.origin_scene.z), json(scene.vertical_exaggeration));
  line += fmt::format(",\"merged\":{},\"draw_ms\":{:.1f},\"busy_ms\":{:.1f},\"longest_busy_ms\":{:.1f}",
                      state.drawn.coarseness.merged, state.drawn.upload_ms + state.drawn.frame_ms, state.trace.busy_ms,
                      state.trace.longest_busy_ms);
  line += blocks_json(state);
  line += fmt::format(",\"hovered\":{},\"picked\":{}", json(state.hovered ? state.hovered->title : ""),
                      json(state.picked ? state.picked->title : ""));
  line += ",\"strip_log\":" + json(state.show_strip_log && state.strip_log.log ? state.strip_log.log->hole : "");
  line += ",\"strip_log_depth\":" + json(state.strip_log.depth_under_cursor_m);
  line += fmt::format(",\"missing_glyphs\":{}", missing_glyphs());
  line += ",\"readout\":" + json(readout_text(state)) + ",\"measured\":{";
  for (const auto& [name, text] : measure_values(state))
    line += fmt::format("{}{}:{}", line.back() == '{' ? "" : ",", json(name), json(text));
  line += fmt::format("}},\"measuring\":{}", static_cast<int>(state.measure.kind));
  const LayerPicture* picture = picture_of_layer(state, state.layer);
  line += fmt::format(",\"crs\":{},\"placing\":{}", json(scene.crs),
                      json(picture ? placing_text(picture->source->placing) : ""));
  const Bounds bounds = bounds_of_layer(state, state.layer);
  line += fmt::format(",\"layer_centre\":[{},{},{}]", json(bounds.centre().x), json(bounds.centre().y),
                      json(bounds.centre().z));
  line += fmt::format(",\"dialog\":{},\"error\":{},\"message\":{},\"undo\":{},\"redo\":{},\"idle\":{}}}",
                      static_cast<int>(state.dialog), json(state.error ? state.error->what_happened() : ""),
                      json(state.message), state.history.can_undo(), state.history.can_redo(),
                      state.jobs.idle() && !state.view_changed && state.drawn.exact);
  std::ofstream(state.trace.file, std::ios::app) << line << '\n';
  state.trace.busy_ms = 0;
}

}  // namespace lode::app
