#include "app/histogram.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace lode::app {
namespace {

Column numbers(const std::vector<double>& values) {
  return {.name = "Au", .unit = "", .data = Numbers::narrowed(values)};
}

TEST(Histogram, CountsEveryNumberOnce) {
  const Histogram histogram = histogram_of(numbers({0, 0.1, 0.2, NAN, 0.9, 1}), 10);
  EXPECT_EQ(histogram.missing, 1u);
  EXPECT_EQ(histogram.counts, (std::vector<std::uint64_t>{1, 1, 1, 0, 0, 0, 0, 0, 0, 2}));
  EXPECT_EQ(histogram.smallest, 0);
  EXPECT_EQ(histogram.greatest, 1);
}

TEST(Histogram, GathersALongTailInTheLastStep) {
  std::vector<double> values(1000);
  std::iota(values.begin(), values.end(), 0);
  values.push_back(1e6);
  const Histogram histogram = histogram_of(numbers(values), 10);
  EXPECT_LT(histogram.max, 1000);
  EXPECT_EQ(histogram.greatest, 1e6);
  EXPECT_EQ(std::accumulate(histogram.counts.begin(), histogram.counts.end(), std::uint64_t{0}), 1001u);
  EXPECT_GE(histogram.counts.back(), 100u);
}

TEST(Histogram, StandsColumnsWithoutValuesOrWithOne) {
  EXPECT_EQ(histogram_of(numbers({NAN, NAN})).missing, 2u);
  const Histogram one = histogram_of(numbers({3, 3}));
  EXPECT_LT(one.min, one.max);
  EXPECT_EQ(one.counts.front(), 2u);
}

TEST(Histogram, CountsWords) {
  const Column words{
      .name = "rock", .unit = "", .type = ColumnType::category, .data = Categories::of({"a", "b", "", "b"})};
  const Histogram histogram = histogram_of(words);
  EXPECT_EQ(histogram.counts, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(histogram.missing, 1u);
}

TEST(Snapping, GivesTheDecimalThatAGeologistWouldWrite) {
  EXPECT_EQ(snapped(0.7049, 0.01), 0.7);
  EXPECT_EQ(snapped(0.31, 0.1), 0.3);
  EXPECT_EQ(snapped(1.26, 0.05), 1.25);
  EXPECT_EQ(snapped(1234, 50), 1250);
  EXPECT_EQ(round_step(0.0123), 0.01);
  EXPECT_EQ(round_step(37), 20);
  EXPECT_EQ(round_step(0), 1);
}

}  // namespace
}  // namespace lode::app
