#include "core/range_words.h"

#include <type_traits>

#include "core/filter_kernels.h"

#ifdef LODE_X86_64_DISPATCH
#include <immintrin.h>
#endif

namespace lode {

namespace {

template <typename T>
void baseline_words(std::span<const T> values, StoredRange<T> range, std::uint64_t* words) {
  compare_to_words(
      values, [=](T v) { return (v >= range.low) & (v <= range.high); }, words);
}

#ifdef LODE_X86_64_DISPATCH

// A register of values of each type: how many it holds, and a bit for each within the range.
template <typename T>
struct Avx512;
template <>
struct Avx512<std::int32_t> {
  static constexpr unsigned lanes = 16;
  __m512i low, high;
  [[gnu::target("avx512f")]] explicit Avx512(StoredRange<std::int32_t> range)
      : low(_mm512_set1_epi32(range.low)), high(_mm512_set1_epi32(range.high)) {}
  [[gnu::target("avx512f")]] std::uint64_t within(const std::int32_t* values) const {
    const __m512i v = _mm512_loadu_si512(values);
    return _mm512_mask_cmple_epi32_mask(_mm512_cmpge_epi32_mask(v, low), v, high);
  }
};
template <>
struct Avx512<float> {
  static constexpr unsigned lanes = 16;
  __m512 low, high;
  [[gnu::target("avx512f")]] explicit Avx512(StoredRange<float> range)
      : low(_mm512_set1_ps(range.low)), high(_mm512_set1_ps(range.high)) {}
  [[gnu::target("avx512f")]] std::uint64_t within(const float* values) const {
    const __m512 v = _mm512_loadu_ps(values);
    return _mm512_mask_cmp_ps_mask(_mm512_cmp_ps_mask(v, low, _CMP_GE_OQ), v, high, _CMP_LE_OQ);
  }
};
template <>
struct Avx512<double> {
  static constexpr unsigned lanes = 8;
  __m512d low, high;
  [[gnu::target("avx512f")]] explicit Avx512(StoredRange<double> range)
      : low(_mm512_set1_pd(range.low)), high(_mm512_set1_pd(range.high)) {}
  [[gnu::target("avx512f")]] std::uint64_t within(const double* values) const {
    const __m512d v = _mm512_loadu_pd(values);
    return _mm512_mask_cmp_pd_mask(_mm512_cmp_pd_mask(v, low, _CMP_GE_OQ), v, high, _CMP_LE_OQ);
  }
};

template <typename T>
struct Avx2;
template <>
struct Avx2<std::int32_t> {
  static constexpr unsigned lanes = 8;
  __m256i low, high;
  [[gnu::target("avx2")]] explicit Avx2(StoredRange<std::int32_t> range)
      : low(_mm256_set1_epi32(range.low)), high(_mm256_set1_epi32(range.high)) {}
  [[gnu::target("avx2")]] std::uint64_t within(const std::int32_t* values) const {
    const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(values));
    const __m256i outside = _mm256_or_si256(_mm256_cmpgt_epi32(low, v), _mm256_cmpgt_epi32(v, high));
    return 0xffU ^ static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(outside)));
  }
};
template <>
struct Avx2<float> {
  static constexpr unsigned lanes = 8;
  __m256 low, high;
  [[gnu::target("avx2")]] explicit Avx2(StoredRange<float> range)
      : low(_mm256_set1_ps(range.low)), high(_mm256_set1_ps(range.high)) {}
  [[gnu::target("avx2")]] std::uint64_t within(const float* values) const {
    const __m256 v = _mm256_loadu_ps(values);
    return static_cast<unsigned>(
        _mm256_movemask_ps(_mm256_and_ps(_mm256_cmp_ps(v, low, _CMP_GE_OQ), _mm256_cmp_ps(v, high, _CMP_LE_OQ))));
  }
};
template <>
struct Avx2<double> {
  static constexpr unsigned lanes = 4;
  __m256d low, high;
  [[gnu::target("avx2")]] explicit Avx2(StoredRange<double> range)
      : low(_mm256_set1_pd(range.low)), high(_mm256_set1_pd(range.high)) {}
  [[gnu::target("avx2")]] std::uint64_t within(const double* values) const {
    const __m256d v = _mm256_loadu_pd(values);
    return static_cast<unsigned>(
        _mm256_movemask_pd(_mm256_and_pd(_mm256_cmp_pd(v, low, _CMP_GE_OQ), _mm256_cmp_pd(v, high, _CMP_LE_OQ))));
  }
};

/// Whole words; returns how many.
template <typename T>
[[gnu::target("avx512f")]] std::size_t avx512_words(std::span<const T> values, StoredRange<T> range,
                                                    std::uint64_t* words) {
  using Lanes = Avx512<T>;
  const Lanes lanes(range);
  const std::size_t whole = values.size() / 64;
  for (std::size_t w = 0; w < whole; ++w) {
    std::uint64_t word = 0;
    for (unsigned first = 0; first < 64; first += Lanes::lanes)
      word |= lanes.within(values.data() + 64 * w + first) << first;
    words[w] = word;
  }
  return whole;
}

template <typename T>
[[gnu::target("avx2")]] std::size_t avx2_words(std::span<const T> values, StoredRange<T> range, std::uint64_t* words) {
  using Lanes = Avx2<T>;
  const Lanes lanes(range);
  const std::size_t whole = values.size() / 64;
  for (std::size_t w = 0; w < whole; ++w) {
    std::uint64_t word = 0;
    for (unsigned first = 0; first < 64; first += Lanes::lanes)
      word |= lanes.within(values.data() + 64 * w + first) << first;
    words[w] = word;
  }
  return whole;
}

#endif

}  // namespace

template <typename T>
void range_to_words(std::span<const T> values, StoredRange<T> range, [[maybe_unused]] Instructions use,
                    std::uint64_t* words) {
#ifdef LODE_X86_64_DISPATCH
  if constexpr (sizeof(T) >= 4 && !std::is_unsigned_v<T>) {
    if (use != Instructions::baseline) {
      const std::size_t whole =
          use == Instructions::avx512 ? avx512_words(values, range, words) : avx2_words(values, range, words);
      values = values.subspan(64 * whole);
      words += whole;
    }
  }
#endif
  baseline_words(values, range, words);
}

template void range_to_words(std::span<const std::int32_t>, StoredRange<std::int32_t>, Instructions, std::uint64_t*);
template void range_to_words(std::span<const float>, StoredRange<float>, Instructions, std::uint64_t*);
template void range_to_words(std::span<const double>, StoredRange<double>, Instructions, std::uint64_t*);
template void range_to_words(std::span<const std::uint8_t>, StoredRange<std::uint8_t>, Instructions, std::uint64_t*);
template void range_to_words(std::span<const std::uint16_t>, StoredRange<std::uint16_t>, Instructions, std::uint64_t*);
template void range_to_words(std::span<const std::uint32_t>, StoredRange<std::uint32_t>, Instructions, std::uint64_t*);

}  // namespace lode
