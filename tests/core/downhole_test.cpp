// Composites and intercepts of random holes against sums over millimetre steps.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/composites.h"
#include "core/error.h"
#include "core/intercepts.h"

namespace lode {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Row {
  double from_m, to_m, grade;
  std::string rock = "A";
  double density = 1;
};

/// One hole of the rows, straight along a direction.
struct OneHole {
  Drillholes drillholes;
  Numbers grades, densities;
  Categories rocks;

  OneHole(const std::vector<Row>& rows, double dip_deg = -90, double collar_rl_m = 0) {
    drillholes.holes.push_back({"A", {0, 0, collar_rl_m}, rows.back().to_m, 0, 1});
    drillholes.stations = {{0, 90, dip_deg}};
    IntervalTable table;
    std::vector<double> grade, density;
    std::vector<std::string> rock;
    for (const Row& row : rows) {
      table.hole.push_back(0);
      table.from_m.push_back(row.from_m);
      table.to_m.push_back(row.to_m);
      grade.push_back(row.grade);
      density.push_back(row.density);
      rock.push_back(row.rock);
    }
    table.table.rows = rows.size();
    grades = Numbers::narrowed(grade);
    densities = Numbers::narrowed(density);
    rocks = Categories::of(rock);
    drillholes.intervals = {table};
  }
  std::vector<Composite> composites(const CompositeOptions& options, bool by_rock = false,
                                    bool by_density = false) const {
    return make_composites(drillholes, drillholes.intervals[0], {&grades}, by_density ? &densities : nullptr,
                           by_rock ? &rocks : nullptr, {}, options)
        .rows;
  }
  std::vector<Intercept> intercepts(const InterceptOptions& options) const {
    return find_intercepts(drillholes, drillholes.intervals[0], grades, {}, options).rows;
  }
};

TEST(Composites, WeighByLengthAndLeaveOutWhatHasTooLittle) {
  const OneHole hole({{0, 1, 1}, {1, 3, 4}, {3, 4, nan}, {4, 7, 2}, {7, 9, nan}});
  const auto rows = hole.composites({.length_m = 2});
  ASSERT_EQ(rows.size(), 4U);  // 8 to 9 has no grade
  EXPECT_DOUBLE_EQ(rows[0].grade[0], 2.5);
  EXPECT_DOUBLE_EQ(rows[1].grade[0], 4);  // half of it covered: at the least coverage
  EXPECT_DOUBLE_EQ(rows[1].coverage[0], 0.5);
  EXPECT_DOUBLE_EQ(rows[2].grade[0], 2);
  EXPECT_DOUBLE_EQ(rows[3].coverage[0], 0.5);
  EXPECT_EQ(hole.composites({.length_m = 2, .min_coverage = 0.51}).size(), 2U);
}

TEST(Composites, DensityWeighsAndASampleWithoutItIsMissing) {
  const OneHole hole({{0, 1, 1, "A", 2}, {1, 2, 4, "A", 4}, {2, 3, 9, "A", nan}, {3, 4, 5, "A", 3}});
  const auto rows = hole.composites({.length_m = 2}, false, true);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_DOUBLE_EQ(rows[0].grade[0], (1 * 2 + 4 * 4) / 6.0);
  EXPECT_DOUBLE_EQ(rows[1].grade[0], 5);
  EXPECT_DOUBLE_EQ(rows[1].coverage[0], 0.5);
}

TEST(Composites, ResidualsAreKeptDroppedOrMerged) {
  const OneHole hole({{0, 5, 1}, {5, 7, 8}});
  const auto kept = hole.composites({.length_m = 3}),
             dropped = hole.composites({.length_m = 3, .residual = Residual::drop}),
             merged = hole.composites({.length_m = 3, .residual = Residual::merge});
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_DOUBLE_EQ(kept[2].from_m, 6);
  EXPECT_DOUBLE_EQ(kept[2].to_m, 7);
  EXPECT_EQ(dropped.size(), 2U);
  ASSERT_EQ(merged.size(), 2U);
  EXPECT_DOUBLE_EQ(merged[1].to_m, 7);
  EXPECT_DOUBLE_EQ(merged[1].grade[0], (2 * 1 + 2 * 8) / 4.0);
  EXPECT_EQ(hole.composites({.length_m = 10, .residual = Residual::merge}).size(), 1U) << "nothing to merge with";
}

TEST(Composites, StayWithinACategory) {
  const OneHole hole({{0, 2, 1, "A"}, {2, 3, 3, "A"}, {3, 4, 5, "B"}, {4, 5, 7, ""}, {5, 8, 2, "A"}});
  const auto rows = hole.composites({.length_m = 2}, true);
  ASSERT_EQ(rows.size(), 5U);
  const std::vector<std::array<double, 3>> expected{{0, 2, 1}, {2, 3, 3}, {3, 4, 5}, {5, 7, 2}, {7, 8, 2}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_DOUBLE_EQ(rows[i].from_m, expected[i][0]);
    EXPECT_DOUBLE_EQ(rows[i].to_m, expected[i][1]);
    EXPECT_DOUBLE_EQ(rows[i].grade[0], expected[i][2]);
  }
  const auto runs = hole.composites({.length_m = 0}, true);
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_DOUBLE_EQ(runs[0].grade[0], 5.0 / 3);
  EXPECT_THROW(hole.composites({.length_m = 0}), Error);
}

// A hole 30 degrees below level crosses a bench of 5 m in 10 m.
TEST(Composites, EndAtBenches) {
  const OneHole hole({{0, 16, 1}, {16, 40, 3}}, -30, 103);
  const auto rows = hole.composites({.bench_m = 5, .bench_rl_m = 100});
  ASSERT_EQ(rows.size(), 5U);  // to RL 100, 95, 90, 85, and 83
  const std::vector<double> ends{6, 16, 26, 36, 40};
  for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_NEAR(rows[i].to_m, ends[i], 1e-9);
  EXPECT_NEAR(rows[1].grade[0], 1, 1e-12);
  EXPECT_NEAR(rows[2].grade[0], 3, 1e-12);
}

TEST(Composites, LeaveOutOverlapsAndSayHowMany) {
  const OneHole hole({{0, 2, 1}, {0, 2, 100}, {1, 3, 100}, {3, 4, 5}});
  const Composites all = make_composites(hole.drillholes, hole.drillholes.intervals[0], {&hole.grades}, nullptr,
                                         nullptr, {}, {.length_m = 4});
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(all.overlapping, 2U);
  EXPECT_DOUBLE_EQ(all.rows[0].grade[0], (2 * 1 + 5) / 3.0);
}

std::vector<Row> random_rows(std::mt19937& random) {
  std::uniform_int_distribution<int> length(10, 300), grade(0, 150), kind(0, 9);
  std::vector<Row> rows;
  int at = 0;  // centimetres
  for (int i = 0; i < 60; ++i) {
    if (kind(random) == 0) at += length(random);
    const int to = at + length(random);
    rows.push_back({at / 100.0, to / 100.0, kind(random) == 0 ? nan : grade(random) / 100.0,
                    kind(random) < 5 ? "A" : "B", kind(random) == 0 ? nan : 2 + kind(random) / 10.0});
    at = to;
  }
  return rows;
}

/// The grade of each centimetre, NaN where there is none.
std::vector<double> centimetres(const std::vector<Row>& rows, double Row::*value) {
  std::vector<double> result(static_cast<std::size_t>(std::lround(rows.back().to_m * 100)), nan);
  for (const Row& row : rows)
    for (auto cm = std::lround(row.from_m * 100); cm < std::lround(row.to_m * 100); ++cm)
      result[static_cast<std::size_t>(cm)] = row.*value;
  return result;
}

TEST(Composites, AgreeWithSumsOverCentimetres) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    const std::vector<Row> rows = random_rows(random);
    const OneHole hole(rows);
    const std::vector<double> grade = centimetres(rows, &Row::grade), density = centimetres(rows, &Row::density);
    const auto found = hole.composites({.length_m = 1.5, .min_coverage = 0.5}, false, true);
    std::size_t next = 0;
    for (std::size_t from = 0; from < grade.size(); from += 150) {
      const std::size_t to = std::min(from + 150, grade.size());
      double sum = 0, weight = 0;
      std::size_t covered = 0;
      for (std::size_t cm = from; cm < to; ++cm) {
        if (std::isnan(grade[cm]) || std::isnan(density[cm])) continue;
        ++covered;
        weight += density[cm];
        sum += density[cm] * grade[cm];
      }
      if (covered * 2 < to - from || covered == 0) continue;
      ASSERT_LT(next, found.size());
      EXPECT_NEAR(found[next].from_m, static_cast<double>(from) / 100, 1e-9);
      EXPECT_NEAR(found[next].to_m, static_cast<double>(to) / 100, 1e-9);
      EXPECT_NEAR(found[next].grade[0], sum / weight, 1e-9);
      EXPECT_NEAR(found[next].coverage[0], static_cast<double>(covered) / static_cast<double>(to - from), 1e-9);
      ++next;
    }
    EXPECT_EQ(next, found.size());
  }
}

TEST(Intercepts, StartAndEndAtTheCutOffAndCarryDilution) {
  const OneHole hole({{0, 1, 0.1}, {1, 2, 0.4}, {2, 3, 0.39}, {3, 5, 1.0}, {5, 7.5, 0.1}, {7.5, 8, 2.0}});
  const auto two = hole.intercepts({.cutoff = 0.4, .max_dilution_m = 2});
  ASSERT_EQ(two.size(), 2U);
  EXPECT_DOUBLE_EQ(two[0].from_m, 1);
  EXPECT_DOUBLE_EQ(two[0].to_m, 5);
  EXPECT_NEAR(two[0].grade, (0.4 + 0.39 + 2.0) / 4, 1e-12);
  EXPECT_DOUBLE_EQ(two[0].dilution_m, 1);
  EXPECT_EQ(hole.intercepts({.cutoff = 0.4, .max_dilution_m = 2.5}).size(), 1U);
  EXPECT_EQ(hole.intercepts({.cutoff = 0.4, .max_dilution_m = 2.5, .max_total_dilution_m = 3}).size(), 2U);
  EXPECT_EQ(hole.intercepts({.cutoff = 0.4, .min_length_m = 1, .max_dilution_m = 2}).size(), 1U);
  EXPECT_EQ(hole.intercepts({.cutoff = 0.4, .max_dilution_m = 2, .min_grade_length = 1.1}).size(), 1U);
  const auto cut = hole.intercepts({.cutoff = 0.4, .max_dilution_m = 2.5, .top_cut = 0.8});
  EXPECT_NEAR(cut[0].grade, (0.4 + 0.39 + 2 * 0.8 + 2.5 * 0.1 + 0.5 * 0.8) / 7, 1e-12);
}

TEST(Intercepts, MissingCountsAsZeroOrBreaks) {
  const OneHole hole({{0, 1, 1}, {1, 2, nan}, {2, 3, 1}, {4, 5, 1}});
  const auto zero = hole.intercepts({.cutoff = 0.5, .max_dilution_m = 1});
  ASSERT_EQ(zero.size(), 1U);
  EXPECT_DOUBLE_EQ(zero[0].to_m, 5);
  EXPECT_DOUBLE_EQ(zero[0].grade, 3.0 / 5);
  EXPECT_DOUBLE_EQ(zero[0].dilution_m, 2);
  EXPECT_EQ(hole.intercepts({.cutoff = 0.5, .max_dilution_m = 1, .missing_breaks = true}).size(), 3U);
}

TEST(Intercepts, NestRicherOnesAndReadLikeAPressRelease) {
  const OneHole hole({{84.2, 88, 0.9}, {88, 91, 2.1}, {91, 96.5, 1.3}}, -60);
  const auto found = hole.intercepts({.cutoff = 0.4, .including_cutoff = 2});
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].including.size(), 1U);
  EXPECT_EQ(text_of(found[0], {"Li2O", "%"}, hole.drillholes, {}),
            "12.3 m @ 1.37 % Li2O from 84.2 m, including 3.0 m @ 2.10 % Li2O from 88.0 m");
  // The hole goes 60 degrees down to the east: across level layers sin 60, along layers that dip as it does nothing.
  EXPECT_NEAR(true_thickness_m(hole.drillholes, 0, 84.2, 96.5, {0, 0}), 12.3 * std::sqrt(0.75), 1e-9);
  EXPECT_NEAR(true_thickness_m(hole.drillholes, 0, 84.2, 96.5, {60, 90}), 0, 1e-9);
  EXPECT_NEAR(true_thickness_m(hole.drillholes, 0, 84.2, 96.5, {30, 270}), 12.3, 1e-9);
  EXPECT_EQ(text_of(found[0], {"Li", "ppm"}, hole.drillholes, Plane{30, 270}).substr(0, 44),
            "12.3 m (true thickness 12.3 m) @ 1.37 ppm Li");
}

TEST(Intercepts, GradesHaveTheDecimalsAndUnitsOfPressReleases) {
  const OneHole hole({{0, 3, 1}});
  const auto grade_of = [&](double grade, const GradeName& name) {
    return text_of({.hole = 0, .from_m = 0, .to_m = 3, .grade = grade, .dilution_m = 0, .including = {}}, name,
                   hole.drillholes, {});
  };
  const std::pair<double, const char*> grades[] = {{1.8, "1.80"},  {9.994, "9.99"}, {9.996, "10.0"}, {12.34, "12.3"},
                                                   {99.96, "100"}, {830.4, "830"},  {0.004, "0.00"}};
  for (const auto& [grade, text] : grades) {
    EXPECT_EQ(grade_of(grade, {"Au", "ppm"}), std::string("3.0 m @ ") + text + " ppm Au from 0.0 m");
    EXPECT_EQ(grade_of(grade, {"Au", "g/t"}), std::string("3.0 m @ ") + text + " g/t Au from 0.0 m");
  }
  EXPECT_EQ(grade_of(62.354, {"Fe", "%"}), "3.0 m @ 62.35 % Fe from 0.0 m");
  const std::pair<const char*, const char*> names[] = {{"Li2O_%", "Li2O"},
                                                       {"Li2O %", "Li2O"},
                                                       {"Li2O, %", "Li2O"},
                                                       {"Li2O (%)", "Li2O"},
                                                       {"Li2O%", "Li2O"},
                                                       {"Li2O_pct", "Li2O"},
                                                       {"Au_ppm", "Au"},
                                                       {"Au [g/t]", "Au"},
                                                       {"AU_GPT", "AU"},
                                                       {"Fe percent", "Fe"},
                                                       {"Au_ppb", "Au"},
                                                       {"ppm", "ppm"},
                                                       {"Au_ppm_ICP", "Au_ppm_ICP"},
                                                       {"Содержание, %", "Содержание"}};
  for (const auto& [written, element] : names) {
    Column column;
    column.name = written;
    column.unit = unit_from_name(written);
    EXPECT_EQ(grade_name(column).element, element) << written;
  }
}

// Written separately: over centimetres, growing each intercept one centimetre at a time.
TEST(Intercepts, AgreeWithASearchOverCentimetres) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const std::vector<Row> rows = random_rows(random);
    const std::vector<double> grade = centimetres(rows, &Row::grade);
    const InterceptOptions options{.cutoff = 0.7,
                                   .min_length_m = 2,
                                   .max_dilution_m = 1.2,
                                   .max_total_dilution_m = 2.5,
                                   .min_grade_length = 2,
                                   .top_cut = 1.2,
                                   .including_cutoff = {},
                                   .missing_breaks = round % 2 == 1};
    std::vector<std::array<double, 3>> expected;
    for (std::size_t from = 0; from < grade.size();) {
      if (!(grade[from] >= 0.7)) {
        ++from;
        continue;
      }
      std::size_t to = from + 1, run = 0, total = 0;
      for (std::size_t cm = from + 1; cm < grade.size(); ++cm) {
        if (grade[cm] >= 0.7) {
          total += run;
          run = 0;
          to = cm + 1;
          continue;
        }
        if (options.missing_breaks && std::isnan(grade[cm])) break;
        ++run;
        if (run > 120 || total + run > 250) break;
      }
      double sum = 0;
      for (std::size_t cm = from; cm < to; ++cm) sum += std::isnan(grade[cm]) ? 0 : std::min(grade[cm], 1.2);
      if (to - from >= 200 && sum / 100 >= 2 - 1e-9)
        expected.push_back(
            {static_cast<double>(from) / 100, static_cast<double>(to) / 100, sum / static_cast<double>(to - from)});
      from = to;
    }
    const auto found = OneHole(rows).intercepts(options);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_NEAR(found[i].from_m, expected[i][0], 1e-9);
      EXPECT_NEAR(found[i].to_m, expected[i][1], 1e-9);
      EXPECT_NEAR(found[i].grade, expected[i][2], 1e-9);
    }
  }
}

}  // namespace
}  // namespace lode
