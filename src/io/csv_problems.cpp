#include "io/csv_problems.h"

#include <algorithm>

#include "core/checks.h"
#include "core/text.h"

namespace lode::io {

namespace {

/// "1 value of Au is", "7 values of Au are".
std::string values_of(std::uint64_t count, const Column& column) {
  return std::to_string(count) + (count == 1 ? " value of " : " values of ") + column.name +
         (count == 1 ? " is" : " are");
}

const char* name_of_rule(BelowDetection rule) {
  switch (rule) {
    case BelowDetection::half_limit:
      return "half the detection limit is";
    case BelowDetection::limit:
      return "the detection limit is";
    case BelowDetection::zero:
      return "zero is";
    case BelowDetection::missing:
      break;
  }
  return "they are taken as missing: nothing is";
}

}  // namespace

void report_undecodable(const CsvFile& csv, ProblemLog& problems) {
  if (csv.text.undecodable == 0) return;
  const std::size_t first = csv.text.text.find("\xEF\xBF\xBD");
  Problem problem = problem_of("undecodable-text");
  problem.file = utf8(csv.file);
  problem.line = 1 + static_cast<std::uint64_t>(std::count(
                         csv.text.text.begin(), csv.text.text.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
  problem.count = csv.text.undecodable;
  problem.message = std::to_string(problem.count) + " characters are no text in " + csv.text.encoding;
  problem.action = "a question mark in a box stands for them: choose another encoding";
  problems.add(std::move(problem));
}

void report_wrong_rows(const CsvFile& csv, const std::vector<WrongRow>& wrong, ProblemLog& problems) {
  const std::size_t width = csv.layout.names.size();
  const auto padded = static_cast<std::uint64_t>(
      std::count_if(wrong.begin(), wrong.end(), [](const WrongRow& row) { return !row.rejected; }));
  const bool habit = 5 * padded > csv.rows.rows;
  for (const WrongRow& row : wrong) {
    if (!row.rejected && habit) continue;
    Problem problem = problem_of("bad-row");
    if (!row.rejected) problem.severity = Severity::warning;
    problem.file = utf8(csv.file);
    problem.line = row.line;
    problem.message = "the row has " + std::to_string(row.cells) + " cells, the table " + std::to_string(width);
    problem.action =
        row.rejected ? "left out: check for a delimiter within a text" : "the missing cells are taken as blank";
    problems.add(std::move(problem));
  }
  if (!habit) return;
  Problem problem = problem_of("bad-row");
  problem.severity = Severity::note;
  problem.file = utf8(csv.file);
  problem.count = padded;
  problem.message = std::to_string(padded) + " rows have fewer cells than the table has columns";
  problem.action = "the missing cells are taken as blank";
  problems.add(std::move(problem));
}

void report_values(const Table& table, const Column& column, const ParsedColumn& parsed, const CellRules& rules,
                   const std::string& ambiguous_date, ProblemLog& problems) {
  const Column* hole = table.find(ColumnRole::hole_id);
  for (const NotANumber& cell : parsed.not_numbers) {
    Problem problem = problem_of("not-a-number");
    problem.file = table.file;
    problem.line = table.lines[cell.row];
    problem.column = column.name;
    if (hole != nullptr) problem.hole = hole->text(cell.row);
    problem.message = column.name + " is \"" + cell.text + "\"";
    problem.action = "taken as missing";
    problems.add(std::move(problem));
  }
  const auto counted = [&](const char* check, std::uint64_t count, std::string message, std::string action) {
    Problem problem = problem_of(check);
    problem.severity = Severity::note;
    problem.file = table.file;
    problem.column = column.name;
    problem.count = count;
    problem.message = std::move(message);
    problem.action = std::move(action);
    problems.add(std::move(problem));
  };
  if (parsed.missing_codes > 0)
    counted("not-a-number", parsed.missing_codes,
            values_of(parsed.missing_codes, column) + " a code such as " + parsed.first_code, "taken as missing");
  if (parsed.wrong > parsed.not_numbers.size()) {
    const std::uint64_t more = parsed.wrong - parsed.not_numbers.size();
    counted("not-a-number", more, std::to_string(more) + " more values of " + column.name + " are no numbers",
            "taken as missing");
  }
  if (parsed.limits > 0)
    counted("below-detection", parsed.limits, values_of(parsed.limits, column) + " below detection",
            std::string(name_of_rule(rules.limit_stands_as)) + " used");
  if (column.type == ColumnType::date && rules.date_order != DateOrder::from_values && !ambiguous_date.empty())
    counted("ambiguous-date", column.numbers()->size(),
            "dates of " + column.name + " such as " + ambiguous_date + " do not say which part is the day",
            "the day is taken to come first");
}

}  // namespace lode::io
