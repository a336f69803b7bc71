// Memory of large arrays on large pages. Every program that links `platform` has its operator new from here
// (operator_new.cpp), so that no array asks for it.
#pragma once

#include <cstddef>

namespace lode::platform {

/// From this size on memory comes on large pages.
constexpr std::size_t large_memory_bytes = std::size_t{4} << 20;

/// As std::malloc has it; give it back with std::free. From large_memory_bytes on it begins at a large page and the
/// system is asked for such pages (Linux: 2 MiB, where the machine leaves them to programs): arrays of hundreds of
/// megabytes come with a five-hundredth of the page faults, and reading far apart in them misses fewer addresses.
/// nullptr when there is no memory.
void* allocate(std::size_t bytes) noexcept;

}  // namespace lode::platform
