// Points, collars, traces and intervals as a GeoPackage, its CRS inside.
#include <fmt/format.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/error.h"
#include "core/text.h"
#include "core/write_file.h"
#include "io/export_positions.h"
#include "io/export_rows.h"
#include "io/gdal_errors.h"
#include "io/gdal_reference.h"

namespace lode::io {

namespace {

namespace fs = std::filesystem;

/// The columns of a table as fields of a layer.
class Fields {
 public:
  Fields(OGRLayerH layer, const Table* table) : table_(table) {
    if (table == nullptr) return;
    std::vector<std::string> taken{"fid", "geom"};
    for (const Column& column : table->columns) {
      std::string name = column.name;
      while (std::ranges::find(taken, fold_case(name)) != taken.end()) name += "_";
      taken.push_back(fold_case(name));
      const bool number = is_number(column);
      OGRFieldDefnH field = OGR_Fld_Create(name.c_str(), number ? OFTReal : OFTString);
      const bool made = OGR_L_CreateField(layer, field, TRUE) == OGRERR_NONE;
      OGR_Fld_Destroy(field);
      if (!made) throw Error(fmt::format("the column \"{}\" cannot be written", column.name), "rename it");
    }
  }

  void set(OGRFeatureH feature, std::size_t row) const {
    if (table_ == nullptr) return;
    for (std::size_t c = 0; c < table_->columns.size(); ++c) {
      const Column& column = table_->columns[c];
      const int index = static_cast<int>(c);
      if (is_number(column)) {
        const double value = (*column.numbers())[row];
        if (std::isfinite(value)) OGR_F_SetFieldDouble(feature, index, value);
      } else if (const std::string text = column.text(row); !text.empty()) {
        OGR_F_SetFieldString(feature, index, text.c_str());
      }
    }
  }

 private:
  static bool is_number(const Column& column) {
    return column.numbers() != nullptr && column.type == ColumnType::number;
  }
  const Table* table_;
};

class GeoPackage {
 public:
  GeoPackage(const fs::path& file, const ExportLayer& layer, Progress& progress)
      : reference_(spatial_reference(layer.wkt)), note_(layer.note), progress_(progress) {
    RegisterOGRGeoPackage();
    std::error_code absent;
    fs::remove(file, absent);  // its place was held, and SQLite wants to make it itself
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    dataset_ = driver == nullptr ? nullptr : GDALCreate(driver, utf8(file).c_str(), 0, 0, 0, GDT_Unknown, nullptr);
    if (dataset_ == nullptr) fail();
    if (GDALDatasetStartTransaction(dataset_, FALSE) != OGRERR_NONE) fail();
  }
  GeoPackage(const GeoPackage&) = delete;
  GeoPackage& operator=(const GeoPackage&) = delete;
  ~GeoPackage() {
    if (dataset_ != nullptr) GDALClose(dataset_);
  }

  /// A feature a row: its path, of one vertex for points.
  template <typename PathOfRow>
  void add(const std::string& name, const Table* table, std::span<const std::uint64_t> rows, bool points,
           const PathOfRow& path_of_row) {
    const std::string described = note_.empty() ? "" : "DESCRIPTION=" + note_;
    const char* const options[] = {"SPATIAL_INDEX=YES", described.empty() ? nullptr : described.c_str(), nullptr};
    OGRLayerH layer = GDALDatasetCreateLayer(dataset_, name.c_str(), reference_.get(),
                                             points ? wkbPoint25D : wkbLineString25D, const_cast<char**>(options));
    if (layer == nullptr) fail();
    const Fields fields(layer, table);
    std::vector<Vec3> path;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i % 4096 == 0) progress_.check();
      path.clear();
      path_of_row(rows[i], path);
      add_feature(layer, fields, rows[i], path, points);
    }
  }

  void close() {
    const bool done = GDALDatasetCommitTransaction(dataset_) == OGRERR_NONE;
    GDALClose(std::exchange(dataset_, nullptr));
    if (!done || !errors_.first_or("").empty()) fail();
  }

 private:
  void add_feature(OGRLayerH layer, const Fields& fields, std::uint64_t row, const std::vector<Vec3>& path,
                   bool points) {
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH geometry = OGR_G_CreateGeometry(points ? wkbPoint25D : wkbLineString25D);
    for (const Vec3 p : path) OGR_G_AddPoint(geometry, p.x, p.y, p.z);
    OGR_F_SetGeometryDirectly(feature, geometry);
    fields.set(feature, static_cast<std::size_t>(row));
    const bool made = OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
    OGR_F_Destroy(feature);
    if (!made) fail();
  }
  [[noreturn]] void fail() const {
    throw Error("the GeoPackage cannot be written: " + errors_.first_or("no reason is given"),
                "check the name and the free space on the disk");
  }

  GdalErrors errors_;
  SpatialReference reference_;
  std::string note_;
  Progress& progress_;
  GDALDatasetH dataset_ = nullptr;
};

std::vector<std::uint64_t> all_rows(std::size_t count) {
  std::vector<std::uint64_t> rows(count);
  for (std::size_t row = 0; row < count; ++row) rows[row] = row;
  return rows;
}

void check_placed(const ExportLayer& layer, const std::vector<Vec3>& path) {
  if (std::ranges::all_of(path, finite)) return;
  throw Error(fmt::format("a hole of \"{}\" cannot be placed in the CRS of the export", layer.name),
              "check the layer's CRS, or export in a CRS whose area covers it");
}

/// The trace between two depths.
void add_path(const PlacedDrillholes& placed, std::uint32_t hole, double from_m, double to_m, std::vector<Vec3>& path) {
  const PlacedTrace& trace = placed.traces[hole];
  path.push_back(placed.position_at(hole, from_m));
  for (std::size_t i = 0; i < trace.depth_m.size(); ++i)
    if (trace.depth_m[i] > from_m && trace.depth_m[i] < to_m) path.push_back(trace.position_scene[i]);
  path.push_back(placed.position_at(hole, to_m));
}

/// Collars and traces of all holes, and the intervals or readings of the layer's table that its filter lets through.
void write_holes(const ExportLayer& layer, const Drillholes& holes, GeoPackage& package) {
  const PlacedDrillholes placed = place(holes, layer.units, layer.target_from_source, true);
  const std::vector<std::uint64_t> every =
      layer.interval_table != nullptr ? all_rows(holes.holes.size()) : exported_rows(layer);
  const auto hole_of = [](std::uint64_t row) { return static_cast<std::uint32_t>(row); };
  package.add("collars", &holes.collars, every, true, [&](std::uint64_t row, std::vector<Vec3>& path) {
    path.push_back(placed.position_at(hole_of(row), 0));
    check_placed(layer, path);
  });
  package.add("traces", &holes.collars, every, false, [&](std::uint64_t row, std::vector<Vec3>& path) {
    add_path(placed, hole_of(row), 0, placed.traces[hole_of(row)].depth_m.back(), path);
    check_placed(layer, path);
  });
  if (layer.interval_table == nullptr) return;
  const IntervalTable& intervals = *layer.interval_table;
  std::string name = intervals.table.name;
  if (fold_case(name) == "collars" || fold_case(name) == "traces") name += "_intervals";
  const bool points = intervals.of_readings();
  package.add(name, &intervals.table, exported_rows(layer), points, [&](std::uint64_t row, std::vector<Vec3>& path) {
    if (points)
      path.push_back(placed.position_at(intervals.hole[row], intervals.depth_m[row]));
    else
      add_path(placed, intervals.hole[row], intervals.from_m[row], intervals.to_m[row], path);
    check_placed(layer, path);
  });
}

void write_points(const ExportLayer& layer, const Points& points, GeoPackage& package, Progress& progress) {
  const std::vector<std::uint64_t> rows = exported_rows(layer);
  std::vector<Vec3> positions;
  for (const std::uint64_t row : rows) positions.push_back(points.positions_source[row]);
  place_positions(layer, positions, progress);
  std::size_t next = 0;
  package.add(layer.name, &points.table, rows, true,
              [&](std::uint64_t, std::vector<Vec3>& path) { path.push_back(positions[next++]); });
}

}  // namespace

void write_gpkg(const ExportLayer& layer, const fs::path& file, Progress& progress) {
  const auto* holes = std::get_if<Drillholes>(layer.dataset.get());
  const auto* points = std::get_if<Points>(layer.dataset.get());
  if (holes == nullptr && points == nullptr)
    throw Error("only drillholes and points are written as GeoPackage", "use .csv, .vtp, or .tif of a surface");
  if (exported_rows(layer).empty())
    throw Error(fmt::format("the filter of \"{}\" leaves nothing to export", layer.name), "widen the filter");
  progress.report("writing " + utf8(file.filename()), -1);
  write_whole(file, [&](const fs::path& beside) {
    GeoPackage package(beside, layer, progress);
    if (holes != nullptr)
      write_holes(layer, *holes, package);
    else
      write_points(layer, *points, package, progress);
    package.close();
  });
}

}  // namespace lode::io
