// Ctrl-C while long work runs.
#pragma once

#include "core/progress.h"

namespace lode::platform {

/// While it lives, the first Ctrl-C cancels `progress`, so that nothing is left half-written; a second one ends the
/// program at once. One at a time; `progress` must outlive it.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(Progress& progress);
  ~CancelOnInterrupt();
  CancelOnInterrupt(const CancelOnInterrupt&) = delete;
  CancelOnInterrupt& operator=(const CancelOnInterrupt&) = delete;
};

}  // namespace lode::platform
