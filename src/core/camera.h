// Named views and the geometry of a camera.
#pragma once

#include <optional>
#include <string_view>

#include "core/scene.h"

namespace lode {

/// "plan", "north", "south", "east", "west", "iso": where one looks to. Empty for another name.
struct ViewDirection {
  double azimuth_deg, elevation_deg;
};
std::optional<ViewDirection> named_view(std::string_view name);

/// Orthonormal axes of a camera in scene space (east, north, up), without exaggeration.
struct CameraAxes {
  Vec3 right, up, forward;
};
CameraAxes axes_of(const Camera& camera);

/// Changes the exaggeration so that the scene's exaggeration_rl keeps its place in the picture, or where there is none
/// what the camera looks at.
void exaggerate(Scene& scene, double vertical_exaggeration);

/// The ray through a pixel (0, 0 is the upper left corner of the picture), in scene space; honours the exaggeration.
Ray pixel_ray(const Camera& camera, double vertical_exaggeration, double x_px, double y_px, double width_px,
              double height_px);

/// The camera that shows all of `bounds` from its direction, with a margin of 5 %.
Camera fitted(Camera camera, const Bounds& bounds_scene, double vertical_exaggeration, double aspect);

}  // namespace lode
