// The reader that parses chunks of a file all at once, beside one that goes character by character, on nasty files cut
// into chunks of any size.
#include <gtest/gtest.h>

#include <random>

#include "core/error.h"
#include "io/csv_table.h"
#include "io/mapped_files.h"
#include "plain_reader.h"
#include "testing/testing.h"

namespace lode::io {
namespace {

class NastyText {
 public:
  explicit NastyText(unsigned seed) : random_(seed) {}

  std::string make(std::size_t rows, std::size_t width, bool quotes) {
    const std::string end = random_() % 3 == 0 ? "\r\n" : "\n";
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
      if (one_in(40)) text += one_in(2) ? end : " ,," + end;
      const std::size_t cells = one_in(30) ? 1 + random_() % (width + 3) : width;
      for (std::size_t cell = 0; cell < cells; ++cell) {
        if (cell > 0) text += ',';
        if (cell >= width && one_in(2)) continue;
        text += padded(cell % 3 == 2 ? word(quotes) : number(cell, quotes));
      }
      text += end;
    }
    if (one_in(2)) text.resize(text.size() - end.size());
    return text;
  }

 private:
  bool one_in(unsigned n) { return random_() % n == 0; }
  std::string padded(std::string text) {
    if (one_in(10)) text = "  " + text;
    if (one_in(10)) text += ' ';
    return text;
  }
  std::string number(std::size_t column, bool quotes) {
    static const char* const odd[] = {
        "",      "-",   "NA",   "<0.05", "-99",          "1e-3",          "2.5E+2",
        "+7.25", "1,5", "12 m", "0.10",  "123456789.25", "445200.000000", "0.1234567890123456",
        "-0.0",  ".5",  "7."};
    if (one_in(7)) {
      const std::string text = odd[random_() % std::size(odd)];
      return text.find(',') == std::string::npos || quotes ? (quotes ? '"' + text + '"' : text) : "1.5";
    }
    std::string text = std::to_string(random_() % (column == 0 ? 1000000 : 40));
    if (const unsigned decimals = random_() % (column + 2); decimals > 0)
      text += '.' + std::to_string(100000 + random_() % 100000).substr(1, decimals);
    if (one_in(9)) text = '-' + text;
    return quotes && one_in(9) ? '"' + text + '"' : text;
  }
  std::string word(bool quotes) {
    static const char* const words[] = {"PEG", "сланец", "伟晶岩", "n/a", "", "ore body", "SPD", "null", "x"};
    std::string text = one_in(5) ? "hole" + std::to_string(random_() % 600) : words[random_() % std::size(words)];
    if (!quotes || one_in(2)) return text;
    if (one_in(3)) text += ", and\nmore";
    if (one_in(3)) text += R"( ""so called"")";
    return '"' + text + '"';
  }
  std::mt19937 random_;
};

/// Columns of numbers, numbers and words in turn; one of them is not read.
std::vector<ColumnPlan> plans_for(std::size_t width, unsigned seed) {
  std::vector<ColumnPlan> plans(width);
  for (std::size_t column = 0; column < width; ++column) {
    plans[column].may_become_words = false;
    plans[column].rules.below_detection = true;
    plans[column].rules.drillhole_codes = column % 2 == 1;
    if (column % 3 == 2) plans[column].kind = ColumnPlan::Kind::words;
    plans[column].decimals = static_cast<int>(seed % 3);
    plans[column].drop_zeros = seed % 2 == 1;
    plans[column].wide = (seed + column) % 5 == 0;
  }
  plans[seed % width].kind = ColumnPlan::Kind::skip;
  return plans;
}

TEST(CsvChunks, AnyChunksOfANastyFileReadAsCharacterByCharacter) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    NastyText nasty(seed);
    const std::size_t width = 3 + seed % 5;
    const std::string text = nasty.make(20 + 13 * seed, width, seed % 4 != 0);
    for (const std::size_t chunk_bytes : {std::size_t{1}, std::size_t{37}, std::size_t{4096}, text.size() + 1}) {
      expect_same(text, plans_for(width, seed), chunk_bytes);
      if (HasFailure()) return;
    }
  }
}

TEST(CsvChunks, AQuoteThatNeverEndsIsToldWithItsLineWhateverTheChunks) {
  std::string text;
  for (int row = 0; row < 500; ++row) text += std::to_string(row) + ",\"a\nb\",1\n";
  const std::uint64_t line = 1001;
  text += "7,\"open,1\n8,closed,2\n";
  for (const std::size_t chunk_bytes : {std::size_t{11}, std::size_t{100}, text.size()}) {
    Progress progress;
    try {
      index_rows(text, 0, 1, ',', "open.csv", progress, chunk_bytes);
      ADD_FAILURE() << "it was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.where().line, line) << chunk_bytes;
    }
  }
}

TEST(CsvChunks, ColumnsAreAsNarrowAsTheirDecimalsAllow) {
  const std::string text = "445200.000000,1.25,1e-3,0.7\n445210.000000,1.5,2,0.70\n445220.500000,3,4,12345678.12345\n";
  std::vector<ColumnPlan> plans(4);
  for (std::size_t column = 0; column < 4; ++column)
    foresee_width(plans[column], {column == 0 ? "445200.000000" : column == 1 ? "1.25" : column == 2 ? "1e-3" : "0.7"});
  EXPECT_TRUE(plans[0].drop_zeros);
  EXPECT_EQ(plans[1].decimals, 2);
  EXPECT_TRUE(plans[2].wide);
  Progress progress;
  const ParsedRows parsed = parse_columns(text, index_rows(text, 0, 1, ',', "t.csv", progress), plans, progress);
  const auto scaled = [&](std::size_t column) {
    return std::get_if<ScaledIntegers>(&std::get<Numbers>(parsed.columns[column].data).storage());
  };
  ASSERT_NE(scaled(0), nullptr);
  EXPECT_EQ(scaled(0)->decimals, 1);
  EXPECT_EQ(scaled(0)->mantissas[2], 4452205);
  ASSERT_NE(scaled(1), nullptr);
  EXPECT_EQ(scaled(1)->mantissas[1], 150);
  ASSERT_NE(scaled(2), nullptr);
  EXPECT_EQ(scaled(2)->mantissas[0], 1);
  EXPECT_EQ(scaled(2)->decimals, 3);
  EXPECT_EQ(scaled(3), nullptr) << "13 digits fit no scaled integer";
  EXPECT_EQ(std::get<Numbers>(parsed.columns[3].data)[2], 12345678.12345);
}

TEST(CsvChunks, AFileCutShortWhileItIsReadIsNotedAndEndsNothing) {
  const lode::testing::TemporaryFolder folder;
  for (const char* word : {"ore", "\"ore\""}) {
    std::string text = "a,b,rock\n";
    for (int row = 0; row < 200'000; ++row) text += std::to_string(row) + ",1.25," + word + "\n";
    const std::filesystem::path file = folder.write("cut.csv", text);
    const CsvFile csv = open_csv(file, {});
    std::filesystem::resize_file(file, 1'000'000);
    Problems problems;
    ProblemLog log(problems);
    Progress progress;
    EXPECT_LE(read_table(csv, TableRole::points, {}, {}, log, progress).rows, 200'000U);
    EXPECT_THROW(check_mapped_files(), Error);
  }
}

TEST(CsvChunks, ACancelledReadThrows) {
  std::string text;
  for (int row = 0; row < 1000; ++row) text += "1,2\n";
  Progress progress;
  const RowIndex index = index_rows(text, 0, 1, ',', "t.csv", progress, 64);
  progress.cancel();
  EXPECT_THROW(parse_columns(text, index, std::vector<ColumnPlan>(2), progress), Cancelled);
}

}  // namespace
}  // namespace lode::io
