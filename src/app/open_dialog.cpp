// The dialog that opens files and folders: a path field, the folder it names, what was opened lately.
#include <algorithm>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/icons.h"
#include "app/import_panel.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"
#include "io/formats.h"
#include "session/vtk_formats.h"

namespace lode::app {
namespace {

namespace fs = std::filesystem;

struct Entry {
  fs::path path;
  std::string name;
  bool is_folder = false;
  std::uintmax_t bytes = 0;
};

bool is_known(const fs::path& file) {
  const std::string extension = fold_case(utf8(file.extension()));
  if (extension == ".lode") return true;
  const auto reads = [&](const io::Format& format) {
    return std::ranges::any_of(format.extensions,
                               [&](std::string_view known) { return extension == "." + std::string(known); });
  };
  return std::ranges::any_of(io::formats(), reads) || std::ranges::any_of(vtk_formats(), reads);
}

/// Folders first, then files whose extension is known; hidden ones left out.
std::vector<Entry> entries_of(const fs::path& folder) {
  std::vector<Entry> entries;
  std::error_code ignored;
  for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored)) {
    std::error_code fault;
    Entry entry{it->path(), utf8(it->path().filename()), it->is_directory(fault)};
    if (entry.name.starts_with('.') || (!entry.is_folder && !is_known(entry.path))) continue;
    if (!entry.is_folder) entry.bytes = it->file_size(fault);
    if (!fault) entries.push_back(std::move(entry));
    if (entries.size() == 5000) break;
  }
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return a.is_folder != b.is_folder ? a.is_folder : fold_case(a.name) < fold_case(b.name);
  });
  return entries;
}

std::string size_text(std::uintmax_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (size >= 1e9) return fmt::format("{:.1f} GB", size / 1e9);
  if (size >= 1e6) return fmt::format("{:.1f} MB", size / 1e6);
  return fmt::format("{:.0f} kB", std::max(1.0, size / 1e3));
}

/// The folder the list shows: the typed one, or the one of the typed file.
fs::path folder_of(const std::string& text) {
  std::error_code ignored;
  const fs::path path = path_from_utf8(trim(text));
  return fs::is_directory(path, ignored) ? path : path.parent_path();
}

void open_now(AppState& state, const std::vector<fs::path>& paths) {
  open_inputs(state, paths, {}, std::string(trim(state.open.source_crs)));
  state.open.chosen.clear();
  ImGui::CloseCurrentPopup();
}

void import_now(AppState& state, const std::vector<fs::path>& paths) {
  show_import_of(state, paths);
  state.open.chosen.clear();
  ImGui::CloseCurrentPopup();
}

void recent_list(AppState& state) {
  ImGui::TextDisabled("Recent");
  for (std::size_t i = 0; i < state.recent.size(); ++i) {
    const fs::path path = state.recent[i];
    ImGui::PushID(static_cast<int>(i));
    const std::string name = utf8(path.filename().empty() ? path.parent_path().filename() : path.filename());
    if (ImGui::Selectable(name.c_str())) open_now(state, {path});
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", utf8(path).c_str());
    ImGui::PopID();
  }
  if (state.recent.empty()) ImGui::TextDisabled("nothing yet");
}

void folder_list(AppState& state, const fs::path& folder) {
  OpenDialog& dialog = state.open;
  if (folder.has_parent_path() && folder.parent_path() != folder && ImGui::Selectable("..")) {
    dialog.path = utf8(folder.parent_path());
    dialog.chosen.clear();
  }
  const std::vector<Entry> entries = entries_of(folder);
  for (const Entry& entry : entries) {
    const auto chosen = std::ranges::find(dialog.chosen, entry.path);
    const bool is_chosen = chosen != dialog.chosen.end();
    const std::string label = entry.is_folder ? entry.name + "/" : entry.name;
    if (ImGui::Selectable(label.c_str(), is_chosen,
                          ImGuiSelectableFlags_AllowDoubleClick | ImGuiSelectableFlags_DontClosePopups)) {
      if (entry.is_folder) {
        dialog.path = utf8(entry.path);
        dialog.chosen.clear();
      } else if (ImGui::IsMouseDoubleClicked(0)) {
        open_now(state, {entry.path});
      } else if (is_chosen) {
        dialog.chosen.erase(chosen);
      } else {
        dialog.chosen.push_back(entry.path);
      }
    }
    trace_item(state, "open.entry." + entry.name);
    if (entry.is_folder) continue;
    const std::string size = size_text(entry.bytes);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(size.c_str()).x);
    ImGui::TextDisabled("%s", size.c_str());
  }
  if (entries.empty()) ImGui::TextDisabled("Nothing here that Lode reads.");
}

}  // namespace

void open_dialog(AppState& state) {
  OpenDialog& dialog = state.open;
  std::error_code ignored;
  if (ImGui::IsWindowAppearing()) {
    if (dialog.path.empty())
      dialog.path = utf8(state.recent.empty() ? fs::current_path(ignored) : state.recent.front().parent_path());
    dialog.chosen.clear();
    ImGui::SetKeyboardFocusHere(0);
  }
  ImGui::SetNextItemWidth(-1);
  const bool entered = path_field(state, "open.path", dialog.path);
  const fs::path typed = path_from_utf8(trim(dialog.path));
  const float height = std::min(ImGui::GetFontSize() * 20, ImGui::GetMainViewport()->WorkSize.y * 0.5f);
  ImGui::BeginChild("recent", {ImGui::GetFontSize() * 12, height});
  recent_list(state);
  ImGui::EndChild();
  ImGui::SameLine();
  ImGui::BeginChild("folder", {0, height});
  folder_list(state, folder_of(dialog.path));
  ImGui::EndChild();
  ImGui::SetNextItemWidth(ImGui::GetFontSize() * 12);
  ImGui::InputTextWithHint("##crs", "EPSG:n", &dialog.source_crs);
  trace_item(state, "open.crs");
  ImGui::SameLine();
  ImGui::TextDisabled("CRS of files that state none (empty: local)");
  const bool is_folder = fs::is_directory(typed, ignored);
  const std::string label =
      !dialog.chosen.empty() ? fmt::format("Open {} file{}", dialog.chosen.size(), dialog.chosen.size() > 1 ? "s" : "")
      : is_folder            ? "Open the whole folder"
                             : "Open";
  ImGui::BeginDisabled(dialog.chosen.empty() && typed.empty());
  const bool pressed = ImGui::Button((label + "###open").c_str());
  trace_item(state, "dialog.ok");
  ImGui::SameLine();
  if (!is_folder || !dialog.chosen.empty()) {
    if (ImGui::Button("Decide how to read ..."))
      import_now(state, dialog.chosen.empty() ? std::vector{typed} : dialog.chosen);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Tables as text: say what each column is before they are opened");
    trace_item(state, "open.import");
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
  ImGui::SameLine();
  ImGui::TextDisabled("Click files to choose several; double click opens one");
  if (pressed || entered) open_now(state, dialog.chosen.empty() || entered ? std::vector{typed} : dialog.chosen);
}

}  // namespace lode::app
