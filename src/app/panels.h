// The panels: free functions that show a part of the state and change the previewed scene. A change becomes one undo
// step when the hand lets go (window.cpp).
#pragma once

#include <span>

#include "app/state.h"

namespace lode::app {

void layers_panel(AppState& state);
void style_panel(AppState& state);
void filter_panel(AppState& state);
void curve_panel(AppState& state);
void totals_panel(AppState& state);
void section_panel(AppState& state);
void source_panel(AppState& state);
void coordinates_panel(AppState& state);
/// Units, axes, zone number and RL offset of a source, in the coordinates panel.
void placing_fields(AppState& state, std::uint32_t source);
inline constexpr char calculated_title[] = "Calculated columns";
void calculated_panel(AppState& state);

void toggle_section(AppState& state);
void step_section(AppState& state, int steps);
void exaggeration_field(AppState& state);

void pick_panel(AppState& state);
void strip_log_panel(AppState& state);
/// What only layers of drillholes have.
void holes_panel(AppState& state, Layer& layer, const Drillholes& holes);
void measure_panel(AppState& state);
/// What the cursor over the viewport points at, by its pixels.
void read_cursor(AppState& state, double x, double y);
/// Its position in all systems chosen; "" where the cursor points at nothing.
std::string readout_text(AppState& state);
void readout_bar(AppState& state, const std::string& text);
void hover_tooltip(AppState& state);
void status_bar(AppState& state);
void banner(AppState& state);
void job_card(AppState& state);
void welcome(AppState& state);

/// The dialogs, opened by state.dialog_to_open.
void dialogs(AppState& state);
void open_dialog(AppState& state);
void save_scene_dialog(AppState& state);
void screenshot_dialog(AppState& state);
void export_dialog(AppState& state);
void export_problems_dialog(AppState& state);
void about_dialog(AppState& state);
void crs_dialog(AppState& state);
void operation_dialog(AppState& state);
void mine_grid_dialog(AppState& state);

/// Which columns a combo offers: attributes; with the holes' ids too; numbers alone; of words only those that few
/// enough words stand in to split amounts by.
enum class Columns { all, filterable, numbers, words };
/// A combo of the columns of tables; "" stands for none where `none` names it. Returns whether another was chosen.
bool column_combo(AppState& state, const char* id, std::span<const Table* const> tables, std::string& column,
                  const char* none, Columns offered);
bool column_combo(AppState& state, const char* id, const Table& table, std::string& column, const char* none,
                  Columns offered);
/// The first column of a name; nullptr when there is none.
const Column* find_column(std::span<const Table* const> tables, const std::string& name);
/// "Li2O_pct  %": a column as shown.
std::string title_of(const Column& column);
/// Begins a small window over the picture, as large as what it holds; end it with ImGui::End().
void begin_card(const char* name);
/// A label in the left column and the cursor at the right one, for forms.
void form_label(const char* label);
/// A path field; Tab completes names of files and folders. Returns true on Enter.
bool path_field(AppState& state, const char* id, std::string& path);

}  // namespace lode::app
