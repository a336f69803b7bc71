#include "app/navigation.h"

#include <gtest/gtest.h>

namespace lode::app {
namespace {

constexpr double width = 1000, height = 800;

/// Where the ray through a pixel meets the level RL 0.
Vec3 at_level(const Camera& camera, double exaggeration, double x, double y) {
  const Ray ray = pixel_ray(camera, exaggeration, x, y, width, height);
  const double t = -ray.origin.z / ray.direction.z;
  return ray.origin + t * ray.direction;
}

Camera plan() { return {.focal_scene = {1000, 2000, 0}, .azimuth_deg = 0, .elevation_deg = -90, .view_height_m = 400}; }

TEST(Navigation, PanKeepsThePointUnderTheHand) {
  for (const bool perspective : {false, true}) {
    Camera camera = plan();
    camera.perspective = perspective;
    const Vec3 held = at_level(camera, 1, 300, 200);
    const Vec3 now = at_level(panned(camera, 1, 120, -40, height), 1, 420, 160);
    EXPECT_NEAR(now.x, held.x, 1e-6);
    EXPECT_NEAR(now.y, held.y, 1e-6);
  }
}

TEST(Navigation, ZoomKeepsThePointUnderTheCursor) {
  for (const bool perspective : {false, true}) {
    Camera camera = plan();
    camera.perspective = perspective;
    const Vec3 held = at_level(camera, 1, 700, 650);
    const Camera closer = zoomed(camera, 1, 2, 700, 650, width, height);
    EXPECT_NEAR(closer.view_height_m, 200, 1e-9);
    EXPECT_NEAR(at_level(closer, 1, 700, 650).x, held.x, 1e-6);
    EXPECT_NEAR(at_level(closer, 1, 700, 650).y, held.y, 1e-6);
  }
}

TEST(Navigation, PanUpMovesByRealMetresUnderExaggeration) {
  Camera north = plan();
  north.elevation_deg = 0;
  // 80 pixels of 0.5 m are 40 m on the screen: 20 m of RL exaggerated twice.
  EXPECT_NEAR(panned(north, 2, 0, 80, height).focal_scene.z, 20, 1e-9);
}

TEST(Navigation, OrbitFollowsTheHandAndStopsAtTheVertical) {
  const Camera camera = plan();
  EXPECT_NEAR(orbited(camera, 80, 0, height).azimuth_deg, 18, 1e-9);
  EXPECT_NEAR(orbited(camera, -80, 0, height).azimuth_deg, 342, 1e-9);
  EXPECT_EQ(orbited(camera, 0, 100, height).elevation_deg, -90);
  EXPECT_NEAR(orbited(camera, 0, -100, height).elevation_deg, -67.5, 1e-9);
  EXPECT_EQ(orbited(camera, 10, 10, height).focal_scene, camera.focal_scene);
}

}  // namespace
}  // namespace lode::app
