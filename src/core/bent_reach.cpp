#include "core/bent_reach.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lode {

Reach bent_reach(const CutPlane& plane, const ControlLattice& bend, Vec3 lower_lattice, Vec3 upper_lattice) {
  Reach reach{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (unsigned corner = 0; corner < 8; ++corner) {
    Vec3 p = lower_lattice;
    for (unsigned axis = 0; axis < 3; ++axis)
      if (((corner >> axis) & 1U) != 0) p[static_cast<int>(axis)] = upper_lattice[static_cast<int>(axis)];
    const double along = dot(plane.normal, p) + dot(plane.normal_scene, bend.at(p));
    reach.low = std::min(reach.low, along);
    reach.high = std::max(reach.high, along);
  }
  return reach;
}

double greatest_shift(const CutPlane& plane, const ControlLattice& bend) {
  double greatest = 0;
  for (const auto& [x, y, z] : bend.offset_scene)
    greatest = std::max(greatest, std::abs(dot(plane.normal_scene, Vec3{x, y, z})));
  return greatest;
}

}  // namespace lode
