#include "cli/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "platform/environment.h"

namespace lode::cli {

namespace {

constexpr int bar_width = 24;

std::string line_of(const Progress& progress) {
  const double share = progress.share();
  if (share < 0) return progress.step();
  const int filled = std::clamp(static_cast<int>(share * bar_width), 0, bar_width);
  return fmt::format("[{:#<{}}{:.<{}}] {:3.0f} %  {}", "", filled, "", bar_width - filled,
                     100 * std::clamp(share, 0.0, 1.0), progress.step());
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
  // The first line waits: short work shows none.
  while (!ended_.wait_for(lock, std::chrono::milliseconds(shown ? 100 : 400), [this] { return end_; })) {
    fmt::print(stderr, "\r\033[K{}", line_of(progress_));
    std::fflush(stderr);
    shown = true;
  }
  if (shown) fmt::print(stderr, "\r\033[K");
}

}  // namespace lode::cli
