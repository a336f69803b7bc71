#include "render/annotation.h"

#include <algorithm>
#include <cmath>

namespace lode::render {

const Theme& theme(bool dark) {
  static const Theme dark_theme{.background = {30, 32, 36, 255},
                                .text = {228, 230, 233, 255},
                                .quiet_text = {158, 163, 170, 255},
                                .line = {228, 230, 233, 255},
                                .faint_line = {255, 255, 255, 26},
                                .box_line = {255, 255, 255, 72},
                                .note = {255, 190, 92, 255}};
  static const Theme light_theme{.background = {250, 250, 249, 255},
                                 .text = {38, 41, 46, 255},
                                 .quiet_text = {104, 110, 118, 255},
                                 .line = {38, 41, 46, 255},
                                 .faint_line = {0, 0, 0, 30},
                                 .box_line = {0, 0, 0, 84},
                                 .note = {168, 88, 0, 255}};
  return dark ? dark_theme : light_theme;
}

TextStyle Annotations::style(double size, Rgba colour, bool bold) const {
  Rgba halo = colours().background;
  halo.a = 190;
  return {.size_px = std::max(6, static_cast<int>(std::lround(size * ui))),
          .colour = colour,
          .bold = bold,
          .halo = halo,
          .halo_px = 1.4 * ui};
}

bool Annotations::take(const Rectangle& area, double margin_px) {
  const Rectangle wide{area.x - margin_px, area.y - margin_px, area.width + 2 * margin_px, area.height + 2 * margin_px};
  if (std::ranges::any_of(taken, [&](const Rectangle& other) { return other.overlaps(wide); })) return false;
  taken.push_back(area);
  return true;
}

void draw_titles(Annotations& annotations) {
  const Picture& picture = annotations.picture;
  const double margin = 16 * annotations.ui, bottom = annotations.projection.height_px() - margin;
  Canvas& canvas = annotations.canvas;
  if (!picture.title.empty()) {
    const TextStyle style = annotations.style(18, annotations.colours().text, true);
    const Rectangle area = canvas.measure(picture.title, margin, margin, style);
    canvas.text(picture.title, area.x, area.y, style);
    annotations.taken.push_back(area);
  }
  Rectangle crs_area{margin, bottom, 0, 0};
  if (!picture.crs_label.empty()) {
    const TextStyle style = annotations.style(11, annotations.colours().quiet_text);
    crs_area = canvas.measure(picture.crs_label, margin, 0, style);
    crs_area.y = bottom - crs_area.height;
    canvas.text(picture.crs_label, crs_area.x, crs_area.y, style);
    annotations.taken.push_back(crs_area);
  }
  if (!picture.note.empty()) {
    const TextStyle style = annotations.style(13, annotations.colours().note, true);
    Rectangle area = canvas.measure(picture.note, 0, 0, style);
    area.x = std::max(margin, annotations.projection.width_px() - margin - area.width);
    area.y = bottom - area.height;
    if (area.x < crs_area.x + crs_area.width + margin && crs_area.width > 0) area.y -= crs_area.height * 1.4;
    canvas.text(picture.note, area.x, area.y, style);
    annotations.taken.push_back(area);
  }
}

}  // namespace lode::render
