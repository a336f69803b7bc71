#include "core/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "core/error.h"

namespace lode {
namespace {

TEST(Text, FoldsRussianAndKazakhLetters) {
  EXPECT_EQ(fold_case("СКВАЖИНА Ёж"), "скважина ёж");
  EXPECT_EQ(fold_case("ӘҒҚҢӨҰҮҺІ"), "әғқңөұүһі");
  EXPECT_EQ(fold_case("XCollar_ÄÖÜ×"), "xcollar_äöü×");
  EXPECT_EQ(fold_case("日本 \xff\xd0"), "日本 \xff\xd0");
}

TEST(Text, ShortestReadsBackUnchanged) {
  EXPECT_EQ(shortest(0.7), "0.7");
  EXPECT_EQ(shortest(100000), "100000");
  EXPECT_EQ(shortest(5409123.25), "5409123.25");
  EXPECT_EQ(shortest(1e300), "1e+300");
  EXPECT_EQ(shortest(-std::numeric_limits<double>::quiet_NaN()), "nan");
  std::mt19937_64 random(1);
  for (int i = 0; i < 10000; ++i) {
    const double value = std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 160);
    EXPECT_EQ(std::stod(shortest(value)), value);
  }
}

TEST(Text, GroupsThousands) {
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-123456.789, 2), "-123,456.79");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(-0.001, 2), "0.00");
  EXPECT_EQ(grouped(1234.5, -1), "1,234.5");
  EXPECT_EQ(grouped(std::nan("")), "nan");
}

TEST(Text, OffersTheNearestName) {
  const std::vector<std::string> names{"Li2O_pct", "Ta2O5_ppm", "rock", "density"};
  EXPECT_EQ(nearest_name("li20_pct", names), "Li2O_pct");
  EXPECT_EQ(nearest_name("rokc", names), "rock");
  EXPECT_EQ(nearest_name("Li2O", names), "Li2O_pct");
  EXPECT_EQ(nearest_name("zzz", names), "");
}

TEST(Text, PathsAreUtf8) { EXPECT_EQ(utf8(path_from_utf8("данные/Скважины.csv")), "данные/Скважины.csv"); }

TEST(Error, SaysWhereInAtMostFourLines) {
  const Error error("the row has 3 cells instead of 5", "Mend the\nrow.", {"collar.csv", 7, 0});
  EXPECT_EQ(describe(error), "error: the row has 3 cells instead of 5\n  in collar.csv, line 7\n  Mend the row.");
  EXPECT_EQ(describe(Error("no name \"x\"", "", {{}, 0, 4})), "error: no name \"x\"\n  at column 4");
}

}  // namespace
}  // namespace lode
