// The decisions of an import in words.
#pragma once

#include <string>
#include <vector>

#include "core/scene.h"

namespace lode {

/// One line a file ("collar.csv: collar; hole_id BHID, x XCOLLAR ..."), then one of what holds for all of them
/// ("windows-1251, comma, positive dips are down, depths in 0.3048 m"). Empty for what is no table as text.
std::vector<std::string> decisions_of(const Source& source);

}  // namespace lode
