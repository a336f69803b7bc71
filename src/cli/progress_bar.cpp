#include "cli/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>

#include "platform/environment.h"

namespace lode::cli {

namespace {

constexpr int bar_width = 24;

using Clock = std::chrono::steady_clock;

/// `step_s`: how long the step has taken so far.
std::string line_of(const std::string& step, double share, double step_s) {
  if (share < 0) return step;
  const int filled = std::clamp(static_cast<int>(share * bar_width), 0, bar_width);
  std::string line = fmt::format("[{:#<{}}{:.<{}}] {:3.0f} %  {}", "", filled, "", bar_width - filled,
                                 100 * std::clamp(share, 0.0, 1.0), step);
  if (share > 0.02 && share < 1 && step_s > 1)
    line += fmt::format(", about {:.0f} s left", std::ceil(step_s * (1 - share) / share));
  return line;
}

}  // namespace

ProgressBar::ProgressBar(const Progress& progress) : progress_(progress) {
  if (platform::stderr_is_terminal()) thread_ = std::thread([this] { show(); });
}

ProgressBar::~ProgressBar() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void ProgressBar::show() {
  std::unique_lock lock(mutex_);
  bool shown = false;
  std::string step;
  Clock::time_point step_began = Clock::now();
  // The first line waits: short work shows none.
  while (!ended_.wait_for(lock, std::chrono::milliseconds(shown ? 100 : 400), [this] { return end_; })) {
    if (std::string now = progress_.step(); now != step) {
      step = std::move(now);
      step_began = Clock::now();
    }
    const double step_s = std::chrono::duration<double>(Clock::now() - step_began).count();
    fmt::print(stderr, "\r\033[K{}", line_of(step, progress_.share(), step_s));
    std::fflush(stderr);
    shown = true;
  }
  if (shown) fmt::print(stderr, "\r\033[K");
}

}  // namespace lode::cli
