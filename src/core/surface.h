// Surfaces and points in source coordinates.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/bits.h"
#include "core/table.h"
#include "core/vec.h"

namespace lode {

/// A triangulated surface: wireframe, topography.
struct Surface {
  std::vector<Vec3> vertices_source;
  std::vector<std::array<std::uint32_t, 3>> triangles;  ///< counter-clockwise seen from outside or above
  Table vertex_attributes;                              ///< a row a vertex, or no columns
};

/// The vertices that a mask lets through and the triangles between them.
struct SurfacePart {
  std::vector<std::uint64_t> vertices;  ///< of the surface, ascending
  std::vector<std::array<std::uint32_t, 3>>
      triangles;  ///< all of whose vertices are let through; indices into `vertices`
};
/// `visible`: a bit a vertex; of another size (surfaces without attributes are never filtered): the whole surface.
SurfacePart part_of(const Surface& surface, const Mask& visible);

struct Points {
  std::vector<Vec3> positions_source;
  Table table;  ///< a row a point
};

/// Delaunay triangulation in plan (x, y); of points within 1 mm of one another in plan the first is kept (within 1e-8
/// where all coordinates are small enough to be degrees). No triangle has an edge longer than `max_edge_m` in plan
/// (0: no limit). Throws Error with fewer than three points not on a line, or when no triangle is left.
Surface triangulate(const Points& points, double max_edge_m = 0);

}  // namespace lode
