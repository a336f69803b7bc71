// Intervals: what was logged and sampled along holes.
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/drillhole_import.h"
#include "io/role_names.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

constexpr double length_slack_m = 0.001;
constexpr double depth_slack_m = 0.05;

/// Whether from and to can be used; reports why not.
bool check_interval(DrillholeImport& import, const Table& table, std::size_t row, std::uint32_t hole, double from_m,
                    double to_m) {
  const auto report = [&](const char* check, std::string message, std::string action) {
    import.report(check, table.file, table.lines[row], import.id(hole), std::move(message), std::move(action));
  };
  if (!std::isfinite(from_m) || !std::isfinite(to_m) || std::max(from_m, to_m) > 1e5) {
    report("missing-from-or-to", std::string(std::isfinite(from_m) ? "to" : "from") + " is missing or no depth",
           "the row is left out");
    return false;
  }
  if (from_m >= to_m) {
    report("non-positive-interval", "from " + brief(from_m) + " m to " + brief(to_m) + " m has no length",
           "the row is left out");
    return false;
  }
  if (from_m < 0) {
    report("interval-beyond-hole", "the interval starts at " + brief(from_m) + " m, above the collar",
           "the row is left out");
    return false;
  }
  const double total = import.stated_depth_m[hole];
  if (to_m > total + depth_slack_m)
    report("interval-beyond-hole", "the interval ends at " + brief(to_m) + " m, the hole at " + brief(total) + " m",
           "the trace is extended");
  return true;
}

/// Overlaps, duplicates and gaps within the holes of a table.
void check_sequence(DrillholeImport& import, const IntervalTable& intervals) {
  const Table& table = intervals.table;
  std::vector<std::uint32_t> order(intervals.hole.size());
  for (std::uint32_t row = 0; row < order.size(); ++row) order[row] = row;
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (intervals.hole[a] != intervals.hole[b]) return intervals.hole[a] < intervals.hole[b];
    return intervals.from_m[a] < intervals.from_m[b];
  };
  std::stable_sort(order.begin(), order.end(), before);
  std::uint32_t deepest = 0;  // the row that ends deepest so far in the hole
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t row = order[i];
    const auto report = [&](const char* check, std::string message, std::string action) {
      import.report(check, table.file, table.lines[row], import.id(intervals.hole[row]), std::move(message),
                    std::move(action));
    };
    const double from = intervals.from_m[row], to = intervals.to_m[row];
    if (i == 0 || intervals.hole[order[i - 1]] != intervals.hole[row]) {
      const Hole& hole = import.drillholes.holes[intervals.hole[row]];
      const double top_m = hole.parent >= 0 ? hole.kickoff_depth_m : 0;  // a wedge begins where it leaves its parent
      if (from - top_m > length_slack_m)
        report("interval-gap", "the first interval starts at " + brief(from) + " m", "nothing is drawn above");
      deepest = row;
      continue;
    }
    const double end = intervals.to_m[deepest];
    const std::uint32_t last = order[i - 1];
    if (from == intervals.from_m[last] && to == intervals.to_m[last])
      report("duplicate-interval",
             brief(from) + " to " + brief(to) + " m is given in line " + std::to_string(table.lines[last]) + " already",
             "both are drawn");
    else if (end - from > length_slack_m)
      report("overlapping-intervals",
             brief(from) + " to " + brief(to) + " m overlaps line " + std::to_string(table.lines[deepest]) + " by " +
                 brief(std::min(end, to) - from) + " m",
             "drawn and marked, left out of composites");
    else if (from - end > length_slack_m)
      report("interval-gap", "there is a gap of " + brief(from - end) + " m above " + brief(from) + " m",
             "nothing is drawn there");
    if (to > end) deepest = row;
  }
}

/// The most that a grade of the column's unit can be: all of it, or for what stands in minerals the richest of them
/// (spodumene and eucryptite for lithium).
double greatest_grade(const Column& column) {
  if (column.unit == "%") {
    const std::string plain = plain_name(column.name);
    if (plain.starts_with("li2o")) return 12;
    if (plain.starts_with("li") && (plain.size() == 2 || plain.starts_with("lip") || plain.starts_with("li_")))
      return 5.6;
    return 100;
  }
  return column.unit == "ppm" ? 1e6 : column.unit == "ppb" ? 1e9 : column.unit == "g/t" ? 1e6 : INFINITY;
}

/// Grades beyond what their unit allows.
void check_grades(DrillholeImport& import, const Table& table) {
  for (const Column& column : table.columns) {
    const Numbers* numbers = column.numbers();
    const double most = greatest_grade(column);
    if (numbers == nullptr || column.role != ColumnRole::attribute || !std::isfinite(most)) continue;
    std::uint64_t count = 0, first = 0;
    double greatest = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
      const double value = (*numbers)[row];
      if (!(value > most * (1 + 1e-9))) continue;
      if (count++ == 0) first = table.lines[row];
      greatest = std::max(greatest, value);
    }
    if (count == 0) continue;
    Problem& problem = import.report(
        "unlikely-value", table.file, first, "",
        std::to_string(count) + (count == 1 ? " value of " : " values of ") + column.name +
            (count == 1 ? " is" : " are") + " above " + shortest(most) + " " + column.unit + ", up to " +
            shortest(greatest) + (most < 100 && column.unit == "%" ? "; no rock holds so much" : ""),
        column.unit == "%" ? "kept as they are: the unit is likely ppm" : "kept as they are: check the unit");
    problem.column = column.name;
    problem.count = count;
  }
}

IntervalTable read_intervals(DrillholeImport& import, const SourceFile& file) {
  const CsvFile csv = open_csv(file.path, import.source);
  for (std::string& note : reading_notes(csv)) import.notes.push_back(std::move(note));
  const Roles roles = roles_of(csv, file);
  for (const ColumnRole role : {ColumnRole::hole_id, ColumnRole::from, ColumnRole::to})
    if (!roles.contains(role))
      throw Error(std::string("the table of intervals has no column for ") + name(role), "state which column it is",
                  {csv.file, 1});
  Table table = read_table(csv, TableRole::interval, roles, import.source, import.problems, import.progress);
  const auto metres = [&](ColumnRole role) {
    const Column* column = table.find(role);
    return doubles_of(column, table.rows, length_factor(column, import.source.depth_metres_per_unit));
  };
  const auto from = metres(ColumnRole::from), to = metres(ColumnRole::to);
  IntervalTable intervals;
  std::vector<std::uint32_t> kept;
  HoleLookup lookup(import, table);
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto hole = lookup.find(row);
    if (!hole || !check_interval(import, table, row, *hole, from[row], to[row])) continue;
    kept.push_back(static_cast<std::uint32_t>(row));
    intervals.hole.push_back(*hole);
    intervals.from_m.push_back(from[row]);
    intervals.to_m.push_back(to[row]);
    import.deepest_row_m[*hole] = std::max(import.deepest_row_m[*hole], to[row]);
    ++import.interval_rows[*hole];
  }
  lookup.report_missing();
  intervals.table = kept.size() == table.rows ? std::move(table) : select_rows(table, kept);
  return intervals;
}

}  // namespace

void import_intervals(DrillholeImport& import) {
  for (const SourceFile& file : import.source.files) {
    if (file.role != TableRole::interval) continue;
    import.progress.check();
    const IntervalTable& intervals = import.drillholes.intervals.emplace_back(read_intervals(import, file));
    check_sequence(import, intervals);
    check_grades(import, intervals.table);
  }
}

}  // namespace lode::io
