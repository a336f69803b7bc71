#include "platform/large_memory.h"

#include <cstdlib>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace lode::platform {

void* allocate(std::size_t bytes) noexcept {
#ifdef __linux__
  constexpr std::size_t page_bytes = std::size_t{2} << 20;
  if (bytes >= large_memory_bytes) {
    void* memory = nullptr;
    if (posix_memalign(&memory, page_bytes, bytes) != 0) return nullptr;
    madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: where it is not granted, small pages serve
    return memory;
  }
#endif
  return std::malloc(bytes == 0 ? 1 : bytes);
}

}  // namespace lode::platform
