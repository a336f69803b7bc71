#include "geo/source_axes.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "geo/crs.h"
#include "geo/crs_input.h"
#include "geo/near.h"

namespace lode::geo {
namespace {

Bounds around(double x, double y, double half = 500) {
  Bounds bounds;
  bounds.add(Vec3{x - half, y - half, 400});
  bounds.add(Vec3{x + half, y + half, 500});
  return bounds;
}

TEST(SourceAxes, FindsZoneNumbersAndSwaps) {
  EXPECT_EQ(axes_of("EPSG:28414", around(14594494, 5464001)).zone_shift_m, 0);
  EXPECT_EQ(axes_of("EPSG:28414", around(594494, 5464001)).zone_shift_m, 14000000);
  const AxesFound both = axes_of("EPSG:28414", around(5464001, 594494));
  EXPECT_TRUE(both.swapped);
  EXPECT_EQ(axes_of("EPSG:32644", around(14594494, 5464001)).zone_shift_m, -14000000);
  EXPECT_TRUE(axes_of("EPSG:32644", around(5461577, 594493)).swapped);
  EXPECT_FALSE(axes_of("EPSG:32644", around(594493, 5461577)).swapped);
  EXPECT_TRUE(axes_of("EPSG:4326", around(49.3, 182.3 - 85, 0.01)).swapped) << "no latitude is above 90";
  EXPECT_NE(axes_of("EPSG:28414", around(13594494, 5464001)).warning.find("13"), std::string::npos);
  EXPECT_EQ(axes_of("", around(1, 2)).note, "");
  EXPECT_EQ(axes_of("EPSG:28414", {}).note, "");
}

TEST(SourceAxes, LikelySystemsComeNearTheOtherLayers) {
  // The same hill in UTM 44N and in SK-42; which is wanted for data of SK-42's numbers, with and without zone number.
  const std::vector<Located> others{{"topo", "EPSG:32644", around(594417, 5461772)}};
  for (const double easting : {14594494.0, 594494.0}) {
    const std::vector<LikelyCrs> found = likely_systems(around(easting, 5464001), others);
    ASSERT_FALSE(found.empty());
    bool pulkovo = false;
    for (const LikelyCrs& likely : found) {
      EXPECT_EQ(likely.nearest, "topo");
      if (likely.code != "EPSG:28414") continue;
      pulkovo = true;
      EXPECT_EQ(likely.zone_shift_m, easting < 1e6 ? 14000000 : 0);
      EXPECT_EQ(likely.gap_m, 0);
      EXPECT_LT(likely.centres_m, 10);
    }
    EXPECT_TRUE(pulkovo) << easting;
  }
  const std::vector<LikelyCrs> utm = likely_systems(around(594417, 5461772), others);
  ASSERT_FALSE(utm.empty());
  EXPECT_EQ(utm[0].code, "EPSG:32644") << "the other layer's own system goes first";
  EXPECT_TRUE(likely_systems({}, others).empty());
}

TEST(Heights, GoThroughVerticalDatumsOnlyWhenAskedAndBothHaveOne) {
  // Caspian height = Baltic 1977 height + 28 m (EPSG:5438).
  const std::string baltic = "EPSG:32639+5705", caspian = "EPSG:32639+5611", plain = "EPSG:32638";
  const auto z_of = [](const Placing& placing) {
    std::vector<Vec3> points{{400000, 4700000, 10}};
    if (placing.scene_from_source) placing.scene_from_source(points);
    return points[0].z;
  };
  EXPECT_NEAR(z_of(make_placing(baltic, caspian, PlacingChoice{"", {}, true}, around(400000, 4700000))), 38, 1e-9);
  EXPECT_NEAR(z_of(make_placing(caspian, baltic, PlacingChoice{"", {}, true}, around(400000, 4700000))), -18, 1e-9);
  EXPECT_EQ(z_of(make_placing(baltic, caspian, "", around(400000, 4700000))), 10);
  const Placing without = make_placing(baltic, plain, PlacingChoice{"", {}, true}, around(400000, 4700000));
  EXPECT_EQ(z_of(without), 10);
  ASSERT_EQ(without.notes.size(), 1u);
  EXPECT_NE(without.notes[0].find("no vertical datum"), std::string::npos);
}

TEST(Heights, ThatCannotBeShiftedAreSaidToStay) {
  const Placing placing = make_placing("EPSG:32644+5773", "EPSG:32645+3855", PlacingChoice{"", {}, true}, {});
  if (!placing.operation.ballpark) GTEST_SKIP() << "a grid of EGM2008 is installed";
  std::vector<Vec3> points{{594493, 5461577, 400}};
  placing.scene_from_source(points);
  EXPECT_EQ(points[0].z, 400);
  EXPECT_TRUE(placing.notes.empty()) << "nothing goes from one to the other: " << placing.notes[0];
  ASSERT_FALSE(placing.warnings.empty());
  EXPECT_NE(placing.warnings[0].find("RLs stay as they are: no shift from EGM96 height to EGM2008 height"),
            std::string::npos)
      << placing.warnings[0];
}

TEST(Pinned, IsUsedExactlyWhateverIsBestToday) {
  const Bounds data = around(14594494, 5464001);
  const Placing best = make_placing("EPSG:28414", "EPSG:32644", "", data);
  const Placing chosen = make_placing("EPSG:28414", "EPSG:32644", "Pulkovo 1942 to WGS 84 (16)", data);
  ASSERT_NE(best.operation.pipeline, chosen.operation.pipeline);
  const Pinned pinned{chosen.operation.pipeline, chosen.operation.name, chosen.operation.accuracy_m};
  const Placing again = make_placing("EPSG:28414", "EPSG:32644", PlacingChoice{"", pinned, false}, data);
  EXPECT_EQ(again.operation.pipeline, chosen.operation.pipeline);
  EXPECT_EQ(again.operation.accuracy_m, 4.5);
  EXPECT_FALSE(again.warnings.empty()) << "nobody has chosen: it still warns of the others";
  for (const Operation& other : again.others) EXPECT_NE(other.pipeline, again.operation.pipeline);
  const Pinned broken{"+proj=pipeline +step +proj=hgridshift +grids=not_here.gsb", "lost", 1};
  EXPECT_THROW(make_placing("EPSG:28414", "EPSG:32644", PlacingChoice{"", broken, false}, data), Error);
}

TEST(CrsInput, CountsACrsInAnotherUnit) {
  const std::string feet = crs_in_unit("EPSG:32644", 0.3048);
  EXPECT_EQ(describe_crs(feet).unit, "foot");
  const Placing placing = make_placing(feet, "EPSG:32644", "", {});
  std::vector<Vec3> points{{1950000, 17918000, 0}};
  placing.scene_from_source(points);
  EXPECT_NEAR(points[0].x, 594360, 1e-5);
  EXPECT_NEAR(points[0].y, 5461406.4, 1e-5);
  EXPECT_EQ(crs_in_unit("EPSG:32644", 1), "EPSG:32644");
  EXPECT_THROW(crs_in_unit("EPSG:4326", 0.3048), Error);
}

}  // namespace
}  // namespace lode::geo
