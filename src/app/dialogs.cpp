// The dialogs but the one that opens files: saving, exporting, problems, keys.
#include <algorithm>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_internal.h>  // closing a list from outside of it
#include <imgui_stdlib.h>

#include "app/actions.h"
#include "app/import_panel.h"
#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"

namespace lode::app {
namespace {

struct DialogRow {
  Dialog dialog;
  const char* title;
  void (*show)(AppState&);
  float width;  ///< at a scale of 1
};
constexpr DialogRow rows[] = {{Dialog::open, "Open", open_dialog, 720},
                              {Dialog::save_scene, "Save scene", save_scene_dialog, 560},
                              {Dialog::screenshot, "Save picture", screenshot_dialog, 560},
                              {Dialog::export_layer, "Export layer", export_dialog, 560},
                              {Dialog::export_problems, "Export the list of problems", export_problems_dialog, 560},
                              {Dialog::import, "How the tables are read", import_dialog, 1240},
                              {Dialog::about, "Keys and mouse", about_dialog, 480},
                              {Dialog::choose_crs, "Choose a coordinate system", crs_dialog, 860},
                              {Dialog::choose_operation, "Choose an operation", operation_dialog, 860},
                              {Dialog::mine_grid, "Mine grid", mine_grid_dialog, 640},
                              {Dialog::palette, "Find a command", command_palette, 0}};

/// The folder new files are proposed in: of the scene, else of the first input, else the current one.
std::filesystem::path home_of(const AppState& state) {
  std::error_code ignored;
  if (!state.scene_file.empty()) return state.scene_file.parent_path();
  return std::filesystem::current_path(ignored);
}

std::string stem_of(const AppState& state) {
  if (!state.scene_file.empty()) return utf8(state.scene_file.stem());
  return state.scene.layers.empty() ? "scene" : state.scene.layers[state.layer].name;
}

/// The button that does it, and Cancel; says where a file will be overwritten.
bool finish_buttons(AppState& state, const char* action, const std::string& path, bool entered) {
  std::error_code ignored;
  const std::filesystem::path file = path_from_utf8(trim(path));
  const bool is_folder = std::filesystem::is_directory(file, ignored), usable = !file.filename().empty() && !is_folder;
  ImGui::PushStyleColor(ImGuiCol_Text, warning_colour());
  if (is_folder)
    ImGui::TextUnformatted("That is a folder: add a file name.");
  else if (usable && std::filesystem::exists(file, ignored))
    ImGui::TextUnformatted("The file exists and will be replaced.");
  ImGui::PopStyleColor();
  ImGui::BeginDisabled(!usable);
  const bool done = ImGui::Button(action) || (entered && usable);
  trace_item(state, "dialog.ok");
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
  if (done) ImGui::CloseCurrentPopup();
  return done;
}

std::filesystem::path with_extension(const std::string& path, const std::string& extension) {
  std::filesystem::path file = path_from_utf8(trim(path));
  if (fold_case(utf8(file.extension())) != extension) file += extension;
  return file;
}

struct PictureSizeRow {
  const char* title;
  int width, height;
};
constexpr PictureSizeRow picture_sizes[] = {{"As in the window", 0, 0},
                                            {"1280 × 800", 1280, 800},
                                            {"Full HD, 1920 × 1080", 1920, 1080},
                                            {"4K, 3840 × 2160", 3840, 2160},
                                            {"8K, 7680 × 4320", 7680, 4320},
                                            {"A3 at 300 dpi, 4961 × 3508", 4961, 3508},
                                            {"Other", 0, 0}};
constexpr int other_size = 6, longest_side = 16384;

}  // namespace

void dialogs(AppState& state) {
  if (state.dialog_to_open != Dialog::none) {
    state.dialog = state.dialog_to_open;
    state.dialog_to_open = Dialog::none;
    for (const DialogRow& row : rows)
      if (row.dialog == state.dialog) ImGui::OpenPopup(row.title);
  }
  state.dialog = Dialog::none;
  const ImGuiViewport& screen = *ImGui::GetMainViewport();
  for (const DialogRow& row : rows) {
    const float width = std::min(row.width * static_cast<float>(state.scale), screen.WorkSize.x * 0.94f);
    ImGui::SetNextWindowPos({screen.WorkPos.x + screen.WorkSize.x / 2, screen.WorkPos.y + screen.WorkSize.y * 0.47f},
                            ImGuiCond_Always, {0.5f, 0.5f});
    ImGui::SetNextWindowSize({width, 0});
    // Twice the share above its middle: a tall one stays within the window, and scrolls.
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, screen.WorkSize.y * 0.94f});
    if (!ImGui::BeginPopupModal(row.title, nullptr,
                                ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings))
      continue;
    state.dialog = row.dialog;
    const bool list_open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId);
    row.show(state);
    if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape))) {
      if (list_open)
        ImGui::ClosePopupToLevel(ImGui::GetCurrentContext()->BeginPopupStack.Size, true);  // all above the dialog
      else
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
  }
}

void save_scene_dialog(AppState& state) {
  if (ImGui::IsWindowAppearing()) {
    state.scene_path = utf8(home_of(state) / path_from_utf8(stem_of(state) + ".lode"));
    ImGui::SetKeyboardFocusHere(0);
  }
  form_label("File");
  const bool entered = path_field(state, "save.path", state.scene_path);
  if (finish_buttons(state, "Save", state.scene_path, entered))
    save_scene_as(state, with_extension(state.scene_path, ".lode"));
}

void screenshot_dialog(AppState& state) {
  ScreenshotDialog& dialog = state.screenshot;
  if (ImGui::IsWindowAppearing()) dialog.path = utf8(home_of(state) / path_from_utf8(stem_of(state) + ".png"));
  form_label("Size");
  const bool open = ImGui::BeginCombo("##size", picture_sizes[dialog.size].title);
  trace_item(state, "screenshot.size");
  if (open) {
    for (int i = 0; i <= other_size; ++i) {
      if (ImGui::Selectable(picture_sizes[i].title, i == dialog.size)) dialog.size = i;
      trace_item(state, fmt::format("screenshot.size.{}", i));
    }
    ImGui::EndCombo();
  }
  if (dialog.size == other_size) {
    int sides[2] = {dialog.width, dialog.height};
    form_label("Pixels");
    if (ImGui::InputInt2("##pixels", sides)) {
      dialog.width = std::clamp(sides[0], 16, longest_side);
      dialog.height = std::clamp(sides[1], 16, longest_side);
    }
  } else {
    const PictureSizeRow& size = picture_sizes[dialog.size];
    dialog.width = size.width ? size.width : static_cast<int>(state.view.width);
    dialog.height = size.height ? size.height : static_cast<int>(state.view.height);
  }
  form_label("Background");
  ImGui::Checkbox("Transparent", &dialog.transparent);
  trace_item(state, "screenshot.transparent");
  form_label("File");
  const bool entered = path_field(state, "screenshot.path", dialog.path);
  if (finish_buttons(state, "Save", dialog.path, entered)) {
    dialog.path = utf8(with_extension(dialog.path, ".png"));
    state.take_picture = true;
  }
}

void export_dialog(AppState& state) {
  ExportDialog& dialog = state.exporting;
  Scene& scene = state.scene;
  dialog.layer = std::min(dialog.layer, scene.layers.size() - 1);
  const bool appearing = ImGui::IsWindowAppearing();
  form_label("Layer");
  if (ImGui::BeginCombo("##layer", scene.layers[dialog.layer].name.c_str())) {
    for (std::size_t i = 0; i < scene.layers.size(); ++i)
      if (ImGui::Selectable((scene.layers[i].name + "##" + std::to_string(i)).c_str(), i == dialog.layer))
        dialog.layer = i;
    ImGui::EndCombo();
  }
  const Layer& layer = scene.layers[dialog.layer];
  const std::vector<std::string> formats =
      export_extensions(layer.shell_column.empty() ? scene.sources[layer.source].kind : DatasetKind::surface);
  const auto propose = [&] { return utf8(home_of(state) / path_from_utf8(layer.name + "." + dialog.format)); };
  if (appearing) {
    if (std::ranges::find(formats, dialog.format) == formats.end())
      dialog.format = formats.empty() ? "" : formats.front();
    dialog.path = propose();
  }
  form_label("Format");
  const bool open = ImGui::BeginCombo("##format", dialog.format.c_str());
  trace_item(state, "export.format");
  if (open) {
    for (const std::string& format : formats) {
      if (ImGui::Selectable(format.c_str(), format == dialog.format)) {
        dialog.format = format;
        dialog.path = utf8(path_from_utf8(dialog.path).replace_extension("." + format));
      }
      trace_item(state, "export.format." + format);
    }
    ImGui::EndCombo();
  }
  form_label("CRS");
  ImGui::InputTextWithHint("##crs", scene.crs.empty() ? "local" : (scene.crs + " (the scene's)").c_str(), &dialog.crs);
  trace_item(state, "export.crs");
  form_label("File");
  const bool entered = path_field(state, "export.path", dialog.path);
  ImGui::TextDisabled("%s", layer.filter.empty() ? "All of the layer." : ("As filtered: " + layer.filter).c_str());
  if (finish_buttons(state, "Export", dialog.path, entered))
    export_layer_as(state, dialog.layer, std::string(trim(dialog.crs)), path_from_utf8(trim(dialog.path)));
}

void export_problems_dialog(AppState& state) {
  if (ImGui::IsWindowAppearing()) {
    state.problems_path = utf8(home_of(state) / path_from_utf8(stem_of(state) + "-problems.csv"));
    ImGui::SetKeyboardFocusHere(0);
  }
  form_label("File");
  const bool entered = path_field(state, "problems.path", state.problems_path);
  if (finish_buttons(state, "Export", state.problems_path, entered))
    export_problems_as(state, with_extension(state.problems_path, ".csv"));
}

void about_dialog(AppState& state) {
  constexpr std::pair<const char*, const char*> mouse[] = {
      {"Left drag", "turn"},           {"Right drag, or Shift + left drag", "move"}, {"Wheel", "zoom at the cursor"},
      {"Double click", "centre here"}, {"Rest", "name what is under the cursor"},    {"Click", "keep its values open"}};
  if (ImGui::BeginTable("keys", 2)) {
    const auto row = [](const char* what, const char* keys) {
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextDisabled("%s", keys);
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(what);
    };
    for (const auto& [keys, what] : mouse) row(what, keys);
    for (const Action& action : actions())
      if (action.shortcut.key != 0) row(action.label, text_of(action.shortcut).c_str());
    ImGui::EndTable();
  }
  if (ImGui::Button("Close")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
}

}  // namespace lode::app
