// A CRS as the text that files carry.
#pragma once

#include <string>

namespace lode::geo {

/// What a .prj holds: WKT1 as Esri writes it, which every GIS reads; WKT2 of a system that it cannot say (a mine grid).
/// "" stays "". Throws Error for an unknown CRS.
std::string prj_text(const std::string& crs);
/// WKT2:2019 on one line. "" stays "".
std::string wkt2_text(const std::string& crs);

}  // namespace lode::geo
