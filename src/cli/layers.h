// --filter and --color-by act on every layer that has the names.
#pragma once

#include <string>

#include "cli/common.h"

namespace lode::cli {

/// Sets the filter of every layer whose table has all its names, in place of the layer's own; drillholes show the
/// first interval table that has them. Throws Error naming the nearest when no layer has them.
void apply_filter(Opened& opened, const std::string& filter);

/// Colours every layer that has the column by it. Throws Error naming the nearest when none has.
void apply_color_by(Opened& opened, const std::string& column);

/// Drillholes show the interval table of that name. Throws Error naming what there is.
void apply_table(Opened& opened, std::size_t layer, const std::string& table);

/// The table whose rows the layer shows: of blocks, of points, the chosen interval table; nullptr when none.
const Table* shown_table(const Opened& opened, std::size_t layer);

/// Adds the grade shell that "COLUMN=CUTOFF" names behind the first layer of blocks with the column; returns its index.
/// Throws UsageError for other text, Error for a column that none has.
std::size_t apply_shell(Opened& opened, const std::string& text);

}  // namespace lode::cli
