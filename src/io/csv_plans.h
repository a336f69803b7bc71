// How each column of a delimited text is read, as decided by its role, the Source and some of its cells.
#pragma once

#include <string>
#include <vector>

#include "io/csv_columns.h"
#include "io/csv_table.h"

namespace lode::io {

struct TablePlan {
  std::vector<ColumnRole> roles;             ///< one a column
  std::vector<ColumnPlan> columns;           ///< likewise
  std::vector<std::string> ambiguous_dates;  ///< likewise: where day and month may be exchanged, an example
};

/// Throws Error for a role whose column is not in the file.
TablePlan plan_table(const CsvFile& csv, TableRole role, const Roles& roles, const Source& source);

/// Texts of some rows of every column: the first ones, and others spread over the file where `spread`.
std::vector<std::vector<std::string>> cells_of_some_rows(const CsvFile& csv, bool spread);

/// Throws Error where the columns that are wanted will not fit the memory.
void check_memory(const CsvFile& csv, const std::vector<ColumnPlan>& plans);

}  // namespace lode::io
