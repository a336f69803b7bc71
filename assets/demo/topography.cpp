#include "topography.h"

#include <cpl_conv.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <memory>
#include <vector>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "deposit.h"
#include "geo/crs.h"
#include "names.h"

namespace demo {

using lode::Vec3;

namespace {

constexpr int width = 200, height = 180;
constexpr double pixel_lon_deg = 0.00011, pixel_lat_deg = 0.000072;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

Vec3 centre_degrees() {
  Vec3 centre[1] = {centre_utm};
  lode::Bounds bounds;
  bounds.add(centre[0]);
  lode::geo::make_placing(utm_crs, geographic_crs, "", bounds).scene_from_source(centre);
  return centre[0];
}

}  // namespace

void write_topography(const std::filesystem::path& file) {
  const Vec3 centre = centre_degrees();
  const double west = centre.x - width / 2.0 * pixel_lon_deg, north = centre.y + height / 2.0 * pixel_lat_deg;
  std::vector<Vec3> pixels;
  lode::Bounds bounds;
  for (int row = 0; row < height; ++row)
    for (int column = 0; column < width; ++column) {
      pixels.push_back({west + (column + 0.5) * pixel_lon_deg, north - (row + 0.5) * pixel_lat_deg, 0});
      bounds.add(pixels.back());
    }
  lode::geo::make_placing(geographic_crs, utm_crs, "", bounds).scene_from_source(pixels);
  std::vector<float> rl;
  for (const Vec3 p : pixels) rl.push_back(static_cast<float>(topography_rl(p.x, p.y)));

  GDALAllRegister();
  lode::write_whole(file, [&](const std::filesystem::path& beside) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const std::unique_ptr<GDALDataset, CloseDataset> dataset(
        driver->Create(lode::utf8(beside).c_str(), width, height, 1, GDT_Float32, nullptr));
    double transform[6] = {west, pixel_lon_deg, 0, north, 0, -pixel_lat_deg};
    OGRSpatialReference crs;
    crs.importFromEPSG(4326);
    if (!dataset || dataset->SetGeoTransform(transform) != CE_None || dataset->SetSpatialRef(&crs) != CE_None ||
        dataset->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, width, height, rl.data(), width, height, GDT_Float32, 0,
                                            0) != CE_None)
      throw lode::Error("the topography cannot be written", "look for space on the disk", {file});
  });
}

}  // namespace demo
