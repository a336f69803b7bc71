// What the window says of itself: the status bar, the banner of an error, the card of a running job, the welcome.
#include <algorithm>
#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <imgui.h>

#include "app/actions.h"
#include "app/icons.h"
#include "app/panels.h"
#include "app/problems_panel.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

constexpr ImGuiWindowFlags plain_window = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing;

std::uint64_t count(const Problems& problems, Severity severity) {
  std::uint64_t sum = 0;
  for (const Problem& problem : problems)
    if (problem.severity == severity) sum += problem.count;
  return sum;
}

std::string problems_text(AppState& state) {
  const Problems& listed = listed_problems(state);
  const auto sum = [&](Severity severity) { return count(listed, severity); };
  const std::uint64_t errors = sum(Severity::error), warnings = sum(Severity::warning), noted = sum(Severity::note);
  std::string text;
  const auto add = [&](std::uint64_t number, const char* noun) {
    if (number > 0)
      text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", grouped(static_cast<double>(number)), noun,
                          number > 1 ? "s" : "");
  };
  add(errors, "error");
  add(warnings, "warning");
  if (errors + warnings == 0) add(noted, "note");
  return text;
}

std::string time_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", std::max(1.0, seconds));
  return fmt::format("{:.0f} min", seconds / 60);
}

}  // namespace

void status_bar(AppState& state) {
  const std::string position = readout_text(state);
  const std::string problems = problems_text(state);
  if (!problems.empty()) {
    const bool notes_only = problems.ends_with("note") || problems.ends_with("notes");
    ImGui::PushStyleColor(ImGuiCol_Text, notes_only ? faint_text() : warning_colour());
    ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_WindowBg));
    if (ImGui::Button(problems.c_str())) state.show_problems = !state.show_problems;
    trace_item(state, "status.problems");
    ImGui::PopStyleColor(2);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("What was found in the data  (F8)");
    ImGui::SameLine();
  }
  const auto now = std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  ImGui::AlignTextToFramePadding();
  if (const Coarseness& coarse = state.drawn.coarseness; !coarse.exact()) {
    const std::string as_one = fmt::format(", {0} × {0} × {0} as one, while you move", coarse.merged);
    ImGui::TextUnformatted(!coarse.parents     ? ("Coarser blocks" + as_one).c_str()
                           : coarse.merged > 1 ? ("Parent blocks" + as_one).c_str()
                                               : "Whole parent blocks while you move");
    trace_item(state, "status.coarser");
  } else if (!state.message.empty() && now < state.message_until) {
    ImGui::TextUnformatted(state.message.c_str());
  } else {
    state.message.clear();
    if (position.empty())
      ImGui::TextDisabled("Drag: turn   Shift or right drag: move   Wheel: zoom   Double click: centre");
    else
      ImGui::TextUnformatted("");
  }
  readout_bar(state, position);
}

void banner(AppState& state) {
  if (!state.error) return;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  const float width = std::min(screen.WorkSize.x * 0.6f, 640 * static_cast<float>(state.scale));
  ImGui::SetNextWindowPos({screen.WorkPos.x + screen.WorkSize.x / 2, screen.WorkPos.y + ImGui::GetFrameHeight() * 2},
                          ImGuiCond_Always, {0.5f, 0});
  ImGui::SetNextWindowSize({width, 0});
  begin_card("error");
  const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  ImGui::GetWindowDrawList()->AddRectFilled(corner, {corner.x + 4, corner.y + size.y},
                                            ImGui::GetColorU32(error_colour()));
  const bool closed = icon_button("dismiss", Icon::remove, "Dismiss  (Esc)");
  trace_item(state, "error.dismiss");
  ImGui::SameLine();
  ImGui::AlignTextToFramePadding();
  ImGui::BeginGroup();
  ImGui::TextWrapped("%s.", state.error->what_happened().c_str());
  const Where& where = state.error->where();
  ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
  if (!where.file.empty())
    ImGui::TextWrapped("%s%s", utf8(where.file).c_str(),
                       where.line ? fmt::format(", line {}", where.line).c_str() : "");
  if (!state.error->remedy().empty()) ImGui::TextWrapped("%s", state.error->remedy().c_str());
  ImGui::PopStyleColor();
  ImGui::EndGroup();
  ImGui::End();
  if (closed) state.error.reset();
}

void job_card(AppState& state) {
  const auto status = state.jobs.status();
  // Work that is done at once would only flicker.
  if (!status || (!status->exclusive && status->seconds < 0.6) || status->seconds < 0.15) return;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  const float width = 360 * static_cast<float>(state.scale);
  ImGui::SetNextWindowPos(
      {screen.WorkPos.x + screen.WorkSize.x - 16, screen.WorkPos.y + screen.WorkSize.y - ImGui::GetFrameHeight() - 24},
      ImGuiCond_Always, {1, 1});
  ImGui::SetNextWindowSize({width, 0});
  begin_card("job");
  ImGui::TextUnformatted(status->title.c_str());
  const double share = status->share;
  std::string text = status->step;
  if (share > 0.02 && share < 1 && status->seconds > 1)
    text += (text.empty() ? "about " : ", about ") + time_text(status->seconds * (1 - share) / share) + " left";
  ImGui::TextDisabled("%s", text.empty() ? "working" : text.c_str());
  const float button = ImGui::CalcTextSize("Cancel").x + 4 * ImGui::GetStyle().FramePadding.x;
  const double shown = share >= 0 ? share : 0.5 + 0.5 * std::sin(status->seconds * 3);
  const std::string percent = share >= 0 ? fmt::format("{:.0f} %", share * 100) : "";
  ImGui::ProgressBar(static_cast<float>(shown), {-button, 0}, percent.c_str());
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) state.jobs.cancel();
  trace_item(state, "job.cancel");
  ImGui::End();
}

void welcome(AppState& state) {
  const auto status = state.jobs.status();
  if (!state.scene.layers.empty() || (status && status->exclusive)) return;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({screen.WorkPos.x + screen.WorkSize.x / 2, screen.WorkPos.y + screen.WorkSize.y / 2},
                          ImGuiCond_Always, {0.5f, 0.5f});
  ImGui::SetNextWindowSize({520 * static_cast<float>(state.scale), 0});
  ImGui::SetNextWindowBgAlpha(0);
  ImGui::Begin("welcome", nullptr, plain_window | ImGuiWindowFlags_AlwaysAutoResize);
  ImGui::PushFont(heading_font());
  ImGui::TextUnformatted("Open a deposit");
  ImGui::PopFont();
  ImGui::PushStyleColor(ImGuiCol_Text, faint_text());
  ImGui::TextWrapped(
      "Drop files or a folder on this window: drillhole tables and block models as CSV, GeoTIFF elevation, meshes "
      "(OBJ, STL, PLY, glTF), VTK grids, or a scene (.lode).");
  ImGui::PopStyleColor();
  ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y});
  ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_HeaderActive));
  if (ImGui::Button("Open…  (Ctrl+O)")) state.dialog_to_open = Dialog::open;
  ImGui::PopStyleColor();
  trace_item(state, "welcome.open");
  if (!state.recent.empty()) {
    ImGui::Dummy({0, ImGui::GetStyle().ItemSpacing.y});
    ImGui::TextDisabled("Recent");
    std::optional<std::filesystem::path> chosen;
    for (const std::filesystem::path& path : state.recent) {
      ImGui::PushID(&path);
      const std::string name = utf8(path.filename().empty() ? path.parent_path().filename() : path.filename());
      if (ImGui::Selectable(name.c_str())) chosen = path;
      ImGui::SameLine(ImGui::GetFontSize() * 14);
      ImGui::TextDisabled("%s", utf8(path.parent_path()).c_str());
      ImGui::PopID();
    }
    if (chosen) open_inputs(state, {*chosen}, {}, {});
  }
  ImGui::End();
}

}  // namespace lode::app
