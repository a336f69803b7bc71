// Which values of a column lie in a range: the innermost loop under a cut-off that is dragged.
#pragma once

#include <cstdint>
#include <span>

#include "core/newer_cpu.h"
#include "core/threshold.h"

namespace lode {

/// words[w] = a bit for each of values[64 w ..], set where low <= value <= high (never for NaN); bits beyond the values
/// are 0. With `use` at most; every form gives the same bits.
template <typename T>
void range_to_words(std::span<const T> values, StoredRange<T> range, Instructions use, std::uint64_t* words);

}  // namespace lode
