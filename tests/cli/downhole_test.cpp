// `lode composite` and `lode intercepts` on real data against a calculation written separately: the raw CSV files,
// laid out centimetre by centimetre; some depths carry binary dust (198.050003), so that they agree within 0.1 mm.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "json_run.h"

namespace lode::testing {
namespace {

using Json = nlohmann::json;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct RawRow {
  double from = 0, to = 0, grade = missing, density = missing;
};
using Holes = std::map<std::string, std::vector<RawRow>>;

/// What a cell counts as: below detection half the limit, no number missing.
double value_of(const std::string& cell) {
  if (cell.empty()) return missing;
  if (cell[0] == '<') return std::stod(cell.substr(1)) / 2;
  char* end = nullptr;
  const double value = std::strtod(cell.c_str(), &end);
  if (end == cell.c_str()) return missing;
  if (value == -9 || value == -99 || value == -999 || value == -9999) return missing;
  return value < 0 ? -value / 2 : value;
}

/// Centimetre `i` of a hole lies from i to i + 1 cm.
struct Centimetres {
  std::vector<double> grade, density;
};
Centimetres laid_out(const std::vector<RawRow>& rows) {
  double deepest = 0;
  for (const RawRow& row : rows) deepest = std::max(deepest, row.to);
  const auto count = static_cast<std::size_t>(std::lround(deepest * 100));
  Centimetres result{std::vector<double>(count, missing), std::vector<double>(count, missing)};
  for (const RawRow& row : rows)
    for (auto i = static_cast<std::size_t>(std::lround(row.from * 100));
         i < static_cast<std::size_t>(std::lround(row.to * 100)); ++i) {
      result.grade[i] = row.grade;
      result.density[i] = row.density;
    }
  return result;
}

Holes wolfpass(const std::string& grade) {
  const auto rows = csv_rows(sample("dh_wolfpass/Wolfpass_WP_assay.csv"));
  Holes holes;
  for (std::size_t r = 1; r < rows.size(); ++r)
    holes[rows[r][column_of(rows, "BHID")]].push_back(
        {std::stod(rows[r][column_of(rows, "FROM")]), std::stod(rows[r][column_of(rows, "TO")]),
         value_of(rows[r][column_of(rows, grade)]), value_of(rows[r][column_of(rows, "DENSITY")])});
  return holes;
}

std::vector<std::string> wolfpass_files() {
  std::vector<std::string> files;
  for (const char* name : {"Wolfpass_collar.csv", "Wolfpass_survey.csv", "Wolfpass_WP_assay.csv"})
    files.push_back(sample(std::string("dh_wolfpass/") + name).string());
  return files;
}

std::vector<std::string> with(std::vector<std::string> first, std::vector<std::string> arguments,
                              const std::vector<std::string>& last) {
  first.insert(first.end(), arguments.begin(), arguments.end());
  first.insert(first.end(), last.begin(), last.end());
  return first;
}

void expect_composites(const Holes& holes, const std::filesystem::path& csv, const std::string& grade, bool weighted) {
  const auto rows = csv_rows(csv);
  std::map<std::string, std::vector<std::size_t>> of_hole;
  for (std::size_t r = 1; r < rows.size(); ++r) of_hole[rows[r][column_of(rows, "hole")]].push_back(r);
  std::size_t checked = 0;
  for (const auto& [id, raw] : holes) {
    const Centimetres cm = laid_out(raw);
    std::size_t next = 0;
    for (std::size_t from = 0; from < cm.grade.size(); from += 200) {
      const std::size_t to = std::min(from + 200, cm.grade.size());
      double sum = 0, weight = 0;
      std::size_t covered = 0;
      for (std::size_t i = from; i < to; ++i) {
        if (std::isnan(cm.grade[i]) || (weighted && !(cm.density[i] > 0))) continue;
        ++covered;
        const double w = weighted ? cm.density[i] : 1;
        weight += w;
        sum += w * cm.grade[i];
      }
      if (covered == 0 || 2 * covered < to - from) continue;
      ASSERT_LT(next, of_hole[id].size()) << id << " " << from;
      const auto& row = rows[of_hole[id][next++]];
      ASSERT_NEAR(std::stod(row[column_of(rows, "from")]), static_cast<double>(from) / 100, 1e-4) << id;
      ASSERT_NEAR(std::stod(row[column_of(rows, "to")]), static_cast<double>(to) / 100, 1e-4) << id;
      ASSERT_NEAR(std::stod(row[column_of(rows, "coverage")]),
                  static_cast<double>(covered) / static_cast<double>(to - from), 1e-4);
      ASSERT_NEAR(std::stod(row[column_of(rows, grade)]), sum / weight, 1e-4) << id << " " << from;
      ++checked;
    }
    EXPECT_EQ(next, of_hole[id].size()) << id;
  }
  EXPECT_EQ(checked + 1, rows.size());
  EXPECT_GE(checked, 5U);
}

TEST(Composite, OfWolfpassAgreeWithCentimetres) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const TemporaryFolder folder;
  const auto csv = folder.path() / "composites.csv";
  for (const bool weighted : {false, true}) {
    std::vector<std::string> options{"--grade", "CU_pct", "--length", "2", "-o", csv.string()};
    if (weighted) options.insert(options.end(), {"--weight", "DENSITY"});
    const auto run = run_lode(with({"composite"}, wolfpass_files(), options));
    ASSERT_EQ(run.exit_code, 0) << run.err;
    expect_composites(wolfpass("CU_pct"), csv, "CU_pct", weighted);
  }
}

/// Lithology logged apart from the samples: composites end at its contacts, within the samples too.
TEST(Composite, WithinTheRocksOfAnotherTableAgreeWithCentimetres) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  std::vector<std::string> files = wolfpass_files();
  files.push_back(sample("dh_wolfpass/Wolfpass_WP_lith.csv").string());
  const TemporaryFolder folder;
  const auto csv = folder.path() / "within.csv";
  const auto run = run_lode(
      with({"composite"}, files, {"--grade", "CU_pct", "--within", "ROCK", "--length", "2", "-o", csv.string()}));
  ASSERT_EQ(run.exit_code, 0) << run.err;
  std::map<std::string, std::vector<std::pair<std::string, std::array<double, 3>>>> found;
  const auto rows = csv_rows(csv);
  for (std::size_t r = 1; r < rows.size(); ++r)
    found[rows[r][column_of(rows, "hole")]].push_back(
        {rows[r][column_of(rows, "ROCK")],
         {std::stod(rows[r][column_of(rows, "from")]), std::stod(rows[r][column_of(rows, "to")]),
          std::stod(rows[r][column_of(rows, "CU_pct")])}});
  std::map<std::string, std::vector<std::string>> rocks;  // a word a centimetre
  const auto lith = csv_rows(sample("dh_wolfpass/Wolfpass_WP_lith.csv"));
  for (std::size_t r = 1; r < lith.size(); ++r) {
    auto& of_hole = rocks[lith[r][column_of(lith, "BHID")]];
    const auto from = static_cast<std::size_t>(std::lround(100 * std::stod(lith[r][column_of(lith, "FROM")]))),
               to = static_cast<std::size_t>(std::lround(100 * std::stod(lith[r][column_of(lith, "TO")])));
    of_hole.resize(std::max(of_hole.size(), to));
    std::fill(of_hole.begin() + static_cast<std::ptrdiff_t>(from), of_hole.begin() + static_cast<std::ptrdiff_t>(to),
              lith[r][column_of(lith, "ROCK")]);
  }
  std::size_t checked = 0;
  for (const auto& [id, raw] : wolfpass("CU_pct")) {
    const std::vector<double> grade = laid_out(raw).grade;
    std::vector<std::string>& rock = rocks[id];
    rock.resize(grade.size());
    std::size_t next = 0;
    for (std::size_t begin = 0; begin < grade.size();) {
      std::size_t end = begin;
      while (end < grade.size() && rock[end] == rock[begin]) ++end;
      for (std::size_t from = begin; from < end && !rock[begin].empty(); from += 200) {
        const std::size_t to = std::min(from + 200, end);
        double sum = 0;
        std::size_t covered = 0;
        for (std::size_t i = from; i < to; ++i)
          if (!std::isnan(grade[i])) sum += grade[i], ++covered;
        if (covered == 0 || 2 * covered < to - from) continue;
        ASSERT_LT(next, found[id].size()) << id << " " << from;
        const auto& [word, values] = found[id][next++];
        ASSERT_EQ(word, rock[begin]) << id << " " << from;
        ASSERT_NEAR(values[0], static_cast<double>(from) / 100, 1e-4) << id;
        ASSERT_NEAR(values[1], static_cast<double>(to) / 100, 1e-4) << id;
        ASSERT_NEAR(values[2], sum / static_cast<double>(covered), 1e-4) << id << " " << from;
        ++checked;
      }
      begin = end;
    }
    EXPECT_EQ(next, found[id].size()) << id;
  }
  EXPECT_EQ(checked + 1, rows.size());
  EXPECT_GT(checked, 5000U);
}

struct Found {
  double from, to, grade;
};

/// Grown a centimetre at a time.
std::vector<Found> intercepts_of(const std::vector<double>& grade, double cutoff, std::size_t least,
                                 std::size_t dilution) {
  std::vector<Found> found;
  for (std::size_t from = 0; from < grade.size();) {
    if (!(grade[from] >= cutoff)) {
      ++from;
      continue;
    }
    std::size_t to = from + 1;
    for (std::size_t i = to, run = 0; i < grade.size(); ++i) {
      run = grade[i] >= cutoff ? 0 : run + 1;
      if (run > dilution) break;
      if (run == 0) to = i + 1;
    }
    double sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += std::isnan(grade[i]) ? 0 : grade[i];
    if (to - from >= least)
      found.push_back(
          {static_cast<double>(from) / 100, static_cast<double>(to) / 100, sum / static_cast<double>(to - from)});
    from = to;
  }
  return found;
}

void expect_intercepts(const Holes& holes, const Json& json, double cutoff, std::size_t least, std::size_t dilution) {
  std::map<std::string, std::vector<Json>> of_hole;
  for (const Json& intercept : json["intercepts"]) of_hole[intercept["hole"]].push_back(intercept);
  std::size_t checked = 0;
  for (const auto& [id, raw] : holes) {
    const std::vector<Found> expected = intercepts_of(laid_out(raw).grade, cutoff, least, dilution);
    ASSERT_EQ(of_hole[id].size(), expected.size()) << id;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(of_hole[id][i]["from"].get<double>(), expected[i].from, 1e-4) << id;
      EXPECT_NEAR(of_hole[id][i]["to"].get<double>(), expected[i].to, 1e-4) << id;
      EXPECT_NEAR(of_hole[id][i]["grade"].get<double>(), expected[i].grade, 1e-4) << id;
      ++checked;
    }
  }
  EXPECT_EQ(checked, json["intercepts"].size());
  EXPECT_GT(checked, 0U);
}

TEST(Intercepts, OfWolfpassAgreeWithCentimetres) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const Json json = json_of(with({"intercepts"}, wolfpass_files(),
                                 {"--grade", "AU_gpt", "--cutoff", "0.5", "--min-length", "4", "--max-dilution", "3"}));
  expect_intercepts(wolfpass("AU_gpt"), json, 0.5, 400, 300);
  EXPECT_EQ(json["unit"], "g/t");
  EXPECT_EQ(json["note"], "downhole length, true width not known");
}

/// The hole stands in the last column; the column named li2o_pct holds ppm.
Holes katghora() {
  const auto rows = csv_rows(sample("dh_katghora_li/katghora_drill_core_assays_EXTRACT15.csv"));
  Holes holes;
  for (std::size_t r = 1; r < rows.size(); ++r)
    holes[rows[r].back()].push_back({std::stod(rows[r][column_of(rows, "from_m")]),
                                     std::stod(rows[r][column_of(rows, "to_m")]),
                                     value_of(rows[r][column_of(rows, "li_ppm")]), missing});
  return holes;
}

TEST(Intercepts, OfKatghoraAgreeWithCentimetres) {
  LODE_NEEDS_SAMPLE("dh_katghora_li");
  const std::string folder = sample("dh_katghora_li").string();
  const Json json = json_of(
      {"intercepts", folder, "--grade", "li_ppm", "--cutoff", "300", "--min-length", "1", "--max-dilution", "1"});
  expect_intercepts(katghora(), json, 300, 100, 100);
  const TemporaryFolder out;
  const auto csv = out.path() / "c.csv";
  ASSERT_EQ(run_lode({"composite", folder, "--grade", "li_ppm", "--length", "2", "-o", csv.string()}).exit_code, 0);
  expect_composites(katghora(), csv, "li_ppm", false);
}

/// A vertical hole and one 60 degrees down to the east.
class Downhole : public ::testing::Test {
 protected:
  Downhole() {
    folder_.write("collar.csv", "hole,x,y,z,depth\nDH-012,1000,2000,500,100\nDH-013,1100,2000,500,100\n");
    folder_.write("survey.csv", "hole,depth,azimuth,dip\nDH-012,0,90,-60\nDH-013,0,0,-90\n");
    folder_.write("assay.csv",
                  "hole,from,to,Li2O_pct,Ta2O5_ppm\nDH-012,0,84.2,0.1,10\nDH-012,84.2,88,0.9,50\n"
                  "DH-012,88,91,2.1,100\nDH-012,91,96.5,1.3,80\nDH-013,0,50,0.05,5\nDH-013,50,53,0.39,5\n");
  }
  TemporaryFolder folder_, out_;
  const std::string input_ = folder_.path().string();
};

TEST_F(Downhole, InterceptsReadAsPressReleases) {
  std::vector<std::string> arguments{"intercepts", input_, "--grade",     "Li2O_pct",
                                     "--cutoff",   "0.4",  "--including", "2"};
  const auto plain = run_lode(arguments);
  EXPECT_EQ(plain.exit_code, 0) << plain.err;
  EXPECT_EQ(plain.out,
            "DH-012: 12.3 m @ 1.37 % Li2O from 84.2 m, including 3.0 m @ 2.10 % Li2O from 88.0 m\n"
            "downhole length, true width not known\n");
  arguments.insert(arguments.end(), {"--plane", "0/0", "-o", (out_.path() / "i.csv").string()});
  const auto plane = run_lode(arguments);
  EXPECT_EQ(
      plane.out,
      "DH-012: 12.3 m (true thickness 10.65 m) @ 1.37 % Li2O from 84.2 m, including 3.0 m (true thickness 2.6 m) @ "
      "2.10 % Li2O from 88.0 m\n");
  const auto rows = csv_rows(out_.path() / "i.csv");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2][column_of(rows, "level")], "1");
  EXPECT_NEAR(std::stod(rows[1][column_of(rows, "z_from")]), 500 - 84.2 * std::sqrt(0.75), 1e-6);
  EXPECT_NEAR(std::stod(rows[1][column_of(rows, "x")]), 1000 + 90.35 / 2, 1e-6);
}

TEST_F(Downhole, WrongOptionsAreWrongUsage) {
  const std::string out = (out_.path() / "o.csv").string();
  EXPECT_EQ(run_lode({"intercepts", input_, "--grade", "Li2O_pct"}).exit_code, 2);
  EXPECT_EQ(run_lode({"intercepts", input_, "--grade", "Li2O_pct", "--cutoff", "1", "--including", "0.5"}).exit_code,
            2);
  EXPECT_EQ(run_lode({"intercepts", input_, "--grade", "Li2O_pct", "--cutoff", "1", "--plane", "95/10"}).exit_code, 2);
  EXPECT_EQ(run_lode({"composite", input_, "--grade", "Li2O_pct", "--length", "0", "-o", out}).exit_code, 2);
  EXPECT_EQ(
      run_lode({"composite", input_, "--grade", "Li2O_pct", "--length", "2", "--bench", "5", "-o", out}).exit_code, 2);
  const auto wrong = run_lode({"composite", input_, "--grade", "Li20_pct", "-o", out});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("Li2O_pct"), std::string::npos) << wrong.err;
}

TEST_F(Downhole, OutputsThatAreNoCsvAreRefusedBeforeAnythingIsRead) {
  for (const char* name : {"a.vtp", "a.txt", "a"}) {
    const auto file = out_.path() / name;
    for (const std::string command : {"composite", "intercepts"}) {
      std::vector<std::string> arguments{command, input_, "--grade", "Li2O_pct", "-o", file.string()};
      if (command == "intercepts") arguments.insert(arguments.end(), {"--cutoff", "1"});
      const auto run = run_lode(arguments);
      EXPECT_EQ(run.exit_code, 2) << run.err;
      EXPECT_NE(run.err.find(".csv"), std::string::npos) << run.err;
      EXPECT_FALSE(std::filesystem::exists(file));
    }
  }
}

/// A pegmatite of 45 m with 5 m of ore about its middle.
class OreInPegmatite : public ::testing::Test {
 protected:
  OreInPegmatite() {
    folder_.write("collar.csv", "hole,x,y,z,depth\nA,0,0,0,60\n");
    folder_.write("assay.csv",
                  "hole,from,to,Li2O_pct\nA,0,10,0.1\nA,10,20,0.1\nA,20,30,0.1\nA,30,35,2\nA,35,40,0.1\nA,40,60,0.1\n");
    folder_.write("lith.csv", "hole,from,to,lith,RQD\nA,0,10,SOIL,0\nA,10,55,PEG,80\nA,55,60,SCH,60\n");
  }
  TemporaryFolder folder_, out_;
  const std::string input_ = folder_.path().string(), csv_ = (out_.path() / "c.csv").string();
};

TEST_F(OreInPegmatite, SamplesAreThoseOfTheGradeWhateverIsFiltered) {
  const std::vector<std::string> arguments{"intercepts", input_, "--grade", "Li2O_pct", "--cutoff", "1"};
  const std::string found = "A: 5.0 m @ 2.00 % Li2O from 30.0 m\ndownhole length, true width not known\n";
  EXPECT_EQ(run_lode(arguments).out, found);
  const auto filtered = run_lode(with(arguments, {"--filter", "lith = 'PEG'"}, {}));
  EXPECT_EQ(filtered.out, found);
  EXPECT_NE(filtered.err.find("1 intercepts of assay:"), std::string::npos) << filtered.err;
  EXPECT_NE(filtered.err.find("5 of the 6 rows of assay count: those that the filter lith = 'PEG' lets through"),
            std::string::npos)
      << filtered.err;
  const Json json = json_of(with(arguments, {"--filter", "lith = 'PEG'"}, {}));
  EXPECT_EQ(json["rows_that_count"], 5);
  EXPECT_EQ(json["filter"], "lith = 'PEG'");
  const auto wrong = run_lode(with(arguments, {"--table", "lith"}, {}));
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("it stands in assay"), std::string::npos) << wrong.err;

  const auto run =
      run_lode({"composite", input_, "--grade", "Li2O_pct", "--bench", "60", "--filter", "lith = 'PEG'", "-o", csv_});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto rows = csv_rows(csv_);
  ASSERT_EQ(rows.size(), 2U);  // 50 m of samples in pegmatite, 5 m of them with 2 %
  EXPECT_NEAR(std::stod(rows[1][column_of(rows, "Li2O_pct")]), (45 * 0.1 + 5 * 2) / 50, 1e-9);
  EXPECT_NE(run.err.find("5 of the 6 rows of assay"), std::string::npos) << run.err;
}

TEST_F(OreInPegmatite, GradesOfDifferentSamplesAreNotAveragedTogether) {
  std::vector<std::string> arguments{"composite", input_, "--grade", "Li2O_pct", "--grade", "RQD", "-o", csv_};
  const auto wrong = run_lode(arguments);
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("\"RQD\" is a column of lith"), std::string::npos) << wrong.err;
  folder_.write("lith.csv",
                "hole,from,to,lith,RQD\nA,0,10,SOIL,0\nA,10,20,PEG,0\nA,20,30,PEG,80\nA,30,35,PEG,80\n"
                "A,35,40,PEG,80\nA,40,60,PEG,80\n");
  EXPECT_EQ(run_lode(arguments).exit_code, 0);
}

TEST(DownholeLayers, SeveralProjectsAreNamedUntilOneIsChosen) {
  const TemporaryFolder folder, out;
  for (const std::string name : {"A", "B"}) {
    folder.write(name + "_collar.csv", "hole,x,y,z,depth\n" + name + "1,0,0,0,60\n");
    folder.write(name + "_survey.csv", "hole,depth,azimuth,dip\n" + name + "1,0,0,-90\n");
    folder.write(name + "_assay.csv",
                 "hole,from,to,Au_ppm\n" + name + "1,0,3," + (name == "A" ? "1.8" : "12.34") + "\n");
  }
  const std::string input = folder.path().string(), csv = (out.path() / "c.csv").string();
  const std::vector<std::string> intercepts{"intercepts", input, "--grade", "Au_ppm", "--cutoff", "1"};
  const std::vector<std::string> composite{"composite", input, "--grade", "Au_ppm", "-o", csv};
  for (const auto& arguments : {intercepts, composite}) {
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find("2 layers hold drillholes: A, B"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("--layer"), std::string::npos) << run.err;
  }
  EXPECT_EQ(run_lode(with(intercepts, {"--layer", "A"}, {})).out.substr(0, 36),
            "A1: 3.0 m @ 1.80 ppm Au from 0.0 m\nd");
  EXPECT_EQ(run_lode(with(intercepts, {"--layer", "B"}, {})).out.substr(0, 36),
            "B1: 3.0 m @ 12.3 ppm Au from 0.0 m\nd");
  EXPECT_EQ(run_lode(with(composite, {"--layer", "B"}, {})).exit_code, 0);
}

TEST_F(Downhole, CalculatedColumnsWorkInFiltersExportAndScenes) {
  const std::string csv = (folder_.path() / "out.txt").string(), scene = (folder_.path() / "s.lode").string();
  const std::string calculated = "LiEq_pct = Li2O_pct + 0.4 * Ta2O5_ppm / 1000";
  std::filesystem::create_directory(folder_.path() / "out");
  const std::string out = (folder_.path() / "out" / "a.csv").string();
  auto run = run_lode({"scene", input_, "--calculate", calculated, "--convert", "Li2O_pct:Li_ppm", "-o", scene});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  run = run_lode({"export", scene, "--filter", "LiEq_pct >= 0.9", "-o", out});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto rows = csv_rows(out);
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_NEAR(std::stod(rows[2][column_of(rows, "LiEq_pct")]), 2.1 + 0.04, 1e-12);
  EXPECT_NEAR(std::stod(rows[2][column_of(rows, "Li_ppm")]), 2.1 / 2.153 * 1e4, 1e-6);
  const Json info = json_of({"info", scene});
  EXPECT_EQ(entry(info["layers"][0]["attributes"], "name", "LiEq_pct")["unit"], "%");
  EXPECT_EQ(entry(info["layers"][0]["attributes"], "name", "Li_ppm")["unit"], "ppm");
  EXPECT_EQ(run_lode({"info", input_, "--calculate", "a = Li20_pct * 2"}).exit_code, 1);
  EXPECT_EQ(run_lode({"info", input_, "--calculate", "a = 2 *"}).exit_code, 2);
}

TEST(Calculated, ColumnsOfBlocksCountInTonnage) {
  const TemporaryFolder folder;
  std::string text = "XC,YC,ZC,Li_ppm,density\n";
  for (int i = 0; i < 8; ++i)
    text += std::to_string(5 + 10 * (i % 2)) + "," + std::to_string(5 + 10 * (i / 2 % 2)) + "," +
            std::to_string(5 + 10 * (i / 4)) + "," + std::to_string(1000 * i) + ",2.5\n";
  const std::string file = folder.write("model.csv", text).string();
  const Json json =
      json_of({"tonnage", file, "--convert", "Li_ppm:Li2O_pct", "--grade", "Li2O_pct", "--cutoffs", "0.5"});
  EXPECT_EQ(json["rows"][0]["blocks"], 5);  // 3000 ppm Li are 0.6459 % Li2O
  EXPECT_NEAR(json["rows"][0]["grade"].get<double>(), 5000 * 2.153 / 1e4, 1e-9);
  EXPECT_EQ(json["grade_unit"], "%");
}

}  // namespace
}  // namespace lode::testing
