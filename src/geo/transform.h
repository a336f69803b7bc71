// A PROJ pipeline as a function of points.
#pragma once

#include <string>

#include "core/placement.h"

namespace lode::geo {

/// Thread-safe; large spans run on all cores, a PJ_CONTEXT and a PJ a thread. Angles are degrees on both sides. z takes
/// no part: the operation is evaluated at height 0, so that a vertical hole stays vertical. Throws Error when PROJ
/// cannot read the pipeline.
PointTransform make_transform(const std::string& pipeline);

/// The same with the operation evaluated at each point's z, as cct does, which moves points by millimetres where datums
/// are turned against each other; z comes out as it went in.
PointTransform make_transform_at_heights(const std::string& pipeline);

/// The same with heights: z goes through the operation. Outside it is metres, whatever the operation counts in.
PointTransform make_transform_with_heights(const std::string& pipeline, double from_metres_per_unit,
                                           double to_metres_per_unit);

}  // namespace lode::geo
