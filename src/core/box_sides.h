// Rectangles of levels: what of a side is not covered.
#pragma once

#include <span>
#include <vector>

#include "core/box_contacts.h"

namespace lode {

/// Appends rectangles that make up `side` less `covers`, which may reach beyond it and over one another.
void uncovered_of(const LevelRectangle& side, std::span<const LevelRectangle> covers,
                  std::vector<LevelRectangle>& uncovered);

/// Joins rectangles of the same box and plane that are neighbours of equal width, and orders by box. All of one
/// direction.
void merge_sides(std::vector<ExteriorSide>& sides);

}  // namespace lode
