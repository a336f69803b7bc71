#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace lode {

namespace {

thread_local bool inside_body = false;

/// One call of parallel_for. Threads that help take ranges from `next` until none is left.
struct Loop {
  std::size_t count, grain;
  RangeBody body;
  std::atomic<std::size_t> next{0};  ///< the first range not taken, in grains
  unsigned helpers = 0;              ///< pool threads inside; guarded by the pool's mutex
  std::mutex failure_mutex;
  std::exception_ptr failure;

  void take_ranges() {
    const std::size_t ranges = (count - 1) / grain + 1;
    inside_body = true;
    for (std::size_t range = next++; range < ranges; range = next++) {
      const std::size_t begin = range * grain;
      try {
        body(begin, begin + std::min(grain, count - begin));
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        next = ranges;
      }
    }
    inside_body = false;
  }
};

/// Threads that help every loop under way; loops of several callers may run at once.
class Pool {
 public:
  explicit Pool(unsigned helpers) {
    for (unsigned i = 0; i < helpers; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void run(Loop& loop) {
    {
      const std::lock_guard lock(mutex_);
      loops_.push_back(&loop);
    }
    wake_.notify_all();
    loop.take_ranges();
    std::unique_lock lock(mutex_);
    std::erase(loops_, &loop);
    left_.wait(lock, [&] { return loop.helpers == 0; });
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stopping_ || !loops_.empty(); });
      if (stopping_) return;
      Loop& loop = *loops_.front();
      ++loop.helpers;
      lock.unlock();
      loop.take_ranges();
      lock.lock();
      std::erase(loops_, &loop);
      if (--loop.helpers == 0) left_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, left_;
  std::vector<Loop*> loops_;  ///< that may have ranges left
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

unsigned wanted_threads() {
  constexpr unsigned most = 256;
  if (const char* text = std::getenv("LODE_THREADS")) {
    const std::string_view view(text);
    unsigned threads = 0;
    const auto [end, fault] = std::from_chars(view.data(), view.data() + view.size(), threads);
    if (fault == std::errc() && end == view.data() + view.size() && threads > 0) return std::min(threads, most);
  }
  return std::clamp(std::thread::hardware_concurrency(), 1u, most);
}

}  // namespace

unsigned thread_count() {
  static const unsigned threads = wanted_threads();
  return threads;
}

void parallel_for(std::size_t count, std::size_t grain, RangeBody body) {
  if (count == 0) return;
  grain = std::max<std::size_t>(grain, 1);
  if (inside_body || count <= grain || thread_count() == 1) {
    for (std::size_t begin = 0; begin < count; begin += std::min(grain, count - begin))
      body(begin, begin + std::min(grain, count - begin));
    return;
  }
  static Pool pool(thread_count() - 1);
  Loop loop{.count = count, .grain = grain, .body = body, .failure_mutex = {}, .failure = {}};
  pool.run(loop);
  if (loop.failure) std::rethrow_exception(loop.failure);
}

}  // namespace lode
