// Drillhole tables: recognised, joined, checked.
#include <cmath>
#include <map>

#include "io/csv_header.h"
#include "io/role_names.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

/// Tables of a drillhole database, by file name, loaded as one.
struct Database {
  std::string collar = "BHID,X,Y,Z,DEPTH\nA,1000,2000,100,100\nB,1100,2000,100,100\n";
  std::string survey = "BHID,AT,AZ,DIP\nA,0,90,-60\nA,50,90,-61\nB,0,90,-60\nB,50,90,-61\n";
  std::string assay = "BHID,FROM,TO,AU\nA,0,50,1\nA,50,100,2\nB,0,50,3\nB,50,100,4\n";

  Loaded load(DipConvention convention = DipConvention::from_values, double depth_unit = 1, double rl_unit = 1) const {
    const TemporaryFolder folder;
    std::vector<std::filesystem::path> files{folder.write("collar.csv", collar)};
    if (!survey.empty()) files.push_back(folder.write("survey.csv", survey));
    if (!assay.empty()) files.push_back(folder.write("assay.csv", assay));
    Problems problems;
    std::vector<Source> sources = recognise(files, problems);
    EXPECT_EQ(sources.size(), 1U);
    EXPECT_TRUE(problems.empty());
    sources.at(0).dip_convention = convention;
    sources.at(0).depth_metres_per_unit = depth_unit;
    sources.at(0).rl_metres_per_unit = rl_unit;
    Progress progress;
    return io::load(sources.at(0), progress);
  }
};

const Drillholes& holes_of(const Loaded& loaded) { return std::get<Drillholes>(*loaded.dataset); }

std::map<std::string, int> counts(const Loaded& loaded) {
  std::map<std::string, int> counted;
  for (const Problem& problem : loaded.problems) ++counted[problem.check];
  return counted;
}

const Problem* first_of(const Loaded& loaded, std::string_view check) {
  for (const Problem& problem : loaded.problems)
    if (problem.check == check) return &problem;
  return nullptr;
}

TEST(DrillholesCsv, AGoodDatabaseHasNoProblems) {
  const Loaded loaded = Database{}.load();
  EXPECT_TRUE(loaded.problems.empty()) << loaded.problems.front().check;
  const Drillholes& drillholes = holes_of(loaded);
  ASSERT_EQ(drillholes.holes.size(), 2U);
  EXPECT_EQ(drillholes.holes[1].id, "B");
  EXPECT_EQ(drillholes.holes[1].collar_source, (Vec3{1100, 2000, 100}));
  EXPECT_EQ(drillholes.holes[1].total_depth_m, 100);
  const std::vector<Station> stations{{0, 90, -60}, {50, 90, -61}};
  EXPECT_TRUE(std::ranges::equal(drillholes.stations_of(drillholes.holes[0]), stations));
  ASSERT_EQ(drillholes.intervals.size(), 1U);
  EXPECT_EQ(drillholes.intervals[0].hole, (std::vector<std::uint32_t>{0, 0, 1, 1}));
  EXPECT_EQ(drillholes.intervals[0].to_m, (std::vector<double>{50, 100, 50, 100}));
}

/// A changed table, and the one check that this must call: how often, and at which line and hole.
struct Fault {
  const char* check;
  Severity severity;
  Database database;
  int times;
  std::uint64_t line;
  const char* hole;
};

std::vector<Fault> faults() {
  using enum Severity;
  const auto collar = [](std::string rows) {
    Database database;
    database.collar = "BHID,X,Y,Z,DEPTH\n" + rows;
    return database;
  };
  const auto survey = [](std::string rows) {
    Database database;
    database.survey = "BHID,AT,AZ,DIP\n" + rows;
    return database;
  };
  const auto assay = [](std::string rows) {
    Database database;
    database.assay = "BHID,FROM,TO,AU\n" + rows;
    return database;
  };
  const std::string two = "A,1000,2000,100,100\nB,1100,2000,100,100\n";
  const std::string b_surveys = "B,0,90,-60\nB,50,90,-61\n", b_assays = "B,0,50,3\nB,50,100,4\n";
  Database no_depths = collar(two);
  no_depths.collar = "BHID,X,Y,Z\nA,1000,2000,100\nB,1100,2000,100\n";
  Database no_surveys, no_assays;
  no_surveys.survey.clear();
  no_assays.assay.clear();
  return {
      {"duplicate-hole-id", error, collar(two + "A,1200,2000,100,100\n"), 1, 4, "A"},
      {"duplicate-collar-location", note, collar("A,1000,2000,100,100\nB,1000.05,2000,100,100\n"), 1, 3, "B"},
      {"bad-collar-coordinates", error, collar(two + "C,x,2000,100,100\nD,1e10,0,0,1\n"), 2, 4, "C"},
      {"bad-total-depth", warning, collar("A,1000,2000,100,0\nB,1100,2000,100,100\n"), 1, 2, "A"},
      {"bad-total-depth", note, no_depths, 1, 0, ""},
      {"blank-hole-id", error, collar(two + ",1200,2000,100,100\n"), 1, 4, ""},
      {"missing-collar", error, assay("A,0,50,1\nA,50,100,2\nX,0,1,1\nX,1,2,1\n" + b_assays), 1, 4, "X"},
      {"hole-id-mismatch", warning, assay("A,0,50,1\nA,50,100,2\nb,0,1,1\n" + b_assays), 1, 4, "b"},
      {"hole-without-survey", warning, survey(b_surveys), 1, 2, "A"},
      {"hole-without-survey", warning, no_surveys, 1, 0, ""},
      {"hole-without-intervals", warning, assay(b_assays), 1, 2, "A"},
      {"hole-without-intervals", warning, no_assays, 1, 0, ""},
      {"no-survey-at-collar", warning, survey("A,10,90,-60\nA,50,90,-61\n" + b_surveys), 1, 2, "A"},
      {"no-usable-survey", warning, survey("A,0,,-60\n" + b_surveys), 1, 2, "A"},
      {"single-survey", note, survey("A,0,90,-60\n" + b_surveys), 1, 2, "A"},
      {"duplicate-survey-depth", warning, survey("A,0,90,-60\nA,0,91,-60\nA,50,90,-61\n" + b_surveys), 1, 3, "A"},
      {"survey-out-of-order", warning, survey("A,0,90,-60\nA,50,90,-61\nA,30,90,-61\n" + b_surveys), 1, 4, "A"},
      {"survey-depth-out-of-hole", warning, survey("A,0,90,-60\nA,150,90,-61\nB,-3,90,-60\n" + b_surveys), 2, 3, "A"},
      {"missing-dip-or-azimuth", error, survey("A,0,90,-60\nA,20,NS,-60\nA,50,90,-61\n" + b_surveys), 1, 3, "A"},
      {"dip-out-of-range", error, survey("A,0,90,-60\nA,20,90,-95\nA,50,90,-61\n" + b_surveys), 1, 3, "A"},
      {"azimuth-out-of-range", warning, survey("A,0,450,-60\nA,50,90,-61\n" + b_surveys), 1, 2, "A"},
      {"dip-sign", note, survey("A,0,90,60\nA,50,90,61\nB,0,90,60\nB,50,90,61\n"), 1, 0, ""},
      {"dip-sign", warning, survey("A,0,90,60\nA,50,90,61\nB,0,90,60\nB,50,90,61\nB,90,90,-61\n"), 1, 6, "B"},
      {"sharp-deviation", warning, survey("A,0,90,-60\nA,30,90,-75\n" + b_surveys), 1, 3, "A"},
      {"overlapping-intervals", error, assay("A,0,50,1\nA,48,100,2\n" + b_assays), 1, 3, "A"},
      {"interval-gap", note, assay("A,1,50,1\nA,52,100,2\n" + b_assays), 2, 2, "A"},
      {"non-positive-interval", error, assay("A,0,50,1\nA,50,50,2\nA,60,55,2\nA,50,100,1\n" + b_assays), 2, 3, "A"},
      {"missing-from-or-to", error, assay("A,0,50,1\nA,,60,2\nA,50,100,1\n" + b_assays), 1, 3, "A"},
      {"interval-beyond-hole", warning, assay("A,0,50,1\nA,50,103,2\n" + b_assays), 1, 3, "A"},
      {"not-a-number", warning, assay("A,0,50,trace\nA,50,100,2\n" + b_assays), 1, 2, "A"},
      {"not-a-number", note, assay("A,0,50,NS\nA,50,100,NS\n" + b_assays), 1, 0, ""},
      {"below-detection", note, assay("A,0,50,<0.01\nA,50,100,-0.05\n" + b_assays), 1, 0, ""},
      {"duplicate-interval", warning, assay("A,0,50,1\nA,0,50,1\nA,50,100,2\n" + b_assays), 1, 3, "A"},
  };
}

TEST(DrillholesCsv, EveryCheckIsCalledByItsFaultAndByNoOther) {
  for (const Fault& fault : faults()) {
    const Loaded loaded = fault.database.load();
    EXPECT_EQ(counts(loaded)[fault.check], fault.times) << fault.check;
    const Problem* problem = first_of(loaded, fault.check);
    ASSERT_NE(problem, nullptr) << fault.check;
    EXPECT_EQ(problem->severity, fault.severity) << fault.check;
    EXPECT_EQ(problem->line, fault.line) << fault.check;
    EXPECT_EQ(problem->hole, fault.hole) << fault.check;
    EXPECT_FALSE(problem->file.empty()) << fault.check;
    EXPECT_FALSE(problem->message.empty()) << fault.check;
    EXPECT_FALSE(problem->action.empty()) << fault.check;
    for (const Table* table : tables_of(*loaded.dataset)) {
      EXPECT_EQ(table->rows_read, table->rows + table->rows_rejected) << fault.check << " " << table->name;
    }
  }
}

TEST(DrillholesCsv, FaultyRowsAreMendedOrLeftOut) {
  Database database;
  database.collar += "A,0,0,0,1\n";
  database.survey = "BHID,AT,AZ,DIP\nA,50,450,60\nA,10,90,60.005\nB,0,90,60\nB,0,91,60\n";
  database.assay = "BHID,FROM,TO,AU\nA,0,50,<0.02\nA,50,120,-99\nX,0,1,2\nB,5,5,1\n";
  const Loaded loaded = database.load();
  const Drillholes& drillholes = holes_of(loaded);
  ASSERT_EQ(drillholes.holes.size(), 2U);
  EXPECT_EQ(drillholes.collars.rows_rejected, 1U);
  EXPECT_EQ(drillholes.surveys.rows, 3U);
  EXPECT_EQ(drillholes.surveys.rows_rejected, 1U);
  const auto stations = drillholes.stations_of(drillholes.holes[0]);
  ASSERT_EQ(stations.size(), 3U);
  EXPECT_EQ(stations[0], (Station{0, 90, -60.005}));
  EXPECT_EQ(stations[2], (Station{50, 90, -60}));
  EXPECT_EQ(drillholes.holes[0].total_depth_m, 120);
  const Table& assay = drillholes.intervals[0].table;
  EXPECT_EQ(assay.rows, 2U);
  EXPECT_EQ(assay.rows_rejected, 2U);
  EXPECT_EQ((*assay.find("AU")->numbers())[0], 0.01);
  EXPECT_TRUE(assay.find("AU")->missing(1));
}

TEST(DrillholesCsv, DipsByConvention) {
  Database database;
  database.survey = "BHID,AT,AZ,DIP\nA,0,90,60\nB,0,90,-60\n";
  const Loaded up = database.load(DipConvention::negative_down);
  EXPECT_EQ(holes_of(up).stations[0].dip_deg, 60);
  EXPECT_EQ(holes_of(up).stations[1].dip_deg, -60);
  EXPECT_EQ(first_of(up, "dip-sign"), nullptr);
  const Loaded down = database.load(DipConvention::positive_down);
  EXPECT_EQ(holes_of(down).stations[0].dip_deg, -60);
  EXPECT_EQ(holes_of(down).stations[1].dip_deg, 60);
}

TEST(DrillholesCsv, UnitsOfDepthsAndRls) {
  const Loaded loaded = Database{}.load(DipConvention::from_values, 0.3048, 0.3048);
  const Drillholes& drillholes = holes_of(loaded);
  EXPECT_NEAR(drillholes.holes[0].collar_source.z, 30.48, 1e-9);
  EXPECT_EQ(drillholes.holes[0].collar_source.x, 1000);
  EXPECT_NEAR(drillholes.holes[0].total_depth_m, 30.48, 1e-9);
  EXPECT_NEAR(drillholes.stations[1].depth_m, 15.24, 1e-9);
  EXPECT_NEAR(drillholes.intervals[0].to_m[0], 15.24, 1e-9);
  EXPECT_EQ((*drillholes.intervals[0].table.find("TO")->numbers())[0], 50);
}

TEST(DrillholesCsv, SurveyInTheCollarTableAndNone) {
  Database database;
  database.collar = "BHID,X,Y,Z,DEPTH,AZIMUTH,DIP\nA,1000,2000,100,100,45,70\nB,1100,2000,100,100,,90\n";
  database.survey.clear();
  const Loaded inclined = database.load();
  EXPECT_EQ(holes_of(inclined).stations[0], (Station{0, 45, -70}));
  EXPECT_EQ(holes_of(inclined).stations[1], (Station{0, 0, -90}));
  EXPECT_EQ(first_of(inclined, "hole-without-survey"), nullptr);

  database.collar = "BHID,X,Y,Z\nA,1000,2000,100\nB,1100,2000,100\n";
  database.assay.clear();
  const Loaded alone = database.load();
  EXPECT_EQ(holes_of(alone).stations[0], (Station{0, 0, -90}));
  EXPECT_NE(first_of(alone, "hole-without-survey"), nullptr);
}

TEST(DrillholesCsv, SwappedHoleAndUnlikelyGrades) {
  Database database;
  database.collar = "BHID,X,Y,Z,DEPTH\n";
  for (int i = 0; i < 12; ++i)
    database.collar += "H" + std::to_string(i) + "," + std::to_string(500000 + 50 * i) + "," +
                       std::to_string(6000000 + 30 * i) + ",100,100\n";
  database.collar += "S,6000100,500100,100,100\n";
  database.survey.clear();
  database.assay = "BHID,FROM,TO,Li2O_pct\nH0,0,50,450\nS,0,50,0.5\n";
  const Loaded loaded = database.load();
  ASSERT_NE(first_of(loaded, "swapped-coordinates"), nullptr);
  EXPECT_EQ(first_of(loaded, "swapped-coordinates")->hole, "S");
  EXPECT_EQ(counts(loaded)["unlikely-value"], 1);
}

TEST(DrillholesCsv, RussianTablesInSk42) {
  const TemporaryFolder folder;
  folder.write("устья.csv",
               "Скважина;X;Y;Отметка, м;Глубина\nС-1;5540000,5;14500000,25;400,5;100\nС-2;5540100;14500200;410;100\n");
  folder.write("инклинометрия.csv",
               "№ скважины;Глубина замера;Азимут;Зенитный угол\nС-1;0;90;30\nС-1;50;90;31\nС-2;0;90;0\nС-2;50;0;1\n");
  folder.write("опробование.csv", "Скважина;От;До;Li2O, %\nС-1;0;50;<0,01\nС-1;50;100;1,25\nС-2;0;100;н/о\n");
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].files.size(), 3U);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  const Drillholes& drillholes = holes_of(loaded);
  EXPECT_EQ(drillholes.holes[0].collar_source, (Vec3{14500000.25, 5540000.5, 400.5}));
  EXPECT_EQ(drillholes.stations[0], (Station{0, 90, -60}));
  EXPECT_EQ(drillholes.stations[2].dip_deg, -90);
  const Column* grade = drillholes.intervals[0].table.find("Li2O, %");
  ASSERT_NE(grade, nullptr);
  EXPECT_EQ(grade->unit, "%");
  EXPECT_EQ((*grade->numbers())[0], 0.005);
  EXPECT_EQ((*grade->numbers())[1], 1.25);
  EXPECT_TRUE(grade->missing(2));
  EXPECT_NE(first_of(loaded, "table-axes-swapped"), nullptr);
}

TEST(Roles, NamesInUseInTheIndustry) {
  const std::pair<ColumnRole, std::vector<const char*>> names[] = {
      {ColumnRole::hole_id,
       {"BHID", "HOLEID", "hole_id", "Hole ID", "Drillhole ID", "DDH", "Borehole_ID", "Скважина", "№ скв.", "Ұңғыма",
        "钻孔编号"}},
      {ColumnRole::x,
       {"XCOLLAR", "EASTING", "x", "Easting (m)", "easting_utm44n", "Восток", "X (восточная)", "东坐标", "Шығыс"}},
      {ColumnRole::y, {"YCOLLAR", "NORTHING", "y", "Север", "X (северная)", "北坐标", "Солтүстік"}},
      {ColumnRole::z, {"ZCOLLAR", "RL", "Elevation", "collar_rl_m", "Отметка устья", "高程"}},
      {ColumnRole::depth, {"AT", "DEPTH", "Survey Depth", "AT_ft", "Depth (ftUS)", "AT_us-ft", "Глубина", "测深"}},
      {ColumnRole::azimuth, {"BRG", "AZM", "AZIMUTH", "az", "azimuth_deg", "Азимут", "方位角"}},
      {ColumnRole::dip, {"DIP", "INCL", "inclination_deg", "Угол наклона", "倾角"}},
      {ColumnRole::from, {"FROM", "from_m", "FROM (us-ft)", "From_usft", "Depth From", "От", "От, м", "从"}},
      {ColumnRole::to, {"TO", "to_depth", "to_m", "До", "До, м", "至"}},
  };
  for (const auto& [role, list] : names)
    for (const char* column : list) EXPECT_GE(match_role(role, column), 0) << name(role) << " " << column;
  for (const char* other : {"Hole Type", "sample_id", "Au_ppm", "Lithology"})
    EXPECT_LT(match_role(ColumnRole::hole_id, other), 0) << other;
  EXPECT_LT(match_role(ColumnRole::to, "total_depth"), 0);
  EXPECT_LT(match_role(ColumnRole::hole_id, "Hole_m"), 0);
  EXPECT_LT(match_role(ColumnRole::from, "Отметка"), 0);
}

TEST(Roles, LengthsInANameAreMetresFeetOrUsSurveyFeet) {
  for (const char* name : {"FROM (ftUS)", "FROM [us-ft]", "FROM_us-ft", "FROM_usft", "from, US ft", "From us_ft",
                           "Depth (US survey feet)"})
    EXPECT_EQ(unit_in_name(name), "ftUS") << name;
  for (const char* name : {"FROM_ft", "From (feet)", "from-ft", "Drift ft"})
    EXPECT_EQ(unit_in_name(name), "ft") << name;
  for (const char* name : {"shift", "FROM", "usft", "_ft"}) EXPECT_EQ(unit_in_name(name), "") << name;
}

TEST(Roles, ATableInUsSurveyFeetIsReadInThem) {
  const TemporaryFolder folder;
  const std::vector<std::filesystem::path> files{
      folder.write("collar.csv",
                   "HOLE-ID,EASTING (ftUS),NORTHING (us-ft),ELEVATION_us-ft,DEPTH (ftUS)\n"
                   "A1,2000000,500000,3937,3937\n"),
      folder.write("survey.csv", "HOLE-ID,AT_us-ft,AZ (deg),DIP (deg)\nA1,0,0,-90\n"),
      folder.write("assay.csv", "HOLE-ID,FROM (us-ft),TO_usft,CU_pct\nA1,0,3937,1\n")};
  Problems problems;
  const std::vector<Source> sources = recognise(files, problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_TRUE(problems.empty());
  Progress progress;
  const Loaded loaded = io::load(sources[0], progress);
  const Drillholes& drillholes = holes_of(loaded);
  ASSERT_EQ(drillholes.stations.size(), 1U);
  EXPECT_NEAR(drillholes.holes[0].collar_source.z, 1200, 1e-9);
  EXPECT_NEAR(drillholes.holes[0].total_depth_m, 1200, 1e-9);
  EXPECT_NEAR(drillholes.intervals[0].to_m[0], 1200, 1e-9);
}

TEST(Roles, ValuesDecideWhereNamesFail) {
  const TemporaryFolder folder;
  folder.write("c.csv",
               "K1,445198.2,494110.5,3057.7,120\nK2,445296.6,494209.6,3054.2,80\nK3,445396.6,494109.6,3054.2,80\n");
  folder.write("s.csv", "K1,0,210,-60\nK1,60,211,-61\nK2,0,200,-60\nK2,40,201,-61\nK3,0,200,-60\nK3,40,201,-61\n");
  folder.write("a.csv", "K1,0,60,1.5\nK1,60,120,2\nK2,0,80,0.5\nK3,0,40,0.5\nK3,40,80,0.7\n");
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  ASSERT_EQ(sources[0].files.size(), 3U);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  EXPECT_EQ(holes_of(loaded).holes.size(), 3U);
  EXPECT_EQ(holes_of(loaded).stations[0], (Station{0, 210, -60}));
  EXPECT_EQ(holes_of(loaded).collars.lines[0], 1U);
  EXPECT_EQ(holes_of(loaded).intervals[0].to_m[1], 120);
}

TEST(Roles, OfTheSourceOverrideTheGuess) {
  const TemporaryFolder folder;
  Problems problems;
  Source source = recognise({folder.write("collar.csv", "BHID,X,Y,Z,X2\nA,1,2,3,10\nB,2,2,3,20\n")}, problems).at(0);
  source.files[0].columns[ColumnRole::x] = "X2";
  Progress progress;
  EXPECT_EQ(holes_of(load(source, progress)).holes[1].collar_source.x, 20);
  source.files[0].columns[ColumnRole::x] = "X3";
  EXPECT_THROW(load(source, progress), Error);
}

TEST(Recognise, TablesGoToTheCollarsOfTheirHoles) {
  const TemporaryFolder folder;
  folder.write("north_collar.csv", "BHID,X,Y,Z\nN1,1,2,3\nN2,2,2,3\n");
  folder.write("north_assay.csv", "BHID,FROM,TO,AU\nN1,0,1,1\nN2,0,1,1\n");
  folder.write("south_collar.csv", "BHID,X,Y,Z\nS1,1,2,3\nS2,2,2,3\n");
  folder.write("south_assay.csv", "BHID,FROM,TO,AU\nS1,0,1,1\nS2,0,1,1\n");
  folder.write("depths.csv", "BHID,DEPTH,T\nS1,10,1\nS1,20,1\n");
  folder.write("readme.txt", "Nothing to see here, move on.\n");
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, "north");
  EXPECT_EQ(sources[1].name, "south");
  ASSERT_EQ(sources[1].files.size(), 3U);
  EXPECT_EQ(sources[1].files[2].role, TableRole::depth);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_NE(problems[0].file.find("readme.txt"), std::string::npos);
  EXPECT_EQ(problems[0].severity, Severity::note) << "what is no data is left out, but not in silence";
  EXPECT_EQ(recognise({folder.path(), folder.path() / "north_collar.csv"}, problems).size(), 2U);
}

TEST(Recognise, DatabasesOfOneFolderAreToldApartByALetter) {
  const TemporaryFolder folder;
  for (const std::string name : {"A", "B"}) {
    folder.write(name + "_collar.csv", "BHID,X,Y,Z,DEPTH\n" + name + "1,1,2,3,50\n");
    folder.write(name + "_survey.csv", "BHID,AT,AZ,DIP\n" + name + "1,0,90,-60\n");
    folder.write(name + "_assay.csv", "BHID,FROM,TO,AU\n" + name + "1,0,1,1\n");
  }
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_EQ(sources[0].name, "A");
  EXPECT_EQ(sources[1].name, "B");
}

TEST(Recognise, TextsOfOtherFormatsAreNoPoints) {
  const TemporaryFolder folder;
  const std::string grid = "6 6 3\n100 100 250\n50 50 50\n50 50 50\n50 50 50\n";
  Problems problems;
  EXPECT_EQ(recognise({folder.write("grid.txt", "x,y,z\n1,2,3\n4,5,7\n")}, problems).size(), 1U);
  EXPECT_THROW(recognise({folder.write("grid.msh", grid)}, problems), Error) << "UBC-GIF mesh";
}

TEST(Recognise, AnEndOfHoleMakesCollarsOfRepeatedHoles) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("a.txt", "Drillhole ID\tEASTING\tNORTHING\tRL\tEOH\nA\t1\t2\t3\t4\nA\t1\t2\t3\t4\n"));
  ASSERT_EQ(kind_of(*loaded.dataset), DatasetKind::drillholes);
  EXPECT_EQ(counts(loaded)["duplicate-hole-id"], 1);
}

TEST(Recognise, CollarTablesThatShareTablesAreOneDatabase) {
  const TemporaryFolder folder;
  folder.write("collar_2023.csv", "BHID,X,Y,Z,rig\nA,1,2,3,R1\nB,2,2,3,R1\n");
  folder.write("collar_2024.csv", "HOLEID,EAST,NORTH,RL,DEPTH\nC,1,5,3,50\n");
  folder.write("survey_a.csv", "BHID,AT,AZ,DIP\nA,0,90,-60\nC,0,80,-70\n");
  folder.write("survey_b.csv", "BHID,AT,AZ,DIP\nB,0,90,-65\n");
  folder.write("assay.csv", "BHID,FROM,TO,AU\nA,0,1,1\nB,0,1,1\nC,0,1,1\n");
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  const Drillholes& drillholes = holes_of(loaded);
  ASSERT_EQ(drillholes.holes.size(), 3U);
  EXPECT_EQ(drillholes.holes[2].collar_source, (Vec3{1, 5, 3}));
  EXPECT_EQ(drillholes.collars.rows, 3U);
  EXPECT_EQ(drillholes.collars.find(ColumnRole::hole_id)->text(2), "C");
  EXPECT_EQ(drillholes.collars.find("rig")->text(2), "");
  EXPECT_EQ(drillholes.surveys.rows, 3U);
  EXPECT_EQ(drillholes.stations[1].dip_deg, -65);
  EXPECT_EQ(counts(loaded)["missing-collar"], 0);
}

TEST(Recognise, ADatabaseHasTheCrsOfItsCollarsWhateverTheirFilesAreCalled) {
  const TemporaryFolder folder;
  folder.write("assay.csv", "hole,from,to,cu\nA,0,5,1\n");
  folder.write("collar.csv", "hole,longitude,latitude,rl\nA,78.5,49.5,400\nB,78.6,49.5,400\n");
  Problems problems;
  const auto sources = recognise({folder.path()}, problems);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].crs, "EPSG:4326");
}

TEST(Recognise, WrongInputsAreErrors) {
  const TemporaryFolder folder;
  Problems problems;
  EXPECT_THROW(recognise({folder.path() / "absent.csv"}, problems), Error);
  EXPECT_THROW(recognise({folder.path()}, problems), Error);
  const TemporaryFolder good;
  EXPECT_THROW(recognise({good.write("p.csv", "x,y,z\n1,2,3\n2,2,2\n"), folder.path()}, problems), Error);
  EXPECT_THROW(recognise({folder.write("a.csv", "BHID,FROM,TO,AU\nA,0,1,1\nA,1,2,1\n")}, problems), Error);
}

TEST(DrillholesCsv, Wolfpass) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  Problems problems;
  const auto folder = sample("dh_wolfpass");
  const auto sources = recognise({folder / "Wolfpass_collar.csv", folder / "Wolfpass_survey.csv",
                                  folder / "Wolfpass_WP_assay.csv", folder / "Wolfpass_WP_lith.csv"},
                                 problems);
  ASSERT_EQ(sources.size(), 1U);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  const Drillholes& drillholes = holes_of(loaded);
  EXPECT_EQ(drillholes.holes.size(), 55U);
  EXPECT_EQ(drillholes.surveys.rows, 423U);
  ASSERT_EQ(drillholes.intervals.size(), 2U);
  const Table& assay = drillholes.intervals[0].table;
  EXPECT_EQ(assay.rows, 8332U);
  EXPECT_EQ(drillholes.intervals[1].table.rows, 982U);
  EXPECT_LT(drillholes.stations[0].dip_deg, 0);
  const ColumnStatistics copper = statistics(*assay.find("CU_pct"));
  EXPECT_EQ(copper.count, 7944U);
  EXPECT_EQ(copper.missing, 381U);
  EXPECT_EQ(copper.below_detection, 7U);
  const ColumnStatistics gold = statistics(*assay.find("AU_gpt"));
  EXPECT_EQ(gold.missing, 83U);
  EXPECT_EQ(gold.below_detection, 16U);
  EXPECT_EQ(statistics(*assay.find("DENSITY")).missing, 460U);

  const auto all = recognise({folder}, problems);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1].name, "Wolfpass");
  EXPECT_EQ(all[2].name, "interim");
}

TEST(DrillholesCsv, OtherRealDatabases) {
  LODE_NEEDS_SAMPLE("dh_babbitt");
  Progress progress;
  Problems problems;
  const auto babbitt = recognise({sample("dh_babbitt")}, problems);
  ASSERT_EQ(babbitt.size(), 2U);
  const Loaded loaded = load(babbitt[1], progress);
  EXPECT_EQ(count_of(*loaded.dataset), 399U);
  EXPECT_EQ(holes_of(loaded).intervals[0].table.rows, 35616U);
  for (const Hole& hole : holes_of(loaded).holes) EXPECT_LT(hole.total_depth_m, 5000) << hole.id;

  const auto katghora = recognise({sample("dh_katghora_li")}, problems);
  ASSERT_EQ(katghora.size(), 1U);
  const Loaded lithium = load(katghora[0], progress);
  EXPECT_EQ(holes_of(lithium).holes[0].collar_source, (Vec3{659551.995, 2491905.005, 345.361}));
  EXPECT_EQ(counts(lithium)["unlikely-value"], 1);
  EXPECT_EQ(count_of(*load(recognise({sample("dh_marvin")}, problems).at(0), progress).dataset), 171U);
  EXPECT_EQ(count_of(*load(recognise({sample("dh_junipero")}, problems).at(0), progress).dataset), 126U);
}

TEST(DrillholesCsv, IntervalsThatBecomePointsForWantOfCollarsKeepTheRulesOfAssays) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(
      folder.write("assay.csv",
                   "hole_id,from,to,x,y,z,cu_pct\nA,0,10,500000,7000000,95,-0.02\nA,10,20,500000,7000000,85,NS\n"
                   "B,0,10,500100,7000000,95,-99\nB,10,20,500100,7000000,85,0.4\n"));
  const auto& points = std::get<Points>(*loaded.dataset);
  ASSERT_EQ(points.positions_source.size(), 4U);
  EXPECT_EQ(points.table.role, TableRole::points);
  const Numbers& cu = *points.table.find("cu_pct")->numbers();
  EXPECT_EQ(cu.below_detection().size(), 1U);
  EXPECT_EQ(cu[0], 0.01);
  EXPECT_TRUE(std::isnan(cu[1]));
  EXPECT_TRUE(std::isnan(cu[2]));
  EXPECT_EQ(cu[3], 0.4);
}

}  // namespace
}  // namespace lode::io
