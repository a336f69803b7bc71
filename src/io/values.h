// One cell of a table: a number, missing, below detection, or a word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/scene.h"

namespace lode::io {

enum class CellKind { number, missing, missing_code, below_detection, word };

struct Cell {
  CellKind kind = CellKind::missing;
  double value = 0;  ///< the number; half the limit where below detection
  int decimals = 0;  ///< digits after the decimal mark of `value` as a decimal; 99: written with an exponent
};

struct CellRules {
  char decimal_mark = '.';
  bool drillhole_codes = false;            ///< -9, -99, -999, -9999, NS, LNR, IS ... are missing
  bool below_detection = false;            ///< `<x` and `-x` are below detection, not words and numbers
  bool negative_below_detection = false;   ///< negatives that are no missing code, too
  std::vector<std::string> missing_codes;  ///< beside the standard ones
  BelowDetection limit_stands_as = BelowDetection::half_limit;  ///< for whoever takes the cell: Cell has half the limit
  DateOrder date_order = DateOrder::from_values;
};

/// Missing anywhere: blank, -, nan, null, NA, N/A (any case); a code: numbers of 1e30 and more.
Cell parse_cell(std::string_view text, const CellRules& rules);

/// Whether a word is missing anywhere, whatever the column: blank, -, nan, null, NA, N/A and their like.
bool is_missing_word(std::string_view text);

/// Days since 1970-01-01 of a cell that starts with a date; NaN when it does not. 2023-01-31, 2023/1/31, 31.01.2023,
/// 31/1/23, 31-Jan-2023; where the order is from_values and no year stands first, the day does.
double days_from_cell(std::string_view text, DateOrder order = DateOrder::from_values);

struct DateOrderFound {
  DateOrder order = DateOrder::from_values;  ///< from_values: no cell is a date
  bool certain = true;                       ///< false: day and month may be exchanged in every cell
  bool shown = false;                        ///< a part over 12 tells the day from the month
  std::string example;                       ///< where not certain: a cell that reads differently the other way
};
/// The order that most dates among the cells allow.
DateOrderFound find_date_order(const std::vector<std::string>& texts);

/// The editable list of codes used when `drillhole_codes` is on.
const std::vector<std::string>& standard_missing_codes();

}  // namespace lode::io
