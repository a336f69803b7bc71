// The grid of a block model from its centroids.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/lattice.h"
#include "io/centroids.h"
#include "io/lattice_axis.h"

namespace lode::io {

struct LatticeFit {
  static constexpr std::uint64_t off_lattice = UINT64_MAX;

  bool fits = false;         ///< at least 98 % of the centroids lie on the grid
  std::string why_not;       ///< when it does not: one clause
  bool sub_blocked = false;  ///< it does not since block sizes vary within levels
  Lattice lattice;

  /// Makes tables of the axes' cells where coordinates take few values, so that cells() of all rows take less. Where it
  /// fits; the fit must not be changed any more.
  void tabulate();

  /// The cells of rows begin .. end - 1; off_lattice where the centroid is more than 2 % of a cell off. Where it fits.
  void cells(std::size_t begin, std::size_t end, std::uint64_t* cells) const;

  Centroids centroids;            ///< along the lattice's axes
  std::array<Axis, 3> axes;       ///< in those coordinates; of sub-blocks only what lies far
  std::vector<AxisCells> tables;  ///< one an axis, or none
};

/// Finds even widths, uneven ones where `sizes` (x, y, z; nullptr: there are none) say them, and turns about one to
/// three axes unless `directions` (u, v, w) say them. NaN coordinates are off the grid.
LatticeFit fit_lattice(const Centroids& centroids, const RowVectors* sizes,
                       const std::optional<std::array<Vec3, 3>>& directions = {});

/// How the cells of a grid are filled.
struct Filling {
  std::uint64_t blocks = 0, with_neighbour = 0;
  std::array<std::uint64_t, 3> with_neighbour_along{};
  std::uint64_t columns = 0;  ///< of cells above one another, with a block
};
Filling filling_of(const LatticeFit& fit);

}  // namespace lode::io
