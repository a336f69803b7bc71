// The rows of the table of export formats: one function a format.
#pragma once

#include "io/export.h"

namespace lode::io {

/// Incoming columns under their names, then positions in the CRS of the export; a row a visible row.
void write_csv(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// In doubles, with the colours in a .mtl beside it.
void write_obj(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// Binary, little-endian, positions in doubles, a colour a face.
void write_ply(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// ASCII in doubles: binary STL holds float32, which moves a vertex at UTM coordinates by up to 0.25 m.
void write_stl(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// Float32 around a local origin, which stands in the node's translation, in `extras`, and in FILE.origin.txt.
void write_glb(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// Regular block models along their own axes, raw appended at 64-byte multiples; hidden and missing blocks are NaN, the
/// greatest code, and blanked by `vtkGhostType`. Throws Error for other kinds, and for a CRS that bends the model.
void write_vti(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);

/// A surface as a grid of RLs, in metres: a raster's own cells, or its triangles sampled (io/export_grid.h).
void write_geotiff(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// Of drillholes the collars, the traces and the visible intervals, a layer each; of points one layer.
void write_gpkg(const ExportLayer& layer, const std::filesystem::path& file, Progress& progress);

}  // namespace lode::io
