// The pieces of the holes' traces that are drawn.
#include <algorithm>
#include <utility>

#include "core/geometry.h"
#include "core/parallel.h"

namespace lode {

namespace {

struct Element {
  std::uint32_t row, hole;
  std::uint8_t colour;
  float size;
};

/// PlacedDrillholes::position_at() for depths that mostly ascend: it looks near the last answer first.
class Walker {
 public:
  explicit Walker(const PlacedDrillholes& placed) : placed_(placed) {}

  /// The first vertex of the hole's trace at `depth_m` or deeper; as many as there are vertices when none is.
  std::size_t vertex_at(std::uint32_t hole, double depth_m) {
    const std::vector<double>& depths = placed_.traces[hole].depth_m;
    if (hole != hole_) vertex_ = 0;
    hole_ = hole;
    const bool not_behind = vertex_ == 0 || (vertex_ <= depths.size() && depths[vertex_ - 1] < depth_m);
    const std::size_t end = std::min(depths.size(), vertex_ + nearby);
    if (not_behind)
      while (vertex_ < end && depths[vertex_] < depth_m) ++vertex_;
    if (!not_behind || (vertex_ == end && end < depths.size()))
      vertex_ = static_cast<std::size_t>(std::lower_bound(depths.begin(), depths.end(), depth_m) - depths.begin());
    return vertex_;
  }

  Vec3 position_at(std::uint32_t hole, double depth_m) {
    return placed_.traces[hole].position_before(vertex_at(hole, depth_m), depth_m);
  }

 private:
  static constexpr std::size_t nearby = 8;
  const PlacedDrillholes& placed_;
  std::uint32_t hole_ = 0xffffffff;
  std::size_t vertex_ = 0;
};

class Cutter {
 public:
  Cutter(Segments& out, const PlacedDrillholes& placed, const std::optional<Slab>& slab, bool sized)
      : out_(out), placed_(placed), walker_(placed), slab_(slab), sized_(sized) {}

  // The stretch of a hole as straight pieces between the vertices of its trace.
  void add_stretch(double from_m, double to_m, Element element) {
    const PlacedTrace& trace = placed_.traces[element.hole];
    if (trace.depth_m.empty()) return;
    to_m = std::min(to_m, trace.depth_m.back());
    if (!(from_m < to_m)) return;
    std::size_t vertex = walker_.vertex_at(element.hole, from_m);
    Vec3 from = trace.position_before(vertex, from_m);
    if (trace.depth_m[vertex] == from_m) ++vertex;
    for (; vertex < trace.depth_m.size() && trace.depth_m[vertex] < to_m; ++vertex) {
      add_piece(from, trace.position_scene[vertex], element);
      from = trace.position_scene[vertex];
    }
    add_piece(from, walker_.position_at(element.hole, to_m), element);
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
  Walker walker_;
  const std::optional<Slab>& slab_;
  bool sized_;
};

using Stretches = std::vector<std::pair<double, double>>;

// What the stretches leave of begin .. total, in order.
Stretches rest(Stretches covered, double begin_m, double total_m) {
  std::sort(covered.begin(), covered.end());
  Stretches gaps;
  double reached = begin_m;
  for (const auto& [from, to] : covered) {
    if (from > reached) gaps.emplace_back(reached, std::min(from, total_m));
    reached = std::max(reached, to);
  }
  if (reached < total_m) gaps.emplace_back(reached, total_m);
  return gaps;
}

/// What a range of the table's rows adds.
struct Part {
  struct Covered {
    std::uint32_t hole;
    double from_m, to_m;
  };
  Segments pieces;
  std::vector<Covered> covered;  ///< stretches of holes; rows that follow one another without a gap are one

  void cover(std::uint32_t hole, double from_m, double to_m) {
    if (!covered.empty() && covered.back().hole == hole && covered.back().to_m == from_m)
      covered.back().to_m = to_m;
    else
      covered.push_back({hole, from_m, to_m});
  }
};

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// Moves the pieces of all parts, in order, into one; on all cores, since most of the time goes into fresh memory.
Segments joined(std::vector<Part>& parts) {
  if (parts.size() == 1) return std::move(parts[0].pieces);
  std::size_t count = 0;
  for (const Part& part : parts) count += part.pieces.row.size();
  Segments all;
  const auto gather = [&](auto member) {
    (all.*member).reserve(count);
    for (const Part& part : parts) append(all.*member, part.pieces.*member);
  };
  parallel_for(4, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t task = begin; task < end; ++task) {
      if (task == 0) gather(&Segments::from_scene);
      if (task == 1) gather(&Segments::to_scene);
      if (task == 2) gather(&Segments::row), gather(&Segments::hole);
      if (task == 3) gather(&Segments::colour_index), gather(&Segments::size);
    }
  });
  return all;
}

}  // namespace

Segments make_segments(const Drillholes& drillholes, const PlacedDrillholes& placed, const IntervalTable* table,
                       const Mask& visible_rows, std::span<const std::uint8_t> colour_of_row, bool bare_traces,
                       const std::optional<Slab>& slab, const SegmentExtent& extent) {
  constexpr std::size_t rows_a_part = 1 << 16;
  const std::span<const float> sizes = extent.size_of_row;
  const std::size_t rows = table != nullptr ? visible_rows.size() : 0;
  std::vector<Part> parts(std::max<std::size_t>(1, (rows + rows_a_part - 1) / rows_a_part));
  parallel_for(rows, rows_a_part, [&](std::size_t begin, std::size_t end) {
    Part& part = parts[begin / rows_a_part];
    Cutter cutter(part.pieces, placed, slab, !sizes.empty());
    for (std::size_t row = begin; row < end; ++row) {
      if (!visible_rows[row]) continue;
      const std::uint32_t hole = table->hole[row];
      const std::uint8_t colour = colour_of_row.empty() ? std::uint8_t{0} : colour_of_row[row];
      const double from_m = table->from_m[row], to_m = table->to_m[row];
      const double cut_m = (1 - extent.middle_share) / 2 * (to_m - from_m), half_m = extent.most_length_m / 2;
      const double middle_m = table->middle_m(row);
      const double begin_m = std::max({from_m + cut_m, middle_m - half_m, 0.0});
      const double end_m = std::min(to_m - cut_m, middle_m + half_m);
      cutter.add_stretch(begin_m, end_m,
                         {static_cast<std::uint32_t>(row), hole, colour, sizes.empty() ? 1 : sizes[row]});
      if (bare_traces) part.cover(hole, begin_m, end_m);
    }
  });
  Segments segments = joined(parts);
  if (!bare_traces) return segments;
  std::vector<Stretches> covered(drillholes.holes.size());
  for (const Part& part : parts)
    for (const Part::Covered& stretch : part.covered) covered[stretch.hole].emplace_back(stretch.from_m, stretch.to_m);
  Cutter cutter(segments, placed, slab, !sizes.empty());
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) {
    const std::vector<double>& depths = placed.traces[hole].depth_m;
    const bool hidden = (table == nullptr && visible_rows.size() != 0 && !visible_rows[hole]) ||
                        (extent.bare_holes != nullptr && !(*extent.bare_holes)[hole]);
    if (depths.empty() || hidden) continue;
    const std::uint8_t colour = table == nullptr && !colour_of_row.empty() ? colour_of_row[hole] : std::uint8_t{0};
    // A wedge is its parent above where it leaves it.
    const Hole& own = drillholes.holes[hole];
    const double begin_m = own.parent >= 0 ? own.kickoff_depth_m : 0;
    for (const auto& [from, to] : rest(std::move(covered[hole]), begin_m, depths.back()))
      cutter.add_stretch(from, to, {Segments::no_row, hole, colour, extent.bare_size});
  }
  return segments;
}

}  // namespace lode
