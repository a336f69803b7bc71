#include "view/view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "testing/testing.h"

namespace lode {
namespace {

using testing::TemporaryFolder;

/// 4 x 3 x 2 blocks of 10 m with grade = a tenth of their row, and one hole of two intervals beside them.
class View : public ::testing::Test {
 protected:
  View() {
    std::ostringstream blocks;
    blocks << "x,y,z,dx,dy,dz,Li2O_pct,density\n";
    int row = 0;
    for (int k = 0; k < 2; ++k)
      for (int j = 0; j < 3; ++j)
        for (int i = 0; i < 4; ++i)
          blocks << 445005 + 10 * i << ',' << 5500005 + 10 * j << ',' << 205 + 10 * k << ",10,10,10," << 0.1 * row++
                 << ",2.7\n";
    const auto folder = folder_.path() / "data";
    folder_.write("data/blocks.csv", blocks.str());
    folder_.write("data/collar.csv", "BHID,XCOLLAR,YCOLLAR,ZCOLLAR,DEPTH\nDH-1,445060,5500015,230,40\n");
    folder_.write("data/survey.csv", "BHID,AT,BRG,DIP\nDH-1,0,0,-90\n");
    folder_.write("data/assay.csv", "BHID,FROM,TO,Li2O_pct\nDH-1,0,15,0.5\nDH-1,15,40,1.5\n");
    Problems problems;
    scene_ = scene_of_inputs({folder}, "EPSG:32644", "EPSG:32644", problems);
    Progress progress;
    session_.load(scene_, progress);
    scene_.show_grid = scene_.show_legend = scene_.show_north = scene_.show_scale_bar = false;
    for (Layer& layer : scene_.layers) {
      layer.tube_radius_m = 2;
      layer.show_labels = false;
    }
  }

  void look(double azimuth_deg, double elevation_deg, bool perspective = false) {
    scene_.camera = {};
    scene_.camera.azimuth_deg = azimuth_deg;
    scene_.camera.elevation_deg = elevation_deg;
    scene_.camera.perspective = perspective;
  }

  static std::string value_of(const Pick& pick, const std::string& name) {
    for (const auto& [key, text] : pick.values)
      if (key == name) return text;
    return "(none)";
  }

  TemporaryFolder folder_;
  Session session_;
  Scene scene_;
};

/// Where a scene point lies in an orthographic picture, by the camera's axes.
std::pair<double, double> pixel_of(const Frame& frame, Vec3 p, double width, double height) {
  const Camera camera = camera_of(frame, width, height);
  const CameraAxes axes = axes_of(camera);
  const Vec3 d = p - camera.focal_scene;
  const double scale = height / camera.view_height_m;
  return {width / 2 + dot(d, axes.right) * scale, height / 2 - dot(d, axes.up) * scale};
}

TEST_F(View, APickNamesTheBlockWithItsValuesAndItsLine) {
  look(0, -90);
  const Frame frame = make_frame(session_, scene_);
  const auto [x, y] = pixel_of(frame, {445025, 5500015, 220}, 300, 200);
  const auto found = pick(frame, x, y, 300, 200);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "Block 3, 2, 2");
  const int row = 2 + 4 * (1 + 3 * 1);
  EXPECT_EQ(value_of(*found, "Li2O_pct"), "1.8 %");
  EXPECT_EQ(value_of(*found, "Easting"), "445025.00 m");
  EXPECT_EQ(value_of(*found, "Northing"), "5500015.00 m");
  EXPECT_EQ(value_of(*found, "RL"), "215.00 m");
  EXPECT_EQ(value_of(*found, "Size"), "10 x 10 x 10 m");
  EXPECT_EQ(value_of(*found, "Tonnes"), "2,700.0 t");
  EXPECT_EQ(found->values.back().first, "File");
  EXPECT_EQ(found->values.back().second, "blocks.csv, line " + std::to_string(row + 2));
}

TEST_F(View, APickOfABinaryFileNamesTheFileAndNoLine) {
  std::size_t blocks = 0;
  while (scene_.sources[scene_.layers[blocks].source].kind != DatasetKind::blocks) ++blocks;
  Progress progress;
  const auto file = folder_.path() / "blocks.vti";
  export_to(session_, scene_, blocks, "", file, progress);
  Problems problems;
  scene_ = scene_of_inputs({file}, "", "", problems);
  session_.load(scene_, progress);
  look(0, -90);
  const Frame frame = make_frame(session_, scene_);
  const auto [x, y] = pixel_of(frame, {445025, 5500015, 220}, 300, 200);
  const auto found = pick(frame, x, y, 300, 200);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "Block 3, 2, 2");
  EXPECT_EQ(value_of(*found, "Li2O_pct"), "1.8 %");
  EXPECT_EQ(found->values.back().second, "blocks.vti");
}

TEST_F(View, APickNamesTheIntervalWithHoleAndDepths) {
  look(0, 0);
  const Frame frame = make_frame(session_, scene_);
  const auto [x, y] = pixel_of(frame, {445060, 5500015, 205}, 300, 200);
  const auto found = pick(frame, x, y, 300, 200);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "DH-1  15 - 40 m");
  EXPECT_EQ(value_of(*found, "Hole"), "DH-1");
  EXPECT_EQ(value_of(*found, "From"), "15 m");
  EXPECT_EQ(value_of(*found, "To"), "40 m");
  EXPECT_EQ(value_of(*found, "Li2O_pct"), "1.5 %");
  EXPECT_EQ(value_of(*found, "RL"), "202.50 m");
  EXPECT_EQ(found->values.back().second, "assay.csv, line 3");
  EXPECT_FALSE(pick(frame, 1, 1, 300, 200));
}

TEST_F(View, AFilteredBlockIsNotPicked) {
  look(0, -90);
  for (Layer& layer : scene_.layers) layer.filter = "Li2O_pct < 1.8";
  const Frame frame = make_frame(session_, scene_);
  const auto [x, y] = pixel_of(frame, {445025, 5500015, 220}, 300, 200);
  const auto found = pick(frame, x, y, 300, 200);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "Block 3, 2, 1");
}

TEST_F(View, PicksAgreeWithThePicture) {
  OffscreenView view;
  constexpr int width = 96, height = 64;
  scene_.title.clear();
  for (double exaggeration : {1.0, 2.0})
    for (bool perspective : {false, true}) {
      look(30, -35, perspective);
      scene_.vertical_exaggeration = exaggeration;
      Frame frame = make_frame(session_, scene_);
      frame.crs_label.clear();  // text hides nothing from a pick
      const render::Image image = view.draw(frame, {width, height, 1, true});
      const auto covered = [&](int x, int y) {
        return image.rgba[static_cast<std::size_t>((y * width + x) * 4 + 3)] > 0 ? 1 : 0;
      };
      int compared = 0, met = 0, different = 0;
      for (int y = 3; y < height - 3; ++y)
        for (int x = 3; x < width - 3; ++x) {
          // Pixels near an outline are left out: there a hole is picked from two pixels away.
          int around = 0;
          for (int dy = -3; dy <= 3; ++dy)
            for (int dx = -3; dx <= 3; ++dx) around += covered(x + dx, y + dy);
          if (around != 0 && around != 49) continue;
          ++compared;
          met += around == 49;
          different += pick(frame, x + 0.5, y + 0.5, width, height).has_value() != (around == 49);
        }
      EXPECT_GT(compared, 2000);
      EXPECT_GT(met, 200);
      EXPECT_EQ(different, 0);
    }
}

/// What is fitted lies beside the legend and above the scale bar, its middle in the middle of what is free.
TEST_F(View, AFitLeavesRoomForTheLegendAndTheScaleBar) {
  look(0, 0);
  scene_.show_grid = scene_.show_legend = scene_.show_north = scene_.show_scale_bar = true;
  scene_.camera.view_height_m = 0;
  const Frame frame = make_frame(session_, scene_);
  constexpr double width = 1280, height = 800;
  const Camera camera = camera_of(frame, width, height);
  const double px_per_m = height / camera.view_height_m;
  const Vec3 lower = frame.bounds_scene.min - camera.focal_scene, upper = frame.bounds_scene.max - camera.focal_scene;
  EXPECT_GE(width / 2 + lower.x * px_per_m, 60);
  EXPECT_LE(width / 2 + upper.x * px_per_m, width - 130);
  EXPECT_LE(height / 2 - lower.z * px_per_m, height - 84);
  EXPECT_GE(height / 2 - upper.z * px_per_m, 24);
  EXPECT_NEAR(width / 2 + (lower.x + upper.x) / 2 * px_per_m, (60 + width - 130) / 2, 1e-6);
}

/// Each block has a colour of its own; the picture's colour at a pixel is that of the picked block under its shade.
TEST_F(View, ThePickedBlockIsTheOneWhoseColourIsSeen) {
  OffscreenView view;
  look(0, -90);
  for (Layer& layer : scene_.layers) {
    layer.colour = {};
    layer.colour.column = "Li2O_pct";
    layer.colour.min = 0;
    layer.colour.max = 2.4;
    layer.colour.scale = ColourStyle::Scale::linear;
  }
  Frame frame = make_frame(session_, scene_);
  constexpr int width = 240, height = 160;
  const render::Image image = view.draw(frame, {width, height, 1, false});
  int blocks = 0;
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 3; ++j) {
      const auto [x, y] = pixel_of(frame, {445005.0 + 10 * i, 5500005.0 + 10 * j, 220}, width, height);
      const auto found = pick(frame, x, y, width, height);
      ASSERT_TRUE(found);
      const LayerPicture& layer = *frame.layers[found->layer];
      ASSERT_TRUE(std::holds_alternative<LatticeFaces>(layer.geometry));
      const double grade = (*layer.table->find("Li2O_pct")->numbers())[found->hit.row];
      const Rgba expected = layer.scale.palette[layer.scale.index(grade)];
      const std::uint8_t* seen =
          image.rgba.data() + (static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)) * 4;
      EXPECT_NEAR(seen[0], expected.r, 3);
      EXPECT_NEAR(seen[1], expected.g, 3);
      EXPECT_NEAR(seen[2], expected.b, 3);
      ++blocks;
    }
  EXPECT_EQ(blocks, 12);
}

TEST_F(View, ALayerThatCannotBeDrawnLeavesTheOthers) {
  const std::size_t blocks = scene_.sources[scene_.layers[0].source].kind == DatasetKind::blocks ? 0 : 1;
  scene_.layers[blocks].filter = "Li2O_pcr > 1";
  const Frame frame = make_frame(session_, scene_);
  ASSERT_EQ(frame.layers.size(), 2U);
  EXPECT_EQ(frame.layers[blocks], nullptr);
  EXPECT_NE(frame.layers[1 - blocks], nullptr);
  ASSERT_EQ(frame.errors.size(), 1U);
  EXPECT_EQ(frame.errors.begin()->first, blocks);
  EXPECT_NE(describe(frame.errors.begin()->second).find("Li2O_pct"), std::string::npos);
  const LayerPicture& holes = *frame.layers[1 - blocks];
  EXPECT_EQ(holes.extras.size(), 1U) << "the collars";
  const std::vector<render::DrawLayer> drawn = picture_of(frame, {}).layers;
  ASSERT_EQ(drawn.size(), 2U);
  EXPECT_EQ(drawn[0].geometry.get(), &holes.geometry);
  EXPECT_EQ(drawn[1].geometry.get(), &holes.extras[0].geometry);
  scene_.layers[blocks].visible = false;
  EXPECT_TRUE(make_frame(session_, scene_).errors.empty()) << "what is hidden need not be drawable";
}

TEST_F(View, ATransparentPictureHasTheSizeAskedForAndTimes) {
  OffscreenView view;
  look(45, -30);
  const render::Image image = view.draw(make_frame(session_, scene_), {123, 77, 0, true});
  EXPECT_EQ(image.width, 123);
  EXPECT_EQ(image.height, 77);
  EXPECT_EQ(image.rgba[3], 0);
  EXPECT_GT(view.times().frame_ms, 0);
}

TEST_F(View, PicturesToKeepAreSmoothUnlessVeryLargeOrDrafts) {
  const Frame frame = make_frame(session_, scene_);
  EXPECT_TRUE(picture_to_keep(frame, {.width = 7680, .height = 4320}).smooth);
  EXPECT_FALSE(picture_to_keep(frame, {.width = 16000, .height = 9000}).smooth);
  EXPECT_FALSE(picture_to_keep(frame, {.width = 1280, .height = 800, .draft = true}).smooth);
  EXPECT_FALSE(picture_of(frame, {.width = 1280, .height = 800}).smooth);
}

}  // namespace
}  // namespace lode
