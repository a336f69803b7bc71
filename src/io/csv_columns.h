// Typed columns from the rows of a delimited text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/progress.h"
#include "core/table.h"
#include "io/csv_rows.h"
#include "io/values.h"

namespace lode::io {

/// How the cells of a column are read.
struct ColumnPlan {
  enum class Kind { skip, number, words, date };
  Kind kind = Kind::number;
  bool may_become_words = true;  ///< number: when words outnumber the numbers, the column is one of words after all
  CellRules rules;
};

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

/// One result a plan; a row with fewer cells than plans is read as if blanks followed. Parallel over rows.
std::vector<ParsedColumn> parse_columns(std::string_view text, const std::vector<CsvRow>& rows, char delimiter,
                                        const std::vector<ColumnPlan>& plans, Progress& progress);

}  // namespace lode::io
