// A scene whose CRS counts in feet: RLs are metres, and both are drawn at one scale.
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/testing.h"
#include "view/view.h"

namespace lode {
namespace {

struct PixelBox {
  int left = 1 << 20, right = -1, top = 1 << 20, bottom = -1;
  int width() const { return right - left + 1; }
  int height() const { return bottom - top + 1; }
};

/// The pixels of another colour than the corner's.
PixelBox drawn_box(const render::Image& image) {
  PixelBox box;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* pixel = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
      if (std::equal(pixel, pixel + 3, image.rgba.data())) continue;
      box.left = std::min(box.left, x), box.right = std::max(box.right, x);
      box.top = std::min(box.top, y), box.bottom = std::max(box.bottom, y);
    }
  return box;
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
    const PixelBox box = drawn_box(view.draw(frame, {.width = 400, .height = 400}));
    ASSERT_GT(box.width(), 100);
    EXPECT_NEAR(box.height(), exaggeration * box.width(), 3);
    // What is picked at the top of the drawn wall is its top.
    const auto picked = pick(frame, (box.left + box.right) / 2.0, box.top + 1.5, 400, 400);
    ASSERT_TRUE(picked);
    EXPECT_NEAR(picked->hit.position_scene.z, 30.48, 0.3);
    EXPECT_FALSE(pick(frame, (box.left + box.right) / 2.0, box.top - 3, 400, 400));
  }
}

}  // namespace
}  // namespace lode
