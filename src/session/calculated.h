// Calculated columns of a source, added to its tables.
#pragma once

#include "core/dataset.h"
#include "core/scene.h"

namespace lode {

/// The dataset with the source's calculated columns in the tables that have their names; as it is when there are none.
/// Of drillholes: the table named, else every interval table that has the names, else the collars. Throws Error for a
/// syntax error, a name that no table has, or a name that is taken.
DatasetPtr with_calculated(const Source& source, const DatasetPtr& dataset);

/// Throws what with_calculated() would, without calculating: its tables are tried without their rows.
void check_calculated(const Source& source, const DatasetPtr& dataset);

/// Whether a table of the dataset has all the columns that an expression uses. Throws Error on a syntax error.
bool can_calculate(const Dataset& dataset, const std::string& expression);

}  // namespace lode
