#include "platform/interrupt.h"

#include <atomic>
#include <csignal>

namespace lode::platform {

namespace {

std::atomic<Progress*> running{nullptr};

extern "C" void on_interrupt(int signal) {
  std::signal(signal, SIG_DFL);
  if (Progress* progress = running.load()) progress->cancel();
}

}  // namespace

CancelOnInterrupt::CancelOnInterrupt(Progress& progress) {
  running.store(&progress);
  std::signal(SIGINT, on_interrupt);
}

CancelOnInterrupt::~CancelOnInterrupt() {
  std::signal(SIGINT, SIG_DFL);
  running.store(nullptr);
}

}  // namespace lode::platform
