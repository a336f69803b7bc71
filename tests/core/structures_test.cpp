#include "core/structures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/desurvey.h"

namespace lode {
namespace {

void expect_plane(Vec3 normal, double dip, double direction) {
  EXPECT_NEAR(std::abs(dot(normal, normal_of_dip(dip, direction))), 1, 1e-12)  // vertical planes have two directions
      << dip_of_normal(normal).dip_deg << " towards " << dip_of_normal(normal).direction_deg;
}

// A hole plunges 60 degrees to the north. A plane square to it dips 30 degrees south; a level plane meets it at 60
// degrees, and its lowest point down the core lies on top, at beta 180 from the bottom line.
TEST(Structures, AgreeWithPlanesKnownByEye) {
  const Vec3 hole = direction_of(0, -60);
  expect_plane(normal_of_core_angles(hole, 90, 0, false), 30, 180);
  expect_plane(normal_of_core_angles(hole, 90, 77, false), 30, 180);
  expect_plane(normal_of_core_angles(hole, 60, 180, false), 0, 0);
  expect_plane(normal_of_core_angles(hole, 60, 0, false), 60, 180);
  expect_plane(normal_of_core_angles(hole, 30, 180, false), 30, 0);
  expect_plane(normal_of_core_angles(hole, 30, 0, false), 90, 0);
  // Along the core: a vertical plane that strikes north; its long axis ends at the sides of the core.
  expect_plane(normal_of_core_angles(hole, 0, 90, false), 90, 270);
  expect_plane(normal_of_core_angles(hole, 60, 0, true), 0, 0);
}

// Looking down a hole to the north, clockwise from the bottom is west: the lower end on the west side makes a plane
// that dips west of what it would at the bottom.
TEST(Structures, BetaTurnsClockwiseLookingDownTheHole) {
  const Vec3 level = direction_of(0, 0);
  expect_plane(normal_of_core_angles(level, 45, 90, false), 90, 45);  // its trace runs north-west: far end in the west
  expect_plane(normal_of_core_angles(level, 45, 270, false), 90, 315);
}

// The angles measured back from a plane give the plane again.
TEST(Structures, RoundTripAnyPlaneAndHole) {
  for (double azimuth = 5; azimuth < 360; azimuth += 50)
    for (double plunge = -85; plunge < 80; plunge += 23)
      for (double dip = 3; dip < 90; dip += 17)
        for (double direction = 0; direction < 360; direction += 47) {
          const Vec3 hole = direction_of(azimuth, plunge), normal = normal_of_dip(dip, direction);
          const double alpha = std::asin(std::abs(dot(hole, normal))) * 180 / std::numbers::pi;
          if (alpha > 89 || alpha < 1) continue;
          const Vec3 in_plane = hole - dot(hole, normal) * normal;  // the long axis, down the hole
          const Vec3 across = normalized(in_plane - dot(in_plane, hole) * hole);
          const Vec3 down{0, 0, -1};
          const Vec3 bottom = normalized(down - dot(down, hole) * hole);
          double beta = std::atan2(dot(across, cross(hole, bottom)), dot(across, bottom)) * 180 / std::numbers::pi;
          if (beta < 0) beta += 360;
          EXPECT_LT(length(normal_of_core_angles(hole, alpha, beta, false) - normal), 1e-6);
        }
}

TEST(Structures, ColumnsAreFoundByName) {
  Table table;
  table.rows = 2;
  for (const char* name : {"hole", "Alpha (deg)", "BETA", "Dip", "Dip Direction"}) {
    Column column;
    column.name = name;
    column.data = Numbers::narrowed({10, 95});
    table.columns.push_back(column);
  }
  const auto columns = structure_columns(table);
  ASSERT_TRUE(columns);
  EXPECT_EQ(columns->alpha->name, "Alpha (deg)");
  EXPECT_EQ(columns->dip_direction->name, "Dip Direction");
  EXPECT_TRUE(structure_normal(*columns, 0, {0, 0, -1}, false));
  EXPECT_FALSE(structure_normal(*columns, 1, {0, 0, -1}, false)) << "95 is no dip and no alpha";
  table.columns.resize(2);
  EXPECT_FALSE(structure_columns(table));
}

}  // namespace
}  // namespace lode
