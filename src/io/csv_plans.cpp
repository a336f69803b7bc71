#include "io/csv_plans.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/text.h"
#include "io/memory_check.h"
#include "io/role_names.h"

namespace lode::io {

namespace {

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
    // An RL may well be -99.
    if (table == TableRole::blocks && is_number_role(role)) rules.missing_codes.clear();
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
  // A word among dates, such as "in progress", is a date that is missing.
  if (words > 0 && 5 * dates >= 4 * words && numbers == 0) return ColumnPlan::Kind::date;
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

bool is_wanted(const CsvFile& csv, const std::string& name) {
  return csv.attributes.empty() || std::ranges::any_of(csv.attributes, [&](const std::string& wanted) {
           return fold_case(wanted) == fold_case(name);
         });
}

bool is_of_words(ColumnRole role) {
  return role == ColumnRole::hole_id || role == ColumnRole::parent_hole || role == ColumnRole::status;
}

/// Indices of the rows to look at, ascending: the first of the file, and others near the starts of chunks.
std::vector<std::uint64_t> rows_to_look_at(const RowIndex& index, bool spread) {
  constexpr std::uint64_t most = 1000, most_into_chunk = 64;
  std::vector<std::uint64_t> rows;
  const std::uint64_t first = std::min(index.rows, most);
  for (std::uint64_t row = 0; row < first; ++row) rows.push_back(row);
  if (!spread || index.rows <= first) return rows;
  const std::uint64_t step = (index.rows - first) / most + 1;
  auto chunk = index.chunks.begin();
  for (std::uint64_t row = first; row < index.rows; row += step) {
    while (row >= chunk->first_row + chunk->rows) ++chunk;
    const std::uint64_t near_start = chunk->first_row + (row - chunk->first_row) % most_into_chunk;
    if (near_start > rows.back()) rows.push_back(near_start);
  }
  return rows;
}

}  // namespace

std::vector<std::vector<std::string>> cells_of_some_rows(const CsvFile& csv, bool spread) {
  std::vector<std::vector<std::string>> texts(csv.layout.names.size());
  const std::vector<std::uint64_t> rows = rows_to_look_at(csv.rows, spread);
  RowCells splitter;
  const auto take = [&](const CsvRow& row) {
    const auto& cells = splitter.split(csv.text.text.substr(row.begin, row.length), csv.layout.delimiter);
    for (std::size_t column = 0; column < texts.size(); ++column)
      texts[column].emplace_back(column < cells.size() ? cells[column].substr(0, 1000) : std::string_view());
  };
  auto wanted = rows.begin();
  for (const RowChunk& chunk : csv.rows.chunks) {
    if (wanted == rows.end()) break;
    if (*wanted >= chunk.first_row + chunk.rows) continue;
    RecordScanner scanner = scanner_of(csv.text.text, csv.rows, chunk);
    CsvRow row;
    for (std::uint64_t index = chunk.first_row;
         wanted != rows.end() && *wanted < chunk.first_row + chunk.rows && scanner.next(row); ++index)
      if (index == *wanted) {
        take(row);
        ++wanted;
      }
  }
  return texts;
}

TablePlan plan_table(const CsvFile& csv, TableRole role, const Roles& roles, const Source& source) {
  TablePlan plan;
  plan.roles = roles_by_column(csv, roles);
  const auto texts = cells_of_some_rows(csv, true);
  for (std::size_t i = 0; i < plan.roles.size(); ++i) {
    const ColumnRole own = plan.roles[i];
    const std::string& name = csv.layout.names[i];
    ColumnPlan column;
    column.rules = rules_of(role, own, name, csv.layout.decimal_mark, source);
    if (column.rules.negative_below_detection && has_many_negatives(texts[i], column.rules))
      column.rules.negative_below_detection = false;
    column.may_become_words = !is_number_role(own);
    if (is_of_words(own))
      column.kind = ColumnPlan::Kind::words;
    else
      column.kind = is_number_role(own) ? ColumnPlan::Kind::number : kind_of_cells(texts[i], column.rules);
    std::string ambiguous_date;
    if (column.kind == ColumnPlan::Kind::date && column.rules.date_order == DateOrder::from_values) {
      DateOrderFound found = find_date_order(texts[i]);
      column.rules.date_order = found.order;
      if (!found.certain) ambiguous_date = std::move(found.example);
    }
    if (own == ColumnRole::ignored || (own == ColumnRole::attribute && !is_wanted(csv, name)))
      column.kind = ColumnPlan::Kind::skip;
    foresee_width(column, texts[i]);
    plan.ambiguous_dates.push_back(std::move(ambiguous_date));
    plan.columns.push_back(std::move(column));
  }
  return plan;
}

void check_memory(const CsvFile& csv, const std::vector<ColumnPlan>& plans) {
  std::uint64_t row_bytes = csv.rows.row_a_line ? 0 : sizeof(std::uint32_t);
  std::size_t columns = 0;
  for (const ColumnPlan& plan : plans) {
    row_bytes += bytes_a_row(plan);
    columns += plan.kind == ColumnPlan::Kind::skip ? 0 : 1;
  }
  check_fits_memory(
      row_bytes * csv.rows.rows,
      fmt::format("{} columns of {} rows need", columns, grouped(static_cast<double>(csv.rows.rows))),
      "choose columns (--attributes NAME,NAME, or `attributes` in a scene), or use a .vti, which is mapped", csv.file);
}

}  // namespace lode::io
