// The grade-tonnage curve of a block model: tonnes and mean grade above every cut-off.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "session/session.h"

namespace lode::app {

/// Of the blocks that the filter's other conditions let through: the cut-off on the grade itself is the curve's own.
struct TonnageCurve {
  DatasetPtr dataset;
  std::string grade, unit;
  std::string filter;  ///< of the other conditions
  std::vector<double> cutoffs;
  Tonnage tonnage;  ///< a row a cut-off
};
using TonnageCurvePtr = std::shared_ptr<const TonnageCurve>;

/// `known` again when it still holds; nullptr for a layer that is no block model or without a grade.
TonnageCurvePtr curve_of(Session& session, const Scene& scene, std::size_t layer, const LayerPicture& picture,
                         const std::string& grade, const TonnageCurvePtr& known);

/// A filter without its conditions on a column; as it stands where it is more than a list of conditions.
std::string without_conditions_on(std::string_view filter, std::string_view column);

/// Some fifty round cut-offs from the least value to the 99.5th percentile.
std::vector<double> curve_cutoffs(const Numbers& numbers);

/// "cutoff_pct,blocks,volume_m3,tonnes,grade_pct,metal_t": a line a cut-off; what is unknown stays empty.
std::string csv_of(const TonnageCurve& curve);

}  // namespace lode::app
