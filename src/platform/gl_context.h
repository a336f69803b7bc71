// An OpenGL context without any display.
#pragma once

#include <memory>

namespace lode::platform {

/// A surfaceless EGL context (OpenGL 3.2 core or later), current on the creating thread. Tries the EGL device platform
/// of a GPU, then Mesa's surfaceless platform. Throws Error when the machine has neither.
class OffscreenGl {
 public:
  OffscreenGl();
  ~OffscreenGl();
  OffscreenGl(const OffscreenGl&) = delete;
  OffscreenGl& operator=(const OffscreenGl&) = delete;
  void make_current();
  bool is_current() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode::platform
