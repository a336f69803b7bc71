// Which systems a source without one may be in, beside the other layers of its scene.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/near.h"
#include "session/session.h"

namespace lode {

/// As geo::likely_systems, with every other source that has a CRS as a place. Only after load(). `area_text`: only
/// systems whose area's name holds it.
std::vector<geo::LikelyCrs> likely_systems(const Session& session, const Scene& scene, std::uint32_t source,
                                           const std::string& area_text = {}, std::size_t most = 12);

}  // namespace lode
