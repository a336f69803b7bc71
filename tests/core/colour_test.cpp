// Colours of grades, bins and words.
#include "core/colour.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/category_colours.h"
#include "core/error.h"

namespace lode {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

Column number_column(const std::vector<double>& values) {
  Column column;
  column.name = "Li2O_pct";
  column.unit = "%";
  column.data = Numbers::narrowed(values);
  return column;
}

double luminance(Rgba c) {
  const auto linear = [](std::uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

TEST(ColourMaps, BeginAndEndAsPublished) {
  EXPECT_EQ(colour_maps().front().name, "viridis");
  EXPECT_EQ(colour_map("viridis").colours.front(), (Rgba{0x44, 0x01, 0x54}));
  EXPECT_EQ(colour_map("viridis").colours.back(), (Rgba{0xfd, 0xe7, 0x25}));
  EXPECT_EQ(colour_map("cividis").colours.back(), (Rgba{0xfe, 0xe8, 0x38}));
  EXPECT_EQ(colour_map("magma").colours.front(), (Rgba{0, 0, 4}));
  EXPECT_EQ(colour_map("blue-red").colours.front(), (Rgba{0x3b, 0x4c, 0xc0}));
  EXPECT_NO_THROW(colour_map("turbo"));
}

TEST(ColourMaps, OrderedOnesGrowLighter) {
  for (const char* name : {"viridis", "cividis", "magma", "grey"}) {
    const ColourMap& map = colour_map(name);
    for (std::size_t i = 8; i < 256; i += 8)
      EXPECT_GT(luminance(map.colours[i]), luminance(map.colours[i - 8])) << name << " at " << i;
  }
}

TEST(ColourMaps, UnknownOneOffersTheNearest) {
  try {
    colour_map("virdis");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("viridis"), std::string::npos);
  }
}

TEST(ColourScale, SpansThe2ndTo98thPercentile) {
  std::vector<double> values;
  for (int i = 0; i <= 100; ++i) values.push_back(100 - i);
  values.push_back(nan);
  const Column column = number_column(values);
  const ColourScale scale = make_scale(column, {});
  EXPECT_DOUBLE_EQ(scale.min, 2);
  EXPECT_DOUBLE_EQ(scale.max, 98);
  EXPECT_FALSE(scale.logarithmic);
  EXPECT_EQ(scale.title, "Li2O_pct");
  EXPECT_EQ(scale.unit, "%");
  EXPECT_EQ(scale.index(nan), 0);
  EXPECT_EQ(scale.index(-5), 1);
  EXPECT_EQ(scale.index(2), 1);
  EXPECT_EQ(scale.index(50), 128);
  EXPECT_EQ(scale.index(98), 255);
  EXPECT_EQ(scale.index(1e9), 255);
  EXPECT_EQ(scale.palette[1], colour_map("viridis").colours[0]);
  EXPECT_EQ(scale.palette[255], colour_map("viridis").colours[255]);
  EXPECT_DOUBLE_EQ(percentile(*column.numbers(), 50), 50);
  EXPECT_DOUBLE_EQ(percentile(*column.numbers(), 2.5), 2.5);
  EXPECT_TRUE(std::isnan(percentile(Numbers::narrowed({nan}), 50)));
}

TEST(ColourScale, IsLogarithmicForSkewedGrades) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(i < 300 ? 0 : std::round(std::exp(i / 150.0) * 1000) / 1000);
  const ColourScale scale = make_scale(number_column(values), {});
  EXPECT_TRUE(scale.logarithmic);
  EXPECT_GT(scale.min, 0);
  EXPECT_NEAR(scale.index(std::sqrt(scale.min * scale.max)), 128, 1);
  EXPECT_EQ(scale.index(0), 1);
  EXPECT_EQ(scale.index(-1), 1);
  ColourStyle linear;
  linear.scale = ColourStyle::Scale::linear;
  EXPECT_FALSE(make_scale(number_column(values), linear).logarithmic);
}

TEST(ColourScale, HoldsForDegenerateColumns) {
  for (const std::vector<double>& values : {std::vector<double>{}, {nan, nan}, {5, 5, 5}, {0, 0}, {-3}}) {
    ColourStyle style;
    for (const auto kind : {ColourStyle::Scale::automatic, ColourStyle::Scale::logarithmic}) {
      style.scale = kind;
      const ColourScale scale = make_scale(number_column(values), style);
      EXPECT_LT(scale.min, scale.max);
      EXPECT_GE(scale.index(5), 1);
    }
  }
}

TEST(ColourScale, BinsCountAGradeAtTheCutOffAsAbove) {
  ColourStyle style;
  style.bins = {0.3, 0.7, 1.0};
  const Column column = number_column({0.29, 0.30, 0.69, 0.70, 1.00, 5, nan});
  const ColourScale scale = make_scale(column, style);
  std::vector<std::uint8_t> indices;
  colour_rows(column, scale, indices);
  EXPECT_EQ(indices, (std::vector<std::uint8_t>{1, 2, 2, 3, 4, 4, 0}));
  EXPECT_EQ(scale.palette[1], colour_map("viridis").colours[0]);
  EXPECT_EQ(scale.palette[4], colour_map("viridis").colours[255]);
  Column floats = column;
  floats.data = Numbers(SharedArray<float>(std::vector<float>{0.29f, 0.3f, 0.69f, 0.7f, 1.0f, 5, std::nanf("")}));
  colour_rows(floats, scale, indices);
  EXPECT_EQ(indices, (std::vector<std::uint8_t>{1, 2, 2, 3, 4, 4, 0}));
}

TEST(ColourScale, ColoursRowsAsItColoursValues) {
  std::vector<double> values;
  for (int i = 0; i < 200000; ++i) values.push_back(i % 17 == 0 ? nan : (i * 7919 % 100003) / 100.0);
  for (const auto kind : {ColourStyle::Scale::linear, ColourStyle::Scale::logarithmic}) {
    ColourStyle style;
    style.scale = kind;
    const Column column = number_column(values);
    const ColourScale scale = make_scale(column, style);
    std::vector<std::uint8_t> indices;
    colour_rows(column, scale, indices);
    ASSERT_EQ(indices.size(), values.size());
    for (std::size_t row = 0; row < values.size(); ++row) ASSERT_EQ(indices[row], scale.index(values[row])) << row;
  }
}

TEST(ColourScale, OneColourForAWordInEveryLayer) {
  Column column;
  column.name = "rock";
  column.type = ColumnType::category;
  column.data = Categories::of({"PEG", "", "GRN", "inferred"});
  const ColourScale scale = make_scale(column, {});
  EXPECT_TRUE(scale.categorical);
  std::vector<std::uint8_t> indices;
  colour_rows(column, scale, indices);
  EXPECT_EQ(indices, (std::vector<std::uint8_t>{1, 0, 2, 3}));
  EXPECT_EQ(scale.index_of_category(2), 3);
  EXPECT_EQ(scale.index_of_category(Categories::missing), 0);
  column.data = Categories::of({"x", "inferred", "y", "Peg"});
  const ColourScale other = make_scale(column, {});
  EXPECT_EQ(scale.palette[1], other.palette[4]);
  EXPECT_EQ(scale.palette[3], other.palette[2]);
}

TEST(CategoryColours, DifferWithinAColumn) {
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("unit " + std::to_string(i));
  std::set<std::array<int, 3>> seen;
  for (const Rgba c : category_colours(names)) seen.insert({c.r, c.g, c.b});
  EXPECT_EQ(seen.size(), names.size());
  EXPECT_EQ(category_colours(std::vector<std::string>(1000, "x")).size(), 1000u);
}

TEST(CategoryColours, ClassesHaveTheColoursOfTheirWholeWordsWhenCutShort) {
  const auto whole = category_colours({"Measured", "Indicated", "Inferred"});
  EXPECT_EQ(category_colours({"MEAS", "IND", "INF"}), whole);
  EXPECT_EQ(category_colours({"mea", "ind", "inf"}), whole);
}

TEST(ColourStyle, EqualsItselfWhereNothingIsChosen) {
  ColourStyle a, b;
  EXPECT_EQ(a, b);
  b.max = 2;
  EXPECT_NE(a, b);
}

}  // namespace
}  // namespace lode
