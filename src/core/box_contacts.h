// Where boxes of different size touch, and which of their faces are seen.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/bits.h"

namespace lode {

/// A box by the places of its sides among the levels of each axis.
struct BoxLevels {
  std::array<std::uint32_t, 3> lower, upper;
  bool operator==(const BoxLevels&) const = default;
};

/// Boxes that touch: the upper side of `below` along an axis, the lower side of `above`. The rectangle is where the two
/// sides overlap.
struct BoxPair {
  std::uint32_t below, above;
};

/// A rectangle of levels in a plane across an axis: b and c are the axes after it (u: v, w; v: w, u; w: u, v).
struct LevelRectangle {
  std::uint32_t plane, lower_b, lower_c, upper_b, upper_c;
  bool operator==(const LevelRectangle&) const = default;
};

/// A part of a box's side that no box touches.
struct ExteriorSide {
  std::uint32_t box;
  LevelRectangle rectangle;
};

/// All contacts of a set of boxes, in chunks of nearby boxes whose order does not depend on the number of threads.
struct BoxContacts {
  struct Chunk {
    std::vector<BoxPair> pairs;                  ///< by axis
    std::array<std::uint32_t, 4> pairs_begin{};  ///< of axis a: pairs_begin[a] .. pairs_begin[a + 1]
    std::vector<ExteriorSide> exterior;          ///< by direction -u, +u, -v, +v, -w, +w
    std::array<std::uint32_t, 7> exterior_begin{};
    std::vector<std::array<std::uint32_t, 2>> rows;  ///< of its boxes: runs from first to last + 1
  };
  std::vector<Chunk> chunks;
  std::uint64_t pair_count() const;
  std::uint64_t exterior_count() const;
  std::uint64_t bytes() const;
};

/// Pairs of boxes that share room.
struct BoxOverlaps {
  std::uint64_t count = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> first;  ///< at most 1,000
};

/// `box_of(row)` is asked many times. Halves space until few boxes are left in each part, on all cores: O(n log n).
/// Stops, with what was found so far, when there are more overlaps than boxes.
class SubBlocks;
BoxContacts find_contacts(const SubBlocks& boxes, BoxOverlaps& overlaps);

/// A face that is seen: of a visible box, towards one that is not or towards nothing.
struct BoxFace {
  LevelRectangle rectangle;
  std::uint32_t box;
  bool operator==(const BoxFace&) const = default;
};

/// The faces seen, directions in order: -u, +u, -v, +v, -w, +w.
struct BoxFaces {
  std::vector<BoxFace> faces;
  std::array<std::uint64_t, 7> begin{};  ///< range of direction d: begin[d] .. begin[d + 1]
  std::span<const BoxFace> of(int direction) const {
    const auto d = static_cast<std::size_t>(direction);
    return std::span(faces).subspan(begin[d], begin[d + 1] - begin[d]);
  }

 private:
  friend void build_faces(const SubBlocks& boxes, const Mask& visible, BoxFaces& faces);
  std::vector<std::array<std::uint64_t, 6>> counts_;  ///< by chunk; kept for the next time
};

/// `visible`: a bit a box. On all cores; allocates only where `faces` has to grow.
void build_faces(const SubBlocks& boxes, const Mask& visible, BoxFaces& faces);

}  // namespace lode
