// Longitudes, geodesic distances and areas against published values.
#include "geo/geodesy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/error.h"

namespace lode::geo {
namespace {

TEST(Geodesy, LongitudeAndLatitudeAreOfTheCrsItself) {
  const Geodesy utm("EPSG:32644");
  EXPECT_EQ(utm.datum(), "WGS 84");
  const Vec3 on_meridian = utm.degrees({500000, 0, 0}).value();
  EXPECT_NEAR(on_meridian.x, 81, 1e-12);
  EXPECT_NEAR(on_meridian.y, 0, 1e-12);
  EXPECT_EQ(Geodesy("EPSG:28414").datum(), "Pulkovo 1942");
  EXPECT_FALSE(utm.degrees({NAN, 0, 0}).has_value());
}

TEST(Geodesy, TheGridIsShorterThanTheEllipsoidOnAMeridianOfUtm) {
  const Geodesy utm("EPSG:32644");
  const GeodesicLine line = utm.line({500000, 2470000, 100}, {500000, 2471000, -900}).value();
  EXPECT_NEAR(line.distance_m, 1000 / 0.9996, 1e-4);
  EXPECT_NEAR(line.azimuth_true_deg, 0, 1e-9);
}

TEST(Geodesy, GridNorthIsTurnedFromTrueNorthByTheConvergence) {
  // 100 km east of the meridian at 22.3 degrees north: convergence is longitude difference x sin(latitude), 0.369
  // degrees.
  const Geodesy utm("EPSG:32644");
  const GeodesicLine line = utm.line({600000, 2470000, 0}, {600000, 2470100, 0}).value();
  const Vec3 at = utm.degrees({600000, 2470000, 0}).value();
  EXPECT_NEAR(line.azimuth_true_deg, (at.x - 81) * std::sin(at.y * 3.14159265358979 / 180), 1e-3);
}

TEST(Geodesy, DistanceAndAreaArePublishedOnes) {
  // Karney's examples: JFK to LHR, and Antarctica.
  const Geodesy world("EPSG:4326");
  EXPECT_NEAR(world.line({-73.8, 40.6, 0}, {-0.5, 51.6, 0}).value().distance_m, 5551759.400, 0.01);
  std::vector<Vec3> antarctica;
  for (const auto& [latitude, longitude] : std::vector<std::pair<double, double>>{{-63.1, -58},
                                                                                  {-72.9, -74},
                                                                                  {-71.9, -102},
                                                                                  {-74.9, -102},
                                                                                  {-74.3, -131},
                                                                                  {-77.5, -163},
                                                                                  {-77.4, 163},
                                                                                  {-71.7, 172},
                                                                                  {-65.9, 140},
                                                                                  {-65.7, 113},
                                                                                  {-66.6, 88},
                                                                                  {-66.9, 59},
                                                                                  {-69.8, 25},
                                                                                  {-70.0, -4},
                                                                                  {-71.0, -14},
                                                                                  {-77.3, -33},
                                                                                  {-77.9, -46},
                                                                                  {-74.7, -61}})
    antarctica.push_back({longitude, latitude, 0});
  const GeodesicPolygon polygon = world.polygon(antarctica).value();
  EXPECT_NEAR(polygon.perimeter_m, 16831067.893, 0.01);
  EXPECT_NEAR(polygon.area_m2, 13662703680020.1, 1e4);
}

TEST(Geodesy, AnUnknownCrsIsAnError) { EXPECT_THROW(Geodesy("EPSG:99999999"), Error); }

}  // namespace
}  // namespace lode::geo
