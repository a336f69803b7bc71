#include "io/export.h"

#include "io/export_rows.h"

namespace lode::io {

const std::vector<ExportFormat>& export_formats() {
  static const std::vector<ExportFormat> rows = {
      {"csv", "CSV of rows", write_csv},
      {"obj", "Wavefront OBJ mesh", write_obj},
      {"ply", "PLY mesh", write_ply},
      {"stl", "STL mesh (ASCII, in doubles)", write_stl},
      {"glb", "glTF binary mesh around a local origin", write_glb},
      {"tif", "GeoTIFF of elevations", write_geotiff, [](DatasetKind kind) { return kind == DatasetKind::surface; }},
      {"gpkg", "GeoPackage", write_gpkg,
       [](DatasetKind kind) { return kind == DatasetKind::drillholes || kind == DatasetKind::points; }},
      {"vti", "VTK image data, raw, of a regular block model", write_vti,
       [](DatasetKind kind) { return kind == DatasetKind::blocks; }},
  };
  return rows;
}

}  // namespace lode::io
