// Filter's grammar (core/filter.h) by recursive descent.
#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "core/filter.h"
#include "core/filter_lexer.h"
#include "core/filter_node.h"
#include "core/text.h"

namespace lode {

namespace {

using Kind = FilterNode::Kind;
using TokenKind = FilterToken::Kind;

// Nesting deeper than any person writes would overflow the stack.
constexpr int max_depth = 200;

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(filter_tokens(text)) {}

  FilterNode all() {
    FilterNode node = disjunction();
    if (peek().kind != TokenKind::end) fail("\"and\", \"or\" or the end");
    return node;
  }

 private:
  const FilterToken& peek() const { return tokens_[pos_]; }
  FilterToken take() { return tokens_[pos_++]; }
  bool accept(TokenKind kind, std::string_view text) {
    if (peek().kind != kind || peek().text != text) return false;
    ++pos_;
    return true;
  }
  void expect(std::string_view symbol) {
    if (!accept(TokenKind::symbol, symbol)) fail(fmt::format("\"{}\"", symbol));
  }

  [[noreturn]] void fail(const std::string& expected) const {
    const FilterToken& token = peek();
    std::string remedy = "A filter reads like Li2O_pct >= 0.8 and rock in (\"PEG\", \"SPD\")";
    if (token.kind == TokenKind::word && expected.find("name") != std::string::npos)
      remedy = fmt::format("Column names stand without quotes, or in square brackets: [{}]", token.text);
    if (token.kind == TokenKind::name && expected.find("word") != std::string::npos)
      remedy = fmt::format("Words stand in quotes: \"{}\"", token.text);
    const std::string found = token.kind == TokenKind::end ? "the end" : fmt::format("\"{}\"", token.text);
    throw Error(fmt::format("filter: expected {} at character {}, found {}", expected, token.at, found), remedy,
                {{}, 0, token.at});
  }

  FilterNode joined(Kind kind, std::string_view key_word, FilterNode (Parser::*operand)()) {
    FilterNode first = (this->*operand)();
    if (peek().kind != TokenKind::key_word || peek().text != key_word) return first;
    FilterNode node;
    node.kind = kind;
    node.children.push_back(std::move(first));
    while (accept(TokenKind::key_word, key_word)) node.children.push_back((this->*operand)());
    return node;
  }
  FilterNode disjunction() { return joined(Kind::any_of, "or", &Parser::conjunction); }
  FilterNode conjunction() { return joined(Kind::all_of, "and", &Parser::factor); }

  FilterNode factor() {
    if (++depth_ > max_depth)
      throw Error(fmt::format("filter: nested more than {} deep at character {}", max_depth, peek().at),
                  "Write it with fewer parentheses", {{}, 0, peek().at});
    FilterNode node;
    if (accept(TokenKind::key_word, "not")) {
      node = negated(factor());
    } else if (accept(TokenKind::symbol, "(")) {
      node = disjunction();
      if (!accept(TokenKind::symbol, ")")) fail("\"and\", \"or\" or \")\"");
    } else {
      node = predicate();
    }
    --depth_;
    return node;
  }

  static FilterNode negated(FilterNode child) {
    FilterNode node;
    node.kind = Kind::negation;
    node.children.push_back(std::move(child));
    return node;
  }

  FilterNode predicate() {
    if (peek().kind != TokenKind::name) fail("a column name, \"not\" or \"(\"");
    FilterNode node;
    node.column_at = peek().at;
    node.column = take().text;
    if (accept(TokenKind::key_word, "is")) {
      const bool negative = accept(TokenKind::key_word, "not");
      if (!accept(TokenKind::key_word, "missing")) fail(negative ? "\"missing\"" : "\"missing\" or \"not missing\"");
      node.kind = Kind::missing;
      return negative ? negated(std::move(node)) : node;
    }
    const bool negative = accept(TokenKind::key_word, "not");
    if (accept(TokenKind::key_word, "in")) {
      membership(node);
    } else if (accept(TokenKind::key_word, "between")) {
      node.kind = Kind::between;
      node.literals.push_back(literal());
      if (!accept(TokenKind::key_word, "and")) fail("\"and\"");
      node.literals.push_back(literal());
    } else if (negative) {
      fail("\"in\" or \"between\"");
    } else {
      comparison(node);
    }
    return negative ? negated(std::move(node)) : node;
  }

  void membership(FilterNode& node) {
    node.kind = Kind::membership;
    expect("(");
    do node.literals.push_back(literal());
    while (accept(TokenKind::symbol, ","));
    if (!accept(TokenKind::symbol, ")")) fail("\",\" or \")\"");
  }

  void comparison(FilterNode& node) {
    node.kind = Kind::comparison;
    for (const Comparison c : {Comparison::equal, Comparison::not_equal, Comparison::less, Comparison::less_equal,
                               Comparison::greater, Comparison::greater_equal}) {
      if (!accept(TokenKind::symbol, symbol(c))) continue;
      node.comparison = c;
      node.literals.push_back(literal());
      return;
    }
    fail("a comparison (=, !=, <, <=, >, >=, in, between, is missing)");
  }

  FilterLiteral literal() {
    if (peek().kind != TokenKind::number && peek().kind != TokenKind::word) fail("a number or a word in quotes");
    const FilterToken token = take();
    return {token.kind == TokenKind::number, token.text, token.at};
  }

  std::vector<FilterToken> tokens_;
  std::size_t pos_ = 0;
  int depth_ = 0;
};

void collect_names(const FilterNode& node, std::vector<std::string>& names) {
  if (!node.column.empty() && std::find(names.begin(), names.end(), node.column) == names.end())
    names.push_back(node.column);
  for (const FilterNode& child : node.children) collect_names(child, names);
}

}  // namespace

const char* symbol(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "=";
    case Comparison::not_equal:
      return "!=";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
  }
  return "";
}

Filter Filter::parse(std::string_view text) {
  Filter filter;
  if (trim(text).empty()) return filter;
  filter.text_ = std::string(text);
  filter.root_ = std::make_shared<const FilterNode>(Parser(text).all());
  return filter;
}

std::vector<std::string> Filter::names() const {
  std::vector<std::string> names;
  if (root_ != nullptr) collect_names(*root_, names);
  return names;
}

bool Filter::applies_to(const Table& table) const {
  const std::vector<std::string> used = names();
  return std::all_of(used.begin(), used.end(), [&](const std::string& name) { return table.find(name) != nullptr; });
}

std::string quoted_name(std::string_view column_name) {
  if (is_plain_filter_name(column_name)) return std::string(column_name);
  std::string quoted = "[";
  for (const char c : column_name) {
    quoted += c;
    if (c == ']') quoted += c;
  }
  return quoted + "]";
}

}  // namespace lode
