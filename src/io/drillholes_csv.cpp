// Drillhole databases as delimited text: collar, survey and interval tables joined by hole.
#include <algorithm>
#include <cmath>

#include "core/checks.h"
#include "core/error.h"
#include "core/text.h"
#include "io/csv_kinds.h"
#include "io/database_dates.h"
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
  return problems.add(std::move(problem));
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
    auto found = import.hole_of_id.find(name);
    if (found == import.hole_of_id.end() && import.source.join_similar_ids) {
      found = import.hole_of_id.find(likely_id(name));
      if (found != import.hole_of_id.end()) joined_[name];
    }
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
  if (hole_of_code_[code] >= 0) {
    if (!joined_.empty())
      if (const auto joined = joined_.find(ids_->names()[code]); joined != joined_.end() && joined->second.rows++ == 0)
        joined->second.line = table_.lines[row];
    return static_cast<std::uint32_t>(hole_of_code_[code]);
  }
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
    if (const std::string likely = likely_id(id); !likely.empty())
      import_
          .report("hole-id-mismatch", table_.file, missing.line, id,
                  "hole " + id + " is likely " + likely + " of the collar table",
                  "not joined: spell the ids alike, or set join_similar_ids")
          .count = missing.rows;
  }
  for (const auto& [id, joined] : joined_) {
    if (joined.rows == 0) continue;
    Problem& problem = import_.report("hole-id-mismatch", table_.file, joined.line, id,
                                      "hole " + id + " is taken for " + likely_id(id) + " of the collar table",
                                      "joined, as the import says");
    problem.severity = Severity::note;
    problem.count = joined.rows;
  }
}

std::string HoleLookup::likely_id(const std::string& id) const {
  const auto near = import_.id_of_plain_id.find(plain_hole_id(id));
  return near == import_.id_of_plain_id.end() ? std::string() : near->second;
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
  const double row = import.deepest_row_m[hole], survey = import.deepest_survey_m[hole];
  const bool stands_in = survey > 15000 || (survey > 5000 && row > 0 && survey > 10 * row);
  if (!stands_in) return std::max(row, survey);
  import.report_hole("survey-depth-out-of-hole", hole,
                     "the last station lies at " + brief(survey) + " m, the deepest row ends at " + brief(row) + " m",
                     "the hole ends at its deepest row");
  return row;
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
      total = std::max(stated, import.deepest_row_m[hole]);
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
    if (import.interval_rows[hole] == 0 && !holes[hole].planned)
      import.report_hole("hole-without-intervals", hole, "the hole has no intervals", "its trace alone is drawn");
}

constexpr double feet_per_metre = 3.28084;
constexpr double same_ratio = 0.03;

/// How the depths of rows stand to those they should agree with: as feet to metres (1), as metres to feet (-1), or 0.
int unit_mix(double ratio) {
  if (std::abs(ratio / feet_per_metre - 1) < same_ratio) return 1;
  return std::abs(ratio * feet_per_metre - 1) < same_ratio ? -1 : 0;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The deepest row of each hole in a table of intervals; 0: none.
std::vector<double> deepest_rows_m(const IntervalTable& intervals, std::size_t holes) {
  std::vector<double> deepest(holes, 0);
  for (std::size_t row = 0; row < intervals.hole.size(); ++row)
    deepest[intervals.hole[row]] = std::max(deepest[intervals.hole[row]], intervals.to_m[row]);
  return deepest;
}

/// A whole table whose rows end at a third, or three times, of where the holes do.
bool report_mixed_table(DrillholeImport& import, const IntervalTable& intervals, const std::vector<double>& ratios) {
  constexpr std::size_t least_holes = 3;
  if (ratios.size() < least_holes) return false;
  const double middle = median(ratios);
  const int mix = unit_mix(middle);
  if (mix == 0) return false;
  import
      .report("mixed-units", intervals.table.file, 0, "",
              "its deepest rows lie at " + brief(middle) + " times the depths of the holes, as " +
                  (mix > 0 ? "rows in feet do in holes in metres" : "rows in metres do in holes in feet"),
              "nothing is converted: state the unit of its depths")
      .count = ratios.size();
  return true;
}

/// Depths in feet among others in metres show as the ratio of the deepest row to the depth of the hole: of a whole
/// table, or of single holes that go three times as deep as they are while others end where they should.
void report_mixed_units(DrillholeImport& import) {
  const std::size_t holes = import.drillholes.holes.size();
  std::vector<double> reference = import.stated_depth_m;
  for (const IntervalTable& intervals : import.drillholes.intervals) {
    const std::vector<double> deepest = deepest_rows_m(intervals, holes);
    std::vector<double> ratios;
    for (std::size_t hole = 0; hole < holes; ++hole)
      if (reference[hole] > 0 && deepest[hole] > 0) ratios.push_back(deepest[hole] / reference[hole]);
    if (!report_mixed_table(import, intervals, ratios) && ratios.size() >= 3 &&
        std::abs(median(ratios) - 1) < same_ratio)
      for (std::uint32_t hole = 0; hole < holes; ++hole)
        if (reference[hole] > 0 && unit_mix(deepest[hole] / reference[hole]) > 0)
          import.report("mixed-units", intervals.table.file, 0, import.id(hole),
                        "its rows go down to " + brief(deepest[hole]) + " m, the hole to " + brief(reference[hole]) +
                            " m: one is likely in feet",
                        "nothing is converted: check the unit of the hole's rows");
    for (std::size_t hole = 0; hole < holes; ++hole)  // without stated depths tables are held against the first
      if (std::isnan(reference[hole]) && deepest[hole] > 0) reference[hole] = deepest[hole];
  }
}

}  // namespace

Loaded load_drillholes_csv(const Source& asked, Progress& progress) {
  Source source = asked;
  if (source.encoding.empty()) {
    std::vector<std::filesystem::path> files;
    for (const SourceFile& file : source.files) files.push_back(file.path);
    source.encoding = guess_encoding_of(files);
  }
  Loaded loaded;
  if (source.date_order == DateOrder::from_values) {
    const DatabaseDates dates = dates_of_database(source);
    if (dates.any_open) source.date_order = dates.order;
    if (source.date_order != DateOrder::from_values)
      loaded.notes.push_back(std::string(source.date_order == DateOrder::month_first ? "month" : "day") +
                             " first in all dates, as " + dates.told_by + " tells");
  }
  ProblemLog problems(loaded.problems);
  DrillholeImport import{source, progress, problems, loaded.notes, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  import.drillholes.desurvey = source.desurvey;
  import_collars(import);
  import_surveys(import);
  import_intervals(import);
  import_depths(import);
  set_total_depths(import);
  report_holes_without_intervals(import);
  report_mixed_units(import);
  problems.finish();
  loaded.dataset = std::make_shared<const Dataset>(std::move(import.drillholes));
  return loaded;
}

}  // namespace lode::io
