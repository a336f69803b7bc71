#include "core/calculation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace lode {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Table table_of() {
  Table table;
  table.name = "assay";
  table.rows = 3;
  const auto add = [&](const char* name, const char* unit, std::vector<double> values) {
    Column column;
    column.name = name;
    column.unit = unit;
    column.data = Numbers::narrowed(values);
    table.columns.push_back(column);
  };
  add("Li2O_pct", "%", {1.2, nan, 0.5});
  add("Ta2O5 ppm", "ppm", {100, 50, 0});
  Column rock;
  rock.name = "rock";
  rock.type = ColumnType::category;
  rock.data = Categories::of({"PEG", "SPD", "PEG"});
  table.columns.push_back(rock);
  return table;
}

double first(const std::string& text) { return Calculation::parse(text).evaluate(table_of()).at(0); }

TEST(Calculation, HasTheUsualPrecedence) {
  EXPECT_DOUBLE_EQ(first("1 + 2 * 3"), 7);
  EXPECT_DOUBLE_EQ(first("(1 + 2) * 3"), 9);
  EXPECT_DOUBLE_EQ(first("7-2-1"), 4);
  EXPECT_DOUBLE_EQ(first("8/4/2"), 1);
  EXPECT_DOUBLE_EQ(first("2^3^2"), 512);
  EXPECT_DOUBLE_EQ(first("-2^2"), -4);
  EXPECT_DOUBLE_EQ(first("2^-1"), 0.5);
  EXPECT_DOUBLE_EQ(first("3 - -2"), 5);
  EXPECT_DOUBLE_EQ(first("1e3*1.5"), 1500);
  EXPECT_DOUBLE_EQ(first("max(1, Li2O_pct, 1.1) + min(4, 3) + abs(-1) + sqrt(9) + clamp(9, 0, 2)"), 10.2);
  EXPECT_DOUBLE_EQ(first("log10(100) + ln(exp(2))"), 4);
}

TEST(Calculation, UsesColumnsAndMissingPropagates) {
  const auto values = Calculation::parse("Li2O_pct + 0.4 * [Ta2O5 ppm] / 1000").evaluate(table_of());
  EXPECT_DOUBLE_EQ(values[0], 1.24);
  EXPECT_TRUE(std::isnan(values[1]));
  EXPECT_DOUBLE_EQ(values[2], 0.5);
  EXPECT_TRUE(std::isnan(Calculation::parse("max(Li2O_pct, 3)").evaluate(table_of())[1]));
  EXPECT_TRUE(std::isnan(Calculation::parse("Li2O_pct ^ 0").evaluate(table_of())[1]));
  EXPECT_DOUBLE_EQ(Calculation::parse("ifmissing(Li2O_pct, 0)").evaluate(table_of())[1], 0);
  EXPECT_TRUE(std::isnan(Calculation::parse("1 / [Ta2O5 ppm]").evaluate(table_of())[2])) << "no infinity";
  EXPECT_EQ(Calculation::parse("a*[b c]+a").names(), (std::vector<std::string>{"a", "b c"}));
}

TEST(Calculation, FaultsPointAtTheirCharacter) {
  const auto column_of = [](const std::string& text) -> std::uint64_t {
    try {
      Calculation::parse(text).evaluate(table_of());
    } catch (const Error& error) {
      return error.where().column;
    }
    return 0;
  };
  EXPECT_EQ(column_of("1 + "), 5U);
  EXPECT_EQ(column_of("2 * (3"), 7U);
  EXPECT_EQ(column_of("Li20_pct + 1"), 1U);
  EXPECT_EQ(column_of("1 + rock"), 5U);
  EXPECT_EQ(column_of("1 + foo(2)"), 5U);
  EXPECT_EQ(column_of("clamp(1, 2)"), 1U);
  EXPECT_EQ(column_of("1 > 2"), 3U);
  EXPECT_EQ(column_of("\"a\""), 1U);
  EXPECT_THROW(Calculation::parse(""), Error);
  EXPECT_THROW(Calculation::parse(std::string(5000, '(') + "1"), Error);
  EXPECT_THROW(Calculation::parse(std::string(5000, '-') + "1"), Error);
}

TEST(Calculation, ConvertsLithium) {
  const auto expression = [](const char* name, const char* unit, const char* form, const char* to_unit) {
    Column column;
    column.name = name;
    column.unit = unit;
    return lithium_expression(column, form, to_unit);
  };
  EXPECT_EQ(expression("Li_ppm", "ppm", "Li2O", "%"), "Li_ppm * 2.153 / 10000");
  EXPECT_EQ(expression("li ppm", "ppm", "Li2CO3", "ppm"), "[li ppm] * 2.153 * 2.473");
  EXPECT_EQ(expression("Li2O_pct", "%", "Li2CO3", "%"), "Li2O_pct * 2.473");
  EXPECT_EQ(expression("Li2CO3_pct", "%", "Li", "ppm"), "Li2CO3_pct / 2.473 / 2.153 * 10000");
  EXPECT_EQ(expression("Li2O_pct", "%", "Li2O", "ppm"), "Li2O_pct * 10000");
  EXPECT_THROW(expression("Au_gpt", "g/t", "Li2O", "%"), Error);
  EXPECT_THROW(expression("Li", "", "Li2O", "%"), Error);
  // Katghora's first sample: 230 ppm Li stand beside 495.19 ppm Li2O.
  EXPECT_NEAR(230 * 2.153, 495.19, 0.005);
}

TEST(Calculation, TheUnitIsStatedOrComesFromTheName) {
  const Calculation twice = Calculation::parse("2 * Li2O_pct");
  EXPECT_EQ(calculated_column(table_of(), "LiEq_pct", twice, "").unit, "%");
  EXPECT_EQ(calculated_column(table_of(), "LiEq", twice, "g/t").unit, "g/t");
}

}  // namespace
}  // namespace lode
