// Rows or cells a filter lets through: a bit each, in storage order.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace lode {

/// Bits beyond size() in the last word are always 0.
class Mask {
 public:
  Mask() = default;
  explicit Mask(std::size_t size, bool value = false);

  std::size_t size() const { return size_; }
  bool operator[](std::size_t i) const { return (words_[i / 64] >> (i % 64)) & 1; }
  void set(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  void reset(std::size_t i) { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }
  /// All bits to `value`, the size to `size`; allocates only when it grows.
  void assign(std::size_t size, bool value);
  std::uint64_t count() const;
  bool none() const { return count() == 0; }
  Mask& operator&=(const Mask& other);
  Mask& operator|=(const Mask& other);
  bool operator==(const Mask&) const = default;

  std::span<const std::uint64_t> words() const { return words_; }
  std::span<std::uint64_t> words() { return words_; }

  template <typename Function>
  void for_each_set(Function&& function) const {
    for (std::size_t w = 0; w < words_.size(); ++w)
      for (std::uint64_t bits = words_[w]; bits != 0; bits &= bits - 1)
        function(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
  }

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

/// A Mask that answers how many bits are set before one: rank, from a count a word. For rows of sparse models.
class RankedMask {
 public:
  RankedMask() = default;
  explicit RankedMask(Mask mask);
  const Mask& mask() const { return mask_; }
  std::size_t size() const { return mask_.size(); }
  std::uint64_t count() const { return count_; }
  /// Set bits before i.
  std::uint64_t rank(std::size_t i) const {
    const std::uint64_t below = mask_.words()[i / 64] & ((std::uint64_t{1} << (i % 64)) - 1);
    return before_[i / 64] + static_cast<std::uint64_t>(std::popcount(below));
  }
  /// The place of set bit number n, the first is 0; n < count().
  std::size_t select(std::uint64_t n) const;

 private:
  Mask mask_;
  std::vector<std::uint64_t> before_;  ///< set bits before each word
  std::uint64_t count_ = 0;
};

}  // namespace lode
