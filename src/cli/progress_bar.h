// Progress on stderr while it is a terminal.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/progress.h"

namespace lode::cli {

/// Shows a Progress from its making to its end; nothing where stderr is no terminal.
class ProgressBar {
 public:
  explicit ProgressBar(const Progress& progress);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

 private:
  void show();

  const Progress& progress_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;
};

}  // namespace lode::cli
