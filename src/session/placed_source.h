// A Source's data brought into the scene's CRS.
#pragma once

#include "io/formats.h"
#include "session/session.h"

namespace lode {

/// Of collars, lattice corners, vertices or points, in source coordinates.
Bounds bounds_source(const Dataset& dataset);

/// Points that the operation could not place.
std::uint64_t failed_points(const LoadedSource& loaded);

/// In the source's CRS: with the zone number that its eastings lack, or without the one too much.
Bounds bounds_in_crs(const LoadedSource& loaded);

/// What is added to eastings: as the Source says, else as the values show.
double zone_shift_m(const Source& source, const Dataset& dataset);

/// Whether the data lies in the area of its CRS only when x and y change places, and nobody has decided on the order.
bool has_axes_swapped(const Source& source, const Dataset& dataset);

/// Whether the operation stored in the Source is one for its CRS, this scene's and the operation wanted.
bool is_chosen_for(const Source& source, const std::string& scene_crs);

/// The placing from a Source's CRS to another, with the shifts of eastings and RLs; the identity when either is local.
/// The operation stored in the Source is used where it is one for this.
geo::Placing placing_of(const Source& source, const Dataset& dataset, const std::string& target_crs);

LoadedSourcePtr place_source(const Source& source, std::shared_ptr<const io::Loaded> read,
                             const std::string& scene_crs);

/// The CRS of a scene that states none: "" when no source has one.
std::string scene_crs_of(const std::vector<Source>& sources,
                         const std::vector<std::shared_ptr<const io::Loaded>>& reads);

}  // namespace lode
