// Filters against what a geologist expects row by row, and against brute force on random columns.
#include "core/filter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "core/filter_node.h"

namespace lode {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();

Column number_column(std::string name, const std::vector<double>& values) {
  Column column;
  column.name = std::move(name);
  column.data = Numbers::narrowed(values);
  return column;
}
Column float_column(std::string name, std::vector<float> values) {
  Column column;
  column.name = std::move(name);
  column.data = Numbers(SharedArray<float>(std::move(values)));
  return column;
}
Column double_column(std::string name, std::vector<double> values) {
  Column column;
  column.name = std::move(name);
  column.data = Numbers(SharedArray<double>(std::move(values)));
  return column;
}
Column word_column(std::string name, const std::vector<std::string>& values) {
  Column column;
  column.name = std::move(name);
  column.type = ColumnType::category;
  column.data = Categories::of(values);
  return column;
}

Table table_of(std::vector<Column> columns, std::size_t rows) {
  Table table;
  table.name = "blocks";
  table.rows = rows;
  table.columns = std::move(columns);
  return table;
}

/// The rows let through, as "1011": one character a row.
std::string rows_of(std::string_view filter, const Table& table) {
  Mask rows;
  Filter::parse(filter).evaluate(table, rows);
  std::string text;
  for (std::size_t row = 0; row < rows.size(); ++row) text += rows[row] ? '1' : '0';
  return text;
}

Table deposit() {
  Column date = number_column("Drilled", {19387, 19388, 19389, nan, 19400});
  date.type = ColumnType::date;
  return table_of({number_column("Li2O_pct", {0.69, 0.70, 0.71, nan, 1.2}),
                   float_column("Ta2O5_ppm", {50, 100, 150, 200, std::nanf("")}),
                   word_column("Rock Type", {"PEG", "SPD", "GRN", "PEG", ""}),
                   word_column("class", {"inferred", "", "Measured", "indicated", "inferred"}), date},
                  5);
}

TEST(Filter, ComparesNumbersOnTheirDecimals) {
  const Table table = deposit();
  EXPECT_EQ(rows_of("Li2O_pct >= 0.7", table), "01101");
  EXPECT_EQ(rows_of("Li2O_pct > 0.70", table), "00101");
  EXPECT_EQ(rows_of("Li2O_pct > 0.699999", table), "01101");
  EXPECT_EQ(rows_of("Li2O_pct <= 7e-1", table), "11000");
  EXPECT_EQ(rows_of("Li2O_pct < 0.705", table), "11000");
  EXPECT_EQ(rows_of("Li2O_pct = 0.7", table), "01000");
  EXPECT_EQ(rows_of("Li2O_pct == 0.701", table), "00000");
  EXPECT_EQ(rows_of("Li2O_pct != 0.7", table), "10101");
  EXPECT_EQ(rows_of("Li2O_pct <> 0.701", table), "11101");
  EXPECT_EQ(rows_of("Li2O_pct between 0.7 and 0.71", table), "01100");
  EXPECT_EQ(rows_of("Li2O_pct not between 0.7 and 0.71", table), "10001");
  EXPECT_EQ(rows_of("Li2O_pct in (0.69, 1.20)", table), "10001");
  EXPECT_EQ(rows_of("Li2O_pct not in (0.69, 1.20)", table), "01100");
  EXPECT_EQ(rows_of("Li2O_pct > -1e300", table), "11101");
  EXPECT_EQ(rows_of("Li2O_pct < 1e300", table), "11101");
  EXPECT_EQ(rows_of("Li2O_pct >= 99999999999999999999", table), "00000");
  EXPECT_EQ(rows_of("Ta2O5_ppm > 100", table), "00110");
  EXPECT_EQ(rows_of("Ta2O5_ppm < 1e999", table), "11110");
  EXPECT_EQ(rows_of("li2o_PCT >= 0.7", table), "01101");
}

TEST(Filter, ComparesWordsWholeAndDatesByTime) {
  const Table table = deposit();
  EXPECT_EQ(rows_of("[Rock Type] = \"PEG\"", table), "10010");
  EXPECT_EQ(rows_of("[Rock Type] = 'peg'", table), "10010");
  EXPECT_EQ(rows_of("[Rock Type] = \"PE\"", table), "00000");
  EXPECT_EQ(rows_of("[Rock Type] in (\"SPD\", \"GRN\")", table), "01100");
  EXPECT_EQ(rows_of("[Rock Type] not in (\"SPD\", \"GRN\")", table), "10010");
  EXPECT_EQ(rows_of("[Rock Type] != \"SPD\"", table), "10110");
  EXPECT_EQ(rows_of("not class = \"inferred\"", table), "00110");
  EXPECT_EQ(rows_of("Drilled >= \"2023-01-31\"", table), "01101");  // 2023-01-31 is day 19388
  EXPECT_EQ(rows_of("Drilled < 2023-01-31", table), "10000");
  EXPECT_EQ(rows_of("class is missing", table), "01000");
  EXPECT_EQ(rows_of("class is not missing", table), "10111");
  EXPECT_EQ(rows_of("Li2O_pct is missing or Ta2O5_ppm IS MISSING", table), "00011");
  EXPECT_EQ(rows_of("not Li2O_pct is missing", table), "11101");
}

TEST(Filter, IgnoresCaseOnlyWithoutAnExactMatch) {
  const Table table = table_of({word_column("rock", {"peg", "PEG", "Peg"})}, 3);
  EXPECT_EQ(rows_of("rock = \"PEG\"", table), "010");
  EXPECT_EQ(rows_of("rock = \"pEg\"", table), "111");
  const Table russian = table_of({word_column("Порода", {"Пегматит", "ГРАНИТ"})}, 2);
  EXPECT_EQ(rows_of("Порода = \"пегматит\"", russian), "10");
}

TEST(Filter, JoinsInTheOrderOfPrecedence) {
  const Table table = deposit();
  EXPECT_EQ(
      rows_of("Li2O_pct >= 0.7 and ([Rock Type] in (\"SPD\") or Ta2O5_ppm > 100) and not class = \"inferred\"", table),
      "00100");
  EXPECT_EQ(rows_of("Li2O_pct = 0.69 or Li2O_pct = 0.7 and Ta2O5_ppm > 500", table), "10000");
  EXPECT_EQ(rows_of("NOT Li2O_pct = 0.69 AND Ta2O5_ppm < 120", table), "01000");
  EXPECT_EQ(rows_of("", table), "11111");
  EXPECT_EQ(rows_of("  ", table), "11111");
}

// True, false and unknown in every combination: and, or, not by Kleene.
TEST(Filter, FollowsThreeValuedLogic) {
  std::vector<double> a, b;
  for (const double x : {1.0, 0.0, nan})
    for (const double y : {1.0, 0.0, nan}) {
      a.push_back(x);
      b.push_back(y);
    }
  const Table table = table_of({number_column("a", a), float_column("b", {b.begin(), b.end()})}, 9);
  //                                                           a: TTT FFF UUU, b: TFU TFU TFU
  EXPECT_EQ(rows_of("a = 1 and b = 1", table), "100000000");
  EXPECT_EQ(rows_of("a = 1 or b = 1", table), "111100100");
  EXPECT_EQ(rows_of("not a = 1", table), "000111000");
  EXPECT_EQ(rows_of("not (a = 1 and b = 1)", table), "010111010");
  EXPECT_EQ(rows_of("not (a = 1 or b = 1)", table), "000010000");
  EXPECT_EQ(rows_of("not not a = 1", table), "111000000");
  EXPECT_EQ(rows_of("not (not a = 1 or b = 1)", table), "010000000");
}

TEST(Filter, KeepsEveryBlockAtEveryCutOff) {
  std::vector<double> decimals;
  std::vector<float> floats;
  for (int i = 1; i <= 1000; ++i) {
    decimals.push_back(i / 100.0);
    floats.push_back(static_cast<float>(i / 100.0));
  }
  const Table table = table_of(
      {number_column("scaled", decimals), float_column("float32", floats), double_column("float64", decimals)}, 1000);
  ASSERT_TRUE(std::holds_alternative<ScaledIntegers>(table.columns[0].numbers()->storage()));
  Mask rows;
  for (int i = 1; i <= 1000; ++i) {
    const std::string cutoff = std::to_string(i / 100) + "." + (i % 100 < 10 ? "0" : "") + std::to_string(i % 100);
    for (const char* name : {"scaled", "float32", "float64"}) {
      Filter::parse(name + std::string(" >= ") + cutoff).evaluate(table, rows);
      ASSERT_EQ(rows.count(), 1001u - static_cast<unsigned>(i)) << name << " >= " << cutoff;
      ASSERT_TRUE(rows[static_cast<std::size_t>(i - 1)]);
      Filter::parse(name + std::string(" < ") + cutoff).evaluate(table, rows);
      ASSERT_EQ(rows.count(), static_cast<unsigned>(i - 1)) << name << " < " << cutoff;
      Filter::parse(name + std::string(" = ") + cutoff).evaluate(table, rows);
      ASSERT_EQ(rows.count(), 1u) << name << " = " << cutoff;
    }
  }
}

// The expression evaluated row by row in three values, straight from the definition.
enum class Truth { no, yes, unknown };

Truth truth(const FilterNode& node, const Table& table, std::size_t row) {
  const auto negate = [](Truth t) { return t == Truth::unknown ? t : t == Truth::yes ? Truth::no : Truth::yes; };
  if (node.kind == FilterNode::Kind::negation) return negate(truth(node.children[0], table, row));
  if (node.kind == FilterNode::Kind::any_of || node.kind == FilterNode::Kind::all_of) {
    const Truth decisive = node.kind == FilterNode::Kind::any_of ? Truth::yes : Truth::no;
    Truth result = negate(decisive);
    for (const FilterNode& child : node.children) {
      const Truth t = truth(child, table, row);
      if (t == decisive) return decisive;
      if (t == Truth::unknown) result = t;
    }
    return result;
  }
  const Column& column = *table.find(node.column);
  if (node.kind == FilterNode::Kind::missing) return column.missing(row) ? Truth::yes : Truth::no;
  if (column.missing(row)) return Truth::unknown;
  if (const Categories* words = column.categories())
    return ((*words)[row] == node.literals[0].text) == (node.comparison == Comparison::equal) ? Truth::yes : Truth::no;
  const double value = (*column.numbers())[row], literal = std::stod(node.literals[0].text);
  bool holds = false;
  switch (node.comparison) {
    case Comparison::equal:
      holds = value == literal;
      break;
    case Comparison::not_equal:
      holds = value != literal;
      break;
    case Comparison::less:
      holds = value < literal;
      break;
    case Comparison::less_equal:
      holds = value <= literal;
      break;
    case Comparison::greater:
      holds = value > literal;
      break;
    case Comparison::greater_equal:
      holds = value >= literal;
      break;
  }
  return holds ? Truth::yes : Truth::no;
}

std::string random_expression(std::mt19937& random, int depth) {
  const auto pick = [&](std::initializer_list<const char*> from) {
    return std::string(from.begin()[random() % from.size()]);
  };
  const unsigned kind = depth == 0 ? 3 + random() % 3 : random() % 6;
  if (kind == 0) return "not (" + random_expression(random, depth - 1) + ")";
  if (kind < 3)
    return "(" + random_expression(random, depth - 1) + pick({" and ", " or "}) + random_expression(random, depth - 1) +
           ")";
  if (kind == 3) return "w " + pick({"=", "!="}) + " " + pick({"\"a\"", "\"b\"", "\"z\""});
  if (kind == 4) return pick({"s", "f", "d", "w"}) + pick({" is missing", " is not missing"});
  return pick({"s", "f", "d"}) + " " + pick({"=", "!=", "<", "<=", ">", ">="}) + " " +
         pick({"0", "0.25", "0.5", "-0.25", "1"});
}

TEST(Filter, AgreesWithBruteForceOnRandomExpressions) {
  std::mt19937 random(5);
  for (const std::size_t rows : {1u, 63u, 64u, 65u, 1000u, 70001u}) {
    std::vector<double> s, d;
    std::vector<float> f;
    std::vector<std::string> w;
    const auto value = [&] { return random() % 5 == 0 ? nan : static_cast<double>(random() % 9) * 0.25 - 0.5; };
    for (std::size_t row = 0; row < rows; ++row) {
      s.push_back(value());
      d.push_back(value());
      f.push_back(static_cast<float>(value()));
      w.push_back(std::string(1, "abcd "[random() % 5]));
      if (w.back() == " ") w.back().clear();
    }
    const Table table =
        table_of({number_column("s", s), float_column("f", f), double_column("d", d), word_column("w", w)}, rows);
    Mask mask;
    for (int trial = 0; trial < (rows > 1000 ? 10 : 60); ++trial) {
      const std::string text = random_expression(random, 4);
      const Filter filter = Filter::parse(text);
      filter.evaluate(table, mask);
      ASSERT_EQ(mask.size(), rows);
      std::uint64_t expected = 0;
      for (std::size_t row = 0; row < rows; ++row) {
        const bool through = truth(*filter.root(), table, row) == Truth::yes;
        ASSERT_EQ(mask[row], through) << text << ", row " << row;
        expected += through;
      }
      ASSERT_EQ(mask.count(), expected) << "bits beyond the rows: " << text;
    }
  }
}

Error error_of(std::string_view filter, const Table& table) {
  try {
    Mask rows;
    Filter::parse(filter).evaluate(table, rows);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error: " << filter;
  return Error("", "");
}

TEST(Filter, PointsAtWhatItDoesNotUnderstand) {
  const Table table = deposit();
  const auto column = [&](std::string_view filter) { return error_of(filter, table).where().column; };
  EXPECT_EQ(column("Li2O_pct >"), 11u);
  EXPECT_EQ(column("Li2O_pct >= and class = 'x'"), 13u);
  EXPECT_EQ(column("Li2O_pct 0.7"), 10u);
  EXPECT_EQ(column("(Li2O_pct > 0.7"), 16u);
  EXPECT_EQ(column("Li2O_pct > 0.7)"), 15u);
  EXPECT_EQ(column("Li2O_pct > 0.7 class = 'x'"), 16u);
  EXPECT_EQ(column("class = \"inf"), 9u);
  EXPECT_EQ(column("[Rock Type = 1"), 1u);
  EXPECT_EQ(column("class = inferred"), 9u);
  EXPECT_EQ(column("Порода = 1 &"), 12u);
  EXPECT_EQ(column("class in ()"), 11u);
  EXPECT_EQ(column("class in ('a' 'b')"), 15u);
  EXPECT_EQ(column("class is 5"), 10u);
  EXPECT_EQ(column("class = 'a' and [] = 1"), 17u);
  EXPECT_EQ(column("Li2O_pct > 0.7.1"), 12u);
  EXPECT_EQ(column("Li2O_pct > \"high\""), 12u);
  EXPECT_EQ(column("Li2O_pct < 'inf'"), 12u);
  EXPECT_EQ(column("class > 5"), 9u);
  EXPECT_EQ(column("Drilled > 5"), 11u);
  EXPECT_EQ(column(std::string(100000, '(')), 201u);
  EXPECT_NE(error_of("class = inferred", table).remedy().find("\"inferred\""), std::string::npos);
  EXPECT_NE(error_of("Li2O_pct >", table).what_happened().find("number"), std::string::npos);
}

TEST(Filter, OffersTheNearestNameForAnUnknownOne) {
  const Error error = error_of("Ta2O5_ppm > 1 and Li20_pct > 0.7", deposit());
  EXPECT_EQ(error.where().column, 19u);
  EXPECT_NE(error.remedy().find("Li2O_pct"), std::string::npos);
}

TEST(Filter, FillsAMaskThatWasMovedFrom) {
  const Table table = deposit();
  Mask rows;
  const Filter filter = Filter::parse("Li2O_pct >= 0.7");
  filter.evaluate(table, rows);
  const Mask kept = std::move(rows);
  filter.evaluate(table, rows);
  EXPECT_EQ(rows, kept);
}

TEST(Filter, TellsItsNames) {
  const Filter filter = Filter::parse("b > 1 and ([a b] = 'x' or b < 5) and not c is missing");
  EXPECT_EQ(filter.names(), (std::vector<std::string>{"b", "a b", "c"}));
  EXPECT_TRUE(Filter::parse("CLASS = 'x'").applies_to(deposit()));
  EXPECT_FALSE(filter.applies_to(deposit()));
  EXPECT_TRUE(Filter().applies_to(deposit()));
}

TEST(Filter, QuotesNamesSoThatTheyReadBack) {
  for (const std::string name : {"rock", "Rock Type", "Cu%", "and", "a]b", "2A", "Порода", "Au_ppm", "é-1"}) {
    const Filter filter = Filter::parse(quoted_name(name) + " is missing");
    EXPECT_EQ(filter.names(), std::vector<std::string>{name});
  }
  EXPECT_EQ(quoted_name("rock"), "rock");
  EXPECT_EQ(quoted_name("Rock Type"), "[Rock Type]");
}

}  // namespace
}  // namespace lode
