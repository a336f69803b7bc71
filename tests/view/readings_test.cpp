// Tables at single depths: density samples, magnetics, structures measured on core.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>

#include "core/desurvey.h"
#include "core/error.h"
#include "session/deposit.h"
#include "session/downhole.h"
#include "session/session.h"
#include "view/strip_log.h"
#include "view/view.h"

namespace lode {
namespace {

using testing::Deposit;
using testing::read_bytes;

class Readings : public ::testing::Test {
 protected:
  Readings() {
    deposit_.folder().write("holes/survey.csv", "HOLEID,AT,AZIMUTH,DIP\nDH1,0,0,-90\nDH2,0,90,-60\nDH2,50,90,-50\n");
    deposit_.folder().write("holes/density.csv",
                            "HOLEID,DEPTH,SG\nDH1,10,2.6\nDH1,12,2.7\nDH1,30,2.9\nDH2,7.5,2.8\nDH2,60,3.1\n");
    deposit_.folder().write("holes/structure.csv",
                            "HOLEID,DEPTH,ALPHA,BETA,TYPE\nDH1,20,90,0,vein\nDH1,25,30,90,joint\n");
    Problems problems;
    scene_ = scene_of_inputs({deposit_.holes()}, "", "EPSG:32644", problems);
    Progress progress;
    session_.load(scene_, progress);
    scene_.layers[0].holes.show_collars = false;
  }
  const Drillholes& drillholes() { return std::get<Drillholes>(*session_.loaded(scene_, 0)->dataset); }
  void show_density() { scene_.layers[0].table = "density", scene_.layers[0].colour.column = "SG"; }
  LayerPicturePtr picture() { return session_.picture(scene_, 0); }
  const Segments& beads(const LayerPicturePtr& shown) { return std::get<Segments>(shown->geometry); }
  /// The rows that are drawn, in order.
  std::vector<std::uint32_t> rows(const LayerPicturePtr& shown) {
    std::vector<std::uint32_t> rows;
    for (const std::uint32_t row : beads(shown).row)
      if (row != Segments::no_row && (rows.empty() || rows.back() != row)) rows.push_back(row);
    return rows;
  }
  /// Where a reading of the second hole lies, by the desurvey itself.
  Vec3 in_second_hole(double depth_m) {
    const Hole& hole = drillholes().holes[1];
    return hole.collar_source +
           Trace(drillholes().stations_of(hole), DesurveyMethod::minimum_curvature).offset_at(depth_m);
  }

  Deposit deposit_;
  Session session_;
  Scene scene_;
};

TEST_F(Readings, StandForTheHoleHalfWayToTheNextOnes) {
  const IntervalTable& density = drillholes().readings.at(0);
  ASSERT_TRUE(density.of_readings());
  EXPECT_EQ(density.from_m, (std::vector<double>{5, 11, 25, 2.5, 55}));
  EXPECT_EQ(density.to_m, (std::vector<double>{11, 17, 35, 12.5, 65}));
  EXPECT_EQ(density.where(3), "at 7.5 m");
}

TEST_F(Readings, TwoOfOneDepthShareTheirStretch) {
  IntervalTable readings;
  readings.hole = {0, 0, 1, 0};
  readings.depth_m = {4, 4, 4, 2};
  set_stretches(readings);
  EXPECT_EQ(readings.from_m, (std::vector<double>{3, 3, -1, -3}));
  EXPECT_EQ(readings.to_m, (std::vector<double>{9, 9, 9, 3}));
}

TEST_F(Readings, AreBeadsOnTheTraceColouredByTheirValues) {
  show_density();
  const LayerPicturePtr shown = picture();
  EXPECT_EQ(rows(shown), (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(shown->table->name, "density");
  const Segments& segments = beads(shown);
  for (std::size_t i = 0; i < segments.row.size(); ++i) {
    if (segments.row[i] == Segments::no_row) continue;
    const double sg = (*shown->table->find("SG")->numbers())[segments.row[i]];
    EXPECT_EQ(segments.colour_index[i], shown->scale.index(sg));
    EXPECT_LE(length(segments.to_scene[i] - segments.from_scene[i]), bead_lengths * segments.radius_m + 1e-9);
  }
  // The bead of 10 m reaches half its length up, and to 11 m where the next begins.
  const double half_m = bead_lengths * segments.radius_m / 2;
  double top = -1e9, bottom = 1e9;  // the trace has a vertex within it
  for (std::size_t i = 0; i < segments.row.size(); ++i)
    if (segments.row[i] == 0) {
      top = std::max(top, segments.from_scene[i].z);
      bottom = std::min(bottom, segments.to_scene[i].z);
    }
  EXPECT_NEAR(top, 90 + half_m, 1e-9);
  EXPECT_NEAR(bottom, std::max(89.0, 90 - half_m), 1e-9);
  EXPECT_TRUE(std::ranges::count(segments.row, Segments::no_row) > 0) << "the traces are drawn";
}

TEST_F(Readings, ExtendTheTraceWhereTheyLieBeyondIt) {
  EXPECT_EQ(drillholes().holes[1].total_depth_m, 60);
  const Problems problems = session_.problems(scene_);
  EXPECT_EQ(std::ranges::count(problems, "interval-beyond-hole", &Problem::check), 1);
}

TEST_F(Readings, AreFilteredByTheirOwnValuesAndByOtherTables) {
  show_density();
  scene_.layers[0].filter = "SG >= 2.8";
  EXPECT_EQ(rows(picture()), (std::vector<std::uint32_t>{2, 3, 4}));
  scene_.layers[0].filter = "ROCK = \"SOIL\"";  // DH1 down to 25 m
  EXPECT_EQ(rows(picture()), (std::vector<std::uint32_t>{0, 1}));
  scene_.layers[0].filter = "YEAR >= 2021";
  EXPECT_EQ(rows(picture()), (std::vector<std::uint32_t>{3, 4}));
  scene_.layers[0].filter = "SG > 2.95";
  scene_.layers[0].holes.whole_holes = true;
  EXPECT_EQ(rows(picture()), (std::vector<std::uint32_t>{3, 4}));
}

TEST_F(Readings, FilterIntervalsToo) {
  scene_.layers[0].table = "assay";
  scene_.layers[0].filter =
      "SG >= 2.9";  // 30 m stands for 25 to 35 m: the middles of 20-30 (25 m) and not 30-40 (35 m)
  const LayerPicturePtr shown = picture();
  EXPECT_EQ(shown->visible_rows.count(), 1U);
  EXPECT_TRUE(shown->visible_rows[2]);
}

TEST_F(Readings, ArePickedWithWhatTheOtherTablesSayOfTheirDepth) {
  show_density();
  scene_.layers[0].filter = "SG = 2.9";
  scene_.camera.focal_scene = {1005, 2005, 70};
  scene_.camera.view_height_m = 40;
  scene_.camera.elevation_deg = 0;
  const Frame frame = make_frame(session_, scene_);
  const auto found = pick(frame, 200, 150, 400, 300);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "DH1  at 30 m");
  const auto value = [&](const std::string& name) {
    for (const auto& [key, text] : found->values)
      if (key == name) return text;
    return std::string("(none)");
  };
  EXPECT_EQ(value("SG"), "2.9");
  EXPECT_EQ(value("Depth"), "30.00 m");
  EXPECT_EQ(value("ROCK"), "PEG");
  EXPECT_EQ(value("Li2O_pct"), "1.5 %");
  EXPECT_EQ(value("RL"), "70.00 m");
  EXPECT_EQ(value("File"), "density.csv, line 4");
  const auto beside = pick(frame, 200, 40, 400, 300);  // 14.7 m above it
  ASSERT_TRUE(beside);
  EXPECT_EQ(beside->title, "DH1  no reading");
}

TEST_F(Readings, GoOutWithTheirPositionExactOnTheArc) {
  const auto file = deposit_.folder().path() / "out.csv";
  Progress progress;
  const auto files = export_to(session_, scene_, 0, "", file, progress);
  ASSERT_EQ(files.size(), 4U) << "one a table";
  const std::string text = read_bytes(deposit_.folder().path() / "out_density.csv");
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "HOLEID,DEPTH,SG,x,y,z");
  std::getline(lines, line);
  EXPECT_EQ(line, "DH1,10,2.6,1005,2005,90");
  for (int skipped = 0; skipped < 2; ++skipped) std::getline(lines, line);
  std::getline(lines, line);
  double x = 0, y = 0, z = 0;
  ASSERT_EQ(std::sscanf(line.c_str(), "DH2,7.5,2.8,%lf,%lf,%lf", &x, &y, &z), 3) << line;
  EXPECT_LT(length(Vec3{x, y, z} - in_second_hole(7.5)), 1e-9);
  for (const char* name : {"out.vtp", "out.obj", "out.gpkg"}) {
    show_density();
    export_to(session_, scene_, 0, "", deposit_.folder().path() / name, progress);
  }
  const std::string vtp = read_bytes(deposit_.folder().path() / "out.vtp");
  EXPECT_NE(vtp.find("NumberOfPoints=\"5\""), std::string::npos);
}

TEST_F(Readings, StandBesideIntervalsAsRingsBarsOrLine) {
  HoleStyle& style = scene_.layers[0].holes;
  style.second_column = "SG";
  const LayerPicturePtr ring = picture();
  EXPECT_EQ(ring->table->name, "assay");
  const auto& bands = std::get<Segments>(ring->extras.at(0).geometry);
  EXPECT_EQ(std::ranges::count(bands.row, Segments::no_row), 0);
  double of_first_m = 0;
  for (std::size_t i = 0; i < bands.row.size(); ++i)
    if (bands.row[i] == 2) of_first_m += length(bands.to_scene[i] - bands.from_scene[i]);
  EXPECT_NEAR(of_first_m, std::get<Segments>(ring->geometry).radius_m, 1e-9);
  style.second_shape = SecondShape::line;
  const LayerPicturePtr lined = picture();
  EXPECT_EQ(std::get<Segments>(lined->extras.at(0).geometry).shape, Segments::Shape::line);
}

TEST_F(Readings, AreATrackOfTheStripLog) {
  const LayerPicturePtr shown = picture();
  const StripLog log = make_strip_log(*shown->source, 0, scene_.layers[0], shown->scale);
  const auto density = std::ranges::find(log.tracks, "SG", &StripTrack::title);
  ASSERT_NE(density, log.tracks.end());
  EXPECT_EQ(density->pieces.size(), 3U);
  const auto values = values_at(log, 10.4);
  EXPECT_TRUE(std::ranges::any_of(values, [](const auto& v) { return v.second == "2.6  (at 10 m)"; }));
}

TEST_F(Readings, HaveNoLengthToCompositeBy) {
  EXPECT_THROW(composite_table(session_, scene_, 0, {{"SG"}, "", "", {}}), Error);
}

TEST_F(Readings, StructuresAreDiscsAtTheirDepthTurnedByTheReferenceOfBeta) {
  HoleStyle& style = scene_.layers[0].holes;
  style.structures = "structure";
  style.disc_radius_m = 2;
  const auto normal_of = [](const Triangles& discs, std::size_t disc) {
    const Vec3* corner = &discs.vertices_scene[25 * disc];
    const Vec3 normal = normalized(cross(corner[1] - corner[0], corner[7] - corner[0]));
    return normal.z < 0 ? -1 * normal : normal;
  };
  const LayerPicturePtr bottom = picture();
  const auto& discs = std::get<Triangles>(bottom->extras.at(0).geometry);
  ASSERT_EQ(discs.vertices_scene.size(), 50U);
  EXPECT_LT(length(discs.vertices_scene[0] - Vec3{1005, 2005, 80}), 1e-9);
  EXPECT_LT(length(discs.vertices_scene[25] - Vec3{1005, 2005, 75}), 1e-9);
  EXPECT_LT(length(normal_of(discs, 0) - Vec3{0, 0, 1}), 1e-9);
  // Vertical hole, bottom of core taken south, beta 90 clockwise looking down: the lower end points west, so the plane
  // dips 60 degrees to the west; from the top of the core, to the east.
  const double dip = 60 * std::numbers::pi / 180;
  EXPECT_LT(length(normal_of(discs, 1) - Vec3{-std::sin(dip), 0, std::cos(dip)}), 1e-9);
  scene_.sources[0].beta_reference = BetaReference::top_of_core;
  Progress progress;
  session_.load(scene_, progress);
  const LayerPicturePtr top = picture();
  EXPECT_LT(
      length(normal_of(std::get<Triangles>(top->extras.at(0).geometry), 1) - Vec3{std::sin(dip), 0, std::cos(dip)}),
      1e-9);
}

TEST(ReadingsAlone, AreShownWhereThereAreNoIntervals) {
  const testing::TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,100,100,50,40\n");
  folder.write("mag.csv", "BHID,DEPTH,SUSC\nA,1,0.1\nA,2,0.3\nA,3,-0.2\n");
  Problems problems;
  Session session;
  Scene scene = scene_of_inputs({folder.path()}, "", "", problems);
  Progress progress;
  session.load(scene, progress);
  EXPECT_EQ(scene.layers[0].colour.column, "SUSC");
  const LayerPicturePtr shown = session.picture(scene, 0);
  EXPECT_EQ(shown->table->name, "mag");
  EXPECT_EQ(shown->visible_rows.count(), 3U);
  EXPECT_LT((*shown->table->find("SUSC")->numbers())[2], 0) << "a negative reading is a value";
}

}  // namespace
}  // namespace lode
