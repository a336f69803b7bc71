#include "core/faces.h"

#include <algorithm>

#include "core/newer_cpu.h"
#include "core/parallel.h"

namespace lode {

namespace {

constexpr std::size_t block_words = 32;
constexpr std::int64_t block_cells = 64 * block_words;
using BlockWords = std::array<std::uint64_t, block_words>;

/// Sets bits from .. to - 1 of a block, as far as they lie in it.
inline void set_run(std::int64_t from, std::int64_t to, BlockWords& bits) {
  from = std::max<std::int64_t>(from, 0);
  to = std::min(to, block_cells);
  for (; from < to; from = (from / 64 + 1) * 64) {
    const std::int64_t count = std::min(64 - from % 64, to - from);
    bits[static_cast<std::size_t>(from / 64)] |= (~std::uint64_t{0} >> (64 - count)) << (from % 64);
  }
}

/// The cells of a block that have no neighbour in a direction -u, +u, -v, +v though a mask has a bit there.
struct BlockEnds {
  std::array<BlockWords, 4> of{};

  /// `first_cell`: of the block; rows of `ni` cells, planes of `plane`.
  BlockEnds(std::int64_t first_cell, std::int64_t ni, std::int64_t plane) {
    for (std::int64_t start = -(first_cell % ni); start <= block_cells; start += ni) {
      set_run(start, start + 1, of[0]);
      set_run(start - 1, start, of[1]);
    }
    for (std::int64_t start = -(first_cell % plane); start < block_cells; start += plane) {
      set_run(start, start + ni, of[2]);
      set_run(start + plane - ni, start + plane, of[3]);
    }
  }
};

/// Where a word begins.
struct Place {
  std::uint32_t i, j, k;
};

class FaceFinder {
 public:
  FaceFinder(const Lattice& lattice, const Mask& visible)
      : words_(visible.words()), ni_(lattice.count[0]), nj_(lattice.count[1]), plane_(ni_ * nj_), steps_{-1,
                                                                                                         1,
                                                                                                         -ni_,
                                                                                                         ni_,
                                                                                                         -plane_,
                                                                                                         plane_} {}

  /// Calls found(direction, place of the word, bits) for words begin .. end - 1 with the visible cells that have a face
  /// there.
  template <typename Found>
  void find(std::size_t begin, std::size_t end, Found&& found) const {
#ifdef LODE_X86_64_DISPATCH
    if (instructions() != Instructions::baseline) return find_avx2(begin, end, found);
#endif
    find_any(begin, end, found);
  }

  FaceCell* write(Place place, std::uint64_t bits, FaceCell* out) const {
    const auto ni = static_cast<std::uint32_t>(ni_), nj = static_cast<std::uint32_t>(nj_);
    for (; bits != 0; bits &= bits - 1) {
      Place p{place.i + static_cast<std::uint32_t>(std::countr_zero(bits)), place.j, place.k};
      if (p.i >= ni) {
        const std::uint32_t rows = ni >= 64 ? 1 : p.i / ni;
        p.i -= rows * ni;
        p.j += rows;
        if (p.j >= nj) {
          p.k += p.j / nj;
          p.j %= nj;
        }
      }
      *out++ = {static_cast<std::uint16_t>(p.i), static_cast<std::uint16_t>(p.j), static_cast<std::uint16_t>(p.k)};
    }
    return out;
  }

 private:
#ifdef LODE_X86_64_DISPATCH
  template <typename Found>
  [[gnu::target("avx2,popcnt,bmi")]] void find_avx2(std::size_t begin, std::size_t end, Found& found) const {
    find_any(begin, end, found);
  }
#endif

  template <typename Found>
  [[gnu::always_inline]] void find_any(std::size_t begin, std::size_t end, Found& found) const {
    for (std::size_t first = begin; first < end; first += block_words) {
      const std::size_t count = std::min(block_words, end - first);
      std::uint64_t any = 0;
      for (std::size_t w = 0; w < count; ++w) any |= words_[first + w];
      if (any != 0) find_in_block(first, count, found);
    }
  }

  template <typename Found>
  [[gnu::always_inline]] void find_in_block(std::size_t first, std::size_t count, Found& found) const {
    BlockWords visible{};
    std::copy_n(words_.begin() + static_cast<std::ptrdiff_t>(first), count, visible.begin());
    const auto first_cell = static_cast<std::int64_t>(64 * first);
    const BlockEnds ends(first_cell, ni_, plane_);
    std::array<BlockWords, 6> faces;
    for (std::size_t d = 0; d < 6; ++d) {
      shifted(first, steps_[d], faces[d]);
      for (std::size_t w = 0; w < block_words; ++w)
        faces[d][w] = visible[w] & (d < 4 ? ~faces[d][w] | ends.of[d][w] : ~faces[d][w]);
    }
    const std::int64_t in_plane = first_cell % plane_;
    Place place{static_cast<std::uint32_t>(in_plane % ni_), static_cast<std::uint32_t>(in_plane / ni_),
                static_cast<std::uint32_t>(first_cell / plane_)};
    for (std::size_t w = 0; w < count; ++w, place = next_word(place))
      for (std::size_t d = 0; visible[w] != 0 && d < 6; ++d)
        if (faces[d][w] != 0) found(d, place, faces[d][w]);
  }

  /// The words of the cells `step` further on; cells outside the mask are 0.
  [[gnu::always_inline]] void shifted(std::size_t first, std::int64_t step, BlockWords& result) const {
    const std::int64_t from = static_cast<std::int64_t>(first) + (step >> 6);
    const auto bit = static_cast<unsigned>(step & 63);
    if (from >= 0 && static_cast<std::size_t>(from) + block_words < words_.size()) {
      const std::uint64_t* const word = words_.data() + from;
      for (std::size_t w = 0; w < block_words; ++w) result[w] = (word[w] >> bit) | ((word[w + 1] << 1) << (63 - bit));
      return;
    }
    const auto at = [&](std::int64_t w) {
      const auto i = static_cast<std::size_t>(w);  // negative becomes too large
      return i < words_.size() ? words_[i] : 0;
    };
    for (std::size_t w = 0; w < block_words; ++w) {
      const std::int64_t i = from + static_cast<std::int64_t>(w);
      result[w] = (at(i) >> bit) | ((at(i + 1) << 1) << (63 - bit));
    }
  }

  Place next_word(Place place) const {
    const auto ni = static_cast<std::uint32_t>(ni_), nj = static_cast<std::uint32_t>(nj_);
    place.i += 64;
    if (place.i < ni) return place;
    const std::uint32_t rows = ni >= 64 ? 1 : place.i / ni;
    place.i -= rows * ni;
    place.j += rows;
    if (place.j < nj) return place;
    place.k += place.j / nj;
    place.j %= nj;
    return place;
  }

  std::span<const std::uint64_t> words_;
  std::int64_t ni_, nj_, plane_;
  std::array<std::int64_t, 6> steps_;  ///< from a cell to its neighbour in each direction
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
                   finder.find(begin, end, [&](std::size_t d, const Place&, std::uint64_t bits) {
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
  for_each_chunk(lattice, visible,
                 [&](const FaceFinder& finder, std::size_t chunk, std::size_t begin, std::size_t end) {
                   std::array<FaceCell*, 6> out;
                   for (std::size_t d = 0; d < 6; ++d) out[d] = faces.cells.data() + faces.chunk_places[chunk][d];
                   finder.find(begin, end, [&](std::size_t d, const Place& place, std::uint64_t bits) {
                     out[d] = finder.write(place, bits, out[d]);
                   });
                 });
}

}  // namespace lode
