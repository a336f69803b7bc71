// Elevation rasters: position of the cells, no data, CRS, and files that are broken.
#include <cpl_conv.h>
#include <gdal.h>
#include <gdal_frmts.h>
#include <ogr_srs_api.h>

#include <cmath>
#include <functional>
#include <limits>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

/// A float32 raster of 10 m cells whose upper left corner is at E 500000, N 7000000; RLs are `values`.
std::filesystem::path write_raster(const TemporaryFolder& folder, std::vector<double> values, int width,
                                   GDALDataType type, const std::function<void(GDALDatasetH)>& prepare) {
  GDALRegister_GTiff();
  const std::filesystem::path file = folder.path() / "dem.tif";
  const int height = static_cast<int>(values.size()) / width;
  GDALDatasetH dataset = GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), width, height, 1, type, nullptr);
  std::array<double, 6> transform{500000, 10, 0, 7000000, 0, -10};
  GDALSetGeoTransform(dataset, transform.data());
  prepare(dataset);
  EXPECT_EQ(GDALRasterIO(GDALGetRasterBand(dataset, 1), GF_Write, 0, 0, width, height, values.data(), width, height,
                         GDT_Float64, 0, 0),
            CE_None);
  GDALClose(dataset);
  return file;
}

void set_crs(GDALDatasetH dataset, int code) {
  OGRSpatialReferenceH reference = OSRNewSpatialReference(nullptr);
  OSRImportFromEPSG(reference, code);
  GDALSetSpatialRef(dataset, reference);
  OSRDestroySpatialReference(reference);
}

Source source_of(const std::filesystem::path& file) {
  Problems problems;
  return recognise({file}, problems).at(0);
}

double area_from_above(const Surface& surface) {
  double area = 0;
  for (const auto& t : surface.triangles) {
    const Vec3 a = surface.vertices_source[t[0]], b = surface.vertices_source[t[1]], c = surface.vertices_source[t[2]];
    area += 0.5 * cross(b - a, c - a).z;
  }
  return area;
}

TEST(GeoTiff, VerticesAreCellCentresAndTrianglesLookUp) {
  const TemporaryFolder folder;
  const auto file = write_raster(folder, {100, 101, 102, 103, 104, 105}, 3, GDT_Float32,
                                 [](GDALDatasetH dataset) { set_crs(dataset, 28350); });
  EXPECT_EQ(source_of(file).crs, "EPSG:28350");
  EXPECT_TRUE(source_of(file).crs_from_file);
  const Loaded loaded = read_file(file);
  const Surface& surface = surface_of(loaded);
  ASSERT_EQ(surface.vertices_source.size(), 6U);
  EXPECT_EQ(surface.vertices_source[0], (Vec3{500005, 6999995, 100}));
  EXPECT_EQ(surface.vertices_source[5], (Vec3{500025, 6999985, 105}));
  EXPECT_EQ(surface.triangles.size(), 4U);
  EXPECT_DOUBLE_EQ(area_from_above(surface), 200);
  EXPECT_EQ((*surface.vertex_attributes.find("elevation")->numbers())[4], 104);
}

TEST(GeoTiff, SouthUpRastersLookUpToo) {
  const TemporaryFolder folder;
  const auto file = write_raster(folder, {1, 2, 3, 4}, 2, GDT_Float32, [](GDALDatasetH dataset) {
    std::array<double, 6> transform{0, 10, 0, 0, 0, 10};
    GDALSetGeoTransform(dataset, transform.data());
  });
  EXPECT_DOUBLE_EQ(area_from_above(surface_of(read_file(file))), 100);
  EXPECT_EQ(source_of(file).crs, "");
}

TEST(GeoTiff, GeographicRastersKeepDegrees) {
  const TemporaryFolder folder;
  const auto file = write_raster(folder, {1, 2, 3, 4}, 2, GDT_Int16, [](GDALDatasetH dataset) {
    set_crs(dataset, 4326);
    std::array<double, 6> transform{81.5, 0.001, 0, 49.5, 0, -0.001};
    GDALSetGeoTransform(dataset, transform.data());
  });
  EXPECT_EQ(source_of(file).crs, "EPSG:4326");
  const Vec3 first = surface_of(read_file(file)).vertices_source[0];
  EXPECT_DOUBLE_EQ(first.x, 81.5005);
  EXPECT_DOUBLE_EQ(first.y, 49.4995);
}

TEST(GeoTiff, NoDataOfAnyKindIsLeftOut) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const TemporaryFolder folder;
  const auto vertices = [&](double empty, GDALDataType type, bool stated) {
    const auto file = write_raster(folder, {empty, 1, 2, 3, 4, 5, 6, 7, 8}, 3, type, [&](GDALDatasetH dataset) {
      if (stated) GDALSetRasterNoDataValue(GDALGetRasterBand(dataset, 1), empty);
    });
    const Loaded loaded = read_file(file);
    EXPECT_EQ(surface_of(loaded).triangles.size(), 7U);
    EXPECT_FALSE(loaded.notes.empty());
    for (const Vec3& vertex : surface_of(loaded).vertices_source) EXPECT_TRUE(vertex.z >= 1 && vertex.z <= 8);
    return surface_of(loaded).vertices_source.size();
  };
  EXPECT_EQ(vertices(-9999, GDT_Float32, true), 8U);
  EXPECT_EQ(vertices(-9999, GDT_Float32, false), 8U);
  EXPECT_EQ(vertices(-3.4028234663852886e38, GDT_Float32, true), 8U);
  EXPECT_EQ(vertices(-3.4028234663852886e38, GDT_Float32, false), 8U);
  EXPECT_EQ(vertices(1e30, GDT_Float64, true), 8U);
  EXPECT_EQ(vertices(nan, GDT_Float32, false), 8U);
  EXPECT_EQ(vertices(nan, GDT_Float32, true), 8U);
  EXPECT_EQ(vertices(0, GDT_Int16, true), 8U);
  EXPECT_EQ(vertices(-32768, GDT_Int16, false), 8U);
}

TEST(GeoTiff, FeetBecomeMetres) {
  const TemporaryFolder folder;
  const auto file = write_raster(folder, {1000, 1000, 1000, 2000}, 2, GDT_Float32, [](GDALDatasetH dataset) {
    GDALSetRasterUnitType(GDALGetRasterBand(dataset, 1), "ft");
  });
  const Loaded loaded = read_file(file);
  EXPECT_DOUBLE_EQ(surface_of(loaded).vertices_source[0].z, 304.8);
  EXPECT_DOUBLE_EQ((*surface_of(loaded).vertex_attributes.columns[0].numbers())[3], 609.6);
}

TEST(GeoTiff, BigRastersAreThinnedAndSaySo) {
  const TemporaryFolder folder;
  std::vector<double> values(2500 * 2000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i / 2500);
  const Loaded loaded = read_file(write_raster(folder, values, 2500, GDT_Float32, [](GDALDatasetH) {}));
  const Surface& surface = surface_of(loaded);
  EXPECT_EQ(surface.vertices_source.size(), 1250U * 1000U);
  EXPECT_EQ(surface.vertices_source[1250], (Vec3{500005, 7000000 - 25, 2}));
  ASSERT_EQ(loaded.notes.size(), 1U);
  EXPECT_NE(loaded.notes[0].find("one row and column in 2"), std::string::npos) << loaded.notes[0];
}

TEST(GeoTiff, BrokenFilesAreErrorsWithGdalsReason) {
  const TemporaryFolder folder;
  const std::string good = lode::testing::read_bytes(
      write_raster(folder, std::vector<double>(400, 5), 20, GDT_Float32, [](GDALDatasetH) {}));
  ::testing::internal::CaptureStderr();
  EXPECT_NE(error_of(folder, "cut.tif", good.substr(0, good.size() / 2)), "");
  EXPECT_NE(error_of(folder, "tiny.tif", good.substr(0, 12)).find("the TIFF cannot be read: "), std::string::npos);
  EXPECT_GT(break_file("b.tif", good, 8), 200);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(GeoTiff, PicturesAreNoElevation) {
  GDALRegister_GTiff();
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "photo.tif";
  GDALClose(GDALCreate(GDALGetDriverByName("GTiff"), file.c_str(), 8, 8, 3, GDT_Byte, nullptr));
  EXPECT_EQ(error_of(folder, "p.tif", lode::testing::read_bytes(file)),
            "the TIFF is a picture (3 bands of colours), not elevation");
}

TEST(GeoTiff, SamplesAreWhereTheyShouldBe) {
  LODE_NEEDS_SAMPLE("dem_hamersley/dtm_rp.tif");
  const Source source = source_of(lode::testing::sample("dem_hamersley/dtm_rp.tif"));
  EXPECT_EQ(source.crs, "EPSG:28350");
  for (const char* name : {"dem_hamersley/dtm_rp.tif", "subsurface_test/dtm_rp.tif"}) {
    const Loaded loaded = read_file(lode::testing::sample(name));
    const Surface& surface = surface_of(loaded);
    EXPECT_GT(surface.triangles.size(), 10'000U);
    for (const Vec3& vertex : surface.vertices_source) ASSERT_TRUE(vertex.z > 100 && vertex.z < 1300) << vertex.z;
  }
}

}  // namespace
}  // namespace lode::io
