#include "core/cuts.h"

#include <algorithm>

#include "core/bent_reach.h"
#include "core/slab_cells.h"

namespace lode {

namespace {

/// `before`: how far a block may lie before the plane, the way its normal points; negative when it must reach behind.
void add_cut_cells(const Lattice& lattice, const CutPlane& plane, const Mask& visible, double before, Cuts& cuts) {
  std::array<AxisSpan, 3>& reach = cuts.reach;
  for (std::size_t a = 0; a < 3; ++a) set_span(lattice.edges[a], plane.normal[static_cast<int>(a)], reach[a]);
  // Along a row the reach rises or falls, so that the cells met are one run.
  const bool rising = plane.normal.x >= 0;
  const auto at = [](const std::vector<double>& v, auto place) {
    return static_cast<std::uint32_t>(place - v.begin());
  };
  for (std::uint32_t k = 0; k < lattice.count[2]; ++k)
    for (std::uint32_t j = 0; j < lattice.count[1]; ++j) {
      const double most = plane.offset + before - reach[1].low[j] - reach[2].low[k];
      const double least = plane.offset - plane_touch_m - reach[1].high[j] - reach[2].high[k];
      const std::vector<double>&low = reach[0].low, &high = reach[0].high;
      const std::uint32_t by_low = at(
          low, std::partition_point(low.begin(), low.end(), [&](double v) { return rising ? v <= most : v > most; }));
      const std::uint32_t by_high =
          at(high,
             std::partition_point(high.begin(), high.end(), [&](double v) { return rising ? v < least : v >= least; }));
      const std::uint32_t first = rising ? by_high : by_low, last = rising ? by_low : by_high;
      for (std::uint32_t i = first; i < last; ++i)
        if (visible[lattice.cell(i, j, k)])
          cuts.cells.push_back(
              {static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j), static_cast<std::uint16_t>(k)});
    }
}

void add_bent_cut_cells(const Lattice& lattice, const CutPlane& plane, const Mask& visible, const ControlLattice& bend,
                        double before, Cuts& cuts) {
  const double shift = greatest_shift(plane, bend) + plane_touch_m;
  cells_in_band(lattice, {plane.normal, plane.offset - shift, plane.offset + shift}, cuts.reach, cuts.near);
  cuts.near &= visible;
  cuts.near.for_each_set([&](std::uint64_t cell) {
    const std::array<std::uint32_t, 3> ijk = lattice.ijk(cell);
    const Reach reach = bent_reach(plane, bend, lattice.lower_lattice(ijk), lattice.upper_lattice(ijk));
    if (reach.low <= plane.offset + before && reach.high >= plane.offset - plane_touch_m)
      cuts.cells.push_back(
          {static_cast<std::uint16_t>(ijk[0]), static_cast<std::uint16_t>(ijk[1]), static_cast<std::uint16_t>(ijk[2])});
  });
}

}  // namespace

std::array<CutPlane, 2> cut_planes(const Slab& slab, const Affine& scene_from_lattice) {
  const Vec3 normal{dot(slab.normal, scene_from_lattice.columns[0]), dot(slab.normal, scene_from_lattice.columns[1]),
                    dot(slab.normal, scene_from_lattice.columns[2])};
  const double origin = dot(slab.normal, slab.origin_scene - scene_from_lattice.offset), half = slab.thickness_m / 2;
  return {CutPlane{-1 * normal, half - origin, -1 * slab.normal}, CutPlane{normal, half + origin, slab.normal}};
}

void build_cuts(const Lattice& lattice, const std::array<CutPlane, 2>& planes, const Mask& visible,
                const ControlLattice* bend, Cuts& cuts) {
  cuts.cells.clear();
  for (std::size_t p = 0; p < 2; ++p) {
    cuts.begin[p] = cuts.cells.size();
    if (lattice.cells() == 0) continue;
    for (const double before : {-plane_touch_m, plane_touch_m}) {
      if (bend == nullptr)
        add_cut_cells(lattice, planes[p], visible, before, cuts);
      else
        add_bent_cut_cells(lattice, planes[p], visible, *bend, before, cuts);
      if (cuts.cells.size() > cuts.begin[p]) break;
    }
  }
  cuts.begin[2] = cuts.cells.size();
}

}  // namespace lode
