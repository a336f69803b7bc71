// Eight characters in one register, the first in its lowest byte.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace lode::io {

inline std::uint64_t eight_bytes(const char* at) {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

inline constexpr std::uint64_t bytes_of(std::uint64_t byte) { return 0x0101010101010101 * byte; }

/// The highest bit of each byte that is zero, and no other.
inline std::uint64_t zero_bytes(std::uint64_t bytes) {
  constexpr std::uint64_t low_bits = bytes_of(0x7f);
  return ~(((bytes & low_bits) + low_bits) | bytes | low_bits);
}

/// Bit i: the highest bit of byte i, where nothing but highest bits is set.
inline std::uint64_t bits_of(std::uint64_t highest) { return ((highest >> 7) * 0x0102040810204080) >> 56; }

/// Ones in the last `count` bytes in memory, 0..8.
inline std::uint64_t last_bytes(std::size_t count) {
  static constexpr std::uint64_t ones[] = {0,
                                           0xFF00000000000000,
                                           0xFFFF000000000000,
                                           0xFFFFFF0000000000,
                                           0xFFFFFFFF00000000,
                                           0xFFFFFFFFFF000000,
                                           0xFFFFFFFFFFFF0000,
                                           0xFFFFFFFFFFFFFF00,
                                           0xFFFFFFFFFFFFFFFF};
  return ones[count];
}

/// High bits where characters less '0' are no digits; 0: all are.
inline std::uint64_t no_digits(std::uint64_t bytes) { return ((bytes + bytes_of(0x06)) | bytes) & bytes_of(0xF0); }

/// The number that eight digits, characters less '0', are.
inline std::uint64_t number_of_digits(std::uint64_t bytes) {
  bytes = bytes * 10 + (bytes >> 8);  // pairs
  constexpr std::uint64_t mask = 0x000000FF000000FF;
  return ((bytes & mask) * (100 + (std::uint64_t{1000000} << 32)) +
          ((bytes >> 16) & mask) * (1 + (std::uint64_t{10000} << 32))) >>
         32;
}

}  // namespace lode::io
