// Significant intercepts: stretches of holes worth a line in a press release.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/downhole_samples.h"

namespace lode {

/// Lengths in metres down the hole, grades in the column's unit.
struct InterceptOptions {
  double cutoff = 0;          ///< an intercept starts and ends with samples at or above it
  double min_length_m = 0;    ///< of an intercept
  double max_dilution_m = 2;  ///< greatest contiguous run below the cut-off within it
  double max_total_dilution_m = std::numeric_limits<double>::infinity();  ///< of all such runs together
  double min_grade_length = 0;                                            ///< least grade x length
  std::optional<double> top_cut = {};                                     ///< higher grades count as this
  std::optional<double> including_cutoff = {};                            ///< of the nested intercepts
  bool missing_breaks = false;  ///< missing grades and gaps end an intercept; else they count as zero grade
  bool operator==(const InterceptOptions&) const = default;
};

/// A plane that is cut, for true thickness.
struct Plane {
  double dip_deg = 0;            ///< 0..90, down
  double dip_direction_deg = 0;  ///< clockwise from grid north
  bool operator==(const Plane&) const = default;
};

struct Intercept {
  std::uint32_t hole = 0;
  double from_m = 0, to_m = 0;
  double grade = 0;       ///< length-weighted, after the top cut
  double dilution_m = 0;  ///< below the cut-off within it, missing included
  std::vector<Intercept> including;

  double length_m() const { return to_m - from_m; }
};

struct Intercepts {
  std::vector<Intercept> rows;    ///< by hole, ascending
  std::uint64_t overlapping = 0;  ///< rows of the table left out
};

/// Down each hole from the first sample at or above the cut-off: samples are added while each run below it and the sum
/// of those runs stay within their limits; what then falls short of the least length or grade x length is dropped.
/// `rows`: which rows of the table count, the others are missing; empty: all.
Intercepts find_intercepts(const Drillholes& drillholes, const IntervalTable& table, const Numbers& grades,
                           const Mask& rows, const InterceptOptions& options);

/// The distance between planes through the two ends of a stretch.
double true_thickness_m(const Drillholes& drillholes, std::uint32_t hole, double from_m, double to_m,
                        const Plane& plane);

/// How a grade is written: "1.45 % Li2O", "830 ppm Ta2O5", "2.31 g/t Au".
struct GradeName {
  std::string element;  ///< "Li2O"
  std::string unit;     ///< "%"
};
GradeName grade_name(const Column& column);

/// "12.3 m @ 1.45 % Li2O from 84.2 m, including 3.0 m @ 2.10 % Li2O from 88.0 m"; with a plane each with its true
/// thickness in brackets.
std::string text_of(const Intercept& intercept, const GradeName& grade, const Drillholes& drillholes,
                    const std::optional<Plane>& plane);

}  // namespace lode
