// What a layer of drillholes draws beside its tubes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"
#include "session/deposit.h"
#include "session/session.h"

namespace lode {
namespace {

using testing::Deposit;

class HoleExtras : public ::testing::Test {
 protected:
  HoleExtras() {
    deposit_.folder().write("holes/structure.csv",
                            "HOLEID,FROM,TO,ALPHA,BETA,TYPE\nDH1,10,10.2,90,0,vein\n"
                            "DH2,20,20.2,95,0,vein\nDH2,30,30.2,45,90,fault\n");
    Problems problems;
    scene_ = scene_of_inputs({deposit_.holes()}, "", "EPSG:32644", problems);
    Progress progress;
    session_.load(scene_, progress);
    scene_.layers[0].holes.show_collars = false;
  }
  HoleStyle& style() { return scene_.layers[0].holes; }
  LayerPicturePtr picture() { return session_.picture(scene_, 0); }
  static std::set<std::uint32_t> holes_of(const LayerPicture& picture) {
    const auto& segments = std::get<Segments>(picture.geometry);
    return {segments.hole.begin(), segments.hole.end()};
  }

  Deposit deposit_;
  Session session_;
  Scene scene_;
};

TEST_F(HoleExtras, AFilterChoosesIntervalsOrWholeHoles) {
  scene_.layers[0].filter = "ROCK = \"SOIL\"";
  const auto rows = picture();
  EXPECT_EQ(rows->visible_rows.count(), 2U);  // middles at 5 and 15 m; that of 20 to 30 m lies in the pegmatite
  EXPECT_EQ(holes_of(*rows).size(), 2U) << "the other hole's trace stays";
  style().whole_holes = true;
  const auto whole = picture();
  EXPECT_EQ(whole->visible_rows.count(), 5U);
  EXPECT_EQ(holes_of(*whole).size(), 1U);
  ASSERT_EQ(whole->labels_scene.size(), 1U);
  EXPECT_EQ(whole->labels_scene[0].first, "DH1");
}

TEST_F(HoleExtras, HiddenIntervalsAreThinTraces) {
  EXPECT_TRUE(std::get<Segments>(picture()->geometry).size.empty()) << "samples to the end of both holes";
  scene_.layers[0].filter = "Li2O_pct >= 2";
  const auto shown = picture();
  const auto& segments = std::get<Segments>(shown->geometry);
  ASSERT_EQ(segments.size.size(), segments.row.size());
  double thin_m = 0, full_m = 0;
  for (std::size_t i = 0; i < segments.row.size(); ++i) {
    const bool bare = segments.row[i] == Segments::no_row;
    EXPECT_EQ(segments.size[i], bare ? 0.35F : 1.0F);
    (bare ? thin_m : full_m) += length(segments.to_scene[i] - segments.from_scene[i]);
  }
  EXPECT_NEAR(thin_m, 80, 1e-9);
  EXPECT_NEAR(full_m, 20, 1e-9);
}

TEST_F(HoleExtras, HolesOfCollarsAloneAreFullTubesThatStandForTheirRows) {
  Problems problems;
  scene_ = scene_of_inputs({deposit_.holes() / "collar.csv"}, "", "EPSG:32644", problems);
  Progress progress;
  session_.load(scene_, progress);
  const auto shown = picture();
  const auto& segments = std::get<Segments>(shown->geometry);
  EXPECT_TRUE(segments.size.empty());
  EXPECT_EQ(std::set(segments.row.begin(), segments.row.end()), (std::set<std::uint32_t>{0, 1}));
}

TEST_F(HoleExtras, ACampaignIsAFilterOfWholeHoles) {
  scene_.layers[0].filter = "YEAR >= 2021";
  style().whole_holes = true;
  EXPECT_EQ(picture()->labels_scene.at(0).first, "DH2");
  scene_.layers[0].filter = "HOLEID = \"DH1\" and Li2O_pct >= 2";
  EXPECT_EQ(picture()->labels_scene.at(0).first, "DH1");
}

TEST_F(HoleExtras, RadiiGrowWithAColumn) {
  style().radius_column = "Li2O_pct";
  const auto shown = picture();
  const auto& segments = std::get<Segments>(shown->geometry);
  ASSERT_EQ(segments.size.size(), segments.row.size());
  for (std::size_t i = 0; i < segments.row.size(); ++i) {
    const double grade = 0.5 * (segments.row[i] % 5);  // 0 to 2 in each hole
    const double low = shown->scale.min, high = shown->scale.max;
    EXPECT_NEAR(segments.size[i], 0.5 + 2 * std::clamp((grade - low) / (high - low), 0.0, 1.0), 1e-6);
  }
  style().radius_column = "ROCK";
  EXPECT_THROW(picture(), Error);
}

TEST_F(HoleExtras, ASecondTableStandsBesideOrAroundTheFirst) {
  style().second_column = "ROCK";
  const auto ring = picture();
  ASSERT_EQ(ring->extras.size(), 1U);
  const auto& bands = std::get<Segments>(ring->extras[0].geometry);
  std::map<std::uint32_t, double> length_of_row;  // a trace has a vertex every 5 m, where bands are cut
  for (std::size_t i = 0; i < bands.row.size(); ++i)
    length_of_row[bands.row[i]] += length(bands.to_scene[i] - bands.from_scene[i]);
  ASSERT_EQ(length_of_row.size(), 3U);
  for (const auto& [row, interval_m] : {std::pair{0U, 25}, {1U, 25}, {2U, 50}})
    EXPECT_NEAR(length_of_row[row], 0.4 * interval_m, 1e-9) << row;
  EXPECT_LT(length(bands.from_scene[0] - Vec3{1005, 2005, 92.5}), 1e-9) << "about the interval's middle";
  EXPECT_GT(bands.radius_m, std::get<Segments>(ring->geometry).radius_m);
  EXPECT_TRUE(ring->extras[0].scale.categorical);
  scene_.layers[0].colour.column = "ROCK";
  scene_.layers[0].table = "lith";
  style().second_column = "Li2O_pct";
  style().second_shape = SecondShape::bars;
  style().graph_width_m = 8;
  const auto bars = picture();
  const auto& graph = std::get<Segments>(bars->extras.at(0).geometry);
  EXPECT_EQ(graph.shape, Segments::Shape::bars);
  ASSERT_EQ(graph.size.size(), graph.row.size());
  EXPECT_EQ(std::set(graph.row.begin(), graph.row.end()).size(), 10U);
  EXPECT_EQ(graph.graph_width_m, 8);
  for (std::size_t i = 0; i < graph.row.size(); ++i)  // grades of 0 to 2 in each hole, bars from 0
    EXPECT_NEAR(graph.size[i], 0.5 * (graph.row[i] % 5) / bars->extras[0].scale.max, 1e-6);
  EXPECT_FALSE(graph.nearest({{1005, 1900, 75}, {0, 1, 0}}, {}, 5)) << "graphs are not picked";
}

TEST_F(HoleExtras, StructuresAreDiscsSquareToTheirNormal) {
  style().structures = "structure";
  style().disc_radius_m = 3;
  const auto shown = picture();
  ASSERT_EQ(shown->extras.size(), 1U);
  const auto& discs = std::get<Triangles>(shown->extras[0].geometry);
  ASSERT_EQ(discs.vertices_scene.size(), 50U) << "alpha 95 is none";
  EXPECT_LT(length(discs.vertices_scene[0] - Vec3{1005, 2005, 89.9}), 1e-9);
  for (std::size_t i = 1; i < 25; ++i) {  // alpha 90 in a vertical hole: level
    EXPECT_NEAR(discs.vertices_scene[i].z, 89.9, 1e-9);
    EXPECT_NEAR(length(discs.vertices_scene[i] - discs.vertices_scene[0]), 3, 1e-9);
  }
  style().structures = "lith";
  EXPECT_THROW(picture(), Error);
  style().structures = "absent";
  EXPECT_THROW(picture(), Error);
}

TEST_F(HoleExtras, DepthsComeRoundOnesFirst) {
  EXPECT_TRUE(picture()->depth_labels_scene.empty());
  style().show_depths = true;
  const auto shown = picture();
  ASSERT_EQ(shown->depth_labels_scene.size(), 20U);  // every 5 m of two holes of 50 m
  EXPECT_EQ(shown->depth_labels_scene[0].first, "50");
  EXPECT_EQ(shown->depth_labels_scene[1].first, "50");
  EXPECT_EQ(shown->depth_labels_scene[2].first, "20");
  EXPECT_EQ(shown->depth_labels_scene[2].second, (Vec3{1005, 2005, 80}));
}

TEST_F(HoleExtras, InterceptsAreLabels) {
  style().intercepts.grade = "Li2O_pct";
  style().intercepts.options.cutoff = 1.5;
  const auto shown = picture();
  ASSERT_EQ(shown->labels_scene.size(), 4U);
  EXPECT_EQ(shown->labels_scene[2].first, "20.0 m @ 1.75 % Li2O from 30.0 m");
  EXPECT_EQ(shown->labels_scene[2].second, (Vec3{1005, 2005, 60}));
  style().intercepts.plane = Plane{60, 0};
  EXPECT_EQ(picture()->labels_scene[2].first, "20.0 m (true thickness 10.0 m) @ 1.75 % Li2O from 30.0 m");
}

TEST_F(HoleExtras, InterceptsComeFromTheTableOfTheGradeWhateverTableIsShown) {
  style().intercepts.grade = "Li2O_pct";
  style().intercepts.options.cutoff = 1.5;
  scene_.layers[0].table = "lith";
  scene_.layers[0].colour.column = "ROCK";
  EXPECT_EQ(picture()->labels_scene.at(2).first, "20.0 m @ 1.75 % Li2O from 30.0 m");
  scene_.layers[0].filter = "ROCK = \"PEG\"";
  EXPECT_EQ(picture()->labels_scene.at(2).first, "20.0 m @ 1.75 % Li2O from 30.0 m");
  scene_.layers[0].filter = "Li2O_pct >= 2";  // of whole holes, not of samples
  style().whole_holes = true;
  EXPECT_EQ(picture()->labels_scene.at(2).first, "20.0 m @ 1.75 % Li2O from 30.0 m");
}

TEST_F(HoleExtras, WholeHolesAreChosenByTheSamplesOfTheGradeWhateverTableIsShown) {
  scene_.layers[0].table = "lith";  // 1.5 % and 1 % at the middles of the pegmatite
  style().whole_holes = true;
  scene_.layers[0].filter = "Li2O_pct >= 2";
  EXPECT_EQ(picture()->visible_rows.count(), 3U);
  scene_.layers[0].filter = "Li2O_pct >= 2 and YEAR >= 2021";
  EXPECT_EQ(picture()->visible_rows.count(), 1U);
  scene_.layers[0].filter = "Li2O_pct < 1 and ROCK = \"PEG\"";
  const auto second = picture();
  EXPECT_EQ(second->visible_rows.count(), 1U);
  EXPECT_TRUE(second->visible_rows[2]);
  scene_.layers[0].filter = "Li2O_pct > 2";
  EXPECT_EQ(picture()->visible_rows.count(), 0U);
}

TEST_F(HoleExtras, CollarsAreDots) {
  style().show_collars = true;
  const auto shown = picture();
  const auto& collars = std::get<PointCloud>(shown->extras.at(0).geometry);
  EXPECT_EQ(collars.positions_scene, (std::vector<Vec3>{{1005, 2005, 100}, {1035, 2025, 100}}));
}

}  // namespace
}  // namespace lode
