// Numbers out of bytes, whatever their order and alignment.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace lode::io {

template <typename T>
T read_as(const char* bytes, std::endian order) {
  std::array<char, sizeof(T)> copy;
  std::memcpy(copy.data(), bytes, sizeof(T));
  if (order != std::endian::native) std::ranges::reverse(copy);
  return std::bit_cast<T>(copy);
}

}  // namespace lode::io
