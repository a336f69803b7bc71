// What a layer is coloured by when nothing is said.
#pragma once

#include "core/scene.h"

namespace lode {

/// A grade (its unit known, or named like an element), else a category, else one colour: earth for surfaces.
ColourStyle default_colour(const Dataset& dataset);

/// Radius of a hole's tube: 1/600 of the holes' extent, at least 0.5 m.
double default_tube_radius_m(const Bounds& bounds_scene);

}  // namespace lode
