// Loops over all cores. VTK's own threads do not compile as C++20 under GCC 12.
#pragma once

#include <cstddef>
#include <type_traits>

namespace lode {

/// Number of threads used: the machine's, or the environment variable LODE_THREADS.
unsigned thread_count();

/// Refers to a callable of a range for as long as a call lasts; unlike std::function it never allocates.
class RangeBody {
 public:
  template <typename Body>
  requires(!std::is_same_v<std::remove_cvref_t<Body>, RangeBody>) RangeBody(Body&& body)  // NOLINT: a body becomes one
      : body_(&body), call_([](const void* of, std::size_t begin, std::size_t end) {
          (*static_cast<const std::remove_reference_t<Body>*>(of))(begin, end);
        }) {}
  void operator()(std::size_t begin, std::size_t end) const { call_(body_, begin, end); }

 private:
  const void* body_;
  void (*call_)(const void*, std::size_t, std::size_t);
};

/// Calls body(begin, end) on the ranges of `grain` that cover 0..count (the last may be shorter; whatever the number of
/// threads, so that results kept per range and joined in order do not depend on it), from a
/// persistent pool; returns when all are done. An exception of a body is rethrown (the first one). Not reentrant from
/// within a body: nested calls run serially.
void parallel_for(std::size_t count, std::size_t grain, RangeBody body);

}  // namespace lode
