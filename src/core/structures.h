// Structures measured in core: from their angles to planes in space.
#pragma once

#include <optional>

#include "core/drillholes.h"
#include "core/vec.h"

namespace lode {

/// The upward unit normal of a plane that dips `dip_deg` (0..90) towards `dip_direction_deg`, clockwise from north.
Vec3 normal_of_dip(double dip_deg, double dip_direction_deg);

/// The upward unit normal of a plane measured in oriented core. `downhole`: unit direction of the hole, down it.
/// alpha: the acute angle between plane and core axis, 0..90. beta: from the reference line, clockwise looking down the
/// hole, to the lower end of the ellipse's long axis, 0..360. The reference line runs along the bottom of the core, or
/// along its top; of a vertical hole the bottom is taken as south.
///
/// With d the direction, b the bottom of the core (straight down, made square to d), r = b cos beta + (d x b) sin beta
/// points to the lower end of the ellipse; the long axis is d cos alpha + r sin alpha, the normal d sin alpha -
/// r cos alpha.
Vec3 normal_of_core_angles(Vec3 downhole, double alpha_deg, double beta_deg, bool reference_is_top);

/// Dip and dip direction of a plane, for print.
struct DipAndDirection {
  double dip_deg = 0, direction_deg = 0;
};
DipAndDirection dip_of_normal(Vec3 normal);

/// How a table holds the angles of structures.
struct StructureColumns {
  const Column* dip = nullptr;
  const Column* dip_direction = nullptr;
  const Column* alpha = nullptr;
  const Column* beta = nullptr;
  bool of_core() const { return alpha != nullptr && beta != nullptr; }
};
/// By the columns' roles, else by their names: alpha and beta, or dip and dip direction (dip azimuth); empty when it
/// has neither pair.
std::optional<StructureColumns> structure_columns(const Table& table);

/// The upward normal of a row's plane, in source coordinates; nothing where an angle is missing or out of its range.
/// `direction_turn_deg` is added to dip directions: what brings the north of the file to the north of `downhole`.
std::optional<Vec3> structure_normal(const StructureColumns& columns, std::size_t row, Vec3 downhole,
                                     bool reference_is_top, double direction_turn_deg = 0);

/// A direction turned clockwise about the vertical, as seen from above.
Vec3 turned_clockwise(Vec3 direction, double turn_deg);

}  // namespace lode
