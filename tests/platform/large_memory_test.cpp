#include "platform/large_memory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace lode::platform {
namespace {

TEST(LargeMemory, SmallAndEmptyRequestsAreGiven) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{4096}, large_memory_bytes - 1}) {
    void* const memory = allocate(bytes);
    EXPECT_NE(memory, nullptr);
    release(memory);
  }
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

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

TEST(LargeMemory, TooMuchIsNullptr) { EXPECT_EQ(allocate(SIZE_MAX / 2), nullptr); }

TEST(LargeMemory, VectorsAndSharedArraysLieOnLargePages) {
  if (!are_given_on_request()) GTEST_SKIP() << "this system gives no large pages on request";
  const std::size_t before_kib = kib_on_large_pages();
  const std::vector<char> values(8 * page_bytes, 'x');
  EXPECT_TRUE(begins_a_large_page(values.data()));
  EXPECT_GE(kib_on_large_pages(), before_kib + page_bytes / 1024);  // at least one, however scattered the memory is
}

TEST(LargeMemory, WhatIsGivenBackIsUsedAgainByWhoAsksForAboutAsMuch) {
  constexpr std::size_t bytes = 5 * page_bytes;
  void* const first = allocate(bytes);
  const std::size_t before = kept_bytes();
  release(first);
  EXPECT_GE(kept_bytes(), before + bytes);
  void* const much_less = allocate(bytes / 2);
  EXPECT_NE(much_less, first);
  void* const a_little_less = allocate(bytes - bytes / 10);
  EXPECT_EQ(a_little_less, first);
  void* const another = allocate(bytes);
  EXPECT_NE(another, first);
  for (void* const memory : {much_less, a_little_less, another}) release(memory);
}

TEST(LargeMemory, NoMoreIsKeptThanStated) {
  std::vector<void*> all;
  for (std::size_t i = 0; i < 40; ++i) all.push_back(allocate((4 + i) * page_bytes));
  for (void* const memory : all) release(memory);
  EXPECT_LE(kept_bytes(), most_kept_bytes);
  EXPECT_GT(kept_bytes(), most_kept_bytes / 2);
  void* const too_much = allocate(most_kept_bytes + page_bytes);
  release(too_much, most_kept_bytes + page_bytes);
  EXPECT_LE(kept_bytes(), most_kept_bytes);
}

TEST(LargeMemory, ManyThreadsTakeAndGiveBack) {
  std::vector<std::thread> threads;
  std::atomic<bool> sound{true};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&sound, t] {
      for (std::size_t i = 0; i < 200; ++i) {
        const std::size_t bytes = large_memory_bytes + i % 7 * page_bytes;
        char* const memory = static_cast<char*>(allocate(bytes));
        memory[0] = memory[bytes - 1] = static_cast<char>(t);
        if (memory[0] != t || memory[bytes - 1] != t) sound = false;
        release(memory, bytes);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(sound);
}

#endif

}  // namespace
}  // namespace lode::platform
