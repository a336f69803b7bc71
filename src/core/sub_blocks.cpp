#include "core/sub_blocks.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/parallel.h"
#include "core/sub_block_levels.h"

namespace lode {

const char* name(SubBlockKind kind) {
  switch (kind) {
    case SubBlockKind::regular:
      return "regular sub-blocks";
    case SubBlockKind::octree:
      return "octree";
    case SubBlockKind::free:
      break;
  }
  return "free sub-blocks";
}

Vec3 SubBlocks::size_of(std::uint64_t row) const {
  const BoxLevels b = box(row);
  return at(b.upper) - at(b.lower);
}

Vec3 SubBlocks::centroid_lattice(std::uint64_t row) const {
  const BoxLevels b = box(row);
  return 0.5 * (at(b.lower) + at(b.upper));
}

double SubBlocks::volume(std::uint64_t row) const {
  const Vec3 size = size_of(row);
  return size.x * size.y * size.z;
}

std::pair<std::uint64_t, std::uint64_t> SubBlocks::rows_of(std::uint64_t parent_cell) const {
  if (parent_cell >= parents_.size() || !parents_.mask()[parent_cell]) return {0, 0};
  const std::uint64_t parent = parents_.rank(parent_cell);
  return {first_row_[parent], first_row_[parent + 1]};
}

std::uint64_t SubBlocks::bytes() const {
  std::uint64_t bytes = narrow_.capacity() * sizeof(narrow_[0]) + wide_.capacity() * sizeof(wide_[0]) +
                        first_row_.capacity() * sizeof(first_row_[0]) + parents_.size() / 4 + contacts_.bytes();
  for (const std::vector<double>& levels : levels_) bytes += levels.capacity() * sizeof(double);
  return bytes;
}

class SubBlocksBuilder {
 public:
  SubBlocksBuilder(const Lattice& parents, BoxSides sides) : lattice_(parents), sides_(std::move(sides)) {}

  SubBlocksMade build() {
    find_levels();
    find_parents();
    group_by_parent();
    drop_duplicates();
    store();
    classify();
    BoxOverlaps overlaps;
    boxes_->contacts_ = find_contacts(*boxes_, overlaps);
    if (overlaps.count > boxes_->size())
      throw Error("the blocks overlap everywhere, so their sizes cannot be what the sizes say",
                  "check which columns are the sizes of the blocks, and their unit");
    made_.overlap_count = overlaps.count;
    for (const auto& [a, b] : overlaps.first) made_.overlaps.emplace_back(made_.rows[a], made_.rows[b]);
    made_.boxes = std::move(boxes_);
    return std::move(made_);
  }

 private:
  static constexpr double tolerance = 0.02;  ///< of the shortest side along an axis
  static constexpr std::uint64_t no_parent = ~std::uint64_t{0};
  static constexpr std::size_t rows_a_range = 1 << 16;

  bool usable(std::size_t row) const {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double lower = sides_.lower[axis][row], upper = sides_.upper[axis][row];
      if (!(std::isfinite(lower) && std::isfinite(upper) && upper > lower)) return false;
    }
    return true;
  }

  /// Rows that cannot be used have no side.
  void find_levels() {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::array<double, 3> shortest{HUGE_VAL, HUGE_VAL, HUGE_VAL};
    for (std::size_t row = 0; row < sides_.size(); ++row)
      for (std::size_t axis = 0; axis < 3; ++axis)
        if (usable(row))
          shortest[axis] = std::min(shortest[axis], sides_.upper[axis][row] - sides_.lower[axis][row]);
        else
          sides_.lower[axis][row] = sides_.upper[axis][row] = none;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::vector<double>& edges = lattice_.edges[axis];
      const double side = std::isfinite(shortest[axis]) ? shortest[axis] : edges.back();
      levels_.emplace_back(sides_.lower[axis], sides_.upper[axis], edges, rounding_of(axis, side));
      for (const double edge : edges) edge_places_[axis].push_back(levels_.back().place(edge));
    }
  }

  /// How far sides that are meant to be one may lie apart: 2 % of the shortest side, but no more than a unit of the
  /// last decimal where sides are decimals, as in a model that is not turned.
  double rounding_of(std::size_t axis, double shortest_side) const {
    constexpr double slack = 1e-4;
    const double most = tolerance * shortest_side;
    const auto are_multiples = [&](double scale) {
      for (const std::vector<double>* sides : {&sides_.lower[axis], &sides_.upper[axis]})
        for (const double side : *sides)
          if (std::isfinite(side) && std::abs(side * scale - std::round(side * scale)) > slack) return false;
      return true;
    };
    for (double scale = 1; scale <= 1e4; scale *= 10)
      if (are_multiples(scale)) return std::min(most, 1.01 / scale);
    return most;
  }

  BoxLevels levels_of(std::size_t row) const {
    BoxLevels box{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box.lower[axis] = levels_[axis].place(sides_.lower[axis][row]);
      box.upper[axis] = levels_[axis].place(sides_.upper[axis][row]);
    }
    return box;
  }

  std::uint64_t parent_of(const BoxLevels& box) const {
    std::array<std::uint32_t, 3> at{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::vector<std::uint32_t>& edges = edge_places_[axis];
      const auto above = std::upper_bound(edges.begin(), edges.end(), box.lower[axis]);
      if (above == edges.begin() || above == edges.end() || *above < box.upper[axis]) return no_parent;
      at[axis] = static_cast<std::uint32_t>(above - edges.begin() - 1);
    }
    return lattice_.cell(at[0], at[1], at[2]);
  }

  void find_parents() {
    parent_.assign(sides_.size(), no_parent);
    parallel_for(sides_.size(), rows_a_range, [&](std::size_t begin, std::size_t end) {
      for (std::size_t row = begin; row < end; ++row)
        if (std::isfinite(sides_.lower[0][row])) parent_[row] = parent_of(levels_of(row));
    });
    for (std::size_t row = 0; row < parent_.size(); ++row)
      if (parent_[row] == no_parent) made_.outside.push_back(static_cast<std::uint32_t>(row));
  }

  /// Rows by parent, in the file's order within one.
  void group_by_parent() {
    Mask held(lattice_.cells());
    for (const std::uint64_t cell : parent_)
      if (cell != no_parent) held.set(cell);
    boxes_->parents_ = RankedMask(std::move(held));
    std::vector<std::uint32_t>& first = boxes_->first_row_;
    first.assign(boxes_->parents_.count() + 1, 0);
    for (std::uint64_t& cell : parent_)
      if (cell != no_parent) ++first[(cell = boxes_->parents_.rank(cell)) + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    made_.rows.resize(first.back());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::size_t row = 0; row < parent_.size(); ++row)
      if (parent_[row] != no_parent) made_.rows[next[parent_[row]]++] = static_cast<std::uint32_t>(row);
  }

  /// Of equal boxes the first of the file is kept.
  void drop_duplicates() {
    const std::vector<std::uint32_t>& first = boxes_->first_row_;
    std::vector<std::uint32_t> earlier(made_.rows.size(), kept);
    parallel_for(first.size() - 1, 1024, [&](std::size_t begin, std::size_t end) {
      std::vector<std::pair<std::array<std::uint32_t, 6>, std::uint32_t>> boxes;
      for (std::size_t parent = begin; parent < end; ++parent) {
        boxes.clear();
        for (std::uint32_t i = first[parent]; i < first[parent + 1]; ++i) {
          const BoxLevels b = levels_of(made_.rows[i]);
          boxes.push_back({{b.lower[0], b.lower[1], b.lower[2], b.upper[0], b.upper[1], b.upper[2]}, i});
        }
        std::sort(boxes.begin(), boxes.end());
        for (std::size_t i = 1, same = 0; i < boxes.size(); ++i) {
          if (boxes[i].first != boxes[same].first)
            same = i;
          else
            earlier[boxes[i].second] = boxes[same].second;
        }
      }
    });
    std::vector<std::uint32_t> rows, begins{0};
    for (std::size_t parent = 0; parent + 1 < first.size(); ++parent) {
      for (std::uint32_t i = first[parent]; i < first[parent + 1]; ++i) {
        if (earlier[i] == kept)
          rows.push_back(made_.rows[i]);
        else
          made_.duplicates.emplace_back(made_.rows[i], made_.rows[earlier[i]]);
      }
      begins.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    if (made_.duplicates.empty()) return;
    made_.rows = std::move(rows);
    boxes_->first_row_ = std::move(begins);
  }

  void store() {
    const std::vector<std::uint32_t>& rows = made_.rows;
    bool fits_narrow = true;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      boxes_->levels_[axis] = levels_[axis].values();
      fits_narrow = fits_narrow && boxes_->levels_[axis].size() <= 65536;
    }
    fits_narrow ? boxes_->narrow_.resize(rows.size()) : boxes_->wide_.resize(rows.size());
    parallel_for(rows.size(), rows_a_range, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const BoxLevels b = levels_of(rows[i]);
        if (!fits_narrow) {
          boxes_->wide_[i] = b;
          continue;
        }
        for (std::size_t axis = 0; axis < 3; ++axis) {
          boxes_->narrow_[i][axis] = static_cast<std::uint16_t>(b.lower[axis]);
          boxes_->narrow_[i][axis + 3] = static_cast<std::uint16_t>(b.upper[axis]);
        }
      }
    });
    parent_ = {};
    sides_ = {};
  }

  /// Into how many equal parts the levels divide every parent along an axis at the least; 0 when more than 64.
  std::uint32_t division_along(std::size_t axis) const {
    constexpr std::uint32_t most = 64;
    constexpr double rounding = 2e-3;
    const std::vector<double>& edges = lattice_.edges[axis];
    const std::vector<double>& levels = boxes_->levels_[axis];
    for (std::uint32_t parts = 1; parts <= most; ++parts) {
      const auto divides = [&](double level) {
        const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, level);
        const double share = parts * (level - *(above - 1)) / (*above - *(above - 1));
        return std::abs(share - std::round(share)) <= rounding;
      };
      if (std::all_of(levels.begin(), levels.end(), divides)) return parts;
    }
    return 0;
  }

  void classify() {
    std::array<std::uint32_t, 3> parts{};
    for (std::size_t axis = 0; axis < 3; ++axis) parts[axis] = division_along(axis);
    if (parts[0] == 0 || parts[1] == 0 || parts[2] == 0) return;
    boxes_->kind_ = is_octree() ? SubBlockKind::octree : SubBlockKind::regular;
    boxes_->division_ = parts;
  }

  /// Every box is its parent halved n times along all axes, and stands where halving puts it.
  bool is_octree() const {
    std::atomic<bool> octree = true;
    const std::vector<std::uint32_t>& first = boxes_->first_row_;
    parallel_for(boxes_->parents_.count(), 4096, [&](std::size_t begin, std::size_t end) {
      for (std::size_t parent = begin; parent < end && octree; ++parent)
        for (std::uint32_t row = first[parent]; row < first[parent + 1]; ++row)
          if (!halves_parent(row)) octree = false;
    });
    return octree;
  }

  bool halves_parent(std::uint64_t row) const {
    const Vec3 lower = boxes_->lower_lattice(row), size = boxes_->size_of(row);
    const std::array<std::uint32_t, 3> parent = lattice_.ijk(lattice_.cell_at(lower + 0.5 * size));
    double halved = 0;
    for (int axis = 0; axis < 3; ++axis) {
      const std::vector<double>& edges = lattice_.edges[static_cast<std::size_t>(axis)];
      const std::uint32_t at = parent[static_cast<std::size_t>(axis)];
      const double times = std::log2((edges[at + 1] - edges[at]) / size[axis]);
      const double place = (lower[axis] - edges[at]) / size[axis];
      if (axis == 0) halved = std::round(times);
      if (std::abs(times - halved) > tolerance || std::abs(place - std::round(place)) > tolerance) return false;
    }
    return true;
  }

  static constexpr std::uint32_t kept = ~std::uint32_t{0};
  const Lattice& lattice_;
  BoxSides sides_;
  std::vector<SideLevels> levels_;
  std::array<std::vector<std::uint32_t>, 3> edge_places_;
  std::vector<std::uint64_t> parent_;  ///< of each input row: its cell, then its number among those held
  std::shared_ptr<SubBlocks> boxes_ = std::make_shared<SubBlocks>();
  SubBlocksMade made_;
};

SubBlocksMade make_sub_blocks(const Lattice& parents, BoxSides sides) {
  return SubBlocksBuilder(parents, std::move(sides)).build();
}

}  // namespace lode
