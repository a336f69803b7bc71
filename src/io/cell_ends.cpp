#include "io/cell_ends.h"

#include <array>
#include <bit>
#include <cstring>

#include "io/eight_bytes.h"

#ifdef LODE_X86_64_DISPATCH
#include <immintrin.h>
#endif

namespace lode::io {

namespace {

constexpr std::size_t block_bytes = 64;
constexpr std::size_t at_once = 8;  ///< offsets are written so many at a time, the last of them beyond what is there

/// A bit for each of 64 bytes.
struct BlockMasks {
  std::uint64_t delimiters = 0, line_ends = 0;
};

/// Where offsets go, and how many lines have ended.
struct Found {
  std::uint32_t* next;
  std::size_t lines = 0;

  void add(BlockMasks masks, std::uint32_t at) {
    lines += static_cast<std::size_t>(std::popcount(masks.line_ends));
    std::uint64_t bits = masks.delimiters | masks.line_ends;
    std::uint32_t* const end = next + std::popcount(bits);
    for (; next < end; next += at_once)
      for (std::size_t i = 0; i < at_once; ++i, bits &= bits - 1)
        next[i] = at + static_cast<std::uint32_t>(std::countr_zero(bits));
    next = end;
  }
};

struct Baseline {
  std::uint64_t delimiter, line_end;
  Baseline(char delimiter_char, char line_end_char)
      : delimiter(bytes_of(static_cast<unsigned char>(delimiter_char))),
        line_end(bytes_of(static_cast<unsigned char>(line_end_char))) {}

  BlockMasks operator()(const char* block) const {
    BlockMasks masks;
    for (unsigned first = 0; first < block_bytes; first += 8) {
      const std::uint64_t bytes = eight_bytes(block + first);
      masks.delimiters |= bits_of(zero_bytes(bytes ^ delimiter)) << first;
      masks.line_ends |= bits_of(zero_bytes(bytes ^ line_end)) << first;
    }
    return masks;
  }
};

Found baseline_found(const char* text, std::size_t blocks, char delimiter, char line_end, Found found) {
  const Baseline masks_of(delimiter, line_end);
  for (std::size_t block = 0; block < blocks; ++block)
    found.add(masks_of(text + block * block_bytes), static_cast<std::uint32_t>(block * block_bytes));
  return found;
}

#ifdef LODE_X86_64_DISPATCH

[[gnu::target("avx2,bmi,popcnt"), gnu::flatten]] Found avx2_found(const char* text, std::size_t blocks, char delimiter,
                                                                  char line_end, Found found) {
  const __m256i delimiters = _mm256_set1_epi8(delimiter), line_ends = _mm256_set1_epi8(line_end);
  for (std::size_t block = 0; block < blocks; ++block) {
    const char* const at = text + block * block_bytes;
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
    const auto both = [](__m256i of_low, __m256i of_high) __attribute__((target("avx2"))) {
      return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(of_low))} |
             std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(of_high))} << 32;
    };
    found.add({both(_mm256_cmpeq_epi8(low, delimiters), _mm256_cmpeq_epi8(high, delimiters)),
               both(_mm256_cmpeq_epi8(low, line_ends), _mm256_cmpeq_epi8(high, line_ends))},
              static_cast<std::uint32_t>(block * block_bytes));
  }
  return found;
}

[[gnu::target("avx512bw,bmi,popcnt"), gnu::flatten]] Found avx512_found(const char* text, std::size_t blocks,
                                                                        char delimiter, char line_end, Found found) {
  const __m512i delimiters = _mm512_set1_epi8(delimiter), line_ends = _mm512_set1_epi8(line_end);
  for (std::size_t block = 0; block < blocks; ++block) {
    const __m512i bytes = _mm512_loadu_si512(text + block * block_bytes);
    found.add({_mm512_cmpeq_epi8_mask(bytes, delimiters), _mm512_cmpeq_epi8_mask(bytes, line_ends)},
              static_cast<std::uint32_t>(block * block_bytes));
  }
  return found;
}

#endif

Found blocks_found(const char* text, std::size_t blocks, char delimiter, char line_end,
                   [[maybe_unused]] Instructions use, Found found) {
#ifdef LODE_X86_64_DISPATCH
  if (use == Instructions::avx512) return avx512_found(text, blocks, delimiter, line_end, found);
  if (use == Instructions::avx2) return avx2_found(text, blocks, delimiter, line_end, found);
#endif
  return baseline_found(text, blocks, delimiter, line_end, found);
}

}  // namespace

CellEnds::CellEnds(char delimiter, char line_end, Instructions use)
    : delimiter_(delimiter), line_end_(line_end), use_(use), ends_(1 + most_bytes + at_once) {
  ends_[0] = UINT32_MAX;
}

void CellEnds::find(const char* text, std::size_t size) {
  text_ = text;
  const std::size_t whole = size / block_bytes;
  Found found = blocks_found(text, whole, delimiter_, line_end_, use_, {ends_.data() + 1});
  std::array<char, block_bytes> rest{};
  if (size % block_bytes != 0) std::memcpy(rest.data(), text + whole * block_bytes, size % block_bytes);
  BlockMasks masks = Baseline(delimiter_, line_end_)(rest.data());
  const std::uint64_t within = (std::uint64_t{1} << size % block_bytes) - 1;  // what fills the block may be a delimiter
  found.add({masks.delimiters & within, masks.line_ends & within}, static_cast<std::uint32_t>(whole * block_bytes));
  count_ = static_cast<std::size_t>(found.next - (ends_.data() + 1));
  lines_ = found.lines;
}

bool CellEnds::all_have(std::size_t width) const {
  if (lines_ * width > count_) return false;
  for (std::size_t line = 1; line <= lines_; ++line)
    if (text_[ends_[line * width]] != line_end_) return false;
  return true;  // as many line ends as there are lines: none stands between them
}

}  // namespace lode::io
