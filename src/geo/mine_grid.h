// Mine grids: from control points in both systems, or typed in.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/control_points.h"
#include "core/vec.h"

namespace lode::geo {

/// mine = matrix * base + offset in plan, mine RL = base RL + height_shift_m. Base coordinates are easting and northing
/// in metres, whatever the unit of the base CRS; mine x and y count in the mine's unit, RLs in metres.
struct MineGrid {
  std::string name = "Mine grid";
  std::string base_crs;
  double a1 = 1, a2 = 0, a0 = 0;  ///< mine x = a1 * easting + a2 * northing + a0
  double b1 = 0, b2 = 1, b0 = 0;  ///< mine y = b1 * easting + b2 * northing + b0
  double height_shift_m = 0;
  double metres_per_unit = 1;  ///< of mine x and y

  Vec3 mine_from_base(Vec3 base_m) const;
  Vec3 base_from_mine(Vec3 mine) const;
  /// Where the mine's north points in the base grid, degrees clockwise from its north, 0..360.
  double north_azimuth_deg() const;
  double scale() const;  ///< mine length / base length, both in metres, mean
};

/// What is odd about a scale: "" near 1, else a sentence that says how far it is off, and of which unit it is like.
std::string doubt_of_scale(const MineGrid& grid);

enum class MineGridKind { similarity, affine };

struct ControlResidual {
  std::string name;
  double dx_m = 0, dy_m = 0, dz_m = 0;  ///< mine as fitted less mine as given; dz NaN without heights
  double plan_m = 0;
  bool blunder = false;  ///< stands out from what the other points agree upon
};

struct MineGridFit {
  MineGrid grid;  ///< by all points, least squares
  std::vector<ControlResidual> residuals;
  double rms_m = 0;  ///< in plan
  /// Without the blunders, where there are any and enough points are left; its residuals are of all points.
  std::optional<MineGrid> without_blunders;
  std::vector<ControlResidual> residuals_without;
  double rms_without_m = 0;
};
/// Throws Error for fewer than two points (affine: three), points in one place or, affine, on one line.
MineGridFit fit_mine_grid(const std::vector<ControlPoint>& points, MineGridKind kind, const std::string& base_crs,
                          double mine_metres_per_unit = 1);

/// Typed in: `origin_base` and `origin_mine` are one point in both systems; the mine's north points to
/// `north_azimuth_deg` in the base grid; mine lengths are `scale` times base lengths, whatever both count in.
MineGrid mine_grid_of(const std::string& base_crs, Vec3 origin_base, Vec3 origin_mine, double north_azimuth_deg,
                      double scale, double mine_metres_per_unit = 1);

/// WKT2 of a derived projected CRS; describe_crs and make_placing take it. The height shift stands in its REMARK.
std::string mine_grid_wkt(const MineGrid& grid);
/// A PROJ pipeline from base (metres, easting first) to mine, heights with it.
std::string mine_grid_pipeline(const MineGrid& grid);
/// The height shift that the WKT of a mine grid states; 0 for all others.
double height_shift_of_wkt(const std::string& wkt);

}  // namespace lode::geo
