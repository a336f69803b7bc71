// A read-only array that shares its memory: a vector of ours, or a mapped file.
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace lode {

template <typename T>
class SharedArray {
 public:
  SharedArray() = default;
  SharedArray(std::vector<T> values) {  // NOLINT(google-explicit-constructor): vectors become columns everywhere
    auto owned = std::make_shared<const std::vector<T>>(std::move(values));
    values_ = {owned->data(), owned->size()};
    owner_ = std::move(owned);
  }
  /// `values` must live as long as `owner`.
  SharedArray(std::span<const T> values, std::shared_ptr<const void> owner)
      : values_(values), owner_(std::move(owner)) {}

  std::span<const T> span() const { return values_; }
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  const T& operator[](std::size_t row) const { return values_[row]; }
  const T* data() const { return values_.data(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }

 private:
  std::span<const T> values_;
  std::shared_ptr<const void> owner_;
};

}  // namespace lode
