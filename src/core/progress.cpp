#include "core/progress.h"

#include "core/error.h"

namespace lode {

void Progress::report(std::string step, double share) {
  {
    const std::lock_guard lock(mutex_);
    step_ = std::move(step);
  }
  report(share);
}

void Progress::check() const {
  if (cancelled()) throw Cancelled{};
}

std::string Progress::step() const {
  const std::lock_guard lock(mutex_);
  return step_;
}

}  // namespace lode
