// What the values of a dataset say of its axes, beside a CRS.
#pragma once

#include <string>

#include "core/vec.h"

namespace lode::geo {

struct AxesFound {
  bool swapped = false;     ///< x holds northings (latitudes), y eastings (longitudes)
  double zone_shift_m = 0;  ///< to add to eastings: 14,000,000 where the zone number is missing, less where it is extra
  std::string note;         ///< what was found, one sentence; "" nothing to say
  std::string warning;      ///< "the eastings begin with zone 13, the CRS is of zone 14: EPSG:28413 is likely meant"
};
/// Found from where the data's bounds lie: as they are, swapped, with a zone number added or taken off. Nothing is
/// changed when the data as it stands lies in the CRS's area.
AxesFound axes_of(const std::string& crs, const Bounds& data);

}  // namespace lode::geo
