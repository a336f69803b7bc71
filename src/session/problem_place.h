// Where a finding lies in the scene.
#pragma once

#include <optional>
#include <span>

#include "core/problem.h"
#include "session/session.h"

namespace lode {

struct ProblemPlace {
  std::size_t source = 0;  ///< index into the sources given
  Vec3 position_scene;     ///< of the row: the middle of an interval, a reading, a point; else of the collar
  double size_m = 0;       ///< of what is to be seen around it
};

/// Nothing for a finding about a file as such, or one that was never loaded. A row that was left out lies at its hole's
/// collar.
std::optional<ProblemPlace> place_of_problem(std::span<const LoadedSourcePtr> sources, const Problem& problem);

}  // namespace lode
