// What the dialogs of coordinate systems, operations and mine grids hold, and what they do to the scene.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/control_points.h"
#include "geo/crs.h"
#include "geo/mine_grid.h"
#include "geo/near.h"
#include "geo/search.h"

namespace lode::app {

struct AppState;

/// Whose system is being chosen.
enum class CrsTarget { scene, source, readout, exporting };

struct CrsDialog {
  CrsTarget target = CrsTarget::source;
  std::uint32_t source = 0;
  std::string text;                     ///< typed: what to search for, or a CRS itself
  std::optional<std::string> searched;  ///< what `matches` were found for
  geo::CrsMatches matches;
  std::vector<geo::LikelyCrs> likely;  ///< for data without a CRS, shown until something is typed
  std::string chosen;                  ///< "EPSG:28414"
  geo::CrsInfo info;                   ///< of `chosen`
  std::string fault;
};

struct OperationDialog {
  std::uint32_t source = 0;
  std::vector<geo::Operation> candidates;  ///< the first is the one used
  std::size_t chosen = 0;
};

struct MineGridDialog {
  std::uint32_t source = 0;
  bool from_points = false;
  std::string name = "Mine grid", base_crs;
  Vec3 origin_base, origin_mine;
  double north_azimuth_deg = 0, scale = 1, height_shift_m = 0;
  double metres_per_unit = 1;  ///< of mine x and y
  std::string points_text;
  bool affine = false, leave_blunders_out = false;
};

struct CoordinateDialogs {
  CrsDialog crs;
  OperationDialog operation;
  MineGridDialog mine_grid;
};

void show_crs_dialog(AppState& state, CrsTarget target, std::uint32_t source = 0);
void show_operation_dialog(AppState& state, std::uint32_t source);
void show_mine_grid_dialog(AppState& state, std::uint32_t source);

/// Gives a system to what the target says, one step of undo; "" makes a source local. Throws Error for an unknown CRS.
void give_crs(AppState& state, CrsTarget target, std::uint32_t source, const std::string& crs);
/// Uses an operation for a source, one step of undo.
void give_operation(AppState& state, std::uint32_t source, const geo::Operation& operation,
                    const std::vector<geo::Operation>& candidates);

/// One point a line: an optional name, then mine x y and easting northing, or mine x y RL and easting northing RL;
/// separated by blanks, tabs, commas or semicolons. Throws Error with the line's number.
std::vector<ControlPoint> control_points_of(std::string_view text);

}  // namespace lode::app
