// Counts what this program allocates.
#pragma once

#include <cstddef>

namespace lode::testing {

/// Calls of operator new since the program began, on all threads.
std::size_t allocation_count();

}  // namespace lode::testing
