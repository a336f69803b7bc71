// What is known at a depth of a hole.
#pragma once

#include <cstdint>
#include <optional>

#include "core/placement.h"

namespace lode {

/// The depth of the trace's point nearest to a position.
double depth_near(const PlacedTrace& trace, Vec3 position_scene);

/// The row of a table that holds a depth of a hole: from <= depth < to, the first of several; the last one's end counts
/// as in it.
std::optional<std::uint32_t> row_at(const IntervalTable& table, std::uint32_t hole, double depth_m);

}  // namespace lode
