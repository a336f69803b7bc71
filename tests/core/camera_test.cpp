#include "core/camera.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lode {
namespace {

TEST(Camera, PlanHasTheAzimuthUpOnThePicture) {
  Camera camera;
  CameraAxes axes = axes_of(camera);
  EXPECT_EQ(axes.forward, (Vec3{0, 0, -1}));
  EXPECT_EQ(axes.up, (Vec3{0, 1, 0}));
  EXPECT_EQ(axes.right, (Vec3{1, 0, 0}));
  camera.azimuth_deg = 90;
  EXPECT_EQ(axes_of(camera).up, (Vec3{1, 0, 0}));
}

TEST(Camera, NorthLooksNorth) {
  Camera camera;
  camera.azimuth_deg = named_view("north")->azimuth_deg;
  camera.elevation_deg = named_view("north")->elevation_deg;
  const CameraAxes axes = axes_of(camera);
  EXPECT_EQ(axes.forward, (Vec3{0, 1, 0}));
  EXPECT_EQ(axes.right, (Vec3{1, 0, 0}));  // east is on the right
  EXPECT_EQ(axes.up, (Vec3{0, 0, 1}));
  EXPECT_FALSE(named_view("up").has_value());
}

TEST(Camera, AxesAreRightHandedForAnyDirection) {
  for (double azimuth = -400; azimuth <= 400; azimuth += 37)
    for (double elevation = -90; elevation <= 90; elevation += 15) {
      Camera camera;
      camera.azimuth_deg = azimuth;
      camera.elevation_deg = elevation;
      const CameraAxes axes = axes_of(camera);
      EXPECT_LT(length(cross(axes.right, axes.up) + axes.forward), 1e-15);
    }
}

/// Where a point is on a picture of 400 x 300, by the definition of the camera.
Vec3 pixel_of(const Camera& camera, double exaggeration, Vec3 point) {
  const CameraAxes axes = axes_of(camera);
  Vec3 from_focal = point - camera.focal_scene;
  from_focal.z *= exaggeration;
  double scale = 300 / camera.view_height_m;
  if (camera.perspective) {
    const double distance = camera.view_height_m / 2 / std::tan(camera.field_of_view_deg * std::acos(-1) / 360);
    scale *= distance / (distance + dot(from_focal, axes.forward));
  }
  return {200 + scale * dot(from_focal, axes.right), 150 - scale * dot(from_focal, axes.up), 0};
}

TEST(Camera, ExaggerationKeepsTheChosenRlInItsPlace) {
  for (const bool perspective : {false, true}) {
    Scene scene;
    scene.camera = {{500000, 6000000, 300}, 40, -25, 1000, perspective, 30};
    const Vec3 at_level{500120, 6000080, 420}, above{500120, 6000080, 470};
    scene.exaggeration_rl = 420;
    const Vec3 before = pixel_of(scene.camera, 1, at_level), before_above = pixel_of(scene.camera, 1, above);
    exaggerate(scene, 4);
    const Vec3 after = pixel_of(scene.camera, 4, at_level);
    EXPECT_NEAR(after.x, before.x, 1e-9);
    EXPECT_NEAR(after.y, before.y, 1e-9);
    EXPECT_LT(pixel_of(scene.camera, 4, above).y, before_above.y - 10) << "what lies above it rises";
    exaggerate(scene, 1);
    EXPECT_NEAR(scene.camera.focal_scene.z, 300, 1e-9);
  }
  Scene plain;
  plain.camera.focal_scene.z = 300;
  plain.camera.view_height_m = 100;
  exaggerate(plain, 3);
  EXPECT_EQ(plain.camera.focal_scene.z, 300) << "without a chosen RL the middle of the picture stays";
}

TEST(Camera, RaysMeetThePointsOfTheirPixels) {
  for (const bool perspective : {false, true})
    for (const double exaggeration : {1.0, 3.0}) {
      Camera camera{{500000, 6000000, 300}, 40, -25, 1000, perspective, 30};
      const Vec3 point{500120, 6000080, 350};
      const Vec3 pixel = pixel_of(camera, exaggeration, point);
      const Ray ray = pixel_ray(camera, exaggeration, pixel.x, pixel.y, 400, 300);
      const Vec3 along = normalized(ray.direction);
      const Vec3 to_point = point - ray.origin;
      EXPECT_GT(dot(to_point, along), 0);
      EXPECT_LT(length(to_point - dot(to_point, along) * along), 1e-6);
    }
}

TEST(Camera, FitsEveryCornerWithAMargin) {
  Bounds bounds;
  bounds.add(Vec3{100, 200, 0});
  bounds.add(Vec3{1100, 500, 250});
  for (const bool perspective : {false, true})
    for (const double exaggeration : {1.0, 5.0})
      for (double azimuth = 0; azimuth < 360; azimuth += 45)
        for (const double elevation : {-90.0, -30.0, 0.0}) {
          const Camera camera = fitted({{}, azimuth, elevation, 0, perspective, 30}, bounds, exaggeration, 400.0 / 300);
          double widest = 0;
          for (int corner = 0; corner < 8; ++corner) {
            const Vec3 point{corner & 1 ? 100.0 : 1100, corner & 2 ? 200.0 : 500, corner & 4 ? 0.0 : 250};
            const Vec3 pixel = pixel_of(camera, exaggeration, point);
            widest = std::max({widest, std::abs(pixel.x - 200) / 200, std::abs(pixel.y - 150) / 150});
          }
          EXPECT_NEAR(widest, 0.9, 1e-9);
        }
}

TEST(Camera, FitsNothingAndAPoint) {
  EXPECT_GT(fitted({}, Bounds(), 1, 1).view_height_m, 0);
  Bounds point;
  point.add(Vec3{1, 2, 3});
  const Camera camera = fitted({}, point, 1, 1);
  EXPECT_EQ(camera.focal_scene, (Vec3{1, 2, 3}));
  EXPECT_GT(camera.view_height_m, 0);
}

}  // namespace
}  // namespace lode
