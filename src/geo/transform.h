// A PROJ pipeline as a function of points.
#pragma once

#include <string>

#include "core/placement.h"

namespace lode::geo {

/// Thread-safe; large spans run on all cores, a PJ_CONTEXT and a PJ a thread. Angles are degrees on both sides. z takes
/// no part: the operation is evaluated at height 0, so that a vertical hole stays vertical. Throws Error when PROJ
/// cannot read the pipeline.
PointTransform make_transform(const std::string& pipeline);

}  // namespace lode::geo
