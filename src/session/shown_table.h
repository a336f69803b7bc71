// Which table of a dataset a layer shows, and columns of its other tables brought to the same rows.
#pragma once

#include <memory>
#include <string>

#include "core/bits.h"
#include "core/dataset.h"
#include "core/scene.h"

namespace lode {

/// The table whose rows a layer's geometry has.
struct ShownTable {
  const Table* table = nullptr;              ///< nullptr: a surface without attributes
  const IntervalTable* intervals = nullptr;  ///< of drillholes, unless there are collars alone
  std::size_t interval_table = 0;
};

/// Of drillholes: the one named, else the first that has the colour's column, else the first that the filter applies
/// to, else the first; the collars where there are no intervals. Throws Error for an unknown table.
ShownTable shown_table(const Dataset& dataset, const Layer& layer);

/// A column as found, and with a value for each row of the shown table.
struct ShownColumn {
  const Column* column = nullptr;  ///< in the table it comes from
  std::shared_ptr<const Column> by_row;
};
/// A column of the shown table or, of drillholes, of another: a collar's value for all of its hole's rows, another
/// interval table's value at the middle of a row. Throws Error, with the nearest name, when there is none.
ShownColumn shown_column(const Dataset& dataset, const ShownTable& shown, const std::string& name);

/// The rows of the shown table that the filter lets through; its names are looked up as shown_column() does. Reuses
/// `rows`' memory. Throws Error.
void filter_rows(const Dataset& dataset, const ShownTable& shown, const std::string& filter, Mask& rows);

/// All rows of the holes that have one among `rows`.
void choose_whole_holes(const IntervalTable& table, Mask& rows);

}  // namespace lode
