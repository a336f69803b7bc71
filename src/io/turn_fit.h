// How exactly a grid is turned, from all of its centroids.
#pragma once

#include "io/lattice_fit.h"

namespace lode::io {

struct TurnFit {
  Vec3 turn_rad;         ///< the small turn, about the grid's axes, that brings it nearest to its centroids
  double slack_rad = 0;  ///< a turn within it contradicts no centroid by more than the file rounds them
};

/// Least squares over the centroids that lie on the grid; of many millions, some spread over the file. `level`: about
/// the third axis alone.
TurnFit fit_turn(const LatticeFit& fit, bool level);

struct FittedDirections {
  std::array<Vec3, 3> axes;
  double slack_rad = 0;  ///< as TurnFit has it
};
/// Directions u, v, w of a grid of such steps, known well enough for neighbours, turned until they fit all centroids,
/// more and more of them around one.
FittedDirections turned_to_fit(const Centroids& centroids, const std::array<Vec3, 3>& directions, Vec3 steps);

/// Directions within their slack of level ones as level, at the shortest decimal of degrees within it; others as they
/// are.
std::array<Vec3, 3> levelled(const FittedDirections& fitted);

/// Directions at right angles, after a small turn about them.
std::array<Vec3, 3> turned_by(const std::array<Vec3, 3>& directions, Vec3 turn_rad);

}  // namespace lode::io
