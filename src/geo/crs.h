// Coordinate reference systems and the operations between them; the only door to PROJ.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/placement.h"

namespace lode::geo {

/// What a user should know of a CRS. Throws Error when PROJ does not know it (with the nearest remedy).
struct CrsInfo {
  std::string name;  ///< "WGS 84 / UTM zone 44N"
  std::string code;  ///< "EPSG:32644", or "" when it has none
  bool geographic = false;
  bool projected = false;
  std::string unit;  ///< "metre", "US survey foot", "degree"
  double metres_per_unit = 1;
  bool northing_first = false;  ///< the authority's own axis order
};
CrsInfo describe_crs(const std::string& crs);

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
};
/// All candidates, best first: those whose area covers `at` before others, then by accuracy, ballpark last.
/// `at`: a point of the source CRS, x first.
std::vector<Operation> operations(const std::string& from, const std::string& to, std::optional<Vec3> at);

/// A chosen operation, ready to use.
struct Placing {
  std::string from, to;
  Operation operation;                ///< the one used; pipeline "" when both are the same system
  std::vector<Operation> others;      ///< that were not used
  SourceUnits units;                  ///< of `from`
  PointTransform scene_from_source;   ///< one PJ_CONTEXT a thread
  std::vector<std::string> warnings;  ///< "a more accurate operation needs the grid X, which is not installed" ...
  std::vector<std::string> warning_checks;  ///< the name in core/checks.h of each warning
};
/// `wanted`: an operation's name (or a part of it), a code "EPSG:n", a PROJ pipeline, or "" for the best candidate.
/// A wanted name or code says nothing where both are the same system or the only operation is exact (EPSG:4326 to
/// EPSG:32644). Throws Error when no operation exists or none matches `wanted` (listing what there is).
Placing make_placing(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data);

/// Whether an operation between these two has the name or code `wanted`; never for a pipeline. Throws Error for an
/// unknown CRS.
bool offers_operation(const std::string& from, const std::string& to, const std::string& wanted, const Bounds& data);

/// The scene's CRS by default: the first projected one of `crs_list`, else the UTM zone (WGS 84) of `centre_degrees` of
/// the first geographic one, else "" (local).
std::string default_scene_crs(const std::vector<std::string>& crs_list, Vec3 centre_degrees);

}  // namespace lode::geo
