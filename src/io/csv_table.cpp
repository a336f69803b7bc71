#include "io/csv_table.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/csv_columns.h"
#include "io/csv_plans.h"
#include "io/csv_problems.h"
#include "io/encoding.h"

namespace lode::io {

namespace {

/// The first rows of a text that is the start of a file: where it was cut, a quote may be open.
RowIndex index_of_first(const CsvFile& csv) {
  constexpr std::size_t most_rows = 1000;
  RowIndex index;
  index.delimiter = csv.layout.delimiter;
  index.line_end = line_end_of(csv.text.text, csv.layout.data_begin);
  const std::vector<CsvRow> rows =
      first_rows(csv.text.text, csv.layout.data_begin, csv.layout.data_line, csv.layout.delimiter, csv.file, most_rows);
  if (rows.empty()) return index;
  index.rows = rows.size();
  index.row_a_line = false;
  const auto lines = static_cast<std::uint32_t>(rows.back().line + 1 - csv.layout.data_line);
  index.chunks = {{csv.layout.data_begin, rows.back().begin + rows.back().length, 0, csv.layout.data_line,
                   static_cast<std::uint32_t>(rows.size()), lines, true}};
  return index;
}

/// With the text checked as far as `check` says; rows.valid_utf8 is of all of it.
CsvFile opened(const std::filesystem::path& file, const Source& source, std::size_t most_bytes, Progress* progress,
               Utf8Check check) {
  CsvFile csv;
  csv.file = file;
  csv.attributes = source.attributes;
  for (const SourceFile& decided : source.files)
    if (decided.path == file) csv.decided = decided;
  csv.text = open_text(file, csv.decided.encoding.empty() ? source.encoding : csv.decided.encoding, most_bytes, check);
  if (trim(csv.text.text.substr(0, 65536)).empty() && csv.text.text.size() < 65536)
    throw Error("the file is empty", "give a table with a header and rows", {file});
  csv.layout = find_layout(csv.text.text, source.delimiter, source.decimal_mark, file);
  for (std::size_t column = 0; column < csv.layout.names.size(); ++column)
    if (const auto unit = csv.decided.units.find(csv.layout.names[column]); unit != csv.decided.units.end())
      csv.layout.units[column] = unit->second;
  if (most_bytes == SIZE_MAX) {
    Progress unseen;
    csv.rows = index_rows(csv.text.text, csv.layout.data_begin, csv.layout.data_line, csv.layout.delimiter, file,
                          progress == nullptr ? unseen : *progress);
    if (!is_valid_utf8(csv.text.text.substr(0, csv.layout.data_begin))) csv.rows.valid_utf8 = false;
  } else {
    csv.rows = index_of_first(csv);
  }
  if (csv.rows.rows == 0)
    throw Error("the table has a header but no rows", "give a table with rows of data", {file, 1});
  return csv;
}

/// Columns that have neither a name nor a value: trailing delimiters of a spreadsheet.
bool is_empty_filler(const CsvFile& csv, std::size_t column, const ParsedColumn& parsed) {
  return csv.layout.header && csv.layout.names[column] == "column " + std::to_string(column + 1) &&
         parsed.numbers == 0 && parsed.wrong == 0 && parsed.missing_codes == 0 && parsed.limits == 0 &&
         std::holds_alternative<Numbers>(parsed.data);
}

}  // namespace

CsvFile open_csv(const std::filesystem::path& file, const Source& source, std::size_t most_bytes, Progress* progress) {
  if (most_bytes != SIZE_MAX) return opened(file, source, most_bytes, progress, Utf8Check::all);
  try {
    CsvFile csv = opened(file, source, most_bytes, progress, Utf8Check::start);
    if (!csv.text.unchecked || csv.rows.valid_utf8) return csv;
  } catch (const Error&) {  // the fault may be that it is no UTF-8; if not, it is found again
  }
  return opened(file, source, most_bytes, progress, Utf8Check::all);
}

std::vector<ColumnSample> sample_columns(const CsvFile& csv) {
  const auto texts = cells_of_some_rows(csv, false);
  CellRules rules;
  rules.decimal_mark = csv.layout.decimal_mark;
  rules.drillhole_codes = false;
  rules.below_detection = true;
  std::vector<ColumnSample> columns;
  for (std::size_t column = 0; column < texts.size(); ++column) {
    ColumnSample sample;
    sample.name = csv.layout.names[column];
    sample.texts = texts[column];
    std::size_t numbers = 0, words = 0;
    for (const std::string& text : sample.texts) {
      const Cell cell = parse_cell(text, rules);
      const bool number = cell.kind == CellKind::number || cell.kind == CellKind::below_detection;
      numbers += number;
      words += cell.kind == CellKind::word;
      sample.values.push_back(number ? cell.value : std::nan(""));
    }
    sample.number = numbers > 0 && numbers >= words;
    columns.push_back(std::move(sample));
  }
  return columns;
}

Table read_table(const CsvFile& csv, TableRole role, const Roles& roles, const Source& source, ProblemLog& problems,
                 Progress& progress) {
  progress.report("reading " + utf8(csv.file.filename()), 0);
  const TablePlan plan = plan_table(csv, role, roles, source);
  check_memory(csv, plan.columns);
  ParsedRows parsed = parse_columns(csv.text.text, csv.rows, plan.columns, progress);
  report_undecodable(csv, problems);
  report_wrong_rows(csv, parsed.wrong, problems);

  Table table;
  table.name = utf8(csv.file.stem());
  table.role = role;
  table.file = utf8(csv.file);
  table.rows = parsed.rows;
  table.rows_read = csv.rows.rows;
  table.rows_rejected = parsed.rejected;
  table.lines = std::move(parsed.lines);
  std::vector<std::size_t> parsed_of;
  for (std::size_t column = 0; column < parsed.columns.size(); ++column) {
    ParsedColumn& own = parsed.columns[column];
    if (plan.columns[column].kind == ColumnPlan::Kind::skip || is_empty_filler(csv, column, own)) continue;
    table.columns.push_back(
        {csv.layout.names[column], csv.layout.units[column], own.type, plan.roles[column], std::move(own.data)});
    parsed_of.push_back(column);
  }
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    report_values(table, table.columns[column], parsed.columns[parsed_of[column]],
                  plan.columns[parsed_of[column]].rules, plan.ambiguous_dates[parsed_of[column]], problems);
  return table;
}

std::vector<std::string> reading_notes(const CsvFile& csv) {
  std::vector<std::string> notes;
  const std::string file = utf8(csv.file.filename());
  if (csv.text.encoding != "UTF-8") notes.push_back(file + ": its text is " + csv.text.encoding);
  if (!csv.layout.header) notes.push_back(file + ": it has no header, columns are numbered");
  if (!csv.layout.header_note.empty()) notes.push_back(file + ": " + csv.layout.header_note);
  if (csv.layout.decimal_mark == ',') notes.push_back(file + ": its decimal mark is the comma");
  if (csv.layout.skipped > 0)
    notes.push_back(file + ": " + std::to_string(csv.layout.skipped) + (csv.layout.skipped == 1 ? " line" : " lines") +
                    " in front of the header left out");
  return notes;
}

}  // namespace lode::io
