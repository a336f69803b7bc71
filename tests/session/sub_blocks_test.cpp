// Sub-blocked models through the session: faces, tonnes, sections, picks and exports agree with the count by hand.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "core/error.h"
#include "io/export.h"
#include "session/grid_option.h"
#include "session/scene_file.h"
#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::read_bytes;
using testing::TemporaryFolder;

/// Two parents of 10 m beside each other: one whole (1 %), one of eight sub-blocks (2 %), but for the last, which is
/// missing; lower corner 1000, 2000, 100.
class TwoParents : public ::testing::Test {
 protected:
  TwoParents() {
    std::string text = "x,y,z,dx,dy,dz,Cu_pct,density\n1005,2005,105,10,10,10,1,2.5\n";
    for (int child = 0; child < 7; ++child)
      text += fmt::format("{},{},{},5,5,5,2,3\n", 1012.5 + 5 * (child & 1), 2002.5 + 5 * (child >> 1 & 1),
                          102.5 + 5 * (child >> 2));
    file_ = folder_.write("model.csv", text);
    open(file_);
  }

  void open(const fs::path& file) {
    Problems problems;
    scene_ = scene_of_inputs({file}, "", "", problems);
    session_.load(scene_, progress_);
  }

  double faces_area() {
    const auto picture = session_.picture(scene_, 0);
    const Boxes& boxes = std::get<Boxes>(picture->geometry);
    double area = 0;
    for (int d = 0; d < 6; ++d)
      for (const BoxFace& face : boxes.faces.of(d)) {
        const auto corners = boxes.corners_lattice(face.rectangle, d);
        const Vec3 normal = cross(corners[1] - corners[0], corners[3] - corners[0]);
        EXPECT_GT(normal[d / 2] * (d % 2 == 1 ? 1 : -1), 0);  // counter-clockwise seen from outside
        area += length(normal);
      }
    return area;
  }

  TemporaryFolder folder_;
  fs::path file_;
  Session session_;
  Scene scene_;
  Progress progress_;
};

TEST_F(TwoParents, FacesFollowTheFilter) {
  // A box of 20 x 10 x 10 with a corner of 5 x 5 x 5 taken out has its area.
  EXPECT_DOUBLE_EQ(faces_area(), 2 * (200 + 200 + 100));
  scene_.layers[0].filter = "Cu_pct < 1.5";
  EXPECT_DOUBLE_EQ(faces_area(), 600);
  scene_.layers[0].filter = "Cu_pct > 1.5";
  EXPECT_DOUBLE_EQ(faces_area(), 600);
  scene_.layers[0].filter = "Cu_pct > 3";
  EXPECT_EQ(faces_area(), 0);
}

TEST_F(TwoParents, TonnesCountTheBoxes) {
  TonnageOptions options;
  options.grade = "Cu_pct";
  const std::vector<double> cutoffs{0.5, 1.5};
  const Tonnage tonnage = session_.tonnage(scene_, 0, options, cutoffs);
  EXPECT_EQ(tonnage.rows[0].blocks, 8U);
  EXPECT_DOUBLE_EQ(tonnage.rows[0].volume_m3, 1000 + 7 * 125);
  EXPECT_DOUBLE_EQ(*tonnage.rows[0].tonnes, 2500 + 7 * 125 * 3);
  EXPECT_DOUBLE_EQ(*tonnage.rows[0].grade, (2500 * 1 + 2625 * 2) / 5125.0);
  EXPECT_DOUBLE_EQ(*tonnage.rows[1].tonnes, 2625);
}

TEST_F(TwoParents, RaysMeetTheNearestBox) {
  const auto picture = session_.picture(scene_, 0);
  const Boxes& boxes = std::get<Boxes>(picture->geometry);
  const auto from_above = [&](double x, double y) { return boxes.nearest({{x, y, 200}, {0, 0, -1}}); };
  ASSERT_TRUE(from_above(1003, 2003));
  EXPECT_DOUBLE_EQ(from_above(1003, 2003)->position_scene.z, 110);
  ASSERT_TRUE(from_above(1018, 2008));  // through the missing corner
  EXPECT_DOUBLE_EQ(from_above(1018, 2008)->position_scene.z, 105);
  EXPECT_FALSE(from_above(1021, 2003));
  const auto from_east = boxes.nearest({{1100, 2008, 108}, {-1, 0, 0}});
  ASSERT_TRUE(from_east);
  EXPECT_DOUBLE_EQ(from_east->position_scene.x, 1015);
}

TEST_F(TwoParents, ASectionLeavesWhatReachesIntoIt) {
  scene_.section.on = true;
  scene_.section.slab = {{1010, 2007, 107}, {0, 0, 1}, 2};  // RL 106 to 108: the upper sub-blocks
  const auto picture = session_.picture(scene_, 0);
  EXPECT_EQ(picture->shown_rows.count(), 4U);
  const Boxes& boxes = std::get<Boxes>(picture->geometry);
  EXPECT_EQ(boxes.cuts.of(0).size(), 4U);
  EXPECT_EQ(boxes.cuts.of(1).size(), 4U);
  EXPECT_EQ(boxes.cut_colour.size(), 8U);
  scene_.section.whole_blocks = true;
  const auto whole = session_.picture(scene_, 0);
  EXPECT_TRUE(std::get<Boxes>(whole->geometry).cuts.rows.empty());
}

TEST_F(TwoParents, ExportsHoldTheBoxesAndCanBeReadAgain) {
  for (const char* extension : {"csv", "vtu"}) {
    const fs::path file = folder_.path() / (std::string("again.") + extension);
    export_to(session_, scene_, 0, "", file, progress_);
    open(file);
    EXPECT_DOUBLE_EQ(faces_area(), 1000) << extension;
    TonnageOptions options;
    options.grade = "Cu_pct";
    EXPECT_DOUBLE_EQ(*session_.tonnage(scene_, 0, options, {}).rows[0].tonnes, 5125) << extension;
    open(file_);
  }
  double volume = 0;  // of the closed mesh, by the divergence theorem
  const io::ExportMesh mesh = io::export_mesh(session_.export_layer(scene_, 0, ""), progress_);
  const Vec3 near{1000, 2000, 100};
  for (const auto& [a, b, c] : mesh.triangles)
    volume += dot(mesh.vertices[a] - near, cross(mesh.vertices[b] - near, mesh.vertices[c] - near)) / 6;
  EXPECT_NEAR(volume, 1875, 1e-9);
  for (const char* extension : {"obj", "ply", "stl", "glb", "vtp"}) {
    const fs::path file = folder_.path() / (std::string("mesh.") + extension);
    export_to(session_, scene_, 0, "", file, progress_);
    EXPECT_GT(fs::file_size(file), 1000U) << extension;
  }
}

TEST(GridOption, MakesBlocksOfABench) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,g\n";
  for (int i = 0; i < 108; ++i) text += fmt::format("{},{},112.5,1\n", 505 + 10 * (i % 12), 706.25 + 12.5 * (i / 12));
  const fs::path bench = folder.write("bench.csv", text);
  for (const char* grid : {"size=10,12.5,5", "origin=500,700,110 size=10,12.5,5"}) {
    Problems problems;
    Scene scene = scene_of_inputs({bench}, "", "", problems);
    ASSERT_EQ(scene.sources[0].kind, DatasetKind::points);
    state_grid(scene, parse_grid(grid));
    Session session;
    Progress progress;
    session.load(scene, progress);
    const auto& model = std::get<BlockModel>(*session.loaded(scene, 0)->dataset);
    EXPECT_EQ(model.lattice, Lattice::regular({500, 700, 110}, {10, 12.5, 5}, {12, 9, 1})) << grid;
    EXPECT_NEAR(session.tonnage(scene, 0, {}, {}).rows.at(0).volume_m3, 108 * 625, 1e-6);
  }
}

TEST(GridOption, SaysWhatASceneFileSays) {
  const GridGeometry grid =
      parse_grid("origin=1000,2000,50 size=10,20,5 count=4,3,2 rotation=vulcan angles_deg=60,10,0");
  EXPECT_EQ(grid.origin, (Vec3{1000, 2000, 50}));
  EXPECT_EQ(grid.count, (std::array<std::uint32_t, 3>{4, 3, 2}));
  EXPECT_EQ(grid.rotation, "vulcan");
  for (const char* wrong : {"origin", "origin=1,2", "size=0,1,1", "rotation=vulcano", "orgin=1,2,3", "count=1.5,2,3",
                            "u=1,0,0 v=1,1,0", "origin=1,2,3 centroid=1,2,3", "size=[1"})
    EXPECT_THROW(parse_grid(wrong), Error) << wrong;

  const TemporaryFolder folder;
  Scene scene;
  scene.sources.emplace_back();
  scene.sources[0].name = "m";
  scene.sources[0].kind = DatasetKind::blocks;
  scene.sources[0].format = "csv";
  scene.sources[0].files.push_back({folder.path() / "m.csv", TableRole::blocks, {}});
  scene.sources[0].geometry = grid;
  scene.sources[0].geometry.pivot = Vec3{1, 2, 3};
  scene.sources[0].geometry.rotation_axes = {3, 2, 0};
  const fs::path file = folder.path() / "s.lode";
  save_scene(file, scene);
  EXPECT_EQ(read_scene(file).scene.sources[0].geometry, scene.sources[0].geometry);
  EXPECT_TRUE(read_scene(file).unknown_keys.empty());
}

}  // namespace
}  // namespace lode
