// How far the cells of a lattice reach along a slope.
#pragma once

#include <algorithm>
#include <vector>

namespace lode {

/// A cell's lower and upper share of a signed distance: slope times its two edges along one axis, in metres, a cell
/// each.
struct AxisSpan {
  std::vector<double> low, high;
};

/// `edges`: count + 1 lattice coordinates (metres); `slope`: the axis's component of the plane's unit normal.
/// Reuses `span`'s memory.
inline void set_span(const std::vector<double>& edges, double slope, AxisSpan& span) {
  span.low.clear();
  span.high.clear();
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    span.low.push_back(std::min(slope * edges[i], slope * edges[i + 1]));
    span.high.push_back(std::max(slope * edges[i], slope * edges[i + 1]));
  }
}

}  // namespace lode
