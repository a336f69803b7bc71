// Where the rows of a table stand, read from their columns range by range: columns are narrow, doubles of all rows
// would take more than the table.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/table.h"
#include "core/vec.h"

namespace lode::io {

/// The numbers of a column times a factor; zeros where there is none.
class RowValues {
 public:
  RowValues() = default;
  RowValues(const Column* column, std::size_t rows, double scale = 1);
  /// Refers to `values`.
  explicit RowValues(const std::vector<double>& values);

  std::size_t size() const { return rows_; }
  double operator[](std::size_t row) const { return column_ ? (*column_)[row] * scale_ : 0; }
  /// Rows begin .. end - 1.
  void read(std::size_t begin, std::size_t end, double* values) const;

 private:
  std::shared_ptr<const Numbers> column_;  ///< shares its memory with the table; nullptr: zeros
  std::size_t rows_ = 0;
  double scale_ = 1;
};

using RowVectors = std::array<RowValues, 3>;

/// Coordinates, as they stand or along other directions.
class Centroids {
 public:
  static constexpr std::size_t most_at_once = 4096;
  struct Buffer {
    std::array<std::array<double, most_at_once>, 3> axes;
  };

  Centroids() = default;
  explicit Centroids(RowVectors coordinates) : coordinates_(std::move(coordinates)) {}

  std::size_t size() const { return coordinates_[0].size(); }
  /// At most `most_at_once` rows. NaN in all three where one cannot be used (is_usable_coordinate()).
  void read(std::size_t begin, std::size_t end, Buffer& buffer) const;
  Vec3 operator[](std::size_t row) const;
  /// As the table has it.
  Vec3 as_written(std::size_t row) const { return {coordinates_[0][row], coordinates_[1][row], coordinates_[2][row]}; }

  /// The same points as coordinates along directions at right angles, on top of those they are along already.
  Centroids along(const std::array<Vec3, 3>& directions) const;
  std::array<std::vector<double>, 3> doubles() const;

  /// Calls function(row, buffer, index) for rows begin .. end - 1; the row's coordinates are buffer.axes[0..2][index].
  template <typename Function>
  void for_each(std::size_t begin, std::size_t end, Function&& function) const {
    Buffer buffer;
    for (std::size_t from = begin; from < end; from += most_at_once) {
      const std::size_t to = std::min(end, from + most_at_once);
      read(from, to, buffer);
      for (std::size_t row = from; row < to; ++row) function(row, buffer, row - from);
    }
  }

 private:
  RowVectors coordinates_;
  std::optional<std::array<Vec3, 3>> directions_;
};

}  // namespace lode::io
