// Whatever becomes of a child, its parent lives and knows.
#include "platform/child.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/error.h"
#include "testing/testing.h"

namespace lode::platform {
namespace {

using namespace std::chrono_literals;
using lode::testing::TemporaryFolder;

constexpr ChildLimits plenty{60s, std::uint64_t{1} << 34};

ChildResult run_shell(const std::string& script, const ChildLimits& limits = plenty) {
  Progress progress;
  return run_child("/bin/sh", {"-c", script}, limits, progress);
}

TEST(Child, ItsOutputAndExitCodeArrive) {
  const ChildResult result = run_shell("printf 'a\\000b'; echo lost >&2; exit 3");
  EXPECT_EQ(result.end, ChildEnd::finished);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, std::string("a\0b", 3));
  const ChildResult much = run_shell("head -c 5000000 /dev/zero");
  EXPECT_EQ(much.output.size(), 5'000'000U);
  EXPECT_EQ(much.exit_code, 0);
}

TEST(Child, ArgumentsArriveAsTheyAre) {
  Progress progress;
  const ChildResult result =
      run_child("/bin/sh", {"-c", "printf '%s|' \"$@\"", "sh", "a b", "", "\"Руда\" $HOME"}, plenty, progress);
  EXPECT_EQ(result.output, "a b||\"Руда\" $HOME|");
}

TEST(Child, ACrashIsNoCrashOfOurs) {
  for (const char* signal : {"SEGV", "ABRT", "KILL"}) {
    const ChildResult result = run_shell(std::string("echo half; kill -") + signal + " $$");
    EXPECT_EQ(result.end, ChildEnd::crashed) << signal;
    EXPECT_FALSE(result.crashed_how.empty());
  }
}

TEST(Child, IsKilledWhenItHangsOrTakesTooMuch) {
  EXPECT_EQ(run_shell("exec sleep 1000", {200ms, 1 << 30}).end, ChildEnd::out_of_time);
  EXPECT_EQ(run_shell("exec >&-; exec sleep 1000", {200ms, 1 << 30}).end, ChildEnd::out_of_time);
  EXPECT_EQ(run_shell("while :; do :; done", {200ms, 1 << 30}).end, ChildEnd::out_of_time);
  EXPECT_EQ(run_shell("exec tail -n 1 /dev/zero", {60s, 50'000'000}).end, ChildEnd::out_of_memory);
  EXPECT_EQ(run_shell("exec cat /dev/zero", {60s, 50'000'000}).end, ChildEnd::out_of_memory);
}

TEST(Child, IsGoneWhenTheUserCancels) {
  const TemporaryFolder folder;
  const std::filesystem::path started = folder.path() / "started", survived = folder.path() / "survived";
  Progress progress;
  std::thread user([&] {
    while (!std::filesystem::exists(started)) std::this_thread::sleep_for(1ms);
    progress.cancel();
  });
  const std::string script = "touch " + started.string() + "; sleep 1; touch " + survived.string();
  EXPECT_THROW(run_child("/bin/sh", {"-c", script}, plenty, progress), Cancelled);
  user.join();
  std::this_thread::sleep_for(1500ms);
  EXPECT_FALSE(std::filesystem::exists(survived));
}

TEST(Child, AProgramThatIsAbsentOrNoProgramIsAnError) {
  const TemporaryFolder folder;
  Progress progress;
  EXPECT_THROW(run_child(folder.path() / "absent", {}, plenty, progress), Error);
  EXPECT_THROW(run_child(folder.path(), {}, plenty, progress), Error);
  EXPECT_THROW(run_child(folder.write("text", "no program"), {}, plenty, progress), Error);
}

}  // namespace
}  // namespace lode::platform
