// Readings at single depths of holes: structures measured on core, density samples, magnetics.
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/drillhole_import.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

constexpr double depth_slack_m = 0.05;

struct AngleRange {
  ColumnRole role;
  double least, most;
};
constexpr AngleRange structure_angles[] = {
    {ColumnRole::dip, 0, 90}, {ColumnRole::azimuth, 0, 360}, {ColumnRole::alpha, 0, 90}, {ColumnRole::beta, 0, 360}};

bool is_structures(const Table& table) {
  for (const AngleRange& range : structure_angles)
    if (table.find(range.role) != nullptr) return true;
  return false;
}

/// What is wrong with the angles of a row, or "".
std::string fault_of_angles(const Table& table, std::size_t row) {
  for (const AngleRange& range : structure_angles) {
    const Column* column = table.find(range.role);
    if (column == nullptr || column->missing(row)) continue;
    const double value = (*column->numbers())[row];
    if (value < range.least || value > range.most)
      return column->name + " is " + brief(value) + ", outside " + brief(range.least) + ".." + brief(range.most);
  }
  return "";
}

/// Whether a reading can be used; reports why not.
bool check_reading(DrillholeImport& import, const Table& table, bool structures, std::size_t row, std::uint32_t hole,
                   double depth_m) {
  const auto report = [&](const char* check, std::string message, std::string action) {
    import.report(check, table.file, table.lines[row], import.id(hole), std::move(message), std::move(action));
  };
  const char* depth_check = structures ? "structure-angle-out-of-range" : "missing-from-or-to";
  if (!std::isfinite(depth_m) || depth_m < 0 || depth_m > 1e5) {
    report(depth_check, std::isfinite(depth_m) ? "the depth is " + brief(depth_m) + " m" : "the depth is missing",
           "the row is left out");
    return false;
  }
  if (const std::string fault = structures ? fault_of_angles(table, row) : ""; !fault.empty()) {
    report("structure-angle-out-of-range", fault, "the row is left out");
    return false;
  }
  const double total = import.stated_depth_m[hole];
  if (depth_m > total + depth_slack_m)
    report("interval-beyond-hole",
           "the reading lies at " + brief(depth_m) + " m, the hole ends at " + brief(total) + " m",
           "the trace is extended");
  return true;
}

IntervalTable read_depths(DrillholeImport& import, const SourceFile& file) {
  const CsvFile csv = open_csv(file.path, import.source);
  for (std::string& note : reading_notes(csv)) import.notes.push_back(std::move(note));
  const Roles roles = roles_of(csv, file);
  for (const ColumnRole role : {ColumnRole::hole_id, ColumnRole::depth})
    if (!roles.contains(role))
      throw Error(std::string("the table of readings has no column for ") + name(role), "state which column it is",
                  {csv.file, 1});
  Table table = read_table(csv, TableRole::depth, roles, import.source, import.problems, import.progress);
  const Column* depth_column = table.find(ColumnRole::depth);
  const auto depth =
      doubles_of(depth_column, table.rows, length_factor(depth_column, import.source.depth_metres_per_unit));
  const bool structures = is_structures(table);
  IntervalTable depths;
  std::vector<std::uint32_t> kept;
  HoleLookup lookup(import, table);
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto hole = lookup.find(row);
    if (!hole || !check_reading(import, table, structures, row, *hole, depth[row])) continue;
    kept.push_back(static_cast<std::uint32_t>(row));
    depths.hole.push_back(*hole);
    depths.depth_m.push_back(depth[row]);
    import.deepest_row_m[*hole] = std::max(import.deepest_row_m[*hole], depth[row]);
  }
  lookup.report_missing();
  depths.table = kept.size() == table.rows ? std::move(table) : select_rows(table, kept);
  set_stretches(depths);
  return depths;
}

}  // namespace

void import_depths(DrillholeImport& import) {
  for (const SourceFile& file : import.source.files) {
    if (file.role != TableRole::depth) continue;
    import.progress.check();
    import.drillholes.readings.push_back(read_depths(import, file));
  }
}

}  // namespace lode::io
