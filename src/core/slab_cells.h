// The cells of a lattice that a section slab reaches into.
#pragma once

#include <array>

#include "core/axis_span.h"
#include "core/bits.h"
#include "core/cuts.h"
#include "core/lattice.h"

namespace lode {

/// low <= dot(normal, p) <= high in lattice coordinates.
struct Band {
  Vec3 normal;
  double low = 0, high = 0;
};
/// A slab's; thinner by the rounding by which a box that only shares a face with the slab overlaps it.
Band band_of(const Slab& slab, const Affine& scene_from_lattice);

/// The cells that have a point within the band. Reuses `cells`' memory and that of `reach`, which is scratch.
void cells_in_band(const Lattice& lattice, const Band& band, std::array<AxisSpan, 3>& reach, Mask& cells);

}  // namespace lode
