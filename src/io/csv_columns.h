// Typed columns from the rows of a delimited text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/progress.h"
#include "core/table.h"
#include "io/row_index.h"
#include "io/values.h"

namespace lode::io {

/// How the cells of a column are read. What is foreseen of their width may be wrong: then the column is read again.
struct ColumnPlan {
  enum class Kind { skip, number, words, date };
  Kind kind = Kind::number;
  bool may_become_words = true;  ///< number: when words outnumber the numbers, the column is one of words after all
  CellRules rules;
  bool wide = false;        ///< number: as doubles first; words: more than 255 of them
  int decimals = 0;         ///< number: at least so many
  bool drop_zeros = false;  ///< number: zeros at the end of decimals are not counted: 445200.000000
};

/// Foresees the width of a column from some of its cells.
void foresee_width(ColumnPlan& plan, const std::vector<std::string>& texts);

/// Bytes a row of a column takes while it is read; what is kept is no more.
std::size_t bytes_a_row(const ColumnPlan& plan);

/// A word in a column of numbers, taken as missing.
struct NotANumber {
  std::uint64_t row = 0;
  std::string text;
};

struct ParsedColumn {
  ColumnType type = ColumnType::number;
  std::variant<Numbers, Categories> data;
  std::vector<NotANumber> not_numbers;  ///< ascending in row; of thousands, a part
  std::uint64_t wrong = 0;              ///< all of them
  std::uint64_t limits = 0;             ///< cells below detection, whatever stands for them
  std::uint64_t missing_codes = 0;      ///< cells with a code such as NS
  std::string first_code;               ///< the first of them, as written
  std::uint64_t numbers = 0;            ///< without below detection
};

/// A row with other than as many cells as there are columns. Too few are read as if blanks followed; of too many, those
/// that hold something make the row rejected.
struct WrongRow {
  std::uint64_t line = 0;
  std::size_t cells = 0;
  bool rejected = false;
};

struct ParsedRows {
  std::vector<ParsedColumn> columns;  ///< one a plan
  std::vector<WrongRow> wrong;        ///< in the file's order
  std::uint64_t rows = 0;             ///< kept
  std::uint64_t rejected = 0;
  RowLines lines;
};

/// All cores parse chunks straight into narrow columns: beside what is kept there are the dictionaries of the chunks,
/// and one column at a time that is brought to its final width.
ParsedRows parse_columns(std::string_view text, const RowIndex& rows, const std::vector<ColumnPlan>& plans,
                         Progress& progress);

}  // namespace lode::io
