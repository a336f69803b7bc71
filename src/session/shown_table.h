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
  const IntervalTable* intervals = nullptr;  ///< of drillholes, intervals or readings, unless there are collars alone
};

/// Of drillholes: the one named, else the first that has the colour's column, else the first that the filter applies
/// to, else the first, intervals before readings; the collars where there is none. Throws Error for an unknown table.
ShownTable shown_table(const Dataset& dataset, const Layer& layer);

/// A column as found, and with a value for each row of the shown table.
struct ShownColumn {
  const Column* column = nullptr;  ///< in the table it comes from
  std::shared_ptr<const Column> by_row;
};
/// A column of the shown table or, of drillholes, of another: a collar's value for all of its hole's rows, another
/// table's interval or reading at the middle of a row. Throws Error, with the nearest name, when there is none.
ShownColumn shown_column(const Dataset& dataset, const ShownTable& shown, const std::string& name);

/// The tables whose columns a filter of the shown one may name, by which shown_column() looks them up: itself and, of
/// drillholes, the collars and the other tables along holes. Of columns of one name the first counts.
std::vector<const Table*> filterable_tables(const Dataset& dataset, const ShownTable& shown);

/// All those columns in one table without rows, to try a filter on.
Table filterable_columns(const Dataset& dataset, const ShownTable& shown);

/// The rows of the shown table that the filter lets through; its names are looked up as shown_column() does. Reuses
/// `rows`' memory. Throws Error.
void filter_rows(const Dataset& dataset, const ShownTable& shown, const std::string& filter, Mask& rows);

/// The rows of the shown table that a layer's filter lets through. Where it chooses whole holes: all rows of those that
/// have a row it lets through, of the shown table if that has all the filter's names, else of any table along the
/// holes that has one of them, so that no sample is judged by what lies at the middle of a longer interval. Throws
/// Error.
void rows_of_layer(const Dataset& dataset, const ShownTable& shown, const Layer& layer, Mask& rows);

}  // namespace lode
