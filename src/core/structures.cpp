#include "core/structures.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/text.h"

namespace lode {

namespace {

constexpr double radians = std::numbers::pi / 180;

Vec3 upward(Vec3 normal) { return normal.z < 0 ? -1 * normal : normal; }

/// Lower case without blanks and punctuation, and without "deg" at its end.
std::string plain(std::string_view name) {
  std::string text;
  for (const char c : fold_case(name))
    if (c != ' ' && c != '_' && c != '-' && c != '.' && c != '(' && c != ')') text += c;
  for (const std::string_view ending : {"degrees", "deg", "angle"})
    if (text.ends_with(ending) && text.size() > ending.size()) text.resize(text.size() - ending.size());
  return text;
}

const Column* named(const Table& table, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const Column& column : table.columns)
      if (column.numbers() != nullptr && plain(column.name) == name) return &column;
  return nullptr;
}

}  // namespace

Vec3 normal_of_dip(double dip_deg, double dip_direction_deg) {
  const double dip = dip_deg * radians, direction = dip_direction_deg * radians;
  return {std::sin(dip) * std::sin(direction), std::sin(dip) * std::cos(direction), std::cos(dip)};
}

Vec3 normal_of_core_angles(Vec3 downhole, double alpha_deg, double beta_deg, bool reference_is_top) {
  constexpr double vertical = 1e-6;
  const Vec3 down{0, 0, -1};
  const Vec3 square = down - dot(down, downhole) * downhole;
  Vec3 bottom = length(square) > vertical ? normalized(square) : Vec3{0, -1, 0};
  if (reference_is_top) bottom = -1 * bottom;
  const double alpha = alpha_deg * radians, beta = beta_deg * radians;
  const Vec3 lower_end = std::cos(beta) * bottom + std::sin(beta) * cross(downhole, bottom);
  return upward(std::sin(alpha) * downhole - std::cos(alpha) * lower_end);
}

DipAndDirection dip_of_normal(Vec3 normal) {
  const Vec3 up = upward(normalized(normal));
  const double direction = std::atan2(up.x, up.y) / radians;
  return {std::acos(std::clamp(up.z, -1.0, 1.0)) / radians, direction < 0 ? direction + 360 : direction};
}

std::optional<StructureColumns> structure_columns(const Table& table) {
  const auto column = [&](ColumnRole role, std::initializer_list<std::string_view> names) {
    const Column* of_role = table.find(role);
    return of_role != nullptr && of_role->numbers() != nullptr ? of_role : named(table, names);
  };
  StructureColumns columns;
  columns.alpha = column(ColumnRole::alpha, {"alpha"});
  columns.beta = column(ColumnRole::beta, {"beta"});
  columns.dip = column(ColumnRole::dip, {"dip", "truedip", "structdip"});
  columns.dip_direction = column(ColumnRole::azimuth, {"dipdirection", "dipdir", "dipdirn", "dipazimuth", "dipaz",
                                                       "ddr", "direction", "azimuth", "azi"});
  if (columns.of_core() || (columns.dip != nullptr && columns.dip_direction != nullptr)) return columns;
  return std::nullopt;
}

std::optional<Vec3> structure_normal(const StructureColumns& columns, std::size_t row, Vec3 downhole,
                                     bool reference_is_top, double direction_turn_deg) {
  const auto value = [&](const Column* column) {
    return column == nullptr ? std::numeric_limits<double>::quiet_NaN() : (*column->numbers())[row];
  };
  const double dip = value(columns.dip), direction = value(columns.dip_direction);
  if (dip >= 0 && dip <= 90 && direction >= 0 && direction <= 360)
    return normal_of_dip(dip, direction + direction_turn_deg);
  const double alpha = value(columns.alpha), beta = value(columns.beta);
  if (alpha >= 0 && alpha <= 90 && beta >= 0 && beta <= 360)
    return normal_of_core_angles(downhole, alpha, beta, reference_is_top);
  return std::nullopt;
}

Vec3 turned_clockwise(Vec3 direction, double turn_deg) {
  const double sine = std::sin(turn_deg * radians), cosine = std::cos(turn_deg * radians);
  return {cosine * direction.x + sine * direction.y, cosine * direction.y - sine * direction.x, direction.z};
}

}  // namespace lode
