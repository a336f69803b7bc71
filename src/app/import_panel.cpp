#include "app/import_panel.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/panels.h"
#include "app/theme.h"
#include "app/work.h"
#include "core/text.h"
#include "session/column_choice.h"

namespace lode::app {
namespace {

constexpr std::size_t preview_rows = 12;

constexpr std::array<std::pair<TableRole, const char*>, 6> table_roles{{{TableRole::collar, "collars"},
                                                                        {TableRole::survey, "surveys"},
                                                                        {TableRole::interval, "intervals"},
                                                                        {TableRole::depth, "readings at depths"},
                                                                        {TableRole::points, "points"},
                                                                        {TableRole::blocks, "blocks"}}};

const char* title_of(TableRole role) {
  for (const auto& [known, title] : table_roles)
    if (known == role) return title;
  return "";
}

const char* title_of(ColumnRole role) {
  switch (role) {
    case ColumnRole::attribute:
      return "attribute";
    case ColumnRole::hole_id:
      return "hole id";
    case ColumnRole::x:
      return "easting";
    case ColumnRole::y:
      return "northing";
    case ColumnRole::z:
      return "RL";
    case ColumnRole::total_depth:
      return "total depth";
    case ColumnRole::parent_hole:
      return "parent hole";
    case ColumnRole::kickoff_depth:
      return "kick-off depth";
    case ColumnRole::ignored:
      return "not read";
    default:
      return name(role);
  }
}

/// The preview, made again when what it depends on changed.
void refresh(ImportPanel& panel, AppState& state) {
  if (panel.previewed && *panel.previewed == panel.source && panel.previewed_file == panel.file) return;
  panel.previewed = panel.source;
  panel.previewed_file = panel.file;
  panel.fault.clear();
  try {
    panel.preview = io::preview_table(panel.source, panel.file, preview_rows);
  } catch (const Error& error) {
    panel.preview = {};
    panel.fault = error.what_happened() + ": " + error.remedy();
  }
  for (const io::PreviewColumn& column : panel.preview.columns) {
    state.unseen_text += column.name;
    for (const std::string& cell : column.cells) state.unseen_text += cell;
  }
}

/// Gives a column a role; the one that had it becomes an attribute.
void set_role(SourceFile& file, const std::string& column, ColumnRole role) {
  std::erase_if(file.columns, [&](const auto& entry) { return entry.second == column; });
  std::erase(file.ignored_columns, column);
  if (role == ColumnRole::ignored)
    file.ignored_columns.push_back(column);
  else if (role != ColumnRole::attribute)
    file.columns[role] = column;
}

bool role_combo(AppState& state, Source& source, std::size_t file, const io::PreviewColumn& column) {
  bool changed = false;
  ImGui::SetNextItemWidth(-1);
  const bool key = column.role != ColumnRole::attribute && column.role != ColumnRole::ignored;
  ImGui::PushStyleColor(ImGuiCol_Text, key ? accent() : faint_text());
  const bool open = ImGui::BeginCombo("##role", title_of(column.role), ImGuiComboFlags_HeightLarge);
  ImGui::PopStyleColor();
  const std::string id = "import.role." + column.name;
  trace_item(state, id);
  if (!open) return false;
  std::vector<ColumnRole> roles = io::roles_for(source.files[file].role);
  roles.insert(roles.end(), {ColumnRole::attribute, ColumnRole::ignored});
  for (const ColumnRole role : roles) {
    if (ImGui::Selectable(title_of(role), role == column.role) && role != column.role) {
      choose_by_ignoring(source);
      set_role(source.files[file], column.name, role);
      changed = true;
    }
    trace_item(state, id + "." + name(role));
  }
  ImGui::EndCombo();
  return changed;
}

bool unit_field(AppState& state, SourceFile& file, const io::PreviewColumn& column) {
  std::string unit = column.unit;
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##unit", "unit", &unit);
  const bool entered = ImGui::IsItemDeactivatedAfterEdit() && unit != column.unit;
  trace_item(state, "import.unit." + column.name);
  if (entered) file.units[column.name] = std::string(trim(unit));
  return entered;
}

/// The first rows, under each name what the column is for and its unit.
bool preview_table(AppState& state, Source& source, std::size_t file, const io::TablePreview& preview) {
  constexpr int most_columns = 63;
  const int columns = std::min(static_cast<int>(preview.columns.size()), most_columns);
  constexpr ImGuiTableFlags flags = ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY | ImGuiTableFlags_RowBg |
                                    ImGuiTableFlags_Resizable | ImGuiTableFlags_BordersInnerV;
  const float head = ImGui::GetFrameHeightWithSpacing() * 3, line = ImGui::GetTextLineHeightWithSpacing();
  // What the dialog has left for it, with the buttons below.
  const float room =
      ImGui::GetMainViewport()->WorkSize.y * 0.94f - ImGui::GetCursorPosY() - ImGui::GetFrameHeightWithSpacing() * 2;
  const float height = std::clamp(room, head + line * 3, head + line * 10);
  if (columns == 0 || !ImGui::BeginTable("preview", columns, flags, {0, height})) return false;
  ImGui::TableSetupScrollFreeze(0, 1);
  for (int i = 0; i < columns; ++i)
    ImGui::TableSetupColumn(preview.columns[static_cast<std::size_t>(i)].name.c_str(), ImGuiTableColumnFlags_WidthFixed,
                            ImGui::GetFontSize() * 7.5f);
  ImGui::TableHeadersRow();
  bool changed = false;
  const auto row = [&](const auto& show) {
    ImGui::TableNextRow();
    for (int i = 0; i < columns; ++i) {
      ImGui::TableNextColumn();
      ImGui::PushID(i);
      show(preview.columns[static_cast<std::size_t>(i)]);
      ImGui::PopID();
    }
  };
  row([&](const io::PreviewColumn& column) { changed |= role_combo(state, source, file, column); });
  row([&](const io::PreviewColumn& column) { changed |= unit_field(state, source.files[file], column); });
  for (std::size_t cell = 0; cell < preview.columns.front().cells.size(); ++cell)
    row([&](const io::PreviewColumn& column) {
      const bool read = column.role != ColumnRole::ignored;
      ImGui::PushStyleColor(ImGuiCol_Text, read ? ImGui::GetStyleColorVec4(ImGuiCol_Text) : faint_text());
      ImGui::TextUnformatted(column.cells[cell].c_str());
      ImGui::PopStyleColor();
    });
  ImGui::EndTable();
  return changed;
}

/// What the loaded data has of a file: "rows 120, kept 118, rejected 2".
std::string counts_of(const AppState& state, const ImportPanel& panel, const SourceFile& file) {
  if (!panel.in_scene) return "";
  for (const LayerPicturePtr& picture : state.frame.layers) {
    if (picture == nullptr || !(picture->source->source == panel.source)) continue;
    for (const Table* table : tables_of(*picture->source->dataset))
      if (table->file == utf8(file.path))
        return fmt::format("{} rows read, {} kept, {} rejected", grouped(static_cast<double>(table->rows_read)),
                           grouped(static_cast<double>(table->rows)),
                           grouped(static_cast<double>(table->rows_rejected)));
  }
  return state.jobs.idle() ? "not read" : "reading ...";
}

/// The tables of the source: their names, what each holds, how many of its rows came in.
bool file_list(AppState& state, ImportPanel& panel) {
  bool changed = false;
  if (!ImGui::BeginTable("files", 3, ImGuiTableFlags_SizingStretchProp)) return false;
  for (std::size_t i = 0; i < panel.source.files.size(); ++i) {
    SourceFile& file = panel.source.files[i];
    ImGui::PushID(static_cast<int>(i));
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    const std::string label = utf8(file.path.filename());
    if (ImGui::Selectable(label.c_str(), panel.file == i, ImGuiSelectableFlags_DontClosePopups)) panel.file = i;
    trace_item(state, "import.file." + label);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", utf8(file.path).c_str());
    ImGui::TableNextColumn();
    ImGui::SetNextItemWidth(ImGui::GetFontSize() * 11);
    const bool open = ImGui::BeginCombo("##holds", title_of(file.role));
    trace_item(state, "import.holds." + label);
    if (open) {
      for (const auto& [role, title] : table_roles) {
        if (ImGui::Selectable(title, role == file.role) && role != file.role) {
          file.role = role;
          changed = true;
        }
        trace_item(state, "import.holds." + label + "." + name(role));
      }
      ImGui::EndCombo();
    }
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    ImGui::TextDisabled("%s", counts_of(state, panel, file).c_str());
    ImGui::PopID();
  }
  ImGui::EndTable();
  return changed;
}

/// The kind follows what the tables hold.
void set_kind(Source& source) {
  const auto is = [&](TableRole role) { return source.files.front().role == role; };
  if (is(TableRole::blocks))
    source.kind = DatasetKind::blocks;
  else if (is(TableRole::points))
    source.kind = source.triangulate ? DatasetKind::surface : DatasetKind::points;
  else
    source.kind = DatasetKind::drillholes;
}

/// Shows the source as decided: in the scene at once, as one step of undo.
void apply(AppState& state, ImportPanel& panel) {
  set_kind(panel.source);
  if (!panel.in_scene) return;
  Scene scene = state.scene;
  if (panel.index >= scene.sources.size()) return;
  Source& source = scene.sources[panel.index];
  if (scene.crs == source.crs && source.crs != panel.source.crs && scene.sources.size() == 1)
    scene.crs = panel.source.crs;
  source = panel.source;
  load_scene(state, std::move(scene));
}

void add_to_scene(AppState& state, ImportPanel& panel) {
  Scene scene = state.scene;
  Layer layer;
  layer.name = panel.source.name;
  layer.source = static_cast<std::uint32_t>(scene.sources.size());
  layer.colour.column = automatic_colour;
  scene.sources.push_back(panel.source);
  scene.layers.push_back(std::move(layer));
  if (scene.crs.empty()) scene.crs = panel.source.crs;
  panel.index = static_cast<std::uint32_t>(scene.sources.size() - 1);
  panel.in_scene = true;
  load_scene(state, std::move(scene));
}

/// After an undo, or a load that failed, the scene says what is decided.
void follow_scene(AppState& state, ImportPanel& panel) {
  const auto status = state.jobs.status();
  if (!panel.in_scene || (status && status->exclusive)) return;
  if (panel.index < state.scene.sources.size()) {
    panel.source = state.scene.sources[panel.index];
  } else {
    panel.in_scene = false;  // it could not be added: the draft stays
  }
}

}  // namespace

void show_import(AppState& state) {
  if (state.layer >= state.scene.layers.size()) return;
  ImportPanel panel;
  panel.index = state.scene.layers[state.layer].source;
  panel.source = state.scene.sources[panel.index];
  panel.in_scene = true;
  if (panel.source.format != "csv") return say(state, "Only tables as text have decisions of an import.");
  state.import = std::move(panel);
  state.dialog_to_open = Dialog::import;
}

void show_import_of(AppState& state, const std::vector<std::filesystem::path>& files) {
  ImportPanel panel;
  try {
    panel.source = io::draft_source(files);
  } catch (const Error& error) {
    state.error = error;
    return;
  }
  state.import = std::move(panel);
  state.dialog_to_open = Dialog::import;
}

void import_dialog(AppState& state) {
  ImportPanel& panel = state.import;
  follow_scene(state, panel);
  if (panel.source.files.empty()) return ImGui::CloseCurrentPopup();
  panel.file = std::min(panel.file, panel.source.files.size() - 1);
  const auto status = state.jobs.status();
  const bool busy = status && status->exclusive;
  ImGui::BeginDisabled(busy);
  bool changed = file_list(state, panel);
  ImGui::Separator();
  const std::string encoding = panel.source.encoding, delimiter = panel.source.delimiter;
  changed |= import_decisions(state, panel.source);
  if (encoding != panel.source.encoding || delimiter != panel.source.delimiter) panel.guess_again = true;
  ImGui::Separator();
  refresh(panel, state);
  changed |= column_choice(state, panel.source, panel.file, panel.preview);
  changed |= preview_table(state, panel.source, panel.file, panel.preview);
  ImGui::EndDisabled();
  if (std::exchange(panel.guess_again, false))
    for (std::size_t file = 0; file < panel.source.files.size(); ++file) try {
        io::guess_columns(panel.source, file);
      } catch (const Error& error) {
        panel.fault = error.what_happened();
      }
  if (changed) apply(state, panel);
  if (state.error && !busy) panel.fault = state.error->what_happened() + ": " + state.error->remedy();
  ImGui::PushStyleColor(ImGuiCol_Text, error_colour());
  if (!panel.fault.empty()) ImGui::TextWrapped("%s", panel.fault.c_str());
  ImGui::PopStyleColor();
  if (!panel.in_scene) {
    if (ImGui::Button("Import")) {
      panel.fault.clear();
      state.error.reset();
      add_to_scene(state, panel);
    }
    trace_item(state, "import.add");
    ImGui::SameLine();
  }
  if (ImGui::Button(panel.in_scene ? "Done" : "Cancel")) ImGui::CloseCurrentPopup();
  trace_item(state, "dialog.cancel");
}

}  // namespace lode::app
