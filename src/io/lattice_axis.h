// Cells along one axis from the coordinates of centroids.
#pragma once

#include <cstdint>
#include <vector>

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
};

/// Even cells, or where `sizes` (one a value; or empty) differ those that they make; `sub_blocked` is set where they
/// make none since sizes vary within a level.
Axis fit_axis(const std::vector<double>& values, const std::vector<double>& sizes, bool& sub_blocked);

}  // namespace lode::io
