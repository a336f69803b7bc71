// Cells of many rows at once: where they end, plain decimals, words; each form of a loop beside one that goes character
// by character.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <random>

#include "io/cell_ends.h"
#include "io/csv_table.h"
#include "io/decimal_cells.h"
#include "io/text_survey.h"
#include "io/word_codes.h"
#include "plain_reader.h"
#include "testing/testing.h"

namespace lode::io {
namespace {

constexpr std::array forms{Instructions::baseline, Instructions::avx2, Instructions::avx512};

TEST(CellEnds, EachFormFindsWhatALoopOverCharactersFinds) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 400; ++size) {
    const unsigned commas = 1 + random() % 5, lines = 5 + random() % 20;
    std::vector<char> text(size);
    for (char& c : text) {
      const unsigned dice = random() % 40;
      c = dice < commas ? ',' : dice < commas + lines / 5 ? '\n' : static_cast<char>(random() % 256);
      if (c == '\0') c = 'x';
    }
    std::vector<std::uint32_t> expected{UINT32_MAX};
    std::size_t expected_lines = 0;
    for (std::size_t at = 0; at < size; ++at)
      if (text[at] == ',' || text[at] == '\n') {
        expected.push_back(static_cast<std::uint32_t>(at));
        expected_lines += text[at] == '\n';
      }
    for (const Instructions use : forms) {
      if (use > instructions()) continue;
      CellEnds ends(',', '\n', use);
      ends.find(text.data(), size);
      ASSERT_EQ(ends.lines(), expected_lines);
      const ColumnCells all = ends.column(0, 1, expected.size() - 1);
      for (std::size_t cell = 0; cell + 1 < expected.size(); ++cell) {
        ASSERT_EQ(all.before[cell], expected[cell]);
        ASSERT_EQ(all.before[cell + 1], expected[cell + 1]) << size << " bytes, form " << static_cast<int>(use);
      }
    }
  }
}

TEST(CellEnds, OneLineWithOtherThanTheWidthIsSeen) {
  const auto all_have = [](const std::string& text, std::size_t width) {
    CellEnds ends(',', '\n');
    ends.find(text.data(), text.size());
    return ends.all_have(width);
  };
  EXPECT_TRUE(all_have("1,2\n3,4\n5", 2));
  EXPECT_FALSE(all_have("1,2\n3\n4,5\n", 2));
  EXPECT_FALSE(all_have("1,2\n3,4,5\n6,7\n", 2));
  EXPECT_FALSE(all_have("1\n2\n3,4\n", 2)) << "two short lines have the ends of a whole one";
  EXPECT_FALSE(all_have("1,2,3\n4\n", 2)) << "a long and a short one likewise";
}

TEST(TextSurvey, EachFormFindsWhatALoopOverCharactersFinds) {
  std::mt19937 random(8);
  for (int round = 0; round < 4000; ++round) {
    std::vector<char> text(random() % 300);
    const char delimiter = random() % 2 == 0 ? ',' : ';';
    const unsigned rare = 1 + random() % 2000;
    for (char& c : text) {
      c = static_cast<char>('!' + random() % 90);
      if (c == '"' || c == delimiter) c = 'x';
      if (random() % 9 == 0) c = '\n';
      if (random() % rare == 0) c = " \t,;\"\xE9\r\x1A"[random() % 8];
    }
    TextSurvey expected;
    char before = '\n';
    for (const char c : text) {
      expected.line_ends += c == '\n';
      expected.quotes = expected.quotes || c == '"';
      expected.other_than_ascii = expected.other_than_ascii || static_cast<unsigned char>(c) > 127;
      const bool doubtful = static_cast<unsigned char>(c) <= ' ' || c == delimiter;
      expected.doubtful_lines = expected.doubtful_lines || (before == '\n' && doubtful);
      before = c;
    }
    for (const Instructions use : forms) {
      if (use > instructions()) continue;
      const TextSurvey found = survey({text.data(), text.size()}, '\n', delimiter, use);
      ASSERT_EQ(found.line_ends, expected.line_ends);
      ASSERT_EQ(found.quotes, expected.quotes);
      ASSERT_EQ(found.other_than_ascii, expected.other_than_ascii);
      ASSERT_EQ(found.doubtful_lines, expected.doubtful_lines) << std::string(text.begin(), text.end());
    }
  }
}

TEST(CsvWindows, AnEncodingThatShowsOnlyFarBehindTheStartIsFound) {
  const lode::testing::TemporaryFolder folder;
  std::string text = "x,rock\n";
  while (text.size() < 3'000'000) text += "1.25,ore\n";
  const auto word_at_end = [&](const std::string& bytes) {
    const CsvFile csv = open_csv(folder.write("late.csv", text + "2.5," + bytes + "\n3,ore\n"), {});
    Problems problems;
    ProblemLog log(problems);
    Progress progress;
    const Table table = read_table(csv, TableRole::points, {}, {}, log, progress);
    return csv.text.encoding + " " + table.columns[1].text(table.rows - 2);
  };
  EXPECT_EQ(word_at_end("\xF1\xEB\xE0\xED\xE5\xF6 \xF3\xE3\xEB\xE8\xF1\xF2\xFB\xE9"), "windows-1251 сланец углистый");
  EXPECT_EQ(word_at_end("сланец"), "UTF-8 сланец");
  EXPECT_EQ(word_at_end("\"сланец, углистый\""), "UTF-8 сланец, углистый");
}

/// Of every shape that a cell of numbers has, and of some that it should not have.
std::string random_cell(std::mt19937& random) {
  static const char* const odd[] = {"",
                                    "-",
                                    "--1",
                                    "+1",
                                    "1e5",
                                    "NA",
                                    "<0.1",
                                    "1.2.3",
                                    ".",
                                    "-.",
                                    "5.",
                                    ".5",
                                    "-.25",
                                    "-0",
                                    "-0.0",
                                    "0x10",
                                    " 1.5",
                                    "1.5 ",
                                    "1,5",
                                    "1\r5",
                                    "999999999999999",
                                    "0.0",
                                    "-9",
                                    "/1",
                                    "1:",
                                    "1.5;",
                                    "123456789012345678",
                                    "\xC2\xA0"
                                    "1"};
  if (random() % 4 == 0) return odd[random() % std::size(odd)];
  std::string text = random() % 5 == 0 ? "-" : "";
  const auto digits = [&](unsigned count) {
    for (unsigned i = 0; i < count; ++i) text += static_cast<char>('0' + random() % 10);
  };
  digits(random() % 12);
  if (random() % 4 != 0) {
    text += random() % 20 == 0 ? ',' : '.';
    digits(random() % 9);
  }
  if (random() % 30 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(32 + random() % 95);
  return text;
}

/// As the shape is defined: one by one.
bool has_shape(const std::string& text, DecimalShape shape) {
  const std::string plain = text.substr(text.starts_with('-') ? 1 : 0);
  std::string digits = plain;
  if (shape.decimals > 0) {
    const auto decimals = static_cast<std::size_t>(shape.decimals);
    if (plain.size() < decimals + 1 || plain[plain.size() - 1 - decimals] != shape.mark) return false;
    digits.erase(plain.size() - 1 - decimals, 1);
  }
  if (digits.empty() || digits.size() > 15) return false;
  if (digits.find_first_not_of("0123456789") != std::string::npos) return false;
  return text[0] != '-' || digits.find_first_not_of('0') != std::string::npos;
}

TEST(ReadDecimals, EachFormTakesWhatHasTheShapeAndLeavesTheOthers) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    std::string text(bytes_before_decimal, '7');
    std::vector<std::string> cells(1 + random() % 60);
    std::vector<std::uint32_t> before{static_cast<std::uint32_t>(text.size() - 1)};
    for (std::string& cell : cells) {
      cell = random_cell(random);
      text += cell + ';';
      before.push_back(static_cast<std::uint32_t>(text.size() - 1));
    }
    const DecimalShape shape{random() % 5 == 0 ? ',' : '.', static_cast<int>(random() % 8)};
    CellRules rules;
    rules.decimal_mark = shape.mark;
    const std::vector<char> exact(text.begin(), text.end());
    for (const Instructions use : forms) {
      if (use > instructions()) continue;
      std::vector<std::int64_t> mantissas(cells.size());
      std::vector<std::uint16_t> others(cells.size() + 1);
      others.resize(read_decimals({exact.data(), before.data(), 1, cells.size(), false}, shape, use, mantissas.data(),
                                  others.data()));
      auto other = others.begin();
      for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const bool is_other = other != others.end() && *other == cell;
        ASSERT_EQ(!is_other, has_shape(cells[cell], shape))
            << '"' << cells[cell] << "\" with " << shape.decimals << " decimals, form " << static_cast<int>(use);
        if (is_other) {
          ++other;
          continue;
        }
        const Cell expected = parse_cell(cells[cell], rules);
        ASSERT_EQ(expected.kind, CellKind::number) << cells[cell];
        ASSERT_EQ(static_cast<double>(mantissas[cell]) / std::pow(10.0, shape.decimals), expected.value) << cells[cell];
      }
      ASSERT_EQ(other, others.end());
    }
  }
}

TEST(WordCodes, AreOfTheWordThatIsAskedForAndOfNoOtherWithTheSameEnd) {
  std::mt19937 random(4);
  WordCodes codes;
  std::map<std::string, std::uint32_t> all;
  for (int round = 0; round < 20'000; ++round) {
    std::string word(1 + random() % WordCodes::most_bytes, 'a');
    for (std::size_t i = 0; i + 1 < word.size() && i < 3; ++i) word[i] = random() % 2 == 0 ? 'b' : '\0';
    const std::string text = std::string(WordCodes::bytes_before, static_cast<char>(random() % 256)) + word;
    const WordCodes::Key key = WordCodes::key_of(text.data() + text.size(), word.size());
    const auto [own, added] = all.emplace(word, static_cast<std::uint32_t>(all.size()));
    if (const std::uint32_t* found = codes.find(key))
      ASSERT_EQ(*found, own->second);
    else
      codes.set(key, own->second);
    ASSERT_NE(codes.find(key), nullptr);
  }
}

/// Rows with a cell a column, as writers of block models make them.
class EvenText {
 public:
  explicit EvenText(unsigned seed) : random_(seed) {}

  std::string make(std::size_t rows, std::size_t width, bool ragged) {
    const std::string end = one_in(3) ? "\r\n" : "\n";
    std::vector<unsigned> decimals(width);
    for (unsigned& own : decimals) own = random_() % 9;
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t cells = ragged && one_in(400) ? width - 1 + 2 * (random_() % 2) : width;
      for (std::size_t cell = 0; cell < cells; ++cell) {
        if (cell > 0) text += ',';
        text += one_in(60) ? odd() : cell % 3 == 2 ? word() : number(decimals[cell % width]);
      }
      if (one_in(300)) decimals[random_() % width] = random_() % 9;
      text += end;
    }
    if (one_in(2)) text.resize(text.size() - end.size());
    return text;
  }

 private:
  bool one_in(unsigned n) { return random_() % n == 0; }
  std::string odd() {
    static const char* const texts[] = {"NA",
                                        "<0.05",
                                        "-99",
                                        "1e-3",
                                        "+7.25",
                                        " 12.5 ",
                                        "-0.0",
                                        "\t3",
                                        "a word of more than sixteen bytes",
                                        "0.1234567890123456",
                                        "99999999999",
                                        "сланец",
                                        "-"};
    return texts[random_() % std::size(texts)];
  }
  std::string number(unsigned decimals) {
    std::string text = one_in(9) ? "-" : "";
    text += std::to_string(random_() % (one_in(4) ? 10'000'000 : 300));
    if (decimals == 0) return text;
    text += '.';
    for (unsigned i = 0; i < decimals; ++i) text += static_cast<char>('0' + random_() % 10);
    return text;
  }
  std::string word() {
    static const char* const words[] = {"PEG", "PEGMATIT",           "GRANODIOR",    "weathered granite",
                                        "x",   "QUARTZ-MICA-SCHIST", "AMPH ",        " AMPH",
                                        "",    "upper contact",      "lower contact"};
    return one_in(50) ? "unit " + std::to_string(random_() % 400) : words[random_() % std::size(words)];
  }
  std::mt19937 random_;
};

TEST(CsvWindows, EvenRowsReadAsCharacterByCharacter) {
  for (unsigned seed = 0; seed < 24; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::size_t width = 1 + seed % 7;
    const std::string text = EvenText(seed).make(300 + 150 * seed, width, seed % 3 == 0 && width > 1);
    std::vector<ColumnPlan> plans(width);
    for (std::size_t column = 0; column < width; ++column) {
      ColumnPlan& plan = plans[column];
      plan.may_become_words = false;
      plan.rules.below_detection = true;
      plan.rules.drillhole_codes = (seed + column) % 4 == 1;
      if (column % 3 == 2) plan.kind = ColumnPlan::Kind::words;
      plan.decimals = static_cast<int>(seed % 4);
      plan.drop_zeros = seed % 2 == 1;
      plan.wide = (seed + column) % 5 == 0;
    }
    if (width > 3) plans[seed % width].kind = ColumnPlan::Kind::skip;
    for (const std::size_t chunk_bytes : {std::size_t{300}, std::size_t{20'000}, text.size() + 1}) {
      expect_same(text, plans, chunk_bytes);
      if (HasFailure()) return;
    }
  }
}

TEST(CsvWindows, DecimalsThatGrowWithinAWindowLeaveNoCellBehind) {
  std::string text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
  for (int row = 11; row <= 500; ++row)
    text += std::to_string(row) + (row % 7 == 0 ? ".25" : row % 5 == 0 ? ".5" : "") + '\n';
  Progress progress;
  const ParsedRows parsed = parse_columns(text, index_rows(text, 0, 1, ',', "t.csv", progress), {{}}, progress);
  const Numbers& numbers = std::get<Numbers>(parsed.columns[0].data);
  const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage());
  ASSERT_NE(scaled, nullptr);
  EXPECT_EQ(scaled->decimals, 2);
  for (std::size_t row = 0; row < 500; ++row) {
    const auto number = static_cast<double>(row + 1);
    ASSERT_EQ(numbers[row], (row + 1) % 7 == 0 && row >= 10   ? number + 0.25
                            : (row + 1) % 5 == 0 && row >= 10 ? number + 0.5
                                                              : number);
  }
}

}  // namespace
}  // namespace lode::io
