// A CRS as the text that files carry.
#pragma once

#include <string>

namespace lode::geo {

/// What a .prj holds: WKT1 as Esri writes it, which every GIS reads; WKT2 of a system that it cannot say (a mine grid,
/// as it was given, with its height shift).
/// "" stays "". Throws Error for an unknown CRS.
std::string prj_text(const std::string& crs);
/// How WKT names a unit of length: "metre", "foot", "US survey foot"; others "unit of the data".
std::string wkt_unit_name(double metres_per_unit);
/// WKT2:2019 on one line; that of a mine grid as it was given, with its height shift. "" stays "".
std::string wkt2_text(const std::string& crs);

}  // namespace lode::geo
