// Codes of the short words that a column repeats, found by their bytes alone.
#pragma once

#include <array>
#include <cstdint>

#include "io/eight_bytes.h"

namespace lode::io {

/// A few words of at most 16 bytes with their codes; a word that meets another's place takes it.
class WordCodes {
 public:
  static constexpr std::size_t most_bytes = 16;
  /// So many bytes in front of a word's end must be readable, whatever they are.
  static constexpr std::size_t bytes_before = 16;

  /// A word as bytes: of 1 to most_bytes.
  struct Key {
    std::uint64_t last = 0, before = 0;
    std::size_t size = 0;
    bool operator==(const Key&) const = default;
  };
  static Key key_of(const char* end, std::size_t size) {
    return {eight_bytes(end - 8) & last_bytes(size < 8 ? size : 8),
            size <= 8 ? 0 : eight_bytes(end - 16) & last_bytes(size - 8), size};
  }

  /// nullptr: not known.
  const std::uint32_t* find(const Key& key) const {
    const Entry& entry = entries_[place_of(key)];
    return entry.key == key ? &entry.code : nullptr;
  }
  void set(const Key& key, std::uint32_t code) { entries_[place_of(key)] = {key, code}; }

 private:
  struct Entry {
    Key key;
    std::uint32_t code = 0;
  };
  static constexpr int place_bits = 6;

  static std::size_t place_of(const Key& key) {
    return static_cast<std::size_t>(((key.last ^ (key.before + key.size)) * 0x9E3779B97F4A7C15u) >> (64 - place_bits));
  }

  std::array<Entry, std::size_t{1} << place_bits> entries_;
};

}  // namespace lode::io
