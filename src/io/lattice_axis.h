// Cells along one axis from the coordinates of centroids.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "io/centroids.h"
#include "io/coordinate_levels.h"

namespace lode::io {

/// The decimal with fewest digits within `slack` of a value: 10.000000001 is 10 when that may be off by so much.
double shortest_decimal(double value, double slack);

/// What the sizes of all rows say of the width of cells; 0: nothing.
struct StatedSize {
  double size = 0;
  double rounding = 0;  ///< by how much it may be off, as its decimals and its spread say
};
/// The one size of all rows; none when they differ by more than a thousandth or there are none.
StatedSize constant_size(const RowValues& sizes);

/// Cells along an axis: edges[0] is the lower side of the first.
struct Axis {
  static constexpr double tolerance = 0.02;  ///< of a cell's width

  bool fits = false;
  double step = 0;  ///< 0: uneven
  std::vector<double> edges;
  double far_below = -HUGE_VAL, far_above = HUGE_VAL;  ///< the few coordinates beyond lie far from all others

  std::size_t count() const { return edges.size() - 1; }
  /// The cell whose centre is the value, or -1.
  std::int64_t index(double value) const;
  /// index() of many values.
  void indices(const double* values, std::size_t size, std::int32_t* cells) const;
};

/// The cells of an axis by mantissa, so that no row is computed with.
class AxisCells {
 public:
  AxisCells(const Axis& axis, const Mantissas& mantissas);
  /// -1: none.
  std::int32_t operator[](std::size_t row) const {
    const std::uint64_t place = mantissas_.place(row);
    return place < cells_.size() ? cells_[place] : -1;
  }

 private:
  Mantissas mantissas_;
  std::vector<std::int32_t> cells_;
};

/// At least nine tenths of the rows have a cell, else it does not fit; where no sizes are stated those that lie far
/// from all others (a mistyped coordinate) have none. Even cells, or where the `sizes` of rows (nullptr: there are
/// none) differ those that they make; `sub_blocked` is set where they make none since sizes vary within a level.
/// `axis`: of the centroids, whose `levels` along it are known.
Axis fit_axis(const std::vector<Level>& levels, const Centroids& centroids, std::size_t axis, const RowValues* sizes,
              bool& sub_blocked);

}  // namespace lode::io
