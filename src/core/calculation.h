// Columns calculated from others: `Li2O_pct + 0.4 * Ta2O5_ppm / 1000`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/table.h"

namespace lode {

struct CalculationNode;

/// A parsed arithmetic expression; a value.
/// Grammar: + - * / ^ (from the right), signs, parentheses, numbers, names as in filters ([Rock Type]), and the
/// functions min(a, b ...), max(a, b ...), abs, sqrt, log10, ln, exp, clamp(x, low, high), ifmissing(a, b).
/// A missing value makes the result missing, in ifmissing's first place excepted; so does a result that is no finite
/// number (a division by 0). Below-detection values count as used.
class Calculation {
 public:
  /// Throws Error (column: 1-based character) on a syntax error.
  static Calculation parse(std::string_view text);

  const std::string& text() const { return text_; }
  /// The distinct column names used, in order of appearance.
  std::vector<std::string> names() const;
  bool applies_to(const Table& table) const;
  /// A value a row, on all cores. Throws Error for an unknown name (with the nearest one) and for a column of words.
  std::vector<double> evaluate(const Table& table) const;

 private:
  std::string text_;
  std::shared_ptr<const CalculationNode> root_;
};

/// The column of a calculation on a table; `unit` "": what the name states.
Column calculated_column(const Table& table, std::string_view name, const Calculation& calculation,
                         std::string_view unit);

/// The expression that makes `to_form` ("Li", "Li2O", "Li2CO3") in `to_unit` ("%", "ppm", "ppb") of a column whose name
/// begins with one of the three and whose unit is known: factors 2.153 from Li to Li2O, 2.473 from Li2O to Li2CO3.
/// Throws Error, saying what is missing.
std::string lithium_expression(const Column& column, std::string_view to_form, std::string_view to_unit);

}  // namespace lode
