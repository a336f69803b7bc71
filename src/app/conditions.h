// The rows of the filter panel: a filter that is a plain conjunction, taken apart and put together again.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/table.h"

namespace lode::app {

/// One row: a range of numbers or of dates (days since 1970-01-01), both ends included, or a choice of words. A row
/// without limits lets every row through and contributes no text.
struct Condition {
  std::string column;
  std::optional<double> min, max;
  bool of_dates = false;
  bool of_words = false;
  std::vector<std::string> words;  ///< of a choice
  bool all_words = false;          ///< a choice of everything: no condition yet
  bool operator==(const Condition&) const = default;
  bool open() const { return of_words ? all_words : !min && !max; }
};

/// The rows of `NAME between A and B`, `NAME >= A`, `NAME <= B`, `NAME in (...)` and `NAME = "word"` joined by `and`;
/// a minimum and a maximum of one column become one row. Nothing for any other text, which is shown as text only. Blank
/// text gives no rows.
std::optional<std::vector<Condition>> parse_conditions(std::string_view filter);

/// The filter of the rows; "" when none limits anything. parse_conditions() of it gives the limiting rows back.
std::string filter_of(const std::vector<Condition>& conditions);

/// What is wrong with a filter: a syntax error or, where there is a table, an unknown name or a literal that does not
/// fit; nothing when it can be applied.
std::optional<Error> fault_of_filter(std::string_view filter, const Table* table);

}  // namespace lode::app
