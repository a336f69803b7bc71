// Evaluates a filter on a table: binds the expression to columns, then runs it over all rows, 64 to a word.
//
// `not` is pushed down to the leaves, each of which is bound for the rows where it is true or, under a `not`, for the
// rows where it is known to be false. A missing value is in neither, so that unknown rows never need a mask of their
// own: not (A and B) is true where A is false or B is false.
#include <fmt/format.h>

#include <algorithm>
#include <memory_resource>
#include <variant>

#include "core/error.h"
#include "core/filter.h"
#include "core/filter_kernels.h"
#include "core/filter_node.h"
#include "core/parallel.h"
#include "core/range_words.h"
#include "core/text.h"
#include "core/threshold.h"

namespace lode {

namespace {

using Kind = FilterNode::Kind;

template <typename T>
struct RangeLeaf {
  std::span<const T> values;
  StoredRange<T> range;
};
template <typename T>
struct NaNLeaf {
  std::span<const T> values;
  bool nan = true;
};
// Rows whose code is chosen; one choice a code, the last for missing.
using Chosen = std::pmr::vector<std::uint8_t>;
template <typename Code>
struct CodesLeaf {
  std::span<const Code> codes;
  Chosen chosen;
};
struct NoRowsLeaf {};
using Leaf = std::variant<NoRowsLeaf, RangeLeaf<std::int32_t>, RangeLeaf<float>, RangeLeaf<double>,
                          RangeLeaf<std::uint8_t>, RangeLeaf<std::uint16_t>, RangeLeaf<std::uint32_t>, NaNLeaf<float>,
                          NaNLeaf<double>, CodesLeaf<std::uint8_t>, CodesLeaf<std::uint16_t>, CodesLeaf<std::uint32_t>>;

// Binding takes its memory from the stack, so that a cut-off change allocates nothing.
using Memory = std::pmr::memory_resource;

struct BoundNode;
using BoundNodes = std::pmr::vector<BoundNode>;
struct BoundNode {
  enum class Kind { leaf, any_of, all_of } kind = Kind::leaf;
  BoundNodes children;
  Leaf leaf;
};

BoundNode leaf_node(Leaf leaf) { return {BoundNode::Kind::leaf, {}, std::move(leaf)}; }
BoundNode any_node(BoundNodes children) {
  if (children.size() == 1) return std::move(children.front());
  return {BoundNode::Kind::any_of, std::move(children), {}};
}
BoundNode all_node(BoundNodes children) {
  if (children.size() == 1) return std::move(children.front());
  return {BoundNode::Kind::all_of, std::move(children), {}};
}

[[noreturn]] void unfit(const Column& column, const FilterLiteral& literal, const char* holds, const char* remedy) {
  throw Error(fmt::format("filter: {} holds {}, which \"{}\" at character {} is not", quoted_name(column.name), holds,
                          literal.text, literal.at),
              remedy, {{}, 0, literal.at});
}

const Column& column_of(const FilterNode& node, const Table& table) {
  if (const Column* column = table.find(node.column)) return *column;
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  const std::string nearest = nearest_name(node.column, names);
  std::string remedy;
  if (!nearest.empty()) {
    remedy = fmt::format("Did you mean {}?", quoted_name(nearest));
  } else {
    constexpr std::size_t shown = 12;
    remedy = "Its columns are ";
    for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) remedy += (i ? ", " : "") + quoted_name(names[i]);
    if (names.size() > shown) remedy += " ...";
  }
  throw Error(fmt::format("filter: {} has no column \"{}\" (character {})", table.name, node.column, node.column_at),
              remedy, {{}, 0, node.column_at});
}

// The literal as a decimal of the column's numbers: dates count days.
std::string decimal_of(const Column& column, const FilterLiteral& literal) {
  if (column.type == ColumnType::date) {
    const double days = days_from_iso_date(literal.text);
    if (literal.is_number || std::isnan(days)) unfit(column, literal, "dates", "Write dates as \"2023-01-31\"");
    return shortest(days);
  }
  if (std::isnan(double_from_decimal(literal.text)))
    unfit(column, literal, "numbers", "Compare it with a number, such as 0.7");
  return literal.text;
}

// A closed interval of decimals; an empty text is no bound.
struct DecimalRange {
  std::string low, high;
  bool above = false, below = false;  // the bound itself is left out
};

DecimalRange range_of(Comparison comparison, const std::string& decimal) {
  switch (comparison) {
    case Comparison::less:
      return {"", decimal, false, true};
    case Comparison::less_equal:
      return {"", decimal, false, false};
    case Comparison::greater:
      return {decimal, "", true, false};
    case Comparison::greater_equal:
      return {decimal, "", false, false};
    case Comparison::equal:
    case Comparison::not_equal:
      break;
  }
  return {decimal, decimal, false, false};
}

BoundNode bind_range(const ScaledIntegers& column, const DecimalRange& range, bool wanted, Memory& memory) {
  std::int64_t low = all_scaled.low, high = all_scaled.high;
  if (!range.low.empty()) low = std::max(low, least_scaled(range.low, column.decimals, range.above));
  if (!range.high.empty()) high = std::min(high, greatest_scaled(range.high, column.decimals, range.below));
  BoundNodes parts(&memory);
  const auto add = [&](std::int64_t from, std::int64_t to) {
    if (from <= to)
      parts.push_back(leaf_node(RangeLeaf<std::int32_t>{
          column.mantissas.span(), {static_cast<std::int32_t>(from), static_cast<std::int32_t>(to)}}));
  };
  if (wanted) {
    add(low, high);
  } else if (low > high) {
    add(all_scaled.low, all_scaled.high);
  } else {
    add(all_scaled.low, low - 1);
    add(high + 1, all_scaled.high);
  }
  return any_node(std::move(parts));
}

template <typename T>
BoundNode bind_range(const SharedArray<T>& column, const DecimalRange& range, bool wanted, Memory& memory) {
  constexpr T infinity = std::numeric_limits<T>::infinity();
  T low = -infinity, high = infinity;
  if (!range.low.empty()) low = least_binary<T>(double_from_decimal(range.low), range.above);
  if (!range.high.empty()) high = greatest_binary<T>(double_from_decimal(range.high), range.below);
  if (wanted) return leaf_node(RangeLeaf<T>{column.span(), {low, high}});
  if (low > high) return leaf_node(RangeLeaf<T>{column.span(), {-infinity, infinity}});
  BoundNodes parts(&memory);
  if (low != -infinity)
    parts.push_back(leaf_node(RangeLeaf<T>{column.span(), {-infinity, std::nextafter(low, -infinity)}}));
  if (high != infinity)
    parts.push_back(leaf_node(RangeLeaf<T>{column.span(), {std::nextafter(high, infinity), infinity}}));
  return any_node(std::move(parts));
}

BoundNode bind_missing(const ScaledIntegers& column, bool wanted) {
  const StoredRange<std::int32_t> missing{ScaledIntegers::missing, ScaledIntegers::missing};
  return leaf_node(RangeLeaf<std::int32_t>{column.mantissas.span(), wanted ? missing : all_scaled});
}
template <typename T>
BoundNode bind_missing(const SharedArray<T>& column, bool wanted) {
  return leaf_node(NaNLeaf<T>{column.span(), wanted});
}

BoundNode bind_numbers(const FilterNode& node, const Column& column, const Numbers& numbers, bool wanted,
                       Memory& memory) {
  return std::visit(
      [&](const auto& storage) {
        if (node.kind == Kind::missing) return bind_missing(storage, wanted);
        if (node.kind == Kind::between)
          return bind_range(storage,
                            {decimal_of(column, node.literals[0]), decimal_of(column, node.literals[1]), false, false},
                            wanted, memory);
        if (node.kind == Kind::comparison) {
          const DecimalRange range = range_of(node.comparison, decimal_of(column, node.literals[0]));
          return bind_range(storage, range, wanted != (node.comparison == Comparison::not_equal), memory);
        }
        BoundNodes parts(&memory);
        for (const FilterLiteral& literal : node.literals)
          parts.push_back(
              bind_range(storage, range_of(Comparison::equal, decimal_of(column, literal)), wanted, memory));
        return wanted ? any_node(std::move(parts)) : all_node(std::move(parts));
      },
      numbers.storage());
}

// 1 for each name equal to the word, ignoring case only when none is equal exactly.
Chosen equal_names(const std::vector<std::string>& names, const std::string& word, Memory& memory) {
  Chosen equal(names.size(), &memory);
  for (std::size_t i = 0; i < names.size(); ++i) equal[i] = names[i] == word;
  if (std::find(equal.begin(), equal.end(), 1) != equal.end()) return equal;
  const std::string folded = fold_case(word);
  for (std::size_t i = 0; i < names.size(); ++i) equal[i] = fold_case(names[i]) == folded;
  return equal;
}

bool holds(Comparison comparison, int order) {
  switch (comparison) {
    case Comparison::equal:
      return order == 0;
    case Comparison::not_equal:
      return order != 0;
    case Comparison::less:
      return order < 0;
    case Comparison::less_equal:
      return order <= 0;
    case Comparison::greater:
      return order > 0;
    case Comparison::greater_equal:
      return order >= 0;
  }
  return false;
}

// For every name, whether the comparison is true; words are ordered by their bytes, so that ISO dates are by time.
Chosen true_names(const FilterNode& node, const Column& column, const std::vector<std::string>& names, Memory& memory) {
  Chosen chosen(names.size(), &memory);
  const bool equality = node.kind == Kind::membership ||
                        (node.kind == Kind::comparison &&
                         (node.comparison == Comparison::equal || node.comparison == Comparison::not_equal));
  if (equality) {
    for (const FilterLiteral& literal : node.literals) {
      const Chosen equal = equal_names(names, literal.text, memory);
      for (std::size_t i = 0; i < names.size(); ++i) chosen[i] |= equal[i];
    }
    if (node.kind == Kind::comparison && node.comparison == Comparison::not_equal)
      for (std::uint8_t& c : chosen) c ^= 1;
    return chosen;
  }
  for (const FilterLiteral& literal : node.literals)
    if (literal.is_number) unfit(column, literal, "words", "Compare it with a word in quotes");
  for (std::size_t i = 0; i < names.size(); ++i)
    chosen[i] = node.kind == Kind::between ? names[i] >= node.literals[0].text && names[i] <= node.literals[1].text
                                           : holds(node.comparison, names[i].compare(node.literals[0].text));
  return chosen;
}

BoundNode bind_categories(const FilterNode& node, const Column& column, const Categories& categories, bool wanted,
                          Memory& memory) {
  Chosen chosen(&memory);
  if (node.kind == Kind::missing) {
    chosen.assign(categories.names().size(), wanted ? 0 : 1);
  } else {
    chosen = true_names(node, column, categories.names(), memory);
    if (!wanted)
      for (std::uint8_t& c : chosen) c ^= 1;
  }
  const auto count = std::count(chosen.begin(), chosen.end(), 1);
  chosen.push_back(node.kind == Kind::missing && wanted);
  return std::visit(
      [&]<typename Code>(const SharedArray<Code>& codes) {
        if (count == 1 && chosen.back() == 0) {
          const auto code = static_cast<Code>(std::find(chosen.begin(), chosen.end(), 1) - chosen.begin());
          return leaf_node(RangeLeaf<Code>{codes.span(), {code, code}});
        }
        return leaf_node(CodesLeaf<Code>{codes.span(), std::move(chosen)});
      },
      categories.codes());
}

// The rows for which `node` is true, or (not `wanted`) known to be false.
BoundNode bind(const FilterNode& node, const Table& table, bool wanted, Memory& memory) {
  if (node.kind == Kind::negation) return bind(node.children[0], table, !wanted, memory);
  if (node.kind == Kind::any_of || node.kind == Kind::all_of) {
    BoundNodes children(&memory);
    for (const FilterNode& child : node.children) children.push_back(bind(child, table, wanted, memory));
    return (node.kind == Kind::any_of) == wanted ? any_node(std::move(children)) : all_node(std::move(children));
  }
  const Column& column = column_of(node, table);
  if (const Numbers* numbers = column.numbers()) return bind_numbers(node, column, *numbers, wanted, memory);
  return bind_categories(node, column, *column.categories(), wanted, memory);
}

// Words are evaluated in pieces that stay in the first-level cache.
constexpr std::size_t piece_words = 32;

struct LeafRunner {
  std::size_t first_row, last_row;
  std::uint64_t* words;

  template <typename T>
  std::span<const T> piece(std::span<const T> values) const {
    return values.subspan(first_row, last_row - first_row);
  }
  void operator()(const NoRowsLeaf&) const { std::fill(words, words + (last_row - first_row + 63) / 64, 0); }
  template <typename T>
  void operator()(const RangeLeaf<T>& leaf) const {
    range_to_words(piece(leaf.values), leaf.range, instructions(), words);
  }
  template <typename T>
  void operator()(const NaNLeaf<T>& leaf) const {
    const bool nan = leaf.nan;
    compare_to_words(
        piece(leaf.values), [=](T v) { return (v != v) == nan; }, words);
  }
  template <typename Code>
  void operator()(const CodesLeaf<Code>& leaf) const {
    const std::uint8_t* const chosen = leaf.chosen.data();
    const std::size_t missing = leaf.chosen.size() - 1;
    compare_to_words(
        piece(leaf.codes), [=](Code c) { return chosen[std::min<std::size_t>(c, missing)] != 0; }, words);
  }
};

void run(const BoundNode& node, std::size_t first_row, std::size_t last_row, std::uint64_t* words) {
  if (node.kind == BoundNode::Kind::leaf) {
    std::visit(LeafRunner{first_row, last_row, words}, node.leaf);
    return;
  }
  const std::size_t count = (last_row - first_row + 63) / 64;
  const bool all_of = node.kind == BoundNode::Kind::all_of;
  std::fill(words, words + count, all_of ? ~std::uint64_t{0} : 0);
  for (std::size_t c = 0; c < node.children.size(); ++c) {
    if (c == 0) {
      run(node.children[0], first_row, last_row, words);
      continue;
    }
    if (all_of && std::all_of(words, words + count, [](std::uint64_t w) { return w == 0; })) return;
    std::array<std::uint64_t, piece_words> other;
    run(node.children[c], first_row, last_row, other.data());
    for (std::size_t w = 0; w < count; ++w) words[w] = all_of ? words[w] & other[w] : words[w] | other[w];
  }
}

}  // namespace

void Filter::evaluate(const Table& table, Mask& rows) const {
  if (empty()) {
    rows.assign(table.rows, true);
    return;
  }
  std::array<std::byte, 16384> stack;
  std::pmr::monotonic_buffer_resource memory(stack.data(), stack.size());
  const BoundNode bound = bind(*root_, table, true, memory);
  // A Mask that was moved from keeps its size without its words.
  if (rows.size() != table.rows || rows.words().size() != (table.rows + 63) / 64) rows.assign(table.rows, false);
  const std::span<std::uint64_t> words = rows.words();
  parallel_for(words.size(), 16 * piece_words, [&](std::size_t begin, std::size_t end) {
    for (std::size_t first = begin; first < end; first += piece_words) {
      const std::size_t last = std::min(first + piece_words, end);
      run(bound, 64 * first, std::min(64 * last, table.rows), words.data() + first);
    }
  });
}

}  // namespace lode
