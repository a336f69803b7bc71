#include "core/slab_cells.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/bent_reach.h"
#include "core/geometry.h"
#include "core/parallel.h"

namespace lode {

namespace {

// A box that shares a face with the slab overlaps it by rounding alone.
constexpr double touch_m = 1e-6;

// Cells of a row, first .. last - 1, with low <= most and high >= least; both rise along the row or both fall.
std::pair<std::size_t, std::size_t> cells_of_row(const AxisSpan& span, bool rising, double most, double least) {
  const auto reaches_down = [&](double low) { return low <= most; };
  const auto stays_below = [&](double high) { return high < least; };
  const auto at = [](const std::vector<double>& v, auto place) { return static_cast<std::size_t>(place - v.begin()); };
  if (rising)
    return {at(span.high, std::partition_point(span.high.begin(), span.high.end(), stays_below)),
            at(span.low, std::partition_point(span.low.begin(), span.low.end(), reaches_down))};
  const auto not_down = [&](double low) { return low > most; };
  const auto not_below = [&](double high) { return high >= least; };
  return {at(span.low, std::partition_point(span.low.begin(), span.low.end(), not_down)),
          at(span.high, std::partition_point(span.high.begin(), span.high.end(), not_below))};
}

void set_bits(std::span<std::uint64_t> words, std::uint64_t first, std::uint64_t last) {
  if (first >= last) return;
  const std::uint64_t head = ~std::uint64_t{0} << (first % 64), tail = ~std::uint64_t{0} >> (63 - (last - 1) % 64);
  const std::uint64_t w0 = first / 64, w1 = (last - 1) / 64;
  if (w0 == w1) {
    words[w0] |= head & tail;
    return;
  }
  words[w0] |= head;
  for (std::uint64_t w = w0 + 1; w < w1; ++w) words[w] = ~std::uint64_t{0};
  words[w1] |= tail;
}

}  // namespace

void cells_in_band(const Lattice& lattice, const Band& band, std::array<AxisSpan, 3>& reach, Mask& cells) {
  cells.assign(lattice.cells(), false);
  if (lattice.cells() == 0) return;
  for (std::size_t a = 0; a < 3; ++a) set_span(lattice.edges[a], band.normal[static_cast<int>(a)], reach[a]);
  const bool rising = band.normal.x >= 0;
  const std::uint64_t ni = lattice.count[0], nj = lattice.count[1];
  // By words, so that no two threads write to the same one; rows across their borders are looked at twice.
  parallel_for(cells.words().size(), 1024, [&](std::size_t begin, std::size_t end) {
    const std::uint64_t first_cell = 64 * begin, last_cell = std::min<std::uint64_t>(64 * end, lattice.cells());
    for (std::uint64_t row = first_cell / ni; row * ni < last_cell; ++row) {
      const std::size_t j = row % nj, k = row / nj;
      const double most = band.high - reach[1].low[j] - reach[2].low[k];
      const double least = band.low - reach[1].high[j] - reach[2].high[k];
      const auto [first, last] = cells_of_row(reach[0], rising, most, least);
      set_bits(cells.words(), std::max(row * ni + first, first_cell), std::min(row * ni + last, last_cell));
    }
  });
}

Band band_of(const Slab& slab, const Affine& scene_from_lattice) {
  const CutPlane upper = cut_planes(slab, scene_from_lattice)[1];
  const double half = slab.thickness_m / 2, inner = slab.thickness_m > 4 * touch_m ? half - touch_m : half;
  const double middle = upper.offset - half;
  return {upper.normal, middle - inner, middle + inner};
}

void cells_in_slab(const Lattice& lattice, const Affine& scene_from_lattice, const Slab& slab,
                   const ControlLattice* bend, Mask& cells) {
  const Band band = band_of(slab, scene_from_lattice);
  std::array<AxisSpan, 3> reach_of_axis;
  if (bend == nullptr) return cells_in_band(lattice, band, reach_of_axis, cells);
  const CutPlane plane = cut_planes(slab, scene_from_lattice)[1];
  const double shift = greatest_shift(plane, *bend);
  cells_in_band(lattice, {band.normal, band.low - shift, band.high + shift}, reach_of_axis, cells);
  // What reaches far enough in before it is bent does so after, too.
  Mask certain(lattice.cells());
  if (band.high - band.low > 2 * shift)
    cells_in_band(lattice, {band.normal, band.low + shift, band.high - shift}, reach_of_axis, certain);
  const std::span<std::uint64_t> words = cells.words();
  const std::span<const std::uint64_t> kept = std::as_const(certain).words();
  parallel_for(words.size(), 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t w = begin; w < end; ++w)
      for (std::uint64_t bits = words[w] & ~kept[w]; bits != 0; bits &= bits - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(bits));
        const std::array<std::uint32_t, 3> ijk = lattice.ijk(64 * w + bit);
        const Reach reach = bent_reach(plane, *bend, lattice.lower_lattice(ijk), lattice.upper_lattice(ijk));
        if (reach.low > band.high || reach.high < band.low) words[w] &= ~(std::uint64_t{1} << bit);
      }
  });
}

}  // namespace lode
