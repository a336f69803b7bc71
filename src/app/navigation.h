// How the hand moves the camera; plain functions of a camera.
#pragma once

#include "core/camera.h"
#include "core/scene.h"

namespace lode::app {

/// The viewport's part of the window, in framebuffer pixels from the upper left corner.
struct ViewRect {
  double x = 0, y = 0, width = 1, height = 1;
};

/// A drag by (dx, dy) pixels, y down, turns the scene with the hand about the focal point.
Camera orbited(Camera camera, double dx_px, double dy_px, double height_px);
/// The point under the hand stays under it.
Camera panned(Camera camera, double vertical_exaggeration, double dx_px, double dy_px, double height_px);
/// Magnifies by `factor` (> 1: closer), keeping what is under the pixel (from the upper left corner) where it is.
Camera zoomed(Camera camera, double vertical_exaggeration, double factor, double x_px, double y_px, double width_px,
              double height_px);

}  // namespace lode::app
