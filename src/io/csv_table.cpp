#include "io/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/checks.h"
#include "core/error.h"
#include "core/parallel.h"
#include "core/text.h"
#include "io/csv_columns.h"
#include "io/role_names.h"
#include "platform/environment.h"

namespace lode::io {

namespace {

constexpr std::size_t sample_rows = 1000;

bool is_drillhole_role(TableRole role) {
  return role == TableRole::collar || role == TableRole::survey || role == TableRole::interval ||
         role == TableRole::depth;
}

bool is_number_role(ColumnRole role) {
  return role != ColumnRole::attribute && role != ColumnRole::hole_id && role != ColumnRole::ignored &&
         role != ColumnRole::parent_hole && role != ColumnRole::status;
}

/// Measured quantities whose negative values are values.
bool is_no_assay(std::string_view name) {
  const std::string plain = plain_name(name);
  for (const std::string_view word :
       {"x",    "y",   "z",    "rl",    "elev", "east", "north", "dip",  "azi",     "alpha",  "beta",
        "temp", "mag", "susc", "gamma", "eh",   "orp",  "delta", "diff", "isotope", "d18o",   "d13c",
        "d34s", "si_", "pc1",  "pc2",   "pc3",  "log",  "ln",    "clr",  "ilr",     "zscore", "resid"})
    if (plain == word || (word.size() > 3 && plain.starts_with(word))) return true;
  return false;
}

/// The rows with as many cells as there are names, or that can be mended.
struct CheckedRows {
  std::vector<CsvRow> kept;  ///< empty when none is rejected
  std::uint64_t rejected = 0;
};

struct WrongRow {
  std::size_t row = 0, cells = 0;
  bool rejected = false;
};

WrongRow check_row(RowCells& splitter, std::string_view text, std::size_t row, std::size_t width, char delimiter) {
  const auto& cells = splitter.split(text, delimiter);
  WrongRow wrong{row, cells.size(), false};
  for (std::size_t column = width; column < cells.size(); ++column)
    if (!cells[column].empty()) wrong.rejected = true;
  return wrong;
}

std::vector<WrongRow> find_wrong_rows(const CsvFile& csv) {
  const std::size_t width = csv.layout.names.size();
  const char delimiter = csv.layout.delimiter;
  constexpr std::size_t grain = 8192;
  const auto& rows = csv.scan.rows;
  std::vector<std::vector<WrongRow>> parts((rows.size() + grain - 1) / grain);
  parallel_for(rows.size(), grain, [&](std::size_t begin, std::size_t end) {
    RowCells splitter;
    for (std::size_t row = begin; row < end; ++row) {
      const std::string_view text = csv.text.text.substr(rows[row].begin, rows[row].length);
      const bool plain = delimiter != ' ' && text.find('"') == std::string_view::npos;
      if (plain && static_cast<std::size_t>(std::count(text.begin(), text.end(), delimiter)) + 1 == width) continue;
      const WrongRow wrong = check_row(splitter, text, row, width, delimiter);
      if (wrong.cells < width || wrong.rejected) parts[row / grain].push_back(wrong);
    }
  });
  std::vector<WrongRow> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

CheckedRows check_rows(const CsvFile& csv, ProblemLog& problems) {
  const std::vector<WrongRow> wrong = find_wrong_rows(csv);
  const std::size_t width = csv.layout.names.size();
  const std::size_t padded = static_cast<std::size_t>(
      std::count_if(wrong.begin(), wrong.end(), [](const WrongRow& row) { return !row.rejected; }));
  const bool habit = 5 * padded > csv.scan.rows.size();  // writers that leave out blank cells at the end
  CheckedRows checked;
  std::vector<bool> reject(csv.scan.rows.size(), false);
  for (const WrongRow& row : wrong) {
    if (row.rejected) {
      reject[row.row] = true;
      ++checked.rejected;
    } else if (habit) {
      continue;
    }
    Problem problem = problem_of("bad-row");
    if (!row.rejected) problem.severity = Severity::warning;
    problem.file = utf8(csv.file);
    problem.line = csv.scan.rows[row.row].line;
    problem.message = "the row has " + std::to_string(row.cells) + " cells, the table " + std::to_string(width);
    problem.action =
        row.rejected ? "left out: check for a delimiter within a text" : "the missing cells are taken as blank";
    problems.add(std::move(problem));
  }
  if (habit) {
    Problem problem = problem_of("bad-row");
    problem.severity = Severity::note;
    problem.file = utf8(csv.file);
    problem.count = padded;
    problem.message = std::to_string(padded) + " rows have fewer cells than the table has columns";
    problem.action = "the missing cells are taken as blank";
    problems.add(std::move(problem));
  }
  if (checked.rejected == 0) return checked;
  for (std::size_t row = 0; row < csv.scan.rows.size(); ++row)
    if (!reject[row]) checked.kept.push_back(csv.scan.rows[row]);
  return checked;
}

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

RowLines lines_of(const std::vector<CsvRow>& rows, std::uint64_t first) {
  RowLines lines;
  lines.first = rows.empty() ? first : rows.front().line;
  bool consecutive = true;
  for (std::size_t row = 0; row < rows.size() && consecutive; ++row) consecutive = rows[row].line == lines.first + row;
  if (consecutive) return lines;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(rows.size());
  for (const CsvRow& row : rows) numbers.push_back(row.line);
  lines.lines = std::move(numbers);
  return lines;
}

CellRules rules_of(TableRole table, ColumnRole role, const std::string& name, char decimal_mark, const Source& source) {
  CellRules rules;
  rules.decimal_mark = decimal_mark;
  rules.missing_codes = source.missing_codes;
  rules.limit_stands_as = source.below_detection;
  rules.date_order = source.date_order;
  const auto add_codes = [&](std::initializer_list<const char*> codes) {
    rules.missing_codes.insert(rules.missing_codes.end(), codes.begin(), codes.end());
  };
  if (!is_drillhole_role(table)) {
    rules.below_detection = !is_number_role(role);
    return rules;
  }
  if (source.standard_missing_codes) {
    const bool place = role == ColumnRole::x || role == ColumnRole::y || role == ColumnRole::z;
    if (place)
      add_codes({"-999", "-9999"});  // an RL may be -9 or -99
    else if (role == ColumnRole::dip)
      add_codes({"-99", "-999", "-9999"});  // a dip may be -9
    else
      rules.drillhole_codes = true;
  }
  if (table == TableRole::interval && role == ColumnRole::attribute) {
    rules.below_detection = true;
    rules.negative_below_detection = source.negatives_below_detection && !is_no_assay(name);
  }
  return rules;
}

/// What a column holds, judged by some of its cells.
ColumnPlan::Kind kind_of_cells(const std::vector<std::string>& texts, const CellRules& rules) {
  std::size_t numbers = 0, words = 0, dates = 0;
  for (const std::string& text : texts) {
    const CellKind kind = parse_cell(text, rules).kind;
    if (kind == CellKind::word) {
      ++words;
      dates += !std::isnan(days_from_cell(text)) || !std::isnan(days_from_cell(text, DateOrder::month_first));
    } else if (kind != CellKind::missing && kind != CellKind::missing_code) {
      ++numbers;
    }
  }
  if (words > 0 && dates == words && numbers == 0) return ColumnPlan::Kind::date;
  return words > numbers ? ColumnPlan::Kind::words : ColumnPlan::Kind::number;
}

/// Assays below detection repeat a few limits; a quantity that takes many negative values really is negative.
bool has_many_negatives(const std::vector<std::string>& texts, CellRules rules) {
  rules.negative_below_detection = false;
  std::set<double> negatives;
  for (const std::string& text : texts)
    if (const Cell cell = parse_cell(text, rules); cell.kind == CellKind::number && cell.value < 0)
      negatives.insert(cell.value);
  return negatives.size() > 20;
}

/// Texts of some rows of every column: the first ones and others spread over the file.
std::vector<std::vector<std::string>> cells_of_some_rows(const CsvFile& csv, bool spread) {
  std::vector<std::vector<std::string>> texts(csv.layout.names.size());
  const auto& rows = csv.scan.rows;
  RowCells splitter;
  const auto take = [&](std::size_t row) {
    const auto& cells = splitter.split(csv.text.text.substr(rows[row].begin, rows[row].length), csv.layout.delimiter);
    for (std::size_t column = 0; column < texts.size(); ++column)
      texts[column].emplace_back(column < cells.size() ? cells[column].substr(0, 1000) : std::string_view());
  };
  const std::size_t first = std::min(rows.size(), sample_rows);
  for (std::size_t row = 0; row < first; ++row) take(row);
  if (spread && rows.size() > first) {
    const std::size_t step = (rows.size() - first) / sample_rows + 1;
    for (std::size_t row = first; row < rows.size(); row += step) take(row);
  }
  return texts;
}

std::vector<ColumnRole> roles_by_column(const CsvFile& csv, const Roles& roles) {
  std::vector<ColumnRole> by_column(csv.layout.names.size(), ColumnRole::attribute);
  for (const auto& [role, name] : roles) {
    auto found = std::find(csv.layout.names.begin(), csv.layout.names.end(), name);
    if (found == csv.layout.names.end())
      found = std::find_if(csv.layout.names.begin(), csv.layout.names.end(),
                           [&, &wanted = name](const std::string& own) { return fold_case(own) == fold_case(wanted); });
    if (found == csv.layout.names.end()) {
      const std::string near = nearest_name(name, csv.layout.names);
      throw Error("the file has no column \"" + name + "\" for " + lode::name(role),
                  near.empty() ? "name a column of its header" : "did you mean \"" + near + "\"?", {csv.file, 1});
    }
    by_column[static_cast<std::size_t>(found - csv.layout.names.begin())] = role;
  }
  for (std::size_t column = 0; column < by_column.size(); ++column)
    if (by_column[column] == ColumnRole::attribute &&
        std::ranges::find(csv.decided.ignored_columns, csv.layout.names[column]) != csv.decided.ignored_columns.end())
      by_column[column] = ColumnRole::ignored;
  return by_column;
}

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

void report_values(const CsvFile& csv, const Table& table, const Column& column, const ParsedColumn& parsed,
                   const CellRules& rules, const std::string& ambiguous_date, ProblemLog& problems) {
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
    problem.file = utf8(csv.file);
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

bool is_wanted(const CsvFile& csv, const std::string& name) {
  return csv.attributes.empty() || std::ranges::any_of(csv.attributes, [&](const std::string& wanted) {
           return fold_case(wanted) == fold_case(name);
         });
}

/// Refuses columns that will not fit the memory: a double or a code a row while they are read, and where rows begin.
void check_memory(const CsvFile& csv, const std::vector<ColumnPlan>& plans) {
  std::uint64_t row_bytes = sizeof(CsvRow);
  std::size_t columns = 0;
  for (const ColumnPlan& plan : plans) {
    if (plan.kind == ColumnPlan::Kind::skip) continue;
    row_bytes += plan.kind == ColumnPlan::Kind::words ? sizeof(std::uint32_t) : sizeof(double);
    ++columns;
  }
  const std::uint64_t needed = row_bytes * csv.scan.rows.size(), there = platform::memory_limit_bytes();
  if (needed <= there) return;
  throw Error(fmt::format("{} columns of {} rows need {} MB, there are {} MB of memory", columns,
                          grouped(static_cast<double>(csv.scan.rows.size())),
                          grouped(static_cast<double>(needed) / 1e6), grouped(static_cast<double>(there) / 1e6)),
              "choose columns (--attributes NAME,NAME, or `attributes` in a scene), or use a .vti, which is mapped",
              {csv.file});
}

/// Columns that have neither a name nor a value: trailing delimiters of a spreadsheet.
bool is_empty_filler(const CsvFile& csv, std::size_t column, const ParsedColumn& parsed) {
  return csv.layout.header && csv.layout.names[column] == "column " + std::to_string(column + 1) &&
         parsed.numbers == 0 && parsed.wrong == 0 && parsed.missing_codes == 0 && parsed.limits == 0 &&
         std::holds_alternative<Numbers>(parsed.data);
}

}  // namespace

CsvFile open_csv(const std::filesystem::path& file, const Source& source, std::size_t most_bytes) {
  CsvFile csv;
  csv.file = file;
  csv.attributes = source.attributes;
  for (const SourceFile& decided : source.files)
    if (decided.path == file) csv.decided = decided;
  csv.text = open_text(file, csv.decided.encoding.empty() ? source.encoding : csv.decided.encoding, most_bytes);
  if (trim(csv.text.text.substr(0, 65536)).empty() && csv.text.text.size() < 65536)
    throw Error("the file is empty", "give a table with a header and rows", {file});
  csv.layout = find_layout(csv.text.text, source.delimiter, source.decimal_mark, file);
  for (std::size_t column = 0; column < csv.layout.names.size(); ++column)
    if (const auto unit = csv.decided.units.find(csv.layout.names[column]); unit != csv.decided.units.end())
      csv.layout.units[column] = unit->second;
  csv.scan = scan_rows(csv.text.text, csv.layout.data_begin, csv.layout.data_line, csv.layout.delimiter, file,
                       most_bytes == SIZE_MAX ? SIZE_MAX : sample_rows);
  if (csv.scan.rows.empty())
    throw Error("the table has a header but no rows", "give a table with rows of data", {file, 1});
  return csv;
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
  const std::vector<ColumnRole> column_roles = roles_by_column(csv, roles);
  report_undecodable(csv, problems);
  const CheckedRows checked = check_rows(csv, problems);
  const auto texts = cells_of_some_rows(csv, true);
  std::vector<ColumnPlan> plans;
  std::vector<std::string> ambiguous_dates;  // an example a column, where its dates are
  for (std::size_t column = 0; column < column_roles.size(); ++column) {
    const ColumnRole column_role = column_roles[column];
    ColumnPlan plan;
    plan.rules = rules_of(role, column_role, csv.layout.names[column], csv.layout.decimal_mark, source);
    if (plan.rules.negative_below_detection && has_many_negatives(texts[column], plan.rules))
      plan.rules.negative_below_detection = false;
    plan.may_become_words = !is_number_role(column_role);
    if (column_role == ColumnRole::hole_id || column_role == ColumnRole::parent_hole ||
        column_role == ColumnRole::status)
      plan.kind = ColumnPlan::Kind::words;
    else
      plan.kind = is_number_role(column_role) ? ColumnPlan::Kind::number : kind_of_cells(texts[column], plan.rules);
    std::string ambiguous_date;
    if (plan.kind == ColumnPlan::Kind::date && plan.rules.date_order == DateOrder::from_values) {
      DateOrderFound found = find_date_order(texts[column]);
      plan.rules.date_order = found.order;
      if (!found.certain) ambiguous_date = std::move(found.example);
    }
    if (column_role == ColumnRole::ignored) plan.kind = ColumnPlan::Kind::skip;
    if (column_role == ColumnRole::attribute && !is_wanted(csv, csv.layout.names[column]))
      plan.kind = ColumnPlan::Kind::skip;
    ambiguous_dates.push_back(std::move(ambiguous_date));
    plans.push_back(std::move(plan));
  }
  check_memory(csv, plans);

  Table table;
  table.name = utf8(csv.file.stem());
  table.role = role;
  table.file = utf8(csv.file);
  const std::vector<CsvRow>& rows = checked.rejected == 0 ? csv.scan.rows : checked.kept;
  table.rows = rows.size();
  table.rows_read = csv.scan.rows.size();
  table.rows_rejected = checked.rejected;
  table.lines = lines_of(rows, csv.layout.data_line);
  auto parsed = parse_columns(csv.text.text, rows, csv.layout.delimiter, plans, progress);
  std::vector<std::size_t> parsed_of;
  for (std::size_t column = 0; column < parsed.size(); ++column) {
    if (plans[column].kind == ColumnPlan::Kind::skip || is_empty_filler(csv, column, parsed[column])) continue;
    table.columns.push_back({csv.layout.names[column], csv.layout.units[column], parsed[column].type,
                             column_roles[column], std::move(parsed[column].data)});
    parsed_of.push_back(column);
  }
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    report_values(csv, table, table.columns[column], parsed[parsed_of[column]], plans[parsed_of[column]].rules,
                  ambiguous_dates[parsed_of[column]], problems);
  return table;
}

std::vector<std::string> reading_notes(const CsvFile& csv) {
  std::vector<std::string> notes;
  const std::string file = utf8(csv.file.filename());
  if (csv.text.encoding != "UTF-8") notes.push_back(file + ": its text is " + csv.text.encoding);
  if (!csv.layout.header) notes.push_back(file + ": it has no header, columns are numbered");
  if (csv.layout.decimal_mark == ',') notes.push_back(file + ": its decimal mark is the comma");
  if (csv.layout.skipped > 0)
    notes.push_back(file + ": " + std::to_string(csv.layout.skipped) + " lines in front of the header were skipped");
  return notes;
}

}  // namespace lode::io
