#include "core/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lode {

namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

/// Sine and cosine that are exact at the right angles named views look along.
double cosine(double degrees) {
  return std::remainder(degrees, 180) == 90 || std::remainder(degrees, 180) == -90 ? 0 : std::cos(radians(degrees));
}
double sine(double degrees) { return std::remainder(degrees, 180) == 0 ? 0 : std::sin(radians(degrees)); }

/// Half the picture's height over the distance of what it shows.
double half_height_per_distance(const Camera& camera) { return std::tan(radians(camera.field_of_view_deg) / 2); }

}  // namespace

std::optional<ViewDirection> named_view(std::string_view name) {
  struct Named {
    std::string_view name;
    ViewDirection direction;
  };
  constexpr Named views[] = {{"plan", {0, -90}}, {"north", {0, 0}},  {"south", {180, 0}},
                             {"east", {90, 0}},  {"west", {270, 0}}, {"iso", {45, -30}}};
  for (const Named& view : views)
    if (view.name == name) return view.direction;
  return std::nullopt;
}

CameraAxes axes_of(const Camera& camera) {
  const double sin_azimuth = sine(camera.azimuth_deg), cos_azimuth = cosine(camera.azimuth_deg);
  const double sin_elevation = sine(camera.elevation_deg), cos_elevation = cosine(camera.elevation_deg);
  return {{cos_azimuth, -sin_azimuth, 0},
          {-sin_azimuth * sin_elevation, -cos_azimuth * sin_elevation, cos_elevation},
          {sin_azimuth * cos_elevation, cos_azimuth * cos_elevation, sin_elevation}};
}

void exaggerate(Scene& scene, double vertical_exaggeration) {
  // The picture is centred on the focal point, which the exaggeration carries away from the level that stays.
  if (scene.exaggeration_rl && scene.camera.view_height_m > 0) {
    double& focal_rl = scene.camera.focal_scene.z;
    focal_rl = *scene.exaggeration_rl +
               (focal_rl - *scene.exaggeration_rl) * scene.vertical_exaggeration / vertical_exaggeration;
  }
  scene.vertical_exaggeration = vertical_exaggeration;
}

Ray pixel_ray(const Camera& camera, double vertical_exaggeration, double x_px, double y_px, double width_px,
              double height_px) {
  // Without perspective a ray has no eye to begin at: it begins before anything that can be in a scene.
  constexpr double far_away_m = 1e7;
  const CameraAxes axes = axes_of(camera);
  const double metres_per_px = camera.view_height_m / height_px;
  const Vec3 on_picture =
      (x_px - width_px / 2) * metres_per_px * axes.right + (height_px / 2 - y_px) * metres_per_px * axes.up;
  const double distance_m = camera.perspective ? camera.view_height_m / 2 / half_height_per_distance(camera)
                                               : std::max(far_away_m, 100 * camera.view_height_m);
  const Vec3 back = -distance_m * axes.forward;
  Vec3 origin = camera.perspective ? back : back + on_picture;  // from the focal point, as displayed
  Vec3 direction = camera.perspective ? normalized(on_picture - back) : axes.forward;
  origin.z /= vertical_exaggeration;
  direction.z /= vertical_exaggeration;
  return {camera.focal_scene + origin, direction};
}

Camera fitted(Camera camera, const Bounds& bounds_scene, double vertical_exaggeration, double aspect) {
  constexpr double share_filled = 0.9;  // a margin of 5 % on each side
  constexpr double height_of_nothing_m = 100;
  camera.view_height_m = height_of_nothing_m;
  if (bounds_scene.empty()) return camera;
  camera.focal_scene = bounds_scene.centre();
  const CameraAxes axes = axes_of(camera);
  const double slope = half_height_per_distance(camera);
  double half_height_m = 0;
  for (int corner = 0; corner < 8; ++corner) {
    Vec3 from_focal;
    for (int axis = 0; axis < 3; ++axis)
      from_focal[axis] = ((corner >> axis) & 1 ? 0.5 : -0.5) * bounds_scene.size()[axis];
    from_focal.z *= vertical_exaggeration;
    const double off_middle_m =
        std::max(std::abs(dot(from_focal, axes.right)) / aspect, std::abs(dot(from_focal, axes.up))) / share_filled;
    // In perspective what is nearer than the focal point needs a wider picture.
    const double nearer_m = camera.perspective ? -dot(from_focal, axes.forward) : 0;
    half_height_m = std::max(half_height_m, off_middle_m + nearer_m * slope);
  }
  if (half_height_m > 0) camera.view_height_m = 2 * half_height_m;
  return camera;
}

}  // namespace lode
