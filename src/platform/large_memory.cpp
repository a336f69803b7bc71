#include "platform/large_memory.h"

#include <cstdlib>

#ifdef __linux__
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <mutex>
#endif

namespace lode::platform {

#ifdef __linux__

namespace {

constexpr std::size_t page_bytes = std::size_t{2} << 20;

struct Block {
  void* memory = nullptr;
  std::size_t bytes = 0;  ///< those behind the last that was asked for too, up to a large page
};

/// Blocks given back, the newest first.
class Kept {
 public:
  void* take(std::size_t bytes) {
    const std::lock_guard lock(guard_);
    const auto end = blocks_.begin() + static_cast<std::ptrdiff_t>(count_);
    const auto found = std::find_if(blocks_.begin(), end, [&](const Block& block) {
      return block.bytes >= bytes && block.bytes - bytes <= bytes / 8 + page_bytes;
    });
    if (found == end) return nullptr;
    void* const memory = found->memory;
    bytes_ -= found->bytes;
    std::copy(found + 1, end, found);
    --count_;
    return memory;
  }

  /// The oldest go where they are too many.
  void keep(Block block) {
    if (block.bytes > most_kept_bytes) return std::free(block.memory);
    const std::lock_guard lock(guard_);
    while (count_ == blocks_.size() || bytes_ + block.bytes > most_kept_bytes) {
      --count_;
      bytes_ -= blocks_[count_].bytes;
      std::free(blocks_[count_].memory);
    }
    std::copy_backward(blocks_.begin(), blocks_.begin() + static_cast<std::ptrdiff_t>(count_),
                       blocks_.begin() + static_cast<std::ptrdiff_t>(count_ + 1));
    blocks_[0] = block;
    ++count_;
    bytes_ += block.bytes;
  }

  std::size_t bytes() {
    const std::lock_guard lock(guard_);
    return bytes_;
  }

 private:
  std::mutex guard_;
  std::array<Block, 16> blocks_{};
  std::size_t count_ = 0, bytes_ = 0;
};

constinit Kept kept;  // there before the first operator new, and until after the last

void release_block(void* memory) {
  const std::size_t bytes = malloc_usable_size(memory);
  if (bytes >= large_memory_bytes)
    kept.keep({memory, bytes});
  else
    std::free(memory);
}

}  // namespace

void* allocate(std::size_t bytes) noexcept {
  if (bytes < large_memory_bytes) return std::malloc(bytes == 0 ? 1 : bytes);
  if (void* const again = kept.take(bytes)) return again;
  void* memory = nullptr;
  if (posix_memalign(&memory, page_bytes, bytes) != 0) return nullptr;
  madvise(memory, bytes, MADV_HUGEPAGE);  // a wish: where it is not granted, small pages serve
  return memory;
}

void release(void* memory) noexcept {
  if (memory != nullptr) release_block(memory);
}

void release(void* memory, std::size_t bytes) noexcept {
  if (bytes < large_memory_bytes)
    std::free(memory);
  else if (memory != nullptr)
    release_block(memory);
}

std::size_t kept_bytes() noexcept { return kept.bytes(); }

#else

void* allocate(std::size_t bytes) noexcept { return std::malloc(bytes == 0 ? 1 : bytes); }
void release(void* memory) noexcept { std::free(memory); }
void release(void* memory, std::size_t) noexcept { std::free(memory); }
std::size_t kept_bytes() noexcept { return 0; }

#endif

}  // namespace lode::platform
