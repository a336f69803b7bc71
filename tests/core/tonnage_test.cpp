// Tonnes, grade and metal by hand and against sums block by block.
#include "core/tonnage.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"

namespace lode {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

Column number_column(std::string name, std::string unit, const std::vector<double>& values) {
  Column column;
  column.name = std::move(name);
  column.unit = std::move(unit);
  column.data = Numbers::narrowed(values);
  return column;
}
Column word_column(std::string name, const std::vector<std::string>& values) {
  Column column;
  column.name = std::move(name);
  column.type = ColumnType::category;
  column.data = Categories::of(values);
  return column;
}

/// Six blocks of 10 x 10 x 5 m (500 m3).
BlockModel six_blocks() {
  BlockModel model;
  model.lattice = Lattice::regular({500000, 5500000, 300}, {10, 10, 5}, {3, 2, 1});
  model.table.name = "blocks";
  model.table.rows = 6;
  model.table.columns = {number_column("Li2O_pct", "", {0.69, 0.70, 1.30, nan, 0.20, 2.00}),
                         number_column("Au", "g/t", {1, 2, 3, 4, 5, 6}),
                         number_column("density", "t/m3", {2.7, 2.8, nan, 2.7, 2.5, 3.0}),
                         number_column("ore", "", {1, 0.5, 1, 1, 1, 0.25}),
                         number_column("percent", "", {100, 50, 100, 100, 100, 25}),
                         word_column("class", {"measured", "measured", "inferred", "inferred", "", "measured"})};
  return model;
}

TEST(Tonnage, WeighsGradeByTonnes) {
  const BlockModel model = six_blocks();
  const std::vector<double> cutoffs{0.1, 0.7, 5};
  const Tonnage t = tonnage(model, Mask(6, true), {"Li2O_pct", {}, "", ""}, cutoffs);
  EXPECT_EQ(t.grade_unit, "%");
  EXPECT_EQ(t.density_used, "density");
  EXPECT_EQ(t.without_density, 1u);
  EXPECT_EQ(t.without_grade, 1u);
  ASSERT_EQ(t.rows.size(), 3u);
  EXPECT_EQ(t.rows[1].cutoff, 0.7);
  EXPECT_EQ(t.rows[1].blocks, 3u);  // 0.70 is at the cut-off
  EXPECT_DOUBLE_EQ(t.rows[1].volume_m3, 1500);
  EXPECT_DOUBLE_EQ(*t.rows[1].tonnes, 500 * (2.8 + 3.0));  // the block of 1.30 lacks density
  EXPECT_DOUBLE_EQ(*t.rows[1].grade, (0.7 * 2.8 + 2.0 * 3.0) / 5.8);
  EXPECT_DOUBLE_EQ(*t.rows[1].metal_t, 500 * (0.7 * 2.8 + 2.0 * 3.0) / 100);
  EXPECT_FALSE(t.rows[1].metal_oz);
  EXPECT_EQ(t.rows[0].blocks, 5u);
  EXPECT_EQ(t.rows[2].blocks, 0u);
  EXPECT_DOUBLE_EQ(*t.rows[2].tonnes, 0);
  EXPECT_FALSE(t.rows[2].grade);

  EXPECT_EQ(t.by, "class");
  ASSERT_EQ(t.groups.size(), 3u);
  EXPECT_EQ(t.groups[0].first, "measured");
  EXPECT_EQ(t.groups[0].second[1].blocks, 2u);
  EXPECT_EQ(t.groups[1].first, "inferred");
  EXPECT_DOUBLE_EQ(*t.groups[1].second[1].tonnes, 0);
  EXPECT_EQ(t.groups[2].first, "(missing)");
  EXPECT_EQ(t.groups[2].second[0].blocks, 1u);
}

TEST(Tonnage, KilogramsOfANamedDensityAreSaidByItsUnitOrName) {
  BlockModel model = six_blocks();
  model.table.columns.push_back(number_column("rho_kg_m3", "", {2700, 2700, 2700, 2700, 2700, 2700}));
  model.table.columns.push_back(number_column("rho", "kg/m3", {2700, 2700, 2700, 2700, 2700, 2700}));
  for (const char* name : {"rho_kg_m3", "rho"})
    EXPECT_DOUBLE_EQ(*tonnage(model, Mask(6, true), {"", name, "", ""}, {}).rows[0].tonnes, 3000 * 2.7) << name;
}

TEST(Tonnage, IsNotSplitByACategoryColumnOfThousandsOfWords) {
  BlockModel model;
  model.lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {1500, 1, 1});
  model.table.rows = 1500;
  std::vector<std::string> words;
  for (int i = 0; i < 1500; ++i) words.push_back("block " + std::to_string(i));
  model.table.columns = {word_column("category", words)};
  const Tonnage t = tonnage(model, Mask(1500, true), {}, {});
  EXPECT_EQ(t.by, "");
  EXPECT_EQ(t.rows[0].blocks, 1500u);
}

TEST(Tonnage, WithoutDensityHasVolumesAndNoTonnes) {
  BlockModel model = six_blocks();
  model.table.columns.erase(model.table.columns.begin() + 2);
  const std::vector<double> cutoffs{0.7};
  const Tonnage t = tonnage(model, Mask(6, true), {"Li2O_pct", {}, "", ""}, cutoffs);
  EXPECT_EQ(t.density_used, "");
  EXPECT_FALSE(t.rows[0].tonnes);
  EXPECT_FALSE(t.rows[0].metal_t);
  EXPECT_DOUBLE_EQ(*t.rows[0].grade, (0.7 + 1.3 + 2.0) / 3);
  EXPECT_EQ(t.without_density, 0u);
}

TEST(Tonnage, TakesADensityAProportionAndAMask) {
  const BlockModel model = six_blocks();
  Mask visible(6, true);
  visible.reset(2);
  const Tonnage t = tonnage(model, visible, {"Au", 2.7, "ore", ""}, std::vector<double>{2});
  EXPECT_EQ(t.density_used, "2.7 t/m3");
  EXPECT_EQ(t.rows[0].blocks, 4u);
  EXPECT_DOUBLE_EQ(t.rows[0].volume_m3, 500 * (0.5 + 1 + 1 + 0.25));
  EXPECT_DOUBLE_EQ(*t.rows[0].tonnes, 500 * 2.75 * 2.7);
  const double grams = 500 * 2.7 * (0.5 * 2 + 4 + 5 + 0.25 * 6);
  EXPECT_NEAR(*t.rows[0].metal_t, grams / 1e6, 1e-12);
  EXPECT_NEAR(*t.rows[0].metal_oz, grams / 31.1034768, 1e-9);
}

TEST(Tonnage, WithoutCutOffsOrGradeCountsWhatIsVisible) {
  const BlockModel model = six_blocks();
  const Tonnage all = tonnage(model, Mask(6, true), {"Li2O_pct", {}, "", ""}, {});
  ASSERT_EQ(all.rows.size(), 1u);
  EXPECT_TRUE(std::isnan(all.rows[0].cutoff));
  EXPECT_EQ(all.rows[0].blocks, 6u);
  const double tonnes = 2.7 + 2.8 + 2.5 + 3.0;
  EXPECT_DOUBLE_EQ(*all.rows[0].grade, (0.69 * 2.7 + 0.7 * 2.8 + 0.2 * 2.5 + 2.0 * 3.0) / tonnes);
  const Tonnage bare = tonnage(model, Mask(6, true), {"", {}, "", ""}, {});
  EXPECT_DOUBLE_EQ(*bare.rows[0].tonnes, 500 * (tonnes + 2.7));
  EXPECT_FALSE(bare.rows[0].grade);
  EXPECT_THROW(tonnage(model, Mask(6, true), {"", {}, "", ""}, std::vector<double>{1}), Error);
}

TEST(Tonnage, RefusesWhatDoesNotFit) {
  const BlockModel model = six_blocks();
  const Mask all(6, true);
  const auto remedy = [&](const TonnageOptions& options) -> std::string {
    try {
      tonnage(model, all, options, {});
    } catch (const Error& error) {
      return error.remedy();
    }
    return "none";
  };
  EXPECT_NE(remedy({"Li20_pct", {}, "", ""}).find("Li2O_pct"), std::string::npos);
  EXPECT_NE(remedy({"class", {}, "", ""}), "none");
  EXPECT_NE(remedy({"Au", "densty", "", ""}).find("density"), std::string::npos);
  EXPECT_NE(remedy({"Au", 0.0, "", ""}), "none");
  EXPECT_NE(remedy({"Au", nan, "", ""}), "none");
  EXPECT_NE(remedy({"Au", {}, "percent", ""}), "none");
  EXPECT_NE(remedy({"Au", {}, "", "Li2O_pct"}), "none");
  EXPECT_EQ(remedy({"Au", {}, "", "class"}), "none");
}

TEST(Tonnage, AgreesWithSumsBlockByBlock) {
  std::mt19937 random(12);
  for (int trial = 0; trial < 8; ++trial) {
    BlockModel model;
    model.lattice.count = {83, 61, trial < 6 ? 9u : 41u};
    for (std::size_t a = 0; a < 3; ++a) {
      model.lattice.edges[a] = {0};
      for (std::uint32_t i = 0; i < model.lattice.count[a]; ++i)
        model.lattice.edges[a].push_back(model.lattice.edges[a].back() + (trial % 2 ? 5 : 1 + random() % 8));
    }
    if (trial % 4 > 1) {
      Mask present(model.lattice.cells());
      for (std::uint64_t cell = 0; cell < present.size(); ++cell)
        if (random() % 3) present.set(cell);
      model.table.rows = present.count();
      model.present = RankedMask(std::move(present));
    } else {
      model.table.rows = model.lattice.cells();
    }
    std::vector<double> grades, densities;
    Mask visible(model.table.rows);
    for (std::size_t row = 0; row < model.table.rows; ++row) {
      grades.push_back(random() % 20 == 0 ? nan : static_cast<double>(random() % 300) / 100);
      densities.push_back(random() % 30 == 0 ? 0 : 2 + static_cast<double>(random() % 100) / 100);
      if (random() % 4) visible.set(row);
    }
    Column grade = number_column("g", "ppm", grades);
    if (trial == 5) {
      grade.data = Numbers(SharedArray<float>(std::vector<float>(grades.begin(), grades.end())));
      for (double& g : grades) g = static_cast<float>(g);
    }
    model.table.columns = {grade, number_column("sg", "", densities)};
    std::vector<double> cutoffs;
    for (int i = 0; i <= 30; ++i) cutoffs.push_back(i / 10.0);
    const Tonnage t = tonnage(model, visible, {"g", {}, "", ""}, cutoffs);
    for (std::size_t c = 0; c < cutoffs.size(); ++c) {
      const double cutoff = trial == 5 ? static_cast<float>(cutoffs[c]) : cutoffs[c];
      std::uint64_t blocks = 0;
      double volume = 0, tonnes = 0, metal = 0;
      model.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
        if (!visible[row] || !(grades[row] >= cutoff)) return;
        const double v = model.lattice.volume(model.lattice.ijk(cell));
        ++blocks;
        volume += v;
        tonnes += v * densities[row];
        metal += v * densities[row] * grades[row];
      });
      ASSERT_EQ(t.rows[c].blocks, blocks) << cutoff;
      ASSERT_NEAR(t.rows[c].volume_m3, volume, 1e-9 * volume + 1e-9);
      ASSERT_NEAR(*t.rows[c].tonnes, tonnes, 1e-11 * tonnes + 1e-9);
      ASSERT_EQ(t.rows[c].grade.has_value(), tonnes > 0);
      ASSERT_NEAR(t.rows[c].grade.value_or(0), tonnes > 0 ? metal / tonnes : 0, 1e-11);
      ASSERT_NEAR(*t.rows[c].metal_t, metal * 1e-6, 1e-11 * metal + 1e-12);
    }
    EXPECT_TRUE(t.groups.empty());
  }
}

TEST(ParseCutoffs, HoldsTheDecimalsAsWritten) {
  EXPECT_EQ(parse_cutoffs("0.1:0.3:0.1"), (std::vector<double>{0.1, 0.2, 0.3}));
  EXPECT_EQ(parse_cutoffs("0:1:0.25"), (std::vector<double>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(parse_cutoffs(" 0.70 "), std::vector<double>{0.7});
  EXPECT_EQ(parse_cutoffs("0.2:0.5:0.2"), (std::vector<double>{0.2, 0.4}));
  EXPECT_EQ(parse_cutoffs("100:300:1e2"), (std::vector<double>{100, 200, 300}));
  EXPECT_EQ(parse_cutoffs("-1:1:1"), (std::vector<double>{-1, 0, 1}));
  EXPECT_EQ(parse_cutoffs("0:1:0.333333333334").size(), 4u);  // B within 1e-9 of a step
  EXPECT_EQ(parse_cutoffs("1:1:1"), std::vector<double>{1});
  const std::vector<double> all = parse_cutoffs("0.01:10:0.01");
  ASSERT_EQ(all.size(), 1000u);
  for (int i = 1; i <= 1000; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i - 1)], i / 100.0);
}

TEST(ParseCutoffs, RefusesWhatIsNone) {
  for (const char* text : {"", ":", "a", "0:1", "0:1:0", "0:1:-1", "1:0:1", "0:1:0.1:2", "0:1e9:0.001", "nan",
                           "0:inf:1", "0::1", "1e18:2e18:1", "0.1,0.2"})
    EXPECT_THROW(parse_cutoffs(text), Error) << text;
}

}  // namespace
}  // namespace lode
