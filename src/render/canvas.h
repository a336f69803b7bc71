// Flat drawing in pixels of the picture: lines, filled shapes, text. Collected once a picture, drawn in every tile.
#pragma once

#include <string>
#include <vector>

#include "core/colour.h"
#include "render/drawer.h"
#include "render/text.h"

namespace lode::render {

struct Point2 {
  double x = 0, y = 0;  ///< pixels from the upper left corner
};

struct Rectangle {
  double x = 0, y = 0, width = 0, height = 0;
  bool overlaps(const Rectangle& other) const {
    return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
  }
  bool within(const Rectangle& outer) const {
    return x >= outer.x && y >= outer.y && x + width <= outer.x + outer.width && y + height <= outer.y + outer.height;
  }
};

struct TextStyle {
  int size_px = 12;
  Rgba colour;
  bool bold = false;
  Rgba halo{0, 0, 0, 0};  ///< alpha 0: none
  double halo_px = 0;
};

class Canvas {
 public:
  explicit Canvas(TextCache& texts) : texts_(texts) {}

  void line(Point2 from, Point2 to, double width_px, Rgba colour);
  /// Hidden by what lies in front of it.
  void line_in_depth(const Projected& from, const Projected& to, double width_px, Rgba colour);
  void triangle(Point2 a, Point2 b, Point2 c, Rgba colour);
  void rectangle(const Rectangle& area, Rgba colour);
  /// Below all other shapes on top, whenever they are drawn.
  void backing(const Rectangle& area, Rgba colour);
  void frame(const Rectangle& area, double width_px, Rgba colour);
  /// `x`, `y`: the upper left corner of the line of text.
  void text(const std::string& text, double x, double y, const TextStyle& style);
  Rectangle measure(const std::string& text, double x, double y, const TextStyle& style);

  void draw_in_depth(const FrameContext& frame);
  void draw_on_top(const FrameContext& frame);

 private:
  struct Vertex {
    float x, y, depth;
    Rgba colour;
    float across, half_width;  ///< pixels from the middle of a line; half_width 0: a filled shape
  };
  struct Text {
    TextImage* image;
    double x, y;
    TextStyle style;
  };
  static void add_line(std::vector<Vertex>& vertices, const Projected& from, const Projected& to, double width_px,
                       Rgba colour);
  static void draw_shapes(const FrameContext& frame, const std::vector<Vertex>& vertices, GlBuffer& buffer,
                          VertexArray& array);
  void draw_texts(const FrameContext& frame);

  TextCache& texts_;
  std::vector<Vertex> in_depth_, on_top_;
  std::vector<Text> text_;
  GlBuffer buffer_, corners_;
  VertexArray array_, corners_array_;
};

}  // namespace lode::render
