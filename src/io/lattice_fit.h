// The grid of a block model from its centroids.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/lattice.h"

namespace lode::io {

struct LatticeFit {
  static constexpr std::uint64_t off_lattice = UINT64_MAX;

  bool fits = false;              ///< at least 98 % of the centroids lie on the grid
  bool filled_as_blocks = false;  ///< most have a neighbour, and columns hold more than one: no gridded topography
  std::string why_not;            ///< when it does not: one clause
  bool sub_blocked = false;       ///< it does not since block sizes vary within levels
  Lattice lattice;
  std::vector<std::uint64_t> cell;  ///< one a row; off_lattice where the centroid is more than 2 % of a cell off
};

/// Finds even widths, uneven ones where `sizes` (x, y, z, one a row; or empty) say them, and turns about one to three
/// axes unless `directions` (u, v, w) say them. NaN coordinates are off the grid.
LatticeFit fit_lattice(const std::array<std::vector<double>, 3>& centroids,
                       const std::array<std::vector<double>, 3>& sizes,
                       const std::optional<std::array<Vec3, 3>>& directions = {});

/// Points as coordinates along directions at right angles.
std::array<std::vector<double>, 3> along_axes(const std::array<std::vector<double>, 3>& points,
                                              const std::array<Vec3, 3>& directions);

}  // namespace lode::io
