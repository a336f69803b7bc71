#include "geo/mine_grid.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "core/error.h"
#include "geo/crs.h"
#include "geo/grid_factors.h"
#include "geo/transform.h"
#include "geo/wkt.h"

namespace lode::geo {
namespace {

constexpr const char* utm44 = "EPSG:32644";

/// Five corners of a mine 2 km across in UTM 44N; the mine's north points to azimuth 27 degrees, its scale is 1.0002,
/// its RL 12.5 m above.
MineGrid true_grid() { return mine_grid_of(utm44, {595000, 5465000, 400}, {1000, 2000, 412.5}, 27, 1.0002); }

std::vector<ControlPoint> control_points(std::size_t count) {
  const std::vector<Vec3> base{{594100, 5464200, 380}, {596050, 5464300, 395}, {595900, 5466100, 420},
                               {594200, 5465900, 410}, {595050, 5465150, 402}, {595500, 5464800, 405}};
  std::vector<ControlPoint> points;
  for (std::size_t i = 0; i < count; ++i)
    points.push_back({"P" + std::to_string(i + 1), true_grid().mine_from_base(base[i]), base[i], true, 0});
  return points;
}

TEST(MineGrid, TypedInMeansOneOriginATurnAndAScale) {
  const MineGrid grid = true_grid();
  const Vec3 origin = grid.mine_from_base({595000, 5465000, 400});
  EXPECT_NEAR(origin.x, 1000, 1e-6);
  EXPECT_NEAR(origin.y, 2000, 1e-6);
  EXPECT_NEAR(origin.z, 412.5, 1e-9);
  // 100 m of mine north is 100 / 1.0002 m to the azimuth of 27 degrees.
  const Vec3 north = grid.base_from_mine({1000, 2100, 412.5});
  EXPECT_NEAR(north.x, 595000 + 100 / 1.0002 * std::sin(27 * M_PI / 180), 1e-6);
  EXPECT_NEAR(north.y, 5465000 + 100 / 1.0002 * std::cos(27 * M_PI / 180), 1e-6);
  EXPECT_NEAR(grid.north_azimuth_deg(), 27, 1e-9);
  EXPECT_NEAR(grid.scale(), 1.0002, 1e-12);
}

TEST(MineGrid, ControlPointsReturnTheParametersTheyWereMadeWith) {
  for (const MineGridKind kind : {MineGridKind::similarity, MineGridKind::affine})
    for (const std::size_t count : {std::size_t{kind == MineGridKind::affine ? 3u : 2u}, std::size_t{5}}) {
      const MineGridFit fit = fit_mine_grid(control_points(count), kind, utm44);
      EXPECT_NEAR(fit.grid.north_azimuth_deg(), 27, 1e-7);
      EXPECT_NEAR(fit.grid.scale(), 1.0002, 1e-9);
      EXPECT_NEAR(fit.grid.height_shift_m, 12.5, 1e-9);
      EXPECT_LT(fit.rms_m, 1e-5);
      EXPECT_FALSE(fit.without_blunders);
      for (const ControlResidual& residual : fit.residuals) {
        EXPECT_LT(residual.plan_m, 1e-5);
        EXPECT_FALSE(residual.blunder);
      }
    }
}

TEST(MineGrid, AnAffineOneHasTwoScalesAndAShear) {
  MineGrid sheared = true_grid();
  sheared.a1 *= 1.001;
  sheared.b2 *= 0.999;
  std::vector<ControlPoint> points = control_points(5);
  for (ControlPoint& point : points) point.mine = sheared.mine_from_base(point.base);
  const MineGridFit fit = fit_mine_grid(points, MineGridKind::affine, utm44);
  EXPECT_NEAR(fit.grid.a1, sheared.a1, 1e-9);
  EXPECT_NEAR(fit.grid.b2, sheared.b2, 1e-9);
  EXPECT_LT(fit.rms_m, 1e-5);
  EXPECT_GT(fit_mine_grid(points, MineGridKind::similarity, utm44).rms_m, 0.1);
}

TEST(MineGrid, ABlunderIsShownWhereverItStands) {
  for (const std::size_t count : {std::size_t{4}, std::size_t{5}, std::size_t{6}})
    for (std::size_t wrong = 0; wrong < count; ++wrong) {
      std::vector<ControlPoint> points = control_points(count);
      std::mt19937 random(7);
      std::normal_distribution<double> survey_m(0, 0.01);
      for (ControlPoint& point : points) point.mine.x += survey_m(random), point.mine.y += survey_m(random);
      points[wrong].mine.x += 10;  // a digit read wrongly
      const MineGridFit fit = fit_mine_grid(points, MineGridKind::similarity, utm44);
      ASSERT_TRUE(fit.without_blunders) << count << " points, wrong is " << wrong;
      for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(fit.residuals[i].blunder, i == wrong) << count << " points, wrong is " << wrong << ", point " << i;
        EXPECT_EQ(fit.residuals_without[i].plan_m < 0.1, i != wrong);
      }
      EXPECT_NEAR(fit.residuals_without[wrong].plan_m, 10, 0.1);
      EXPECT_NEAR(fit.without_blunders->north_azimuth_deg(), 27, 0.01);
    }
}

TEST(MineGrid, OfThreePointsTheScaleTellsWhichIsWrong) {
  std::vector<ControlPoint> points = control_points(3);
  points[1].mine.y -= 50;
  const MineGridFit fit = fit_mine_grid(points, MineGridKind::similarity, utm44);
  ASSERT_TRUE(fit.without_blunders);
  EXPECT_TRUE(fit.residuals[1].blunder);
  EXPECT_NEAR(fit.residuals_without[1].plan_m, 50, 0.01);
}

TEST(MineGrid, SurveyNoiseIsNoBlunder) {
  std::vector<ControlPoint> points = control_points(6);
  std::mt19937 random(11);
  std::normal_distribution<double> survey_m(0, 0.03);
  for (ControlPoint& point : points) point.mine.x += survey_m(random), point.mine.y += survey_m(random);
  const MineGridFit fit = fit_mine_grid(points, MineGridKind::similarity, utm44);
  EXPECT_FALSE(fit.without_blunders);
  EXPECT_GT(fit.rms_m, 0.005);
  EXPECT_LT(fit.rms_m, 0.1);
}

TEST(MineGrid, TooLittleIsSaid) {
  EXPECT_THROW(fit_mine_grid(control_points(1), MineGridKind::similarity, utm44), Error);
  EXPECT_THROW(fit_mine_grid(control_points(2), MineGridKind::affine, utm44), Error);
  EXPECT_THROW(fit_mine_grid(control_points(3), MineGridKind::similarity, "EPSG:4326"), Error);
  std::vector<ControlPoint> on_line = control_points(3);
  for (std::size_t i = 0; i < 3; ++i) on_line[i].base = {595000.0 + 100 * static_cast<double>(i), 5465000, 0};
  EXPECT_THROW(fit_mine_grid(on_line, MineGridKind::affine, utm44), Error);
  for (ControlPoint& point : on_line) point.base = {595000, 5465000, 0};
  EXPECT_THROW(fit_mine_grid(on_line, MineGridKind::similarity, utm44), Error);
}

TEST(MineGrid, ItsWktIsACrsThatPlacesData) {
  MineGrid grid = true_grid();
  grid.name = "Pit \"A\" grid";
  const std::string wkt = mine_grid_wkt(grid);
  const CrsInfo info = describe_crs(wkt);
  EXPECT_TRUE(info.projected);
  EXPECT_TRUE(info.mine_grid);
  EXPECT_EQ(info.name, "Pit \"A\" grid");
  EXPECT_EQ(info.base, "EPSG:32644");
  EXPECT_EQ(info.unit, "metre");
  EXPECT_NEAR(info.height_shift_m, 12.5, 1e-12);
  const Placing placing = make_placing(wkt, utm44, "", {});
  std::vector<Vec3> points{{1000, 2000, 412.5}, {1500, 1500, 0}};
  placing.scene_from_source(points);
  EXPECT_NEAR(points[0].x, 595000, 1e-5);
  EXPECT_NEAR(points[0].y, 5465000, 1e-5);
  EXPECT_NEAR(points[0].z, 400, 1e-9);
  const Vec3 expected = grid.base_from_mine({1500, 1500, 0});
  EXPECT_NEAR(points[1].x, expected.x, 1e-5);
  EXPECT_NEAR(points[1].y, expected.y, 1e-5);
  EXPECT_EQ(placing.operation.accuracy_m, 0);
  EXPECT_EQ(placing.notes.size(), 1u);

  const Placing to_sk42 = make_placing(wkt, "EPSG:28414", "Pulkovo 1942 to WGS 84 (16)", {});
  const Placing from_utm = make_placing(utm44, "EPSG:28414", "Pulkovo 1942 to WGS 84 (16)", {});
  std::vector<Vec3> by_mine{{1000, 2000, 0}}, by_utm{{595000, 5465000, 0}};
  to_sk42.scene_from_source(by_mine);
  from_utm.scene_from_source(by_utm);
  EXPECT_NEAR(by_mine[0].x, by_utm[0].x, 1e-4);
  EXPECT_NEAR(by_mine[0].y, by_utm[0].y, 1e-4);
}

TEST(MineGrid, StandsOnFeetAndOnNorthingFirst) {
  for (const char* base : {"EPSG:26791", "EPSG:28414"}) {
    const CrsInfo info = describe_crs(base);
    const Vec3 origin = info.northing_first ? Vec3{14595000, 5465000, 100} : Vec3{2300000, 400000, 100};
    const std::string wkt = mine_grid_wkt(mine_grid_of(base, origin, {5000, 10000, 100}, 350, 1));
    const Placing placing = make_placing(wkt, base, "", {});
    std::vector<Vec3> points{{5000, 10000, 100}, {5000, 10100, 100}};
    placing.scene_from_source(points);
    EXPECT_NEAR(points[0].x, origin.x, 1e-4) << base;
    EXPECT_NEAR(points[0].y, origin.y, 1e-4) << base;
    const double units = 100 / info.metres_per_unit;
    EXPECT_NEAR(points[1].x - points[0].x, units * std::sin(-10 * M_PI / 180), 1e-4) << base;
    EXPECT_NEAR(points[1].y - points[0].y, units * std::cos(-10 * M_PI / 180), 1e-4) << base;
  }
}

// A mine that counts in feet, 27 degrees off, its origin (10000, 20000) ft at 595000 E, 5465000 N: 100 ft of mine north
// are 30.48 m to azimuth 27.
TEST(MineGrid, MayCountInFeet) {
  constexpr double foot_m = 0.3048;
  const MineGrid typed = mine_grid_of(utm44, {595000, 5465000, 400}, {10000, 20000, 412.5}, 27, 1, foot_m);
  EXPECT_NEAR(typed.scale(), 1, 1e-12);
  EXPECT_EQ(doubt_of_scale(typed), "");
  const std::string wkt = mine_grid_wkt(typed);
  const CrsInfo info = describe_crs(wkt);
  EXPECT_EQ(info.unit, "foot");
  EXPECT_EQ(info.metres_per_unit, foot_m);
  const Placing placing = make_placing(wkt, utm44, "", {});
  EXPECT_EQ(placing.units.metres_per_unit, foot_m) << "holes are desurveyed in metres";
  std::vector<Vec3> points{{10000, 20000, 412.5}, {10000, 20100, 412.5}};
  placing.scene_from_source(points);
  EXPECT_NEAR(points[0].x, 595000, 1e-5);
  EXPECT_NEAR(points[0].y, 5465000, 1e-5);
  EXPECT_NEAR(points[0].z, 400, 1e-9);
  EXPECT_NEAR(points[1].x, 595000 + 30.48 * std::sin(27 * M_PI / 180), 1e-5);
  EXPECT_NEAR(points[1].y, 5465000 + 30.48 * std::cos(27 * M_PI / 180), 1e-5);

  std::vector<ControlPoint> control;
  for (const Vec3 base : {Vec3{594100, 5464200, 380}, Vec3{596050, 5464300, 395}, Vec3{595900, 5466100, 420}})
    control.push_back({"", typed.mine_from_base(base), base, true, 0});
  const MineGridFit fit = fit_mine_grid(control, MineGridKind::similarity, utm44, foot_m);
  EXPECT_NEAR(fit.grid.north_azimuth_deg(), 27, 1e-7);
  EXPECT_NEAR(fit.grid.scale(), 1, 1e-9);
  EXPECT_NEAR(fit.grid.a0, typed.a0, 1e-4);
  EXPECT_NEAR(fit.grid.height_shift_m, 12.5, 1e-9);
  EXPECT_LT(fit.rms_m, 1e-5);

  // Taken for metres they are 3.28 times too long, which is said.
  const MineGridFit wrong = fit_mine_grid(control, MineGridKind::similarity, utm44);
  EXPECT_NEAR(wrong.grid.scale(), 1 / foot_m, 1e-6);
  EXPECT_NE(doubt_of_scale(wrong.grid).find("feet"), std::string::npos);
}

TEST(MineGrid, ItsPrjKeepsTheHeightShift) {
  const std::string wkt = mine_grid_wkt(true_grid());
  for (const std::string& text : {prj_text(wkt), wkt2_text(wkt)}) {
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const CrsInfo info = describe_crs(text);
    EXPECT_TRUE(info.mine_grid);
    EXPECT_NEAR(info.height_shift_m, 12.5, 1e-12);
    EXPECT_FALSE(make_placing(text, wkt, "", {}).scene_from_source) << "the same grid: nothing is moved";
  }
}

TEST(MineGrid, ItsPipelineDoesTheSame) {
  const MineGrid grid = true_grid();
  std::vector<Vec3> points{{595123.25, 5464321.5, 0}};
  make_transform(mine_grid_pipeline(grid))(points);
  const Vec3 expected = grid.mine_from_base({595123.25, 5464321.5, 0});
  EXPECT_NEAR(points[0].x, expected.x, 1e-6);
  EXPECT_NEAR(points[0].y, expected.y, 1e-6);
}

// Convergence of UTM 44N (central meridian 81 E) at 82.3 E, 49.3 N: atan(tan(1.3 deg) sin(49.3 deg)) = 0.98562 deg.
TEST(GridFactors, ConvergenceAndScale) {
  const GridFactors utm = grid_factors(utm44, {594493.5, 5461577.3, 0});
  EXPECT_NEAR(utm.convergence_deg, 0.98562, 0.0005);
  // k = 0.9996 (1 + E'^2 / (2 R^2)), E' = 94.5 km, R = 6382 km.
  EXPECT_NEAR(utm.scale, 0.9996 * (1 + 0.5 * std::pow(94.4935 / 6382, 2)), 1e-6);
  // Pseudo-Mercator stretches by 1 / cos(latitude): 1.5335 at 49.3 N.
  EXPECT_NEAR(grid_factors("EPSG:3857", {9161594, 6328150, 0}).scale, 1 / std::cos(49.3 * M_PI / 180), 0.01);
  const GridFactors degrees = grid_factors("EPSG:4326", {82.3, 49.3, 0});
  EXPECT_EQ(degrees.convergence_deg, 0);
  EXPECT_EQ(degrees.scale, 1);
  const GridFactors mine = grid_factors(mine_grid_wkt(true_grid()), {1000, 2000, 0});
  EXPECT_NEAR(mine.convergence_deg, 27 + grid_factors(utm44, {595000, 5465000, 0}).convergence_deg, 1e-4);
}

TEST(GridFactors, TurningAndConvergenceAgree) {
  // From degrees (true north) into UTM 44N an azimuth loses the convergence.
  const Placing placing = make_placing("EPSG:4326", utm44, "", {});
  EXPECT_NEAR(turn_deg(placing.scene_from_source, placing.units, {82.3, 49.3, 0}), -0.98562, 0.0005);
  EXPECT_EQ(turn_deg({}, {}, {1, 2, 3}), 0);
}

}  // namespace
}  // namespace lode::geo
