// The pieces of the holes' traces that are drawn.
#include <algorithm>
#include <utility>

#include "core/geometry.h"

namespace lode {

namespace {

struct Element {
  std::uint32_t row, hole;
  std::uint8_t colour;
  float size;
};

class Cutter {
 public:
  Cutter(Segments& out, const PlacedDrillholes& placed, const std::optional<Slab>& slab, bool sized)
      : out_(out), placed_(placed), slab_(slab), sized_(sized) {}

  // The stretch of a hole as straight pieces between the vertices of its trace.
  void add_stretch(double from_m, double to_m, Element element) {
    const PlacedTrace& trace = placed_.traces[element.hole];
    if (trace.depth_m.empty()) return;
    to_m = std::min(to_m, trace.depth_m.back());
    if (!(from_m < to_m)) return;
    Vec3 from = placed_.position_at(element.hole, from_m);
    const auto first = std::upper_bound(trace.depth_m.begin(), trace.depth_m.end(), from_m) - trace.depth_m.begin();
    for (auto v = static_cast<std::size_t>(first); v < trace.depth_m.size() && trace.depth_m[v] < to_m; ++v) {
      add_piece(from, trace.position_scene[v], element);
      from = trace.position_scene[v];
    }
    add_piece(from, placed_.position_at(element.hole, to_m), element);
  }

 private:
  void add_piece(Vec3 from, Vec3 to, Element element) {
    if (!finite(from) || !finite(to)) return;
    if (slab_ && !clip(from, to)) return;
    out_.from_scene.push_back(from);
    out_.to_scene.push_back(to);
    out_.row.push_back(element.row);
    out_.hole.push_back(element.hole);
    out_.colour_index.push_back(element.colour);
    if (sized_) out_.size.push_back(element.size);
  }

  // Cuts the piece at the faces of the slab; false when nothing of it lies inside.
  bool clip(Vec3& from, Vec3& to) const {
    const double half = slab_->thickness_m / 2;
    const double d0 = dot(slab_->normal, from - slab_->origin_scene), d1 = dot(slab_->normal, to - slab_->origin_scene);
    double begin = 0, end = 1;
    if (d0 == d1) return std::abs(d0) <= half;
    const double at_low = (-half - d0) / (d1 - d0), at_high = (half - d0) / (d1 - d0);
    begin = std::max(begin, std::min(at_low, at_high));
    end = std::min(end, std::max(at_low, at_high));
    if (!(begin < end)) return false;
    const Vec3 whole = to - from;
    if (end < 1) to = from + end * whole;
    if (begin > 0) from = from + begin * whole;
    return true;
  }

  Segments& out_;
  const PlacedDrillholes& placed_;
  const std::optional<Slab>& slab_;
  bool sized_;
};

using Stretches = std::vector<std::pair<double, double>>;

// What the stretches leave of 0 .. total, in order.
Stretches rest(Stretches covered, double total_m) {
  std::sort(covered.begin(), covered.end());
  Stretches gaps;
  double reached = 0;
  for (const auto& [from, to] : covered) {
    if (from > reached) gaps.emplace_back(reached, std::min(from, total_m));
    reached = std::max(reached, to);
  }
  if (reached < total_m) gaps.emplace_back(reached, total_m);
  return gaps;
}

}  // namespace

Segments make_segments(const Drillholes& drillholes, const PlacedDrillholes& placed, const IntervalTable* table,
                       const Mask& visible_rows, std::span<const std::uint8_t> colour_of_row, bool bare_traces,
                       const std::optional<Slab>& slab, const SegmentExtent& extent) {
  Segments segments;
  const std::span<const float> sizes = extent.size_of_row;
  Cutter cutter(segments, placed, slab, !sizes.empty());
  std::vector<Stretches> covered(drillholes.holes.size());
  if (table != nullptr) {
    visible_rows.for_each_set([&](std::size_t row) {
      const std::uint32_t hole = table->hole[row];
      const std::uint8_t colour = colour_of_row.empty() ? std::uint8_t{0} : colour_of_row[row];
      const double from_m = table->from_m[row], to_m = table->to_m[row];
      const double cut_m = (1 - extent.middle_share) / 2 * (to_m - from_m);
      cutter.add_stretch(from_m + cut_m, to_m - cut_m,
                         {static_cast<std::uint32_t>(row), hole, colour, sizes.empty() ? 1 : sizes[row]});
      if (bare_traces) covered[hole].emplace_back(from_m, to_m);
    });
  }
  if (!bare_traces) return segments;
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) {
    const std::vector<double>& depths = placed.traces[hole].depth_m;
    const bool hidden = (table == nullptr && visible_rows.size() != 0 && !visible_rows[hole]) ||
                        (extent.bare_holes != nullptr && !(*extent.bare_holes)[hole]);
    if (depths.empty() || hidden) continue;
    const std::uint8_t colour = table == nullptr && !colour_of_row.empty() ? colour_of_row[hole] : std::uint8_t{0};
    for (const auto& [from, to] : rest(std::move(covered[hole]), depths.back()))
      cutter.add_stretch(from, to, {Segments::no_row, hole, colour, extent.bare_size});
  }
  return segments;
}

}  // namespace lode
