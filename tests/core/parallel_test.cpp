#include "core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace lode {
namespace {

TEST(ParallelFor, CoversEveryIndexOnceInRangesOfTheGrain) {
  std::vector<int> visits(100'003, 0);
  parallel_for(visits.size(), 1000, [&](std::size_t begin, std::size_t end) {
    EXPECT_EQ(begin % 1000, 0u);
    EXPECT_EQ(end, std::min(begin + 1000, visits.size()));
    for (std::size_t i = begin; i < end; ++i) ++visits[i];
  });
  EXPECT_EQ(visits, std::vector<int>(visits.size(), 1));
}

TEST(ParallelFor, RethrowsAndWorksAgain) {
  EXPECT_THROW(parallel_for(1000, 1,
                            [](std::size_t begin, std::size_t) {
                              if (begin == 500) throw std::runtime_error("body");
                            }),
               std::runtime_error);
  std::atomic<int> runs{0};
  parallel_for(100, 1, [&](std::size_t, std::size_t) { ++runs; });
  EXPECT_EQ(runs, 100);
}

TEST(ParallelFor, NestsAndServesSeveralCallers) {
  std::atomic<int> runs{0};
  const auto nested = [&] {
    parallel_for(50, 1, [&](std::size_t, std::size_t) {
      parallel_for(10, 3, [&](std::size_t begin, std::size_t end) { runs += static_cast<int>(end - begin); });
    });
  };
  std::thread first(nested), second(nested);
  first.join();
  second.join();
  EXPECT_EQ(runs, 1000);
}

}  // namespace
}  // namespace lode
