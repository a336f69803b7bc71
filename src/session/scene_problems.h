// Problems that no single file shows.
#pragma once

#include "session/session.h"

namespace lode {

/// Of placing one source: failed points, a bent lattice, the choice of the operation, the area of its CRS.
Problems placing_problems(const LoadedSource& loaded);

/// Between the layers of a scene; `sources` one a scene source.
Problems problems_between(const Scene& scene, const std::vector<LoadedSourcePtr>& sources);

}  // namespace lode
