// Every form of the loop under a cut-off gives the bits that a comparison one by one does.
#include "core/range_words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <type_traits>
#include <vector>

namespace lode {
namespace {

template <typename T>
class RangeWords : public ::testing::Test {};
using Types = ::testing::Types<std::int32_t, float, double, std::uint8_t, std::uint16_t, std::uint32_t>;
TYPED_TEST_SUITE(RangeWords, Types);

template <typename T>
T random_value(std::mt19937& random) {
  if constexpr (std::is_floating_point_v<T>) {
    const unsigned which = random() % 12;
    if (which == 0) return std::numeric_limits<T>::quiet_NaN();
    if (which == 1) return (random() % 2 ? 1 : -1) * std::numeric_limits<T>::infinity();
    return static_cast<T>(random() % 40) / 4 - 3;
  } else {
    if (random() % 12 == 0) return random() % 2 ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
    return static_cast<T>(random() % 40);
  }
}

TYPED_TEST(RangeWords, EqualAComparisonOneByOne) {
  using T = TypeParam;
  std::mt19937 random(3);
  for (const std::size_t size : {0U, 1U, 63U, 64U, 65U, 200U, 1024U, 1500U})
    for (int round = 0; round < 40; ++round) {
      std::vector<T> values(size + 1);
      for (T& value : values) value = random_value<T>(random);
      StoredRange<T> range{random_value<T>(random), random_value<T>(random)};
      if (round % 4 == 0) range.high = std::numeric_limits<T>::max();
      if (round % 4 == 1) range.low = std::numeric_limits<T>::lowest();
      // From an odd address of values, as a part of a column may begin.
      const std::span<const T> part = std::span<const T>(values).subspan(size > 0 ? 1 : 0, size);
      std::vector<std::uint64_t> expected((size + 63) / 64, 0);
      for (std::size_t i = 0; i < size; ++i)
        if (part[i] >= range.low && part[i] <= range.high) expected[i / 64] |= std::uint64_t{1} << (i % 64);
      for (const Instructions use : {Instructions::baseline, Instructions::avx2, Instructions::avx512}) {
        if (use > instructions()) continue;
        std::vector<std::uint64_t> words(expected.size(), 0x5555);
        range_to_words(part, range, use, words.data());
        ASSERT_EQ(words, expected) << size << " values, form " << static_cast<int>(use);
      }
    }
}

}  // namespace
}  // namespace lode
