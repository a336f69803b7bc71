// The levels that the sides of boxes stand on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lode {

/// Ascending values along one axis, each standing for all that differ from it by rounding.
class SideLevels {
 public:
  /// From the sides of boxes that are finite and the parents' edges, which are kept as they are. Values no more than
  /// `tolerance` apart are one.
  SideLevels(std::span<const double> lower, std::span<const double> upper, std::span<const double> edges,
             double tolerance);

  const std::vector<double>& values() const { return values_; }
  /// The place of a value that is among the sides or edges.
  std::uint32_t place(double value) const;

 private:
  std::vector<double> values_, last_;  ///< of each level: what it stands for, the greatest that it stands for
  double per_level_ = 1;
};

}  // namespace lode
