// Surveys: which way holes go.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/desurvey.h"
#include "core/error.h"
#include "core/text.h"
#include "io/coordinates.h"
#include "io/csv_kinds.h"
#include "io/drillhole_import.h"
#include "io/table_rows.h"

namespace lode::io {

namespace {

constexpr double dip_slack_deg = 0.01;
constexpr double depth_slack_m = 0.05;
constexpr double sharp_deg = 10, sharp_over_m = 30;

/// The readings of the survey tables, and which rows of each are kept.
struct Surveys {
  std::vector<Table> tables;
  std::vector<std::vector<bool>> kept;
  std::vector<Reading> readings;
  std::vector<std::uint64_t> rows_of_hole;  ///< usable or not
};

/// Whether dip and azimuth can be used; corrects what may be corrected, reports the rest.
bool check_angles(DrillholeImport& import, Reading& reading) {
  const std::string& id = import.id(reading.hole);
  const auto report = [&](const char* check, std::string message, std::string action) {
    import.report(check, reading.file, reading.line, id, std::move(message), std::move(action));
  };
  if (std::isnan(reading.azimuth_deg) && std::abs(std::abs(reading.dip_deg) - 90) <= dip_slack_deg)
    reading.azimuth_deg = 0;  // a vertical hole needs none
  if (std::isnan(reading.dip_deg) || std::isnan(reading.azimuth_deg)) {
    report("missing-dip-or-azimuth",
           std::string(std::isnan(reading.dip_deg) ? "the dip" : "the azimuth") + " at " + brief(reading.depth_m) +
               " m is missing",
           "the station is skipped");
    return false;
  }
  if (std::abs(reading.dip_deg) > 90 + dip_slack_deg) {
    report("dip-out-of-range", "the dip is " + brief(reading.dip_deg), "the station is skipped");
    return false;
  }
  reading.dip_deg = std::clamp(reading.dip_deg, -90.0, 90.0);
  if (reading.azimuth_deg < 0 || reading.azimuth_deg > 360) {
    const double wrapped = reading.azimuth_deg - 360 * std::floor(reading.azimuth_deg / 360);
    report("azimuth-out-of-range", "the azimuth is " + brief(reading.azimuth_deg), "taken as " + brief(wrapped));
    reading.azimuth_deg = wrapped;
  }
  if (reading.azimuth_deg >= 360) reading.azimuth_deg -= 360;
  return true;
}

/// Magnetic azimuths as true ones; others stay. Those of true north become grid ones where holes are placed.
double from_true_or_grid_north(const Source& source, double azimuth_deg) {
  if (source.azimuth_reference != AzimuthReference::magnetic) return azimuth_deg;
  const double turned = std::fmod(azimuth_deg + source.declination_deg, 360.0);
  return turned < 0 ? turned + 360 : turned;
}

void note_reference(DrillholeImport& import) {
  const Source& source = import.source;
  if (source.azimuth_reference == AzimuthReference::true_north)
    import.notes.push_back("azimuths count from true north");
  if (source.azimuth_reference == AzimuthReference::magnetic)
    import.notes.push_back("azimuths are magnetic: a declination of " + brief(source.declination_deg) +
                           " degrees is added" + (source.declination_deg == 0 ? ", as none was stated" : ""));
}

/// Whether the depth can be used.
bool check_depth(DrillholeImport& import, const Reading& reading) {
  const std::string& id = import.id(reading.hole);
  if (std::isnan(reading.depth_m) || reading.depth_m > 1e5) {
    import.report("missing-dip-or-azimuth", reading.file, reading.line, id, "the depth of the station is missing",
                  "the station is skipped");
    return false;
  }
  if (reading.depth_m < 0) {
    import.report("survey-depth-out-of-hole", reading.file, reading.line, id,
                  "the station lies at " + brief(reading.depth_m) + " m, above the collar", "the station is skipped");
    return false;
  }
  const double total = import.stated_depth_m[reading.hole];
  if (reading.depth_m > total + depth_slack_m)
    import.report("survey-depth-out-of-hole", reading.file, reading.line, id,
                  "the station lies at " + brief(reading.depth_m) + " m, the hole ends at " + brief(total) + " m",
                  "kept: the hole bends towards it");
  return true;
}

void read_survey_table(DrillholeImport& import, const SourceFile& file, Surveys& surveys) {
  const CsvFile csv = open_csv(file.path, import.source);
  for (std::string& note : reading_notes(csv)) import.notes.push_back(std::move(note));
  const Roles roles = roles_of(csv, file);
  for (const ColumnRole role : {ColumnRole::hole_id, ColumnRole::depth, ColumnRole::azimuth, ColumnRole::dip})
    if (!roles.contains(role))
      throw Error(std::string("the survey table has no column for ") + name(role), "state which column it is",
                  {csv.file, 1});
  const Table& table = surveys.tables.emplace_back(
      read_table(csv, TableRole::survey, roles, import.source, import.problems, import.progress));
  std::vector<bool>& kept = surveys.kept.emplace_back(table.rows, false);
  const auto depth = doubles_of(table.find(ColumnRole::depth), table.rows,
                                length_factor(table.find(ColumnRole::depth), import.source.depth_metres_per_unit));
  const Numbers& azimuth = *table.find(ColumnRole::azimuth)->numbers();
  const Column& dip = *table.find(ColumnRole::dip);
  const bool zenith = is_zenith_angle(dip.name);
  if (zenith) import.notes.push_back(table.name + ": " + dip.name + " holds zenith angles, converted to dips");
  HoleLookup lookup(import, table);
  for (std::size_t row = 0; row < table.rows; ++row) {
    const auto hole = lookup.find(row);
    if (!hole) continue;
    ++surveys.rows_of_hole[*hole];
    Reading reading{*hole,  depth[row], azimuth[row],     (*dip.numbers())[row] - (zenith ? 90 : 0),
                    zenith, table.file, table.lines[row], surveys.tables.size() - 1,
                    row};
    if (!check_depth(import, reading) || !check_angles(import, reading)) continue;
    reading.azimuth_deg = from_true_or_grid_north(import.source, reading.azimuth_deg);
    kept[row] = true;
    surveys.readings.push_back(std::move(reading));
  }
  lookup.report_missing();
}

/// Which sign is down: as the Source says, else the sign of most dips.
void set_dip_signs(DrillholeImport& import, std::vector<Reading>& readings) {
  std::uint64_t positive = 0, negative = 0;
  const Reading* minority = nullptr;
  for (const Reading& reading : readings) {
    if (reading.zenith || reading.dip_deg == 0) continue;
    ++(reading.dip_deg > 0 ? positive : negative);
  }
  if (positive + negative == 0) return;
  bool positive_down = positive > negative;
  const bool stated = import.source.dip_convention != DipConvention::from_values;
  if (stated) positive_down = import.source.dip_convention == DipConvention::positive_down;
  for (Reading& reading : readings) {
    if (reading.zenith) continue;
    if (minority == nullptr && reading.dip_deg != 0 && (reading.dip_deg > 0) != positive_down) minority = &reading;
    if (positive_down && reading.dip_deg != 0) reading.dip_deg = -reading.dip_deg;
  }
  const std::string& file = readings.front().file;
  if (positive_down) import.notes.push_back("dips are positive down: converted to negative down");
  if (stated) return;
  if (positive > 0 && negative > 0) {
    const std::uint64_t up = std::min(positive, negative);
    Problem& problem = import.report(
        "dip-sign", minority->file, minority->line, import.id(minority->hole),
        "signs of dips are mixed: " + std::to_string(positive) + " positive, " + std::to_string(negative) + " negative",
        std::string(positive_down ? "positive" : "negative") + " is taken as down, " + std::to_string(up) +
            " stations go up");
    problem.severity = Severity::warning;
    problem.count = up;
  } else if (positive_down) {
    Problem& problem =
        import.report("dip-sign", file, 0, "", "all dips are positive down", "converted to negative down");
    problem.severity = Severity::note;
    problem.count = positive;
  }
}

double angle_between_deg(const Reading& a, const Reading& b) {
  const double cosine = dot(direction_of(a.azimuth_deg, a.dip_deg), direction_of(b.azimuth_deg, b.dip_deg));
  return std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi;
}

/// The stations of one hole from its readings, which are in file order.
std::vector<Station> stations_of(DrillholeImport& import, std::uint32_t hole, std::vector<Reading> readings,
                                 std::vector<std::vector<bool>>& kept) {
  const auto report = [&](const char* check, const Reading& at, std::string message, std::string action) {
    import.report(check, at.file, at.line, import.id(hole), std::move(message), std::move(action));
  };
  for (std::size_t i = 1; i < readings.size(); ++i)
    if (readings[i].depth_m < readings[i - 1].depth_m)
      report(
          "survey-out-of-order", readings[i],
          "the station at " + brief(readings[i].depth_m) + " m follows one at " + brief(readings[i - 1].depth_m) + " m",
          "sorted by depth");
  std::stable_sort(readings.begin(), readings.end(),
                   [](const Reading& a, const Reading& b) { return a.depth_m < b.depth_m; });
  std::vector<Station> stations;
  const Reading* last = nullptr;
  for (const Reading& reading : readings) {
    if (last != nullptr && reading.depth_m == last->depth_m) {
      report("duplicate-survey-depth", reading, "there is a station at " + brief(reading.depth_m) + " m already",
             "the first is kept");
      if (!kept.empty()) kept[reading.table][reading.row] = false;
      continue;
    }
    if (last != nullptr) {
      const double bend = angle_between_deg(*last, reading), over = reading.depth_m - last->depth_m;
      if (bend > sharp_deg * std::max(1.0, over / sharp_over_m))
        report("sharp-deviation", reading,
               "the hole bends by " + brief(std::round(bend * 10) / 10) + " degrees over " + brief(over) + " m",
               "kept: check the stations around");
    }
    stations.push_back({reading.depth_m, reading.azimuth_deg, reading.dip_deg});
    last = &reading;
  }
  const Reading& first = readings.front();
  const bool wedge = import.drillholes.holes[hole].parent >= 0;  // its parent says how it begins
  if (stations.front().depth_m > 0 && !wedge) {
    report("no-survey-at-collar", first, "the first station lies at " + brief(first.depth_m) + " m",
           "its direction is used from the collar");
    stations.insert(stations.begin(), {0, stations.front().azimuth_deg, stations.front().dip_deg});
  } else if (stations.size() == 1) {
    report("single-survey", first, "the hole has a single station", "drawn straight");
  }
  return stations;
}

/// Holes of which no survey row could be used: by the collar table's dip and azimuth, else vertical.
std::vector<Station> stations_without_survey(DrillholeImport& import, std::uint32_t hole, bool has_rows,
                                             bool any_survey) {
  auto& reading = import.collar_reading[hole];
  if (reading && check_angles(import, *reading)) {
    reading->azimuth_deg = from_true_or_grid_north(import.source, reading->azimuth_deg);
    import.report_hole("single-survey", hole, "the hole has the dip and azimuth of its collar alone", "drawn straight");
    return {{0, reading->azimuth_deg, reading->dip_deg}};
  }
  if (has_rows)
    import.report_hole("no-usable-survey", hole, "no station of the hole is usable", "drawn vertical");
  else if (any_survey)
    import.report_hole("hole-without-survey", hole, "the hole has no survey", "drawn vertical");
  return {{0, 0, -90}};
}

Station station_at(std::span<const Station> stations, double depth_m, DesurveyMethod method) {
  const Vec3 direction = Trace(stations, method).direction_at(depth_m);
  constexpr double degrees = 180 / std::numbers::pi;
  const double azimuth_deg = std::atan2(direction.x, direction.y) * degrees;
  return {depth_m, azimuth_deg < 0 ? azimuth_deg + 360 : azimuth_deg,
          std::asin(std::clamp(direction.z, -1.0, 1.0)) * degrees};
}

/// A wedge goes as its parent does down to where it leaves; below, as its own stations say, the first of them carried
/// up to the kick-off where none lies there.
std::vector<Station> stations_of_wedge(std::span<const Station> parent, double kickoff_m, std::span<const Station> own,
                                       DesurveyMethod method) {
  std::vector<Station> stations;
  for (const Station& station : parent)
    if (station.depth_m <= kickoff_m) stations.push_back(station);
  const auto below = std::ranges::find_if(own, [&](const Station& station) { return station.depth_m > kickoff_m; });
  if (stations.back().depth_m < kickoff_m) stations.push_back(station_at(parent, kickoff_m, method));
  stations.insert(stations.end(), below, own.end());
  return stations;
}

/// Parents before their wedges, each once; a ring of parents ends where it began.
void add_stations(DrillholeImport& import, std::uint32_t hole, std::vector<std::vector<Station>>& stations,
                  std::vector<bool>& done) {
  if (done[hole]) return;
  done[hole] = true;
  const Hole& wedge = import.drillholes.holes[hole];
  if (wedge.parent < 0) return;
  const auto parent = static_cast<std::uint32_t>(wedge.parent);
  add_stations(import, parent, stations, done);
  stations[hole] =
      stations_of_wedge(stations[parent], wedge.kickoff_depth_m, stations[hole], import.drillholes.desurvey);
}

/// The kept rows of all survey tables as one.
Table kept_rows(const Surveys& surveys) {
  Table all;
  for (std::size_t index = 0; index < surveys.tables.size(); ++index) {
    const Table& table = surveys.tables[index];
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < table.rows; ++row)
      if (surveys.kept[index][row]) rows.push_back(static_cast<std::uint32_t>(row));
    Table kept = rows.size() == table.rows ? table : select_rows(table, rows);
    all = all.columns.empty() ? std::move(kept) : append_rows(all, kept);
  }
  return all;
}

}  // namespace

void import_surveys(DrillholeImport& import) {
  Drillholes& drillholes = import.drillholes;
  Surveys surveys;
  surveys.rows_of_hole.assign(drillholes.holes.size(), 0);
  for (const SourceFile& file : import.source.files)
    if (file.role == TableRole::survey) read_survey_table(import, file, surveys);
  // Dips of the collar table have a sign of their own where a survey table decides for itself.
  set_dip_signs(import, surveys.readings);
  std::vector<Reading> at_collars;
  for (const auto& reading : import.collar_reading)
    if (reading && surveys.rows_of_hole[reading->hole] == 0 && std::abs(reading->dip_deg) <= 90 + dip_slack_deg)
      at_collars.push_back(*reading);
  set_dip_signs(import, at_collars);
  for (const Reading& reading : at_collars) import.collar_reading[reading.hole] = reading;

  std::vector<std::vector<Reading>> by_hole(drillholes.holes.size());
  for (Reading& reading : surveys.readings) by_hole[reading.hole].push_back(std::move(reading));
  const bool any_survey = !surveys.tables.empty() || !at_collars.empty();
  if (any_survey) note_reference(import);
  std::vector<std::vector<Station>> stations(drillholes.holes.size());
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) {
    stations[hole] = by_hole[hole].empty()
                         ? stations_without_survey(import, hole, surveys.rows_of_hole[hole] > 0, any_survey)
                         : stations_of(import, hole, std::move(by_hole[hole]), surveys.kept);
    if (surveys.rows_of_hole[hole] > 0) import.deepest_survey_m[hole] = stations[hole].back().depth_m;
  }
  std::vector<bool> done(stations.size(), false);
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) add_stations(import, hole, stations, done);
  for (std::uint32_t hole = 0; hole < drillholes.holes.size(); ++hole) {
    drillholes.holes[hole].first_station = static_cast<std::uint32_t>(drillholes.stations.size());
    drillholes.holes[hole].station_count = static_cast<std::uint32_t>(stations[hole].size());
    drillholes.stations.insert(drillholes.stations.end(), stations[hole].begin(), stations[hole].end());
  }
  if (!any_survey)
    import
        .report("hole-without-survey", import.collar_file(), 0, "", "there is no survey of any hole",
                "all holes are drawn vertical")
        .count = drillholes.holes.size();
  if (!surveys.tables.empty()) drillholes.surveys = kept_rows(surveys);
}

}  // namespace lode::io
