// The north arrow: a level compass with a needle, seen as the camera sees the scene.
#include <cmath>
#include <numbers>

#include "render/annotation.h"

namespace lode::render {

namespace {

struct Compass {
  Annotations& annotations;
  double centre_x, centre_y, radius_px;

  Point2 at(Vec3 direction, double share) const {
    const CameraAxes& axes = annotations.projection.axes();
    return {centre_x + share * radius_px * dot(direction, axes.right),
            centre_y - share * radius_px * dot(direction, axes.up)};
  }

  void letter(const std::string& text, Vec3 direction, Rgba colour, bool bold) const {
    const CameraAxes& axes = annotations.projection.axes();
    // Foreshortened to almost nothing, a letter would sit on the middle and say nothing.
    if (std::hypot(dot(direction, axes.right), dot(direction, axes.up)) < 0.2) return;
    const TextStyle style = annotations.style(12, colour, bold);
    const Rectangle size = annotations.canvas.measure(text, 0, 0, style);
    const Point2 tip = at(direction, 1);
    const double dx = tip.x - centre_x, dy = tip.y - centre_y, distance = std::hypot(dx, dy);
    const double gap = 10 * annotations.ui;
    annotations.canvas.text(text, tip.x + dx / distance * gap - size.width / 2,
                            tip.y + dy / distance * gap - size.height / 2, style);
  }
};

void draw_ring(const Compass& compass, Rgba colour) {
  constexpr int pieces = 48;
  for (int i = 0; i < pieces; ++i) {
    const double a = 2 * std::numbers::pi * i / pieces, b = 2 * std::numbers::pi * (i + 1) / pieces;
    compass.annotations.canvas.line(compass.at({std::sin(a), std::cos(a), 0}, 1),
                                    compass.at({std::sin(b), std::cos(b), 0}, 1), compass.annotations.ui, colour);
  }
}

}  // namespace

void draw_north(Annotations& annotations) {
  if (!annotations.picture.show_north) return;
  const double ui = annotations.ui, radius = 26 * ui;
  const Compass compass{annotations, annotations.projection.width_px() - 52 * ui, 54 * ui, radius};
  constexpr Vec3 north{0, 1, 0}, south{0, -1, 0}, east{1, 0, 0}, up{0, 0, 1};
  const Theme& theme = annotations.colours();
  draw_ring(compass, theme.box_line);
  annotations.canvas.line(compass.at(east, 0.82), compass.at(east, 1), 1.5 * ui, theme.quiet_text);
  annotations.canvas.line(compass.at({-1, 0, 0}, 0.82), compass.at({-1, 0, 0}, 1), 1.5 * ui, theme.quiet_text);
  const Point2 left = compass.at({-1, 0, 0}, 0.2), right = compass.at(east, 0.2);
  annotations.canvas.triangle(left, right, compass.at(south, 0.85), theme.box_line);
  annotations.canvas.triangle(left, right, compass.at(north, 1), theme.text);
  const CameraAxes& axes = annotations.projection.axes();
  if (std::abs(axes.forward.z) < 0.98) {
    annotations.canvas.line(compass.at(up, 0), compass.at(up, 1), 1.5 * ui, theme.quiet_text);
    compass.letter("Up", up, theme.quiet_text, false);
  }
  compass.letter("N", north, theme.text, true);
  compass.letter("E", east, theme.quiet_text, false);
  annotations.taken.push_back({compass.centre_x - radius - 20 * ui, compass.centre_y - radius - 20 * ui,
                               2 * radius + 40 * ui, 2 * radius + 40 * ui});
}

}  // namespace lode::render
