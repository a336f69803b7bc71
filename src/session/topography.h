// Collars against the topography.
#pragma once

#include <span>
#include <vector>

#include "core/surface.h"
#include "core/vec.h"

namespace lode {

/// The highest RL of the surface over each point in plan, in the same coordinates; NaN where the surface is not.
std::vector<double> surface_rl_at(std::span<const Vec3> vertices,
                                  std::span<const std::array<std::uint32_t, 3>> triangles,
                                  std::span<const Vec3> points);

/// Whether a surface could be the ground: nearly all triangles look up, and it lies flat and wide.
bool looks_like_topography(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles);

}  // namespace lode
