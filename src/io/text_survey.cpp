#include "io/text_survey.h"

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

/// A bit for each of 64 bytes.
struct BlockMasks {
  std::uint64_t line_ends = 0, doubtful = 0;  ///< doubtful: where a line starts with it
  bool quotes = false, other_than_ascii = false;
};

/// What blocks that follow one another say.
struct Surveyed {
  TextSurvey all;
  std::uint64_t line_starts = 1;  ///< its lowest bit: the next block starts a line

  void add(BlockMasks masks) {
    all.line_ends += static_cast<std::uint64_t>(std::popcount(masks.line_ends));
    all.doubtful_lines |= ((masks.line_ends << 1 | line_starts) & masks.doubtful) != 0;
    all.quotes |= masks.quotes;
    all.other_than_ascii |= masks.other_than_ascii;
    line_starts = masks.line_ends >> 63;
  }
};

BlockMasks baseline_masks(const char* block, char line_end, char delimiter) {
  const std::uint64_t ends = bytes_of(static_cast<unsigned char>(line_end));
  const std::uint64_t delimiters = bytes_of(static_cast<unsigned char>(delimiter));
  constexpr std::uint64_t low_bits = bytes_of(0x7f), beyond_blank = bytes_of(0x7f - ' '), quotes = bytes_of('"');
  BlockMasks masks;
  std::uint64_t all = 0, quoted = 0;
  for (unsigned first = 0; first < block_bytes; first += 8) {
    const std::uint64_t bytes = eight_bytes(block + first);
    const std::uint64_t up_to_blank = ~(((bytes & low_bits) + beyond_blank) | bytes) & ~low_bits;
    masks.line_ends |= bits_of(zero_bytes(bytes ^ ends)) << first;
    masks.doubtful |= bits_of(up_to_blank | zero_bytes(bytes ^ delimiters)) << first;
    quoted |= zero_bytes(bytes ^ quotes);
    all |= bytes;
  }
  masks.quotes = quoted != 0;
  masks.other_than_ascii = (all & ~low_bits) != 0;
  return masks;
}

void baseline_survey(const char* text, std::size_t blocks, char line_end, char delimiter, Surveyed& surveyed) {
  for (std::size_t block = 0; block < blocks; ++block)
    surveyed.add(baseline_masks(text + block * block_bytes, line_end, delimiter));
}

#ifdef LODE_X86_64_DISPATCH

[[gnu::target("avx2,popcnt"), gnu::flatten]] void avx2_survey(const char* text, std::size_t blocks, char line_end,
                                                              char delimiter, Surveyed& surveyed) {
  const __m256i ends = _mm256_set1_epi8(line_end), delimiters = _mm256_set1_epi8(delimiter);
  const __m256i quotes = _mm256_set1_epi8('"'), blanks = _mm256_set1_epi8(' ');
  const auto mask = [](__m256i bytes) __attribute__((target("avx2"))) {
    return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes))};
  };
  const auto doubtful = [&](__m256i bytes) __attribute__((target("avx2"))) {
    return mask(_mm256_or_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, blanks), bytes),
                                _mm256_cmpeq_epi8(bytes, delimiters)));
  };
  for (std::size_t block = 0; block < blocks; ++block) {
    const auto* const at = reinterpret_cast<const __m256i*>(text + block * block_bytes);
    const __m256i low = _mm256_loadu_si256(at), high = _mm256_loadu_si256(at + 1);
    const __m256i quoted = _mm256_or_si256(_mm256_cmpeq_epi8(low, quotes), _mm256_cmpeq_epi8(high, quotes));
    surveyed.add({mask(_mm256_cmpeq_epi8(low, ends)) | mask(_mm256_cmpeq_epi8(high, ends)) << 32,
                  doubtful(low) | doubtful(high) << 32, mask(quoted) != 0, mask(_mm256_or_si256(low, high)) != 0});
  }
}

[[gnu::target("avx512bw,popcnt"), gnu::flatten]] void avx512_survey(const char* text, std::size_t blocks, char line_end,
                                                                    char delimiter, Surveyed& surveyed) {
  const __m512i ends = _mm512_set1_epi8(line_end), delimiters = _mm512_set1_epi8(delimiter);
  const __m512i quotes = _mm512_set1_epi8('"'), blanks = _mm512_set1_epi8(' ');
  for (std::size_t block = 0; block < blocks; ++block) {
    const __m512i bytes = _mm512_loadu_si512(text + block * block_bytes);
    surveyed.add({_mm512_cmpeq_epi8_mask(bytes, ends),
                  _mm512_cmple_epu8_mask(bytes, blanks) | _mm512_cmpeq_epi8_mask(bytes, delimiters),
                  _mm512_cmpeq_epi8_mask(bytes, quotes) != 0, _mm512_movepi8_mask(bytes) != 0});
  }
}

#endif

void survey_blocks(const char* text, std::size_t blocks, char line_end, char delimiter,
                   [[maybe_unused]] Instructions use, Surveyed& surveyed) {
#ifdef LODE_X86_64_DISPATCH
  if (use == Instructions::avx512) return avx512_survey(text, blocks, line_end, delimiter, surveyed);
  if (use == Instructions::avx2) return avx2_survey(text, blocks, line_end, delimiter, surveyed);
#endif
  baseline_survey(text, blocks, line_end, delimiter, surveyed);
}

}  // namespace

TextSurvey survey(std::string_view lines, char line_end, char delimiter, Instructions use) {
  Surveyed surveyed;
  const std::size_t whole = lines.size() / block_bytes, rest = lines.size() % block_bytes;
  survey_blocks(lines.data(), whole, line_end, delimiter, use, surveyed);
  if (rest > 0) {
    std::array<char, block_bytes> last;
    last.fill('x');
    std::memcpy(last.data(), lines.data() + whole * block_bytes, rest);
    BlockMasks masks = baseline_masks(last.data(), line_end, delimiter);
    const std::uint64_t within = (std::uint64_t{1} << rest) - 1;  // what fills the block may be a delimiter
    masks.line_ends &= within;
    masks.doubtful &= within;
    surveyed.add(masks);
  }
  return surveyed.all;
}

}  // namespace lode::io
