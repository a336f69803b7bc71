#include "core/faces.h"

#include <algorithm>

#include "core/parallel.h"

namespace lode {

namespace {

// Bits lo .. hi - 1 of a word.
std::uint64_t bit_run(std::int64_t lo, std::int64_t hi) {
  lo = std::max<std::int64_t>(lo, 0);
  hi = std::min<std::int64_t>(hi, 64);
  if (lo >= hi) return 0;
  return (~std::uint64_t{0} >> (64 - (hi - lo))) << lo;
}

// The bits of a word whose first cell lies `residue` into a period, that lie at first .. last - 1 of their period.
std::uint64_t periodic_bits(std::int64_t period, std::int64_t residue, std::int64_t first, std::int64_t last) {
  std::uint64_t bits = 0;
  for (std::int64_t start = -residue; start + first < 64; start += period) bits |= bit_run(start + first, start + last);
  return bits;
}

// 64 bits from any cell on; those outside the mask are 0.
class ShiftedWords {
 public:
  ShiftedWords(std::span<const std::uint64_t> words, std::int64_t cells)
      : words_(words), word_(cells >> 6), bit_(static_cast<unsigned>(cells & 63)) {}
  std::uint64_t operator[](std::size_t w) const {
    const std::int64_t at = static_cast<std::int64_t>(w) + word_;
    return (word(at) >> bit_) | ((word(at + 1) << 1) << (63 - bit_));
  }

 private:
  std::uint64_t word(std::int64_t at) const {
    const auto i = static_cast<std::size_t>(at);  // negative becomes too large
    return i < words_.size() ? words_[i] : 0;
  }
  std::span<const std::uint64_t> words_;
  std::int64_t word_;
  unsigned bit_;
};

class FaceFinder {
 public:
  FaceFinder(const Lattice& lattice, const Mask& visible)
      : words_(visible.words()),
        ni_(lattice.count[0]),
        nj_(lattice.count[1]),
        plane_(ni_ * nj_),
        neighbours_{ShiftedWords{words_, -1},  ShiftedWords{words_, 1},       ShiftedWords{words_, -ni_},
                    ShiftedWords{words_, ni_}, ShiftedWords{words_, -plane_}, ShiftedWords{words_, plane_}} {}

  // Calls found(direction, w, bits) for words begin .. end - 1 with the visible cells that have a face there.
  template <typename Found>
  void find(std::size_t begin, std::size_t end, Found&& found) const {
    std::int64_t in_row = static_cast<std::int64_t>(64 * begin) % ni_;
    std::int64_t in_plane = static_cast<std::int64_t>(64 * begin) % plane_;
    const std::int64_t row_step = 64 % ni_, plane_step = 64 % plane_;
    for (std::size_t w = begin; w < end; ++w) {
      if (const std::uint64_t visible = words_[w]; visible != 0) {
        // Neighbours across the ends of rows and planes are none; across the first and last plane they are outside.
        const std::array<std::uint64_t, 6> ends{periodic_bits(ni_, in_row, 0, 1),
                                                periodic_bits(ni_, in_row, ni_ - 1, ni_),
                                                periodic_bits(plane_, in_plane, 0, ni_),
                                                periodic_bits(plane_, in_plane, plane_ - ni_, plane_),
                                                0,
                                                0};
        for (std::size_t d = 0; d < 6; ++d)
          if (const std::uint64_t bits = visible & (~neighbours_[d][w] | ends[d]); bits != 0) found(d, w, bits);
      }
      if ((in_row += row_step) >= ni_) in_row -= ni_;
      if ((in_plane += plane_step) >= plane_) in_plane -= plane_;
    }
  }

  FaceCell* write(std::size_t w, std::uint64_t bits, FaceCell* out) const {
    const std::uint64_t first = 64 * w;
    const auto k0 = static_cast<std::uint32_t>(first / static_cast<std::uint64_t>(plane_));
    const std::uint64_t in_plane = first - k0 * static_cast<std::uint64_t>(plane_);
    const auto ni = static_cast<std::uint32_t>(ni_), nj = static_cast<std::uint32_t>(nj_);
    const auto j0 = static_cast<std::uint32_t>(in_plane / ni);
    const auto i0 = static_cast<std::uint32_t>(in_plane - std::uint64_t{j0} * ni);
    for (; bits != 0; bits &= bits - 1) {
      std::uint32_t i = i0 + static_cast<std::uint32_t>(std::countr_zero(bits)), j = j0, k = k0;
      if (i >= ni) {
        j += i / ni;
        i %= ni;
        if (j >= nj) {
          k += j / nj;
          j %= nj;
        }
      }
      *out++ = {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j), static_cast<std::uint16_t>(k)};
    }
    return out;
  }

 private:
  std::span<const std::uint64_t> words_;
  std::int64_t ni_, nj_, plane_;
  std::array<ShiftedWords, 6> neighbours_;
};

// Words a chunk; fixed, so that the order of faces is too.
constexpr std::size_t chunk_words = 2048;

using Counts = std::array<std::uint64_t, 6>;

// Counts per chunk become the places where each chunk writes its faces.
void places_from_counts(std::vector<Counts>& counts, std::array<std::uint64_t, 7>& begin) {
  std::uint64_t total = 0;
  for (std::size_t d = 0; d < 6; ++d) {
    begin[d] = total;
    for (Counts& c : counts) {
      const std::uint64_t count = c[d];
      c[d] = total;
      total += count;
    }
  }
  begin[6] = total;
}

/// Calls work(finder, chunk, first word, last word) for every chunk, on all cores.
template <typename Work>
void for_each_chunk(const Lattice& lattice, const Mask& visible, const Work& work) {
  const std::size_t words = lattice.cells() == 0 ? 0 : visible.words().size();
  parallel_for((words + chunk_words - 1) / chunk_words, 1, [&](std::size_t begin, std::size_t end) {
    const FaceFinder finder(lattice, visible);
    for (std::size_t c = begin; c < end; ++c) work(finder, c, c * chunk_words, std::min((c + 1) * chunk_words, words));
  });
}

/// Counts the faces and finds where each chunk writes its own.
std::array<std::uint64_t, 7> find_places(const Lattice& lattice, const Mask& visible, std::vector<Counts>& places) {
  const std::size_t words = lattice.cells() == 0 ? 0 : visible.words().size();
  places.resize((words + chunk_words - 1) / chunk_words);
  for_each_chunk(lattice, visible,
                 [&](const FaceFinder& finder, std::size_t chunk, std::size_t begin, std::size_t end) {
                   Counts found{};
                   finder.find(begin, end, [&](std::size_t d, std::size_t, std::uint64_t bits) {
                     found[d] += static_cast<std::uint64_t>(std::popcount(bits));
                   });
                   places[chunk] = found;
                 });
  std::array<std::uint64_t, 7> ranges{};
  places_from_counts(places, ranges);
  return ranges;
}

}  // namespace

std::uint64_t count_faces(const Lattice& lattice, const Mask& visible, Faces& scratch) {
  return find_places(lattice, visible, scratch.chunk_places)[6];
}

void build_faces(const Lattice& lattice, const Mask& visible, Faces& faces) {
  faces.begin = find_places(lattice, visible, faces.chunk_places);
  faces.cells.resize(faces.begin[6]);
  for_each_chunk(
      lattice, visible, [&](const FaceFinder& finder, std::size_t chunk, std::size_t begin, std::size_t end) {
        std::array<FaceCell*, 6> out;
        for (std::size_t d = 0; d < 6; ++d) out[d] = faces.cells.data() + faces.chunk_places[chunk][d];
        finder.find(begin, end,
                    [&](std::size_t d, std::size_t w, std::uint64_t bits) { out[d] = finder.write(w, bits, out[d]); });
      });
}

}  // namespace lode
