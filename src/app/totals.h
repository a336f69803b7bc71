// What the filter lets through, in numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/table.h"
#include "session/session.h"

namespace lode::app {

/// Of one layer, by its filter alone: a section cuts the picture, not the totals.
struct Totals {
  DatasetKind kind = DatasetKind::points;
  std::uint64_t shown = 0, all = 0;  ///< blocks, intervals or readings, triangles or points
  bool of_readings = false;          ///< of holes: at single depths, which have no length
  std::string grade;                 ///< column the mean is of, or ""
  std::string grade_unit;
  std::optional<Tonnage> tonnage;  ///< of block models
  std::uint64_t holes = 0;         ///< holes with an interval or reading shown
  double metres = 0;               ///< length of the intervals shown
  std::optional<double> mean;      ///< of intervals, length-weighted; of readings and points, plain
};

/// `grade`: a column of numbers, or "". `by`: a column of words that tonnes are split by; none chosen: the class; "":
/// not at all. Throws Error as the session does.
Totals totals_of(Session& session, const Scene& scene, std::size_t layer, const LayerPicture& picture,
                 const std::string& grade, const std::optional<std::string>& by);

/// The column the totals are about when none was chosen: the colour's, else the first that looks like a grade.
std::string default_grade(const Table& table, const Layer& layer);

}  // namespace lode::app
