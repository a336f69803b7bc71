// Loads that are cancelled, files cut short while they are mapped, and models that say they are made up.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/error.h"
#include "io/generated_model.h"
#include "session/deposit.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::Deposit;
using testing::TemporaryFolder;

Scene scene_of(const fs::path& file) {
  Problems problems;
  return scene_of_inputs({file}, "", "EPSG:32644", problems);
}

/// Five million blocks.
fs::path write_large_table(const TemporaryFolder& folder) {
  const fs::path file = folder.path() / "large.csv";
  std::ofstream stream(file, std::ios::binary);
  stream << "x,y,z,Au_gpt\n";
  std::string text;
  for (int k = 0; k < 50; ++k) {
    text.clear();
    for (int j = 0; j < 250; ++j)
      for (int i = 0; i < 400; ++i)
        fmt::format_to(std::back_inserter(text), "{},{},{},{}.{}\n", 500000 + 10 * i, 6000000 + 10 * j, 300 + 5 * k,
                       (i + j) % 9, (i * j + k) % 10);
    stream << text;
  }
  return file;
}

TEST(LargeFiles, ALoadCancelledHalfwayLeavesTheSessionAsItWas) {
  const Deposit deposit;
  const TemporaryFolder folder;
  Session session;
  Progress first;
  Scene scene = scene_of(deposit.blocks());
  session.load(scene, first);
  const LoadedSourcePtr loaded = session.loaded(scene, 0);
  const Bounds bounds = session.bounds(scene);

  Scene larger = scene_of(write_large_table(folder));
  ASSERT_EQ(larger.sources.at(0).kind, DatasetKind::blocks);
  const Scene before = larger;
  Progress progress;
  std::atomic<bool> over{false};
  std::chrono::steady_clock::time_point cancelled_at;
  std::thread hand([&] {
    while (!over && !(progress.step().starts_with("reading large") && progress.share() > 0.5))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    cancelled_at = std::chrono::steady_clock::now();
    progress.cancel();
  });
  EXPECT_THROW(session.load(larger, progress), Cancelled);
  const auto threw_at = std::chrono::steady_clock::now();
  over = true;
  hand.join();
  EXPECT_LT(progress.share(), 1) << "it was cancelled before its end";
  EXPECT_LT(std::chrono::duration<double>(threw_at - cancelled_at).count(), 1);

  EXPECT_EQ(larger, before);
  EXPECT_THROW(session.loaded(larger, 0), Error) << "nothing of it was kept";
  EXPECT_EQ(session.loaded(scene, 0), loaded);
  EXPECT_EQ(session.bounds(scene).max, bounds.max);
  Progress again;
  session.load(larger, again);
  EXPECT_EQ(std::get<BlockModel>(*session.loaded(larger, 0)->dataset).table.rows, 5'000'000U);
}

TEST(LargeFiles, AModelCutShortUnderneathIsAnErrorInTonnesAndExports) {
  const TemporaryFolder folder;
  Progress progress;
  const fs::path file = folder.path() / "model.vti", target = folder.path() / "out.csv";
  io::write_generated_model(file, {64, 64, 64}, progress);
  Session session;
  Scene scene = scene_of(file);
  session.load(scene, progress);
  TonnageOptions options;
  options.grade = "Li2O_pct";
  options.density = std::string("density");
  const std::vector<double> cutoffs{0.5};
  ASSERT_GT(session.tonnage(scene, 0, options, cutoffs).rows.at(0).blocks, 0U);
  fs::resize_file(file, 8192);
  const auto names_it = [&](const auto& work) {
    try {
      work();
      ADD_FAILURE() << "the cut was not noticed";
    } catch (const Error& error) {
      EXPECT_EQ(error.where().file, file);
    }
  };
  names_it([&] { session.tonnage(scene, 0, options, cutoffs); });
  names_it([&] { export_to(session, scene, 0, "", target, progress); });
  EXPECT_FALSE(fs::exists(target));
  names_it([&] { session.picture(scene, 0); });
}

TEST(LargeFiles, AGeneratedModelSaysThatItIsSynthetic) {
  const TemporaryFolder folder;
  Progress progress;
  const fs::path file = folder.path() / "model.vti";
  io::write_generated_model(file, {20, 15, 10}, progress);
  EXPECT_NE(scene_of(file).note.find("Synthetic"), std::string::npos);
  const Deposit deposit;
  EXPECT_EQ(scene_of(deposit.blocks()).note, "");
}

}  // namespace
}  // namespace lode
