// Filters: `Li2O_pct >= 0.8 and (rock in ("PEG", "SPD") or Ta2O5_ppm > 100) and not class = "inferred"`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/bits.h"
#include "core/table.h"

namespace lode {

struct FilterNode;  // core/filter_node.h, for those who walk the expression

/// A parsed expression; a value. An empty Filter lets every row through.
/// Grammar: or, and, not, parentheses; NAME (=, ==, !=, <>, <, <=, >, >=) literal; NAME [not] in (literal, ...);
/// NAME between A and B (both included); NAME is [not] missing. Literals: numbers, "words" or 'words', dates as words.
/// Names that are no plain words stand in square brackets: [Rock Type]. Key words ignore case. Words compare whole,
/// ignoring case only when no value of the column matches exactly.
/// A comparison with a missing value is unknown; not of unknown is unknown; unknown rows are hidden.
class Filter {
 public:
  Filter() = default;
  /// Throws Error (column: 1-based character) on a syntax error. Blank text gives the empty Filter.
  static Filter parse(std::string_view text);

  bool empty() const { return root_ == nullptr; }
  const std::string& text() const { return text_; }
  /// The distinct column names used, in order of appearance.
  std::vector<std::string> names() const;
  /// Whether every name is a column of the table.
  bool applies_to(const Table& table) const;
  /// Rows for which the expression is true, on all cores; reuses `rows`' memory. Throws Error for an unknown name (with
  /// the nearest one) or a literal that does not fit the column.
  void evaluate(const Table& table, Mask& rows) const;
  const FilterNode* root() const { return root_.get(); }
  bool operator==(const Filter& other) const { return text_ == other.text_; }

 private:
  std::string text_;
  std::shared_ptr<const FilterNode> root_;
};

/// "[Rock Type]" or "rock", as it stands in a filter.
std::string quoted_name(std::string_view column_name);

}  // namespace lode
