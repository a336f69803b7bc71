// Exports in another system, read back: where they say they are, and in which CRS.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <tuple>

#include "core/error.h"
#include "geo/mine_grid.h"
#include "session/opened.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::Opened;
using testing::read_bytes;
using testing::TemporaryFolder;

const std::vector<Vec3>& vertices_of(const Opened& opened) {
  return std::get<Surface>(*opened.source().dataset).vertices_source;
}

/// A tilted plane of 5 x 4 points at 25 m, as an OBJ in EPSG:32644.
std::string plane_obj() {
  std::string obj;
  for (int j = 0; j < 4; ++j)
    for (int i = 0; i < 5; ++i)
      obj += "v " + std::to_string(600000.25 + 25 * i) + " " + std::to_string(2470000.5 + 25 * j) + " " +
             std::to_string(350 + 1.5 * i - 0.75 * j) + "\n";
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 4; ++i) {
      const int a = 1 + i + 5 * j;
      obj += "f " + std::to_string(a) + " " + std::to_string(a + 1) + " " + std::to_string(a + 6) + "\n";
      obj += "f " + std::to_string(a) + " " + std::to_string(a + 6) + " " + std::to_string(a + 5) + "\n";
    }
  return obj;
}

double distance_to_nearest(Vec3 p, const std::vector<Vec3>& points) {
  double least = INFINITY;
  for (const Vec3 q : points) least = std::min(least, length(p - q));
  return least;
}

class ExportCrs : public ::testing::Test {
 protected:
  /// The plane's vertices in zone 45, as PROJ places them.
  std::vector<Vec3> placed() const {
    std::vector<Vec3> points = vertices_of(plane_);
    geo::make_placing("EPSG:32644", "EPSG:32645", "", {}).scene_from_source(points);
    return points;
  }
  fs::path exported(const std::string& name, const std::string& crs = "EPSG:32645") {
    const fs::path file = folder_.path() / "out" / name;
    fs::create_directories(file.parent_path());
    export_to(plane_.session, plane_.scene, 0, crs, file, plane_.progress);
    return file;
  }

  TemporaryFolder folder_;
  Opened plane_{{folder_.write("plane.obj", plane_obj())}, "EPSG:32644"};
};

TEST_F(ExportCrs, MeshesComeBackInTheirSystem) {
  struct Case {
    const char* name;
    double within_m;
  };
  // GLB: float32 around a local origin within 100 m of it.
  for (const Case& format : {Case{"a.obj", 0}, Case{"b.ply", 0}, Case{"c.stl", 0}, Case{"d.glb", 1e-5}}) {
    const fs::path file = exported(format.name);
    const Opened back({file});
    EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32645") << format.name;
    EXPECT_TRUE(back.scene.sources[0].crs_from_file) << format.name;
    ASSERT_EQ(vertices_of(back).size(), placed().size()) << format.name;
    for (const Vec3 p : placed()) EXPECT_LE(distance_to_nearest(p, vertices_of(back)), format.within_m) << format.name;
    EXPECT_EQ(std::ranges::count(back.session.problems(back.scene), "float32-precision", &Problem::check), 0)
        << format.name;
    const std::string prj = read_bytes(fs::path(file).replace_extension(".prj"));
    EXPECT_TRUE(prj.starts_with("PROJCS[\"WGS_1984_UTM_Zone_45N\"")) << prj;
  }
}

TEST_F(ExportCrs, VtkFilesCarryTheirSystemInside) {
  const fs::path file = exported("inside.vtp");
  EXPECT_FALSE(fs::exists(folder_.path() / "out" / "inside.prj"));
  const Opened back({file});
  EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32645");
  for (const Vec3 p : placed()) EXPECT_EQ(distance_to_nearest(p, vertices_of(back)), 0);
}

TEST_F(ExportCrs, RowsTakeTheirSystemFromThePrjBesideThem) {
  const fs::path file = exported("points.csv");
  Opened back({file});
  EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32645");
  ASSERT_EQ(std::ranges::count(back.problems, "crs-beside", &Problem::check), 1) << "it is said";
  const auto& positions = std::get<Points>(*back.source().dataset).positions_source;
  for (const Vec3 p : placed()) EXPECT_LE(distance_to_nearest(p, positions), 1e-9);
  const Opened stated({file}, "EPSG:32644");
  EXPECT_EQ(stated.scene.sources[0].crs, "EPSG:32645") << "--source-crs is for inputs that state none";
  folder_.write("out/points.prj", "this is no CRS");
  const Opened broken({file});
  EXPECT_EQ(broken.scene.sources[0].crs, "");
  EXPECT_EQ(std::ranges::count(broken.problems, Severity::warning, &Problem::severity), 1);
}

TEST_F(ExportCrs, ALocalMeshWithItsOriginBesideItIsPutBack) {
  const fs::path file = folder_.write("local.obj", "v 0 0 0\nv 10 0 0\nv 0 10 5\nf 1 2 3\n");
  folder_.write("local.obj.origin.txt",
                "local.obj holds positions around a local origin.\neasting 600000\nnorthing 2470000.5\nRL 300\n"
                "CRS EPSG:32644\n");
  const Opened back({file});
  EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32644");
  EXPECT_EQ(vertices_of(back)[2], (Vec3{600000, 2470010.5, 305}));
  const auto& notes = back.source().notes;
  EXPECT_TRUE(std::ranges::any_of(notes, [](const std::string& n) { return n.find("local origin") != n.npos; }));
  folder_.write("local.obj.origin.txt", "nothing of use\n");
  EXPECT_THROW(Opened({file}), Error);
}

TEST_F(ExportCrs, AnotherFilesPrjIsNotWrittenOver) {
  exported("shared.obj");
  folder_.write("out/shared.shp", "data of somebody else");
  EXPECT_THROW(exported("shared.csv", "EPSG:32644"), Error);
  EXPECT_FALSE(fs::exists(folder_.path() / "out" / "shared.csv")) << "nothing is written half";
  exported("shared.csv");
  fs::remove(folder_.path() / "out" / "shared.shp");
  fs::remove(folder_.path() / "out" / "shared.csv");
  exported("shared.obj", "EPSG:32644");
  EXPECT_NE(read_bytes(folder_.path() / "out" / "shared.prj").find("Zone_44N"), std::string::npos);
}

TEST_F(ExportCrs, AGridOfElevationsComesBackToTheLastBit) {
  const fs::path file = exported("same.tif", "");
  const Opened back({file});
  EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32644");
  ASSERT_EQ(vertices_of(back).size(), 20u);
  for (const Vec3 p : vertices_of(plane_)) EXPECT_LE(distance_to_nearest(p, vertices_of(back)), 1e-9);
}

TEST_F(ExportCrs, AGridInAnotherSystemLiesOnTheSurface) {
  const fs::path file = exported("turned.tif");
  const Opened back({file});
  EXPECT_EQ(back.scene.sources[0].crs, "EPSG:32645");
  EXPECT_GT(vertices_of(back).size(), 8u);
  // Back in zone 44 every cell lies on the plane z = 350 + 1.5 (x - x0) / 25 - 0.75 (y - y0) / 25.
  std::vector<Vec3> points = vertices_of(back);
  geo::make_placing("EPSG:32645", "EPSG:32644", "", {}).scene_from_source(points);
  for (const Vec3 p : points)
    EXPECT_NEAR(p.z, 350 + 1.5 * (p.x - 600000.25) / 25 - 0.75 * (p.y - 2470000.5) / 25, 1e-3);
}

// A vertical and a level hole, tubes of 3 m: in a plan of US survey feet 19.685 ft across, in RLs 6 m high.
TEST(ExportSizes, TubesHaveTheirRadiusInMetresInAPlanOfFeet) {
  const TemporaryFolder folder;
  for (const auto& [dip, wide, high] : {std::tuple{-90, 19.685, 100.0}, {0, 19.685, 6.0}}) {
    const std::string survey = "BHID,AT,AZ,DIP\nA,0,0," + std::to_string(dip) + "\n";
    Opened feet({folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,2296000,408000,300,100\n"),
                 folder.write("survey.csv", survey), folder.write("assay.csv", "BHID,FROM,TO,CU\nA,0,100,1\n")},
                "EPSG:26791");
    feet.scene.layers[0].tube_radius_m = 3;
    const fs::path file = folder.path() / "holes.obj";
    export_to(feet.session, feet.scene, 0, "", file, feet.progress);
    Bounds bounds;
    std::istringstream lines(read_bytes(file));
    for (std::string line; std::getline(lines, line);) {
      Vec3 p;
      if (std::sscanf(line.c_str(), "v %lf %lf %lf", &p.x, &p.y, &p.z) == 3) bounds.add(p);
    }
    EXPECT_NEAR(bounds.size().x, wide, 0.4) << dip;  // twelve sides reach as far as a circle on one axis alone
    EXPECT_NEAR(bounds.size().z, high, 0.3) << dip;
  }
}

TEST_F(ExportCrs, AMineGridsPrjKeepsItsHeightShift) {
  const std::string wkt =
      geo::mine_grid_wkt(geo::mine_grid_of("EPSG:32644", {600000, 2470000, 300}, {1000, 2000, 312.5}, 27, 1));
  const fs::path file = exported("mine.csv", wkt);
  const Opened back({file}, "", "EPSG:32644");
  std::vector<Vec3> placed = back.source().positions_scene;
  ASSERT_EQ(placed.size(), vertices_of(plane_).size());
  for (const Vec3 p : vertices_of(plane_)) EXPECT_LT(distance_to_nearest(p, placed), 1e-5) << p.z;
}

TEST_F(ExportCrs, ALocalExportClaimsNoSystem) {
  const TemporaryFolder folder;
  Opened local({folder.write("here.obj", plane_obj())});
  const fs::path file = folder.path() / "there.obj";
  export_to(local.session, local.scene, 0, "", file, local.progress);
  EXPECT_FALSE(fs::exists(folder.path() / "there.prj"));
  EXPECT_EQ(Opened({file}).scene.sources[0].crs, "");
}

}  // namespace
}  // namespace lode
