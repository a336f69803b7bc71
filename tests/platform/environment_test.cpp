#include "platform/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "testing/testing.h"

namespace lode::platform {
namespace {

TEST(Environment, ProgramFolderHoldsThisProgram) {
  EXPECT_TRUE(std::filesystem::exists(program_folder() / "test_platform"));
}

#ifndef _WIN32
TEST(Environment, ConfigFolderIsMadeWhereTheUserWantsIt) {
  const testing::TemporaryFolder folder;
  setenv("XDG_CONFIG_HOME", (folder.path() / "deep" / "er").c_str(), 1);
  EXPECT_EQ(user_config_folder(), folder.path() / "deep" / "er" / "lode");
  EXPECT_TRUE(std::filesystem::is_directory(folder.path() / "deep" / "er" / "lode"));
  unsetenv("XDG_CONFIG_HOME");
}

TEST(Environment, DisplayIsWhatTheVariablesSay) {
  unsetenv("WAYLAND_DISPLAY");
  unsetenv("DISPLAY");
  EXPECT_FALSE(has_display());
  setenv("DISPLAY", ":99", 1);
  EXPECT_TRUE(has_display());
}
#endif

TEST(Environment, PeakMemoryGrowsWithUse) {
  const std::uint64_t before = peak_memory_bytes();
  const std::size_t size = (before / 2) + (std::size_t{64} << 20);
  std::vector<char> block(size);
  for (std::size_t i = 0; i < size; i += 1024) block[i] = 1;
  EXPECT_GT(peak_memory_bytes(), before + (std::uint64_t{32} << 20));
  EXPECT_GT(physical_memory_bytes(), peak_memory_bytes());
}

}  // namespace
}  // namespace lode::platform
