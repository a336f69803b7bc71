// Placing between systems against PROJ's own command line tools (PROJ 9.1.1, proj-bin), within 0.1 mm.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "core/error.h"
#include "geo/crs.h"

namespace lode::geo {
namespace {

/// One point: in, and what cct or cs2cs makes of it.
struct Row {
  const char* from;
  const char* to;
  const char* operation;
  Vec3 in, out;
};

// cct -d 6 +proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=81 +k=1 +x_0=14500000 +y_0=0 +ellps=krass
//   +step +proj=push +v_3 +step +proj=cart +ellps=krass +step +proj=helmert +x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35
//   +rz=-0.736 +s=0 +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3
//   +step +proj=utm +zone=44 +ellps=WGS84        (EPSG:15865, "Pulkovo 1942 to WGS 84 (16)"; heights 0)
// cs2cs -f %.6f EPSG:4326 EPSG:32644              (latitude first)
// cs2cs -f %.6f EPSG:32644 EPSG:32645
// cs2cs -f %.6f EPSG:28350 EPSG:7850
const Row table[] = {
    {"EPSG:28414",
     "EPSG:32644",
     "Pulkovo 1942 to WGS 84 (16)",
     {14595000, 5465000, 412.5},
     {594922.631963, 5462770.710121, 412.5}},
    {"EPSG:28414",
     "EPSG:32644",
     "Pulkovo 1942 to WGS 84 (16)",
     {14420000.25, 5300000.5, -20},
     {419992.442691, 5297835.538727, -20}},
    {"EPSG:28414", "EPSG:32644", "EPSG:15865", {14612345.678, 5512345.678, 0}, {612261.288587, 5510097.801445, 0}},
    {"EPSG:4326", "EPSG:32644", "", {82.5, 49.35, 700}, {608941.107642, 5467446.858256, 700}},
    {"EPSG:4326", "EPSG:32644", "", {78.001, 41.2, 1}, {248528.066092, 4565296.521834, 1}},
    {"EPSG:4326", "EPSG:32644", "", {83.9, 60, 1}, {661720.750892, 6654956.719944, 1}},
    {"EPSG:32644", "EPSG:32645", "", {608500, 5467000, 9}, {172746.060740, 5475699.310115, 9}},
    {"EPSG:32644", "EPSG:32645", "", {720000, 4500000.5, 9}, {212478.071545, 4502304.446494, 9}},
    {"EPSG:28350", "EPSG:7850", "", {577000, 7512000, 600}, {577001.022362, 7512001.493581, 600}},
    {"EPSG:28350", "EPSG:7850", "", {400123.456, 6500000, 600}, {400124.453518, 6500001.495003, 600}},
};

Bounds at(Vec3 point) {
  Bounds bounds;
  bounds.add(point);
  return bounds;
}

TEST(Placing, AgreesWithProjsOwnToolsWithinATenthOfAMillimetre) {
  for (const Row& row : table) {
    const Placing placing = make_placing(row.from, row.to, row.operation, at(row.in));
    Vec3 point = row.in;
    placing.scene_from_source({&point, 1});
    EXPECT_NEAR(point.x, row.out.x, 1e-4) << row.from << " to " << row.to;
    EXPECT_NEAR(point.y, row.out.y, 1e-4) << row.from << " to " << row.to;
    EXPECT_EQ(point.z, row.in.z);
  }
}

TEST(Placing, ThereAndBackReturnsToTheSamePoint) {
  for (const Row& row : table) {
    const Placing there = make_placing(row.from, row.to, row.operation, at(row.in));
    const Placing back = make_placing(row.to, row.from, row.operation, at(row.out));
    Vec3 point = row.in;
    there.scene_from_source({&point, 1});
    back.scene_from_source({&point, 1});
    const double tolerance = describe_crs(row.from).geographic ? 1e-9 : 1e-3;
    EXPECT_NEAR(point.x, row.in.x, tolerance) << row.to << " to " << row.from;
    EXPECT_NEAR(point.y, row.in.y, tolerance) << row.to << " to " << row.from;
  }
}

TEST(Placing, OneSystemIsTheIdentity) {
  const Placing placing = make_placing("EPSG:32644", "EPSG:32644", "", {});
  EXPECT_EQ(placing.operation.pipeline, "");
  EXPECT_FALSE(placing.scene_from_source);
  EXPECT_FALSE(make_placing("+proj=utm +zone=44 +datum=WGS84", "EPSG:32644", "", {}).scene_from_source);
}

TEST(Placing, ChoosesNothingInSilence) {
  // In East Kazakhstan the operation for Russia, 3 m, and the one for the former USSR's states, 4.5 m, lie
  // 2.6 m apart (cs2cs gives 594925.158162, 5462770.018606 by the first, the table above the second).
  const Vec3 point{14595000, 5465000, 0};
  const Placing placing = make_placing("EPSG:28414", "EPSG:32644", "", at(point));
  EXPECT_NE(placing.operation.name.find("Pulkovo 1942 to WGS 84 (20)"), std::string::npos) << placing.operation.name;
  EXPECT_EQ(placing.operation.accuracy_m, 3);
  EXPECT_GE(placing.others.size(), 2u);
  ASSERT_EQ(placing.warnings.size(), 1u);
  EXPECT_NE(placing.warnings[0].find("\"Pulkovo 1942 to WGS 84 (16)\" (4.5 m) lies 2.6 m away"), std::string::npos)
      << placing.warnings[0];
  EXPECT_TRUE(make_placing("EPSG:28414", "EPSG:32644", "Pulkovo 1942 to WGS 84 (16)", at(point)).warnings.empty());
}

TEST(Placing, TakesAPipelineWithEitherAxisOrderOfAnAuthority) {
  // As `projinfo -s EPSG:28414 -t EPSG:32644 -o PROJ` prints it: northing first.
  const std::string printed =
      "+proj=pipeline +step +proj=axisswap +order=2,1 +step +inv +proj=tmerc +lat_0=0 +lon_0=81 +k=1 +x_0=14500000 "
      "+y_0=0 +ellps=krass +step +proj=push +v_3 +step +proj=cart +ellps=krass +step +proj=helmert +x=25 +y=-141 "
      "+z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 "
      "+step +proj=pop +v_3 +step +proj=utm +zone=44 +ellps=WGS84";
  std::string x_first = printed;
  x_first.erase(x_first.find("+step +proj=axisswap +order=2,1 "), 32);
  for (const std::string& pipeline : {printed, x_first}) {
    Vec3 point{14595000, 5465000, 412.5};
    make_placing("EPSG:28414", "EPSG:32644", pipeline, at(point)).scene_from_source({&point, 1});
    EXPECT_NEAR(point.x, 594922.631963, 1e-4);
    EXPECT_NEAR(point.y, 5462770.710121, 1e-4);
  }
  Vec3 point{100, 200, 3};
  make_placing("EPSG:32644", "EPSG:32645", "+proj=affine +xoff=1000 +yoff=2000", at(point))
      .scene_from_source({&point, 1});
  EXPECT_EQ(point, (Vec3{1100, 2200, 3}));
}

TEST(Placing, WarnsThatABetterOperationLacksItsGrid) {
  // The British grid OSTN15 is not part of Debian's proj-data.
  const Placing placing = make_placing("EPSG:27700", "EPSG:4258", "", at({400000, 300000, 0}));
  const std::vector<Operation> all = operations("EPSG:27700", "EPSG:4258", Vec3{400000, 300000, 0});
  const bool lacking = std::any_of(all.begin(), all.end(), [](const Operation& o) { return !o.missing_grid.empty(); });
  if (!lacking) GTEST_SKIP() << "the grid OSTN15 is installed here";
  EXPECT_TRUE(placing.operation.missing_grid.empty());
  const bool said = std::any_of(placing.warnings.begin(), placing.warnings.end(), [](const std::string& warning) {
    return warning.find("OSTN15") != std::string::npos && warning.find("not installed") != std::string::npos;
  });
  EXPECT_TRUE(said);
}

TEST(Placing, APointThatFailsBecomesNotANumberAndKeepsItsRl) {
  const Placing placing = make_placing("EPSG:4326", "EPSG:32644", "", at({82, 49, 0}));
  std::vector<Vec3> points{{82.5, 49.35, 5}, {82.5, 4935, 6}, {NAN, 49, 7}, {78.001, 41.2, 8}};
  placing.scene_from_source(points);
  EXPECT_NEAR(points[0].x, 608941.107642, 1e-4);
  EXPECT_TRUE(std::isnan(points[1].x) && std::isnan(points[1].y));
  EXPECT_TRUE(std::isnan(points[2].x));
  EXPECT_NEAR(points[3].x, 248528.066092, 1e-4);
  EXPECT_EQ(points[1].z, 6);
}

TEST(Placing, AnOperationWantedForOtherDataDoesNotMatterWhereTheDatumStays) {
  for (const char* from : {"EPSG:4326", "EPSG:32645", "EPSG:32644"}) {
    const Placing placing = make_placing(from, "EPSG:32644", "Pulkovo 1942 to WGS 84 (16)", at({82, 49, 0}));
    EXPECT_EQ(placing.operation.accuracy_m, 0) << from;
    EXPECT_TRUE(placing.warnings.empty()) << from;
  }
}

TEST(Placing, RefusesWhatIsNoOperation) {
  try {
    make_placing("EPSG:28414", "EPSG:32644", "Pulkovo 1942 to WGS 84 (99)", at({14595000, 5465000, 0}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("Pulkovo 1942 to WGS 84 (99)"), std::string::npos);
    EXPECT_NE(error.remedy().find("Pulkovo 1942 to WGS 84 (16)"), std::string::npos) << error.remedy();
  }
  EXPECT_THROW(make_placing("EPSG:28414", "EPSG:32644", "+proj=nonsense", at({14595000, 5465000, 0})), Error);
  EXPECT_THROW(make_placing("EPSG:99999", "EPSG:32644", "", {}), Error);
}

TEST(Placing, ManyPointsOnManyThreadsEqualOneByOne) {
  const Placing placing = make_placing("EPSG:28414", "EPSG:32644", "EPSG:15865", at({14595000, 5465000, 0}));
  std::vector<Vec3> points;
  for (int i = 0; i < 20000; ++i) points.push_back({14500000.0 + 7 * i, 5400000.0 + 3 * i, 1.0 * i});
  std::vector<Vec3> expected = points;
  for (Vec3& point : expected) placing.scene_from_source({&point, 1});
  std::atomic<int> different{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      std::vector<Vec3> ours = points;
      for (std::size_t begin = 0; begin < ours.size(); begin += 1000)
        placing.scene_from_source(std::span(ours).subspan(begin, 1000));
      if (ours != expected) ++different;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(different, 0);
  placing.scene_from_source(points);
  EXPECT_EQ(points, expected);
}

}  // namespace
}  // namespace lode::geo
