// A scene whose CRS counts in feet: RLs are metres, and both are drawn at one scale.
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/testing.h"
#include "view/view.h"

namespace lode {
namespace {

constexpr int size_px = 400;

bool is_drawn(const render::Image& image, int x, int y) {
  const std::uint8_t* pixel = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
  return !std::equal(pixel, pixel + 3, image.rgba.data());
}

/// The pixels of one column or row where something is picked, which are those where something is drawn.
struct PixelRun {
  int first = size_px, last = -1;
  int length() const { return last - first + 1; }
};
PixelRun run_along(const Frame& frame, const render::Image& image, bool column, int at) {
  PixelRun run;
  for (int i = 0; i < size_px; ++i) {
    const int x = column ? at : i, y = column ? i : at;
    if (!pick(frame, x + 0.5, y + 0.5, size_px, size_px)) continue;
    EXPECT_TRUE(is_drawn(image, x, y)) << x << ' ' << y;
    run.first = std::min(run.first, i);
    run.last = std::max(run.last, i);
  }
  const int before = run.first - 3;
  if (before >= 0) {
    EXPECT_FALSE(is_drawn(image, column ? at : before, column ? before : at)) << at << ' ' << before;
  }
  return run;
}

// A wall 100 US survey feet wide and 30.48 m, which are 100 ft, high.
TEST(Feet, AWallAsHighAsWideIsDrawnSo) {
  const testing::TemporaryFolder folder;
  const auto wall = folder.write("wall.obj",
                                 "v 2296000 408000 0\nv 2296100 408000 0\nv 2296100 408000 30.48\n"
                                 "v 2296000 408000 30.48\nf 1 2 3\nf 1 3 4\n");
  Problems problems;
  Scene scene = scene_of_inputs({wall}, "", "EPSG:26791", problems);
  scene.show_grid = scene.show_legend = scene.show_north = scene.show_scale_bar = false;
  scene.camera.elevation_deg = 0;
  Session session;
  Progress progress;
  session.load(scene, progress);
  OffscreenView view;
  for (const double exaggeration : {1.0, 2.0}) {
    scene.vertical_exaggeration = exaggeration;
    const Frame frame = make_frame(session, scene);
    const render::Image image = view.draw(frame, {.width = size_px, .height = size_px});
    const PixelRun height = run_along(frame, image, true, size_px / 2);
    const PixelRun width = run_along(frame, image, false, size_px / 2);
    ASSERT_GT(width.length(), 100);
    EXPECT_NEAR(height.length(), exaggeration * width.length(), 3);
    EXPECT_NEAR(pick(frame, size_px / 2.0, height.first + 1.5, size_px, size_px)->hit.position_scene.z, 30.48, 0.3);
  }
}

// Two vertical holes 100 US survey feet apart, tubes of 3.048 m: 20 ft across from above.
TEST(Feet, TubesAndGraphsAreAsWideAsTheirMetres) {
  const testing::TemporaryFolder folder;
  const std::vector<std::filesystem::path> files{
      folder.write("collar.csv", "BHID,X,Y,Z,DEPTH\nA,2296000,408000,300,50\nB,2296100,408000,300,50\n"),
      folder.write("survey.csv", "BHID,AT,AZ,DIP\nA,0,0,-90\nB,0,0,-90\n"),
      folder.write("assay.csv", "BHID,FROM,TO,CU\nA,0,50,1\nB,0,50,2\n"),
      folder.write("structure.csv", "BHID,DEPTH,DIP,DIPDIR\nA,20,0,90\nA,40,90,90\n")};
  Problems problems;
  Scene scene = scene_of_inputs(files, "", "EPSG:26791", problems);
  scene.show_grid = scene.show_legend = scene.show_north = scene.show_scale_bar = false;
  scene.camera.elevation_deg = -90;
  scene.camera.focal_scene = {2296050, 408000, 300};
  scene.camera.view_height_m = 160;
  Layer& layer = scene.layers[0];
  layer.show_labels = false;
  layer.table = "assay";
  layer.tube_radius_m = 3.048;
  layer.holes.structures = "structure";
  layer.holes.disc_radius_m = 1.524;
  layer.holes.second_column = "CU";
  layer.holes.second_shape = SecondShape::bars;
  layer.holes.graph_width_m = 15.24;
  Session session;
  Progress progress;
  session.load(scene, progress);
  OffscreenView view;
  const Frame frame = make_frame(session, scene);
  const render::Image image = view.draw(frame, {.width = size_px, .height = size_px});
  const PixelRun row = run_along(frame, image, false, size_px / 2);  // from the left of A to the right of B
  std::size_t seen = 0;
  for (int x = 0; x < size_px; ++x) seen += pick(frame, x + 0.5, size_px / 2 + 0.5, size_px, size_px) ? 1U : 0U;
  const double pixels_a_foot = row.length() / 120.0;
  EXPECT_NEAR(static_cast<double>(seen), 40 * pixels_a_foot, 4);

  const LayerPicture& picture = *frame.layers.at(0);
  Bounds level, upright;
  for (const auto& extra : picture.extras) {
    if (const auto* bars = std::get_if<Segments>(&extra.geometry)) {
      EXPECT_NEAR(bars->graph_width_m, 50, 1e-3) << "feet of the plan";
    }
    if (const auto* discs = std::get_if<Triangles>(&extra.geometry))
      for (std::size_t i = 0; i < discs->vertices_scene.size(); ++i)
        (2 * i < discs->vertices_scene.size() ? level : upright).add(discs->vertices_scene[i]);
  }
  EXPECT_NEAR(level.size().x, 10, 0.01);
  EXPECT_NEAR(level.size().y, 10, 0.01);
  EXPECT_NEAR(upright.size().y, 10, 0.1);
  EXPECT_NEAR(upright.size().z, 3.048, 0.03) << "metres of RL";
}

}  // namespace
}  // namespace lode
