// Replaces the program's operator new and delete; those of arrays and without exceptions call these. The sanitizers
// keep their own, which see more.
#include <cstddef>
#include <new>

#include "platform/large_memory.h"

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void* operator new(std::size_t bytes) {
  for (;;) {
    if (void* memory = lode::platform::allocate(bytes)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* memory) noexcept { lode::platform::release(memory); }
void operator delete(void* memory, std::size_t bytes) noexcept { lode::platform::release(memory, bytes); }

#endif
