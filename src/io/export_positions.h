// Positions of an export: exact doubles in its CRS.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "io/export.h"

namespace lode::io {

/// Moves positions of the source into the CRS of the export, in batches. Throws Error when one cannot be placed.
void place_positions(const ExportLayer& layer, std::span<Vec3> positions, Progress& progress);

/// The table exported: block rows, the interval table or the collars, points, vertices of a surface.
const Table& exported_table(const ExportLayer& layer);

/// Its visible rows in order; all when the layer's mask is of another table.
std::vector<std::uint64_t> exported_rows(const ExportLayer& layer);

}  // namespace lode::io
