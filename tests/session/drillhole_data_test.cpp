// What the checks find in real drillholes, against counts made independently, with a few lines of Python over the
// files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/text.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::sample;

struct Opened {
  Scene scene;
  std::shared_ptr<Session> session = std::make_shared<Session>();
  Problems problems;

  const Drillholes& holes(std::size_t source) const {
    return std::get<Drillholes>(*session->loaded(scene, static_cast<std::uint32_t>(source))->dataset);
  }
  /// How many findings of a check there are in a file.
  int count(std::string_view check, std::string_view file) const {
    int found = 0;
    for (const Problem& problem : problems)
      found += problem.check == check && utf8(path_from_utf8(problem.file).filename()) == file;
    return found;
  }
  int count(std::string_view check) const {
    return static_cast<int>(std::ranges::count(problems, check, &Problem::check));
  }
};

Opened open(std::string_view folder, const std::string& source_crs = "") {
  Opened opened;
  opened.scene = scene_of_inputs({sample(folder)}, "", source_crs, opened.problems);
  Progress progress;
  opened.session->load(opened.scene, progress, &opened.problems);
  const Problems found = opened.session->problems(opened.scene);
  opened.problems.insert(opened.problems.end(), found.begin(), found.end());
  return opened;
}

TEST(DrillholeData, WolfpassHoldsTwoProjectsAndATopographyFromElsewhere) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const Opened opened = open("dh_wolfpass");
  std::map<std::string, std::size_t> holes;
  for (std::size_t i = 0; i < opened.scene.sources.size(); ++i)
    if (opened.scene.sources[i].kind == DatasetKind::drillholes)
      holes[utf8(opened.scene.sources[i].files.front().path.filename())] = opened.holes(i).holes.size();
  EXPECT_EQ(holes, (std::map<std::string, std::size_t>{{"Wolfpass_collar.csv", 55}, {"interim-collar.csv", 4}}));
  ASSERT_EQ(opened.count("far-from-others"), 1);
  EXPECT_EQ(opened.count("far-from-others", "topo.csv"), 1);
  EXPECT_EQ(opened.count("sharp-deviation", "Wolfpass_survey.csv"), 1);
  EXPECT_EQ(opened.count("overlapping-intervals"), 0);
  EXPECT_EQ(opened.count("interval-gap"), 0);
  for (const char* file : {"Wolfpass_survey.csv", "interim-survey.csv"})
    EXPECT_EQ(opened.count("dip-sign", file), 1) << file;
  EXPECT_EQ(opened.count("hole-without-intervals", "interim-collar.csv"), 1) << "of the four planned phases";
}

TEST(DrillholeData, WolfpassDepthsAreReadingsDownItsHoles) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const Opened opened = open("dh_wolfpass");
  for (std::size_t i = 0; i < opened.scene.sources.size(); ++i) {
    if (utf8(opened.scene.sources[i].files.front().path.filename()) != "Wolfpass_collar.csv") continue;
    ASSERT_EQ(opened.holes(i).readings.size(), 1U);
    const IntervalTable& depths = opened.holes(i).readings[0];
    EXPECT_EQ(depths.table.rows, 14U);
    EXPECT_EQ(depths.depth_m[0], 50);
    EXPECT_EQ(opened.holes(i).holes[depths.hole[1]].id, "WP002");
  }
}

TEST(DrillholeData, BabbittCountsInFeetAndHasNoDepths) {
  LODE_NEEDS_SAMPLE("dh_babbitt");
  Opened opened = open("dh_babbitt", "EPSG:26791");
  EXPECT_EQ(opened.count("outside-area-of-use"), 0) << "its coordinates fit EPSG:26791";
  EXPECT_EQ(opened.count("single-survey"), 2);
  EXPECT_EQ(opened.count("dip-sign"), 1);
  EXPECT_EQ(opened.count("interval-gap"), 0);
  EXPECT_EQ(opened.count("mixed-units"), 0) << "feet throughout";
  ASSERT_EQ(opened.count("bad-total-depth"), 1) << "said once, not 399 times";
  std::size_t s = 0;
  while (opened.scene.sources[s].kind != DatasetKind::drillholes) ++s;
  EXPECT_EQ(opened.holes(s).holes.size(), 399U);
  const double deepest_ft = opened.holes(s).holes[0].total_depth_m;
  opened.scene.sources[s].depth_metres_per_unit = opened.scene.sources[s].rl_metres_per_unit = 0.3048;
  Progress progress;
  opened.session->load(opened.scene, progress);
  EXPECT_NEAR(opened.holes(s).holes[0].total_depth_m, 0.3048 * deepest_ft, 1e-6);
  EXPECT_EQ(opened.holes(s).holes[0].collar_source.x, 2296021.09) << "in the unit of the CRS";
}

TEST(DrillholeData, MarvinRepeatsARowAndHasStraightHoles) {
  LODE_NEEDS_SAMPLE("dh_marvin");
  const Opened opened = open("dh_marvin");
  EXPECT_EQ(opened.count("duplicate-interval", "assay.csv"), 1);
  EXPECT_EQ(opened.count("interval-gap", "litho.csv"), 1);
  EXPECT_EQ(opened.count("interval-gap", "assay.csv"), 0);
  EXPECT_EQ(opened.count("single-survey"), 48);
  EXPECT_EQ(opened.count("sharp-deviation"), 1);
  EXPECT_EQ(opened.count("missing-collar"), 0);
}

TEST(DrillholeData, JuniperoHasGapsAndDipsARoundingBeyondVertical) {
  LODE_NEEDS_SAMPLE("dh_junipero");
  const Opened opened = open("dh_junipero");
  EXPECT_EQ(opened.count("interval-gap", "assay.csv"), 307);
  EXPECT_EQ(opened.count("interval-gap", "litho.csv"), 307);
  EXPECT_EQ(opened.count("dip-out-of-range"), 0) << "90.000002 is a rounding";
  EXPECT_EQ(opened.count("missing-dip-or-azimuth"), 0);
}

TEST(DrillholeData, KatghorasPercentHoldsPpmAndIsNotConverted) {
  LODE_NEEDS_SAMPLE("dh_katghora_li");
  const Opened opened = open("dh_katghora_li", "EPSG:32644");
  ASSERT_EQ(opened.count("unlikely-value", "katghora_drill_core_assays_EXTRACT15.csv"), 1);
  const auto found = std::ranges::find(opened.problems, "unlikely-value", &Problem::check);
  EXPECT_EQ(found->column, "li2o_pct");
  EXPECT_EQ(found->count, 15U);
  std::size_t s = 0;
  while (opened.scene.sources[s].kind != DatasetKind::drillholes) ++s;
  const Column* li2o = opened.holes(s).intervals.at(0).table.find("li2o_pct");
  ASSERT_NE(li2o, nullptr);
  EXPECT_EQ((*li2o->numbers())[0], 495.19);
  EXPECT_EQ(li2o->unit, "%");
  EXPECT_EQ(opened.count("interval-gap"), 9);
  EXPECT_EQ(opened.count("hole-without-intervals"), 13);
  EXPECT_EQ(opened.count("outside-area-of-use"), 0);
}

TEST(DrillholeData, RowsReadAreKeptOrRejectedInEveryFile) {
  int tables = 0;
  for (const char* folder : {"dh_wolfpass", "dh_babbitt", "dh_marvin", "dh_junipero", "dh_katghora_li", "geoblock",
                             "gslib_grids", "pygslib_demo1", "bm_evo"}) {
    if (!std::filesystem::exists(sample(folder))) continue;
    SCOPED_TRACE(folder);
    const Opened opened = open(folder);
    for (std::uint32_t i = 0; i < opened.scene.sources.size(); ++i)
      for (const Table* table : tables_of(*opened.session->loaded(opened.scene, i)->dataset)) {
        if (table->file.empty()) continue;
        ++tables;
        EXPECT_EQ(table->rows_read, table->rows + table->rows_rejected) << table->name;
        EXPECT_GT(table->rows_read, 0U) << table->name;
      }
  }
  if (tables == 0) GTEST_SKIP() << "no sample data";
}

}  // namespace
}  // namespace lode
