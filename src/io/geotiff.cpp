// Elevation rasters through GDAL: a vertex a cell centre, in the raster's own coordinates.
#include <cpl_string.h>
#include <fmt/format.h>
#include <gdal.h>
#include <gdal_frmts.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/text.h"
#include "io/format_rows.h"
#include "io/gdal_errors.h"
#include "io/surface_reading.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> extensions{"tif", "tiff"};
constexpr std::uint64_t max_vertices = 4'000'000;
constexpr int max_side = 500'000;
/// What programs write where there is nothing, without saying so.
constexpr std::array<double, 5> undeclared_no_data{-9999, -99999, -999999, -32768, -32767};

struct CloseDataset {
  void operator()(void* dataset) const { GDALClose(dataset); }
};
using DatasetHandle = std::unique_ptr<void, CloseDataset>;

bool sniff(const fs::path& file, std::string_view first_bytes) {
  using namespace std::string_view_literals;
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (first_bytes.starts_with(magic)) return true;
  return has_extension(file, extensions);
}

DatasetHandle open_raster(const fs::path& file, const GdalErrors& errors) {
  static const bool registered = (GDALRegister_GTiff(), true);
  static_cast<void>(registered);
  const std::array<const char*, 2> drivers{"GTiff", nullptr};
  DatasetHandle dataset(
      GDALOpenEx(utf8(file).c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers.data(), nullptr, nullptr));
  if (!dataset)
    throw Error("the TIFF cannot be read: " + errors.first_or("no reason is given"),
                "the file is damaged or cut off: copy or export it again", {file});
  return dataset;
}

/// The one band with elevations. Throws Error for a picture.
GDALRasterBandH elevation_band(GDALDatasetH dataset, const fs::path& file) {
  const int bands = GDALGetRasterCount(dataset);
  if (bands < 1) throw Error("the TIFF holds no band", "give a TIFF of elevations", {file});
  GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
  const GDALColorInterp meaning = GDALGetRasterColorInterpretation(band);
  const bool bytes = GDALGetRasterDataType(band) == GDT_Byte;
  if (meaning == GCI_RedBand || meaning == GCI_PaletteIndex || (bytes && bands >= 3))
    throw Error(fmt::format("the TIFF is a picture ({} bands of colours), not elevation", bands),
                "give a TIFF whose first band holds elevations", {file});
  if (GDALDataTypeIsComplex(GDALGetRasterDataType(band)) != 0)
    throw Error("the TIFF holds complex numbers, not elevation", "give a TIFF whose first band holds elevations",
                {file});
  return band;
}

/// "EPSG:n" when the reference is that system, else WKT; "" when there is none or it is local.
std::string crs_of(GDALDatasetH dataset) {
  OGRSpatialReferenceH stated = GDALGetSpatialRef(dataset);
  if (stated == nullptr || OSRIsLocal(stated) != 0) return "";
  const std::unique_ptr<void, void (*)(void*)> reference(OSRClone(stated), OSRDestroySpatialReference);
  OSRAutoIdentifyEPSG(reference.get());
  const char* authority = OSRGetAuthorityName(reference.get(), nullptr);
  const char* code = OSRGetAuthorityCode(reference.get(), nullptr);
  if (authority != nullptr && code != nullptr && std::string_view(authority) == "EPSG")
    return fmt::format("EPSG:{}", code);
  char* text = nullptr;
  const std::array<const char*, 2> options{"FORMAT=WKT2_2019", nullptr};
  const bool exported = OSRExportToWktEx(reference.get(), &text, options.data()) == OGRERR_NONE && text != nullptr;
  std::string wkt = exported ? text : "";
  CPLFree(text);
  return wkt;
}

/// Metres per unit of the band's values.
double metres_per_unit(GDALRasterBandH band) {
  const char* text = GDALGetRasterUnitType(band);
  const std::string unit = fold_case(text != nullptr ? text : "");
  if (unit == "ft" || unit == "feet" || unit == "foot") return 0.3048;
  if (unit == "us-ft" || unit == "ussft" || unit == "us survey foot") return 1200.0 / 3937.0;
  return 1;
}

Affine cell_corners(GDALDatasetH dataset, const fs::path& file) {
  std::array<double, 6> transform{};
  if (GDALGetGeoTransform(dataset, transform.data()) != CE_None)
    throw Error("the TIFF states no position on the ground", "give a GeoTIFF, or lay its world file (.tfw) beside it",
                {file});
  const Affine source_from_pixel{{Vec3{transform[1], transform[4], 0}, Vec3{transform[2], transform[5], 0}, Vec3{}},
                                 {transform[0], transform[3], 0}};
  const double area = transform[1] * transform[5] - transform[2] * transform[4];
  if (!std::isfinite(area) || area == 0)
    throw Error("the cells of the TIFF have no size", "the file is damaged: export it again", {file});
  return source_from_pixel;
}

/// What makes a cell empty, and elevations of raw values.
class Elevations {
 public:
  explicit Elevations(GDALRasterBandH band) {
    int stated = 0;
    no_data_ = GDALGetRasterNoDataValue(band, &stated);
    states_no_data_ = stated != 0;
    single_precision_ = GDALGetRasterDataType(band) == GDT_Float32;
    int has = 0;
    const double scale = GDALGetRasterScale(band, &has);
    if (has != 0 && scale != 0) scale_ = scale;
    const double offset = GDALGetRasterOffset(band, &has);
    if (has != 0) offset_ = offset;
  }

  /// NaN where there is nothing.
  double operator()(double raw) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (states_no_data_ && (raw == no_data_ || (single_precision_ && raw == single(no_data_)))) return nothing;
    if (!states_no_data_ && std::ranges::find(undeclared_no_data, raw) != undeclared_no_data.end()) {
      found_undeclared = raw;
      return nothing;
    }
    const double elevation = raw * scale_ + offset_;
    return std::abs(elevation) <= 1e6 ? elevation : nothing;  // also -3.4e38, infinities and NaN
  }

  double found_undeclared = 0;  ///< the last value taken as no data without being stated as such

 private:
  static double single(double value) {
    return std::abs(value) <= std::numeric_limits<float>::max() ? static_cast<double>(static_cast<float>(value))
                                                                : value;
  }

  double no_data_ = 0, scale_ = 1, offset_ = 0;
  bool states_no_data_ = false, single_precision_ = false;
};

/// The raster as vertices and triangles, every `step`-th cell of it.
class GridSurface {
 public:
  GridSurface(int width, int height, int step, const Affine& source_from_pixel)
      : step_(step),
        columns_((width + step - 1) / step),
        rows_((height + step - 1) / step),
        source_from_pixel_(source_from_pixel) {
    const Vec3 u = source_from_pixel.columns[0], v = source_from_pixel.columns[1];
    clockwise_ = u.x * v.y - u.y * v.x > 0;  // of column, then row, as seen from above
    above_.assign(static_cast<std::size_t>(columns_), none);
    below_ = above_;
  }

  int rows() const { return rows_; }
  int step() const { return step_; }
  std::uint64_t empty() const { return empty_; }

  void add_row(int row, const std::vector<double>& raw, const std::vector<unsigned char>& mask,
               Elevations& elevations) {
    std::swap(above_, below_);
    for (int column = 0; column < columns_; ++column) {
      const std::size_t pixel = static_cast<std::size_t>(column) * static_cast<std::size_t>(step_);
      const double elevation = mask[pixel] == 0 ? std::numeric_limits<double>::quiet_NaN() : elevations(raw[pixel]);
      std::uint32_t& vertex = below_[static_cast<std::size_t>(column)];
      vertex = none;
      if (std::isnan(elevation)) {
        ++empty_;
        continue;
      }
      vertex = static_cast<std::uint32_t>(surface.vertices_source.size());
      Vec3 position = source_from_pixel_({static_cast<double>(pixel) + 0.5, double{1} * row * step_ + 0.5, 0});
      position.z = elevation;
      surface.vertices_source.push_back(position);
    }
    if (row > 0)
      for (std::size_t column = 1; column < static_cast<std::size_t>(columns_); ++column)
        add_cell(above_[column - 1], above_[column], below_[column - 1], below_[column]);
  }

  Surface surface;

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  /// Two triangles between four vertices, or one where one of them is missing.
  void add_cell(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    if (b != none && c != none) {
      add(a, c, b);
      add(b, c, d);
    } else {
      add(a, c, d);
      add(a, d, b);
    }
  }

  void add(std::uint32_t p, std::uint32_t q, std::uint32_t r) {
    if (p == none || q == none || r == none) return;
    if (clockwise_) std::swap(q, r);
    surface.triangles.push_back({p, q, r});
  }

  int step_, columns_, rows_;
  Affine source_from_pixel_;
  bool clockwise_ = false;
  std::vector<std::uint32_t> above_, below_;
  std::uint64_t empty_ = 0;
};

GridSurface read_grid(GDALDatasetH dataset, GDALRasterBandH band, Elevations& elevations, const GdalErrors& errors,
                      const fs::path& file, Progress& progress) {
  const int width = GDALGetRasterXSize(dataset), height = GDALGetRasterYSize(dataset);
  if (width < 2 || height < 2 || width > max_side || height > max_side)
    throw Error(fmt::format("a raster of {} x {} cells cannot become a surface", width, height),
                fmt::format("give one of 2 to {} cells a side", max_side), {file});
  const double cells = static_cast<double>(width) * height;
  const int step = static_cast<int>(std::ceil(std::sqrt(std::max(1.0, cells / static_cast<double>(max_vertices)))));
  GridSurface grid(width, height, step, cell_corners(dataset, file));
  std::vector<double> raw(static_cast<std::size_t>(width));
  std::vector<unsigned char> mask(static_cast<std::size_t>(width));
  GDALRasterBandH mask_band = GDALGetMaskBand(band);
  for (int row = 0; row < grid.rows(); ++row) {
    progress.check();
    progress.report(static_cast<double>(row) / grid.rows());
    const int y = row * step;
    if (GDALRasterIO(band, GF_Read, 0, y, width, 1, raw.data(), width, 1, GDT_Float64, 0, 0) != CE_None ||
        GDALRasterIO(mask_band, GF_Read, 0, y, width, 1, mask.data(), width, 1, GDT_Byte, 0, 0) != CE_None)
      throw Error(fmt::format("row {} of {} of the TIFF cannot be read: {}", y + 1, height,
                              errors.first_or("no reason is given")),
                  "the file is damaged or cut off: copy or export it again", {file});
    grid.add_row(row, raw, mask, elevations);
  }
  return grid;
}

Source describe_geotiff(const fs::path& file) {
  const GdalErrors errors;
  const DatasetHandle dataset = open_raster(file, errors);
  GDALRasterBandH band = elevation_band(dataset.get(), file);
  cell_corners(dataset.get(), file);
  Source source = one_file_source(file, "geotiff", DatasetKind::surface);
  source.crs = crs_of(dataset.get());
  source.crs_from_file = !source.crs.empty();
  source.rl_metres_per_unit = metres_per_unit(band);
  return source;
}

Column elevation_column(const std::vector<Vec3>& vertices, double rl_metres_per_unit) {
  std::vector<double> elevations(vertices.size());
  std::ranges::transform(vertices, elevations.begin(), [&](const Vec3& v) { return v.z * rl_metres_per_unit; });
  Column column;
  column.name = "elevation";
  column.unit = "m";
  const auto is_single = [](double value) { return static_cast<double>(static_cast<float>(value)) == value; };
  if (std::ranges::all_of(elevations, is_single)) {
    std::vector<float> narrow(elevations.size());
    std::ranges::transform(elevations, narrow.begin(), [](double value) { return static_cast<float>(value); });
    column.data = Numbers(SharedArray<float>(std::move(narrow)));
  } else {
    column.data = Numbers(SharedArray<double>(std::move(elevations)));
  }
  return column;
}

Loaded load_geotiff(const Source& source, Progress& progress) {
  const fs::path& file = source.files.at(0).path;
  progress.report("reading " + utf8(file.filename()), 0);
  const GdalErrors errors;
  const DatasetHandle dataset = open_raster(file, errors);
  GDALRasterBandH band = elevation_band(dataset.get(), file);
  Elevations elevations(band);
  GridSurface grid = read_grid(dataset.get(), band, elevations, errors, file, progress);
  const int width = GDALGetRasterXSize(dataset.get()), height = GDALGetRasterYSize(dataset.get());
  if (grid.surface.triangles.empty())
    throw Error("the TIFF holds no elevations, only no-data cells", "give a raster with values", {file});
  grid.surface.vertex_attributes.columns.push_back(
      elevation_column(grid.surface.vertices_source, source.rl_metres_per_unit));
  const std::uint64_t empty = grid.empty();
  Loaded loaded = finish_surface(std::move(grid.surface), source);
  if (grid.step() > 1)
    loaded.notes.push_back(
        fmt::format("one row and column in {} of the {} x {} cells is used: a surface has at most {} "
                    "vertices",
                    grid.step(), width, height, grouped(static_cast<double>(max_vertices))));
  if (empty > 0)
    loaded.notes.push_back(fmt::format("{} cells without data are left out", grouped(static_cast<double>(empty))));
  if (elevations.found_undeclared != 0)
    loaded.notes.push_back(fmt::format("cells of {} are taken as no data, though the file does not say so",
                                       shortest(elevations.found_undeclared)));
  if (GDALGetRasterCount(dataset.get()) > 1)
    loaded.notes.push_back(fmt::format("the first of {} bands is the elevation", GDALGetRasterCount(dataset.get())));
  if (source.rl_metres_per_unit != 1)
    loaded.notes.push_back(
        fmt::format("elevations in units of {} m are converted to metres", shortest(source.rl_metres_per_unit)));
  return loaded;
}

}  // namespace

Format geotiff_format() { return {"geotiff", "GeoTIFF elevation", extensions, sniff, describe_geotiff, load_geotiff}; }

}  // namespace lode::io
