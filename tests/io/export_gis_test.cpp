// Grids of elevations and GeoPackages, read back by GDAL.
#include <gdal.h>
#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <cmath>
#include <memory>

#include "core/error.h"
#include "io/export.h"
#include "io/export_grid.h"
#include "io/export_rows.h"
#include "testing/testing.h"

namespace lode::io {
namespace {

namespace fs = std::filesystem;
using lode::testing::TemporaryFolder;

constexpr const char* utm44_wkt =
    "PROJCRS[\"WGS 84 / UTM zone 44N\",BASEGEOGCRS[\"WGS 84\",DATUM[\"World Geodetic System 1984\","
    "ELLIPSOID[\"WGS 84\",6378137,298.257223563,LENGTHUNIT[\"metre\",1]]],PRIMEM[\"Greenwich\",0],ID[\"EPSG\",4326]],"
    "CONVERSION[\"UTM zone 44N\",METHOD[\"Transverse Mercator\",ID[\"EPSG\",9807]],"
    "PARAMETER[\"Latitude of natural origin\",0,ANGLEUNIT[\"degree\",0.0174532925199433]],"
    "PARAMETER[\"Longitude of natural origin\",81,ANGLEUNIT[\"degree\",0.0174532925199433]],"
    "PARAMETER[\"Scale factor at natural origin\",0.9996,SCALEUNIT[\"unity\",1]],"
    "PARAMETER[\"False easting\",500000,LENGTHUNIT[\"metre\",1]],"
    "PARAMETER[\"False northing\",0,LENGTHUNIT[\"metre\",1]]],CS[Cartesian,2],AXIS[\"(E)\",east],"
    "AXIS[\"(N)\",north],LENGTHUNIT[\"metre\",1],ID[\"EPSG\",32644]]";

TEST(ElevationGrid, ARasterIsFoundAgainWhateverItsHoles) {
  std::vector<Vec3> vertices;
  for (int j = 0; j < 5; ++j)
    for (int i = 0; i < 7; ++i)
      if ((i + j) % 4 != 3) vertices.push_back({600000.25 + 30 * i, 2470000.5 + 10 * j, i + 100.0 * j});
  Progress progress;
  const ElevationGrid grid = elevation_grid(vertices, {}, progress);
  EXPECT_TRUE(grid.exact);
  EXPECT_EQ(grid.columns, 7u);
  EXPECT_EQ(grid.rows, 5u);
  EXPECT_NEAR(grid.cell_x, 30, 1e-9);
  EXPECT_NEAR(grid.cell_y, 10, 1e-9);
  EXPECT_NEAR(grid.left, 599985.25, 1e-6);
  EXPECT_NEAR(grid.top, 2470045.5, 1e-6);
  EXPECT_EQ(grid.rl[0], 400) << "the first row is the northern one";
  EXPECT_TRUE(std::isnan(grid.rl[4 * 7 + 3]));
}

TEST(ElevationGrid, ATriangleIsSampledWhereItLies) {
  const std::vector<Vec3> vertices{{3, 1, 10}, {95, 8, 30}, {41, 77, 50}};
  Progress progress;
  const std::vector<std::array<std::uint32_t, 3>> one{{0, 1, 2}};
  const ElevationGrid grid = elevation_grid(vertices, one, progress);
  EXPECT_FALSE(grid.exact);
  const Vec3 normal = cross(vertices[1] - vertices[0], vertices[2] - vertices[0]);
  std::size_t filled = 0;
  for (std::uint32_t row = 0; row < grid.rows; ++row)
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      const double rl = grid.rl[row * grid.columns + column];
      if (std::isnan(rl)) continue;
      ++filled;
      const Vec3 p{grid.left + (column + 0.5) * grid.cell_x, grid.top - (row + 0.5) * grid.cell_y, rl};
      EXPECT_NEAR(dot(normal, p - vertices[0]) / length(normal), 0, 1e-9);
    }
  EXPECT_NEAR(static_cast<double>(filled) * grid.cell_x * grid.cell_y, std::abs(normal.z) / 2, 2 * grid.cell_x * 100);
  const std::vector<Vec3> upright{{0, 0, 0}, {1, 0, 0}, {0, 0, 1}};
  EXPECT_THROW(elevation_grid(upright, one, progress), Error);
}

Column column_of(std::string name, const std::vector<double>& values) {
  Column column;
  column.name = std::move(name);
  column.data = Numbers::narrowed(values);
  return column;
}

struct Close {
  void operator()(void* dataset) const { GDALClose(dataset); }
};
std::unique_ptr<void, Close> open_package(const fs::path& file) {
  GDALAllRegister();
  return std::unique_ptr<void, Close>(GDALOpenEx(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
}

std::string code_of(OGRLayerH layer) {
  OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer);
  const char* code = reference == nullptr ? nullptr : OSRGetAuthorityCode(reference, nullptr);
  return code == nullptr ? "" : code;
}

TEST(GeoPackage, PointsKeepPositionsColumnsAndCrs) {
  const TemporaryFolder folder;
  Points points;
  points.positions_source = {{600000.125, 2470000.25, 301.5}, {600010, 2470020, 299}, {600020, 2470040, 250.75}};
  points.table.rows = 3;
  points.table.columns = {column_of("Au_gpt", {1.25, std::nan(""), 0.5}), column_of("fid", {7, 8, 9})};
  ExportLayer layer;
  layer.name = "Soil samples";
  layer.crs = "EPSG:32644";
  layer.wkt = utm44_wkt;
  layer.dataset = std::make_shared<const Dataset>(points);
  layer.visible_rows = Mask(3);
  layer.visible_rows.set(0);
  layer.visible_rows.set(1);
  Progress progress;
  const fs::path file = folder.path() / "points.gpkg";
  write_gpkg(layer, file, progress);
  const auto dataset = open_package(file);
  ASSERT_NE(dataset, nullptr);
  OGRLayerH read = GDALDatasetGetLayerByName(dataset.get(), "Soil samples");
  ASSERT_NE(read, nullptr);
  EXPECT_EQ(code_of(read), "32644");
  EXPECT_EQ(OGR_L_GetFeatureCount(read, TRUE), 2);
  OGRFeatureH first = OGR_L_GetNextFeature(read);
  OGRGeometryH point = OGR_F_GetGeometryRef(first);
  EXPECT_EQ(OGR_G_GetX(point, 0), 600000.125);
  EXPECT_EQ(OGR_G_GetY(point, 0), 2470000.25);
  EXPECT_EQ(OGR_G_GetZ(point, 0), 301.5);
  EXPECT_EQ(OGR_F_GetFieldAsDouble(first, OGR_F_GetFieldIndex(first, "Au_gpt")), 1.25);
  EXPECT_EQ(OGR_F_GetFieldAsDouble(first, OGR_F_GetFieldIndex(first, "fid_")), 7);
  OGR_F_Destroy(first);
  OGRFeatureH second = OGR_L_GetNextFeature(read);
  EXPECT_FALSE(OGR_F_IsFieldSetAndNotNull(second, OGR_F_GetFieldIndex(second, "Au_gpt"))) << "missing stays missing";
  OGR_F_Destroy(second);
}

TEST(GeoPackage, HolesHaveCollarsTracesAndIntervals) {
  const TemporaryFolder folder;
  Drillholes holes;
  holes.holes = {{"DH1", {600000, 2470000, 300}, 100, 0, 1}, {"DH2", {600050, 2470000, 310}, 60, 1, 1}};
  holes.stations = {{0, 0, -90}, {0, 90, -60}};
  holes.collars.rows = 2;
  IntervalTable assay;
  assay.table.name = "assay";
  assay.table.rows = 2;
  assay.table.columns = {column_of("Au_gpt", {3, 4})};
  assay.hole = {0, 1};
  assay.from_m = {10, 0};
  assay.to_m = {20, 60};
  holes.intervals = {assay};
  ExportLayer layer;
  layer.name = "holes";
  layer.wkt = utm44_wkt;
  layer.dataset = std::make_shared<const Dataset>(holes);
  layer.interval_table = &std::get<Drillholes>(*layer.dataset).intervals[0];
  layer.visible_rows = Mask(2);
  layer.visible_rows.set(1);
  Progress progress;
  const fs::path file = folder.path() / "holes.gpkg";
  write_gpkg(layer, file, progress);
  const auto dataset = open_package(file);
  ASSERT_NE(dataset, nullptr);
  EXPECT_EQ(GDALDatasetGetLayerCount(dataset.get()), 3);
  EXPECT_EQ(OGR_L_GetFeatureCount(GDALDatasetGetLayerByName(dataset.get(), "collars"), TRUE), 2);
  OGRLayerH traces = GDALDatasetGetLayerByName(dataset.get(), "traces");
  EXPECT_EQ(OGR_L_GetFeatureCount(traces, TRUE), 2);
  OGRLayerH intervals = GDALDatasetGetLayerByName(dataset.get(), "assay");
  ASSERT_EQ(OGR_L_GetFeatureCount(intervals, TRUE), 1) << "as filtered";
  OGRFeatureH feature = OGR_L_GetNextFeature(intervals);
  OGRGeometryH line = OGR_F_GetGeometryRef(feature);
  const int last = OGR_G_GetPointCount(line) - 1;
  EXPECT_NEAR(OGR_G_GetX(line, last), 600080, 1e-6) << "60 m at 60 degrees to the east";
  EXPECT_NEAR(OGR_G_GetZ(line, last), 310 - 60 * std::sqrt(3) / 2, 1e-6);
  OGR_F_Destroy(feature);
}

TEST(GeoPackage, NothingVisibleIsAnErrorAndLeavesNoFile) {
  const TemporaryFolder folder;
  Points points;
  points.positions_source = {{1, 2, 3}};
  points.table.rows = 1;
  ExportLayer layer;
  layer.dataset = std::make_shared<const Dataset>(points);
  layer.visible_rows = Mask(1);
  Progress progress;
  EXPECT_THROW(write_gpkg(layer, folder.path() / "none.gpkg", progress), Error);
  layer.visible_rows.set(0);
  progress.cancel();
  EXPECT_THROW(write_gpkg(layer, folder.path() / "cancelled.gpkg", progress), Cancelled);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(GeoTiff, ACancelledOneLeavesNoFile) {
  const TemporaryFolder folder;
  Surface surface;
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 3; ++i) surface.vertices_source.push_back({10.0 * i, 10.0 * j, 1});
  surface.triangles = {{0, 1, 4}, {4, 5, 8}};
  ExportLayer layer;
  layer.dataset = std::make_shared<const Dataset>(surface);
  Progress progress;
  progress.cancel();
  EXPECT_THROW(write_geotiff(layer, folder.path() / "cancelled.tif", progress), Cancelled);
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace lode::io
