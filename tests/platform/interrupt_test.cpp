#include "platform/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

#include "core/error.h"

namespace lode::platform {
namespace {

TEST(CancelOnInterrupt, TheFirstCtrlCCancelsTheWork) {
  Progress progress;
  {
    const CancelOnInterrupt interrupt(progress);
    EXPECT_FALSE(progress.cancelled());
    std::raise(SIGINT);
    EXPECT_TRUE(progress.cancelled());
    EXPECT_THROW(progress.check(), Cancelled);
  }
  Progress next;
  const CancelOnInterrupt interrupt(next);
  EXPECT_FALSE(next.cancelled());
}

}  // namespace
}  // namespace lode::platform
