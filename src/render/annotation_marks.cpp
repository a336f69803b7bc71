// What was measured, over everything that might hide it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "render/annotation.h"

namespace lode::render {

namespace {

void dot_at(Canvas& canvas, Point2 at, double radius_px, Rgba colour) {
  constexpr int sides = 16;
  const auto rim = [&](int i) {
    const double angle = 2 * std::numbers::pi * i / sides;
    return Point2{at.x + radius_px * std::cos(angle), at.y + radius_px * std::sin(angle)};
  };
  for (int i = 0; i < sides; ++i) canvas.triangle(at, rim(i), rim(i + 1), colour);
}

void draw_lines(Annotations& annotations, const Mark& mark, double width_px, Rgba colour) {
  const std::size_t count = mark.points_scene.size();
  const std::size_t lines = count < 2 ? 0 : mark.closed && count > 2 ? count : count - 1;
  for (std::size_t i = 0; i < lines; ++i) {
    Projected from, to;
    if (annotations.projection.project_line(mark.points_scene[i], mark.points_scene[(i + 1) % count], from, to))
      annotations.canvas.line({from.x_px, from.y_px}, {to.x_px, to.y_px}, width_px, colour);
  }
}

/// Above its point, within the picture, on a plate of the background so that it is read over any colours.
void draw_label(Annotations& annotations, const std::string& text, Vec3 at_scene) {
  const Projected at = annotations.projection.project(at_scene);
  if (at.w <= 0) return;
  const double ui = annotations.ui;
  const TextStyle style = annotations.style(13, annotations.colours().text, true);
  const Rectangle size = annotations.canvas.measure(text, 0, 0, style), whole = annotations.whole();
  const double pad = 4 * ui;
  const double x = std::clamp(at.x_px - size.width / 2, pad, std::max(pad, whole.width - size.width - pad));
  const double y = std::clamp(at.y_px - size.height - 10 * ui, pad, std::max(pad, whole.height - size.height - pad));
  Rgba plate = annotations.colours().background;
  plate.a = 205;
  annotations.canvas.rectangle({x - pad, y - pad / 2, size.width + 2 * pad, size.height + pad}, plate);
  annotations.canvas.text(text, x, y, style);
}

}  // namespace

void draw_marks(Annotations& annotations) {
  const double ui = annotations.ui;
  const Rgba line = highlight_colour(annotations.picture.dark);
  Rgba halo = annotations.colours().background;
  halo.a = 200;
  for (const Mark& mark : annotations.picture.marks) {
    draw_lines(annotations, mark, 5 * ui, halo);
    draw_lines(annotations, mark, 2 * ui, line);
    for (const Vec3 point : mark.points_scene) {
      const Projected at = annotations.projection.project(point);
      if (at.w <= 0) continue;
      dot_at(annotations.canvas, {at.x_px, at.y_px}, 5 * ui, halo);
      dot_at(annotations.canvas, {at.x_px, at.y_px}, 3.5 * ui, line);
    }
    for (const auto& [text, at] : mark.labels_scene) draw_label(annotations, text, at);
  }
}

}  // namespace lode::render
