// A reader that goes character by character, for comparison with the one that parses many cells at once.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/text.h"
#include "io/csv_columns.h"

namespace lode::io {

struct PlainRecord {
  std::uint64_t line = 0;
  std::vector<std::string> cells;
};

/// A quote opens at the first character of a cell that is no blank; two within it are one; what follows the closing one
/// up to the delimiter makes the cell plain text, quotes and all. Lines of blanks and delimiters are passed over.
inline std::vector<PlainRecord> records_of(const std::string& text, char delimiter) {
  std::vector<PlainRecord> records;
  std::uint64_t line = 1;
  std::size_t at = 0;
  while (at < text.size()) {
    PlainRecord record{line, {}};
    bool blank = true, ended = false;
    while (!ended) {
      std::string cell, raw;
      bool quoted = false, open = false;
      for (;; ++at) {
        if (at >= text.size() || (text[at] == '\n' && !open) || (text[at] == delimiter && !open)) break;
        const char c = text[at];
        raw += c;
        if (c == '\n') ++line;
        if (open && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
          cell += c;
          raw += text[++at];
        } else if (open && c == '"') {
          open = false;
        } else if (!open && !quoted && c == '"' && trim(raw) == "\"") {
          open = quoted = true;
        } else {
          if (quoted && !open && c != ' ' && c != '\r') quoted = false;
          cell += c;
        }
      }
      const std::string_view own = trim(quoted ? std::string_view(cell) : std::string_view(raw));
      if (!trim(raw).empty()) blank = false;
      record.cells.emplace_back(own);
      ended = at >= text.size() || text[at] == '\n';
      ++at;
    }
    ++line;
    if (!blank) records.push_back(std::move(record));
  }
  return records;
}

/// The records that are kept, and the lines of the others.
struct Expected {
  std::vector<const PlainRecord*> kept;
  std::vector<std::uint64_t> rejected_lines;
};

inline Expected expected_of(const std::vector<PlainRecord>& records, std::size_t width) {
  Expected expected;
  for (const PlainRecord& record : records) {
    bool too_many = false;
    for (std::size_t cell = width; cell < record.cells.size(); ++cell)
      too_many = too_many || !record.cells[cell].empty();
    if (too_many)
      expected.rejected_lines.push_back(record.line);
    else
      expected.kept.push_back(&record);
  }
  return expected;
}

inline void expect_cell(const ColumnPlan& plan, const ParsedColumn& column, std::size_t row, const std::string& text) {
  if (const auto* words = std::get_if<Categories>(&column.data)) {
    ASSERT_EQ((*words)[row], is_missing_word(text) ? "" : text);
    return;
  }
  const Numbers& numbers = std::get<Numbers>(column.data);
  const Cell cell = parse_cell(text, plan.rules);
  const bool number = cell.kind == CellKind::number || cell.kind == CellKind::below_detection;
  if (number)
    ASSERT_EQ(numbers[row], cell.value) << text;
  else
    ASSERT_TRUE(std::isnan(numbers[row])) << text << " became " << numbers[row];
  ASSERT_EQ(numbers.is_below_detection(row), cell.kind == CellKind::below_detection) << text;
}

inline void expect_same(const std::string& text, const std::vector<ColumnPlan>& plans, std::size_t chunk_bytes) {
  const std::vector<PlainRecord> records = records_of(text, ',');
  const Expected expected = expected_of(records, plans.size());
  Progress progress;
  const std::vector<char> exact(text.begin(), text.end());  // no byte more: a sanitizer sees what is read beyond
  const std::string_view bytes(exact.data(), exact.size());
  const RowIndex index = index_rows(bytes, 0, 1, ',', "nasty.csv", progress, chunk_bytes);
  ASSERT_EQ(index.rows, records.size());
  const ParsedRows parsed = parse_columns(bytes, index, plans, progress);
  ASSERT_EQ(parsed.rows, expected.kept.size());
  ASSERT_EQ(parsed.rejected, expected.rejected_lines.size());
  std::vector<std::uint64_t> rejected;
  for (const WrongRow& row : parsed.wrong)
    if (row.rejected) rejected.push_back(row.line);
  ASSERT_EQ(rejected, expected.rejected_lines);
  std::vector<std::size_t> numbers(plans.size(), 0), wrong(plans.size(), 0);
  for (std::size_t row = 0; row < expected.kept.size(); ++row) {
    const PlainRecord& record = *expected.kept[row];
    ASSERT_EQ(parsed.lines[row], record.line);
    for (std::size_t column = 0; column < plans.size(); ++column) {
      if (plans[column].kind == ColumnPlan::Kind::skip) continue;
      const std::string cell = column < record.cells.size() ? record.cells[column] : "";
      expect_cell(plans[column], parsed.columns[column], row, cell);
      if (::testing::Test::HasFatalFailure()) {
        ADD_FAILURE() << "row " << row << ", column " << column << ", chunks of " << chunk_bytes;
        return;
      }
      const CellKind kind = parse_cell(cell, plans[column].rules).kind;
      numbers[column] += kind == CellKind::number;
      wrong[column] += kind == CellKind::word;
    }
  }
  for (std::size_t column = 0; column < plans.size(); ++column)
    if (plans[column].kind == ColumnPlan::Kind::number) {
      EXPECT_EQ(parsed.columns[column].numbers, numbers[column]);
      EXPECT_EQ(parsed.columns[column].wrong, wrong[column]);
    }
}

}  // namespace lode::io
