// The surface at which an attribute of blocks reaches a value: VTK's flying edges behind core's types.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/lattice.h"

namespace lode::vtk {

/// A closed surface in lattice coordinates; triangles counter-clockwise seen from outside.
struct Isosurface {
  std::vector<Vec3> vertices_lattice;
  std::vector<std::array<std::uint32_t, 3>> triangles;
};

/// Where what is known at the cells' centroids passes through 0, linear between them; `above_by` holds for each cell by
/// how much it lies above (0 counts as above), NaN where it is missing. Missing cells count as below, as does
/// everything from the lattice's edges on, so that the surface is closed and lies within them.
Isosurface isosurface(const Lattice& lattice, std::span<const float> above_by);

/// What a closed surface encloses, in the units of its vertices.
double enclosed_volume(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles);

}  // namespace lode::vtk
