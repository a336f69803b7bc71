// A slab that limits what is seen.
#pragma once

#include <cmath>

#include "core/vec.h"

namespace lode {

/// |dot(normal, p - origin)| <= thickness / 2, in scene coordinates.
struct Slab {
  Vec3 origin_scene;
  Vec3 normal{0, 1, 0};  ///< unit
  double thickness_m = 0;
  bool contains(Vec3 p) const { return std::abs(dot(normal, p - origin_scene)) <= thickness_m / 2; }
  bool operator==(const Slab&) const = default;
};

}  // namespace lode
