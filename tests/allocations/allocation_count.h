// Counts what this program allocates.
#pragma once

#include <cstddef>

namespace lode::testing {

/// Calls of operator new since the program began, on all threads.
std::size_t allocation_count();

/// Bytes allocated and not freed, and the most of them since start_peak(). Without what malloc adds, and without mapped
/// files.
std::size_t live_bytes();
std::size_t peak_bytes();
void start_peak();

}  // namespace lode::testing
