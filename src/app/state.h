// Everything the window knows, in one plain struct; panels are free functions of it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/conditions.h"
#include "app/coordinates.h"
#include "app/histogram.h"
#include "app/measure.h"
#include "app/navigation.h"
#include "app/picture_saving.h"
#include "app/tonnage_curve.h"
#include "app/totals.h"
#include "app/trace.h"
#include "core/error.h"
#include "io/table_preview.h"
#include "render/renderer.h"
#include "session/history.h"
#include "session/jobs.h"
#include "session/session.h"
#include "view/strip_log.h"
#include "view/view.h"

namespace lode::app {

/// A column's histogram, and what keeps the column alive.
struct ColumnHistogram {
  DatasetPtr dataset;
  Histogram histogram;
};
using Histograms = std::map<const Column*, std::shared_ptr<const ColumnHistogram>>;

/// What the products shown depend on; asked for again only when it changes.
struct Wanted {
  Scene scene;  ///< with what only the picture needs left out, see products_scene()
  std::size_t layer = 0;
  std::string grade;
  std::optional<std::string> by;     ///< the column of words that the totals are split by; none chosen: the class
  bool curve = true;                 ///< the grade-tonnage curve, too
  std::vector<std::string> columns;  ///< whose histograms are shown
  bool operator==(const Wanted&) const = default;
};

/// The rows of the filter panel for one layer, and the filter they were made of or make.
struct FilterRows {
  std::string filter;
  std::vector<Condition> rows;
  bool as_rows = true;  ///< false: the filter is no plain conjunction
  std::string draft;    ///< the expression being typed
  std::optional<Error> fault;
  bool cleared = false;                              ///< the last row was removed by hand: no row comes back by itself
  std::map<std::string, std::string> searches = {};  ///< typed to find words, a column
};

enum class Dialog {
  none,
  open,
  save_scene,
  screenshot,
  export_layer,
  export_problems,
  import,
  about,
  palette,
  choose_crs,
  choose_operation,
  mine_grid
};

struct OpenDialog {
  std::string path;
  std::vector<std::filesystem::path> chosen;
  std::string source_crs;
};
struct ScreenshotDialog {
  std::string path;
  int size = 0;  ///< row of the table of sizes; the last is custom
  int width = 1920, height = 1080;
  bool transparent = false;
};
struct ExportDialog {
  std::string path, format, crs;
  std::size_t layer = 0;
};

/// The strip log of the picked hole, and what it was made of.
struct StripLogOfPick {
  LoadedSourcePtr source;
  std::uint32_t hole = 0;
  Layer layer;
  std::shared_ptr<const StripLog> log;
  double depth_under_cursor_m = -1;  ///< -1: the cursor is elsewhere
};

/// The findings as listed, and what they were listed of.
struct ListedProblems {
  std::uint64_t stamp = 0;
  std::vector<IgnoreRule> ignored;
  Problems problems;
  std::vector<std::vector<std::size_t>> groups;  ///< indices into problems, a group a check and severity
};

/// A calculated column being written.
struct CalculatedDraft {
  std::size_t layer = 0;
  CalculatedColumn column;
  std::size_t index = static_cast<std::size_t>(-1);  ///< of the source's calculated columns; none of them: a new one
  std::pair<CalculatedColumn, LoadedSourcePtr> checked;  ///< what `fault` was found of
  std::optional<Error> fault;
};

/// A source being decided on: one of the scene, or a draft that is not in it yet.
struct ImportPanel {
  Source source;
  std::uint32_t index = 0;  ///< in the scene
  bool in_scene = false;
  std::size_t file = 0;  ///< the table shown
  io::TablePreview preview;
  std::optional<Source> previewed;  ///< what the preview was made of
  std::size_t previewed_file = 0;
  std::string fault;
  std::optional<std::vector<io::PreviewColumn>> chosen;  ///< while the list of columns is open: as ticked
  bool guess_again = false;  ///< encoding or delimiter changed: the columns have other names
};

struct AppState {
  explicit AppState(std::function<void()> wake) : jobs(std::move(wake)) {}

  Scene scene;      ///< as previewed; equals history.current() when no hand is on it
  History history;  ///< committed scenes
  Session session;
  Frame frame;  ///< the newest that was delivered; its scene lags behind `scene` while a job runs
  Totals totals;
  std::size_t totals_layer = 0;
  TonnageCurvePtr curve;  ///< of the totals' layer
  Histograms histograms;
  Problems problems;                 ///< of the loaded scene
  Problems input_problems;           ///< of recognising the inputs
  std::uint64_t problems_stamp = 1;  ///< counts up when either changes
  ListedProblems listed;
  bool show_problems = false;
  std::string problems_path;
  ImportPanel import;
  CalculatedDraft calculated;
  Wanted requested;

  std::size_t layer = 0;  ///< the selected one
  std::map<std::size_t, FilterRows> filters;
  std::map<std::size_t, std::string> grades;  ///< chosen for the totals, a layer
  std::map<std::size_t, std::string> splits;  ///< chosen to split the totals by; "": not at all
  std::optional<Pick> hovered, picked;
  std::pair<double, double> cursor_px{-1, -1};  ///< in the viewport, from its upper left corner
  double cursor_moved_at = 0;                   ///< seconds of GLFW, or what is under it moved; hovering picks at rest
  bool cursor_rests = false;
  std::optional<ScenePoint> cursor_point;  ///< that the cursor rests on
  Measure measure;
  std::optional<PositionReader> reader;           ///< of the scene's CRS and one more
  std::pair<std::string, std::string> reader_of;  ///< which these are
  std::string readout_text;                       ///< of the field that names one more
  ViewRect view;
  bool view_changed = true;  ///< the viewport must be drawn again
  double moved_at = -1;      ///< seconds of GLFW; when a hand last turned or zoomed the view
  render::FrameTimes drawn;  ///< of the last drawing
  bool fit_when_ready = false;

  std::filesystem::path scene_file;
  std::string unknown_toml;
  std::vector<std::filesystem::path> recent;
  std::optional<Error> error;
  std::string message;  ///< of what was done: "Saved deposit.png"
  double message_until = 0;

  Dialog dialog = Dialog::none, dialog_to_open = Dialog::none;
  OpenDialog open;
  ScreenshotDialog screenshot;
  ExportDialog exporting;
  CoordinateDialogs coordinates;
  std::string scene_path, palette_text, source_crs;
  double scale = 1;           ///< of the display
  std::string panel_to_open;  ///< its title: it opens and scrolls into view
  bool show_strip_log = false;
  StripLogOfPick strip_log;
  bool quit = false;
  bool take_picture = false;  ///< as the dialog of pictures says
  render::GlContext gl;       ///< the window's
  PictureSaving pictures;
  std::string unseen_text;  ///< text whose glyphs the font may lack
  Trace trace;

  JobRunner jobs;  ///< last: it is joined before what its work uses goes
};

/// Why the layer could not be drawn; nullptr when it could, and while the frame is of other layers.
inline const Error* error_of_layer(const AppState& state, std::size_t layer) {
  const auto found = state.frame.errors.find(layer);
  const std::vector<Layer>&drawn = state.frame.scene.layers, &wanted = state.scene.layers;
  const bool same = found != state.frame.errors.end() && layer < wanted.size() && drawn.size() == wanted.size() &&
                    drawn[layer].name == wanted[layer].name && wanted[layer].visible;
  return same ? &found->second : nullptr;
}

/// The layer as drawn; nullptr until it was delivered, and while the frame is of other layers.
inline const LayerPicture* picture_of_layer(const AppState& state, std::size_t layer) {
  const std::vector<Layer>&drawn = state.frame.scene.layers, &wanted = state.scene.layers;
  if (layer >= wanted.size() || drawn.size() != wanted.size() || state.frame.layers.size() != wanted.size())
    return nullptr;
  return drawn[layer].name == wanted[layer].name ? state.frame.layers[layer].get() : nullptr;
}

}  // namespace lode::app
