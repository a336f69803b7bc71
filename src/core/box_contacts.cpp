// Contacts of boxes: space is halved until few boxes are left in a part, and those are compared pair by pair.
#include "core/box_contacts.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/box_sides.h"
#include "core/parallel.h"
#include "core/sub_blocks.h"

namespace lode {

namespace {

constexpr std::size_t most_in_leaf = 48;
constexpr std::size_t most_overlaps_listed = 1000;

/// A part of space: levels lower .. upper - 1 along each axis. Contacts and overlaps belong to the part that holds
/// their lowest corner.
struct Part {
  std::array<std::uint32_t, 3> lower, upper;

  bool holds(std::size_t axis, std::uint32_t level) const { return level >= lower[axis] && level < upper[axis]; }
  /// Boxes in it, and those whose upper side is its lower end.
  bool meets(const BoxLevels& box) const {
    int touching = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (box.lower[axis] >= upper[axis] || box.upper[axis] < lower[axis]) return false;
      touching += box.upper[axis] == lower[axis] ? 1 : 0;
    }
    return touching <= 1;
  }
};

struct LocalBox {
  BoxLevels levels;
  std::uint32_t row;
};

/// What a chunk of space finds.
class ChunkFinder {
 public:
  ChunkFinder(BoxContacts::Chunk& chunk, std::uint64_t most_overlaps) : chunk_(chunk), most_overlaps_(most_overlaps) {}

  void find(const Part& part, std::vector<LocalBox>& boxes) {
    halve(part, boxes);
    finish();
  }
  const BoxOverlaps& overlaps() const { return overlaps_; }

 private:
  void halve(const Part& part, std::vector<LocalBox>& boxes) {
    if (overlaps_.count > most_overlaps_) return;
    const auto [axis, boxes_along] = longest_axis(part, boxes);
    if (boxes.size() <= most_in_leaf || boxes_along < 1.5) return compare(part, boxes);
    Part half = part;
    half.upper[axis] = part.lower[axis] + (part.upper[axis] - part.lower[axis]) / 2;
    std::vector<LocalBox> some;
    for (int side = 0; side < 2; ++side) {
      some.clear();
      for (const LocalBox& box : boxes)
        if (half.meets(box.levels)) some.push_back(box);
      if (!some.empty()) halve(half, some);
      half.lower[axis] = half.upper[axis];
      half.upper[axis] = part.upper[axis];
    }
  }

  /// The axis along which most boxes of the mean size fit, and how many; halving it repeats the fewest.
  static std::pair<std::size_t, double> longest_axis(const Part& part, const std::vector<LocalBox>& boxes) {
    std::array<double, 3> sums{};
    for (const LocalBox& box : boxes)
      for (std::size_t axis = 0; axis < 3; ++axis) sums[axis] += box.levels.upper[axis] - box.levels.lower[axis];
    std::pair<std::size_t, double> best{0, 0};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::uint32_t extent = part.upper[axis] - part.lower[axis];
      const double along = extent < 2 ? 0 : extent * static_cast<double>(boxes.size()) / sums[axis];
      if (along > best.second) best = {axis, along};
    }
    return best;
  }

  void compare(const Part& part, std::vector<LocalBox>& boxes) {
    std::sort(boxes.begin(), boxes.end(), [](const LocalBox& a, const LocalBox& b) {
      return a.levels.lower[0] != b.levels.lower[0] ? a.levels.lower[0] < b.levels.lower[0] : a.row < b.row;
    });
    covered_.assign(boxes.size(), {});
    bool overlapping = false;
    for (std::size_t i = 0; i < boxes.size(); ++i)
      for (std::size_t j = i + 1; j < boxes.size() && boxes[j].levels.lower[0] <= boxes[i].levels.upper[0]; ++j)
        overlapping = compare(part, boxes, i, j) || overlapping;
    for (std::size_t i = 0; i < boxes.size(); ++i)
      for (int direction = 0; direction < 6; ++direction) add_exterior(part, boxes, i, direction, overlapping);
  }

  /// True when the two share room.
  bool compare(const Part& part, const std::vector<LocalBox>& boxes, std::size_t i, std::size_t j) {
    const BoxLevels &a = boxes[i].levels, &b = boxes[j].levels;
    std::size_t touching = 3;
    std::array<std::uint32_t, 3> lower, upper;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      lower[axis] = std::max(a.lower[axis], b.lower[axis]);
      upper[axis] = std::min(a.upper[axis], b.upper[axis]);
      if (lower[axis] > upper[axis]) return false;
      if (lower[axis] < upper[axis]) continue;
      if (touching < 3) return false;
      touching = axis;
    }
    if (touching < 3)
      add_covered(part, lower, upper, touching, a.upper[touching] == lower[touching] ? i : j,
                  a.upper[touching] == lower[touching] ? j : i);
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (!part.holds(axis, lower[axis])) return touching == 3;
    if (touching == 3) {
      if (overlaps_.count++ < most_overlaps_listed)
        overlaps_.first.emplace_back(std::minmax(boxes[i].row, boxes[j].row));
      return true;
    }
    const bool first_below = a.upper[touching] == lower[touching];
    pairs_[touching].push_back({boxes[first_below ? i : j].row, boxes[first_below ? j : i].row});
    return false;
  }

  /// Counts the area of the contact within the part for both sides.
  void add_covered(const Part& part, const std::array<std::uint32_t, 3>& lower,
                   const std::array<std::uint32_t, 3>& upper, std::size_t axis, std::size_t below, std::size_t above) {
    if (!part.holds(axis, lower[axis])) return;
    std::uint64_t area = 1;
    for (const std::size_t across : {(axis + 1) % 3, (axis + 2) % 3}) {
      const std::uint32_t from = std::max(lower[across], part.lower[across]);
      const std::uint32_t to = std::min(upper[across], part.upper[across]);
      area *= to > from ? to - from : 0;
    }
    covered_[below][2 * axis + 1] += area;
    covered_[above][2 * axis] += area;
  }

  void add_exterior(const Part& part, const std::vector<LocalBox>& boxes, std::size_t i, int direction,
                    bool overlapping) {
    const BoxLevels& box = boxes[i].levels;
    const auto axis = static_cast<std::size_t>(direction / 2), b = (axis + 1) % 3, c = (axis + 2) % 3;
    const std::uint32_t plane = direction % 2 == 1 ? box.upper[axis] : box.lower[axis];
    if (!part.holds(axis, plane)) return;
    const LevelRectangle side{plane, std::max(box.lower[b], part.lower[b]), std::max(box.lower[c], part.lower[c]),
                              std::min(box.upper[b], part.upper[b]), std::min(box.upper[c], part.upper[c])};
    if (side.lower_b >= side.upper_b || side.lower_c >= side.upper_c) return;
    const std::uint64_t area = std::uint64_t{side.upper_b - side.lower_b} * (side.upper_c - side.lower_c);
    const std::uint64_t covered = covered_[i][static_cast<std::size_t>(direction)];
    if (covered == area && !overlapping) return;
    auto& found = exterior_[static_cast<std::size_t>(direction)];
    if (covered == 0) {
      found.push_back({boxes[i].row, side});
      return;
    }
    covers_.clear();
    for (const LocalBox& other : boxes) {
      const std::uint32_t against = direction % 2 == 1 ? other.levels.lower[axis] : other.levels.upper[axis];
      if (against != plane) continue;
      covers_.push_back(
          {plane, other.levels.lower[b], other.levels.lower[c], other.levels.upper[b], other.levels.upper[c]});
    }
    uncovered_.clear();
    uncovered_of(side, covers_, uncovered_);
    for (const LevelRectangle& rectangle : uncovered_) found.push_back({boxes[i].row, rectangle});
  }

  /// Into one list each, by axis and direction.
  void finish() {
    std::size_t pairs = 0, sides = 0;
    for (const auto& some : pairs_) pairs += some.size();
    for (auto& some : exterior_) {
      merge_sides(some);
      sides += some.size();
    }
    chunk_.pairs.reserve(pairs);
    chunk_.exterior.reserve(sides);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      chunk_.pairs.insert(chunk_.pairs.end(), pairs_[axis].begin(), pairs_[axis].end());
      chunk_.pairs_begin[axis + 1] = static_cast<std::uint32_t>(chunk_.pairs.size());
      pairs_[axis] = {};
    }
    for (std::size_t d = 0; d < 6; ++d) {
      chunk_.exterior.insert(chunk_.exterior.end(), exterior_[d].begin(), exterior_[d].end());
      chunk_.exterior_begin[d + 1] = static_cast<std::uint32_t>(chunk_.exterior.size());
    }
  }

  BoxContacts::Chunk& chunk_;
  std::uint64_t most_overlaps_;
  BoxOverlaps overlaps_;
  std::array<std::vector<BoxPair>, 3> pairs_;
  std::array<std::vector<ExteriorSide>, 6> exterior_;
  std::vector<std::array<std::uint64_t, 6>> covered_;  ///< of each box of a leaf, by direction
  std::vector<LevelRectangle> covers_, uncovered_;
};

/// Space in equal parts of a few thousand boxes, and the rows that meet each.
class Chunks {
 public:
  explicit Chunks(const SubBlocks& boxes) : boxes_(boxes) {
    // As many parts along each axis as boxes of the mean size fit, over a common divisor.
    constexpr double boxes_a_chunk = 4096;
    const std::array<double, 3> along = boxes_along(boxes);
    const double wanted = std::max(1.0, static_cast<double>(boxes.size()) / boxes_a_chunk);
    const double divisor = std::cbrt(along[0] * along[1] * along[2] / wanted);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      levels_[axis] = static_cast<std::uint32_t>(boxes.levels()[axis].size());
      const double parts = std::clamp(std::ceil(along[axis] / divisor), 1.0, static_cast<double>(levels_[axis]));
      width_[axis] = static_cast<std::uint32_t>(std::ceil(levels_[axis] / parts));
      count_[axis] = (levels_[axis] + width_[axis] - 1) / width_[axis];
    }
    fill();
  }

  std::size_t size() const { return std::size_t{count_[0]} * count_[1] * count_[2]; }
  Part part(std::size_t chunk) const {
    const std::array<std::size_t, 3> at{chunk % count_[0], chunk / count_[0] % count_[1],
                                        chunk / count_[0] / count_[1]};
    Part part{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      part.lower[axis] = static_cast<std::uint32_t>(at[axis]) * width_[axis];
      part.upper[axis] = std::min(part.lower[axis] + width_[axis], levels_[axis]);
    }
    return part;
  }
  std::span<const std::uint32_t> rows(std::size_t chunk) const {
    return std::span(rows_).subspan(begin_[chunk], begin_[chunk + 1] - begin_[chunk]);
  }

 private:
  static std::array<double, 3> boxes_along(const SubBlocks& boxes) {
    std::array<double, 3> along{};
    for (std::uint64_t row = 0; row < boxes.size(); ++row) {
      const BoxLevels box = boxes.box(row);
      for (std::size_t axis = 0; axis < 3; ++axis) along[axis] += box.upper[axis] - box.lower[axis];
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto levels = static_cast<double>(boxes.levels()[axis].size());
      along[axis] = std::max(1.0, levels * static_cast<double>(boxes.size()) / along[axis]);
    }
    return along;
  }

  /// Calls function(chunk) for every chunk whose part the box meets.
  template <typename Function>
  void for_each_chunk(const BoxLevels& box, Function&& function) const {
    std::array<std::uint32_t, 3> first{}, last{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      first[axis] = box.lower[axis] / width_[axis];
      last[axis] = box.upper[axis] / width_[axis];
    }
    for (std::uint32_t k = first[2]; k <= last[2]; ++k)
      for (std::uint32_t j = first[1]; j <= last[1]; ++j)
        for (std::uint32_t i = first[0]; i <= last[0]; ++i) {
          int touching = i * width_[0] == box.upper[0] ? 1 : 0;
          touching += j * width_[1] == box.upper[1] ? 1 : 0;
          touching += k * width_[2] == box.upper[2] ? 1 : 0;
          if (touching <= 1) function(i + std::size_t{count_[0]} * (j + std::size_t{count_[1]} * k));
        }
  }

  void fill() {
    begin_.assign(size() + 1, 0);
    for (std::uint64_t row = 0; row < boxes_.size(); ++row)
      for_each_chunk(boxes_.box(row), [&](std::size_t chunk) { ++begin_[chunk + 1]; });
    for (std::size_t chunk = 0; chunk < size(); ++chunk) begin_[chunk + 1] += begin_[chunk];
    rows_.resize(begin_.back());
    std::vector<std::uint64_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint64_t row = 0; row < boxes_.size(); ++row)
      for_each_chunk(boxes_.box(row),
                     [&](std::size_t chunk) { rows_[next[chunk]++] = static_cast<std::uint32_t>(row); });
  }

  const SubBlocks& boxes_;
  std::array<std::uint32_t, 3> levels_{}, width_{}, count_{};
  std::vector<std::uint64_t> begin_;
  std::vector<std::uint32_t> rows_;
};

}  // namespace

std::uint64_t BoxContacts::pair_count() const {
  std::uint64_t count = 0;
  for (const Chunk& chunk : chunks) count += chunk.pairs.size();
  return count;
}

std::uint64_t BoxContacts::exterior_count() const {
  std::uint64_t count = 0;
  for (const Chunk& chunk : chunks) count += chunk.exterior.size();
  return count;
}

std::uint64_t BoxContacts::bytes() const {
  std::uint64_t bytes = chunks.capacity() * sizeof(Chunk);
  for (const Chunk& chunk : chunks)
    bytes += chunk.pairs.capacity() * sizeof(BoxPair) + chunk.exterior.capacity() * sizeof(ExteriorSide) +
             chunk.rows.capacity() * sizeof(chunk.rows[0]);
  return bytes;
}

BoxContacts find_contacts(const SubBlocks& boxes, BoxOverlaps& overlaps) {
  BoxContacts contacts;
  if (boxes.size() == 0) return contacts;
  const Chunks chunks(boxes);
  contacts.chunks.resize(chunks.size());
  std::vector<BoxOverlaps> found(chunks.size());
  std::atomic<std::uint64_t> total = 0;
  parallel_for(chunks.size(), 1, [&](std::size_t begin, std::size_t end) {
    std::vector<LocalBox> local;
    for (std::size_t chunk = begin; chunk < end && total <= boxes.size(); ++chunk) {
      local.clear();
      auto& runs = contacts.chunks[chunk].rows;
      for (const std::uint32_t row : chunks.rows(chunk)) {
        local.push_back({boxes.box(row), row});
        if (!runs.empty() && runs.back()[1] == row)
          ++runs.back()[1];
        else
          runs.push_back({row, row + 1});
      }
      runs.shrink_to_fit();
      ChunkFinder finder(contacts.chunks[chunk], boxes.size());
      finder.find(chunks.part(chunk), local);
      total += finder.overlaps().count;
      found[chunk] = finder.overlaps();
    }
  });
  for (const BoxOverlaps& some : found) {
    overlaps.count += some.count;
    for (const auto& pair : some.first)
      if (overlaps.first.size() < most_overlaps_listed) overlaps.first.push_back(pair);
  }
  return contacts;
}

}  // namespace lode
