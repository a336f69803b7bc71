// A surface as a grid of RLs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.h"
#include "core/surface.h"

namespace lode::io {

/// Cells from the upper left one, row by row; NaN where there is no surface.
struct ElevationGrid {
  double left = 0, top = 0;  ///< the outer corner of the first cell
  double cell_x = 1, cell_y = 1;
  std::uint32_t columns = 0, rows = 0;
  std::vector<double> rl;
  bool exact = false;  ///< every vertex is the middle of a cell; false: the triangles were sampled
};
/// Of vertices that stand in rows and columns as a raster's do exactly these; of any other surface its RL at the
/// middles of square cells about as large as its triangles, the highest where it lies over itself. Throws Error for a
/// surface that is upright, or needs more than 100 million cells.
ElevationGrid elevation_grid(std::span<const Vec3> vertices, std::span<const std::array<std::uint32_t, 3>> triangles,
                             Progress& progress);

}  // namespace lode::io
