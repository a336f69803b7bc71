// A drillhole database in source coordinates.
#pragma once

#include <cstdint>
#include <string>
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

struct Hole {
  std::string id;
  Vec3 collar_source;        ///< x easting, y northing in the source CRS's unit, z RL in metres
  double total_depth_m = 0;  ///< the end of the trace: stated, or of the deepest row
  std::uint32_t first_station = 0;
  std::uint32_t station_count = 0;  ///< at least 1, the first at depth 0
};

/// Intervals of one file, with typed keys beside the file's own columns.
struct IntervalTable {
  Table table;
  std::vector<std::uint32_t> hole;   ///< index into Drillholes::holes, one a row
  std::vector<double> from_m, to_m;  ///< from < to
};

/// Immutable once built. Every row of every table belongs to a hole.
struct Drillholes {
  std::vector<Hole> holes;
  std::vector<Station> stations;  ///< by hole, ascending in depth
  Table collars;                  ///< row i is hole i
  Table surveys;                  ///< the file's rows as kept; no rows where there is no survey table
  std::vector<IntervalTable> intervals;

  std::span<const Station> stations_of(const Hole& hole) const {
    return std::span(stations).subspan(hole.first_station, hole.station_count);
  }
};

}  // namespace lode
