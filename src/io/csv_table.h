// A delimited text file as a Table.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/problem.h"
#include "core/progress.h"
#include "core/scene.h"
#include "core/table.h"
#include "io/csv_layout.h"
#include "io/csv_text.h"
#include "io/roles.h"
#include "io/row_index.h"

namespace lode::io {

/// An open file: its text, how it is laid out, where its rows are.
struct CsvFile {
  std::filesystem::path file;
  CsvText text;
  CsvLayout layout;
  RowIndex rows;
  std::vector<std::string> attributes;  ///< columns that are read beside those of roles; empty: all
  SourceFile decided;                   ///< what the Source says of this file: units, columns that are not read
};

/// The encoding, delimiter and decimal mark of `source` override what is found. Throws Error when the file is no text,
/// is empty or has no row of data. `most_bytes` of it are looked at, up to the last whole line.
CsvFile open_csv(const std::filesystem::path& file, const Source& source, std::size_t most_bytes = SIZE_MAX,
                 Progress* progress = nullptr);

/// The first rows of every column.
std::vector<ColumnSample> sample_columns(const CsvFile& csv);

/// Reads all columns; rows with too many cells are rejected, values that are no numbers become missing, both with a
/// Problem. Columns of the roles' names get them and are read as keys; a role whose name is not in the file is an
/// Error, and so are columns that will not fit the memory, before any is read.
Table read_table(const CsvFile& csv, TableRole role, const Roles& roles, const Source& source, ProblemLog& problems,
                 Progress& progress);

/// Notes of how a file was read that a user may want to know ("Windows-1251", lines skipped ...).
std::vector<std::string> reading_notes(const CsvFile& csv);

}  // namespace lode::io
