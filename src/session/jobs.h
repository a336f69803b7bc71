// One job runs, the newest waits: how the window computes without freezing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/error.h"
#include "core/progress.h"

namespace lode {

/// Runs work on one thread of its own. Submitting while one runs replaces the one that waits; a finished result is
/// delivered, then the waiting one starts, so that a drag always moves.
class JobRunner {
 public:
  /// `wake` is called from the worker when something finished (e.g. glfwPostEmptyEvent).
  explicit JobRunner(std::function<void()> wake);
  ~JobRunner();  ///< cancels and joins

  /// `work` runs on the worker and returns what is to be done on the caller's thread in deliver().
  using Work = std::function<std::function<void()>(Progress&)>;
  /// `exclusive`: long work such as loading, never replaced by a later submission, which waits instead.
  void submit(std::string title, Work work, bool exclusive = false);
  /// Runs the finished work's continuation on this thread; an Error of the work goes to `on_error`.
  void deliver(const std::function<void(const Error&)>& on_error);
  void cancel();  ///< the running job

  struct Status {
    std::string title;
    std::string step;
    double share = -1;   ///< 0..1, negative: unknown
    double seconds = 0;  ///< since it started
    bool exclusive = false;
  };
  std::optional<Status> status() const;  ///< of the running job
  bool idle() const;                     ///< nothing runs, waits or is to be delivered

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode
