#include "app/conditions.h"

#include <gtest/gtest.h>

namespace lode::app {
namespace {

using Rows = std::vector<Condition>;

Condition range(std::string column, std::optional<double> min, std::optional<double> max) {
  return {.column = std::move(column), .min = min, .max = max, .of_dates = false, .of_words = false, .words = {}};
}
Condition choice(std::string column, std::vector<std::string> words) {
  return {.column = std::move(column),
          .min = {},
          .max = {},
          .of_dates = false,
          .of_words = true,
          .words = std::move(words)};
}

TEST(Conditions, ReadsEachKindOfRow) {
  EXPECT_EQ(parse_conditions("Li2O_pct >= 0.8"), (Rows{range("Li2O_pct", 0.8, {})}));
  EXPECT_EQ(parse_conditions("Li2O_pct <= 2"), (Rows{range("Li2O_pct", {}, 2)}));
  EXPECT_EQ(parse_conditions("Au between 0.5 and 1e1"), (Rows{range("Au", 0.5, 10)}));
  EXPECT_EQ(parse_conditions("RL >= -120.5"), (Rows{range("RL", -120.5, {})}));
  EXPECT_EQ(parse_conditions("[Rock Type] in (\"PEG\", 'SPD')"), (Rows{choice("Rock Type", {"PEG", "SPD"})}));
  EXPECT_EQ(parse_conditions("class = \"inferred\""), (Rows{choice("class", {"inferred"})}));
  EXPECT_EQ(parse_conditions("Порода in (\"пегматит\")"), (Rows{choice("Порода", {"пегматит"})}));
}

TEST(Conditions, JoinsTheEndsOfOneRangeAndKeepsTheRest) {
  EXPECT_EQ(parse_conditions("Au >= 1 and rock in (\"BIF\") AND Au <= 5"),
            (Rows{range("Au", 1, 5), choice("rock", {"BIF"})}));
  EXPECT_EQ(parse_conditions("Au >= 1 and Au >= 2"), (Rows{range("Au", 1, {}), range("Au", 2, {})}));
}

TEST(Conditions, ACampaignIsARangeOfDates) {
  Condition row = range("completed", days_from_iso_date("2023-01-31"), {});
  row.of_dates = true;
  EXPECT_EQ(parse_conditions("completed >= \"2023-01-31\""), Rows{row});
  EXPECT_EQ(parse_conditions("completed >= 2023-01-31"), Rows{row});
  EXPECT_EQ(filter_of({row}), "completed >= 2023-01-31");
  row.max = days_from_iso_date("2023-06-30");
  EXPECT_EQ(filter_of({row}), "completed between 2023-01-31 and 2023-06-30");
  EXPECT_EQ(parse_conditions(filter_of({row})), Rows{row});
  EXPECT_FALSE(parse_conditions("rock >= \"BIF\"")) << "words have no range";
}

TEST(Conditions, BlankTextHasNoRows) {
  EXPECT_EQ(parse_conditions(""), Rows{});
  EXPECT_EQ(parse_conditions("  "), Rows{});
}

TEST(Conditions, LeavesOtherExpressionsToTheText) {
  for (const char* filter : {"Au > 1", "Au >= 1 or Cu >= 1", "not Au >= 1", "Au is missing", "Au = 1", "Au >= 1 and",
                             "Au >=", "rock in ()", "rock in (1)", "(Au >= 1 or Cu >= 2) and Cu <= 3", "rock = \"BIF",
                             "Au >= 1 Cu >= 2", "rock not in (\"a\")", "rock >= \"a\""})
    EXPECT_FALSE(parse_conditions(filter)) << filter;
}

TEST(Conditions, WritesWhatItReads) {
  const Rows rows{range("Li2O_pct", 0.7, {}), range("Ta ppm", {}, 120),
                  range("Fe", -1.25, 3),      choice("rock", {"PEG \"a\"", "O'Brien"}),
                  choice("class", {}),        choice("Rock Type", {"SPD \"b\""})};
  const std::string filter = filter_of(rows);
  EXPECT_EQ(filter,
            "Li2O_pct >= 0.7 and [Ta ppm] <= 120 and Fe between -1.25 and 3 and "
            "rock in (\"PEG \"\"a\"\"\", \"O'Brien\") and class in (\"\") and "
            "[Rock Type] = \"SPD \"\"b\"\"\"");
  EXPECT_EQ(parse_conditions(filter), rows);
}

TEST(Conditions, OpenRowsLimitNothing) {
  Condition all = choice("rock", {});
  all.all_words = true;
  EXPECT_EQ(filter_of({range("Au", {}, {}), all}), "");
  EXPECT_EQ(filter_of({range("Au", {}, {}), range("Cu", 1, {})}), "Cu >= 1");
}

TEST(Conditions, SaysWhatIsWrongWithAFilter) {
  Table table;
  table.rows = 2;
  table.columns.push_back({.name = "Au_gpt", .unit = "g/t", .data = Numbers::narrowed({0.5, 1.5})});
  EXPECT_FALSE(fault_of_filter("Au_gpt >= 1", &table));
  EXPECT_FALSE(fault_of_filter("", &table));
  ASSERT_TRUE(fault_of_filter("Au_gtp >= 1", &table));
  EXPECT_NE(describe(*fault_of_filter("Au_gtp >= 1", &table)).find("Au_gpt"), std::string::npos);
  EXPECT_TRUE(fault_of_filter("Au_gpt >= ", &table));
  EXPECT_TRUE(fault_of_filter("Au_gpt >= ", nullptr));
  EXPECT_FALSE(fault_of_filter("Anything >= 1", nullptr));
}

}  // namespace
}  // namespace lode::app
