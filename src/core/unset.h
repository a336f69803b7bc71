// Vectors that resize() leaves as memory comes, for what is written over at once: filling tens of megabytes with zeros
// first costs as much as filling them with what they are for.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace lode {

template <typename T>
struct UnsetAllocator : std::allocator<T> {
  template <typename U>
  struct rebind {
    using other = UnsetAllocator<U>;
  };
  UnsetAllocator() = default;
  template <typename U>
  UnsetAllocator(const UnsetAllocator<U>&) {}  // NOLINT: containers convert it

  template <typename U>
  void construct(U*) noexcept {
    static_assert(std::is_trivially_copyable_v<U>);
  }
  template <typename U, typename... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    std::construct_at(at, std::forward<Arguments>(arguments)...);
  }
};

/// Elements that resize() adds have no value until they are given one.
template <typename T>
using UnsetVector = std::vector<T, UnsetAllocator<T>>;

}  // namespace lode
