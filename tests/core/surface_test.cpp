#include "core/surface.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "core/delaunay.h"
#include "core/error.h"

namespace lode {
namespace {

double area_of(const Surface& surface) {
  double area = 0;
  for (const auto& [a, b, c] : surface.triangles) {
    const auto& v = surface.vertices_source;
    const double twice = cross(v[b] - v[a], v[c] - v[a]).z;
    EXPECT_GT(twice, 0) << "a triangle is not counter-clockwise";
    area += twice / 2;
  }
  return area;
}

/// Every edge belongs to at most two triangles, in opposite directions.
void expect_manifold(const Surface& surface) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> uses;
  for (const auto& triangle : surface.triangles)
    for (std::size_t i = 0; i < 3; ++i) ++uses[{triangle[i], triangle[(i + 1) % 3]}];
  for (const auto& [edge, count] : uses) EXPECT_EQ(count, 1);
}

TEST(InCircle, IsExactForPointsOfOneCircle) {
  const double far = 16000000;
  // 3-4-5 and 5-12-13 triangles lie on circles around the origin: (65, 0), (39, 52), (-25, 60), (-33, -56).
  const PlanPoint on[4] = {{far + 65, far}, {far + 39, far + 52}, {far - 25, far + 60}, {far - 33, far - 56}};
  EXPECT_FALSE(in_circle(on[0], on[1], on[2], on[3]));
  EXPECT_TRUE(in_circle(on[0], on[1], on[2], {far - 33, far - 55}));
  EXPECT_FALSE(in_circle(on[0], on[1], on[2], {far - 33, far - 57}));
  // On a circle of 2^24: one step of 2^-24 decides.
  const double r = 16777216;
  EXPECT_FALSE(in_circle({r, 0}, {0, r}, {-r, 0}, {0, -r}));
  EXPECT_TRUE(in_circle({r, 0}, {0, r}, {-r, 0}, {0, 1 - r}));
}

TEST(Triangulate, LeavesNoPointInsideACircle) {
  std::mt19937 random(5);
  for (int model = 0; model < 30; ++model) {
    Points points;
    const int range = model % 3 == 0 ? 6 : 1000;  // few places: many on one line or circle, many twice
    for (int i = 0; i < 60; ++i)
      points.positions_source.push_back({1000.0 + static_cast<double>(random() % range),
                                         5000.0 + static_cast<double>(random() % range), static_cast<double>(i)});
    const Surface surface = triangulate(points);
    expect_manifold(surface);
    std::vector<PlanPoint> plan;
    for (const Vec3 p : surface.vertices_source) plan.push_back({p.x, p.y});
    for (const auto& [a, b, c] : surface.triangles)
      for (const PlanPoint p : plan) ASSERT_FALSE(in_circle(plan[a], plan[b], plan[c], p));
  }
}

TEST(Triangulate, CoversAGridAtUtmCoordinatesWithoutHoles) {
  Points points;
  for (int i = 0; i < 101; ++i)
    for (int j = 0; j < 71; ++j)
      points.positions_source.push_back({500000.1 + 12.5 * i, 6000000.3 + 12.5 * j, 1.0 * i});
  std::shuffle(points.positions_source.begin(), points.positions_source.end(), std::mt19937(6));
  const Surface surface = triangulate(points);
  EXPECT_EQ(surface.vertices_source, points.positions_source);
  EXPECT_EQ(surface.triangles.size(), 2u * 100 * 70);
  EXPECT_NEAR(area_of(surface), 1250.0 * 875, 1e-3);
  expect_manifold(surface);
}

TEST(Triangulate, LeavesTheBorderOfATurnedGridStraight) {
  Points points;
  const double c = std::cos(0.5), s = std::sin(0.5);
  for (int i = 0; i <= 80; ++i)
    for (int j = 0; j <= 60; ++j)
      points.positions_source.push_back({4e5 + 10 * (c * i - s * j), 5e6 + 10 * (s * i + c * j), 0});
  const Surface surface = triangulate(points);
  EXPECT_EQ(surface.triangles.size(), 2u * 80 * 60);
  EXPECT_NEAR(area_of(surface), 800.0 * 600, 1e-3);
}

TEST(Triangulate, KeepsTheFirstOfPointsWithinAMillimetreAndItsRow) {
  Points points;
  points.positions_source = {{1000, 1000, 1}, {1000.0009, 1000, 2}, {1010, 1000, 3},
                             {1000, 1010, 4}, {1010, NAN, 5},       {1000.002, 1000, 6}};
  points.table.rows = points.table.rows_read = 6;
  points.table.columns.push_back(
      {"Cu", "%", ColumnType::number, ColumnRole::attribute, Numbers::narrowed({1, 2, 3, 0.4, 5, 6}, {3})});
  points.table.columns.push_back(
      {"rock", "", ColumnType::category, ColumnRole::attribute, Categories::of({"a", "b", "", "d", "e", "f"})});
  const Surface surface = triangulate(points);
  ASSERT_EQ(surface.vertices_source.size(), 4u);
  const Table& table = surface.vertex_attributes;
  EXPECT_EQ(table.rows, 4u);
  EXPECT_EQ(table.columns[0].text(0), "1");
  EXPECT_EQ(table.columns[0].text(1), "3");
  EXPECT_EQ(table.columns[0].text(2), "<0.8");
  EXPECT_EQ(table.columns[1].text(1), "");
  EXPECT_EQ(table.columns[1].text(3), "f");
  EXPECT_EQ(table.lines[3], 7u);
}

TEST(Triangulate, HonoursTheLongestEdge) {
  Points points;
  for (const double x : {0.0, 10.0, 100.0, 110.0})
    for (const double y : {1000.0, 1010.0}) points.positions_source.push_back({x, y, 0});
  EXPECT_EQ(triangulate(points).triangles.size(), 6u);
  EXPECT_EQ(triangulate(points, 15).triangles.size(), 4u);
  EXPECT_THROW(triangulate(points, 5), Error);
}

TEST(Triangulate, SaysWhenPointsMakeNoSurface) {
  Points line;
  EXPECT_THROW(triangulate(line), Error);
  for (int i = 0; i < 50; ++i)
    line.positions_source.push_back({1000.0 + i, 2000.0 + 2 * i, static_cast<double>(i % 7)});
  EXPECT_THROW(triangulate(line), Error);
}

TEST(Triangulate, TakesManyPoints) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> along(0, 5000);
  Points points;
  for (const double x : {0.0, 5000.0})
    for (const double y : {0.0, 5000.0}) points.positions_source.push_back({4e5 + x, 6e6 + y, 0});
  for (int i = 0; i < 200000; ++i) points.positions_source.push_back({4e5 + along(random), 6e6 + along(random), 0});
  const Surface surface = triangulate(points);
  EXPECT_NEAR(area_of(surface), 5000.0 * 5000, 1);
  EXPECT_GT(surface.triangles.size(), 399000u);
}

}  // namespace
}  // namespace lode
