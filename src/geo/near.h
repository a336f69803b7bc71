// Which systems data without one may be in.
#pragma once

#include <string>
#include <vector>

#include "core/vec.h"

namespace lode::geo {

/// A layer that has its place: its bounds in its own CRS, x first.
struct Located {
  std::string name;
  std::string crs;
  Bounds bounds;
};

struct LikelyCrs {
  std::string code, name;
  std::string area;
  bool swapped = false;     ///< only when x and y change places
  double zone_shift_m = 0;  ///< added to eastings: the zone number that they lack, or less the one that they have
  std::string nearest;      ///< the layer it comes nearest to; "" when there is none
  double gap_m = 0;         ///< between the extents of both, 0 where they overlap
  double centres_m = 0;     ///< between their middles
};

/// The systems in whose area the data's middle falls, best first: nearest to the other layers, their own systems before
/// others at the same gap. Without other layers only systems whose area's name holds `area_text` are asked, all when it
/// is "". `data`: in the file's own numbers.
std::vector<LikelyCrs> likely_systems(const Bounds& data, const std::vector<Located>& others,
                                      const std::string& area_text = {}, std::size_t most = 12);

}  // namespace lode::geo
