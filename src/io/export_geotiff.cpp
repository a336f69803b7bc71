// A surface as a GeoTIFF of elevations, its CRS inside.
#include <fmt/format.h>
#include <gdal.h>
#include <gdal_frmts.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/export_grid.h"
#include "io/export_positions.h"
#include "io/export_rows.h"
#include "io/gdal_errors.h"
#include "io/gdal_reference.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

constexpr double no_data = -9999;

/// Half the size, where no RL loses a digit by it.
bool fits_single_precision(const std::vector<double>& values) {
  return std::ranges::all_of(values,
                             [](double v) { return std::isnan(v) || static_cast<double>(static_cast<float>(v)) == v; });
}

void write_rows(GDALDatasetH dataset, const ElevationGrid& grid, const GdalErrors& errors, Progress& progress) {
  GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
  GDALSetRasterNoDataValue(band, no_data);
  GDALSetRasterUnitType(band, "metre");
  GDALSetDescription(band, "RL");
  std::vector<double> row(grid.columns);
  for (std::uint32_t r = 0; r < grid.rows; ++r) {
    if (r % 64 == 0) {
      progress.check();
      progress.report(static_cast<double>(r) / grid.rows);
    }
    const auto begin = grid.rl.begin() + static_cast<std::ptrdiff_t>(std::size_t{r} * grid.columns);
    std::transform(begin, begin + grid.columns, row.begin(), [](double v) { return std::isnan(v) ? no_data : v; });
    if (GDALRasterIO(band, GF_Write, 0, static_cast<int>(r), static_cast<int>(grid.columns), 1, row.data(),
                     static_cast<int>(grid.columns), 1, GDT_Float64, 0, 0) != CE_None)
      throw Error("the GeoTIFF could not be written: " + errors.first_or("no reason is given"),
                  "check the free space on the disk");
  }
}

void write_file(const ElevationGrid& grid, const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const GdalErrors errors;
  GDALRegister_GTiff();
  GDALDriverH driver = GDALGetDriverByName("GTiff");
  const SpatialReference reference = spatial_reference(layer.wkt);
  const char* const options[] = {"COMPRESS=DEFLATE", "TILED=YES", "BIGTIFF=IF_SAFER", nullptr};
  const GDALDataType type = fits_single_precision(grid.rl) ? GDT_Float32 : GDT_Float64;
  GDALDatasetH dataset = GDALCreate(driver, utf8(file).c_str(), static_cast<int>(grid.columns),
                                    static_cast<int>(grid.rows), 1, type, const_cast<char**>(options));
  if (dataset == nullptr)
    throw Error("the GeoTIFF cannot be written: " + errors.first_or("no reason is given"), "check the name and folder");
  try {
    double corner[6] = {grid.left, grid.cell_x, 0, grid.top, 0, -grid.cell_y};
    GDALSetGeoTransform(dataset, corner);
    if (reference) GDALSetSpatialRef(dataset, reference.get());
    if (!layer.note.empty()) GDALSetMetadataItem(dataset, "TIFFTAG_IMAGEDESCRIPTION", layer.note.c_str(), nullptr);
    write_rows(dataset, grid, errors, progress);
  } catch (...) {
    GDALClose(dataset);
    throw;
  }
  GDALClose(dataset);
  std::error_code absent;  // what GeoTIFF cannot say GDAL puts beside it, under the name of the unfinished file
  fs::remove(path_from_utf8(utf8(file) + ".aux.xml"), absent);
  if (!errors.first_or("").empty())
    throw Error("the GeoTIFF could not be written to its end: " + errors.first_or(""),
                "check the free space on the disk");
}

}  // namespace

void write_geotiff(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const auto* surface = std::get_if<Surface>(layer.dataset.get());
  if (surface == nullptr) throw Error("only surfaces are written as GeoTIFF", "use .csv or .vtp");
  const SurfacePart part = part_of(*surface, layer.visible_rows);
  if (part.triangles.empty())
    throw Error(fmt::format("nothing of \"{}\" is visible, so there is no surface to write", layer.name),
                "widen the filter");
  std::vector<Vec3> vertices;
  for (const std::uint64_t vertex : part.vertices) vertices.push_back(surface->vertices_source[vertex]);
  place_positions(layer, vertices, progress);
  const ElevationGrid grid = elevation_grid(vertices, part.triangles, progress);
  progress.report("writing " + utf8(file.filename()), 0);
  write_whole(file, [&](const fs::path& beside) { write_file(grid, layer, beside, progress); });
}

}  // namespace lode::io
