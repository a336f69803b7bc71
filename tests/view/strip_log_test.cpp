#include "view/strip_log.h"

#include <gtest/gtest.h>

#include "session/deposit.h"
#include "view/view.h"

namespace lode {
namespace {

TEST(StripLog, HasRocksGradesAndSurveyOfOneHole) {
  const testing::Deposit deposit;
  Problems problems;
  Session session;
  Scene scene = scene_of_inputs({deposit.holes()}, "", "EPSG:32644", problems);
  Progress progress;
  session.load(scene, progress);
  const LayerPicturePtr picture = session.picture(scene, 0);
  const StripLog log = make_strip_log(*picture->source, 0, scene.layers[0], picture->scale);
  EXPECT_EQ(log.hole, "DH1");
  EXPECT_EQ(log.depth_m, 50);
  ASSERT_EQ(log.tracks.size(), 2U);
  EXPECT_EQ(log.tracks[0].title, "ROCK");
  EXPECT_TRUE(log.tracks[0].of_words);
  ASSERT_EQ(log.tracks[0].pieces.size(), 2U);
  EXPECT_EQ(log.tracks[0].pieces[1].text, "PEG");
  EXPECT_EQ(log.tracks[1].title, "Li2O_pct (%)");
  EXPECT_EQ(log.tracks[1].pieces.size(), 5U);
  EXPECT_EQ(log.tracks[1].pieces[3].value, 1.5);
  EXPECT_EQ(log.tracks[1].pieces[3].colour, picture->scale.palette[picture->scale.index(1.5)]) << "as in the picture";
  const auto values = values_at(log, 26);
  ASSERT_EQ(values.size(), 3U);
  EXPECT_EQ(values[0].second, "PEG  (25 - 50 m)");
  EXPECT_EQ(values[1].second, "1 %  (20 - 30 m)");
  EXPECT_EQ(values[2].second, "azimuth 0.0°, dip -90.0° at 0 m");
}

TEST(Pick, TellsWhatEveryTableSaysOfTheDepth) {
  const testing::Deposit deposit;
  Problems problems;
  Session session;
  Scene scene = scene_of_inputs({deposit.holes()}, "", "EPSG:32644", problems);
  Progress progress;
  session.load(scene, progress);
  scene.camera.elevation_deg = 0;
  scene.show_grid = scene.show_legend = scene.show_north = scene.show_scale_bar = false;
  const Frame frame = make_frame(session, scene);
  // Looking north at the middle of the picture's height: the holes stand 30 m apart around its middle.
  std::optional<Pick> found;
  for (double x = 0; x < 400 && (!found || found->values.at(0).second != "DH1"); ++x)
    found = pick(frame, x, 150, 400, 300);
  ASSERT_TRUE(found);
  const auto value = [&](const std::string& name) {
    for (const auto& [key, text] : found->values)
      if (key == name) return text;
    return std::string("(none)");
  };
  EXPECT_EQ(value("Hole"), "DH1");
  EXPECT_EQ(value("From"), "20 m");
  EXPECT_EQ(value("ROCK"), value("Depth") < "25" ? "SOIL" : "PEG");
  EXPECT_NE(value("lith").find("lith.csv, line"), std::string::npos);
  EXPECT_EQ(value("Direction"), "azimuth 0.0°, dip -90.0°");
  EXPECT_EQ(found->values.back().second, "assay.csv, line 4");
}

}  // namespace
}  // namespace lode
