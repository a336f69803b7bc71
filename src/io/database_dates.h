// The order of day and month in the dates of a database's tables together: those of one table may all fall within the
// first twelve days of a month.
#pragma once

#include <string>

#include "core/scene.h"

namespace lode::io {

struct DatabaseDates {
  DateOrder order = DateOrder::from_values;  ///< from_values: no column tells, or one tells another than the rest
  std::string told_by;                       ///< "4/15/2023 in assay.csv"
  bool any_open = false;                     ///< a column of dates tells nothing by itself
};
/// Looks at the first rows of each file, read as the Source says.
DatabaseDates dates_of_database(const Source& source);

}  // namespace lode::io
