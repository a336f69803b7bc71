// How long work reports and is cancelled.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

namespace lode {

/// Shared between a worker, which reports, and whoever shows it. Thread-safe.
class Progress {
 public:
  /// Names the step and its share done, 0..1; a negative share: unknown.
  void report(std::string step, double share);
  void report(double share) { share_.store(share, std::memory_order_relaxed); }
  void cancel() { cancelled_.store(true); }
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  /// Throws Cancelled when cancelled. Call it at least every 50 ms of work.
  void check() const;

  std::string step() const;
  double share() const { return share_.load(std::memory_order_relaxed); }

 private:
  mutable std::mutex mutex_;
  std::string step_;
  std::atomic<double> share_{-1};
  std::atomic<bool> cancelled_{false};
};

}  // namespace lode
