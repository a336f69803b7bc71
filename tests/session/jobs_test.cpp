#include "session/jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace lode {
namespace {

/// A door that work waits at until the test opens it.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

/// Counts wake-ups, and waits for them.
class Wakes {
 public:
  void wake() {
    const std::lock_guard lock(mutex_);
    ++count_;
    changed_.notify_all();
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

void no_error(const Error& error) { ADD_FAILURE() << error.what(); }

TEST(Jobs, TheNewestOfManySubmissionsRunsAfterTheOneThatRuns) {
  Wakes wakes;
  Gate first_started, go_on;
  std::vector<int> done;
  JobRunner jobs([&] { wakes.wake(); });
  const auto number = [&](int n) {
    return [&, n](Progress&) -> std::function<void()> { return [&done, n] { done.push_back(n); }; };
  };
  jobs.submit("first", [&](Progress&) -> std::function<void()> {
    first_started.open();
    go_on.wait();
    return [&] { done.push_back(0); };
  });
  first_started.wait();
  for (int n = 1; n <= 5; ++n) jobs.submit("drag", number(n));
  EXPECT_EQ(jobs.status()->title, "first");
  go_on.open();
  wakes.wait_for(1);
  jobs.deliver(no_error);
  wakes.wait_for(2);
  jobs.deliver(no_error);
  EXPECT_EQ(done, (std::vector{0, 5}));
  EXPECT_TRUE(jobs.idle());
}

TEST(Jobs, NothingStartsBeforeAResultIsDelivered) {
  Wakes wakes;
  std::atomic<int> started{0};
  JobRunner jobs([&] { wakes.wake(); });
  const auto work = [&](Progress&) -> std::function<void()> {
    ++started;
    return [] {};
  };
  jobs.submit("one", work);
  wakes.wait_for(1);
  jobs.submit("two", work);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(started, 1);
  EXPECT_FALSE(jobs.idle());
  jobs.deliver(no_error);
  wakes.wait_for(2);
  EXPECT_EQ(started, 2);
}

TEST(Jobs, ALoadIsNeverReplaced) {
  Wakes wakes;
  Gate started, go_on;
  std::vector<std::string> done;
  JobRunner jobs([&] { wakes.wake(); });
  const auto named = [&](const std::string& name) {
    return [&done, name](Progress&) -> std::function<void()> { return [&done, name] { done.push_back(name); }; };
  };
  jobs.submit("running", [&](Progress&) -> std::function<void()> {
    started.open();
    go_on.wait();
    return {};
  });
  started.wait();
  jobs.submit("load", named("load a"), true);
  jobs.submit("load", named("load b"), true);
  jobs.submit("drag", named("drag 1"));
  jobs.submit("drag", named("drag 2"));
  go_on.open();
  for (int i = 1; i <= 4; ++i) {
    wakes.wait_for(i);
    jobs.deliver(no_error);
  }
  EXPECT_EQ(done, (std::vector<std::string>{"load a", "load b", "drag 2"}));
}

TEST(Jobs, ErrorsGoToWhoDeliversAndForeignFailuresBecomeErrors) {
  Wakes wakes;
  JobRunner jobs([&] { wakes.wake(); });
  std::vector<std::string> errors;
  const auto note = [&](const Error& error) { errors.push_back(error.what_happened()); };
  jobs.submit("bad", [](Progress&) -> std::function<void()> { throw Error("no such file", "look again"); });
  wakes.wait_for(1);
  jobs.deliver(note);
  jobs.submit("worse", [](Progress&) -> std::function<void()> { throw std::runtime_error("broken"); });
  wakes.wait_for(2);
  jobs.deliver(note);
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0], "no such file");
  EXPECT_NE(errors[1].find("broken"), std::string::npos);
}

TEST(Jobs, CancellingDeliversNothing) {
  Wakes wakes;
  Gate started;
  JobRunner jobs([&] { wakes.wake(); });
  jobs.submit("long", [&](Progress& progress) -> std::function<void()> {
    started.open();
    progress.report("reading", 0.25);
    while (true) progress.check();
  });
  started.wait();
  jobs.cancel();
  wakes.wait_for(1);
  jobs.deliver([](const Error&) { FAIL(); });
  EXPECT_TRUE(jobs.idle());
  EXPECT_FALSE(jobs.status());
}

TEST(Jobs, ClosingCancelsWhatRuns) {
  Gate started;
  std::atomic<bool> second{false};
  {
    JobRunner jobs([] {});
    jobs.submit("endless", [&](Progress& progress) -> std::function<void()> {
      started.open();
      while (true) progress.check();
    });
    started.wait();
    jobs.submit("never", [&](Progress&) -> std::function<void()> {
      second = true;
      return {};
    });
  }
  EXPECT_FALSE(second);
}

}  // namespace
}  // namespace lode
