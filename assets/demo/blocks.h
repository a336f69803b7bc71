// The demo's block model.
#pragma once

#include <filesystem>
#include <span>

#include "holes.h"

namespace demo {

/// Writes about a million blocks of 5 m below the ground and near the dykes; the others are missing. Li2O_pct,
/// Ta2O5_ppm and density are means over the block, class follows the distance to the nearest hole.
void write_blocks(std::span<const DrilledHole> holes, const std::filesystem::path& file);

}  // namespace demo
