// The directions of a block model's axes from its centroids and the size of its blocks.
#pragma once

#include <array>
#include <optional>

#include "core/vec.h"
#include "io/centroids.h"

namespace lode::io {

/// Those in which the differences of centroids are whole numbers of blocks of this size, also where a filter left few
/// of them, far apart. u, v and w are the axes of the sizes in their order; of several ways the one turned least is
/// taken, a level one where the centroids allow it. Nothing when there is none.
std::optional<std::array<Vec3, 3>> find_axes_of(const Centroids& centroids, Vec3 size);

}  // namespace lode::io
