// What a picture says beside its geometry: grid, legend, north arrow, scale bar, titles, labels.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

#include "render/canvas.h"
#include "render/number_text.h"
#include "render/projection.h"
#include "render/renderer.h"

namespace lode::render {

struct Theme {
  Rgba background, text, quiet_text, line, faint_line, box_line, note;
};
const Theme& theme(bool dark);

/// What the annotations share: where to draw, and which areas are taken.
struct Annotations {
  Canvas& canvas;
  const Picture& picture;
  const Projection& projection;
  double ui;                                   ///< pixels a unit of the design
  std::vector<std::bitset<256>> used_colours;  ///< one a layer
  std::vector<Rectangle> taken;

  const Theme& colours() const { return theme(picture.dark); }
  Rectangle whole() const { return {0, 0, projection.width_px(), projection.height_px()}; }
  TextStyle style(double size, Rgba colour, bool bold = false) const;
  /// With a margin around; false, and nothing taken, when something is there already.
  bool take(const Rectangle& area, double margin_px);
};

/// Fixed places around the border first, so that labels keep out of them.
void draw_titles(Annotations& annotations);
void draw_scale_bar(Annotations& annotations);
void draw_north(Annotations& annotations);
void draw_legends(Annotations& annotations);
void draw_grid(Annotations& annotations);
void draw_outlines(Annotations& annotations);
void draw_hole_labels(Annotations& annotations);
/// Depths along the traces, thinned out where they would touch.
void draw_depth_labels(Annotations& annotations);
void draw_picked_cell(Annotations& annotations);
void draw_marks(Annotations& annotations);

}  // namespace lode::render
