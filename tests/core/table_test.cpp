#include "core/table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"

namespace lode {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Numbers, NarrowsDecimalsToIntegersExactly) {
  const std::vector<double> values{0.7, -0.02, nan, 12345.678, 0, 3};
  const Numbers numbers = Numbers::narrowed(values);
  const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage());
  ASSERT_NE(scaled, nullptr);
  EXPECT_EQ(scaled->decimals, 3);
  EXPECT_EQ(scaled->mantissas[3], 12345678);
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (std::isnan(values[row]))
      EXPECT_TRUE(std::isnan(numbers[row]));
    else
      EXPECT_EQ(numbers[row], values[row]);
  }
}

TEST(Numbers, KeepsDoublesThatAreNoShortDecimals) {
  for (const std::vector<double>& values :
       {std::vector<double>{1.0 / 3, 1}, {1e-10}, {3e9}, {0.001, 5409123.25}, {INFINITY}}) {
    const Numbers numbers = Numbers::narrowed(values);
    EXPECT_TRUE(std::holds_alternative<SharedArray<double>>(numbers.storage()));
    for (std::size_t row = 0; row < values.size(); ++row) EXPECT_EQ(numbers[row], values[row]);
  }
}

TEST(Numbers, NarrowsEveryDecimalOfUpToNinePlaces) {
  std::mt19937 random(2);
  for (int decimals = 0; decimals <= 9; ++decimals) {
    std::vector<double> values;
    for (int i = 0; i < 200000; ++i)
      values.push_back(static_cast<double>(static_cast<std::int32_t>(random()) | 1) / std::pow(10, decimals));
    const Numbers numbers = Numbers::narrowed(values);
    ASSERT_TRUE(std::holds_alternative<ScaledIntegers>(numbers.storage())) << decimals;
    EXPECT_EQ(std::get<ScaledIntegers>(numbers.storage()).decimals, decimals);
    for (std::size_t row = 0; row < values.size(); ++row) ASSERT_EQ(numbers[row], values[row]);
  }
}

TEST(Categories, NarrowsCodesAndKeepsMissing) {
  const Categories rocks = Categories::of({"PEG", "", "SPD", "PEG"});
  EXPECT_EQ(rocks.names(), (std::vector<std::string>{"PEG", "SPD"}));
  EXPECT_EQ(rocks[0], "PEG");
  EXPECT_EQ(rocks[1], "");
  EXPECT_EQ(rocks.code(1), Categories::missing);
  EXPECT_EQ(rocks.code(3), 0u);
  for (const std::size_t count : {255u, 256u, 65535u, 65536u}) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back("c" + std::to_string(i));
    values.emplace_back();
    const Categories many = Categories::of(values);
    EXPECT_EQ(many.codes().index(), count <= 255 ? 0u : count <= 65535 ? 1u : 2u);
    EXPECT_EQ(many[count - 1], values[count - 1]);
    EXPECT_EQ(many.code(count), Categories::missing);
  }
}

TEST(Column, PrintsAsTablesShow) {
  const Column grade{"Au_gpt", "g/t", ColumnType::number, ColumnRole::attribute,
                     Numbers::narrowed({1.5, 0.005, nan}, {1})};
  EXPECT_EQ(grade.text(0), "1.5");
  EXPECT_EQ(grade.text(1), "<0.01");
  EXPECT_EQ(grade.text(2), "");
  EXPECT_TRUE(grade.missing(2));
  const Column date{"logged", "", ColumnType::date, ColumnRole::attribute, Numbers::narrowed({19388})};
  EXPECT_EQ(date.text(0), "2023-01-31");
}

TEST(Column, PrintsFloat32AsTheShortestDecimalThatReadsBackToIt) {
  Column column;
  const std::vector<float> values{1.022F, 2.71F, 0.1F, 1e-7F, 16777217.0F, -0.02F};
  column.data = Numbers(SharedArray<float>(values), {2});
  EXPECT_EQ(column.text(0), "1.022");
  EXPECT_EQ(column.text(1), "2.71");
  EXPECT_EQ(column.text(2), "<0.2") << "half the limit is stored";
  EXPECT_EQ(column.text(3), "1e-07");
  EXPECT_EQ(column.text(4), "16777216");
  EXPECT_EQ(column.text(5), "-0.02");
  for (std::size_t row = 3; row < values.size(); ++row) EXPECT_EQ(std::stof(column.text(row)), values[row]);
}

TEST(Table, FindsExactlyThenIgnoringCase) {
  Table table;
  table.columns.push_back({"cu", "", ColumnType::number, ColumnRole::from, Numbers()});
  table.columns.push_back({"CU", "", ColumnType::number, ColumnRole::to, Numbers()});
  EXPECT_EQ(table.find("CU")->role, ColumnRole::to);
  EXPECT_EQ(table.find("Cu")->role, ColumnRole::from);
  EXPECT_EQ(table.find("zn"), nullptr);
  EXPECT_EQ(table.find(ColumnRole::to)->name, "CU");
  EXPECT_EQ(column_role(name(ColumnRole::total_depth)), ColumnRole::total_depth);
  EXPECT_EQ(column_role("ignored"), ColumnRole::ignored);
  EXPECT_THROW(column_role("azimut"), Error);
}

TEST(Table, KnowsUnitsFromNames) {
  EXPECT_EQ(unit_from_name("CU_pct"), "%");
  EXPECT_EQ(unit_from_name("Fe%"), "%");
  EXPECT_EQ(unit_from_name("Ta2O5_ppm"), "ppm");
  EXPECT_EQ(unit_from_name("AU_PPB_ICP"), "ppb");
  EXPECT_EQ(unit_from_name("Au (g/t)"), "g/t");
  EXPECT_EQ(unit_from_name("AU_gpt"), "g/t");
  EXPECT_EQ(unit_from_name("rock"), "");
}

TEST(Dates, AreDaysOfTheCalendar) {
  EXPECT_EQ(days_from_iso_date("1970-01-01"), 0);
  EXPECT_EQ(days_from_iso_date("2000-03-01"), 11017);
  EXPECT_EQ(iso_date(days_from_iso_date("1899-12-31")), "1899-12-31");
  EXPECT_EQ(iso_date(nan), "");
  for (const char* wrong : {"2023-02-29", "2023-1-1", "31.01.2023", "2023-13-01", ""})
    EXPECT_TRUE(std::isnan(days_from_iso_date(wrong))) << wrong;
}

TEST(Statistics, WeighByLength) {
  // 1 m of 2 %, 3 m of 4 %, a missing one and one below detection used as 0.01.
  const Column column{"Cu", "%", ColumnType::number, ColumnRole::attribute, Numbers::narrowed({2, 4, nan, 0.01}, {3})};
  const std::vector<double> lengths{1, 3, 10, 1};
  const ColumnStatistics result = statistics(column, lengths);
  EXPECT_EQ(result.count, 2u);
  EXPECT_EQ(result.missing, 1u);
  EXPECT_EQ(result.below_detection, 1u);
  EXPECT_EQ(result.min, 0.01);
  EXPECT_EQ(result.max, 4);
  EXPECT_NEAR(result.mean, 14.01 / 5, 1e-15);
}

TEST(Statistics, OfManyRowsAreExact) {
  std::vector<double> values(1'000'001);
  for (std::size_t row = 0; row < values.size(); ++row) values[row] = static_cast<double>(row);
  const Column column{"n", "", ColumnType::number, ColumnRole::attribute, Numbers::narrowed(values)};
  const ColumnStatistics result = statistics(column);
  EXPECT_EQ(result.count, values.size());
  EXPECT_EQ(result.mean, 500'000);
  EXPECT_EQ(result.max, 1e6);
  const ColumnStatistics none =
      statistics({"m", "", ColumnType::number, ColumnRole::attribute, Numbers::narrowed({nan, nan})});
  EXPECT_EQ(none.missing, 2u);
  EXPECT_TRUE(std::isnan(none.mean) && std::isnan(none.min));
}

}  // namespace
}  // namespace lode
