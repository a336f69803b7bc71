// Coordinate reference systems and the operations between them; the only door to PROJ.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "core/placement.h"

namespace lode::geo {

/// Where a CRS or an operation is meant to be used, in degrees; east < west across the antimeridian.
struct Area {
  std::string name;  ///< "Kazakhstan - 78E to 84E"; "" when none is stated
  double west = 0, south = 0, east = 0, north = 0;
  bool known() const { return !name.empty(); }
  /// Degrees from the area; 0 inside or when it is unknown, infinite for a point that is not finite.
  double degrees_outside(double longitude, double latitude) const;
};

/// What a user should know of a CRS.
struct CrsInfo {
  std::string name;  ///< "WGS 84 / UTM zone 44N"
  std::string code;  ///< "EPSG:32644", or "" when it has none
  bool geographic = false;
  bool projected = false;  ///< also a mine grid
  bool mine_grid = false;  ///< turned out of another projected CRS
  std::string base;        ///< of a mine grid: the CRS it was turned out of ("EPSG:32644", or its name)
  std::string unit;        ///< "metre", "US survey foot", "degree"
  double metres_per_unit = 1;
  bool northing_first = false;  ///< the authority's own axis order
  std::string axes;             ///< "X north, Y east": the authority's letters and order
  std::string datum;            ///< "Pulkovo 1942"
  std::string projection;       ///< "Transverse Mercator"; "" of a geographic CRS
  std::string vertical;         ///< the name of the heights' CRS in a compound one; "" none
  double vertical_metres_per_unit = 1;
  Area area;
  double false_easting = std::numeric_limits<double>::quiet_NaN();     ///< in the unit of the CRS; NaN where none
  double central_meridian = std::numeric_limits<double>::quiet_NaN();  ///< degrees
  double height_shift_m = 0;  ///< of a mine grid: its RL less the RL of the CRS it was turned out of
};
/// `crs`: a code ("EPSG:32644" or "32644"), a whole name, WKT (also Esri's), a PROJ string. Throws Error when PROJ does
/// not know it, offering the nearest.
CrsInfo describe_crs(const std::string& crs);

/// How a CRS is named in one short line: its code, else its name.
std::string short_name(const CrsInfo& info);

/// How far a point of the CRS (x first) lies outside its area of use, in degrees; 0 inside or when no area is known,
/// infinite when the point lies nowhere on Earth.
double degrees_outside_area(const std::string& crs, Vec3 point);

/// One way from a CRS to another.
struct Operation {
  std::string name;        ///< "Inverse of SK-42 ... + Pulkovo 1942 to WGS 84 (16) + UTM zone 44N"
  std::string pipeline;    ///< PROJ text, x = easting or longitude first on both sides
  double accuracy_m = -1;  ///< -1: unknown
  bool ballpark = false;
  std::string missing_grid;  ///< a grid file this needs and that is not installed; "" none
  bool covers = true;        ///< its area of use holds the point asked for
  std::string shift;         ///< the step that shifts the datum: "Pulkovo 1942 to WGS 84 (16)"; else the name
  std::string shift_code;    ///< "EPSG:5044"; "" when it has none
  Area area;
  /// How far its result lies from that of the operation used, in metres at the data; NaN when it cannot be run.
  double away_m = std::numeric_limits<double>::quiet_NaN();
};
/// All candidates, best first: those whose area covers `at` before others, then by accuracy, ballpark last; `away_m` is
/// from the first that can be run. `at`: a point of the source CRS, x first.
std::vector<Operation> operations(const std::string& from, const std::string& to, std::optional<Vec3> at);
/// The same for an area in degrees.
std::vector<Operation> operations_in(const std::string& from, const std::string& to, const Area& area);

/// What was chosen for a dataset once, to be used again exactly.
struct Pinned {
  std::string pipeline;
  std::string name;
  double accuracy_m = -1;
  bool operator==(const Pinned&) const = default;
};

/// A chosen operation, ready to use.
struct Placing {
  std::string from, to;
  Operation operation;                ///< the one used; pipeline "" when both are the same system
  std::vector<Operation> others;      ///< that were not used
  SourceUnits units;                  ///< of `from`
  PointTransform scene_from_source;   ///< one PJ_CONTEXT a thread
  std::vector<std::string> warnings;  ///< "a more accurate operation needs the grid X, which is not installed" ...
  std::vector<std::string> warning_checks;  ///< the name in core/checks.h of each warning
  std::vector<std::string> notes;           ///< what else was done: the height shift of a mine grid
};
/// Which operation is to be taken.
struct PlacingChoice {
  std::string wanted;            ///< a name (or a part of it), a code "EPSG:n", a PROJ pipeline, or "": the best
  std::optional<Pinned> pinned;  ///< used as it is, in place of the best or the wanted one
  bool vertical_datums = false;  ///< RLs go from one vertical datum to the other, where both systems have one
};
/// A wanted name or code says nothing where both are the same system or the only operation is exact (EPSG:4326 to
/// EPSG:32644). Without `vertical_datums` RLs change only by the height shifts of mine grids. Throws Error when no
/// operation exists or none matches what is wanted (listing what there is).
Placing make_placing(const std::string& from, const std::string& to, const PlacingChoice& choice, const Bounds& data);
Placing make_placing(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data);

/// Whether an operation between these two has the name or code `wanted`; never for a pipeline. Throws Error for an
/// unknown CRS.
bool offers_operation(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data);

/// The scene's CRS by default: the first projected one of `crs_list`, else the UTM zone (WGS 84) of `centre_degrees` of
/// the first geographic one, else "" (local).
std::string default_scene_crs(const std::vector<std::string>& crs_list, Vec3 centre_degrees);

}  // namespace lode::geo
