#include "core/lattice.h"

#include <algorithm>
#include <cmath>

namespace lode {

Lattice Lattice::regular(Vec3 lower_corner, Vec3 cell_size, std::array<std::uint32_t, 3> count) {
  Lattice lattice;
  lattice.count = count;
  lattice.source_from_lattice.offset = lower_corner;
  for (int axis = 0; axis < 3; ++axis) {
    auto& edges = lattice.edges[static_cast<std::size_t>(axis)];
    edges.resize(std::size_t{count[static_cast<std::size_t>(axis)]} + 1);
    for (std::size_t i = 0; i < edges.size(); ++i) edges[i] = static_cast<double>(i) * cell_size[axis];
  }
  return lattice;
}

std::array<std::uint32_t, 3> Lattice::ijk(std::uint64_t cell) const {
  const std::uint64_t row = cell / count[0];
  return {static_cast<std::uint32_t>(cell % count[0]), static_cast<std::uint32_t>(row % count[1]),
          static_cast<std::uint32_t>(row / count[1])};
}

std::uint64_t Lattice::cell_at(Vec3 point_lattice) const {
  std::array<std::uint32_t, 3> at{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double>& along = edges[axis];
    const auto above = std::upper_bound(along.begin() + 1, along.end() - 1, point_lattice[static_cast<int>(axis)]);
    at[axis] = static_cast<std::uint32_t>(above - along.begin() - 1);
  }
  return cell(at[0], at[1], at[2]);
}

Vec3 Lattice::cell_size(std::array<std::uint32_t, 3> ijk) const {
  const auto width = [&](std::size_t axis) { return edges[axis][ijk[axis] + 1] - edges[axis][ijk[axis]]; };
  return {width(0), width(1), width(2)};
}

Vec3 Lattice::centroid_lattice(std::array<std::uint32_t, 3> ijk) const {
  const auto middle = [&](std::size_t axis) { return 0.5 * (edges[axis][ijk[axis]] + edges[axis][ijk[axis] + 1]); };
  return {middle(0), middle(1), middle(2)};
}

double Lattice::volume(std::array<std::uint32_t, 3> ijk) const {
  const Vec3 size = cell_size(ijk);
  return size.x * size.y * size.z;
}

bool Lattice::even(int axis) const {
  const auto& along = edges[static_cast<std::size_t>(axis)];
  if (along.size() < 3) return true;
  const double width = along[1] - along[0];
  for (std::size_t i = 2; i < along.size(); ++i)
    if (!(std::abs(along[i] - along[i - 1] - width) <= 1e-9 * width)) return false;
  return true;
}

}  // namespace lode
