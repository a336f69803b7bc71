// Grade shells as layers: where they lie, what they enclose, how they leave.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <numbers>

#include "core/error.h"
#include "session/scene_file.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

/// 30 x 30 x 30 blocks of 4 m; the grade falls by 0.01 a metre from 1.00 in the middle at (500060, 7000060, 60).
class GradeShellTest : public ::testing::Test {
 protected:
  GradeShellTest() {
    std::string csv = "x,y,z,dx,dy,dz,Au_gpt,side\n";
    for (int k = 0; k < 30; ++k)
      for (int j = 0; j < 30; ++j)
        for (int i = 0; i < 30; ++i) {
          const double d = std::sqrt(std::pow(4 * i - 58, 2) + std::pow(4 * j - 58, 2) + std::pow(4 * k - 58, 2));
          char row[160];
          std::snprintf(row, sizeof row, "%d,%d,%d,4,4,4,%.4f,%s\n", 500002 + 4 * i, 7000002 + 4 * j, 2 + 4 * k,
                        1 - 0.01 * d, i < 15 ? "west" : "east");
          csv += row;
        }
    Problems problems;
    scene_ = scene_of_inputs({folder_.write("gold.csv", csv)}, "EPSG:32750", "EPSG:32750", problems);
    session_.load(scene_, progress_);
    add_grade_shell(scene_, 0, "Au_gpt", 0.6);
  }
  LayerPicturePtr shell() { return session_.picture(scene_, 1); }

  testing::TemporaryFolder folder_;
  Session session_;
  Scene scene_;
  Progress progress_;
};

TEST_F(GradeShellTest, LiesWhereTheGradeIsTheCutoffAndEnclosesItsVolume) {
  const LayerPicturePtr picture = shell();
  const auto& triangles = std::get<Triangles>(picture->geometry);
  ASSERT_GT(triangles.triangles.size(), 500U);
  for (const Vec3& vertex : triangles.vertices_scene) EXPECT_NEAR(length(vertex - Vec3{500060, 7000060, 60}), 40, 0.5);
  ASSERT_TRUE(picture->source->shell);
  const double sphere = 4.0 / 3 * std::numbers::pi * 40 * 40 * 40;
  EXPECT_NEAR(picture->source->shell->volume_m3, sphere, 0.02 * sphere);
  EXPECT_EQ(kind_of(*picture->source->dataset), DatasetKind::surface);
}

TEST_F(GradeShellTest, FollowsTheCutoffAndTheFilter) {
  const double at_60 = shell()->source->shell->volume_m3;
  scene_.layers[1].shell_cutoff = 0.8;
  const double at_80 = shell()->source->shell->volume_m3;
  EXPECT_NEAR(at_80 * 8, at_60, 0.06 * at_60);
  scene_.layers[1].shell_cutoff = 0.6;
  scene_.layers[1].filter = "side = \"west\"";
  const LayerPicturePtr half = shell();
  EXPECT_NEAR(half->source->shell->volume_m3, at_60 / 2, 0.08 * at_60);
  for (const Vec3& vertex : std::get<Triangles>(half->geometry).vertices_scene) EXPECT_LT(vertex.x, 500062.01);
}

TEST_F(GradeShellTest, IsClosedWithinTheModelWhenItReachesItsEdges) {
  scene_.layers[1].shell_cutoff = -5;
  const LayerPicturePtr all = shell();
  EXPECT_NEAR(all->source->shell->volume_m3, 120.0 * 120 * 120, 0.02 * 120 * 120 * 120);
  EXPECT_LE(all->source->shell->volume_m3, 120.0 * 120 * 120);
  scene_.layers[1].shell_cutoff = 5;
  EXPECT_TRUE(std::get<Triangles>(shell()->geometry).triangles.empty());
}

TEST_F(GradeShellTest, IsExportedLikeAnySurface) {
  for (const char* extension : {"obj", "ply", "stl", "glb", "vtp", "csv"}) {
    const auto file = folder_.path() / (std::string("shell.") + extension);
    EXPECT_EQ(export_to(session_, scene_, 1, "", file, progress_).size(), 1U) << extension;
    EXPECT_GT(testing::read_bytes(file).size(), 1000U) << extension;
  }
  Problems problems;
  Scene again = scene_of_inputs({folder_.path() / "shell.obj"}, "EPSG:32750", "EPSG:32750", problems);
  Session session;
  session.load(again, progress_);
  const auto& written = std::get<Triangles>(session.picture(again, 0)->geometry);
  EXPECT_EQ(written.triangles.size(), std::get<Triangles>(shell()->geometry).triangles.size());
}

TEST_F(GradeShellTest, IsKeptInTheSceneFile) {
  const auto file = folder_.path() / "shell.lode";
  save_scene(file, scene_, "");
  const Scene read = read_scene(file).scene;
  EXPECT_EQ(read.layers[1].shell_column, "Au_gpt");
  EXPECT_EQ(read.layers[1].shell_cutoff, 0.6);
  EXPECT_EQ(read.layers[0].shell_column, "");
}

TEST_F(GradeShellTest, SaysWhatIsWrong) {
  scene_.layers[1].shell_column = "Au_gp";
  try {
    shell();
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("Au_gpt"), std::string::npos) << error.remedy();
  }
  scene_.layers[1].shell_column = "side";
  EXPECT_THROW(shell(), Error);
  scene_.layers[1].shell_column = "Au_gpt";
  EXPECT_THROW(session_.tonnage(scene_, 1, {"Au_gpt", {}, "", ""}, {}), Error) << "a shell has no tonnes";
}

/// 12 x 12 x 12 parents of 8 m, halved near the sphere of 30 m about (48, 48, 48); the grade is 1 less 0.01 a metre
/// from there, at the blocks' centroids.
std::string octree_csv() {
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt\n";
  const std::function<void(double, double, double, double)> add = [&](double x, double y, double z, double size) {
    const double d = std::hypot(x - 48, y - 48, z - 48);
    if (size > 2 && std::abs(d - 30) < size) {
      for (int child = 0; child < 8; ++child)
        add(x + size / 4 * (child & 1 ? 1 : -1), y + size / 4 * (child & 2 ? 1 : -1),
            z + size / 4 * (child & 4 ? 1 : -1), size / 2);
      return;
    }
    char row[160];
    std::snprintf(row, sizeof row, "%.1f,%.1f,%.1f,%g,%g,%g,%.4f\n", x, y, z, size, size, size, 1 - 0.01 * d);
    csv += row;
  };
  for (int k = 0; k < 12; ++k)
    for (int j = 0; j < 12; ++j)
      for (int i = 0; i < 12; ++i) add(4 + 8 * i, 4 + 8 * j, 4 + 8 * k, 8);
  return csv;
}

TEST(GradeShellOfSubBlocks, IsClosedAndEnclosesItsVolume) {
  const testing::TemporaryFolder folder;
  Problems problems;
  Progress progress;
  Session session;
  Scene scene = scene_of_inputs({folder.write("octree.csv", octree_csv())}, "", "", problems);
  session.load(scene, progress);
  ASSERT_TRUE(std::get<BlockModel>(*session.loaded(scene, 0)->dataset).sub_blocked());
  add_grade_shell(scene, 0, "Au_gpt", 0.7);
  const LayerPicturePtr picture = session.picture(scene, 1);
  const auto& triangles = std::get<Triangles>(picture->geometry);
  ASSERT_GT(triangles.triangles.size(), 1000U);
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> edges;
  for (const auto& t : triangles.triangles)
    for (std::size_t i = 0; i < 3; ++i) ++edges[{t[i], t[(i + 1) % 3]}];
  for (const auto& [edge, count] : edges) {
    const auto back = edges.find({edge.second, edge.first});
    ASSERT_TRUE(back != edges.end() && back->second == count) << "an edge that is passed one way only";
  }
  for (const Vec3& vertex : triangles.vertices_scene) EXPECT_NEAR(length(vertex - Vec3{48, 48, 48}), 30, 2);
  const double sphere = 4.0 / 3 * std::numbers::pi * 30 * 30 * 30;
  EXPECT_NEAR(picture->source->shell->volume_m3, sphere, 0.02 * sphere);
}

TEST(GradeShellOfSubBlocks, RefusesSidesThatDivideTheModelTooFinely) {
  const testing::TemporaryFolder folder;
  // 400 sub-blocks in one parent, each side on a level of its own: 64 M cells.
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt\n";
  const auto middle = [](int i) { return (i + 0.5) * 0.25; };
  for (int i = 0; i < 400; ++i) {
    char row[160];
    std::snprintf(row, sizeof row, "%.3f,%.3f,%.3f,0.25,0.25,0.25,1\n", middle(i), middle((i * 7) % 400),
                  middle((i * 11) % 400));
    csv += row;
  }
  csv += "150,50,50,100,100,100,1\n";
  Problems problems;
  Progress progress;
  Session session;
  Scene scene = scene_of_inputs({folder.write("fine.csv", csv)}, "", "", problems);
  session.load(scene, progress);
  const auto& model = std::get<BlockModel>(*session.loaded(scene, 0)->dataset);
  ASSERT_TRUE(model.sub_blocked());
  add_grade_shell(scene, 0, "Au_gpt", 0.5);
  try {
    session.picture(scene, 1);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("60,000,000"), std::string::npos) << error.what_happened();
  }
}

}  // namespace
}  // namespace lode
