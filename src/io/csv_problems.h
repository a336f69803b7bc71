// What is wrong with a delimited text, as Problems.
#pragma once

#include <string>
#include <vector>

#include "core/problem.h"
#include "io/csv_columns.h"
#include "io/csv_table.h"

namespace lode::io {

/// Characters that mean nothing in the text's encoding.
void report_undecodable(const CsvFile& csv, ProblemLog& problems);

/// Rows with other than as many cells as there are names; writers that leave out blank cells at the end are told once.
void report_wrong_rows(const CsvFile& csv, const std::vector<WrongRow>& wrong, ProblemLog& problems);

/// Cells of a column that are no numbers, codes, or below detection. `ambiguous_date`: an example, or "".
void report_values(const Table& table, const Column& column, const ParsedColumn& parsed, const CellRules& rules,
                   const std::string& ambiguous_date, ProblemLog& problems);

}  // namespace lode::io
