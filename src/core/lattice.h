// The grid of a block model.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/vec.h"

namespace lode {

/// Cells i, j, k along three orthogonal axes; even or uneven widths. Cell index = i + ni * (j + nj * k).
/// Lattice coordinates are metres along u, v, w from the lower corner of cell (0, 0, 0).
struct Lattice {
  std::array<std::uint32_t, 3> count{0, 0, 0};  ///< 1..65535 each
  std::array<std::vector<double>, 3> edges;     ///< count + 1 ascending lattice coordinates, the first 0
  Affine source_from_lattice;                   ///< orthonormal columns, z up

  static constexpr std::uint32_t max_count = 65535;

  /// Even widths, axes along x, y, z; `lower_corner` of cell (0, 0, 0).
  static Lattice regular(Vec3 lower_corner, Vec3 cell_size, std::array<std::uint32_t, 3> count);

  std::uint64_t cells() const { return std::uint64_t{count[0]} * count[1] * count[2]; }
  std::uint64_t cell(std::uint32_t i, std::uint32_t j, std::uint32_t k) const {
    return i + std::uint64_t{count[0]} * (j + std::uint64_t{count[1]} * k);
  }
  std::array<std::uint32_t, 3> ijk(std::uint64_t cell) const;
  /// The cell that holds a point in lattice coordinates; the nearest one where the point is outside.
  std::uint64_t cell_at(Vec3 point_lattice) const;
  Vec3 lower_lattice(std::array<std::uint32_t, 3> ijk) const {
    return {edges[0][ijk[0]], edges[1][ijk[1]], edges[2][ijk[2]]};
  }
  Vec3 upper_lattice(std::array<std::uint32_t, 3> ijk) const {
    return {edges[0][ijk[0] + 1], edges[1][ijk[1] + 1], edges[2][ijk[2] + 1]};
  }
  Vec3 cell_size(std::array<std::uint32_t, 3> ijk) const;
  Vec3 centroid_lattice(std::array<std::uint32_t, 3> ijk) const;
  double volume(std::array<std::uint32_t, 3> ijk) const;  ///< m3
  bool even(int axis) const;                              ///< all widths equal within 1e-9 of the width
  bool operator==(const Lattice&) const = default;
};

}  // namespace lode
