#include "io/centroids.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/parallel.h"
#include "io/coordinates.h"

namespace lode::io {

RowValues::RowValues(const Column* column, std::size_t rows, double scale) : rows_(rows), scale_(scale) {
  if (column != nullptr) column_ = std::make_shared<const Numbers>(*column->numbers());
}

RowValues::RowValues(const std::vector<double>& values)
    : column_(std::make_shared<const Numbers>(SharedArray<double>(std::span<const double>(values), nullptr))),
      rows_(values.size()) {}

void RowValues::read(std::size_t begin, std::size_t end, double* values) const {
  if (column_ == nullptr) {
    std::fill_n(values, end - begin, of_all_);
    return;
  }
  if (const auto* doubles = std::get_if<SharedArray<double>>(&column_->storage())) {
    for (std::size_t row = begin; row < end; ++row) values[row - begin] = (*doubles)[row] * scale_;
    return;
  }
  const auto* scaled = std::get_if<ScaledIntegers>(&column_->storage());
  if (scaled == nullptr) {
    for (std::size_t row = begin; row < end; ++row) values[row - begin] = (*this)[row];
    return;
  }
  const double power = std::pow(10.0, scaled->decimals);  // of a whole exponent up to 9: exact
  const std::int32_t* mantissas = scaled->mantissas.data();
  for (std::size_t row = begin; row < end; ++row) {
    const double value = mantissas[row] / power * scale_;  // of all, so that several are divided at once
    values[row - begin] = mantissas[row] == ScaledIntegers::missing ? std::numeric_limits<double>::quiet_NaN() : value;
  }
}

double RowValues::rounding() const {
  const auto* scaled = column_ == nullptr ? nullptr : std::get_if<ScaledIntegers>(&column_->storage());
  return scaled == nullptr ? 0 : 0.5 * std::pow(10.0, -scaled->decimals) * scale_;
}

std::optional<Mantissas> RowValues::mantissas() const {
  const auto* scaled = column_ == nullptr ? nullptr : std::get_if<ScaledIntegers>(&column_->storage());
  if (scaled == nullptr || rows_ == 0) return std::nullopt;
  struct Reach {
    std::int32_t lowest = std::numeric_limits<std::int32_t>::max(), highest = ScaledIntegers::missing;
    std::uint32_t missing = 0;
  };
  constexpr std::size_t range_rows = std::size_t{1} << 16;
  std::vector<Reach> reaches((rows_ + range_rows - 1) / range_rows);
  const std::int32_t* const of_rows = scaled->mantissas.data();
  parallel_for(rows_, range_rows, [&](std::size_t begin, std::size_t end) {
    Reach own;
    for (std::size_t row = begin; row < end; ++row) {
      const std::int32_t mantissa = of_rows[row];
      const bool missing = mantissa == ScaledIntegers::missing;
      own.missing += missing ? 1 : 0;
      own.lowest = std::min(own.lowest, missing ? std::numeric_limits<std::int32_t>::max() : mantissa);
      own.highest = std::max(own.highest, mantissa);
    }
    reaches[begin / range_rows] = own;
  });
  Mantissas all{of_rows, reaches[0].lowest, reaches[0].highest, false, std::pow(10.0, scaled->decimals), scale_};
  for (const Reach& own : reaches) {
    all.lowest = std::min(all.lowest, own.lowest);
    all.highest = std::max(all.highest, own.highest);
    all.some_missing = all.some_missing || own.missing > 0;
  }
  if (all.highest == ScaledIntegers::missing) return std::nullopt;
  return all;
}

Centroids::Centroids(RowVectors coordinates) : coordinates_(std::move(coordinates)) {
  std::array<Mantissas, 3> all;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::optional<Mantissas> own = coordinates_[axis].mantissas();
    if (!own || own->range() > size() / 2 || !is_usable_coordinate(own->value(own->lowest)) ||
        !is_usable_coordinate(own->value(own->highest)))
      return;
    all[axis] = *own;
  }
  mantissas_ = all;
}

bool Centroids::all_usable() const {
  return mantissas_ && std::ranges::none_of(*mantissas_, [](const Mantissas& own) { return own.some_missing; });
}

void Centroids::read(std::size_t begin, std::size_t end, Buffer& buffer) const {
  auto& [x, y, z] = buffer.axes;
  coordinates_[0].read(begin, end, x.data());
  coordinates_[1].read(begin, end, y.data());
  coordinates_[2].read(begin, end, z.data());
  const std::size_t count = end - begin;
  for (std::size_t i = 0; i < count; ++i)
    if (!is_usable_coordinate(x[i]) || !is_usable_coordinate(y[i]) || !is_usable_coordinate(z[i]))
      x[i] = y[i] = z[i] = std::numeric_limits<double>::quiet_NaN();
  if (!directions_) return;
  const auto& [u, v, w] = *directions_;
  for (std::size_t i = 0; i < count; ++i) {
    const Vec3 at{x[i], y[i], z[i]};
    x[i] = dot(u, at);
    y[i] = dot(v, at);
    z[i] = dot(w, at);
  }
}

Vec3 Centroids::operator[](std::size_t row) const {
  const Vec3 at = as_written(row);
  if (!is_usable_coordinate(at.x) || !is_usable_coordinate(at.y) || !is_usable_coordinate(at.z)) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan, nan};
  }
  if (!directions_) return at;
  return {dot((*directions_)[0], at), dot((*directions_)[1], at), dot((*directions_)[2], at)};
}

double Centroids::rounding(std::size_t axis) const {
  if (!directions_) return coordinates_[axis].rounding();
  const double x = coordinates_[0].rounding(), y = coordinates_[1].rounding();
  return x == 0 || y == 0 ? std::max(x, y) : std::min(x, y);
}

Centroids Centroids::along(const std::array<Vec3, 3>& directions) const {
  Centroids turned = *this;
  turned.directions_ = directions;
  if (directions_)
    for (std::size_t axis = 0; axis < 3; ++axis)
      (*turned.directions_)[axis] = directions[axis].x * (*directions_)[0] + directions[axis].y * (*directions_)[1] +
                                    directions[axis].z * (*directions_)[2];
  return turned;
}

std::array<std::vector<double>, 3> Centroids::doubles() const {
  std::array<std::vector<double>, 3> all;
  for (auto& axis : all) axis.resize(size());
  parallel_for(size(), std::size_t{1} << 16, [&](std::size_t begin, std::size_t end) {
    for_each(begin, end, [&](std::size_t row, const Buffer& buffer, std::size_t i) {
      for (std::size_t axis = 0; axis < 3; ++axis) all[axis][row] = buffer.axes[axis][i];
    });
  });
  return all;
}

}  // namespace lode::io
