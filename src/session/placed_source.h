// A Source's data brought into the scene's CRS.
#pragma once

#include "io/formats.h"
#include "session/session.h"

namespace lode {

/// Of collars, lattice corners, vertices or points, in source coordinates.
Bounds bounds_source(const Dataset& dataset);

/// Points that the operation could not place.
std::uint64_t failed_points(const LoadedSource& loaded);

/// The placing from a Source's CRS to another; the identity when either is local.
geo::Placing placing_of(const Source& source, const Dataset& dataset, const std::string& target_crs);

LoadedSourcePtr place_source(const Source& source, std::shared_ptr<const io::Loaded> read,
                             const std::string& scene_crs);

/// The CRS of a scene that states none: "" when no source has one.
std::string scene_crs_of(const std::vector<Source>& sources,
                         const std::vector<std::shared_ptr<const io::Loaded>>& reads);

}  // namespace lode
