// How boxes of any sizes are turned about the vertical: found from, and checked by, how neighbours meet.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "core/vec.h"
#include "io/centroids.h"

namespace lode::io {

/// How neighbours lie to one another along some directions.
struct BoxContacts {
  std::size_t touching = 0;  ///< pairs that share a part of a side
  std::size_t overlaps = 0;  ///< pairs that share room, by more than rounding explains

  /// A few blocks may be given twice.
  bool apart() const { return 50 * overlaps <= touching; }
};

/// Boxes of a model with those near them: all of a small one; of a large one those around some of its centroids.
class NearBoxes {
 public:
  /// Sizes in the order of the axes, in the unit of the centroids. Rows without either are passed over.
  NearBoxes(const Centroids& centroids, const std::array<std::vector<double>, 3>& sizes);

  /// Of boxes whose sizes lie along `directions`.
  BoxContacts contacts(const std::array<Vec3, 3>& directions) const;

  /// The turn about the vertical at which boxes lie side by side without sharing room; nothing where no turn shows
  /// that. Two boxes of known sides at a known distance can touch at few angles: those that many pairs have in common
  /// are tried. Given at the shortest decimal of degrees that fits as well; of several the one turned least.
  std::optional<std::array<Vec3, 3>> level_turn() const;

 private:
  struct Box {
    Vec3 centre, size;
  };
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  std::vector<double> likely_angles_rad() const;
  struct Angle {
    double rad = 0, slack_rad = 0;  ///< within the slack any angle fits as well
  };
  Angle refined(double angle_rad) const;

  std::vector<Box> boxes_;
  std::vector<Pair> pairs_;  ///< near enough to touch
  double rounding_ = 0;      ///< of a difference of sides
};

}  // namespace lode::io
