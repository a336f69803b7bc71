// Comparisons of a column's narrow values, 64 rows to a word; written so that compilers vectorise them.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace lode {

static_assert(std::endian::native == std::endian::little, "packing bytes to bits relies on it");

/// 64 bytes of 0 or 1 to 64 bits.
inline std::uint64_t packed(const std::uint8_t* flags) {
  std::uint64_t word = 0;
  for (int byte = 0; byte < 8; ++byte) {
    std::uint64_t eight;
    std::memcpy(&eight, flags + 8 * byte, 8);
    // Gathers bit 0 of every byte into the uppermost byte.
    word |= ((eight * 0x0102040810204080u) >> 56) << (8 * byte);
  }
  return word;
}

/// words[w] = bits of predicate(values[64 w ..]); bits beyond the values are 0.
template <typename T, typename Predicate>
void compare_to_words(std::span<const T> values, Predicate predicate, std::uint64_t* words) {
  alignas(64) std::array<std::uint8_t, 64> flags;
  const std::size_t whole = values.size() / 64;
  for (std::size_t w = 0; w < whole; ++w) {
    const T* const v = values.data() + 64 * w;
    for (std::size_t i = 0; i < 64; ++i) flags[i] = predicate(v[i]) ? 1 : 0;
    words[w] = packed(flags.data());
  }
  if (values.size() % 64 == 0) return;
  flags.fill(0);
  for (std::size_t i = 0; i < values.size() % 64; ++i) flags[i] = predicate(values[64 * whole + i]) ? 1 : 0;
  words[whole] = packed(flags.data());
}

}  // namespace lode
