// Layers as filtered, into every format, with positions to the last bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "core/error.h"
#include "session/deposit.h"
#include "session/opened.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::Deposit;
using testing::Opened;
using testing::read_bytes;
using testing::TemporaryFolder;

std::vector<std::string> lines_of(const fs::path& file) {
  std::istringstream stream(read_bytes(file));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> fields;
  for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
  return fields;
}

double value(const std::vector<std::string>& lines, std::size_t line, const std::string& name) {
  const std::vector<std::string> names = fields_of(lines[0]), fields = fields_of(lines[line]);
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) throw std::logic_error("no column " + name);
  return std::stod(fields[static_cast<std::size_t>(at - names.begin())]);
}

TEST(Export, CsvHoldsTheFilteredRowsAndTheirPositions) {
  const Deposit deposit;
  Opened opened({deposit.blocks()}, "EPSG:32644");
  opened.scene.layers[0].filter = "Li2O_pct >= 2.2";
  const fs::path file = deposit.folder().path() / "out.csv";
  EXPECT_EQ(export_to(opened.session, opened.scene, 0, "", file, opened.progress), std::vector{file});
  const std::vector<std::string> lines = lines_of(file);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(value(lines, 1, "x"), 1025);
  EXPECT_EQ(value(lines, 2, "x"), 1035);
  EXPECT_EQ(value(lines, 2, "z"), 75);
  EXPECT_EQ(value(lines, 2, "dx"), 10);
  EXPECT_EQ(value(lines, 2, "Li2O_pct"), 2.3);
}

TEST(Export, CsvOfDrillholesIsAFileATable) {
  const Deposit deposit;
  Opened opened({deposit.holes()}, "EPSG:32644");
  const fs::path file = deposit.folder().path() / "out.csv";
  std::vector<fs::path> files = export_to(opened.session, opened.scene, 0, "", file, opened.progress);
  std::sort(files.begin(), files.end());
  EXPECT_EQ(files, (std::vector{deposit.folder().path() / "out_assay.csv", deposit.folder().path() / "out_lith.csv"}));
  const std::vector<std::string> lines = lines_of(files[0]);
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_EQ(value(lines, 1, "z_from"), 100);
  EXPECT_EQ(value(lines, 1, "z_to"), 90);
  EXPECT_EQ(value(lines, 1, "z"), 95);
  opened.scene.layers[0].table = "lith";
  EXPECT_EQ(export_to(opened.session, opened.scene, 0, "", file, opened.progress), std::vector{file});
  EXPECT_EQ(lines_of(file).size(), 4u);
}

/// The units of all columns of a layer's first table, by name.
std::map<std::string, std::string> units_of(const Opened& opened, std::size_t table) {
  std::map<std::string, std::string> units;
  for (const Column& column : tables_of(*opened.session.loaded(opened.scene, 0)->dataset).at(table)->columns)
    units[column.name] = column.unit;
  return units;
}

// A density of 150 lb/ft3 is 2.4028 t/m3; read as t/m3 it would be 62 times as much.
TEST(Export, CsvKeepsUnitsThatStoodInARow) {
  const TemporaryFolder folder;
  std::string csv = "x,y,z,dx,dy,dz,Cu,SG,rock,As_ppm\nm,m,m,m,m,m,%,lb/ft3,,ppm\n";
  for (int i = 0; i < 27; ++i)
    csv += std::to_string(5 + 10 * (i % 3)) + "," + std::to_string(5 + 10 * (i / 3 % 3)) + "," +
           std::to_string(5 + 10 * (i / 9)) + ",10,10,10,0." + std::to_string(i % 9) + ",150,PEG,3\n";
  Opened opened({folder.write("m.csv", csv)}, "");
  const fs::path file = folder.path() / "out.csv";
  export_to(opened.session, opened.scene, 0, "", file, opened.progress);
  EXPECT_EQ(lines_of(file)[1], "%,lb/ft3,,ppm,m,m,m,m,m,m");
  Opened back({file}, "");
  EXPECT_EQ(units_of(back, 0), units_of(opened, 0));
  const auto tonnes = [](Opened& read) { return read.session.tonnage(read.scene, 0, {}, {}).rows.at(0).tonnes; };
  EXPECT_NEAR(*tonnes(back), 27 * 1000 * 150 * 0.016018463374, 1e-4);
  EXPECT_EQ(tonnes(back), tonnes(opened));
}

TEST(Export, CsvOfHolesKeepsTheFeetOfTheirRowOfUnits) {
  const TemporaryFolder folder;
  Opened opened({folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,1000,2000,300,100\nB,1100,2000,300,100\n"),
                 folder.write("assay.csv", "BHID,FROM,TO,CU\n,ft,ft,%\nA,0,50,1\nA,50,100,2\nB,0,100,1\n")},
                "");
  const fs::path file = folder.path() / "out.csv";
  export_to(opened.session, opened.scene, 0, "", file, opened.progress);
  EXPECT_EQ(lines_of(file)[1], ",ft,ft,%,m,m,m,m,m,m,m,m,m");
  EXPECT_NEAR(value(lines_of(file), 2, "z_to"), 300 - 50 * 0.3048, 1e-9);
}

TEST(Export, ColoursAreThePicturesAlsoFromAnotherTable) {
  const Deposit deposit;
  Opened opened({deposit.holes()}, "EPSG:32644");
  opened.scene.layers[0].table = "assay";
  opened.scene.layers[0].colour.column = "ROCK";
  const LayerPicturePtr picture = opened.session.picture(opened.scene, 0);
  const auto& segments = std::get<Segments>(picture->geometry);
  const io::ExportMesh mesh = io::export_mesh(opened.session.export_layer(opened.scene, 0, ""), opened.progress);
  ASSERT_FALSE(mesh.row.empty());
  for (std::size_t t = 0; t < mesh.row.size(); ++t) {
    const auto piece = std::find(segments.row.begin(), segments.row.end(), mesh.row[t]) - segments.row.begin();
    EXPECT_EQ(mesh.colour[t], picture->scale.palette[segments.colour_index[static_cast<std::size_t>(piece)]]);
  }
}

TEST(Export, AFilterThatFitsOneTableAndNotTheNextLeavesNoFile) {
  const Deposit deposit;
  Opened opened({deposit.holes()}, "EPSG:32644");
  opened.scene.layers[0].filter = "ROCK > 5";
  const fs::path file = deposit.folder().path() / "out.csv";
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "", file, opened.progress), Error);
  EXPECT_FALSE(fs::exists(deposit.folder().path() / "out_assay.csv"));
}

TEST(Export, KeepsTheOperationThatTheScenePins) {
  // cct as in tests/geo/placing_test.cpp: EPSG:28414 14595000 5465000 by "Pulkovo 1942 to WGS 84 (16)" is EPSG:32644
  // 594922.631963 5462770.710121; PROJ's own choice lies 2.6 m away.
  const TemporaryFolder folder;
  const fs::path points = folder.write("old.csv", "x,y,z,au\n14595000,5465000,412.5,1\n14595100,5465000,412.5,2\n");
  const fs::path blocks = folder.write("new.csv", "x,y,z,au\n594922.631963,5462770.710121,5,1\n594950,5462790,6,2\n");
  Opened opened({points, blocks}, "EPSG:28414");
  for (Source& source : opened.scene.sources) {
    if (source.name == "old") source.operation = "Pulkovo 1942 to WGS 84 (16)";
    if (source.name == "new") source.crs = "EPSG:32644";
  }
  opened.scene.crs = "EPSG:32644";
  opened.session.load(opened.scene, opened.progress);
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const bool old = opened.scene.layers[layer].name == "old";
    const fs::path file = folder.path() / "out.csv";
    export_to(opened.session, opened.scene, layer, "", file, opened.progress);
    EXPECT_NEAR(value(lines_of(file), 1, "x"), 594922.631963, 1e-4) << old;
    export_to(opened.session, opened.scene, layer, "EPSG:28414", file, opened.progress);
    EXPECT_NEAR(value(lines_of(file), 1, "x"), 14595000, 1e-3) << old;
    EXPECT_NEAR(value(lines_of(file), 1, "y"), 5465000, 1e-3) << old;
    EXPECT_EQ(value(lines_of(file), 1, "z"), old ? 412.5 : 5);
  }
}

TEST(Export, EveryFormatOfAKindIsWritten) {
  const Deposit deposit;
  Opened opened({deposit.holes(), deposit.blocks()}, "EPSG:32644");
  for (std::size_t layer = 0; layer < 2; ++layer) {
    const DatasetKind kind = opened.scene.sources[opened.scene.layers[layer].source].kind;
    const std::vector<std::string> extensions = export_extensions(kind);
    EXPECT_GE(extensions.size(), 6u);
    for (const std::string& extension : extensions) {
      const fs::path file = deposit.folder().path() / ("all." + extension);
      for (const fs::path& written : export_to(opened.session, opened.scene, layer, "", file, opened.progress))
        EXPECT_GT(fs::file_size(written), 100u) << written;
    }
  }
}

TEST(Export, RefusesWhatItCannotWriteAndLeavesNothing) {
  const Deposit deposit;
  Opened opened({deposit.blocks()}, "EPSG:32644");
  const fs::path folder = deposit.folder().path();
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "", folder / "out.docx", opened.progress), Error);
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "", folder / "out", opened.progress), Error);
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "EPSG:4326", folder / "out.glb", opened.progress), Error);
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "EPSG:99999", folder / "out.csv", opened.progress), Error);
  EXPECT_THROW(export_to(opened.session, opened.scene, 0, "", folder / "no" / "out.vtu", opened.progress), Error);
  Scene nothing = opened.scene;
  nothing.layers[0].filter = "Li2O_pct > 99";
  for (const char* name : {"out.obj", "out.vtu", "out.vtp"})
    EXPECT_THROW(export_to(opened.session, nothing, 0, "", folder / name, opened.progress), Error) << name;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    EXPECT_TRUE(entry.path().filename() == "blocks.csv" || entry.is_directory()) << entry.path();
}

}  // namespace
}  // namespace lode
