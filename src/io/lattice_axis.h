// Cells along one axis from the coordinates of centroids.
#pragma once

#include <cstdint>
#include <vector>

#include "io/centroids.h"
#include "io/coordinate_levels.h"

namespace lode::io {

/// Cells along an axis: edges[0] is the lower side of the first.
struct Axis {
  static constexpr double tolerance = 0.02;  ///< of a cell's width

  bool fits = false;
  double step = 0;  ///< 0: uneven
  std::vector<double> edges;

  std::size_t count() const { return edges.size() - 1; }
  /// The cell whose centre is the value, or -1.
  std::int64_t index(double value) const;
  /// index() of many values.
  void indices(const double* values, std::size_t size, std::int32_t* cells) const;
};

/// Even cells, or where the `sizes` of rows (nullptr: there are none) differ those that they make; `sub_blocked` is set
/// where they make none since sizes vary within a level. `axis`: of the centroids, whose `levels` along it are known.
Axis fit_axis(const std::vector<Level>& levels, const Centroids& centroids, std::size_t axis, const RowValues* sizes,
              bool& sub_blocked);

}  // namespace lode::io
