// The geometry of a block model on one line.
#pragma once

#include <string_view>

#include "core/rotation.h"
#include "core/scene.h"

namespace lode {

/// "origin=X,Y,Z size=DX,DY,DZ rotation=vulcan angles_deg=60,0,0": the keys of [sources.geometry]. Throws Error.
GridGeometry parse_grid(std::string_view text);

/// The geometry of all block models of a scene; where there are none of the tables of points with RLs, which become
/// block models.
void state_grid(Scene& scene, const GridGeometry& geometry);

}  // namespace lode
