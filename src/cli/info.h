// What `lode info` tells: gathered once, printed as text or JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/common.h"
#include "geo/near.h"

namespace lode::cli {

struct AttributeInfo {
  std::string table;
  const Column* column = nullptr;
  ColumnStatistics statistics;
};

struct LayerInfo {
  std::string name, source, kind;
  std::vector<std::string> files;
  std::string crs;                     ///< "EPSG:n", WKT or ""
  std::string crs_title;               ///< "WGS 84 / UTM zone 44N (EPSG:32644)", "local"
  std::string operation;               ///< "" when nothing had to be moved
  double accuracy_m = -1;              ///< -1 unknown
  std::string placed_from, placed_to;  ///< titles of the systems; "" when nothing had to be moved
  std::string pipeline;
  std::vector<geo::LikelyCrs> likely;  ///< where no CRS is stated beside layers that have one
  std::vector<std::string> operation_warnings;
  std::uint64_t count = 0;  ///< that are shown: under a filter blocks, points, holes with a row that it lets through
  std::uint64_t all = 0;    ///< whether shown or not
  std::optional<std::uint64_t> filtered_rows;  ///< under --filter or the layer's own filter
  std::string filter;
  std::string desurvey;  ///< of drillholes: "minimum curvature"
  std::string lattice;   ///< of blocks: "20 x 20 x 20 blocks of 10 x 10 x 10 m"
  bool visible = true;
  Bounds bounds_scene;  ///< of what is shown; of a surface and of holes' traces whole
  std::vector<const Table*> tables;
  std::shared_ptr<const Table> shown_rows;  ///< under a filter: the table's rows that it lets through
  std::vector<AttributeInfo> attributes;    ///< of the rows shown
  std::vector<std::string> notes;
  std::vector<std::string> decisions;  ///< of the import, a line each
};

LayerInfo layer_info(Opened& opened, std::size_t layer);

struct ProblemCounts {
  std::size_t errors = 0, warnings = 0, notes = 0;
};
ProblemCounts count_problems(const Problems& problems);
/// "2 errors, 1 warning, 3 notes".
std::string text_of(const ProblemCounts& counts);

/// "WGS 84 / UTM zone 44N (EPSG:32644)"; "local" for "".
std::string crs_title(const std::string& crs);
/// "EPSG:n" where the system has a code, else as given.
std::string crs_code(const std::string& crs);

}  // namespace lode::cli
