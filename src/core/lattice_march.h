// A ray through the cells of a lattice, and the lattice's box.
#pragma once

#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "core/control_lattice.h"
#include "core/lattice.h"
#include "core/slab.h"

namespace lode {

/// The parameters at which a ray enters and leaves; empty when entry > exit.
struct Passage {
  double entry = 0;
  double exit = std::numeric_limits<double>::infinity();
  bool empty() const { return !(entry <= exit); }
};

/// Through the box from `lower` to `upper`, ahead of the ray's origin.
Passage passage(const Ray& ray, Vec3 lower, Vec3 upper);

/// Calls visit(cell, ray in lattice coordinates, passage through the cell) from the nearest cell on, until it returns
/// true. `cut`: only what lies within.
void march(const Lattice& lattice, const Affine& scene_from_lattice, const Ray& ray_scene,
           const std::optional<Slab>& cut, const std::function<bool(std::uint64_t, const Ray&, const Passage&)>& visit);

/// The map, moved in the scene.
inline Affine moved(Affine scene_from_lattice, Vec3 by_scene) {
  scene_from_lattice.offset = scene_from_lattice.offset + by_scene;
  return scene_from_lattice;
}

Bounds bounds_of(const Lattice& lattice, const Affine& scene_from_lattice);
/// The twelve edges of the lattice's box, each in as many pieces as `bend`, when there is one, has along it.
std::vector<std::array<Vec3, 2>> outline_of(const Lattice& lattice, const Affine& scene_from_lattice,
                                            const ControlLattice* bend);

}  // namespace lode
