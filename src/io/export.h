// Writing data and meshes: one table of formats.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/dataset.h"
#include "core/geometry.h"
#include "core/progress.h"

namespace lode::io {

/// Everything a writer may need of one layer, as filtered. Positions are exact doubles in the CRS of the export.
struct ExportLayer {
  std::string name;
  std::string crs;  ///< of the positions: "EPSG:n", WKT, or "" local
  std::string prj;  ///< the same for a .prj: WKT1 as Esri writes it where it can; "" local
  std::string wkt;  ///< the same as WKT2; "" local
  DatasetPtr dataset;
  const IntervalTable* interval_table = nullptr;  ///< drillholes: the rows exported; nullptr: the collars
  Mask visible_rows;                              ///< of the exported table; of a surface without attributes: empty
  PointTransform target_from_source;              ///< empty: identity
  SourceUnits units;
  ColourScale scale;
  /// A palette index a row of the exported table, as in the picture; nullptr or empty: one colour (index 0).
  std::shared_ptr<const std::vector<std::uint8_t>> colour_of_row;
  double tube_radius_m = 1;
  double plan_metres_per_unit = 1;  ///< of x and y of `crs`
  std::string note;                 ///< the scene's note, e.g. that the data is synthetic; "" none
};

/// A mesh with a colour and a source row a face: what OBJ, PLY, STL, GLB, VTP hold.
struct ExportMesh {
  std::vector<Vec3> vertices;  ///< in the CRS of the export, exact
  std::vector<std::array<std::uint32_t, 3>> triangles;
  std::vector<std::uint64_t> row;  ///< a source row a triangle; Segments::no_row none
  std::vector<Rgba> colour;        ///< one a triangle
};
/// Blocks as exposed faces (corners shared within a layer of equal position), holes as closed tubes of 12 sides,
/// surfaces as they are; what the filter hides is left out. Throws Error for points.
ExportMesh export_mesh(const ExportLayer& layer, Progress& progress);

struct ExportFormat {
  std::string_view extension;  ///< "obj"
  std::string_view title;
  void (*write)(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
  bool (*holds)(DatasetKind kind) = nullptr;  ///< nullptr: every kind
};
/// CSV, OBJ, PLY, STL, GLB, GeoTIFF, GeoPackage; session adds those written by VTK.
const std::vector<ExportFormat>& export_formats();

}  // namespace lode::io
