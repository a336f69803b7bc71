// Azimuths of structures and holes from true or magnetic north, and of grids that are turned: once each.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/structures.h"
#include "geo/crs.h"
#include "geo/mine_grid.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

constexpr double degrees = 180 / std::numbers::pi;

/// Of UTM three degrees east of the zone's meridian at 22.5 N, by hand: atan(tan 3 sin 22.5) = 1.14850 on the sphere.
const double convergence_deg = std::atan(std::tan(3 / degrees) * std::sin(22.5 / degrees)) * degrees;
constexpr double sphere_for_ellipsoid_deg = 0.005;

/// A hole to azimuth 90, dip -60, at 84 E 22.5 N, where UTM 44N and 45N meet, with a plane that dips 30 towards 90 and
/// one square to the core.
class StructureAzimuths : public ::testing::Test {
 protected:
  void open(const std::string& crs, Vec3 collar, const std::string& scene_crs, AzimuthReference reference,
            double declination_deg = 0) {
    folder_.write("h/collar.csv",
                  "BHID,X,Y,Z,DEPTH\nA," + std::to_string(collar.x) + "," + std::to_string(collar.y) + ",100,100\n");
    folder_.write("h/survey.csv", "BHID,AT,AZ,DIP\nA,0,90,-60\n");
    folder_.write("h/structure.csv", "BHID,FROM,TO,DIP,DIPDIR\nA,10,10.2,30,90\n");
    folder_.write("h/core.csv", "BHID,FROM,TO,ALPHA,BETA\nA,50,50.2,90,0\n");
    Problems problems;
    scene_ = scene_of_inputs({folder_.path() / "h"}, scene_crs, crs, problems);
    scene_.sources.at(0).azimuth_reference = reference;
    scene_.sources[0].declination_deg = declination_deg;
    Progress progress;
    session_.load(scene_, progress);
    scene_.layers[0].holes.show_collars = false;
  }

  /// The plane of the one disc of a table.
  DipAndDirection disc(const char* table) {
    scene_.layers[0].holes.structures = table;
    const auto picture = session_.picture(scene_, 0);
    const auto& triangles = std::get<Triangles>(picture->extras.at(0).geometry);
    const Vec3 centre = triangles.vertices_scene.at(0);
    const Vec3 a = triangles.vertices_scene.at(1) - centre, b = triangles.vertices_scene.at(7) - centre;
    return dip_of_normal(cross(a, b));
  }

  /// The azimuth of the hole in the scene.
  double hole_azimuth() {
    const auto& trace = session_.loaded(scene_, 0)->drillholes->traces.at(0).position_scene;
    const Vec3 along = trace.back() - trace.front();
    return std::atan2(along.x, along.y) * degrees;
  }

  void expect_direction(double direction_deg, double within_deg) {
    const DipAndDirection plane = disc("structure");
    EXPECT_NEAR(plane.dip_deg, 30, 1e-6);
    EXPECT_NEAR(plane.direction_deg, direction_deg, within_deg);
    EXPECT_NEAR(hole_azimuth(), direction_deg, within_deg);
    const DipAndDirection square = disc("core");  // the plane square to a hole at -60 dips 30 away from it
    EXPECT_NEAR(square.dip_deg, 30, 0.01);
    EXPECT_NEAR(std::remainder(square.direction_deg - direction_deg - 180, 360), 0, within_deg);
  }

  testing::TemporaryFolder folder_;
  Session session_;
  Scene scene_;
};

Vec3 at_84_east(const std::string& crs, double latitude = 22.5) {
  Vec3 collar{84, latitude, 0};
  geo::make_placing("EPSG:4326", crs, "", {}).scene_from_source({&collar, 1});
  return collar;
}

TEST_F(StructureAzimuths, OfTheGridStayInIt) {
  open("EPSG:32644", at_84_east("EPSG:32644"), "", AzimuthReference::grid);
  expect_direction(90, 1e-4);
}

TEST_F(StructureAzimuths, OfTrueNorthTurnByTheConvergenceOnce) {
  open("EPSG:32644", at_84_east("EPSG:32644"), "", AzimuthReference::true_north);
  expect_direction(90 - convergence_deg, sphere_for_ellipsoid_deg);
}

TEST_F(StructureAzimuths, OfMagneticNorthTakeTheDeclinationToo) {
  open("EPSG:32644", at_84_east("EPSG:32644"), "", AzimuthReference::magnetic, -2);
  expect_direction(88 - convergence_deg, sphere_for_ellipsoid_deg);
}

// West of the meridian of zone 45 the convergence is that of zone 44 with the other sign.
TEST_F(StructureAzimuths, InAnotherZoneCountFromItsNorth) {
  open("EPSG:32644", at_84_east("EPSG:32644"), "EPSG:32645", AzimuthReference::true_north);
  expect_direction(90 + convergence_deg, sphere_for_ellipsoid_deg);
}

TEST_F(StructureAzimuths, OfAGridInAnotherZoneTurnByBothConvergences) {
  open("EPSG:32644", at_84_east("EPSG:32644"), "EPSG:32645", AzimuthReference::grid);
  expect_direction(90 + 2 * convergence_deg, sphere_for_ellipsoid_deg);
}

TEST_F(StructureAzimuths, OfDegreesAreTrue) {
  open("EPSG:4326", {84, 22.5, 0}, "EPSG:32644", AzimuthReference::grid);
  expect_direction(90 - convergence_deg, sphere_for_ellipsoid_deg);
}

TEST_F(StructureAzimuths, OfAMineGridTurnWithIt) {
  const Vec3 origin = at_84_east("EPSG:32644");
  const geo::MineGrid grid = geo::mine_grid_of("EPSG:32644", origin, {1000, 2000, 0}, 27, 1);
  open(geo::mine_grid_wkt(grid), {1000, 2000, 0}, "EPSG:32644", AzimuthReference::grid);
  expect_direction(117, 1e-4);
}

TEST_F(StructureAzimuths, OfTrueNorthInAMineGridCountFromTrueNorth) {
  const Vec3 origin = at_84_east("EPSG:32644");
  const geo::MineGrid grid = geo::mine_grid_of("EPSG:32644", origin, {1000, 2000, 0}, 27, 1);
  open(geo::mine_grid_wkt(grid), {1000, 2000, 0}, "EPSG:32644", AzimuthReference::true_north);
  expect_direction(90 - convergence_deg, sphere_for_ellipsoid_deg);
}

// SK-42 of zone 14 without its zone number: the convergence is that of the place, not of 14,000 km west of it.
TEST_F(StructureAzimuths, OfEastingsWithoutTheirZoneNumberTurnAsThoseWithIt) {
  Vec3 collar = at_84_east("EPSG:28414", 49);
  collar.x -= 14000000;
  open("EPSG:28414", collar, "", AzimuthReference::true_north);
  const double at_49_deg = std::atan(std::tan(3 / degrees) * std::sin(49 / degrees)) * degrees;
  expect_direction(90 - at_49_deg, sphere_for_ellipsoid_deg);
}

}  // namespace
}  // namespace lode
