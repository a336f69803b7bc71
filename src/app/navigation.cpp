#include "app/navigation.h"

#include <algorithm>
#include <cmath>

namespace lode::app {
namespace {

constexpr double least_view_m = 0.01, greatest_view_m = 1e8;

/// Moves the focal point by metres to the right and up in the picture, at the focal plane.
void move_focal(Camera& camera, double vertical_exaggeration, double right_m, double up_m) {
  const CameraAxes axes = axes_of(camera);
  Vec3 step = right_m * axes.right + up_m * axes.up;
  step.z /= vertical_exaggeration;
  camera.focal_scene = camera.focal_scene + step;
}

}  // namespace

Camera orbited(Camera camera, double dx_px, double dy_px, double height_px) {
  const double degrees_per_px = 180 / std::max(height_px, 1.0);
  camera.azimuth_deg = std::fmod(camera.azimuth_deg + dx_px * degrees_per_px + 720, 360);
  camera.elevation_deg = std::clamp(camera.elevation_deg - dy_px * degrees_per_px, -90.0, 90.0);
  return camera;
}

Camera panned(Camera camera, double vertical_exaggeration, double dx_px, double dy_px, double height_px) {
  const double metres_per_px = camera.view_height_m / std::max(height_px, 1.0);
  move_focal(camera, vertical_exaggeration, -dx_px * metres_per_px, dy_px * metres_per_px);
  return camera;
}

Camera zoomed(Camera camera, double vertical_exaggeration, double factor, double x_px, double y_px, double width_px,
              double height_px) {
  const double before_m = camera.view_height_m;
  camera.view_height_m = std::clamp(before_m / factor, least_view_m, greatest_view_m);
  const double kept = (before_m - camera.view_height_m) / std::max(height_px, 1.0);
  move_focal(camera, vertical_exaggeration, (x_px - width_px / 2) * kept, (height_px / 2 - y_px) * kept);
  return camera;
}

}  // namespace lode::app
