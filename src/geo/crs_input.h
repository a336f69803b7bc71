// A CRS as a user gives it: on the command line, in a dialog, or in a file beside the data.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lode::geo {

/// What `text` names, as Lode keeps it: "EPSG:n" where the system has a code, else its WKT or PROJ string. `text` is a
/// code, a whole name, WKT, a PROJ string, or a file that holds one of these (.prj, .wkt, .txt). "" stays "". Throws
/// Error for what PROJ does not know, naming the nearest systems, and for a file that cannot be read.
std::string crs_of_input(const std::string& text);

/// The CRS that a file beside the data states: "blocks.prj" or "blocks.csv.prj" of "blocks.csv", in any case. Nothing
/// where there is none. Throws Error when PROJ does not know what it holds.
struct CrsBeside {
  std::filesystem::path file;
  std::string crs;
};
std::optional<CrsBeside> crs_beside(const std::filesystem::path& data);

/// The same projected CRS counted in another unit ("WGS 84 / UTM zone 44N" in feet), as WKT. Throws Error for a
/// geographic one.
std::string crs_in_unit(const std::string& crs, double metres_per_unit);

/// WKT2 of a CRS, several lines; that of a mine grid as it was given. Throws Error for what PROJ does not know.
std::string wkt_of(const std::string& crs);

}  // namespace lode::geo
