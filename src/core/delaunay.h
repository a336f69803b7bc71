// Delaunay triangulation in the plane.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace lode {

/// A point of the plane in whole steps; |x|, |y| < 2^25, so that the predicates are exact.
struct PlanPoint {
  double x, y;
};

/// Triangles, counter-clockwise, as indices into `points`, which must be sorted by x, then y, and distinct. None when
/// all lie on a line. Divide and conquer after Guibas & Stolfi, "Primitives for the Manipulation of General
/// Subdivisions and the Computation of Voronoi Diagrams", ACM Transactions on Graphics 4 (1985).
std::vector<std::array<std::uint32_t, 3>> delaunay(std::span<const PlanPoint> points);

/// Whether d lies inside the circle through a, b, c, which run counter-clockwise; exact.
bool in_circle(PlanPoint a, PlanPoint b, PlanPoint c, PlanPoint d);
/// Twice the signed area of a, b, c: positive when they run counter-clockwise; exact.
inline double turn(PlanPoint a, PlanPoint b, PlanPoint c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

}  // namespace lode
