#include "core/desurvey.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace lode {
namespace {

constexpr double radians = std::numbers::pi / 180;

void expect_near(Vec3 a, Vec3 b, double tolerance) {
  EXPECT_LT(length(a - b), tolerance) << a.x << " " << a.y << " " << a.z;
}

TEST(Direction, IsClockwiseFromNorthAndNegativeDown) {
  expect_near(direction_of(0, 0), {0, 1, 0}, 1e-15);
  expect_near(direction_of(90, 0), {1, 0, 0}, 1e-15);
  expect_near(direction_of(225, -45), {-0.5, -0.5, -std::sqrt(0.5)}, 1e-15);
  EXPECT_EQ(direction_of(123, -90), (Vec3{0, 0, -1}));
}

// Inclination 15 to 25 degrees, azimuth 20 to 45 degrees from 3500 to 3600 ft: north 27.22, east 19.45, down 94.01 ft.
// Published worked example: drillingformulas.com/minimum-curvature-method.
TEST(Trace, AgreesWithAPublishedExample) {
  const std::vector<Station> stations{{0, 20, 15 - 90}, {100, 45, 25 - 90}};
  const Vec3 offset = Trace(stations).offset_at(100);
  EXPECT_NEAR(offset.y, 27.22, 0.005);
  EXPECT_NEAR(offset.x, 19.45, 0.005);
  EXPECT_NEAR(offset.z, -94.01, 0.005);
}

// A hole that bends evenly in a vertical plane is a circle: at every depth, not at the stations alone.
TEST(Trace, FollowsACircleInAVerticalPlane) {
  const double turn_deg_m = 0.05, azimuth_deg = 30;
  std::vector<Station> stations;
  for (double depth = 0; depth <= 1000; depth += 100)
    stations.push_back({depth, azimuth_deg, -80 + turn_deg_m * depth});
  const Trace trace(stations);
  const double radius = 1 / (turn_deg_m * radians);
  for (double depth = 0; depth <= 1000; depth += 12.5) {
    const double start = -80 * radians, dip = (-80 + turn_deg_m * depth) * radians;
    const double along = radius * (std::sin(dip) - std::sin(start)), up = radius * (std::cos(start) - std::cos(dip));
    const Vec3 expected{along * std::sin(azimuth_deg * radians), along * std::cos(azimuth_deg * radians), up};
    expect_near(trace.offset_at(depth), expected, 1e-9);
    expect_near(trace.direction_at(depth), direction_of(azimuth_deg, -80 + turn_deg_m * depth), 1e-12);
  }
}

// A level hole whose azimuth changes evenly is a circle in plan.
TEST(Trace, FollowsACircleInPlanThroughNorth) {
  std::vector<Station> stations;
  for (double depth = 0; depth <= 1000; depth += 50) stations.push_back({depth, std::fmod(350 + 0.02 * depth, 360), 0});
  const Trace trace(stations);
  const double radius = 1 / (0.02 * radians);
  for (double depth = 0; depth <= 1000; depth += 7) {
    const double start = -10 * radians, azimuth = (-10 + 0.02 * depth) * radians;
    expect_near(trace.offset_at(depth),
                {radius * (std::cos(start) - std::cos(azimuth)), radius * (std::sin(azimuth) - std::sin(start)), 0},
                1e-9);
  }
}

TEST(Trace, IsStableForTinyDoglegs) {
  for (const double turn_deg : {0.0, 1e-14, 1e-10, 1e-7, 1e-4}) {
    const std::vector<Station> stations{{0, 45, -60}, {1000, 45, -60 + turn_deg}};
    const Trace trace(stations);
    const Vec3 mean_direction = direction_of(45, -60 + turn_deg / 2);
    expect_near(trace.offset_at(1000), 1000 * mean_direction, 1e-8);
    EXPECT_NEAR(length(trace.direction_at(500)), 1, 1e-15);
    expect_near(trace.offset_at(500), 500 * direction_of(45, -60 + turn_deg / 4), 1e-8);
  }
}

TEST(Trace, GoesStraightDownAndBeyondTheLastStation) {
  const std::vector<Station> vertical{{0, 211, -90}};
  EXPECT_EQ(Trace(vertical).offset_at(350), (Vec3{0, 0, -350}));
  const std::vector<Station> bent{{0, 0, -90}, {100, 90, 0}};
  const Trace trace(bent);
  const double radius = 100 / (std::numbers::pi / 2);
  expect_near(trace.offset_at(100), {radius, 0, -radius}, 1e-12);
  expect_near(trace.offset_at(130), {radius + 30, 0, -radius}, 1e-12);
  expect_near(trace.offset_at(50), {radius * (1 - std::sqrt(0.5)), 0, -radius * std::sqrt(0.5)}, 1e-12);
}

TEST(Trace, StaysFiniteWhenAHoleTurnsBack) {
  const std::vector<Station> stations{{0, 0, -90}, {100, 0, 90}, {200, 0, 90}};
  EXPECT_TRUE(finite(Trace(stations).offset_at(60)));
  EXPECT_NEAR(length(Trace(stations).offset_at(100)), 200 / std::numbers::pi, 1e-9);
}

}  // namespace
}  // namespace lode
