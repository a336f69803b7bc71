// Every check has a case that calls it and one, near it, that does not.
#include "core/checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "session/opened.h"
#include "session/remedies.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::Opened;
using testing::TemporaryFolder;

/// Files by name; tables of a drillhole database without a fault unless replaced.
using Files = std::map<std::string, std::string>;

struct Case {
  const char* check;
  Severity severity;
  Files with, without;
  std::uint64_t line = 0;  ///< of the first finding
  const char* hole = "";
  const char* crs = "";  ///< of the files
};

const std::string collar_head = "BHID,X,Y,Z,DEPTH\n", survey_head = "BHID,AT,AZ,DIP\n",
                  assay_head = "BHID,FROM,TO,AU\n";
const std::string two_collars = "A,1000,2000,100,100\nB,1100,2000,100,100\n";
const std::string a_surveys = "A,0,90,-60\nA,50,90,-61\n", b_surveys = "B,0,90,-60\nB,50,90,-61\n";
const std::string a_assays = "A,0,50,1\nA,50,100,2\n", b_assays = "B,0,50,3\nB,50,100,4\n";

Files database(Files changed = {}) {
  Files files{{"collar.csv", collar_head + two_collars},
              {"survey.csv", survey_head + a_surveys + b_surveys},
              {"assay.csv", assay_head + a_assays + b_assays}};
  for (auto& [name, text] : changed) {
    if (text.empty())
      files.erase(name);
    else
      files[name] = text;
  }
  return files;
}
Files collar(const std::string& rows) { return database({{"collar.csv", collar_head + rows}}); }
Files survey(const std::string& rows) { return database({{"survey.csv", survey_head + rows}}); }
Files assay(const std::string& rows) { return database({{"assay.csv", assay_head + rows}}); }
Files with_file(const char* name, const std::string& text) { return database({{name, text}}); }

/// Holes on a line, the last with its own coordinates; in metres with three intervals each.
Files many_holes(const std::string& last, double assay_scale = 1) {
  std::string collars = collar_head, assays = assay_head;
  for (int i = 0; i < 12; ++i) {
    const std::string id = "H" + std::to_string(i);
    collars += id + "," + std::to_string(500000 + 50 * i) + "," + std::to_string(6000000 + 30 * i) + ",100," +
               std::to_string(90 + i) + "\n";
    const double end = (90 + i) * assay_scale;
    assays += id + ",0," + shortest(end / 2) + ",1\n" + id + "," + shortest(end / 2) + "," + shortest(end) + ",1\n";
  }
  return {{"collar.csv", collars + last}, {"assay.csv", assays}};
}

/// A flat square of ground at an RL.
std::string ground(double rl, double x = 0) {
  std::string text;
  for (const auto& [dx, dy] : {std::pair{0, 0}, {3000, 0}, {3000, 4000}, {0, 4000}})
    text += "v " + shortest(x + dx) + " " + shortest(dy) + " " + shortest(rl) + "\n";
  return text + "f 1 2 3\nf 1 3 4\n";
}

std::string blocks(const std::string& more) {
  std::string text = "XC,YC,ZC,dx,dy,dz,AU\n";
  for (int i = 0; i < 27; ++i)
    text += std::to_string(5 + 10 * (i % 3)) + "," + std::to_string(5 + 10 * (i / 3 % 3)) + "," +
            std::to_string(5 + 10 * (i / 9)) + ",10,10,10,1\n";
  return text + more;
}

std::string densities(const std::string& name, const std::string& value) {
  return "XC,YC,ZC,dx,dy,dz," + name + "\n5,5,5,10,10,10," + value + "\n15,5,5,10,10,10," + value + "\n";
}

/// With quarter blocks above, the first of the sizes given.
Files sub_blocks(const std::string& size) {
  return {{"blocks.csv",
           blocks("2.5,2.5,35," + size + ",2\n7.5,2.5,35,5,5,10,3\n2.5,7.5,35,5,5,10,3\n7.5,7.5,35,5,5,10,3\n")}};
}

std::vector<Case> cases() {
  using enum Severity;
  const Files good = database();
  const std::string structure_head = "BHID,DEPTH,DIP,DIPDIR,ALPHA,BETA\n";
  const auto structure = [&](const std::string& rows) { return with_file("structure.csv", structure_head + rows); };
  const Files structures = structure("A,10,45,120,30,200\nB,20,90,360,90,0\n");
  const auto wedge = [](const std::string& row) {
    return with_file("collar.csv", "BHID,X,Y,Z,DEPTH,PARENT,KICKOFF_DEPTH\nA,1000,2000,100,100,,\n" + row);
  };
  const auto dates = [](const std::string& first) {
    return with_file("assay.csv", "BHID,FROM,TO,AU,DATE\nA,0,50,1," + first +
                                      "\nA,50,100,2,03/04/2023\nB,0,50,3,05/06/2023\nB,50,100,4,07/08/2023\n");
  };
  return {
      {"not-a-data-file", warning, with_file("empty.csv", " "), good},
      {"undecodable-text", warning,
       with_file("assay.csv",
                 "\xEF\xBB\xBF"
                 "BHID,FROM,TO,ROCK\nA,0,50,\xE3\xF0\n"
                 "A,50,100,x\nB,0,100,y\n"),
       with_file("assay.csv",
                 "\xEF\xBB\xBF"
                 "BHID,FROM,TO,ROCK\nA,0,50,гр\nA,50,100,x\nB,0,100,y\n"),
       2},
      {"bad-row", error, assay("A,0,50,1,,7\n" + a_assays + b_assays), good, 2},
      {"bad-coordinates",
       error,
       {{"points.csv", "x,y,z\n1,2,3\n4,?,6\n7,8,9\n"}},
       {{"points.csv", "x,y,z\n1,2,3\n4,5,6\n"}},
       3},
      {"duplicate-hole-id", error, collar(two_collars + "A,1200,2000,100,100\n"), collar(two_collars), 4, "A"},
      {"duplicate-collar-location", note, collar("A,1000,2000,100,100\nB,1000.05,2000,100,100\n"),
       collar("A,1000,2000,100,100\nB,1000.5,2000,100,100\n"), 3, "B"},
      {"bad-collar-coordinates", error, collar(two_collars + "C,x,2000,100,100\n"), good, 4, "C"},
      {"collar-off-topography", warning, with_file("topo.obj", ground(107)), with_file("topo.obj", ground(104)), 2,
       "A"},
      {"bad-total-depth", warning, collar("A,1000,2000,100,0\nB,1100,2000,100,100\n"), good, 2, "A"},
      {"blank-hole-id", error, collar(two_collars + ",1200,2000,100,100\n"), good, 4},
      {"missing-collar", error, assay(a_assays + "X,0,1,1\n" + b_assays), good, 4, "X"},
      {"wedge-without-parent", warning, wedge("B,1000,2000,100,100,Z,40\n"), wedge("B,1000,2000,100,100,A,40\n"), 3,
       "B"},
      {"hole-without-survey", warning, survey(b_surveys), good, 2, "A"},
      {"hole-without-intervals", warning, assay(b_assays), good, 2, "A"},
      {"no-survey-at-collar", warning, survey("A,10,90,-60\nA,50,90,-61\n" + b_surveys), good, 2, "A"},
      {"no-usable-survey", warning, survey("A,0,,-60\n" + b_surveys), survey("A,0,,-90\nA,50,,-90\n" + b_surveys), 2,
       "A"},
      {"single-survey", note, survey("A,0,90,-60\n" + b_surveys), good, 2, "A"},
      {"duplicate-survey-depth", warning, survey("A,0,90,-60\nA,0,91,-60\nA,50,90,-61\n" + b_surveys),
       survey("A,0,90,-60\nA,0.1,90,-60\nA,50,90,-61\n" + b_surveys), 3, "A"},
      {"survey-out-of-order", warning, survey("A,0,90,-60\nA,50,90,-61\nA,30,90,-61\n" + b_surveys),
       survey(b_surveys + a_surveys), 4, "A"},
      {"survey-depth-out-of-hole", warning, survey("A,0,90,-60\nA,150,90,-61\n" + b_surveys),
       survey("A,0,90,-60\nA,100.04,90,-61\n" + b_surveys), 3, "A"},
      {"missing-dip-or-azimuth", error, survey("A,0,90,-60\nA,20,NS,-60\nA,50,90,-61\n" + b_surveys), good, 3, "A"},
      {"dip-out-of-range", error, survey("A,0,90,-60\nA,20,90,-95\nA,50,90,-61\n" + b_surveys),
       survey("A,0,90,-90.000002\nA,50,90,-90.009\n" + b_surveys), 3, "A"},
      {"azimuth-out-of-range", warning, survey("A,0,450,-60\nA,50,90,-61\n" + b_surveys),
       survey("A,0,360,-60\nA,50,0,-61\n" + b_surveys), 2, "A"},
      {"dip-sign", note, survey("A,0,90,60\nA,50,90,61\nB,0,90,60\nB,50,90,61\n"), good},
      {"dip-sign", warning, survey("A,0,90,-60\nA,50,90,61\nB,0,90,-60\nB,50,90,-61\n"),
       survey("A,0,90,-60\nA,50,90,0\nB,0,90,-60\nB,50,90,-61\n"), 3, "A"},
      {"sharp-deviation", warning, survey("A,0,90,-60\nA,30,90,-71\n" + b_surveys),
       survey("A,0,90,-60\nA,30,90,-69.5\nA,90,90,-89\n" + b_surveys), 3, "A"},
      {"overlapping-intervals", error, assay("A,0,50,1\nA,48,100,2\n" + b_assays), good, 3, "A"},
      {"interval-gap", note,
       database(
           {{"collar.csv", "BHID,X,Y,Z,DEPTH,PARENT,KICKOFF_DEPTH\nA,1000,2000,100,100,,\nB,1000,2000,100,100,A,40\n"},
            {"assay.csv", assay_head + a_assays + "B,45,100,3\n"}}),
       database(
           {{"collar.csv", "BHID,X,Y,Z,DEPTH,PARENT,KICKOFF_DEPTH\nA,1000,2000,100,100,,\nB,1000,2000,100,100,A,40\n"},
            {"assay.csv", assay_head + a_assays + "B,40,100,3\n"}}),
       4, "B"},
      {"hole-without-intervals", warning,
       database({{"collar.csv", "BHID,X,Y,Z,DEPTH,STATUS\nA,1000,2000,100,100,drilled\nB,1100,2000,100,100,drilled\n"},
                 {"assay.csv", assay_head + a_assays}}),
       database({{"collar.csv", "BHID,X,Y,Z,DEPTH,STATUS\nA,1000,2000,100,100,drilled\nB,1100,2000,100,100,planned\n"},
                 {"assay.csv", assay_head + a_assays}}),
       3, "B"},
      {"interval-gap", note, assay("A,0.5,50,1\nA,50,100,2\n" + b_assays),
       assay("A,0.0005,50,1\nA,50,100,2\n" + b_assays), 2, "A"},
      {"interval-gap", note, assay("A,0,50,1\nA,52,100,2\n" + b_assays),
       assay("A,0,50,1\nA,50.0005,100,2\n" + b_assays), 3, "A"},
      {"non-positive-interval", error, assay("A,0,50,1\nA,50,50,2\nA,50,100,1\n" + b_assays), good, 3, "A"},
      {"missing-from-or-to", error, assay("A,0,50,1\nA,,60,2\nA,50,100,1\n" + b_assays), good, 3, "A"},
      {"interval-beyond-hole", warning, assay("A,0,50,1\nA,50,103,2\n" + b_assays),
       assay("A,0,50,1\nA,50,100.04,2\n" + b_assays), 3, "A"},
      {"not-a-number", warning, assay("A,0,50,trace\nA,50,100,2\n" + b_assays),
       assay("A,0,50,\nA,50,100,n/a\n" + b_assays), 2, "A"},
      {"ambiguous-date", note, dates("01/02/2023"), dates("25/02/2023")},
      {"below-detection", note, assay("A,0,50,<0.01\nA,50,100,2\n" + b_assays), good},
      {"below-detection", note, assay("A,0,50,-0.01\nA,50,100,2\n" + b_assays),
       assay("A,0,50,-9\nA,50,100,-99\nB,0,50,-999\nB,50,100,1\n")},
      {"not-a-number", note, assay("A,0,50,NS\nA,50,100,2\n" + b_assays), assay("A,0,50,-\nA,50,100,2\n" + b_assays)},
      {"duplicate-interval", warning, assay("A,0,50,1\n" + a_assays + b_assays), good, 3, "A"},
      {"structure-angle-out-of-range", error, structure("A,10,95,120,30,200\nB,20,45,120,30,200\n"), structures, 2,
       "A"},
      {"structure-angle-out-of-range", error, structure("A,10,45,120,30,200\nB,20,45,370,30,200\n"), structures, 3,
       "B"},
      {"structure-angle-out-of-range", error, structure("A,10,45,120,-4,200\nB,20,45,120,30,200\n"), structures, 2,
       "A"},
      {"structure-angle-out-of-range", error, structure("A,10,45,120,30,400\nB,20,45,120,30,200\n"), structures, 2,
       "A"},
      {"structure-angle-out-of-range", error, structure("A,,45,120,30,200\nB,20,45,120,30,200\n"), structures, 2, "A"},
      {"unlikely-value", warning, with_file("assay.csv", "BHID,FROM,TO,Li2O_pct\nA,0,50,450\nA,50,100,2\nB,0,100,1\n"),
       with_file("assay.csv", "BHID,FROM,TO,Li2O_ppm\nA,0,50,450\nA,50,100,2\nB,0,100,1\n"), 2},
      {"unlikely-value", warning, {{"blocks.csv", densities("SG", "2700")}}, {{"blocks.csv", densities("SG", "2.7")}}},
      {"unlikely-value",
       warning,
       {{"blocks.csv", densities("SG", "0.4")}},
       {{"blocks.csv", densities("SG_kgm3", "2700")}}},
      {"unlikely-value",
       warning,
       {{"blocks.csv", densities("SG [lb/yd3]", "4550")}},
       {{"blocks.csv", densities("SG [lb/ft3]", "168")}}},
      {"swapped-coordinates", warning, many_holes("S,6000100,500100,100,100\n"),
       many_holes("S,500100,6000100,100,100\n"), 14, "S"},
      {"table-axes-swapped", warning, collar("A,5540000,14500000,100,100\nB,5540100,14500100,100,100\n"),
       collar("A,14500000,5540000,100,100\nB,14500100,5540100,100,100\n")},
      {"outside-area-of-use", warning, collar("A,1500000,1700000,100,100\nB,1500100,1700000,100,100\n"),
       collar("A,659551,2491905,100,100\nB,659651,2491905,100,100\n"), 0, "", "EPSG:32644"},
      {"mixed-units", warning, many_holes("", 3.28084), many_holes("")},
      {"mixed-units", warning, many_holes("", 0.3048), many_holes("", 0.5)},
      {"mixed-units",
       warning,
       {{"pts.csv", "X_ft,Y_ft,RL\n1000,2000,300\n1100,2050,310\n"}},
       {{"pts.csv", "X_ft,Y_ft,RL_ft\n1000,2000,300\n1100,2050,310\n"}}},
      {"lengths-converted",
       note,
       {{"pts.csv", "X_ft,Y_ft,RL_ft\n1000,2000,300\n1100,2050,310\n"}},
       {{"pts.csv", "X_m,Y_m,RL_m\n1000,2000,300\n1100,2050,310\n"}}},
      {"hole-id-mismatch", warning, assay(a_assays + "b,0,50,1\n"), assay(a_assays + "C,0,50,1\n"), 4, "b"},
      {"duplicate-block", error, {{"blocks.csv", blocks("5,5,5,10,10,10,2\n")}}, {{"blocks.csv", blocks("")}}, 29},
      {"bad-block-size", error, sub_blocks(",2.5,10"), sub_blocks("2.5,2.5,10"), 29},
      {"bad-block-size", error, sub_blocks("wide,2.5,10"), sub_blocks("2.5,2.5,10"), 29},
      {"bad-block-size", error, sub_blocks("2.5,0,10"), sub_blocks("2.5,2.5,10"), 29},
      {"bad-block-size", error, sub_blocks("2.5,2.5,-10"), sub_blocks("2.5,2.5,10"), 29},
      {"likely-missing-code",
       warning,
       {{"blocks.csv", blocks("15,5,-5,10,10,10,-99\n")}},
       {{"blocks.csv", blocks("")}}},
      {"likely-missing-code",
       warning,
       {{"blocks.csv", blocks("15,5,-5,10,10,10,-1\n25,5,-5,10,10,10,0.5\n")}},
       {{"blocks.csv", blocks("15,5,-5,10,10,10,-1\n25,5,-5,10,10,10,-0.5\n")}}},
      {"far-from-others", warning, with_file("pit.obj", ground(0, 3e6)), with_file("pit.obj", ground(0))},
      {"local-beside-located",
       warning,
       {{"collar.csv", collar_head + two_collars}, {"points.csv", "longitude,latitude,z\n82.5,22.5,1\n82.6,22.6,1\n"}},
       {{"points.csv", "longitude,latitude,z\n82.5,22.5,1\n82.6,22.6,1\n"}}},
  };
}

Problems problems_of(const Files& files, const char* crs) {
  const TemporaryFolder folder;
  for (const auto& [name, text] : files) folder.write(name, text);
  Problems problems;
  Scene scene = scene_of_inputs({folder.path()}, "", crs, problems);
  Session session;
  Progress progress;
  session.load(scene, progress, &problems);
  for (std::uint32_t i = 0; i < scene.sources.size(); ++i)
    for (const Table* table : tables_of(*session.loaded(scene, i)->dataset))
      EXPECT_EQ(table->rows_read, table->rows + table->rows_rejected) << table->name;
  const Problems found = session.problems(scene);
  problems.insert(problems.end(), found.begin(), found.end());
  return problems;
}

const Problem* first_of(const Problems& problems, std::string_view check) {
  for (const Problem& problem : problems)
    if (problem.check == check) return &problem;
  return nullptr;
}

TEST(Checks, EachIsCalledByItsFaultAndNotByWhatIsNearIt) {
  for (const Case& row : cases()) {
    SCOPED_TRACE(row.check);
    const Problems with = problems_of(row.with, row.crs), without = problems_of(row.without, row.crs);
    const Problem* found = first_of(with, row.check);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->severity, row.severity);
    EXPECT_EQ(found->line, row.line);
    EXPECT_EQ(found->hole, row.hole);
    EXPECT_FALSE(found->file.empty());
    EXPECT_FALSE(found->message.empty());
    EXPECT_FALSE(found->action.empty());
    const Problem* wrongly = first_of(without, row.check);
    EXPECT_EQ(wrongly, nullptr) << wrongly->message;
  }
}

TEST(Checks, AllOfTheTableHaveACase) {
  std::set<std::string_view> covered{
      // with the data they need: blocks_csv_test, placing_test, mesh_reading_test, session_test, crs_test
      "block-off-lattice",  "points-not-placed", "operation-ambiguous", "missing-grid", "float32-precision",
      "unknown-scene-key",  "lattice-residual",  "crs-beside",          "far-block",    "level-not-used",
      "overlapping-blocks", "unreadable-file",   "stretched-lengths"};
  for (const Case& row : cases()) covered.insert(row.check);
  for (const Check& check : checks()) {
    EXPECT_TRUE(covered.contains(check.name)) << check.name;
    EXPECT_FALSE(check.title.empty() || check.remedy.empty()) << check.name;
  }
}

TEST(Checks, ALikelyCodeIsMissingOnceItsRemedyIsTaken) {
  const TemporaryFolder folder;
  folder.write("blocks.csv", blocks("15,5,-5,10,10,10,-99\n"));
  Opened opened(folder.path());
  const Problems found = opened.session.problems(opened.scene);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].column, "AU");
  const auto remedies = remedies_for(opened.scene, found[0]);
  ASSERT_EQ(remedies.size(), 1U);
  EXPECT_EQ(remedies[0].label, "Take \"-99\" as a code for missing");
  opened.scene = remedies[0].scene;
  EXPECT_EQ(opened.scene.sources[0].missing_codes, std::vector<std::string>{"-99"});
  opened.session.load(opened.scene, opened.progress);
  EXPECT_EQ(first_of(opened.session.problems(opened.scene), "likely-missing-code"), nullptr);
}

TEST(Checks, ADensityOfThousandsIsOfKilogramsOnceItsRemedyIsTaken) {
  const TemporaryFolder folder;
  folder.write("blocks.csv", densities("SG", "2700"));
  Opened opened(folder.path());
  const Problems found = opened.session.problems(opened.scene);
  ASSERT_EQ(found.size(), 1U);
  const auto remedies = remedies_for(opened.scene, found[0]);
  ASSERT_EQ(remedies.size(), 2U);
  EXPECT_EQ(remedies[0].label, "Read SG as kg/m3");
  opened.scene = remedies[0].scene;
  opened.session.load(opened.scene, opened.progress);
  EXPECT_TRUE(opened.session.problems(opened.scene).empty());
  EXPECT_DOUBLE_EQ(*opened.session.tonnage(opened.scene, 0, {}, {}).rows[0].tonnes, 5400);
}

TEST(Checks, MillionsOfBadRowsAreListedInPartAndCountedWhole) {
  std::string rows = a_assays;
  constexpr std::uint64_t bad = ProblemLog::most_of_a_check + 2500;
  for (std::uint64_t i = 0; i < bad; ++i) rows += "A,7,7,1\n";
  const Problems problems = problems_of(assay(rows + b_assays), "");
  std::uint64_t listed = 0, counted = 0;
  for (const Problem& problem : problems)
    if (problem.check == "non-positive-interval") {
      ++listed;
      counted += problem.count;
    }
  EXPECT_EQ(listed, ProblemLog::most_of_a_check + 1);
  EXPECT_EQ(counted, bad);
}

}  // namespace
}  // namespace lode
