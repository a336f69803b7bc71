// Drillhole databases as delimited text: collar, survey and interval tables joined by hole.
#include <algorithm>
#include <cmath>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/csv_kinds.h"
#include "io/drillhole_import.h"

namespace lode::io {

Problem& DrillholeImport::report(const char* check, const std::string& file, std::uint64_t line,
                                 const std::string& hole, std::string message, std::string action) {
  Problem problem = problem_of(check);
  problem.file = file;
  problem.line = line;
  problem.hole = hole;
  problem.message = std::move(message);
  problem.action = std::move(action);
  problems.push_back(std::move(problem));
  return problems.back();
}

Problem& DrillholeImport::report_hole(const char* check, std::uint32_t hole, std::string message, std::string action) {
  return report(check, collar_file_of_hole[hole], collar_line[hole], id(hole), std::move(message), std::move(action));
}

HoleLookup::HoleLookup(DrillholeImport& import, const Table& table) : import_(import), table_(table) {
  const Column* column = table.find(ColumnRole::hole_id);
  if (column == nullptr)
    throw Error("the table has no column of hole ids", "state which column names the hole",
                {path_from_utf8(table.file), 1});
  ids_ = column->categories();
  for (const std::string& name : ids_->names()) {
    const auto found = import.hole_of_id.find(name);
    hole_of_code_.push_back(found == import.hole_of_id.end() ? -1 : static_cast<std::int64_t>(found->second));
  }
}

std::optional<std::uint32_t> HoleLookup::find(std::size_t row) {
  const std::uint32_t code = ids_->code(row);
  if (code == Categories::missing) {
    import_.report("blank-hole-id", table_.file, table_.lines[row], "", "the row has no hole id",
                   "the row is left out");
    return std::nullopt;
  }
  if (hole_of_code_[code] >= 0) return static_cast<std::uint32_t>(hole_of_code_[code]);
  Missing& missing = missing_[ids_->names()[code]];
  if (missing.rows++ == 0) missing.line = table_.lines[row];
  return std::nullopt;
}

void HoleLookup::report_missing() {
  for (const auto& [id, missing] : missing_) {
    import_
        .report("missing-collar", table_.file, missing.line, id,
                std::to_string(missing.rows) + (missing.rows == 1 ? " row is" : " rows are") + " of hole " + id +
                    ", which has no collar",
                "left out")
        .count = missing.rows;
    const auto near = import_.id_of_plain_id.find(plain_hole_id(id));
    if (near != import_.id_of_plain_id.end())
      import_.report("hole-id-mismatch", table_.file, missing.line, id,
                     "hole " + id + " is likely " + near->second + " of the collar table",
                     "not joined: spell the ids alike");
  }
}

std::string plain_hole_id(std::string_view id) {
  std::string plain;
  for (const char c : fold_case(id))
    if (c != ' ' && c != '-' && c != '_' && c != '.' && c != '/') plain += c;
  std::string without_zeros;
  for (std::size_t at = 0; at < plain.size(); ++at) {
    const bool starts_number = plain[at] == '0' && (at == 0 || plain[at - 1] < '0' || plain[at - 1] > '9');
    if (!starts_number) {
      without_zeros += plain[at];
      continue;
    }
    while (at + 1 < plain.size() && plain[at] == '0' && plain[at + 1] >= '0' && plain[at + 1] <= '9') ++at;
    without_zeros += plain[at];
  }
  return without_zeros;
}

std::string brief(double value) { return shortest(std::round(value * 1e4) / 1e4); }

namespace {

/// The deepest row of a hole without a stated depth. A last station far below everything is a stand-in for the end of
/// the hole (90000), not a depth.
double deepest_row_m(DrillholeImport& import, std::uint32_t hole) {
  const double interval = import.deepest_interval_m[hole], survey = import.deepest_survey_m[hole];
  const bool stands_in = survey > 15000 || (survey > 5000 && interval > 0 && survey > 10 * interval);
  if (!stands_in) return std::max(interval, survey);
  import.report_hole(
      "survey-depth-out-of-hole", hole,
      "the last station lies at " + brief(survey) + " m, the deepest interval ends at " + brief(interval) + " m",
      "the hole ends at its deepest interval");
  return interval;
}

/// The end of each trace: as stated, extended to the deepest interval; of the deepest row where nothing is stated.
void set_total_depths(DrillholeImport& import) {
  const bool has_column = import.drillholes.collars.find(ColumnRole::total_depth) != nullptr;
  if (!has_column)
    import
        .report("bad-total-depth", import.collar_file(), 0, "", "the collar table has no column of total depths",
                "each hole ends at its deepest row")
        .severity = Severity::note;
  for (std::uint32_t hole = 0; hole < import.drillholes.holes.size(); ++hole) {
    const double stated = import.stated_depth_m[hole];
    double& total = import.drillholes.holes[hole].total_depth_m;
    if (!std::isnan(stated)) {
      total = std::max(stated, import.deepest_interval_m[hole]);
      continue;
    }
    total = deepest_row_m(import, hole);
    if (has_column)
      import.report_hole(
          "bad-total-depth", hole, "the total depth is missing, zero or negative",
          total > 0 ? "taken from the deepest row: " + brief(total) + " m" : "no row says how deep it is");
  }
}

void report_holes_without_intervals(DrillholeImport& import) {
  const auto& holes = import.drillholes.holes;
  if (import.drillholes.intervals.empty()) {
    import
        .report("hole-without-intervals", import.collar_file(), 0, "", "there is no table of intervals",
                "the traces alone are drawn")
        .count = holes.size();
    return;
  }
  for (std::uint32_t hole = 0; hole < holes.size(); ++hole)
    if (import.interval_rows[hole] == 0)
      import.report_hole("hole-without-intervals", hole, "the hole has no intervals", "its trace alone is drawn");
}

/// Depths of some tables in feet and of others in metres show as the ratio of the deepest row to the stated depth.
void report_mixed_units(DrillholeImport& import) {
  std::vector<double> ratios;
  for (std::uint32_t hole = 0; hole < import.drillholes.holes.size(); ++hole)
    if (import.stated_depth_m[hole] > 0 && import.deepest_interval_m[hole] > 0)
      ratios.push_back(import.deepest_interval_m[hole] / import.stated_depth_m[hole]);
  if (ratios.size() < 3) return;
  const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  constexpr double feet_per_metre = 3.28084;
  const bool rows_in_feet = std::abs(*middle / feet_per_metre - 1) < 0.03;
  const bool depths_in_feet = std::abs(*middle * feet_per_metre - 1) < 0.03;
  if (!rows_in_feet && !depths_in_feet) return;
  import.report(
      "mixed-units", import.collar_file(), 0, "",
      std::string("the deepest intervals lie at ") + brief(*middle) + " times the total depths, as " +
          (rows_in_feet ? "rows in feet do under depths in metres" : "rows in metres do under depths in feet"),
      "nothing is converted: state the unit of depths");
}

}  // namespace

Loaded load_drillholes_csv(const Source& source, Progress& progress) {
  Loaded loaded;
  DrillholeImport import{source, progress, loaded.problems, loaded.notes, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  import.drillholes.desurvey = source.desurvey;
  import_collars(import);
  import_surveys(import);
  import_intervals(import);
  set_total_depths(import);
  report_holes_without_intervals(import);
  report_mixed_units(import);
  loaded.dataset = std::make_shared<const Dataset>(std::move(import.drillholes));
  return loaded;
}

}  // namespace lode::io
