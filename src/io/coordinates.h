// Coordinates as columns.
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "core/problem.h"
#include "core/scene.h"
#include "core/table.h"

namespace lode::io {

/// The values of a column in doubles times `scale`; zeros where there is no column.
std::vector<double> doubles_of(const Column* column, std::size_t rows, double scale = 1);

/// Metres (or units of the CRS) in one unit of a column of lengths: as decided for the Source where that is not 1, else
/// by the unit that the column's name, a row of units or the Source's list states.
double length_factor(const Column* column, double decided);

/// Finite and at most 1e9 in size.
inline bool is_usable_coordinate(double value) { return std::abs(value) <= 1e9; }

/// Whether x holds northings and y eastings with the zone number in front, as files of the Russian and Chinese school
/// do: y of 10,000,000 and more, which no northing reaches, and x that is a northing.
/// Only asked from the values; the other orders are decisions.
bool are_axes_swapped(std::span<const double> x, std::span<const double> y, AxisOrder order);

/// The Problem that says so.
Problem axes_swapped_problem(const Table& table);

}  // namespace lode::io
