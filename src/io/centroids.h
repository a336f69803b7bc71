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

/// The mantissas of a column of decimals, and how far they reach.
struct Mantissas {
  const std::int32_t* of_rows;
  std::int32_t lowest, highest;  ///< of those that are not missing; there is one
  bool some_missing;
  double power, scale;

  /// As RowValues has it.
  double value(std::int64_t mantissa) const { return static_cast<double>(mantissa) / power * scale; }
  std::uint64_t range() const { return static_cast<std::uint64_t>(std::int64_t{highest} - lowest) + 1; }
  /// Where the row's mantissa stands in the range; beyond it where the row has none.
  std::uint64_t place(std::size_t row) const {
    return static_cast<std::uint32_t>(of_rows[row]) - static_cast<std::uint32_t>(lowest);
  }
};

/// The numbers of a column times a factor; one number for all rows where there is none.
class RowValues {
 public:
  RowValues() = default;
  RowValues(const Column* column, std::size_t rows, double scale = 1);
  /// The same for all rows.
  static RowValues all(double value, std::size_t rows) {
    RowValues same;
    same.rows_ = rows;
    same.of_all_ = value;
    return same;
  }
  /// Refers to `values`.
  explicit RowValues(const std::vector<double>& values);

  std::size_t size() const { return rows_; }
  double operator[](std::size_t row) const { return column_ ? (*column_)[row] * scale_ : of_all_; }
  /// Rows begin .. end - 1.
  void read(std::size_t begin, std::size_t end, double* values) const;
  /// Half a unit of the last decimal that the file writes; 0 where it is not known.
  double rounding() const;
  /// Looks at all rows; nothing where the column is none of decimals, or all of it is missing.
  std::optional<Mantissas> mantissas() const;

 private:
  std::shared_ptr<const Numbers> column_;  ///< shares its memory with the table; nullptr: none
  std::size_t rows_ = 0;
  double scale_ = 1, of_all_ = 0;
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
  explicit Centroids(RowVectors coordinates);

  std::size_t size() const { return coordinates_[0].size(); }
  /// At most `most_at_once` rows. NaN in all three where one cannot be used (is_usable_coordinate()).
  void read(std::size_t begin, std::size_t end, Buffer& buffer) const;
  Vec3 operator[](std::size_t row) const;
  /// As the table has it.
  Vec3 as_written(std::size_t row) const { return {coordinates_[0][row], coordinates_[1][row], coordinates_[2][row]}; }

  /// By how much rounding may have moved a coordinate along an axis; 0 where that is not known. Of coordinates along
  /// other directions: by as much as those in plan.
  double rounding(std::size_t axis) const;

  /// The same points as coordinates along directions at right angles, on top of those they are along already.
  Centroids along(const std::array<Vec3, 3>& directions) const;
  std::array<std::vector<double>, 3> doubles() const;

  /// Of coordinates as they stand, all of them decimals and where not missing usable, with so few values that tables of
  /// them are smaller than a column; else nullptr.
  const std::array<Mantissas, 3>* mantissas() const { return directions_ || !mantissas_ ? nullptr : &*mantissas_; }
  /// False: some may be NaN.
  bool all_usable() const;

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
  std::optional<std::array<Mantissas, 3>> mantissas_;
};

}  // namespace lode::io
