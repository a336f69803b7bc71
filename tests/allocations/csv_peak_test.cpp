// What reading a block model as text allocates at its peak, beside what is kept of it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "allocation_count.h"
#include "core/block_model.h"
#include "io/formats.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::TemporaryFolder;

enum class Order { as_stored, top_down, z_fastest };

/// 600,000 blocks of 8 columns, one in seven missing.
std::filesystem::path write_blocks(const TemporaryFolder& folder, Order order) {
  const std::filesystem::path file = folder.path() / "blocks.csv";
  std::ofstream stream(file, std::ios::binary);
  std::string text = "XC,YC,ZC,ROCK,LI2O_PCT,FE2O3_PCT,DENSITY,CLASS\n";
  const char* const rocks[] = {"PEG", "SCH", "GRN"};
  for (int slow = 0; slow < 100; ++slow)
    for (int j = 0; j < 70; ++j)
      for (int fast = 0; fast < 100; ++fast) {
        const int i = order == Order::z_fastest ? slow : fast, k = order == Order::z_fastest ? fast : slow;
        const int noise = (i * 7919 + j * 104729 + k * 1299709) % 10007;
        if (noise % 7 == 0) continue;
        text += fmt::format("{}.5,{}.5,{},{},{:.3f},{:.2f},{:.2f},inferred\n", 445000 + 10 * i, 6890000 + 10 * j,
                            order == Order::top_down ? 900 - 5 * k : 300 + 5 * k, rocks[(i / 9 + k) % 3],
                            noise / 3000.0, noise / 500.0, 2.6 + noise % 40 / 100.0);
      }
  stream << text;
  return file;
}

class CsvPeak : public ::testing::TestWithParam<Order> {};

TEST_P(CsvPeak, IsAtMostThirtyPercentAboveWhatIsKept) {
  const TemporaryFolder folder;
  const std::filesystem::path file = write_blocks(folder, GetParam());
  Problems problems;
  Progress progress;
  const Source source = io::recognise({file}, problems).at(0);
  const std::size_t before = testing::live_bytes();
  testing::start_peak();
  const io::Loaded loaded = io::load(source, progress);
  const std::size_t kept = testing::live_bytes() - before, peak = testing::peak_bytes() - before;
  const auto& model = std::get<BlockModel>(*loaded.dataset);
  ASSERT_NEAR(static_cast<double>(model.table.rows), 600000, 2000);
  EXPECT_LE(kept, 31 * model.table.rows) << "six columns of four bytes, two of one, a line number where rows moved";
  EXPECT_LE(static_cast<double>(peak), 1.3 * static_cast<double>(kept));
}

INSTANTIATE_TEST_SUITE_P(Orders, CsvPeak, ::testing::Values(Order::as_stored, Order::top_down, Order::z_fastest));

}  // namespace
}  // namespace lode
