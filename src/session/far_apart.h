// Sources that lie too far from the others to be of one project.
#pragma once

#include <vector>

#include "core/problem.h"
#include "session/session.h"

namespace lode {

/// A finding for each source that lies away from the group of most data: by more than 10 km and ten times its size and
/// theirs. Sources without a CRS are held against each other as they stand.
Problems problems_far_apart(const std::vector<LoadedSourcePtr>& sources);

}  // namespace lode
