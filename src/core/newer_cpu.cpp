#include "core/newer_cpu.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace lode {

namespace {

Instructions supported() {
#ifdef LODE_X86_64_DISPATCH
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx2"))
    return Instructions::avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")) return Instructions::avx2;
#endif
  return Instructions::baseline;
}

Instructions allowed() {
  const char* text = std::getenv("LODE_INSTRUCTIONS");
  const std::string_view wanted = text != nullptr ? text : "";
  if (wanted == "baseline") return Instructions::baseline;
  if (wanted == "avx2") return Instructions::avx2;
  return Instructions::avx512;
}

}  // namespace

Instructions instructions() {
  static const Instructions best = std::min(supported(), allowed());
  return best;
}

}  // namespace lode
