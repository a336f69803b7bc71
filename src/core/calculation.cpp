#include "core/calculation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "core/filter.h"
#include "core/filter_lexer.h"
#include "core/parallel.h"
#include "core/text.h"
#include "core/threshold.h"

namespace lode {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

enum class Operation { add, subtract, multiply, divide, power, min, max, abs, sqrt, log10, ln, exp, clamp, ifmissing };

struct Function {
  std::string_view name;
  Operation operation;
  std::size_t least, most;  ///< arguments
};
constexpr std::array<Function, 9> functions{{{"min", Operation::min, 1, 100},
                                             {"max", Operation::max, 1, 100},
                                             {"abs", Operation::abs, 1, 1},
                                             {"sqrt", Operation::sqrt, 1, 1},
                                             {"log10", Operation::log10, 1, 1},
                                             {"ln", Operation::ln, 1, 1},
                                             {"exp", Operation::exp, 1, 1},
                                             {"clamp", Operation::clamp, 3, 3},
                                             {"ifmissing", Operation::ifmissing, 2, 2}}};

constexpr int max_depth = 200;

}  // namespace

struct CalculationNode {
  enum class Kind { number, column, operation } kind = Kind::number;
  double number = 0;
  std::string column;
  std::size_t at = 0;  ///< 1-based character
  Operation operation = Operation::add;
  std::vector<CalculationNode> arguments;
};

namespace {

using Kind = CalculationNode::Kind;
using TokenKind = FilterToken::Kind;

constexpr char example[] = "An expression reads like Li2O_pct + 0.4 * Ta2O5_ppm / 1000";

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(arithmetic_tokens(text)) {}

  CalculationNode all() {
    CalculationNode node = sum();
    if (peek().kind != TokenKind::end) fail("an operator or the end");
    return node;
  }

 private:
  const FilterToken& peek() const { return tokens_[pos_]; }
  bool accept(std::string_view symbol) {
    if (peek().kind != TokenKind::symbol || peek().text != symbol) return false;
    ++pos_;
    return true;
  }
  [[noreturn]] void fail(const std::string& expected) const {
    const std::string found = peek().kind == TokenKind::end ? "the end" : fmt::format("\"{}\"", peek().text);
    throw Error(fmt::format("expression: expected {} at character {}, found {}", expected, peek().at, found), example,
                {{}, 0, peek().at});
  }

  static CalculationNode joined(Operation operation, CalculationNode a, CalculationNode b) {
    CalculationNode node;
    node.kind = Kind::operation;
    node.operation = operation;
    node.at = a.at;
    node.arguments.push_back(std::move(a));
    node.arguments.push_back(std::move(b));
    return node;
  }
  static CalculationNode number(double value) {
    CalculationNode node;
    node.number = value;
    return node;
  }

  CalculationNode sum() {
    CalculationNode node = product();
    for (;;) {
      if (accept("+"))
        node = joined(Operation::add, std::move(node), product());
      else if (accept("-"))
        node = joined(Operation::subtract, std::move(node), product());
      else
        return node;
    }
  }
  CalculationNode product() {
    CalculationNode node = signed_term();
    for (;;) {
      if (accept("*"))
        node = joined(Operation::multiply, std::move(node), signed_term());
      else if (accept("/"))
        node = joined(Operation::divide, std::move(node), signed_term());
      else
        return node;
    }
  }
  CalculationNode signed_term() {
    if (++depth_ > max_depth)
      throw Error(fmt::format("expression: nested more than {} deep at character {}", max_depth, peek().at),
                  "Write it with fewer parentheses", {{}, 0, peek().at});
    CalculationNode node;
    if (accept("-"))
      node = joined(Operation::multiply, number(-1), signed_term());
    else if (accept("+"))
      node = signed_term();
    else
      node = power();
    --depth_;
    return node;
  }
  CalculationNode power() {
    CalculationNode base = term();
    return accept("^") ? joined(Operation::power, std::move(base), signed_term()) : base;
  }
  CalculationNode term() {
    if (accept("(")) {
      CalculationNode node = sum();
      if (!accept(")")) fail("an operator or \")\"");
      return node;
    }
    CalculationNode node;
    node.at = peek().at;
    if (peek().kind == TokenKind::number) {
      node.number = double_from_decimal(tokens_[pos_++].text);
      return node;
    }
    if (peek().kind != TokenKind::name && peek().kind != TokenKind::key_word) fail("a number, a column or \"(\"");
    const FilterToken name = tokens_[pos_++];
    if (accept("(")) return call(name);
    node.kind = Kind::column;
    node.column = name.text;
    return node;
  }
  CalculationNode call(const FilterToken& name) {
    const auto found = std::find_if(functions.begin(), functions.end(),
                                    [&](const Function& f) { return f.name == fold_case(name.text); });
    if (found == functions.end())
      throw Error(fmt::format("expression: there is no function \"{}\" (character {})", name.text, name.at),
                  "Functions are min, max, abs, sqrt, log10, ln, exp, clamp, ifmissing", {{}, 0, name.at});
    CalculationNode node;
    node.kind = Kind::operation;
    node.operation = found->operation;
    node.at = name.at;
    do node.arguments.push_back(sum());
    while (accept(","));
    if (!accept(")")) fail("an operator, \",\" or \")\"");
    if (node.arguments.size() < found->least || node.arguments.size() > found->most)
      throw Error(
          fmt::format("expression: {} at character {} has {} arguments", found->name, name.at, node.arguments.size()),
          fmt::format("It takes {}",
                      found->least == found->most ? std::to_string(found->least) : std::string("one or more")),
          {{}, 0, name.at});
    return node;
  }

  std::vector<FilterToken> tokens_;
  std::size_t pos_ = 0;
  int depth_ = 0;
};

void collect_names(const CalculationNode& node, std::vector<std::string>& names) {
  if (node.kind == Kind::column && std::find(names.begin(), names.end(), node.column) == names.end())
    names.push_back(node.column);
  for (const CalculationNode& argument : node.arguments) collect_names(argument, names);
}

/// The expression with its columns found.
struct Bound {
  const CalculationNode* node;
  const Numbers* numbers = nullptr;
  std::vector<Bound> arguments;

  double value(std::size_t row) const {
    if (node->kind == Kind::number) return node->number;
    if (numbers != nullptr) return (*numbers)[row];
    std::array<double, 3> v{missing, missing, missing};
    for (std::size_t i = 0; i < std::min(v.size(), arguments.size()); ++i) v[i] = arguments[i].value(row);
    switch (node->operation) {
      case Operation::add:
        return v[0] + v[1];
      case Operation::subtract:
        return v[0] - v[1];
      case Operation::multiply:
        return v[0] * v[1];
      case Operation::divide:
        return v[0] / v[1];
      case Operation::power:
        return std::isnan(v[0]) || std::isnan(v[1]) ? missing : std::pow(v[0], v[1]);
      case Operation::abs:
        return std::abs(v[0]);
      case Operation::sqrt:
        return std::sqrt(v[0]);
      case Operation::log10:
        return std::log10(v[0]);
      case Operation::ln:
        return std::log(v[0]);
      case Operation::exp:
        return std::exp(v[0]);
      case Operation::clamp:
        return std::isnan(v[0]) || std::isnan(v[1]) || std::isnan(v[2]) ? missing
                                                                        : std::min(std::max(v[0], v[1]), v[2]);
      case Operation::ifmissing:
        return std::isnan(v[0]) ? v[1] : v[0];
      case Operation::min:
      case Operation::max:
        return extreme(row, node->operation == Operation::max);
    }
    return missing;
  }
  double extreme(std::size_t row, bool greatest) const {
    double result = arguments[0].value(row);
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const double other = arguments[i].value(row);
      if (std::isnan(result) || std::isnan(other)) return missing;
      result = greatest ? std::max(result, other) : std::min(result, other);
    }
    return result;
  }
};

Bound bind(const CalculationNode& node, const Table& table) {
  Bound bound{&node, nullptr, {}};
  for (const CalculationNode& argument : node.arguments) bound.arguments.push_back(bind(argument, table));
  if (node.kind != Kind::column) return bound;
  const Column* column = table.find(node.column);
  if (column == nullptr) {
    std::vector<std::string> names;
    for (const Column& other : table.columns) names.push_back(other.name);
    const std::string nearest = nearest_name(node.column, names);
    throw Error(
        fmt::format("expression: {} has no column \"{}\" (character {})", table.name, node.column, node.at),
        nearest.empty() ? "`lode info` lists the columns" : fmt::format("Did you mean {}?", quoted_name(nearest)),
        {{}, 0, node.at});
  }
  bound.numbers = column->numbers();
  if (bound.numbers == nullptr)
    throw Error(fmt::format("expression: {} holds words (character {})", quoted_name(column->name), node.at),
                "Calculate with columns of numbers", {{}, 0, node.at});
  return bound;
}

/// Each holds less lithium than the one before.
constexpr std::array<std::string_view, 3> lithium_forms{"li", "li2o", "li2co3"};

std::ptrdiff_t lithium_form(std::string_view text) {
  const auto found = std::find(lithium_forms.begin(), lithium_forms.end(), text);
  return found == lithium_forms.end() ? -1 : found - lithium_forms.begin();
}

/// Parts in a hundred, a million, a thousand million.
double share_of(std::string_view unit) {
  return unit == "%" ? 1e-2 : unit == "ppm" || unit == "g/t" ? 1e-6 : unit == "ppb" ? 1e-9 : missing;
}

}  // namespace

Calculation Calculation::parse(std::string_view text) {
  if (trim(text).empty()) throw Error("expression: it is empty", example);
  Calculation calculation;
  calculation.text_ = std::string(text);
  calculation.root_ = std::make_shared<const CalculationNode>(Parser(text).all());
  return calculation;
}

std::vector<std::string> Calculation::names() const {
  std::vector<std::string> names;
  if (root_ != nullptr) collect_names(*root_, names);
  return names;
}

bool Calculation::applies_to(const Table& table) const {
  const std::vector<std::string> used = names();
  return std::all_of(used.begin(), used.end(), [&](const std::string& name) { return table.find(name) != nullptr; });
}

std::vector<double> Calculation::evaluate(const Table& table) const {
  const Bound bound = bind(*root_, table);
  std::vector<double> values(table.rows);
  constexpr std::size_t rows_a_range = 1 << 14;
  parallel_for(table.rows, rows_a_range, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      const double value = bound.value(row);
      values[row] = std::isfinite(value) ? value : missing;
    }
  });
  return values;
}

Column calculated_column(const Table& table, std::string_view name, const Calculation& calculation,
                         std::string_view unit) {
  Column column;
  column.name = std::string(name);
  column.unit = unit.empty() ? unit_from_name(name) : std::string(unit);
  column.data = Numbers::narrowed(calculation.evaluate(table));
  return column;
}

std::string lithium_expression(const Column& column, std::string_view to_form, std::string_view to_unit) {
  const std::string folded = fold_case(column.name);
  const std::ptrdiff_t from = lithium_form(folded.substr(0, folded.find_first_of("_ (%-."))),
                       to = lithium_form(fold_case(to_form));
  if (from < 0 || to < 0)
    throw Error(fmt::format("{} is not converted to {}", quoted_name(column.name), to_form),
                "Conversions are between columns named Li, Li2O and Li2CO3");
  const double from_share = share_of(column.unit), to_share = share_of(to_unit);
  if (std::isnan(from_share) || std::isnan(to_share))
    throw Error(fmt::format("the unit of {} is not known, so it is not converted",
                            std::isnan(from_share) ? quoted_name(column.name) : std::string(to_form)),
                "State it: %, ppm or ppb");
  std::string expression = quoted_name(column.name);
  if (from == 0 && to > 0) expression += " * 2.153";
  if (from < 2 && to == 2) expression += " * 2.473";
  if (from == 2 && to < 2) expression += " / 2.473";
  if (from > 0 && to == 0) expression += " / 2.153";
  const double power = std::round(std::log10(from_share / to_share));
  if (power > 0) expression += fmt::format(" * {:.0f}", std::pow(10, power));
  if (power < 0) expression += fmt::format(" / {:.0f}", std::pow(10, -power));
  return expression;
}

}  // namespace lode
