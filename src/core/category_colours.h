// Colours of words: the same word has the same colour in every layer.
#pragma once

#include <string>
#include <vector>

#include "core/colour.h"

namespace lode {

/// A colour a name, safe for colour-blind readers up to 20 names and varied in lightness beyond; all different up to
/// 100. A name's colour comes from the name itself; of two that would share one in the same column, the later in the
/// alphabet moves on.
std::vector<Rgba> category_colours(const std::vector<std::string>& names);

}  // namespace lode
