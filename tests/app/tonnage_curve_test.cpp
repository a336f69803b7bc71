#include "app/tonnage_curve.h"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/testing.h"

namespace lode::app {
namespace {

TEST(TonnageCurve, LeavesOutTheConditionsOnTheGradeAlone) {
  EXPECT_EQ(without_conditions_on("Au_gpt >= 0.5", "Au_gpt"), "");
  EXPECT_EQ(without_conditions_on("Au_gpt >= 0.5 and rock = \"BIF\"", "Au_gpt"), "rock = \"BIF\"");
  EXPECT_EQ(without_conditions_on("rock = \"BIF\"", "Au_gpt"), "rock = \"BIF\"");
  const std::string other = "Au_gpt >= 0.5 or rock = \"BIF\"";
  EXPECT_EQ(without_conditions_on(other, "Au_gpt"), other) << "no list of conditions: as it stands";
}

TEST(TonnageCurve, HasRoundCutoffsFromTheLeastValueToTheTail) {
  std::vector<double> grades;
  for (int i = 0; i < 1000; ++i) grades.push_back(i / 100.0);
  const std::vector<double> cutoffs = curve_cutoffs(Numbers::narrowed(grades));
  ASSERT_GT(cutoffs.size(), 20U);
  EXPECT_LT(cutoffs.size(), 130U);
  EXPECT_EQ(cutoffs.front(), 0);
  EXPECT_GE(cutoffs.back(), 9.9);
  const double step = cutoffs[1];
  for (std::size_t i = 0; i < cutoffs.size(); ++i) EXPECT_NEAR(cutoffs[i], static_cast<double>(i) * step, 1e-12);
  EXPECT_TRUE(curve_cutoffs(Numbers::narrowed({2, 2, 2})).empty()) << "one value has no curve";
  EXPECT_TRUE(curve_cutoffs(Numbers::narrowed({NAN, NAN})).empty());
}

TEST(TonnageCurve, HasTonnesAndMeanGradeAboveEveryCutoffUnderTheOtherConditions) {
  const testing::TemporaryFolder folder;
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt,density,rock\n";
  // Grades 0.1 to 1.0; the first half BIF. 100 m3 at 2 t/m3.
  for (int i = 0; i < 10; ++i)
    csv += std::to_string(5 + 10 * i) + ",5,0.5,10,10,1," + std::to_string(0.1 * (i + 1)).substr(0, 3) + ",2," +
           (i < 5 ? "BIF" : "shale") + "\n";
  Session session;
  Problems problems;
  Progress progress;
  Scene scene = scene_of_inputs({folder.write("m.csv", csv)}, "", "", problems);
  session.load(scene, progress);
  scene.layers[0].filter = "Au_gpt >= 0.7 and rock = \"shale\"";
  const LayerPicturePtr picture = session.picture(scene, 0);
  const TonnageCurvePtr curve = curve_of(session, scene, 0, *picture, "Au_gpt", {});
  ASSERT_TRUE(curve);
  EXPECT_EQ(curve->filter, "rock = \"shale\"");
  EXPECT_EQ(curve->tonnage.rows.size(), curve->cutoffs.size());
  for (const TonnageRow& row : curve->tonnage.rows) {
    double tonnes = 0, metal = 0;
    for (int i = 5; i < 10; ++i)
      if (const double grade = std::stod(std::to_string(0.1 * (i + 1)).substr(0, 3)); grade >= row.cutoff) {
        tonnes += 200;
        metal += 200 * grade;
      }
    EXPECT_DOUBLE_EQ(row.tonnes.value(), tonnes) << row.cutoff;
    if (tonnes > 0) {
      EXPECT_NEAR(row.grade.value(), metal / tonnes, 1e-12);
    }
  }
  EXPECT_EQ(curve_of(session, scene, 0, *picture, "Au_gpt", curve), curve) << "nothing changed";
  scene.layers[0].filter = "Au_gpt >= 0.2 and rock = \"shale\"";
  EXPECT_EQ(curve_of(session, scene, 0, *session.picture(scene, 0), "Au_gpt", curve), curve)
      << "the cut-off on the grade is the curve's own";
  scene.layers[0].filter.clear();
  EXPECT_NE(curve_of(session, scene, 0, *session.picture(scene, 0), "Au_gpt", curve), curve);
  const std::string text = csv_of(*curve);
  EXPECT_EQ(text.substr(0, text.find('\n')), "cutoff_gpt,blocks,volume_m3,tonnes,grade_gpt,metal_t,metal_oz");
  EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), curve->cutoffs.size() + 1);
  EXPECT_FALSE(curve_of(session, scene, 0, *picture, "", {}));
}

}  // namespace
}  // namespace lode::app
