// Meshes and rows written out: closed, of the right volume, and equal to the last bit when read back.
#include "io/export.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>
#include <sstream>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::read_bytes;
using lode::testing::TemporaryFolder;

/// Six times the volume by the divergence theorem, about a corner of the mesh so that no digits are lost.
double volume_of(const std::vector<Vec3>& vertices, const std::vector<std::array<std::uint32_t, 3>>& triangles) {
  double sum = 0;
  for (const auto& t : triangles)
    sum += dot(vertices[t[0]] - vertices[0], cross(vertices[t[1]] - vertices[0], vertices[t[2]] - vertices[0]));
  return sum / 6;
}

/// Each edge is walked as often one way as the other.
bool is_closed(const std::vector<std::array<std::uint32_t, 3>>& triangles) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> edges;
  for (const auto& t : triangles)
    for (std::size_t c = 0; c < 3; ++c) {
      const std::uint32_t a = t[c], b = t[(c + 1) % 3];
      edges[{std::min(a, b), std::max(a, b)}] += a < b ? 1 : -1;
    }
  return std::all_of(edges.begin(), edges.end(), [](const auto& edge) { return edge.second == 0; });
}

Column numbers_column(std::string name, const std::vector<double>& values) {
  Column column;
  column.name = std::move(name);
  column.data = Numbers::narrowed(values);
  return column;
}

void colour_by(ExportLayer& layer, const Column& column) {
  ColourStyle style;
  style.column = column.name;
  layer.scale = make_scale(column, style);
  std::vector<std::uint8_t> indices;
  colour_rows(column, layer.scale, indices);
  layer.colour_of_row = std::make_shared<const std::vector<std::uint8_t>>(std::move(indices));
}

/// 7 x 5 x 3 blocks of 10 x 20 x 2.5 m near E 7650000.37, N 5500000.61; some are missing when `sparse`.
ExportLayer block_layer(bool sparse, unsigned seed) {
  std::mt19937 random(seed);
  BlockModel model;
  model.lattice = Lattice::regular({7650000.37, 5500000.61, -12.3}, {10, 20, 2.5}, {7, 5, 3});
  Mask present(model.lattice.cells());
  for (std::size_t cell = 0; cell < present.size(); ++cell)
    if (!sparse || random() % 4 != 0) present.set(cell);
  if (sparse) model.present = RankedMask(present);
  model.table.role = TableRole::blocks;
  model.table.rows = present.count();
  std::vector<double> grades;
  std::vector<std::string> rocks;
  for (std::size_t row = 0; row < model.table.rows; ++row) {
    grades.push_back(row % 10 == 9 ? std::nan("") : static_cast<double>(random() % 1000) / 100);
    rocks.push_back(row % 2 == 0 ? "PEG" : "сланец, \"тёмный\"");
  }
  model.table.columns = {numbers_column("Li2O_pct", grades)};
  Column rock;
  rock.name = "rock";
  rock.type = ColumnType::category;
  rock.data = Categories::of(rocks);
  model.table.columns.push_back(rock);
  ExportLayer layer;
  layer.name = "model";
  layer.crs = "EPSG:32644";
  layer.visible_rows = Mask(model.table.rows);
  for (std::size_t row = 0; row < model.table.rows; ++row)
    if (random() % 2 == 0) layer.visible_rows.set(row);
  colour_by(layer, model.table.columns[0]);
  layer.dataset = std::make_shared<const Dataset>(std::move(model));
  return layer;
}

void write(const ExportLayer& layer, const std::filesystem::path& file) {
  Progress progress;
  for (const ExportFormat& format : export_formats())
    if (file.extension() == "." + std::string(format.extension)) return format.write(layer, file, progress);
  FAIL() << file;
}

TEST(ExportMesh, BlocksAreClosedAndHaveTheirVolume) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Progress progress;
    const ExportLayer layer = block_layer(seed % 2 == 0, seed);
    const ExportMesh mesh = export_mesh(layer, progress);
    EXPECT_TRUE(is_closed(mesh.triangles));
    const double volume = 500.0 * static_cast<double>(layer.visible_rows.count());
    EXPECT_NEAR(volume_of(mesh.vertices, mesh.triangles), volume, 1e-6 * volume);
    for (const std::uint64_t row : mesh.row) EXPECT_TRUE(layer.visible_rows[row]);
  }
}

TEST(ExportMesh, CornersArePlacedByTheTransformToTheLastBit) {
  Progress progress;
  ExportLayer layer = block_layer(false, 3);
  const ExportMesh plain = export_mesh(layer, progress);
  layer.target_from_source = [](std::span<Vec3> points) {
    for (Vec3& p : points) p = {p.y / 3, p.x + 0.1, p.z};
  };
  const ExportMesh moved = export_mesh(layer, progress);
  ASSERT_EQ(moved.vertices.size(), plain.vertices.size());
  for (std::size_t v = 0; v < plain.vertices.size(); ++v) {
    const Vec3 p = plain.vertices[v];
    EXPECT_EQ(moved.vertices[v], (Vec3{p.y / 3, p.x + 0.1, p.z}));
  }
  EXPECT_EQ(moved.triangles, plain.triangles);
}

TEST(ExportMesh, PositionsThatCannotBePlacedAreAnError) {
  Progress progress;
  ExportLayer layer = block_layer(false, 3);
  layer.target_from_source = [](std::span<Vec3> points) { points[0].x = std::nan(""); };
  EXPECT_THROW(export_mesh(layer, progress), Error);
}

/// A hole of 100 m that is vertical for 40 m and then bends, with three intervals.
ExportLayer hole_layer() {
  Drillholes holes;
  holes.holes.push_back({"WP-1", {500000.37, 5500000.61, 300}, 100, 0, 2});
  holes.stations = {{0, 45, -90}, {100, 45, -50}};
  holes.collars.rows = 1;
  IntervalTable table;
  table.table.rows = 3;
  table.table.role = TableRole::interval;
  table.table.columns = {numbers_column("Cu_pct", {0.1, 0.2, 0.3})};
  table.hole = {0, 0, 0};
  table.from_m = {0, 40, 60};
  table.to_m = {40, 60, 100};
  holes.intervals.push_back(std::move(table));
  ExportLayer layer;
  layer.name = "holes";
  layer.visible_rows = Mask(3, true);
  layer.tube_radius_m = 2;
  colour_by(layer, holes.intervals[0].table.columns[0]);
  layer.dataset = std::make_shared<const Dataset>(std::move(holes));
  layer.interval_table = &std::get<Drillholes>(*layer.dataset).intervals[0];
  return layer;
}

TEST(ExportMesh, HolesAreClosedTubesAlongTheTrace) {
  Progress progress;
  ExportLayer layer = hole_layer();
  layer.visible_rows.reset(1);
  const ExportMesh mesh = export_mesh(layer, progress);
  EXPECT_TRUE(is_closed(mesh.triangles));
  // A prism of 12 sides, along the two visible intervals of 40 m each; bends take next to nothing.
  const double section = 12 * 0.5 * 2 * 2 * std::sin(std::numbers::pi / 6);
  EXPECT_NEAR(volume_of(mesh.vertices, mesh.triangles), section * 80, 0.005 * section * 80);
  EXPECT_EQ(mesh.row.front(), 0U);
  EXPECT_EQ(mesh.row.back(), 2U);
  EXPECT_NE(mesh.colour.front(), mesh.colour.back());
}

ExportLayer surface_layer() {
  Surface surface;
  surface.vertices_source = {{7650000.37, 5500000.61, 0.1},
                             {7650010.37, 5500000.61, 1.0 / 3},
                             {7650000.37, 5500010.61, 1e-7},
                             {7650010.37, 5500010.61, 512.25}};
  surface.triangles = {{0, 1, 2}, {1, 3, 2}};
  ExportLayer layer;
  layer.name = "topo";
  layer.scale.palette.fill({10, 20, 30, 255});
  layer.dataset = std::make_shared<const Dataset>(std::move(surface));
  return layer;
}

TEST(ExportMesh, MeshesReadBackToTheLastBit) {
  const TemporaryFolder folder;
  for (const ExportLayer& layer : {block_layer(true, 5), hole_layer(), surface_layer()}) {
    Progress progress;
    const ExportMesh mesh = export_mesh(layer, progress);
    for (const char* name : {"m.obj", "m.ply", "m.stl"}) {
      write(layer, folder.path() / name);
      const Loaded loaded = read_file(folder.path() / name);
      const Surface& back = surface_of(loaded);
      EXPECT_TRUE(loaded.problems.empty());
      ASSERT_EQ(back.triangles.size(), mesh.triangles.size()) << name;
      // OBJ orders triangles by colour and STL its vertices by use, so corners are compared as sets.
      const auto corners = [](const auto& vertices, const auto& triangles) {
        std::vector<std::array<double, 9>> all;
        for (const auto& t : triangles) {
          std::array<double, 9> corner{};
          for (std::size_t c = 0; c < 9; ++c) corner[c] = vertices[t[c / 3]][static_cast<int>(c % 3)];
          all.push_back(corner);
        }
        std::sort(all.begin(), all.end());
        return all;
      };
      EXPECT_EQ(corners(back.vertices_source, back.triangles), corners(mesh.vertices, mesh.triangles)) << name;
    }
  }
}

TEST(ExportObj, MaterialsHaveTheColoursOfTheFaces) {
  const TemporaryFolder folder;
  write(surface_layer(), folder.path() / "рельеф.obj");
  const std::string obj = read_bytes(folder.path() / "рельеф.obj"), mtl = read_bytes(folder.path() / "рельеф.mtl");
  EXPECT_NE(obj.find("mtllib рельеф.mtl\n"), std::string::npos);
  EXPECT_NE(obj.find("usemtl colour_0a141eff\n"), std::string::npos);
  EXPECT_NE(mtl.find("newmtl colour_0a141eff\nKd 0.0392"), std::string::npos);
}

TEST(ExportGlb, OriginPlusLocalPositionsGiveTheTruth) {
  const TemporaryFolder folder;
  ExportLayer layer = block_layer(false, 7);
  layer.note = "Synthetic";
  write(layer, folder.path() / "m.glb");
  const std::string glb = read_bytes(folder.path() / "m.glb");
  std::uint32_t json_size = 0, total = 0;
  std::memcpy(&total, glb.data() + 8, 4);
  std::memcpy(&json_size, glb.data() + 12, 4);
  EXPECT_EQ(total, glb.size());
  const nlohmann::json json = nlohmann::json::parse(glb.substr(20, json_size));
  const auto origin = json["nodes"][0]["translation"].get<std::array<double, 3>>();
  const auto count = json["accessors"][0]["count"].get<std::size_t>();
  Progress progress;
  const ExportMesh mesh = export_mesh(layer, progress);
  EXPECT_EQ(json["accessors"][2]["count"].get<std::size_t>(), 3 * mesh.triangles.size());
  Bounds truth, bounds;
  for (const Vec3 vertex : mesh.vertices) truth.add(vertex);
  for (std::size_t v = 0; v < count; ++v) {
    std::array<float, 3> p{};
    std::memcpy(p.data(), glb.data() + 20 + json_size + 8 + 20 * v, 12);
    bounds.add(Vec3{origin[0] + p[0], -(origin[2] + p[2]), origin[1] + p[1]});
  }
  for (int axis = 0; axis < 3; ++axis) {
    EXPECT_NEAR(bounds.min[axis], truth.min[axis], 1e-5);
    EXPECT_NEAR(bounds.max[axis], truth.max[axis], 1e-5);
  }
  EXPECT_EQ(json["nodes"][0]["extras"]["crs"], "EPSG:32644");
  const std::string note = read_bytes(folder.path() / "m.glb.origin.txt");
  EXPECT_NE(note.find("easting 7650035\nnorthing 5500051\n"), std::string::npos) << note;
  EXPECT_NE(note.find("Synthetic"), std::string::npos);
}

std::vector<std::vector<std::string>> csv_rows(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(read_bytes(file));
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;
      if (c == ',' && !quoted)
        cells.emplace_back();
      else
        cells.back().push_back(c);
    }
    rows.push_back(cells);
  }
  return rows;
}

TEST(ExportCsv, BlocksKeepTheirColumnsAndGainTheirPlace) {
  const TemporaryFolder folder;
  const ExportLayer layer = block_layer(true, 11);
  write(layer, folder.path() / "b.csv");
  const auto rows = csv_rows(folder.path() / "b.csv");
  ASSERT_EQ(rows.size(), layer.visible_rows.count() + 1);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"Li2O_pct", "rock", "x", "y", "z", "dx", "dy", "dz"}));
  const auto& model = std::get<BlockModel>(*layer.dataset);
  std::size_t line = 1;
  model.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
    if (!layer.visible_rows[row]) return;
    const auto& cells = rows[line++];
    EXPECT_EQ(cells[0], model.table.columns[0].text(row));
    const Vec3 centroid = model.lattice.source_from_lattice(model.lattice.centroid_lattice(model.lattice.ijk(cell)));
    EXPECT_EQ(std::stod(cells[2]), centroid.x);
    EXPECT_EQ(std::stod(cells[3]), centroid.y);
    EXPECT_EQ(std::stod(cells[4]), centroid.z);
    EXPECT_EQ(cells[5] + cells[6] + cells[7], "10202.5");
  });
  EXPECT_NE(read_bytes(folder.path() / "b.csv").find("\"сланец, \"\"тёмный\"\"\""), std::string::npos);
}

TEST(ExportCsv, IntervalsGainTheirMiddleAndEnds) {
  const TemporaryFolder folder;
  write(hole_layer(), folder.path() / "i.csv");
  const auto rows = csv_rows(folder.path() / "i.csv");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].size(), 10U);
  EXPECT_EQ(rows[1][4], "500000.37");  // x_from: the collar
  EXPECT_EQ(rows[1][6], "300");
  EXPECT_EQ(rows[2][4], rows[1][7]);  // one interval begins where the one above ends
  EXPECT_LT(std::stod(rows[3][9]), std::stod(rows[3][6]));
}

TEST(ExportMesh, HolesWithoutIntervalsAreFilteredAndColouredByTheirCollars) {
  Drillholes holes;
  for (const double x : {0.0, 100.0, 200.0})
    holes.holes.push_back({"H", {x, 0, 0}, 50, static_cast<std::uint32_t>(holes.holes.size()), 1});
  holes.stations = {{0, 0, -90}, {0, 0, -90}, {0, 0, -90}};
  holes.collars.rows = 3;
  holes.collars.columns = {numbers_column("year", {2019, 2020, 2021})};
  ExportLayer layer;
  colour_by(layer, holes.collars.columns[0]);
  layer.visible_rows = Mask(3, true);
  layer.visible_rows.reset(1);
  layer.dataset = std::make_shared<const Dataset>(std::move(holes));
  Progress progress;
  const ExportMesh mesh = export_mesh(layer, progress);
  Bounds near, far;
  for (const Vec3 vertex : mesh.vertices) (vertex.x < 150 ? near : far).add(vertex);
  EXPECT_LT(near.max.x, 2);
  EXPECT_GT(far.min.x, 198);
  EXPECT_EQ(mesh.colour.front(), layer.scale.palette[layer.scale.index(2019)]);
  EXPECT_EQ(mesh.colour.back(), layer.scale.palette[layer.scale.index(2021)]);
}

TEST(ExportMesh, SurfacesAreExportedAsFiltered) {
  Surface surface;
  surface.vertices_source = {{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}};
  surface.triangles = {{0, 1, 2}, {0, 2, 3}};
  surface.vertex_attributes.rows = 4;
  surface.vertex_attributes.columns = {numbers_column("au", {1, 0, 3, 4})};
  ExportLayer layer;
  layer.visible_rows = Mask(4, true);
  layer.visible_rows.reset(1);
  layer.dataset = std::make_shared<const Dataset>(std::move(surface));
  Progress progress;
  const ExportMesh mesh = export_mesh(layer, progress);
  ASSERT_EQ(mesh.triangles.size(), 1U);
  EXPECT_EQ(mesh.vertices, (std::vector<Vec3>{{0, 0, 0}, {1, 1, 0}, {0, 1, 0}}));
  EXPECT_EQ(mesh.triangles[0], (std::array<std::uint32_t, 3>{0, 1, 2}));
  const TemporaryFolder folder;
  write(layer, folder.path() / "s.csv");
  EXPECT_EQ(read_bytes(folder.path() / "s.csv"), "au,x,y,z\n1,0,0,0\n3,1,1,0\n4,0,1,0\n");
}

TEST(ExportCsv, PositionsAreReadAgainWhateverNamesAttributesHave) {
  const TemporaryFolder folder;
  for (const std::string attribute : {"x", "y", "z", "X", "easting", "northing", "RL", "dx", "DZ", "xc", "XINC"}) {
    SCOPED_TRACE(attribute);
    BlockModel model;
    model.lattice.count = {2, 1, 1};
    model.lattice.edges = {{{0, 10, 20}, {0, 20}, {0, 5}}};
    model.table.rows = 2;
    model.table.columns = {numbers_column(attribute.c_str(), {100, 7})};
    ExportLayer layer;
    layer.dataset = std::make_shared<const Dataset>(std::move(model));
    write(layer, folder.path() / "blocks.csv");
    const Loaded loaded = read_file(folder.path() / "blocks.csv");
    const auto& read = std::get<BlockModel>(*loaded.dataset);
    Vec3 least{1e9, 1e9, 1e9}, greatest{-1e9, -1e9, -1e9};
    read.for_each_block(0, 2, [&](std::uint64_t, Vec3 lower, Vec3 upper) {
      lower = read.lattice.source_from_lattice(lower);
      upper = read.lattice.source_from_lattice(upper);
      least = {std::min(least.x, lower.x), std::min(least.y, lower.y), std::min(least.z, lower.z)};
      greatest = {std::max(greatest.x, upper.x), std::max(greatest.y, upper.y), std::max(greatest.z, upper.z)};
    });
    EXPECT_EQ(least, (Vec3{0, 0, 0}));
    EXPECT_EQ(greatest, (Vec3{20, 20, 5}));
    const auto kept = std::ranges::find_if(read.table.columns, [&](const Column& column) {
      return column.name == attribute || column.name == attribute + "_attribute";
    });
    ASSERT_NE(kept, read.table.columns.end());
    EXPECT_EQ((*kept->numbers())[0], 100);
  }
}

TEST(ExportCsv, IncomingCoordinatesOfTheSameNameGiveWay) {
  Points points;
  points.positions_source = {{1, 2, 3}};
  points.table.rows = 1;
  points.table.columns = {numbers_column("x", {1}), numbers_column("y", {7}), numbers_column("z", {3})};
  points.table.columns[0].role = ColumnRole::x;
  points.table.columns[2].role = ColumnRole::z;
  ExportLayer layer;
  layer.visible_rows = Mask(1, true);
  layer.dataset = std::make_shared<const Dataset>(std::move(points));
  layer.target_from_source = [](std::span<Vec3> moved) { moved[0].x = 100; };
  const TemporaryFolder folder;
  write(layer, folder.path() / "p.csv");
  EXPECT_EQ(read_bytes(folder.path() / "p.csv"), "y_attribute,x,y,z\n7,100,2,3\n");
  Progress progress;
  EXPECT_THROW(export_mesh(layer, progress), Error);
}

TEST(Export, LeavesNothingHalfWritten) {
  const TemporaryFolder folder;
  const ExportLayer layer = block_layer(false, 1);
  for (const ExportFormat& format : export_formats()) {
    if (format.extension == "tif" || format.extension == "gpkg") continue;  // of no blocks: export_gis_test
    Progress progress;
    progress.cancel();
    EXPECT_THROW(format.write(layer, folder.path() / ("c." + std::string(format.extension)), progress), Cancelled);
    EXPECT_THROW(write(layer, folder.path() / "no folder" / ("c." + std::string(format.extension))), Error);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  ExportLayer empty = layer;
  empty.visible_rows = Mask(layer.visible_rows.size());
  EXPECT_THROW(write(empty, folder.path() / "e.obj"), Error);
}

/// The layer's rows as CSV, read again as any file.
Loaded csv_round_trip(const TemporaryFolder& folder, const ExportLayer& layer, const std::string& name) {
  Progress progress;
  for (const ExportFormat& format : export_formats())
    if (format.extension == "csv") format.write(layer, folder.path() / name, progress);
  return read_file(folder.path() / name);
}

ExportLayer moved_layer(const Loaded& loaded, std::uint64_t rows) {
  ExportLayer layer;
  layer.name = "moved";
  layer.dataset = loaded.dataset;
  layer.visible_rows = Mask(rows, true);
  layer.target_from_source = [](std::span<Vec3> positions) {
    for (Vec3& p : positions) p = p + Vec3{200000, -3000000, 0};
  };
  return layer;
}

TEST(ExportCsv, WhatIsReadBackLiesWhereItWasExportedTo) {
  const TemporaryFolder folder;
  for (const char* names : {"EASTING,NORTHING,RL", "X,Y,Z", "XC,YC,ZC", "x,y,z", "xcollar,ycollar,zcollar"}) {
    const std::string header(names);
    std::string text = header + ",cu\n";
    for (int i = 0; i < 12; ++i) text += fmt::format("{},{},{},{}\n", 500000 + 7 * i, 7000000 + i * i, 100 + i % 5, i);
    const Loaded points = read_file(folder.write("points.csv", text));
    ASSERT_TRUE(std::holds_alternative<Points>(*points.dataset)) << header;
    const Loaded back = csv_round_trip(folder, moved_layer(points, 12), "moved.csv");
    ASSERT_TRUE(std::holds_alternative<Points>(*back.dataset)) << header;
    const auto& positions = std::get<Points>(*back.dataset).positions_source;
    ASSERT_EQ(positions.size(), 12U);
    EXPECT_EQ(positions[5], (Vec3{700035, 4000025, 100})) << header;
    EXPECT_EQ(read_bytes(folder.path() / "moved.csv").substr(0, 3) == "EAS", header.starts_with("EAS"))
        << "incoming columns of other names stay";

    text = header + ",XINC,YINC,ZINC,cu\n";
    for (int i = 0; i < 27; ++i)
      text +=
          fmt::format("{},{},{},10,20,5,{}\n", 500000 + 10 * (i % 3), 7000000 + 20 * (i / 3 % 3), 100 + 5 * (i / 9), i);
    const Loaded blocks = read_file(folder.write("blocks.csv", text));
    ASSERT_TRUE(std::holds_alternative<BlockModel>(*blocks.dataset)) << header;
    const Loaded model = csv_round_trip(folder, moved_layer(blocks, 27), "moved_blocks.csv");
    ASSERT_TRUE(std::holds_alternative<BlockModel>(*model.dataset)) << header;
    const Lattice& lattice = std::get<BlockModel>(*model.dataset).lattice;
    EXPECT_EQ(lattice.source_from_lattice(lattice.centroid_lattice({1, 2, 0})), (Vec3{700010, 4000040, 100})) << header;
    EXPECT_EQ(lattice.cell_size({0, 0, 0}), (Vec3{10, 20, 5})) << header;
  }
}

TEST(ExportCsv, IntervalsKeepTheirOwnCoordinatesAndAreReadByTheNewOnes) {
  const TemporaryFolder folder;
  folder.write("db/collar.csv",
               "hole_id,easting,northing,rl,depth\nA,500000,7000000,100,20\nB,500100,7000000,100,20\n");
  folder.write("db/assay.csv",
               "hole_id,from,to,easting,northing,rl,cu\nA,0,10,500000,7000000,95,1\nA,10,20,500000,7000000,85,2\n"
               "B,0,10,500100,7000000,95,3\nB,10,20,500100,7000000,85,4\n");
  Problems problems;
  const std::vector<Source> sources = recognise({folder.path() / "db"}, problems);
  ASSERT_EQ(sources.size(), 1U);
  Progress progress;
  const Loaded holes = load(sources[0], progress);
  ExportLayer layer = moved_layer(holes, 4);
  layer.interval_table = &std::get<Drillholes>(*holes.dataset).intervals.at(0);
  for (const ExportFormat& format : export_formats())
    if (format.extension == "csv") format.write(layer, folder.path() / "out.csv", progress);
  EXPECT_NE(read_bytes(folder.path() / "out.csv").find("500000,7000000,85,2,700000,4000000,85"), std::string::npos)
      << read_bytes(folder.path() / "out.csv");
  const std::vector<Source> again = recognise({folder.path() / "out.csv"}, problems);
  EXPECT_EQ(again.at(0).files.at(0).columns.at(ColumnRole::x), "x");
  EXPECT_EQ(again.at(0).files.at(0).columns.at(ColumnRole::z), "z");
}

}  // namespace
}  // namespace lode::io
