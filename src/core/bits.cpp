#include "core/bits.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace lode {

Mask::Mask(std::size_t size, bool value) { assign(size, value); }

void Mask::assign(std::size_t size, bool value) {
  size_ = size;
  words_.assign((size + 63) / 64, value ? ~std::uint64_t{0} : 0);
  if (value && size % 64 != 0) words_.back() = (std::uint64_t{1} << (size % 64)) - 1;
}

std::uint64_t Mask::count() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t word : words_) sum += static_cast<std::uint64_t>(std::popcount(word));
  return sum;
}

Mask& Mask::operator&=(const Mask& other) {
  assert(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= other.words_[w];
  return *this;
}

Mask& Mask::operator|=(const Mask& other) {
  assert(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  return *this;
}

RankedMask::RankedMask(Mask mask) : mask_(std::move(mask)) {
  const auto words = std::as_const(mask_).words();
  before_.reserve(words.size());
  for (const std::uint64_t word : words) {
    before_.push_back(count_);
    count_ += static_cast<std::uint64_t>(std::popcount(word));
  }
}

std::size_t RankedMask::select(std::uint64_t n) const {
  const auto after = std::upper_bound(before_.begin(), before_.end(), n);
  const auto word = static_cast<std::size_t>(after - before_.begin()) - 1;
  std::uint64_t bits = mask_.words()[word];
  for (std::uint64_t skip = n - before_[word]; skip > 0; --skip) bits &= bits - 1;
  return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
}

}  // namespace lode
