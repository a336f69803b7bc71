// Finding a CRS in PROJ's database.
#pragma once

#include <string>
#include <vector>

#include "geo/crs.h"

namespace lode::geo {

/// One entry of the database, without what only building the CRS tells (describe_crs).
struct CrsEntry {
  std::string code;  ///< "EPSG:28414"
  std::string name;
  std::string kind;  ///< "projected", "geographic", "compound", "vertical"
  std::string projection;
  Area area;
};

struct CrsMatches {
  std::vector<CrsEntry> entries;  ///< best first
  std::size_t found = 0;          ///< how many match, shown or not
  bool all_words = true;          ///< false: none matches every word, these match most of them
};

/// Every word must stand in the name, the area or the code: "Pulkovo 44", "UTM 44N", "Kazakhstan", "28414",
/// "Kazakhstan Gauss". Names before areas, whole words before parts, WGS 84 before its likes. "SK-42" is Pulkovo 1942.
CrsMatches search_crs(const std::string& text, std::size_t most = 20);

/// Systems whose area holds the point, projected ones first, the smallest areas first.
CrsMatches search_crs_at(double longitude, double latitude, std::size_t most = 20);

/// Names near a text that is no CRS, with their codes: for messages.
std::string nearest_crs_text(const std::string& text);

/// All entries that may hold data in plan: projected and geographic. Read once.
const std::vector<CrsEntry>& plan_systems();

}  // namespace lode::geo
