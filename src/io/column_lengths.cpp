#include "io/column_lengths.h"

#include <fmt/format.h>

#include <string>

#include "core/checks.h"
#include "io/coordinates.h"

namespace lode::io {

namespace {

constexpr std::array coordinate_roles{ColumnRole::x, ColumnRole::y, ColumnRole::z};
constexpr std::array size_roles{ColumnRole::size_x, ColumnRole::size_y, ColumnRole::size_z};

double decided_for(const Source& source, std::size_t axis) {
  return axis == 2 ? source.rl_metres_per_unit : source.plan_units_per_unit;
}

bool states_length(const Column& column) { return column.unit == "m" || length_factor(&column, 1) != 1; }

void add_name(std::string& names, const Column& column) { names += (names.empty() ? "" : ", ") + column.name; }

Problem problem_about(const Table& table, const char* check, std::string message, std::string action) {
  Problem problem = problem_of(check);
  problem.file = table.file;
  problem.message = std::move(message);
  problem.action = std::move(action);
  return problem;
}

/// The first unit other than metres that a coordinate states; "" none.
std::string other_unit(const Table& table) {
  for (const ColumnRole role : coordinate_roles)
    if (const Column* column = table.find(role); column != nullptr && length_factor(column, 1) != 1)
      return column->unit;
  return {};
}

}  // namespace

LengthFactors length_factors(const Table& table, const Source& source) {
  LengthFactors factors;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double decided = decided_for(source, axis);
    factors.of_coordinates[axis] = length_factor(table.find(coordinate_roles[axis]), decided);
    const Column* size = table.find(size_roles[axis]);
    const bool own = size != nullptr && decided == 1 && states_length(*size);
    factors.of_sizes[axis] = own ? length_factor(size, 1) : factors.of_coordinates[axis];
  }
  return factors;
}

void report_units(const Table& table, const Source& source, ProblemLog& problems) {
  const std::string unit = other_unit(table);
  const LengthFactors factors = length_factors(table, source);
  std::string converted, without;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Column* column = table.find(coordinate_roles[axis]);
    if (column == nullptr || decided_for(source, axis) != 1) continue;
    if (factors.of_coordinates[axis] != 1) add_name(converted, *column);
    const bool in_unit_of_crs = axis < 2 && !source.crs.empty();
    if (!states_length(*column) && !unit.empty() && !in_unit_of_crs) add_name(without, *column);
  }
  for (std::size_t axis = 0; axis < 3; ++axis)
    if (const Column* size = table.find(size_roles[axis]);
        size != nullptr && decided_for(source, axis) == 1 && factors.of_sizes[axis] != 1)
      add_name(converted, *size);
  if (!converted.empty())
    problems.add(problem_about(table, "lengths-converted",
                               fmt::format("{} are in {}, as their header says", converted,
                                           unit.empty() ? std::string("a unit other than metres") : unit),
                               "converted to metres, or to the unit of the plan of its CRS"));
  if (!without.empty())
    problems.add(problem_about(table, "mixed-units",
                               fmt::format("{} states no unit, coordinates beside it are in {}", without, unit),
                               "taken in metres: say --rl-unit or --coordinate-unit, or name the unit in the header"));
}

}  // namespace lode::io
