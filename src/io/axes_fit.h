// The directions of a block model's axes from its centroids.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/vec.h"
#include "io/centroids.h"

namespace lode::io {

/// Finds the three directions at right angles along which neighbours lie most often, and refines them over the whole
/// extent, so that a turn about one to three axes is known to within a small part of a block at the far end. u is the
/// one nearest to east, v to north, w up. Nothing when the centroids show no such directions. NaN is passed over.
std::optional<std::array<Vec3, 3>> find_axes(const Centroids& centroids);

/// Differences between centroids near one another, at many places of the file.
std::vector<Vec3> neighbour_vectors(const Centroids& centroids);

}  // namespace lode::io
