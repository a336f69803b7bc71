// The scale bar: a round length, exact when orthographic.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "render/annotation.h"

namespace lode::render {

namespace {

/// The greatest 1, 2 or 5 times a power of ten not above `most`.
double round_length_below(double most) {
  const double power = std::pow(10, std::floor(std::log10(most)));
  for (double factor : {5.0, 2.0})
    if (factor * power <= most) return factor * power;
  return power;
}

}  // namespace

void draw_scale_bar(Annotations& annotations) {
  const Picture& picture = annotations.picture;
  if (!picture.show_scale_bar) return;
  const double ui = annotations.ui;
  const double metres_per_pixel = picture.metres_per_unit * annotations.projection.metres_per_pixel_at_focus();
  const double longest_px = std::min(200 * ui, annotations.projection.width_px() * 0.3);
  const double unit_m = metres_per(picture.length_unit);
  const double length_m = unit_m * round_length_below(longest_px * metres_per_pixel / unit_m);
  const double length_px = length_m / metres_per_pixel;
  const double x = 16 * ui, y = annotations.projection.height_px() - 48 * ui;
  std::string label = length_text(length_m, picture.length_unit);
  if (annotations.projection.camera().perspective) label += " at the focal point";
  if (picture.vertical_exaggeration != 1)
    label += fmt::format("   vertical \u00d7 {}", legend_number(picture.vertical_exaggeration));
  const TextStyle style = annotations.style(12, annotations.colours().text);
  Rectangle text = annotations.canvas.measure(label, x, y, style);
  text.y = y - text.height - 4 * ui;
  annotations.canvas.text(label, text.x, text.y, style);
  const double height = 5 * ui;
  const Rgba line = annotations.colours().line;
  for (int part = 0; part < 4; ++part) {
    const Rectangle area{x + part * length_px / 4, y, length_px / 4, height};
    annotations.canvas.rectangle(area, part % 2 == 0 ? line : annotations.colours().background);
  }
  annotations.canvas.frame({x, y, length_px, height}, std::max(1.0, ui), line);
  annotations.taken.push_back({x, text.y, std::max(length_px, text.width), y + height - text.y});
}

}  // namespace lode::render
