// Decisions of an import: what they change, and that a scene file keeps them.
#include "session/import_decisions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/desurvey.h"
#include "core/ignore.h"
#include "session/problem_place.h"
#include "session/remedies.h"
#include "session/scene_file.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::TemporaryFolder;

struct Imported {
  Scene scene;
  Session session;
  Problems problems;

  void load() {
    Progress progress;
    session.load(scene, progress);
    problems = session.problems(scene);
  }
  const Drillholes& holes() { return std::get<Drillholes>(*session.loaded(scene, 0)->dataset); }
  const Problem* find(std::string_view check) const {
    const auto found = std::ranges::find(problems, check, &Problem::check);
    return found == problems.end() ? nullptr : &*found;
  }
};

void open(Imported& imported, const TemporaryFolder& folder, const std::string& source_crs = "") {
  Problems problems;
  imported.scene = scene_of_inputs({folder.path()}, "", source_crs, problems);
  imported.load();
}

TEST(ImportDecisions, TrueAndMagneticAzimuthsTurnToGridNorth) {
  const geo::Placing placing = geo::make_placing("EPSG:4326", "EPSG:32644", "", {});
  Vec3 collar{84, 22.5, 0};  // three degrees east of the zone's middle
  placing.scene_from_source({&collar, 1});
  const TemporaryFolder folder;
  folder.write("collar.csv",
               "BHID,X,Y,Z,DEPTH\nA," + std::to_string(collar.x) + "," + std::to_string(collar.y) + ",100,100\n");
  folder.write("survey.csv", "BHID,AT,AZ_TRUE,DIP\nA,0,90,-60\nA,50,0.5,-60\n");
  Imported imported;
  open(imported, folder, "EPSG:32644");
  EXPECT_EQ(imported.scene.sources[0].azimuth_reference, AzimuthReference::true_north) << "the column's name says so";
  constexpr double degrees = 180 / std::numbers::pi;
  const double convergence = std::atan(std::tan(3 / degrees) * std::sin(22.5 / degrees)) * degrees;  // on a sphere
  EXPECT_NEAR(imported.holes().stations[0].azimuth_deg, 90 - convergence, 0.005);
  EXPECT_NEAR(imported.holes().stations[1].azimuth_deg, 360.5 - convergence, 0.005);
  imported.scene.sources[0].azimuth_reference = AzimuthReference::magnetic;
  imported.scene.sources[0].declination_deg = -2;
  imported.load();
  EXPECT_NEAR(imported.holes().stations[0].azimuth_deg, 88 - convergence, 0.005);
  imported.scene.sources[0].azimuth_reference = AzimuthReference::grid;
  imported.load();
  EXPECT_EQ(imported.holes().stations[0].azimuth_deg, 90);
}

TEST(ImportDecisions, UnitsComeFromNamesRowsAndTheScene) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nID,m,m,ft,ft\nA,1000,2000,100,100\nB,1100,2000,100,100\n");
  folder.write("assay.csv", "row,BHID,from_ft,to_ft,Au,Au\n1,A,0,50,1,\"1\n2\"\n2,B,50,100,2,3\n");
  Imported imported;
  open(imported, folder);
  EXPECT_EQ(imported.holes().collars.rows, 2U) << "the row of units is none of holes";
  EXPECT_EQ(imported.holes().holes[0].collar_source.x, 1000);
  EXPECT_NEAR(imported.holes().holes[0].collar_source.z, 30.48, 1e-9);
  EXPECT_NEAR(imported.holes().holes[0].total_depth_m, 30.48, 1e-9);
  const IntervalTable& assay = imported.holes().intervals.at(0);
  EXPECT_NEAR(assay.to_m[1], 30.48, 1e-9);
  EXPECT_NE(assay.table.find("Au (2)"), nullptr) << "a repeated name is a column of its own";
  EXPECT_EQ(assay.table.lines[1], 4U) << "a quoted cell goes over two lines";
  Source& source = imported.scene.sources[0];
  for (SourceFile& file : source.files)
    if (file.role == TableRole::interval) file.units["to_ft"] = file.units["from_ft"] = "cm";
  imported.load();
  EXPECT_NEAR(imported.holes().intervals.at(0).to_m[1], 1, 1e-9);
}

TEST(ImportDecisions, WedgesFollowTheirParentDownToTheKickOff) {
  const TemporaryFolder folder;
  folder.write("collar.csv",
               "BHID,X,Y,Z,DEPTH,PARENT,KICKOFF_DEPTH,STATUS\nA,1000,2000,100,300,,,drilled\n"
               "A-W1,1000,2000,100,300,A,120,drilled\nP,1200,2000,100,300,,,Planned\n");
  folder.write("survey.csv", "BHID,AT,AZ,DIP\nA,0,90,-60\nA,100,95,-62\nA,200,100,-64\nA-W1,150,120,-70\nP,0,0,-90\n");
  Imported imported;
  open(imported, folder);
  const Drillholes& holes = imported.holes();
  ASSERT_EQ(holes.holes[1].parent, 0);
  EXPECT_EQ(holes.holes[1].kickoff_depth_m, 120);
  EXPECT_TRUE(holes.holes[2].planned);
  EXPECT_FALSE(holes.holes[0].planned);
  const Trace parent(holes.stations_of(holes.holes[0])), wedge(holes.stations_of(holes.holes[1]));
  for (const double depth_m : {0.0, 60.0, 100.0, 120.0})
    EXPECT_LT(length(parent.offset_at(depth_m) - wedge.offset_at(depth_m)), 0.02) << depth_m;
  EXPECT_GT(length(parent.offset_at(200) - wedge.offset_at(200)), 10);
  EXPECT_EQ(imported.find("no-survey-at-collar"), nullptr);
  EXPECT_EQ(imported.find("duplicate-collar-location"), nullptr);
}

TEST(ImportDecisions, DatesGoByTheOrderThatAllOfThemAllow) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH,DATE\nA,1000,2000,100,100,3/4/2023\nB,1100,2000,100,100,3/25/2023\n");
  Imported imported;
  open(imported, folder);
  EXPECT_EQ(imported.holes().collars.find("DATE")->text(0), "2023-03-04");
  imported.scene.sources[0].date_order = DateOrder::day_first;
  imported.load();
  EXPECT_EQ(imported.holes().collars.find("DATE")->text(0), "2023-04-03");
  EXPECT_NE(imported.find("not-a-number"), nullptr) << "there is no month 25";
}

TEST(ImportDecisions, DatesThatTellNothingGoByThoseOfTheOtherTables) {
  const TemporaryFolder folder;
  folder.write("collar.csv",
               "BHID,X,Y,Z,DEPTH,DATE\nA,1000,2000,100,100,3/4/2023\nB,1100,2000,100,100,in progress\n"
               "C,1200,2000,100,100,5/11/2023\nD,1300,2000,100,100,6/7/2022\nE,1400,2000,100,100,6/8/2022\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU,ASSAYED\nA,0,50,1,4/15/2023\nC,0,100,5,06/30/2023\n");
  Imported imported;
  open(imported, folder);
  const Column& date = *imported.holes().collars.find("DATE");
  EXPECT_EQ(date.type, ColumnType::date);
  EXPECT_EQ(date.text(0), "2023-03-04");
  EXPECT_EQ(date.text(2), "2023-05-11");
  EXPECT_EQ(date.text(1), "");
  EXPECT_NE(imported.find("not-a-number"), nullptr) << "what is no date is said";
  EXPECT_EQ(imported.find("ambiguous-date"), nullptr);
  EXPECT_EQ(imported.holes().intervals.at(0).table.find("ASSAYED")->text(0), "2023-04-15");

  // Where the tables disagree each column stands for itself.
  folder.write("lith.csv", "BHID,FROM,TO,ROCK,LOGGED\nA,0,50,PEG,15/4/2023\nC,0,100,GRN,16/4/2023\n");
  Imported disagreeing;
  open(disagreeing, folder);
  EXPECT_NE(disagreeing.find("ambiguous-date"), nullptr);
  EXPECT_EQ(disagreeing.holes().collars.find("DATE")->text(0), "2023-04-03");
  EXPECT_EQ(disagreeing.holes().intervals.at(0).table.find("ASSAYED")->text(0), "2023-04-15");
  EXPECT_EQ(disagreeing.holes().intervals.at(1).table.find("LOGGED")->text(0), "2023-04-15");
}

TEST(ImportDecisions, BelowDetectionByRule) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,1000,2000,100,100\nB,1100,2000,100,100\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU\nA,0,50,<0.02\nA,50,100,-0.04\nB,0,100,5\n");
  Imported imported;
  open(imported, folder);
  const auto grade = [&](std::size_t row) {
    return (*imported.holes().intervals.at(0).table.find("AU")->numbers())[row];
  };
  EXPECT_EQ(grade(0), 0.01);
  imported.scene.sources[0].below_detection = BelowDetection::limit;
  imported.load();
  EXPECT_EQ(grade(0), 0.02);
  imported.scene.sources[0].below_detection = BelowDetection::zero;
  imported.load();
  EXPECT_EQ(grade(0), 0);
  EXPECT_EQ(imported.find("below-detection")->count, 2U);
  imported.scene.sources[0].below_detection = BelowDetection::missing;
  imported.load();
  EXPECT_TRUE(std::isnan(grade(1)));
  imported.scene.sources[0].below_detection = BelowDetection::half_limit;
  imported.scene.sources[0].negatives_below_detection = false;
  imported.load();
  EXPECT_EQ(grade(1), -0.04);
}

TEST(ImportDecisions, ASceneFileKeepsThem) {
  const TemporaryFolder folder;
  Scene scene;
  Source& source = scene.sources.emplace_back();
  source.name = "deposit";
  source.kind = DatasetKind::drillholes;
  source.format = "csv";
  source.encoding = "KOI8-R";
  source.date_order = DateOrder::month_first;
  source.azimuth_reference = AzimuthReference::magnetic;
  source.declination_deg = -3.5;
  source.beta_reference = BetaReference::top_of_core;
  source.plan_units_per_unit = 0.3048;
  source.standard_missing_codes = false;
  source.below_detection = BelowDetection::zero;
  source.negatives_below_detection = false;
  source.join_similar_ids = true;
  SourceFile file{folder.path() / "a.csv", TableRole::depth, {{ColumnRole::alpha, "A"}, {ColumnRole::beta, "B"}}};
  file.units = {{"Au, проба", "ppm"}, {"A b", "deg"}};
  file.ignored_columns = {"x", "№"};
  file.encoding = "UTF-8";
  source.files.push_back(file);
  scene.ignored = {{"interval-gap", "a.csv", "DH-1", 12, "Au"}, {"", "", "DH-2", 0, ""}};
  save_scene(folder.path() / "s.lode", scene, "");
  const SceneFile read = read_scene(folder.path() / "s.lode");
  EXPECT_EQ(read.scene, scene);
  EXPECT_TRUE(read.unknown_keys.empty());
}

TEST(ImportDecisions, SimilarIdsAreJoinedOnRequestAndByRemedy) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nDH-01,1000,2000,100,100\nDH-2,1100,2000,100,100\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU\nDH-01,0,50,1\ndh 1,50,100,1\nDH_002,0,100,2\nX,0,1,1\n");
  Imported imported;
  open(imported, folder);
  EXPECT_EQ(imported.holes().intervals.at(0).table.rows, 1U);
  const Problem* mismatch = imported.find("hole-id-mismatch");
  ASSERT_NE(mismatch, nullptr);
  const auto remedies = remedies_for(imported.scene, *mismatch);
  ASSERT_EQ(remedies.size(), 1U);
  imported.scene = remedies[0].scene;
  imported.load();
  const IntervalTable& assay = imported.holes().intervals.at(0);
  EXPECT_EQ(assay.hole, (std::vector<std::uint32_t>{0, 0, 1}));
  EXPECT_EQ(assay.table.rows_rejected, 1U);
  EXPECT_EQ(imported.find("hole-id-mismatch")->severity, Severity::note);
}

TEST(Findings, LieWhereTheirRowsAre) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,1000,2000,100,100\nB,1100,2000,100,100\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU\nA,0,50,1\nA,60,100,1\nB,5,5,2\n");
  Imported imported;
  open(imported, folder);
  const std::vector<LoadedSourcePtr> sources{imported.session.loaded(imported.scene, 0)};
  const auto gap = place_of_problem(sources, *imported.find("interval-gap"));
  ASSERT_TRUE(gap);
  EXPECT_LT(length(gap->position_scene - Vec3{1000, 2000, 20}), 1e-6) << "the middle of 60 to 100 m, straight down";
  const auto rejected = place_of_problem(sources, *imported.find("non-positive-interval"));
  ASSERT_TRUE(rejected);
  EXPECT_LT(length(rejected->position_scene - Vec3{1100, 2000, 100}), 1e-6) << "the collar";
  EXPECT_FALSE(place_of_problem(sources, Problem{}));
}

TEST(Findings, AreIgnoredByRowHoleColumnAndTable) {
  Problem problem;
  problem.check = "interval-gap";
  problem.file = "/data/assay.csv";
  problem.line = 7;
  problem.hole = "A";
  problem.column = "AU";
  const auto choices = ignore_choices(problem);
  ASSERT_EQ(choices.size(), 5U);
  for (const IgnoreChoice& choice : choices) EXPECT_TRUE(is_ignored(problem, choice.rule)) << choice.label;
  Problem other = problem;
  other.line = 8;
  EXPECT_FALSE(is_ignored(other, choices[0].rule));
  EXPECT_TRUE(is_ignored(other, choices[1].rule));
  other.hole = "B";
  EXPECT_FALSE(is_ignored(other, choices[1].rule));
  other.column = "CU";
  EXPECT_FALSE(is_ignored(other, choices[2].rule));
  EXPECT_TRUE(is_ignored(other, choices[3].rule));
  other.file = "litho.csv";
  EXPECT_FALSE(is_ignored(other, choices[3].rule));
  EXPECT_TRUE(is_ignored(other, choices[4].rule));
}

TEST(Reload, SeesFilesThatWereWrittenSince) {
  const TemporaryFolder folder;
  const auto file = folder.write("points.csv", "x,y,z,au\n1,1,1,1\n2,2,2,2\n3,3,3,5\n");
  Imported imported;
  Problems problems;
  imported.scene = scene_of_inputs({file}, "", "", problems);
  imported.load();
  imported.scene.layers[0].filter = "au > 1";
  EXPECT_TRUE(imported.session.changed_files(imported.scene).empty());
  folder.write("points.csv", "x,y,z,au\n1,1,1,1\n2,2,2,2\n3,3,3,5\n4,4,4,9\n");
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(2));
  EXPECT_EQ(imported.session.changed_files(imported.scene).size(), 1U);
  imported.load();
  EXPECT_TRUE(imported.session.changed_files(imported.scene).empty());
  EXPECT_EQ(imported.session.visible_rows(imported.scene, 0).count(), 3U);
  EXPECT_EQ(imported.scene.layers[0].filter, "au > 1");
}

}  // namespace
}  // namespace lode
