// What watching a child is on every system.
#pragma once

#include <algorithm>

#include "platform/child.h"

namespace lode::platform {

/// Asked again and again while the child runs.
class ChildWatch {
 public:
  static constexpr int poll_milliseconds = 10;

  ChildWatch(const ChildLimits& limits, Progress& progress)
      : limits_(limits), progress_(progress), deadline_(std::chrono::steady_clock::now() + limits.time) {}

  /// Whether the child must be killed, `result.end` says why. Throws Cancelled.
  bool is_over(std::uint64_t resident_bytes, ChildResult& result) const {
    progress_.check();
    if (std::chrono::steady_clock::now() > deadline_) result.end = ChildEnd::out_of_time;
    if (std::max<std::uint64_t>(resident_bytes, result.output.size()) > limits_.memory_bytes)
      result.end = ChildEnd::out_of_memory;
    return result.end != ChildEnd::finished;
  }

 private:
  ChildLimits limits_;
  Progress& progress_;
  std::chrono::steady_clock::time_point deadline_;
};

/// Throws Error when there is no such program.
void check_program(const std::filesystem::path& program);
[[noreturn]] void throw_not_started(const std::filesystem::path& program, const std::string& why);

}  // namespace lode::platform
