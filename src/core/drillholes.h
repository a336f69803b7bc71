// A drillhole database in source coordinates.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/table.h"
#include "core/vec.h"

namespace lode {

/// A survey reading. Dip is negative down inside Lode; azimuth is clockwise from grid north of the source CRS.
struct Station {
  double depth_m = 0;
  double azimuth_deg = 0;  ///< 0..360
  double dip_deg = -90;    ///< -90..90, negative down
  bool operator==(const Station&) const = default;
};

/// How a hole runs between its survey stations.
enum class DesurveyMethod {
  minimum_curvature,    ///< a circular arc; Leapfrog calls it spherical arc
  balanced_tangential,  ///< half straight along the upper station's direction, half along the lower's
  tangential,           ///< straight along the lower station's direction
  raw_tangent           ///< straight along the upper station's direction, as Leapfrog's raw tangent
};
/// The names that scene files and the command line know; the first of a method is the one written.
inline constexpr std::array<std::pair<std::string_view, DesurveyMethod>, 7> desurvey_names{{
    {"minimum_curvature", DesurveyMethod::minimum_curvature},
    {"balanced_tangential", DesurveyMethod::balanced_tangential},
    {"tangential", DesurveyMethod::tangential},
    {"raw_tangent", DesurveyMethod::raw_tangent},
    {"spherical_arc", DesurveyMethod::minimum_curvature},
    {"spherical_arc_approximation", DesurveyMethod::minimum_curvature},
    {"balanced_tangent", DesurveyMethod::balanced_tangential},
}};
/// Throws Error for a name that is not among them.
DesurveyMethod desurvey_method(std::string_view name);
/// "minimum curvature" ...: as said in a sentence.
const char* title(DesurveyMethod method);

struct Hole {
  std::string id;
  Vec3 collar_source;        ///< x easting, y northing in the source CRS's unit, z RL in metres
  double total_depth_m = 0;  ///< the end of the trace: stated, or of the deepest row
  std::uint32_t first_station = 0;
  std::uint32_t station_count = 0;  ///< at least 1, the first at depth 0
  bool planned = false;             ///< not drilled yet
  std::int64_t parent = -1;         ///< of a wedge: the hole it leaves, whose stations it shares above; else -1
  double kickoff_depth_m = 0;       ///< of a wedge: where it leaves
};

/// Rows of one file along holes, with typed keys beside the file's own columns: intervals, or readings at single depths
/// (structures, density samples, magnetics), each of which stands for the stretch of hole about it.
struct IntervalTable {
  Table table;  ///< of readings the columns may have the roles azimuth (dip direction), dip, alpha, beta
  std::vector<std::uint32_t> hole;   ///< index into Drillholes::holes, one a row
  std::vector<double> from_m, to_m;  ///< from < to
  std::vector<double> depth_m = {};  ///< of readings: where each lies, within from .. to; empty: intervals

  bool of_readings() const { return table.role == TableRole::depth; }
  /// Of readings their depth.
  double middle_m(std::size_t row) const { return depth_m.empty() ? (from_m[row] + to_m[row]) / 2 : depth_m[row]; }
  /// "12.5 - 14 m", "at 13 m".
  std::string where(std::size_t row) const;
};
/// Sets from and to of readings: half way to the next reading of the hole above and below, at most 5 m either way.
void set_stretches(IntervalTable& readings);

/// Immutable once built. Every row of every table belongs to a hole.
struct Drillholes {
  std::vector<Hole> holes;
  std::vector<Station> stations;  ///< by hole, ascending in depth
  Table collars;                  ///< row i is hole i
  Table surveys;                  ///< the file's rows as kept; no rows where there is no survey table
  std::vector<IntervalTable> intervals;
  DesurveyMethod desurvey = DesurveyMethod::minimum_curvature;
  std::vector<IntervalTable> readings;  ///< of tables at single depths

  /// The tables along holes, intervals before readings.
  std::vector<const IntervalTable*> downhole_tables() const;

  std::span<const Station> stations_of(const Hole& hole) const {
    return std::span(stations).subspan(hole.first_station, hole.station_count);
  }
};

}  // namespace lode
