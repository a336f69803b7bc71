#include "io/decimal_cells.h"

#include <algorithm>
#include <array>

#include "io/eight_bytes.h"

#ifdef LODE_X86_64_DISPATCH
#include <immintrin.h>
#endif

namespace lode::io {

namespace {

constexpr std::size_t most_digits = 15;

/// How long cells of a shape are behind their sign.
struct Lengths {
  std::size_t marked, least, beyond_least;
  explicit Lengths(DecimalShape shape)
      : marked(shape.decimals > 0 ? 1 : 0),
        least(static_cast<std::size_t>(shape.decimals) + 1),  // with decimals: a mark and no digit in front of it
        beyond_least(most_digits + marked - least) {}
};

// What cells of a column have in common is asked by branches, which the processor foresees; computed with instead it
// would delay what comes behind.

/// A cell behind its sign.
struct Digits {
  std::size_t size;
  bool negative = false;
  explicit Digits(const ColumnCells::Cell& cell) : size(static_cast<std::size_t>(cell.end - cell.begin)) {
    if (*cell.begin != '-') [[likely]]
      return;
    negative = true;
    --size;
  }
  bool fit(const Lengths& lengths) const { return size - lengths.least <= lengths.beyond_least; }
};

/// The numbers and the others of a column so far.
struct Taken {
  std::int64_t* mantissas;
  std::uint16_t* others;
  std::size_t other_count = 0;

  void add(std::size_t cell, bool negative, std::uint64_t mantissa, bool sound) {
    mantissas[cell] = static_cast<std::int64_t>(mantissa);
    if (negative) [[unlikely]] {
      mantissas[cell] = -static_cast<std::int64_t>(mantissa);
      sound = sound && mantissa != 0;
    }
    if (!sound) [[unlikely]]
      add_other(cell);
  }
  void add_other(std::size_t cell) { others[other_count++] = static_cast<std::uint16_t>(cell); }
};

std::size_t baseline_decimals(ColumnCells cells, DecimalShape shape, Taken taken) {
  const Lengths lengths(shape);
  const auto decimals = static_cast<std::size_t>(shape.decimals);
  const std::uint64_t stays = shape.decimals > 0 ? last_bytes(decimals) : ~std::uint64_t{0};  // behind the mark
  for (std::size_t i = 0; i < cells.rows; ++i) {
    const ColumnCells::Cell cell = cells[i];
    const Digits written(cell);
    if (!written.fit(lengths)) [[unlikely]] {
      taken.add_other(i);
      continue;
    }
    const std::size_t digits = written.size - lengths.marked;
    const std::uint64_t in_place =  // what stands in front of the mark moves up by one
        (eight_bytes(cell.end - 8) & stays) | (eight_bytes(cell.end - 9) & ~stays);
    const std::uint64_t low = (in_place ^ bytes_of('0')) & last_bytes(std::min<std::size_t>(digits, 8));
    std::uint64_t mantissa = number_of_digits(low), wrong = no_digits(low);
    if (digits > 8) {
      const std::uint64_t high = (eight_bytes(cell.end - 16 - lengths.marked) ^ bytes_of('0')) & last_bytes(digits - 8);
      mantissa += 100'000'000 * number_of_digits(high);
      wrong |= no_digits(high);
    }
    const bool marked = lengths.marked == 0 || cell.end[-1 - shape.decimals] == shape.mark;
    taken.add(i, written.negative, mantissa, marked & (wrong == 0));
  }
  return taken.other_count;
}

#ifdef LODE_X86_64_DISPATCH

/// The sixteen characters in front of a cell's end, and what becomes of them.
struct Sixteen {
  static constexpr std::size_t bytes = 16;
  std::array<char, bytes> zeros;         ///< what is taken from each: '0', or the mark
  std::array<std::uint8_t, bytes> most;  ///< what may be left: 9, or 0
  std::array<std::uint8_t, bytes> from;  ///< where each comes from once the mark is left out; 0x80: it is zero

  explicit Sixteen(DecimalShape shape) {
    const std::size_t mark = shape.decimals > 0 ? bytes - 1 - static_cast<std::size_t>(shape.decimals) : bytes;
    for (std::size_t i = 0; i < bytes; ++i) {
      zeros[i] = i == mark ? shape.mark : '0';
      most[i] = i == mark ? 0 : 9;
      from[i] = static_cast<std::uint8_t>(mark == bytes || i > mark ? i : i > 0 ? i - 1 : 0x80);
    }
  }
};

/// 16 bytes from the n-th on: ones in the last n.
constexpr auto last_ones = [] {
  std::array<std::int8_t, 2 * Sixteen::bytes> ones{};
  for (std::size_t i = Sixteen::bytes; i < ones.size(); ++i) ones[i] = -1;
  return ones;
}();

[[gnu::target("avx2"), gnu::flatten]] std::size_t avx2_decimals(ColumnCells cells, DecimalShape shape, Taken taken) {
  const auto load = [](const void* at) __attribute__((target("avx2"))) {
    return _mm_loadu_si128(static_cast<const __m128i*>(at));
  };
  const Lengths lengths(shape);
  const Sixteen sixteen(shape);
  const __m128i zeros = load(sixteen.zeros.data()), most = load(sixteen.most.data()), from = load(sixteen.from.data());
  const __m128i tens = _mm_set1_epi16(0x010A), hundreds = _mm_set1_epi32(0x00010064);
  const __m128i ten_thousands = _mm_set1_epi32(0x00012710);
  for (std::size_t i = 0; i < cells.rows; ++i) {
    const ColumnCells::Cell cell = cells[i];
    const Digits written(cell);
    if (!written.fit(lengths)) [[unlikely]] {
      taken.add_other(i);
      continue;
    }
    const __m128i values =
        _mm_and_si128(_mm_sub_epi8(load(cell.end - Sixteen::bytes), zeros), load(last_ones.data() + written.size));
    const __m128i wrong = _mm_subs_epu8(values, most);
    const __m128i fours = _mm_madd_epi16(_mm_maddubs_epi16(_mm_shuffle_epi8(values, from), tens), hundreds);
    const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), ten_thousands);
    const auto both = static_cast<std::uint64_t>(_mm_cvtsi128_si64(eights));
    taken.add(i, written.negative, (both & 0xffffffff) * 100'000'000 + (both >> 32),
              _mm_testz_si128(wrong, wrong) != 0);
  }
  return taken.other_count;
}

#endif

}  // namespace

std::size_t read_decimals(const ColumnCells& cells, DecimalShape shape, [[maybe_unused]] Instructions use,
                          std::int64_t* mantissas, std::uint16_t* others) {
#ifdef LODE_X86_64_DISPATCH
  if (use != Instructions::baseline) return avx2_decimals(cells, shape, {mantissas, others});
#endif
  return baseline_decimals(cells, shape, {mantissas, others});
}

}  // namespace lode::io
