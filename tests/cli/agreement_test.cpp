// One filter, four ways: tonnage, export, info and an independent sum over the CSV give the same blocks and tonnes.
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>

#include "json_run.h"

namespace lode::testing {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::optional<double> number(const Rows& rows, std::size_t row, const std::string& name) {
  const std::string& cell = rows[row][column_of(rows, name)];
  if (cell.empty()) return std::nullopt;
  return std::stod(cell);
}

struct Sum {
  std::size_t blocks = 0;
  double tonnes = 0, metal = 0;
};

Sum sum_over(const Rows& rows, double volume, const std::string& grade, const std::string& density,
             const std::function<bool(std::size_t)>& counts) {
  Sum sum;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    if (!counts(row)) continue;
    ++sum.blocks;
    const double tonnes = volume * number(rows, row, density).value();
    sum.tonnes += tonnes;
    sum.metal += tonnes * number(rows, row, grade).value();
  }
  return sum;
}

/// 12 x 10 x 8 blocks of 10 x 10 x 5 m, some absent, some without grade; grades of two decimals, many at a cut-off.
std::string model_text() {
  std::string text = "XC,YC,ZC,Li2O_pct,density,class\n";
  unsigned state = 7;
  const auto next = [&](unsigned below) { return (state = state * 1664525U + 1013904223U, (state >> 16) % below); };
  for (int k = 0; k < 8; ++k)
    for (int j = 0; j < 10; ++j)
      for (int i = 0; i < 12; ++i) {
        if (next(10) == 0) continue;
        char line[120];
        const std::string grade =
            next(15) == 0 ? "" : std::to_string(next(3)) + "." + std::to_string(10 * (1 + next(9)));
        std::snprintf(line, sizeof line, "%d,%d,%.1f,%s,%.2f,%s\n", 615005 + 10 * i, 5489005 + 10 * j, 302.5 + 5 * k,
                      grade.c_str(), 2.5 + 0.01 * next(40), next(3) == 0 ? "inferred" : "indicated");
        text += line;
      }
  return text;
}

class Agreement : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.write("model.csv", model_text());
  const Rows rows_ = csv_rows(file_);
  const std::string filter_ = "Li2O_pct >= 0.7 and not class = \"inferred\"";
  bool passes(std::size_t row, double cutoff) const {
    const auto grade = number(rows_, row, "Li2O_pct");
    return grade && *grade >= cutoff && rows_[row][column_of(rows_, "class")] != "inferred";
  }
};

TEST_F(Agreement, TonnageEqualsTheSumOverTheFile) {
  const auto json =
      json_of({"tonnage", file_.string(), "--grade", "Li2O_pct", "--cutoffs", "0.7:1.5:0.4", "--filter", filter_});
  ASSERT_EQ(json["rows"].size(), 3U);
  for (int i = 0; i < 3; ++i) {
    const double cutoff = 0.7 + 0.4 * i - 1e-9;
    const Sum sum = sum_over(rows_, 500, "Li2O_pct", "density", [&](std::size_t row) { return passes(row, cutoff); });
    const auto& row = json["rows"][static_cast<std::size_t>(i)];
    EXPECT_EQ(row["blocks"], sum.blocks);
    EXPECT_GT(sum.blocks, 10U);
    EXPECT_NEAR(row["volume_m3"].get<double>(), 500.0 * static_cast<double>(sum.blocks), 1e-6);
    EXPECT_NEAR(row["tonnes"].get<double>(), sum.tonnes, 1e-9 * sum.tonnes);
    EXPECT_NEAR(row["grade"].get<double>(), sum.metal / sum.tonnes, 1e-9);
    EXPECT_NEAR(row["metal_t"].get<double>(), sum.metal / 100, 1e-9 * sum.metal);
  }
  EXPECT_EQ(json["by"].size(), 1U);
  EXPECT_EQ(json["by"]["indicated"][0]["blocks"], json["rows"][0]["blocks"]);
}

TEST_F(Agreement, ExportHoldsTheSameBlocks) {
  const auto out = folder_.path() / "ore.csv";
  const auto run = run_lode({"export", file_.string(), "--filter", filter_, "-o", out.string()});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Rows ore = csv_rows(out);
  const auto counts = [&](std::size_t row) { return passes(row, 0.7 - 1e-9); };
  const Sum sum = sum_over(rows_, 500, "Li2O_pct", "density", counts);
  EXPECT_EQ(ore.size() - 1, sum.blocks);
  const Sum exported = sum_over(ore, 500, "Li2O_pct", "density", [](std::size_t) { return true; });
  EXPECT_NEAR(exported.tonnes, sum.tonnes, 1e-9 * sum.tonnes);
  double volume = 0;
  for (std::size_t row = 1; row < ore.size(); ++row) {
    volume += *number(ore, row, "dx") * *number(ore, row, "dy") * *number(ore, row, "dz");
    EXPECT_EQ(*number(ore, row, "x"), *number(ore, row, "XC"));
    EXPECT_EQ(*number(ore, row, "z"), *number(ore, row, "ZC"));
  }
  EXPECT_NEAR(volume, 500.0 * static_cast<double>(sum.blocks), 1e-6);
}

TEST_F(Agreement, InfoCountsTheSameRows) {
  const auto json = json_of({"info", file_.string(), "--filter", filter_});
  std::size_t count = 0;
  for (std::size_t row = 1; row < rows_.size(); ++row) count += passes(row, 0.7 - 1e-9);
  EXPECT_EQ(json["layers"][0]["filtered_rows"], count);
  EXPECT_EQ(json["layers"][0]["count"], count);
}

TEST_F(Agreement, ASceneFileGivesTheSameTonnes) {
  const auto scene = folder_.path() / "model.lode";
  ASSERT_EQ(run_lode({"scene", file_.string(), "--filter", filter_, "-o", scene.string()}).exit_code, 0);
  const auto direct = json_of({"tonnage", file_.string(), "--grade", "Li2O_pct", "--filter", filter_});
  const auto by_scene = json_of({"tonnage", scene.string(), "--grade", "Li2O_pct"});
  EXPECT_EQ(direct["rows"], by_scene["rows"]);
  EXPECT_EQ(by_scene["filter"], filter_);
}

TEST_F(Agreement, CsvReadsBackUnchanged) {
  const auto json = json_of({"tonnage", file_.string(), "--grade", "Li2O_pct", "--cutoffs", "0.5"});
  const auto run = run_lode({"tonnage", file_.string(), "--grade", "Li2O_pct", "--cutoffs", "0.5", "--csv"});
  const Rows rows = csv_rows(folder_.write("t.csv", run.out));
  EXPECT_EQ(*number(rows, 1, "tonnes"), json["rows"][0]["tonnes"].get<double>());
  EXPECT_EQ(*number(rows, 1, "grade"), json["rows"][0]["grade"].get<double>());
}

TEST_F(Agreement, WithoutDensityTonnesAreEmpty) {
  std::string text = "x,y,z,cu_pct\n";
  for (int i = 0; i < 8; ++i)
    text += std::to_string(5 + 10 * (i % 2)) + "," + std::to_string(5 + 10 * (i / 2 % 2)) + "," +
            std::to_string(5 + 10 * (i / 4)) + "," + std::to_string(i) + "\n";
  const auto file = folder_.write("bare.csv", text);
  const auto bare = json_of({"tonnage", file.string(), "--grade", "cu_pct", "--cutoffs", "5"});
  ASSERT_EQ(bare["rows"].size(), 1U);
  EXPECT_EQ(bare["rows"][0]["blocks"], 3);
  EXPECT_TRUE(bare["rows"][0]["tonnes"].is_null());
  EXPECT_TRUE(bare["rows"][0]["metal_t"].is_null());
  EXPECT_EQ(bare["rows"][0]["grade"], 6);
  const auto stated = json_of({"tonnage", file.string(), "--grade", "cu_pct", "--cutoffs", "5", "--density", "2.7"});
  const double volume = stated["rows"][0]["volume_m3"];
  EXPECT_EQ(volume, 3000);
  EXPECT_NEAR(stated["rows"][0]["tonnes"].get<double>(), 2.7 * volume, 1e-9 * volume);
}

void expect_counts(const char* file, const std::string& column, double cutoff) {
  const Rows rows = csv_rows(sample(file));
  std::size_t count = 0;
  for (std::size_t row = 1; row < rows.size(); ++row) count += number(rows, row, column).value_or(-1e9) >= cutoff;
  ASSERT_GT(count, 0U);
  const std::string text = column + " >= " + std::to_string(cutoff), path = sample(file).string();
  EXPECT_EQ(json_of({"tonnage", path, "--filter", text})["rows"][0]["blocks"], count);
  EXPECT_EQ(json_of({"tonnage", path, "--grade", column, "--cutoffs", std::to_string(cutoff)})["rows"][0]["blocks"],
            count);
  const TemporaryFolder folder;
  const auto out = folder.path() / "out.csv";
  EXPECT_EQ(run_lode({"export", path, "--filter", text, "-o", out.string()}).exit_code, 0);
  EXPECT_EQ(csv_rows(out).size() - 1, count);
}

TEST(AgreementOnRealModels, Evo) {
  LODE_NEEDS_SAMPLE("bm_evo");
  expect_counts("bm_evo/regular-bm-named-columns.csv", "LMS1_Pct", 50);
}

TEST(AgreementOnRealModels, Pygslib) {
  LODE_NEEDS_SAMPLE("pygslib_demo1");
  expect_counts("pygslib_demo1/bmodel.csv", "Au_OK", 0.5);
}

}  // namespace
}  // namespace lode::testing
