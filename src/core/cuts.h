// Where a section's planes pass through blocks: the faces that close a cut model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/axis_span.h"
#include "core/faces.h"
#include "core/slab.h"

namespace lode {

struct ControlLattice;

/// dot(normal, p) = offset in lattice coordinates; `normal` points out of the slab and is not a unit vector where the
/// placement stretches.
struct CutPlane {
  Vec3 normal;
  double offset = 0;
  Vec3 normal_scene;  ///< the same normal in the scene, a unit vector
};
/// The slab's planes: at -thickness / 2 along its normal, and at +thickness / 2.
std::array<CutPlane, 2> cut_planes(const Slab& slab, const Affine& scene_from_lattice);

/// How near a plane counts as touching, for rounding.
constexpr double plane_touch_m = 1e-6;

/// The blocks that each plane passes through, or touches from within the slab: each shows the polygon in which the
/// plane meets it. Where two blocks share a face in the plane that is the one behind it, as the plane's normal looks;
/// where there is none behind it at all, those before it.
struct Cuts {
  std::vector<FaceCell> cells;           ///< by plane, then in cell order
  std::array<std::uint64_t, 3> begin{};  ///< range of plane p: begin[p] .. begin[p + 1]
  std::array<AxisSpan, 3> reach;         ///< scratch of build_cuts
  Mask near;                             ///< scratch of build_cuts, of a bent model
  std::span<const FaceCell> of(std::size_t plane) const {
    return std::span(cells).subspan(begin[plane], begin[plane + 1] - begin[plane]);
  }
};

/// `visible`: a bit a cell, as left by cells_in_slab. `bend`: where an operation bends the model, or nullptr. Reuses
/// `cuts`' memory.
void build_cuts(const Lattice& lattice, const std::array<CutPlane, 2>& planes, const Mask& visible,
                const ControlLattice* bend, Cuts& cuts);

}  // namespace lode
