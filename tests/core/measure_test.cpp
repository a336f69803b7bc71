// Distances, directions and areas against values a geologist works out by hand.
#include "core/measure.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/length_unit.h"

namespace lode {
namespace {

constexpr Vec3 corner{447000, 7123000, 350};

TEST(Measure, ALineHasSlopeHorizontalAzimuthDipAndRise) {
  const LineMeasure line = measure_line(corner, corner + Vec3{3, 4, -12});
  EXPECT_NEAR(line.slope_m, 13, 1e-9);
  EXPECT_NEAR(line.horizontal_m, 5, 1e-9);
  EXPECT_NEAR(line.rise_m, -12, 1e-9);
  EXPECT_NEAR(line.azimuth_deg, 36.8698976, 1e-6);
  EXPECT_NEAR(line.dip_deg, -67.3801351, 1e-6);
}

TEST(Measure, AzimuthsGoRoundTheCompass) {
  EXPECT_DOUBLE_EQ(measure_line(corner, corner + Vec3{0, 10, 0}).azimuth_deg, 0);
  EXPECT_DOUBLE_EQ(measure_line(corner, corner + Vec3{10, 0, 0}).azimuth_deg, 90);
  EXPECT_DOUBLE_EQ(measure_line(corner, corner + Vec3{0, -10, 0}).azimuth_deg, 180);
  EXPECT_DOUBLE_EQ(measure_line(corner, corner + Vec3{-10, 0, 0}).azimuth_deg, 270);
}

TEST(Measure, APlumbLineHasNoAzimuthAndOnePointNoDip) {
  const LineMeasure plumb = measure_line(corner, corner + Vec3{0, 0, -80});
  EXPECT_TRUE(std::isnan(plumb.azimuth_deg));
  EXPECT_DOUBLE_EQ(plumb.dip_deg, -90);
  EXPECT_TRUE(std::isnan(measure_line(corner, corner).dip_deg));
}

TEST(Measure, ACrsInFeetIsMeasuredInMetres) {
  const LineMeasure line = measure_line(corner, corner + Vec3{300, 400, 0}, 0.3048);
  EXPECT_NEAR(line.horizontal_m, 152.4, 1e-9);
  const std::vector<Vec3> square{corner, corner + Vec3{100, 0, 0}, corner + Vec3{100, 100, 0},
                                 corner + Vec3{0, 100, 0}};
  EXPECT_NEAR(measure_polygon(square, 0.3048).plan_area_m2, 929.0304, 1e-6);
}

TEST(Measure, ASlopingRectangleHasItsTrueAreaAndASmallerOneInPlan) {
  // 100 m along strike, 50 m down a dip of 60 degrees.
  const Vec3 down{25, 0, -50 * std::sqrt(3) / 2};
  const std::vector<Vec3> panel{corner, corner + Vec3{0, 100, 0}, corner + Vec3{0, 100, 0} + down, corner + down};
  const PolygonMeasure polygon = measure_polygon(panel);
  EXPECT_NEAR(polygon.area_m2, 5000, 1e-6);
  EXPECT_NEAR(polygon.plan_area_m2, 2500, 1e-6);
  EXPECT_NEAR(polygon.perimeter_m, 300, 1e-9);
  EXPECT_FALSE(polygon.crosses_itself);
}

TEST(Measure, APolygonThatCrossesItselfIsKnown) {
  const std::vector<Vec3> bow{corner, corner + Vec3{10, 10, 0}, corner + Vec3{12, 0, 0}, corner + Vec3{0, 11, 0}};
  EXPECT_TRUE(measure_polygon(bow).crosses_itself);
  EXPECT_DOUBLE_EQ(measure_polygon(std::vector<Vec3>{corner, corner + Vec3{5, 0, 0}}).area_m2, 0);
}

TEST(LengthUnits, FeetOfBothKinds) {
  EXPECT_EQ(length_in(LengthUnit::feet, 30.48), "100.00 ft");
  EXPECT_NEAR(metres_per(LengthUnit::us_survey_feet), 0.304800609601, 1e-12);
  EXPECT_EQ(area_in(LengthUnit::metres, 25000), "25,000.0 m\u00b2 (2.50 ha)");
  EXPECT_EQ(area_in(LengthUnit::feet, 4047), "43,561.5 ft\u00b2 (1.00 acres)");
}

}  // namespace
}  // namespace lode
