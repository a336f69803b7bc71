// Instructions that not every processor has, chosen while running.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__)
#define LODE_X86_64_DISPATCH 1
#endif

namespace lode {

/// Which forms of a loop this processor can run.
enum class Instructions { baseline, avx2, avx512 };

/// The best this processor has, or the environment variable LODE_INSTRUCTIONS allows: baseline, avx2, avx512.
Instructions instructions();

}  // namespace lode
