// The expression of a filter as a tree, for those who evaluate it or edit it with sliders.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lode {

enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };
/// "=", "!=", "<", "<=", ">", ">=".
const char* symbol(Comparison comparison);

/// A number or word as written in the filter.
struct FilterLiteral {
  bool is_number = false;
  std::string text;    ///< the decimal as written, or the word without its quotes
  std::size_t at = 0;  ///< 1-based character of the filter's text
};

struct FilterNode {
  enum class Kind {
    any_of,      ///< children joined by `or`
    all_of,      ///< children joined by `and`
    negation,    ///< one child
    comparison,  ///< column, comparison, one literal
    membership,  ///< column, literals
    between,     ///< column, two literals, both included
    missing      ///< column
  };
  Kind kind = Kind::all_of;
  std::vector<FilterNode> children;
  std::string column;
  std::size_t column_at = 0;  ///< 1-based character of the filter's text
  Comparison comparison = Comparison::equal;
  std::vector<FilterLiteral> literals;
};

}  // namespace lode
