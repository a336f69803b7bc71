#include "core/cuts.h"

#include <algorithm>

#include "core/axis_span.h"

namespace lode {

namespace {

void add_cut_cells(const Lattice& lattice, const CutPlane& plane, const Mask& visible, std::vector<FaceCell>& cells) {
  constexpr double touch_m = 1e-6;
  std::array<AxisSpan, 3> reach;
  for (std::size_t a = 0; a < 3; ++a) reach[a] = span_of(lattice.edges[a], plane.normal[static_cast<int>(a)]);
  // Along a row the reach rises or falls, so that the cells met are one run.
  const bool rising = plane.normal.x >= 0;
  const auto at = [](const std::vector<double>& v, auto place) {
    return static_cast<std::uint32_t>(place - v.begin());
  };
  for (std::uint32_t k = 0; k < lattice.count[2]; ++k)
    for (std::uint32_t j = 0; j < lattice.count[1]; ++j) {
      const double most = plane.offset + touch_m - reach[1].low[j] - reach[2].low[k];
      const double least = plane.offset - touch_m - reach[1].high[j] - reach[2].high[k];
      const std::vector<double>&low = reach[0].low, &high = reach[0].high;
      const std::uint32_t by_low = at(
          low, std::partition_point(low.begin(), low.end(), [&](double v) { return rising ? v <= most : v > most; }));
      const std::uint32_t by_high =
          at(high,
             std::partition_point(high.begin(), high.end(), [&](double v) { return rising ? v < least : v >= least; }));
      const std::uint32_t first = rising ? by_high : by_low, last = rising ? by_low : by_high;
      for (std::uint32_t i = first; i < last; ++i)
        if (visible[lattice.cell(i, j, k)])
          cells.push_back(
              {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j), static_cast<std::uint16_t>(k)});
    }
}

}  // namespace

std::array<CutPlane, 2> cut_planes(const Slab& slab, const Affine& scene_from_lattice) {
  const Vec3 normal{dot(slab.normal, scene_from_lattice.columns[0]), dot(slab.normal, scene_from_lattice.columns[1]),
                    dot(slab.normal, scene_from_lattice.columns[2])};
  const double origin = dot(slab.normal, slab.origin_scene - scene_from_lattice.offset), half = slab.thickness_m / 2;
  return {CutPlane{-1 * normal, half - origin}, CutPlane{normal, half + origin}};
}

void build_cuts(const Lattice& lattice, const std::array<CutPlane, 2>& planes, const Mask& visible, Cuts& cuts) {
  cuts.cells.clear();
  for (std::size_t p = 0; p < 2; ++p) {
    cuts.begin[p] = cuts.cells.size();
    if (lattice.cells() > 0) add_cut_cells(lattice, planes[p], visible, cuts.cells);
  }
  cuts.begin[2] = cuts.cells.size();
}

}  // namespace lode
