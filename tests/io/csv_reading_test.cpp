// Delimited text: cells, delimiters, quotes, encodings, headers.
#include <gtest/gtest.h>

#include <cmath>

#include "core/parallel.h"
#include "io/csv_columns.h"
#include "io/csv_table.h"
#include "io/values.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

CellRules assay_rules(char decimal_mark = '.') {
  CellRules rules;
  rules.decimal_mark = decimal_mark;
  rules.drillhole_codes = rules.below_detection = rules.negative_below_detection = true;
  return rules;
}

TEST(Values, NumbersAreTheNearestDoubles) {
  const CellRules rules;
  EXPECT_EQ(parse_cell("0.7", rules).value, 0.7);
  EXPECT_EQ(parse_cell("0.7", rules).decimals, 1);
  EXPECT_EQ(parse_cell("0.0299999993", rules).value, 0.0299999993);
  EXPECT_EQ(parse_cell("445198.861763", rules).value, 445198.861763);
  EXPECT_EQ(parse_cell("-1499.768084930944", rules).value, -1499.768084930944);
  EXPECT_EQ(parse_cell("1.5E-3", rules).value, 0.0015);
  EXPECT_EQ(parse_cell("+12", rules).value, 12);
  EXPECT_EQ(parse_cell("\"", rules).kind, CellKind::word);
  EXPECT_EQ(parse_cell("1.2.3", rules).kind, CellKind::word);
  EXPECT_EQ(parse_cell("12 m", rules).kind, CellKind::word);
  EXPECT_EQ(parse_cell("inf", rules).kind, CellKind::word);
  EXPECT_EQ(parse_cell("1e999", rules).kind, CellKind::word);
}

TEST(Values, DecimalCommaAndGroupsOfThree) {
  CellRules comma;
  comma.decimal_mark = ',';
  EXPECT_EQ(parse_cell("0,25", comma).value, 0.25);
  EXPECT_EQ(parse_cell("1 234,5", comma).value, 1234.5);
  EXPECT_EQ(parse_cell("14\xC2\xA0"
                       "500\xC2\xA0"
                       "123,25",
                       comma)
                .value,
            14500123.25);
  EXPECT_EQ(parse_cell("1,234,567.8", CellRules{}).value, 1234567.8);
  EXPECT_EQ(parse_cell("1,23", CellRules{}).kind, CellKind::word);
}

TEST(Values, MissingAnywhereAndInDrillholeTables) {
  for (const char* text : {"", " ", "-", "nan", "NaN", "NULL", "na", "N/A"}) {
    EXPECT_EQ(parse_cell(text, CellRules{}).kind, CellKind::missing) << text;
  }
  for (const char* text : {"-9", "-99", "-999", "-9999", "-99.0", "NS", "ns", "LNR", "IS"}) {
    EXPECT_EQ(parse_cell(text, assay_rules()).kind, CellKind::missing_code) << text;
    EXPECT_NE(parse_cell(text, CellRules{}).kind, CellKind::missing_code) << text;
  }
  EXPECT_EQ(parse_cell("1.0e+31", CellRules{}).kind, CellKind::missing_code);
  EXPECT_EQ(parse_cell("1.70141E+38", CellRules{}).kind, CellKind::missing_code);
  CellRules own;
  own.missing_codes = {"-1", "lost"};
  EXPECT_EQ(parse_cell("-1.00", own).kind, CellKind::missing_code);
  EXPECT_EQ(parse_cell("LOST", own).kind, CellKind::missing_code);
}

TEST(Values, BelowDetectionIsHalfTheLimit) {
  const Cell written = parse_cell("<0.01", assay_rules());
  EXPECT_EQ(written.kind, CellKind::below_detection);
  EXPECT_EQ(written.value, 0.005);
  EXPECT_EQ(parse_cell("-0.02", assay_rules()).value, 0.01);
  EXPECT_EQ(parse_cell("< 0,5", assay_rules(',')).value, 0.25);
  EXPECT_EQ(parse_cell("-0.02", CellRules{}).value, -0.02);
}

Table read(const TemporaryFolder& folder, std::string_view bytes, Problems& problems,
           TableRole role = TableRole::interval, const Source& source = {}) {
  const CsvFile csv = open_csv(folder.write("t.csv", bytes), source);
  Progress progress;
  ProblemLog log(problems);
  Table table = read_table(csv, role, {}, source, log, progress);
  log.finish();
  return table;
}

TEST(Values, DatesWithTheYearOrTheDayFirst) {
  EXPECT_EQ(days_from_cell("2000-03-01"), 11017);
  EXPECT_EQ(days_from_cell("01.03.2000"), 11017);
  EXPECT_EQ(days_from_cell("01.03.2000 14:30"), 11017);
  for (const char* wrong : {"13.13.2000", "01.03.00", "1.2.3", "", "445200.5.1"})
    EXPECT_TRUE(std::isnan(days_from_cell(wrong))) << wrong;
}

TEST(Csv, FindsTheDelimiter) {
  const TemporaryFolder folder;
  const struct {
    const char *name, *text;
  } cases[] = {{"comma", "a,b,c\n1,2.5,x\n3,4.5,y\n"},
               {"semicolon with decimal comma", "a;b;c\r\n1;2,5;x\r\n3;4,5;y\r\n"},
               {"tab", "a\tb\tc\n1\t2.5\tx\n3\t4.5\ty\n"},
               {"bar", "a|b|c\n1|2.5|x\n3|4.5|y\n"},
               {"blanks", "  a   b  c\n  1  2.5 x\n 3   4.5   y\n"},
               {"UTF-8 mark",
                "\xEF\xBB\xBF"
                "a,b,c\n1,2.5,x\n3,4.5,y\n"},
               {"old Mac", "a,b,c\r1,2.5,x\r3,4.5,y\r"},
               {"no last line end", "a,b,c\n1,2.5,x\n3,4.5,y"},
               {"blank lines", "a,b,c\n\n1,2.5,x\n,,\n3,4.5,y\n\n"},
               {"declared", "sep=;\na;b;c\n1;2.5;x\n3;4.5;y\n"},
               {"title", "Assays of 2024\n\na,b,c\n1,2.5,x\n3,4.5,y\n"}};
  for (const auto& [name, text] : cases) {
    Problems problems;
    const Table table = read(folder, text, problems);
    ASSERT_EQ(table.columns.size(), 3U) << name;
    EXPECT_EQ(table.rows, 2U) << name;
    EXPECT_EQ(table.columns[0].name, "a") << name;
    EXPECT_EQ((*table.find("b")->numbers())[1], 4.5) << name;
    EXPECT_EQ(table.find("c")->text(1), "y") << name;
    EXPECT_TRUE(problems.empty()) << name;
  }
}

TEST(Csv, ReadsTheHeaderOfGslib) {
  const TemporaryFolder folder;
  Problems problems;
  const Table table = read(
      folder, "Clustered data\n3\nXlocation\nYlocation\nPrimary value\n 39.5  18.5 .06\n 39.5 1.0 .08\n", problems);
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_EQ(table.columns[2].name, "Primary value");
  EXPECT_EQ((*table.columns[2].numbers())[1], 0.08);
  EXPECT_EQ(table.rows, 2U);
  EXPECT_EQ(table.lines[0], 6U);
}

TEST(Csv, LinesAreThoseOfTheFile) {
  const TemporaryFolder folder;
  Problems problems;
  const Table table = read(folder, "a,b\n1,\"two\nlines\"\n\n2,x\n3,y\n", problems);
  ASSERT_EQ(table.rows, 3U);
  EXPECT_EQ(table.lines[0], 2U);
  EXPECT_EQ(table.lines[1], 5U);
  EXPECT_EQ(table.lines[2], 6U);
  EXPECT_EQ(table.find("b")->text(0), "two\nlines");
}

TEST(Csv, QuotesHoldDelimitersAndQuotes) {
  const TemporaryFolder folder;
  Problems problems;
  const Table table = read(folder, "id,note,v\n1,\"a, \"\"b\"\"\",2\n2,5\" core,3\n3,\"\",4\n", problems);
  ASSERT_EQ(table.rows, 3U);
  EXPECT_EQ(table.find("note")->text(0), "a, \"b\"");
  EXPECT_EQ(table.find("note")->text(1), "5\" core");
  EXPECT_TRUE(table.find("note")->missing(2));
  EXPECT_EQ((*table.find("v")->numbers())[1], 3);
}

TEST(Csv, AnOpenQuoteNamesItsLine) {
  const TemporaryFolder folder;
  for (const char* text : {"a,b\n1,2\n3,\"x\n4,5\n6,7\n", "a,b\n1,2\n3,\"x\n4,\"y\"\n6,7\n"}) {
    try {
      open_csv(folder.write("t.csv", text), {});
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.where().line, 3U) << text;
    }
  }
}

TEST(Csv, RowsOfAnotherLengthArePaddedOrRejected) {
  const TemporaryFolder folder;
  Problems problems;
  std::string text = "a,b,c\n";
  for (int row = 0; row < 20; ++row) text += "1,2,3\n";
  const Table table = read(folder, text + "1,2\n1,2,3,,\n1,2,3,4\n", problems);
  EXPECT_EQ(table.rows_read, 23U);
  EXPECT_EQ(table.rows, 22U);
  EXPECT_EQ(table.rows_rejected, 1U);
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].check, "bad-row");
  EXPECT_EQ(problems[0].line, 22U);
  EXPECT_EQ(problems[0].severity, Severity::warning);
  EXPECT_EQ(problems[1].line, 24U);
  EXPECT_EQ(problems[1].severity, Severity::error);
  EXPECT_TRUE(table.find("c")->missing(20));
}

TEST(Csv, ReadsCyrillicAndUtf16) {
  const TemporaryFolder folder;
  // "Порода,x" and "гранит,1" in windows-1251, and the same in UTF-16.
  const std::string windows = "\xCF\xEE\xF0\xEE\xE4\xE0,x\n\xE3\xF0\xE0\xED\xE8\xF2,1\n\xE3\xF0\xE0\xED\xE8\xF2,2\n";
  Problems problems;
  const CsvFile csv = open_csv(folder.write("t.csv", windows), {});
  EXPECT_EQ(csv.text.encoding, "windows-1251");
  EXPECT_EQ(reading_notes(csv).size(), 1U);
  EXPECT_EQ(read(folder, windows, problems).find("Порода")->text(0), "гранит");

  std::string utf16 = "\xFF\xFE";
  for (const char16_t c : std::u16string(u"Порода,x\nгранит,1\n"))
    utf16 += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
  EXPECT_EQ(read(folder, utf16, problems).find("Порода")->text(0), "гранит");

  // "孔号,至,岩性" and "钻,10,花岗岩" in GB18030.
  const CsvFile chinese =
      open_csv(folder.write("t.csv", "\xBF\xD7\xBA\xC5,\xD6\xC1,\xD1\xD2\xD0\xD4\n\xD7\xEA,10,\xBB\xA8\xB8\xDA\n"), {});
  EXPECT_EQ(chinese.text.encoding, "GB18030");
  EXPECT_EQ(chinese.layout.names, (std::vector<std::string>{"孔号", "至", "岩性"}));

  const CsvFile latin = open_csv(folder.write("t.csv", "Caf\xE9,x\nb,1\n"), {});
  EXPECT_EQ(latin.layout.names[0], "Caf\xC3\xA9");
}

TEST(Csv, ColumnsGetTypesAndUnits) {
  const TemporaryFolder folder;
  Problems problems;
  const Table table = read(folder,
                           "Au_gpt,Cu,S (%),date,rock,mixed\n,%,,,,\n0.70,<0.1,1,2023-01-31,PEG,a\n1.25,NS,2,,GRN,2\n"
                           "x,3,3,2023-02-01,,b\n",
                           problems);
  ASSERT_EQ(table.rows, 3U);
  EXPECT_EQ(table.lines[0], 3U);
  EXPECT_EQ(table.columns[0].unit, "g/t");
  EXPECT_EQ(table.columns[1].unit, "%");
  EXPECT_EQ(table.columns[2].unit, "%");
  EXPECT_EQ(table.columns[3].type, ColumnType::date);
  EXPECT_EQ(table.columns[4].type, ColumnType::category);
  EXPECT_EQ(table.columns[5].type, ColumnType::category);
  const auto* scaled = std::get_if<ScaledIntegers>(&table.columns[0].numbers()->storage());
  ASSERT_NE(scaled, nullptr);
  EXPECT_EQ(scaled->decimals, 2);
  EXPECT_EQ(scaled->mantissas[0], 70);
  EXPECT_EQ((*table.columns[1].numbers())[0], 0.05);
  EXPECT_TRUE(table.columns[1].numbers()->is_below_detection(0));
  EXPECT_EQ(table.columns[1].text(0), "<0.1");
  const auto at = std::find_if(problems.begin(), problems.end(), [](const Problem& p) {
    return p.check == "not-a-number" && p.severity == Severity::warning;
  });
  ASSERT_NE(at, problems.end());
  EXPECT_EQ(at->line, 5U);
  EXPECT_EQ(at->column, "Au_gpt");
}

TEST(Csv, ManyColumnsAndRepeatedNames) {
  const TemporaryFolder folder;
  std::string header = "Au,Au,", row = "1,2,";
  for (int column = 0; column < 400; ++column) {
    header += "e" + std::to_string(column) + "_ppm,";
    row += std::to_string(column) + ",";
  }
  Problems problems;
  const Table table = read(folder, header + "\n" + row + "\n" + row + "\n", problems);
  ASSERT_EQ(table.columns.size(), 402U);
  EXPECT_EQ(table.columns[1].name, "Au (2)");
  EXPECT_EQ((*table.find("e399_ppm")->numbers())[1], 399);
  EXPECT_TRUE(problems.empty());
}

/// Headers of several rows as laboratories and spreadsheets write them.
struct HeaderCase {
  const char* what;
  const char* text;
  std::vector<std::string> names, units;
  std::uint64_t first_line;
};

TEST(Csv, HeadersOfSeveralRows) {
  const std::vector<HeaderCase> cases{
      {"units below",
       "BHID,FROM,TO,Au\n,m,m,g/t\nA,0,1,2\nA,1,2,3\n",
       {"BHID", "FROM", "TO", "Au"},
       {"", "m", "m", "g/t"},
       3},
      {"one unit, and a word over the ids",
       "SAMPLE,Au\nDESCRIPTION,ppm\nS1,2\nS2,3\n",
       {"SAMPLE", "Au"},
       {"", "ppm"},
       3},
      {"groups above, merged to the right",
       "Hole,,Depth,,Assay,\nBHID,Date,From,To,Li2O,Ta2O5\n,,m,m,%,ppm\nA,2020-01-01,0,1,2,3\nA,2020-01-02,1,2,3,4\n",
       {"BHID", "Date", "From", "To", "Li2O", "Ta2O5"},
       {"", "", "m", "m", "%", "ppm"},
       4},
      {"names merged downwards, repeated under their groups",
       "Скважина;Интервал;;Li2O, %;;Ta2O5, "
       "г/т;\n;от;до;проба;дубль;проба;дубль\nС-1;0;1;1,5;1,6;20;21\nС-1;1;2;0,5;0,6;10;11\n",
       {"Скважина", "от", "до", "Li2O, % проба", "Li2O, % дубль", "Ta2O5, г/т проба", "Ta2O5, г/т дубль"},
       {"", "", "", "%", "%", "g/t", "g/t"},
       3},
      {"methods and units below, names repeated",
       "SAMPLE,Au,Au,Cu\n,FA50,AR25,ICP61\n,ppm,ppm,%\nS1,1,2,3\nS2,2,3,4\n",
       {"SAMPLE", "Au FA50", "Au AR25", "Cu"},
       {"", "ppm", "ppm", "%"},
       4},
      {"a title as a spreadsheet pads it",
       "Assays of 2021,,,\nBHID,FROM,TO,Au\nA,0,1,2\nA,1,2,3\n",
       {"BHID", "FROM", "TO", "Au"},
       {"", "", "", ""},
       3},
      {"line breaks within quotes",
       "\"Hole\nID\",From,To,\"Li2O\n(%)\"\nA,0,1,2\nA,1,2,3\n",
       {"Hole ID", "From", "To", "Li2O (%)"},
       {"", "", "", "%"},
       4},
      {"a first row without numbers is data",
       "BHID,FROM,TO,Au,note\nA,0,1,NS,no core\nA,1,2,3,\nA,2,3,4,\n",
       {"BHID", "FROM", "TO", "Au", "note"},
       {"", "", "", "", ""},
       2},
      {"words alone have one row", "BHID,rock\nA,granite\nB,schist\n", {"BHID", "rock"}, {"", ""}, 2},
      {"codes for missing are no header", "S,Au,Cu\nS1,NS,LNR\nS2,1,2\nS3,2,3\n", {"S", "Au", "Cu"}, {"", "", ""}, 2},
  };
  for (const HeaderCase& row : cases) {
    SCOPED_TRACE(row.what);
    const TemporaryFolder folder;
    Problems problems;
    const Table table = read(folder, row.text, problems);
    std::vector<std::string> names, units;
    for (const Column& column : table.columns) {
      names.push_back(column.name);
      units.push_back(column.unit);
    }
    EXPECT_EQ(names, row.names);
    EXPECT_EQ(units, row.units);
    ASSERT_GT(table.rows, 1U);
    EXPECT_EQ(table.lines[0], row.first_line);
  }
}

TEST(Csv, EveryReadingOfRowsAgreesOverManyRanges) {
  const TemporaryFolder folder;
  std::string text = "v,w\n";
  const int rows = 20000;
  for (int row = 0; row < rows; ++row) text += std::to_string(row % 1000) + ".5,w" + std::to_string(row % 300) + "\n";
  Problems problems;
  const Table table = read(folder, text, problems);
  ASSERT_EQ(table.rows, static_cast<std::size_t>(rows));
  for (std::size_t row = 0; row < table.rows; ++row) {
    ASSERT_EQ((*table.columns[0].numbers())[row], static_cast<double>(row % 1000) + 0.5);
    ASSERT_EQ(table.columns[1].text(row), "w" + std::to_string(row % 300));
  }
}

TEST(Csv, WordsLateInAColumnMakeItOneOfWords) {
  const TemporaryFolder folder;
  std::string text = "a,code\n";
  for (int row = 0; row < 1500; ++row) text += "1,\n";
  for (int row = 0; row < 5; ++row) text += "1,PEG\n";
  Problems problems;
  const Table table = read(folder, text, problems);
  EXPECT_EQ(table.find("code")->type, ColumnType::category);
  EXPECT_EQ(table.find("code")->text(1504), "PEG");
  EXPECT_TRUE(problems.empty());
}

TEST(Csv, WhatIsNoTableIsAnError) {
  const TemporaryFolder folder;
  EXPECT_EQ(error_of(folder, "empty.csv", ""), "the file is empty");
  EXPECT_NE(error_of(folder, "header.csv", "BHID,FROM,TO,AU\n"), "");
  EXPECT_NE(error_of(folder, "blank.csv", "\n\n  \n"), "");
  EXPECT_NE(error_of(folder, "no_roles.csv", "Au,Cu\n1,2\n3,4\n"), "");
  EXPECT_NE(error_of(folder, "picture.csv", std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1", 20)), "");
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>(i * 7919 % 251);
  EXPECT_NE(error_of(folder, "noise.csv", noise), "");
  EXPECT_NE(error_of(folder, "prose.txt", "This is a letter, of several lines,\nthat holds no table.\n"), "");
}

TEST(Csv, AnEndlessLineIsAnError) {
  const TemporaryFolder folder;
  const auto file = folder.write("line.csv", "x,y,z\n1,2,3\n");
  std::filesystem::resize_file(file, std::uintmax_t{1} << 30);  // 1 GB of zeros, without a line's end
  EXPECT_THROW(read_file(file), Error);
  std::string line(std::size_t{17} << 20, '1');
  EXPECT_NE(error_of(folder, "digits.csv", line), "");
  EXPECT_NE(error_of(folder, "later.csv", "x,y,z\n1,2,3\n4,5,6\n" + line), "");
  EXPECT_NE(error_of(folder, "quoted.csv", "x,y,z\n1,2,\"" + line + "\"\n"), "");
}

TEST(Csv, BrokenFilesEndInAnErrorOrATable) {
  const std::string good =
      "BHID,X,Y,Z,\"note\"\nA1,445198.2,494110.5,3057.7,\"a, b\"\nA2,445196.6,494109.6,<3,x\nA3,1e5,-99,,\"q\"\"\"\n";
  EXPECT_GT(break_file("collar.csv", good, 12), 0);
}

}  // namespace
}  // namespace lode::io
