#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "core/checks.h"
#include "core/dataset.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/write_file.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;

void write_text(const fs::path& target, const std::string& text) {
  write_whole(target, [&](const fs::path& path) { std::ofstream(path) << text; });
}

TEST(WriteWhole, ReplacesOrLeavesTheFileAlone) {
  const testing::TemporaryFolder folder;
  const fs::path target = folder.path() / "out.csv";
  write_text(target, "first");
  write_text(target, "second");
  EXPECT_EQ(testing::read_bytes(target), "second");
  EXPECT_THROW(write_whole(target,
                           [](const fs::path& path) {
                             EXPECT_EQ(path.extension(), ".csv");
                             std::ofstream(path) << "half";
                             throw Cancelled{};
                           }),
               Cancelled);
  EXPECT_EQ(testing::read_bytes(target), "second");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(WriteWhole, SaysWhyItCannot) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(write_text(folder.path() / "none" / "out.png", ""), Error);
  EXPECT_THROW(write_text(folder.path(), ""), Error);
  EXPECT_THROW(write_text(folder.path() / "", ""), Error);
}

TEST(Checks, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Check& row : checks()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.title.empty() || row.remedy.empty()) << row.name;
  }
  EXPECT_EQ(problem_of("duplicate-hole-id").severity, Severity::error);
  EXPECT_EQ(problem_of("duplicate-hole-id").check, "duplicate-hole-id");
  EXPECT_THROW(check("no-such-check"), std::out_of_range);
}

TEST(Dataset, CountsWhatAGeologistCounts) {
  Drillholes drillholes;
  drillholes.holes.resize(3);
  drillholes.intervals.resize(2);
  const Dataset dataset = drillholes;
  EXPECT_EQ(kind_of(dataset), DatasetKind::drillholes);
  EXPECT_EQ(count_of(dataset), 3u);
  EXPECT_EQ(tables_of(dataset).size(), 3u);  // no survey table
  EXPECT_STREQ(name(kind_of(Dataset(Surface()))), "surface");
}

TEST(Progress, ThrowsWhenCancelled) {
  Progress progress;
  progress.report("Reading", 0.5);
  progress.check();
  EXPECT_EQ(progress.step(), "Reading");
  progress.cancel();
  EXPECT_THROW(progress.check(), Cancelled);
}

}  // namespace
}  // namespace lode
