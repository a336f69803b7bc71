// What the steps of a drillhole import share: collars, then surveys, then intervals.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/drillholes.h"
#include "core/problem.h"
#include "core/progress.h"
#include "core/scene.h"
#include "io/csv_table.h"

namespace lode::io {

/// A survey reading as written, in metres.
struct Reading {
  std::uint32_t hole = 0;
  double depth_m = 0, azimuth_deg = 0;
  double dip_deg = 0;   ///< sign as in the file until set_dip_signs
  bool zenith = false;  ///< dip_deg came from a zenith angle: negative down already
  std::string file;
  std::uint64_t line = 0;
  std::size_t table = 0, row = 0;  ///< in the survey tables
};

struct DrillholeImport {
  const Source& source;
  Progress& progress;
  ProblemLog& problems;
  std::vector<std::string>& notes;
  Drillholes drillholes;

  std::unordered_map<std::string, std::uint32_t> hole_of_id;
  std::unordered_map<std::string, std::string> id_of_plain_id;  ///< collar ids by plain_hole_id; "": of several
  std::vector<std::uint64_t> collar_line;                       ///< one a hole
  std::vector<std::string> collar_file_of_hole;
  std::vector<double> stated_depth_m;                  ///< NaN where none is usable
  std::vector<double> deepest_survey_m;                ///< 0: none
  std::vector<std::optional<Reading>> collar_reading;  ///< dip and azimuth in the collar table
  std::vector<double> deepest_row_m;                   ///< of intervals and readings; 0: none
  std::vector<std::uint64_t> interval_rows;            ///< one a hole
  std::vector<std::string> parent_of_hole;             ///< id of the hole a wedge leaves; "": none

  std::string collar_file() const { return drillholes.collars.file; }
  const std::string& id(std::uint32_t hole) const { return drillholes.holes[hole].id; }
  Problem& report(const char* check, const std::string& file, std::uint64_t line, const std::string& hole,
                  std::string message, std::string action);
  /// About a hole as such: at its collar's line.
  Problem& report_hole(const char* check, std::uint32_t hole, std::string message, std::string action);
};

/// Looks up the holes of a table's rows; counts those without a collar, and says so at the end.
class HoleLookup {
 public:
  HoleLookup(DrillholeImport& import, const Table& table);
  /// The hole of a row; nullopt where it has none, which is reported.
  std::optional<std::uint32_t> find(std::size_t row);
  void report_missing();

 private:
  struct Missing {
    std::uint64_t rows = 0, line = 0;
  };
  /// The collar's id that a spelling most likely means, or "".
  std::string likely_id(const std::string& id) const;
  DrillholeImport& import_;
  const Table& table_;
  const Categories* ids_ = nullptr;
  std::vector<std::int64_t> hole_of_code_;
  std::map<std::string, Missing> missing_;
  std::map<std::string, Missing> joined_;  ///< under another spelling
};

/// Hole ids without case, blanks, dashes and leading zeros: what one hole may be spelled as.
std::string plain_hole_id(std::string_view id);
/// A length or an angle for a message: at most four decimals.
std::string brief(double value);

void import_collars(DrillholeImport& import);
void import_surveys(DrillholeImport& import);
void import_intervals(DrillholeImport& import);
void import_depths(DrillholeImport& import);

}  // namespace lode::io
