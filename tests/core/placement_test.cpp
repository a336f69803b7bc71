#include "core/placement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/desurvey.h"
#include "core/error.h"

namespace lode {
namespace {

Drillholes one_hole(std::vector<Station> stations, double total_depth_m, Vec3 collar) {
  Drillholes drillholes;
  drillholes.holes.push_back({"A", collar, total_depth_m, 0, static_cast<std::uint32_t>(stations.size())});
  drillholes.stations = std::move(stations);
  return drillholes;
}

TEST(PlaceDrillholes, HasVerticesAtStationsAndIntervalEndsWithin5cmOfTheArc) {
  Drillholes drillholes = one_hole({{0, 0, -90}, {30, 0, -80}, {200, 120, -30}}, 250, {500000, 6e6, 400});
  IntervalTable intervals;
  intervals.hole = {0, 0};
  intervals.from_m = {12.5, 205.1};
  intervals.to_m = {205.1, 250};
  drillholes.intervals = {intervals};
  const PlacedDrillholes placed = place(drillholes, {}, {});
  const PlacedTrace& line = placed.traces[0];
  ASSERT_EQ(line.depth_m.size(), line.position_scene.size());
  EXPECT_EQ(line.depth_m.front(), 0);
  EXPECT_EQ(line.depth_m.back(), 250);
  EXPECT_EQ(line.position_scene[0], (Vec3{500000, 6e6, 400}));
  for (const double depth : {12.5, 30.0, 200.0, 205.1})
    EXPECT_TRUE(std::binary_search(line.depth_m.begin(), line.depth_m.end(), depth)) << depth;
  EXPECT_EQ(std::adjacent_find(line.depth_m.begin(), line.depth_m.end(), std::greater_equal<>()), line.depth_m.end());
  const Trace trace(drillholes.stations);
  for (double depth = 0; depth <= 250; depth += 0.25) {
    const Vec3 exact = drillholes.holes[0].collar_source + trace.offset_at(depth);
    EXPECT_LT(length(placed.position_at(0, depth) - exact), 0.051) << depth;
  }
  EXPECT_LT(line.depth_m.size(), 60u);
  EXPECT_EQ(placed.failed_points, 0u);
}

TEST(PlaceDrillholes, FollowsEveryMethodExactlyAtMiddlesToo) {
  Drillholes drillholes = one_hole({{0, 0, -90}, {30, 0, -80}, {200, 120, -30}}, 250, {0, 0, 0});
  IntervalTable intervals;
  intervals.hole = {0, 0};
  intervals.from_m = {12.5, 73.1};
  intervals.to_m = {73.1, 250};
  drillholes.intervals = {intervals};
  for (const auto& [name, method] : desurvey_names) {
    drillholes.desurvey = method;
    const PlacedDrillholes placed = place(drillholes, {}, {}, true);
    const Trace trace(drillholes.stations, method);
    for (const double depth : {12.5, 73.1, (12.5 + 73.1) / 2, (73.1 + 250) / 2, 250.0})
      EXPECT_LT(length(placed.position_at(0, depth) - trace.offset_at(depth)), 1e-9) << name << " " << depth;
    const double most = method == DesurveyMethod::minimum_curvature ? 0.051 : 1e-9;  // straight pieces are met exactly
    for (double depth = 0; depth <= 250; depth += 0.25)
      ASSERT_LT(length(placed.position_at(0, depth) - trace.offset_at(depth)), most) << name << " " << depth;
  }
}

TEST(PlaceDrillholes, AddsMetresInTheUnitOfTheSource) {
  const Drillholes drillholes = one_hole({{0, 90, -60}}, 100, {2e6, 4e5, 1000});
  const double feet = 0.3048;
  const Vec3 end = place(drillholes, {feet, false}, {}).position_at(0, 100);
  EXPECT_NEAR(end.x, 2e6 + 50 / feet, 1e-6);
  EXPECT_NEAR(end.y, 4e5, 1e-6);
  EXPECT_NEAR(end.z, 1000 - 100 * std::sqrt(0.75), 1e-9);
}

Vec3 geocentric(Vec3 degrees) {  // of WGS 84
  const double lon = degrees.x * std::numbers::pi / 180, lat = degrees.y * std::numbers::pi / 180;
  const double e2 = 0.00669437999014, n = 6378137 / std::sqrt(1 - e2 * std::sin(lat) * std::sin(lat));
  return {(n + degrees.z) * std::cos(lat) * std::cos(lon), (n + degrees.z) * std::cos(lat) * std::sin(lon),
          (n * (1 - e2) + degrees.z) * std::sin(lat)};
}

// In space the moved point is as far from the collar as the hole is long, in any direction.
TEST(PlaceDrillholes, AddsMetresToDegrees) {
  for (const double latitude : {-65.0, -23.0, 0.0, 49.5}) {
    for (double azimuth = 0; azimuth < 360; azimuth += 30) {
      const Vec3 collar{83.1, latitude, 700};
      const PlacedDrillholes placed = place(one_hole({{0, azimuth, 0}}, 1000, collar), {1, true}, {});
      const Vec3 end = placed.position_at(0, 1000);
      EXPECT_EQ(end.z, 700);
      EXPECT_NEAR(length(geocentric(end) - geocentric(collar)), 1000, 0.005) << latitude << " " << azimuth;
    }
  }
  const Vec3 north = place(one_hole({{0, 0, 0}}, 100, {83, 45, 0}), {1, true}, {}).position_at(0, 100);
  EXPECT_NEAR(north.y, 45 + 100 / 111132.0, 1e-8);  // a degree of latitude at 45 N is 111.132 km
}

TEST(PlaceDrillholes, TransformsEveryPointAndCountsFailures) {
  const PlacedDrillholes placed =
      place(one_hole({{0, 0, -90}, {50, 0, -90}}, 100, {10, 20, 30}), {}, [](std::span<Vec3> points) {
        for (Vec3& p : points) p = p.z < -60 ? Vec3{NAN, NAN, p.z} : Vec3{p.x + 1000, p.y + 2000, p.z};
      });
  EXPECT_EQ(placed.position_at(0, 50), (Vec3{1010, 2020, -20}));
  EXPECT_EQ(placed.failed_points, 1u);
}

TEST(PlaceLattice, IsExactForAffineOperations) {
  Lattice lattice = Lattice::regular({500000, 6000000, -200}, {10, 20, 5}, {100, 50, 40});
  lattice.source_from_lattice.columns = {Vec3{0.8, 0.6, 0}, Vec3{-0.6, 0.8, 0}, Vec3{0, 0, 1}};
  EXPECT_EQ(place(lattice, {}).scene_from_lattice, lattice.source_from_lattice);
  EXPECT_EQ(place(lattice, {}).residual_m, 0);
  const auto rotate = [](std::span<Vec3> points) {
    for (Vec3& p : points) p = {p.y - 5000000, -p.x + 700000, p.z};
  };
  const PlacedLattice placed = place(lattice, rotate);
  EXPECT_LT(placed.residual_m, 1e-8);
  std::vector<Vec3> point{lattice.source_from_lattice({123, 456, 78})};
  rotate(point);
  EXPECT_LT(length(placed.scene_from_lattice({123, 456, 78}) - point[0]), 1e-8);
}

TEST(PlaceLattice, MeasuresHowFarAnOperationBends) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {10, 10, 10}, {100, 100, 10});
  // y is lifted by a parabola of 8 m at both ends: the best line lies at 2/3 of it, off by 16/3 in the middle.
  const PlacedLattice placed = place(lattice, [](std::span<Vec3> points) {
    for (Vec3& p : points) p.y += 8 * (p.x / 500 - 1) * (p.x / 500 - 1);
  });
  EXPECT_NEAR(placed.residual_m, 16.0 / 3, 1e-9);
  EXPECT_THROW(place(lattice, [](std::span<Vec3> points) { points[0].x = NAN; }), Error);
}

}  // namespace
}  // namespace lode
