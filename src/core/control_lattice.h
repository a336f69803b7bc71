// How an operation bends a block model: offsets from the affine placement on a coarse grid.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/placement.h"

namespace lode {

/// Offsets in the scene's coordinates at points evenly spaced over a lattice's box, linear between them.
struct ControlLattice {
  Vec3 size_lattice;                            ///< of the box, from 0
  std::array<std::uint32_t, 3> count{0, 0, 0};  ///< points along each axis, 2 at least; u fastest
  std::vector<std::array<float, 3>> offset_scene;
  double residual_m = 0;  ///< the greatest distance left

  Vec3 at(Vec3 point_lattice) const;
};

/// Refined until nothing lies more than 1 mm from where the operation puts it, or 2 M points are reached.
std::shared_ptr<const ControlLattice> make_control_lattice(const Lattice& lattice, const Affine& scene_from_lattice,
                                                           const PointTransform& scene_from_source);

}  // namespace lode
