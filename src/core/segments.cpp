// The pieces of the holes' traces that are drawn.
#include <algorithm>
#include <numeric>
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

/// Where pieces go: into storage that is large enough, from `next` on, or nowhere, to be counted.
struct Sink {
  Segments* out = nullptr;
  std::size_t next = 0;

  void put(Vec3 from, Vec3 to, const Element& element) {
    const std::size_t piece = next++;
    if (out == nullptr) return;
    out->from_scene[piece] = from;
    out->to_scene[piece] = to;
    out->row[piece] = element.row;
    out->hole[piece] = element.hole;
    out->colour_index[piece] = element.colour;
    if (!out->size.empty()) out->size[piece] = element.size;
  }
};

class Cutter {
 public:
  Cutter(Sink sink, const PlacedDrillholes& placed, const std::optional<Slab>& slab)
      : sink_(sink), placed_(placed), walker_(placed), slab_(slab) {}

  // The stretch of a hole as straight pieces between the vertices of its trace.
  void add_stretch(double from_m, double to_m, const Element& element) {
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

  std::size_t end() const { return sink_.next; }

 private:
  void add_piece(Vec3 from, Vec3 to, const Element& element) {
    if (!finite(from) || !finite(to)) return;
    if (slab_ && !clip(from, to)) return;
    sink_.put(from, to, element);
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

  Sink sink_;
  const PlacedDrillholes& placed_;
  Walker walker_;
  const std::optional<Slab>& slab_;
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

/// Stretches of holes that rows cover; rows that follow one another without a gap are one.
struct Covered {
  struct Stretch {
    std::uint32_t hole;
    double from_m, to_m;
  };
  std::vector<Stretch> stretches;

  void add(std::uint32_t hole, double from_m, double to_m) {
    if (!stretches.empty() && stretches.back().hole == hole && stretches.back().to_m == from_m)
      stretches.back().to_m = to_m;
    else
      stretches.push_back({hole, from_m, to_m});
  }
};

/// What is cut: the visible rows of the table, then what they leave of the holes. Pieces are counted before they are
/// written, in ranges, each straight to its place: most of the time goes into fresh memory, which is touched once.
class Cutting {
 public:
  Cutting(const Drillholes& drillholes, const PlacedDrillholes& placed, const IntervalTable* table,
          const Mask& visible_rows, std::span<const std::uint8_t> colour_of_row, const std::optional<Slab>& slab,
          const SegmentExtent& extent)
      : drillholes_(drillholes),
        placed_(placed),
        table_(table),
        visible_(visible_rows),
        colours_(colour_of_row),
        slab_(slab),
        extent_(extent),
        rows_(table != nullptr ? visible_rows.size() : 0) {}

  Segments cut(bool bare_traces) {
    std::vector<Covered> covered(ranges_of(rows_, rows_a_range));
    std::vector<std::size_t> ends(covered.size() + ranges_of(hole_count(bare_traces), holes_a_range));
    parallel_for(rows_, rows_a_range, [&](std::size_t begin, std::size_t end) {
      const std::size_t range = begin / rows_a_range;
      ends[range] = cut_rows(begin, end, {}, bare_traces ? &covered[range] : nullptr);
    });
    if (bare_traces) find_gaps(covered);
    const auto any = [](const Stretches& gaps) { return !gaps.empty(); };
    sized_ = !extent_.size_of_row.empty() || (extent_.bare_size != 1 && std::any_of(gaps_.begin(), gaps_.end(), any));
    parallel_for(hole_count(bare_traces), holes_a_range, [&](std::size_t begin, std::size_t end) {
      ends[covered.size() + begin / holes_a_range] = cut_gaps(begin, end, {});
    });
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    Segments out;
    resize(out, ends.empty() ? 0 : ends.back());
    const auto begin_of = [&](std::size_t range) { return range == 0 ? 0 : ends[range - 1]; };
    parallel_for(rows_, rows_a_range, [&](std::size_t begin, std::size_t end) {
      cut_rows(begin, end, {&out, begin_of(begin / rows_a_range)}, nullptr);
    });
    parallel_for(hole_count(bare_traces), holes_a_range, [&](std::size_t begin, std::size_t end) {
      cut_gaps(begin, end, {&out, begin_of(covered.size() + begin / holes_a_range)});
    });
    return out;
  }

 private:
  static constexpr std::size_t rows_a_range = 1 << 15, holes_a_range = 64;
  static std::size_t ranges_of(std::size_t count, std::size_t range) { return (count + range - 1) / range; }
  std::size_t hole_count(bool bare_traces) const { return bare_traces ? drillholes_.holes.size() : 0; }

  void resize(Segments& out, std::size_t pieces) const {
    out.from_scene.resize(pieces);
    out.to_scene.resize(pieces);
    out.row.resize(pieces);
    out.hole.resize(pieces);
    out.colour_index.resize(pieces);
    if (sized_) out.size.resize(pieces);
  }

  /// Returns where the pieces end.
  std::size_t cut_rows(std::size_t begin, std::size_t end, Sink sink, Covered* covered) const {
    Cutter cutter(sink, placed_, slab_);
    for (std::size_t row = begin; row < end; ++row) {
      if (!visible_[row]) continue;
      const std::uint32_t hole = table_->hole[row];
      const double from_m = table_->from_m[row], to_m = table_->to_m[row];
      const double cut_m = (1 - extent_.middle_share) / 2 * (to_m - from_m), half_m = extent_.most_length_m / 2;
      const double middle_m = table_->middle_m(row);
      const double begin_m = std::max({from_m + cut_m, middle_m - half_m, 0.0});
      const double end_m = std::min(to_m - cut_m, middle_m + half_m);
      cutter.add_stretch(begin_m, end_m,
                         {static_cast<std::uint32_t>(row), hole, colours_.empty() ? std::uint8_t{0} : colours_[row],
                          extent_.size_of_row.empty() ? 1 : extent_.size_of_row[row]});
      if (covered != nullptr) covered->add(hole, begin_m, end_m);
    }
    return cutter.end();
  }

  void find_gaps(const std::vector<Covered>& covered) {
    gaps_.resize(drillholes_.holes.size());
    for (const Covered& range : covered)
      for (const Covered::Stretch& stretch : range.stretches)
        gaps_[stretch.hole].emplace_back(stretch.from_m, stretch.to_m);
    for (std::size_t hole = 0; hole < gaps_.size(); ++hole) {
      const std::vector<double>& depths = placed_.traces[hole].depth_m;
      const bool hidden = (table_ == nullptr && visible_.size() != 0 && !visible_[hole]) ||
                          (extent_.bare_holes != nullptr && !(*extent_.bare_holes)[hole]);
      // A wedge is its parent above where it leaves it.
      const Hole& own = drillholes_.holes[hole];
      const double begin_m = own.parent >= 0 ? own.kickoff_depth_m : 0;
      gaps_[hole] = depths.empty() || hidden ? Stretches{} : rest(std::move(gaps_[hole]), begin_m, depths.back());
    }
  }

  /// Returns where the pieces end.
  std::size_t cut_gaps(std::size_t begin, std::size_t end, Sink sink) const {
    Cutter cutter(sink, placed_, slab_);
    for (std::size_t hole = begin; hole < end; ++hole) {
      const std::uint8_t colour = table_ == nullptr && !colours_.empty() ? colours_[hole] : std::uint8_t{0};
      for (const auto& [from, to] : gaps_[hole])
        cutter.add_stretch(from, to, {Segments::no_row, static_cast<std::uint32_t>(hole), colour, extent_.bare_size});
    }
    return cutter.end();
  }

  const Drillholes& drillholes_;
  const PlacedDrillholes& placed_;
  const IntervalTable* table_;
  const Mask& visible_;
  std::span<const std::uint8_t> colours_;
  const std::optional<Slab>& slab_;
  const SegmentExtent& extent_;
  std::size_t rows_;
  bool sized_ = false;           ///< not all pieces are of the size 1
  std::vector<Stretches> gaps_;  ///< of each hole, what the rows leave of it
};

}  // namespace

Segments make_segments(const Drillholes& drillholes, const PlacedDrillholes& placed, const IntervalTable* table,
                       const Mask& visible_rows, std::span<const std::uint8_t> colour_of_row, bool bare_traces,
                       const std::optional<Slab>& slab, const SegmentExtent& extent) {
  return Cutting(drillholes, placed, table, visible_rows, colour_of_row, slab, extent).cut(bare_traces);
}

}  // namespace lode
