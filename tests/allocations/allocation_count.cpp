#include "allocation_count.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr std::size_t header_bytes = 16;  // in front of what is given out: its size
std::atomic<std::size_t> allocations{0}, live{0}, peak{0};

}  // namespace

std::size_t lode::testing::allocation_count() { return allocations; }
std::size_t lode::testing::live_bytes() { return live; }
std::size_t lode::testing::peak_bytes() { return peak; }
void lode::testing::start_peak() { peak = live.load(); }

void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size + header_bytes);
  if (memory == nullptr) throw std::bad_alloc();
  std::memcpy(memory, &size, sizeof size);
  const std::size_t now = live += size;
  std::size_t most = peak;
  while (now > most && !peak.compare_exchange_weak(most, now)) {
  }
  return static_cast<char*>(memory) + header_bytes;
}
// The standard library's own goes through the one above, a sanitizer's does not.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void operator delete(void* memory) noexcept {
  if (memory == nullptr) return;
  char* const begin = static_cast<char*>(memory) - header_bytes;
  std::size_t size = 0;
  std::memcpy(&size, begin, sizeof size);
  live -= size;
  std::free(begin);
}
void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { operator delete(memory); }
