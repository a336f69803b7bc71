// How far boxes reach across a plane where an operation bends the model that they are of.
#pragma once

#include "core/control_lattice.h"
#include "core/cuts.h"

namespace lode {

/// The least and the greatest of a box's signed distances along a plane's normal, counted as CutPlane::offset is.
struct Reach {
  double low = 0, high = 0;
};

/// Over the eight corners of a box in lattice coordinates, each where the bend puts it: as the box is drawn.
Reach bent_reach(const CutPlane& plane, const ControlLattice& bend, Vec3 lower_lattice, Vec3 upper_lattice);

/// The furthest that the bend moves anything along a plane's normal.
double greatest_shift(const CutPlane& plane, const ControlLattice& bend);

}  // namespace lode
