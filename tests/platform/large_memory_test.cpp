#include "platform/large_memory.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace lode::platform {
namespace {

constexpr std::uintptr_t page_bytes = std::uintptr_t{2} << 20;

bool begins_a_large_page(const void* memory) { return reinterpret_cast<std::uintptr_t>(memory) % page_bytes == 0; }

/// Whether the system gives large pages to who asks ("always [madvise] never").
bool are_given_on_request() {
  std::ifstream file("/sys/kernel/mm/transparent_hugepage/enabled");
  std::string word;
  while (file >> word)
    if (word == "[madvise]" || word == "[always]") return true;
  return false;
}

/// The KiB of this process that lie on large pages.
std::size_t kib_on_large_pages() {
  std::ifstream file("/proc/self/smaps_rollup");
  std::string word;
  std::size_t kib = 0;
  while (file >> word)
    if (word == "AnonHugePages:") file >> kib;
  return kib;
}

TEST(LargeMemory, SmallAndEmptyRequestsAreGiven) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{4096}, large_memory_bytes - 1}) {
    void* const memory = allocate(bytes);
    EXPECT_NE(memory, nullptr);
    std::free(memory);
  }
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST(LargeMemory, TooMuchIsNullptr) { EXPECT_EQ(allocate(SIZE_MAX / 2), nullptr); }

TEST(LargeMemory, VectorsAndSharedArraysLieOnLargePages) {
  if (!are_given_on_request()) GTEST_SKIP() << "this system gives no large pages on request";
  const std::size_t before_kib = kib_on_large_pages();
  const std::vector<char> values(8 * page_bytes, 'x');
  EXPECT_TRUE(begins_a_large_page(values.data()));
  EXPECT_GE(kib_on_large_pages(), before_kib + page_bytes / 1024);  // at least one, however scattered the memory is
}

#endif

}  // namespace
}  // namespace lode::platform
