// Loops over all cores. VTK's own threads do not compile as C++20 under GCC 12.
#pragma once

#include <cstddef>
#include <functional>

namespace lode {

/// Number of threads used: the machine's, or the environment variable LODE_THREADS.
unsigned thread_count();

/// Calls body(begin, end) on the ranges of `grain` that cover 0..count (the last may be shorter; whatever the number of
/// threads, so that results kept per range and joined in order do not depend on it), from a
/// persistent pool; returns when all are done. An exception of a body is rethrown (the first one). Not reentrant from
/// within a body: nested calls run serially.
void parallel_for(std::size_t count, std::size_t grain, const std::function<void(std::size_t, std::size_t)>& body);

}  // namespace lode
