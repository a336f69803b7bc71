// How exactly a grid is turned, from all of its centroids.
#pragma once

#include "io/lattice_fit.h"

namespace lode::io {

struct TurnFit {
  Vec3 turn_rad;         ///< the small turn, about the grid's axes, that brings it nearest to its centroids
  double error_rad = 0;  ///< its standard error
};

/// Least squares over the centroids that lie on the grid; of many millions, some spread over the file. `level`: about
/// the third axis alone.
TurnFit fit_turn(const LatticeFit& fit, bool level);

/// Directions u, v, w of a grid of such steps, known well enough for neighbours, turned until they fit all centroids,
/// more and more of them around one.
std::array<Vec3, 3> turned_to_fit(const Centroids& centroids, const std::array<Vec3, 3>& directions, Vec3 steps);

/// Directions at right angles, after a small turn about them.
std::array<Vec3, 3> turned_by(const std::array<Vec3, 3>& directions, Vec3 turn_rad);

}  // namespace lode::io
