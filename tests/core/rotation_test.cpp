// Conventions of rotated block models: the worked examples of the header, and by hand.
#include "core/rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.h"

namespace lode {
namespace {

struct Direction {
  double azimuth_deg, up_deg;
};
Direction direction_of(Vec3 v) {
  const double to_deg = 180 / std::numbers::pi;
  double azimuth = std::atan2(v.x, v.y) * to_deg;
  if (azimuth < -1e-9) azimuth += 360;
  return {azimuth, std::asin(std::clamp(v.z, -1.0, 1.0)) * to_deg};
}
void expect_direction(Vec3 v, double azimuth_deg, double up_deg) {
  const Direction d = direction_of(v);
  EXPECT_NEAR(d.azimuth_deg, azimuth_deg, 1e-9);
  EXPECT_NEAR(d.up_deg, up_deg, 1e-9);
}

TEST(Rotation, TurnsAboutTheVerticalAsTheConventionsSay) {
  for (const std::string_view clockwise : {"datamine", "surpac", "micromine", "leapfrog"}) {
    const auto axes = rotated_axes(clockwise, {30, 0, 0});
    expect_direction(axes[0], 120, 0);
    expect_direction(axes[1], 30, 0);
    expect_direction(axes[2], direction_of(axes[2]).azimuth_deg, 90);
  }
  expect_direction(rotated_axes("vulcan", {90, 0, 0})[0], 90, 0);
  expect_direction(rotated_axes("vulcan", {120, 0, 0})[0], 120, 0);
  expect_direction(rotated_axes("vulcan", {120, 0, 0})[1], 30, 0);
}

TEST(Rotation, LeansAsTheConventionsSay) {
  expect_direction(rotated_axes("vulcan", {60, 20, 0})[0], 60, 20);  // a positive plunge raises u
  expect_direction(rotated_axes("vulcan", {90, 0, 35})[1], 0, -35);  // a positive dip lowers v
  expect_direction(rotated_axes("surpac", {30, 10, 0})[1], 30, 10);  // plunge of v
  expect_direction(rotated_axes("surpac", {0, 0, 15})[0], 90, 15);   // left-handed about v: u rises
  expect_direction(rotated_axes("micromine", {30, 10, 0})[1], 30, 10);
  expect_direction(rotated_axes("micromine", {0, 0, 15})[0], 90, -15);  // clockwise seen along v: u sinks
  expect_direction(rotated_axes("leapfrog", {0, 30, 0})[1], 0, -30);
  expect_direction(rotated_axes("leapfrog", {140, 60, 0})[1], 140, -60);  // down dip
  // Pitch turns clockwise in the plane, from the strike at 230: at 90 u points up dip.
  expect_direction(rotated_axes("leapfrog", {140, 60, 0})[0], 230, 0);
  expect_direction(rotated_axes("leapfrog", {140, 60, 90})[0], 320, 60);
  // Datamine 3, 1, 3 is Leapfrog's; other axes by hand: clockwise about y seen from the north lowers nothing of v.
  const auto datamine = rotated_axes("datamine", {140, 60, 90}), leapfrog = rotated_axes("leapfrog", {140, 60, 90});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(length(datamine[i] - leapfrog[i]), 0, 1e-12);
  const auto about_y = rotated_axes("datamine", {20, 0, 0}, {2, 0, 0});
  expect_direction(about_y[1], 0, 0);
  expect_direction(about_y[0], 90, 20);
  EXPECT_THROW(rotated_axes("micromime", {0, 0, 0}), Error);
  EXPECT_THROW(rotated_axes("datamine", {0, 0, 0}, {4, 0, 0}), Error);
}

TEST(Rotation, IsAlwaysRightHanded) {
  for (const RotationConvention& convention : rotation_conventions()) {
    const auto [u, v, w] = rotated_axes(convention.name, {37, 21, -64});
    EXPECT_NEAR(length(cross(u, v) - w), 0, 1e-12) << convention.name;
    EXPECT_NEAR(length(u), 1, 1e-12);
    EXPECT_NEAR(dot(u, v), 0, 1e-12);
  }
}

TEST(GridGeometry, TurnsAboutItsPivot) {
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 100};
  geometry.rotation = "leapfrog";
  geometry.angles_deg = {90, 0, 0};
  // u to the south, v to the east.
  EXPECT_NEAR(length(geometry.source_from_lattice()({10, 20, 5}) - Vec3{1020, 1990, 105}), 0, 1e-9);
  geometry.pivot = Vec3{1000, 2100, 0};  // the base point, 100 m south of it, comes to lie 100 m west
  EXPECT_NEAR(length(geometry.source_from_lattice()({0, 0, 0}) - Vec3{900, 2100, 100}), 0, 1e-9);

  GridGeometry centred;
  centred.centroid = Vec3{105, 205, 2.5};
  EXPECT_THROW(centred.source_from_lattice(), Error);
  centred.size = Vec3{10, 10, 5};
  EXPECT_EQ(centred.source_from_lattice().offset, (Vec3{100, 200, 0}));

  GridGeometry omf;
  omf.origin = Vec3{-1662, -1340, -423};
  omf.axes = {Vec3{0.984807753012208, 0.17364817766693033, 0}, Vec3{-0.17364817766693033, 0.984807753012208, 0}};
  const Affine bunny = omf.source_from_lattice();
  EXPECT_NEAR(length(bunny({200, 200, 200}) - Vec3{-1499.768084930944, -1108.308813864172, -223}), 0, 1e-9);
  EXPECT_EQ(describe_rotation(bunny), "turned 10 degrees counter-clockwise about the vertical");
  omf.axes = {Vec3{1, 0, 0}, Vec3{1, 1, 0}};
  EXPECT_THROW(omf.source_from_lattice(), Error);
}

TEST(Rotation, IsToldInAnglesThatGiveItBack) {
  for (const std::array<double, 3> angles : {std::array<double, 3>{140, 60, 20}, {10, 5, -30}, {-100, 85, 170}}) {
    Affine affine;
    affine.columns = rotated_axes("leapfrog", angles);
    EXPECT_EQ(describe_rotation(affine), "turned to azimuth " + std::to_string(static_cast<int>(angles[0])) + ", dip " +
                                             std::to_string(static_cast<int>(angles[1])) + ", pitch " +
                                             std::to_string(static_cast<int>(angles[2])) + " degrees (leapfrog)");
  }
  EXPECT_EQ(describe_rotation(Affine{}), "");
}

}  // namespace
}  // namespace lode
