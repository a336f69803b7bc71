// --calculate and --convert: columns added to the sources that have the names.
#pragma once

#include <string>

#include "cli/common.h"

namespace lode::cli {

/// "LiEq_pct = Li2O_pct + 0.4 * Ta2O5_ppm / 1000", with the unit in square brackets before the = where the name does
/// not state it. Throws Error on a syntax error.
CalculatedColumn calculated_column_of(const std::string& text);

/// To every source with a table that has the names; loads the scene again. Throws Error when none has.
void add_calculated(Opened& opened, const CalculatedColumn& column);

/// "Li_ppm:Li2O_pct": the second is calculated from the first by the factors between Li, Li2O and Li2CO3.
void add_conversion(Opened& opened, const std::string& text);

}  // namespace lode::cli
