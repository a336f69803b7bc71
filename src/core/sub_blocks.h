// The boxes of a sub-blocked model: octree, regular sub-blocks, or any box within its parent.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "core/bits.h"
#include "core/box_contacts.h"
#include "core/lattice.h"
#include "core/vec.h"

namespace lode {

/// regular: on a grid that divides each parent evenly; octree: parents halved along all axes at once, again and again;
/// free: neither.
enum class SubBlockKind { regular, octree, free };
/// "regular sub-blocks", "octree", "free sub-blocks".
const char* name(SubBlockKind kind);

/// Immutable. A box a row, grouped by parent cell in cell order, each within its parent. All sides stand on `levels`:
/// ascending lattice coordinates along each axis, the parents' edges among them; sides that differ by rounding share
/// one, so that what touches is decided in integers. 12 bytes a box, 24 where an axis has more than 65,536 levels;
/// contacts add 8 bytes each, about three a box.
class SubBlocks {
 public:
  using Levels = std::array<std::vector<double>, 3>;

  std::uint64_t size() const { return narrow_.empty() ? wide_.size() : narrow_.size(); }
  SubBlockKind kind() const { return kind_; }
  /// Of a regular or octree model: into how many the finest sub-blocks divide a parent along each axis; else 0.
  std::array<std::uint32_t, 3> division() const { return division_; }
  const Levels& levels() const { return levels_; }

  BoxLevels box(std::uint64_t row) const {
    if (wide_.empty()) {
      const std::array<std::uint16_t, 6>& b = narrow_[row];
      return {{b[0], b[1], b[2]}, {b[3], b[4], b[5]}};
    }
    return wide_[row];
  }
  Vec3 at(std::array<std::uint32_t, 3> place) const {
    return {levels_[0][place[0]], levels_[1][place[1]], levels_[2][place[2]]};
  }
  Vec3 lower_lattice(std::uint64_t row) const { return at(box(row).lower); }
  Vec3 upper_lattice(std::uint64_t row) const { return at(box(row).upper); }
  Vec3 size_of(std::uint64_t row) const;
  Vec3 centroid_lattice(std::uint64_t row) const;
  double volume(std::uint64_t row) const;  ///< in cubed units of the source

  /// The rows within a parent cell: first, last + 1; equal where it holds none.
  std::pair<std::uint64_t, std::uint64_t> rows_of(std::uint64_t parent_cell) const;
  std::uint64_t parents() const { return parents_.count(); }  ///< cells that hold a box

  const BoxContacts& contacts() const { return contacts_; }
  std::uint64_t bytes() const;  ///< of boxes, levels and contacts

 private:
  friend class SubBlocksBuilder;
  Levels levels_;
  std::vector<std::array<std::uint16_t, 6>> narrow_;  ///< lower and upper levels; or all in wide_
  std::vector<BoxLevels> wide_;
  RankedMask parents_;
  std::vector<std::uint32_t> first_row_;  ///< of each parent that holds a box, and the end
  SubBlockKind kind_ = SubBlockKind::free;
  std::array<std::uint32_t, 3> division_{0, 0, 0};
  BoxContacts contacts_;
};

/// Sides of boxes in lattice coordinates, one a row of a file along each axis.
struct BoxSides {
  std::array<std::vector<double>, 3> lower, upper;
  std::size_t size() const { return lower[0].size(); }
};

/// Sub-blocks from boxes, and what became of the rows.
struct SubBlocksMade {
  std::shared_ptr<const SubBlocks> boxes;
  std::vector<std::uint32_t> rows;     ///< the input row of each box, in the order of the boxes
  std::vector<std::uint32_t> outside;  ///< input rows in no parent, or in more than one; left out
  std::vector<std::pair<std::uint32_t, std::uint32_t>> duplicates;  ///< input row left out, the same box kept before it
  std::vector<std::pair<std::uint32_t, std::uint32_t>> overlaps;    ///< input rows of boxes that share room; both kept
  std::uint64_t overlap_count = 0;                                  ///< of all; `overlaps` holds the first 1,000
};

/// `parents` has lattice coordinates from 0; boxes without a volume or with a side that is not finite are `outside`. At
/// most 4,294,967,294 rows. Throws Error when overlaps outnumber boxes: then the sizes are not the blocks'.
SubBlocksMade make_sub_blocks(const Lattice& parents, BoxSides sides);

}  // namespace lode
