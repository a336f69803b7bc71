#include "app/problems_panel.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <imgui.h>

#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/checks.h"
#include "core/ignore.h"
#include "core/text.h"
#include "session/problem_place.h"
#include "session/remedies.h"

namespace lode::app {
namespace {

ImVec4 colour_of(Severity severity) {
  return severity == Severity::error ? error_colour() : severity == Severity::warning ? warning_colour() : faint_text();
}

/// Errors first, each check together, in the order they were found.
std::vector<std::vector<std::size_t>> groups_of(const Problems& problems) {
  std::map<std::pair<int, std::string>, std::size_t> known;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const auto [entry, added] =
        known.emplace(std::pair{static_cast<int>(problems[i].severity), problems[i].check}, groups.size());
    if (added) groups.emplace_back();
    groups[entry->second].push_back(i);
  }
  std::ranges::stable_sort(groups, [&](const auto& a, const auto& b) {
    return problems[a.front()].severity > problems[b.front()].severity;
  });
  return groups;
}

std::string where_text(const Problem& problem) {
  std::string where = utf8(path_from_utf8(problem.file).filename());
  if (problem.line) where += fmt::format(":{}", problem.line);
  return where;
}

/// The camera goes to the row or hole, and the layer is selected.
void fly_to(AppState& state, const Problem& problem) {
  std::vector<LoadedSourcePtr> sources;
  for (const LayerPicturePtr& picture : state.frame.layers)
    sources.push_back(picture ? picture->source : LoadedSourcePtr());
  const auto place = place_of_problem(sources, problem);
  if (!place) return say(state, "This finding is about a file, not about a place.");
  const double half = place->size_m / 2;
  Bounds around;
  around.add(place->position_scene - Vec3{half, half, half});
  around.add(place->position_scene + Vec3{half, half, half});
  show_bounds(state, around);
  state.scene.camera.focal_scene = place->position_scene;
  state.layer = std::min(place->source, state.scene.layers.size() - 1);
  say(state, where_text(problem) + ": " + problem.message);
}

void ignore(AppState& state, const IgnoreRule& rule) { state.scene.ignored.push_back(rule); }

void mend_menu(AppState& state, const Problem& problem) {
  if (ImGui::SmallButton("...")) ImGui::OpenPopup("mend");
  trace_item(state, "problems.mend");
  if (!ImGui::BeginPopup("mend")) return;
  const std::vector<Remedy> remedies = remedies_for(state.scene, problem);
  for (std::size_t i = 0; i < remedies.size(); ++i) {
    if (ImGui::MenuItem(remedies[i].label.c_str())) load_scene(state, remedies[i].scene);
    trace_item(state, fmt::format("problems.remedy.{}", i));
  }
  if (!remedies.empty()) ImGui::Separator();
  ImGui::TextDisabled("Ignore %s", problem.check.c_str());
  const std::vector<IgnoreChoice> choices = ignore_choices(problem);
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (ImGui::MenuItem(choices[i].label.c_str())) ignore(state, choices[i].rule);
    trace_item(state, fmt::format("problems.ignore.{}", i));
  }
  ImGui::EndPopup();
}

void problem_row(AppState& state, const Problem& problem, const std::string& id) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  if (ImGui::Selectable(where_text(problem).c_str(), false, ImGuiSelectableFlags_AllowItemOverlap))
    fly_to(state, problem);
  trace_item(state, "problems.row." + id);
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s\nClick: go there", problem.file.c_str());
  ImGui::TableNextColumn();
  ImGui::TextUnformatted(problem.hole.c_str());
  ImGui::TableNextColumn();
  const std::string number = grouped(static_cast<double>(problem.count));
  const bool said = problem.count == 1 || problem.message.find(std::to_string(problem.count)) != std::string::npos ||
                    problem.message.find(number) != std::string::npos;
  for (const std::string& text : {problem.message + (said ? "" : " (" + number + " rows)"), problem.action}) {
    ImGui::TextUnformatted(text.c_str());
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text.c_str());
    ImGui::TableNextColumn();
  }
  mend_menu(state, problem);
}

void problem_rows(AppState& state, const std::vector<std::size_t>& group) {
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingStretchProp;
  if (!ImGui::BeginTable("rows", 5, flags)) return;
  const float font = ImGui::GetFontSize();
  ImGui::TableSetupColumn("Where", ImGuiTableColumnFlags_WidthFixed, font * 12);
  ImGui::TableSetupColumn("Hole", ImGuiTableColumnFlags_WidthFixed, font * 6);
  ImGui::TableSetupColumn("Found", ImGuiTableColumnFlags_WidthStretch, 1.5f);
  ImGui::TableSetupColumn("Done", ImGuiTableColumnFlags_WidthStretch, 1);
  ImGui::TableSetupColumn("", ImGuiTableColumnFlags_WidthFixed, font * 1.6f);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(group.size()));
  while (clipper.Step())
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      // A copy: ignoring a finding makes the list anew at once.
      const Problem problem = state.listed.problems[group[static_cast<std::size_t>(i)]];
      ImGui::PushID(i);
      problem_row(state, problem, problem.check + "." + std::to_string(i));
      ImGui::PopID();
    }
  ImGui::EndTable();
}

void ignored_rules(AppState& state) {
  std::vector<IgnoreRule>& rules = state.scene.ignored;
  if (rules.empty()) return;
  if (!ImGui::TreeNodeEx("ignored", 0, "Ignored: %zu", rules.size())) return;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    const bool again = ImGui::SmallButton("List again");
    trace_item(state, fmt::format("problems.again.{}", i));
    ImGui::SameLine();
    ImGui::TextDisabled("%s", describe(rules[i]).c_str());
    ImGui::PopID();
    if (again) {
      rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
  }
  ImGui::TreePop();
}

void heading(AppState& state, const std::vector<std::size_t>& group) {
  const Problem& first = state.listed.problems[group.front()];
  const Check& check = lode::check(first.check);
  std::uint64_t rows = 0;
  for (const std::size_t i : group) rows += state.listed.problems[i].count;
  const std::string id = std::string(name(first.severity)) + first.check;
  ImGui::PushStyleColor(ImGuiCol_Text, colour_of(first.severity));
  const bool open = ImGui::TreeNodeEx(id.c_str(), ImGuiTreeNodeFlags_SpanFullWidth, "%s  %.*s",
                                      grouped(static_cast<double>(rows)).c_str(), static_cast<int>(check.title.size()),
                                      check.title.data());
  ImGui::PopStyleColor();
  trace_item(state, "problems.group." + first.check);
  if (ImGui::IsItemHovered())
    ImGui::SetTooltip("%s: %.*s", first.check.c_str(), static_cast<int>(check.remedy.size()), check.remedy.data());
  if (!open) return;
  problem_rows(state, group);
  ImGui::TreePop();
}

}  // namespace

const Problems& listed_problems(AppState& state) {
  ListedProblems& listed = state.listed;
  if (listed.stamp == state.problems_stamp && listed.ignored == state.scene.ignored) return listed.problems;
  listed.stamp = state.problems_stamp;
  listed.ignored = state.scene.ignored;
  listed.problems = state.input_problems;
  listed.problems.insert(listed.problems.end(), state.problems.begin(), state.problems.end());
  drop_ignored(listed.problems, listed.ignored);
  listed.groups = groups_of(listed.problems);
  return listed.problems;
}

void problems_panel(AppState& state) {
  if (!state.show_problems) return;
  listed_problems(state);
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const auto of = [&](double px, float scale) { return static_cast<float>(px) / scale; };
  const float left = of(state.view.x, pixels.x), width = of(state.view.width, pixels.x);
  const float bottom = of(state.view.y + state.view.height, pixels.y);
  const float height = std::min(of(state.view.height, pixels.y) * 0.42f, screen.WorkSize.y * 0.5f);
  ImGui::SetNextWindowPos({left, bottom - height});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  ImGui::Begin("problems", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleColor();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Problems found in the data");
  ImGui::SameLine();
  if (ImGui::Button("Export list ...")) state.dialog_to_open = Dialog::export_problems;
  trace_item(state, "problems.export");
  ImGui::SameLine();
  if (ImGui::Button("Close")) state.show_problems = false;
  trace_item(state, "problems.close");
  ImGui::BeginChild("list");
  if (state.listed.problems.empty()) ImGui::TextDisabled("Nothing was found.");
  const auto groups = state.listed.groups;
  for (const std::vector<std::size_t>& group : groups) heading(state, group);
  ignored_rules(state);
  ImGui::EndChild();
  ImGui::End();
}

}  // namespace lode::app
