// Memory of large arrays, on large pages and used again. Every program that links `platform` has its operator new and
// delete from here (operator_new.cpp), so that no array asks for it.
#pragma once

#include <cstddef>

namespace lode::platform {

/// From this size on memory comes on large pages.
constexpr std::size_t large_memory_bytes = std::size_t{4} << 20;
/// Large memory that is given back is kept up to this, for who asks next.
constexpr std::size_t most_kept_bytes = std::size_t{256} << 20;

/// As std::malloc has it; give it back with release(). From large_memory_bytes on it begins at a large page and the
/// system is asked for such pages (Linux: 2 MiB, where the machine leaves them to programs): arrays of hundreds of
/// megabytes come with a five-hundredth of the page faults, and reading far apart in them misses fewer addresses. New
/// memory is cleared by the system, which for an array that is written once costs as much as writing it: what was given
/// back a moment ago and is at most an eighth too large is not. nullptr when there is no memory.
void* allocate(std::size_t bytes) noexcept;

/// nullptr is let be.
void release(void* memory) noexcept;
/// Of `bytes`, as they were asked for: cheaper.
void release(void* memory, std::size_t bytes) noexcept;

/// What release() has kept; at most most_kept_bytes.
std::size_t kept_bytes() noexcept;

}  // namespace lode::platform
