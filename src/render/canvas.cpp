#include "render/canvas.h"

#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cmath>

#include "shaders.h"

namespace lode::render {

void Canvas::add_line(std::vector<Vertex>& vertices, const Projected& from, const Projected& to, double width_px,
                      Rgba colour) {
  const double dx = to.x_px - from.x_px, dy = to.y_px - from.y_px, size = std::hypot(dx, dy);
  if (!(size > 1e-3) || size > 1e7) return;
  const double half = width_px / 2, reach = half + 1;
  const double x = -dy / size * reach, y = dx / size * reach;
  const auto vertex = [&](const Projected& at, double side) {
    return Vertex{static_cast<float>(at.x_px + side * x), static_cast<float>(at.y_px + side * y),
                  static_cast<float>(at.depth_ndc),       colour,
                  static_cast<float>(side * reach),       static_cast<float>(half)};
  };
  for (const Vertex& corner :
       {vertex(from, -1), vertex(from, 1), vertex(to, -1), vertex(to, -1), vertex(from, 1), vertex(to, 1)})
    vertices.push_back(corner);
}

void Canvas::line(Point2 from, Point2 to, double width_px, Rgba colour) {
  add_line(on_top_, {from.x, from.y, 0, 1}, {to.x, to.y, 0, 1}, width_px, colour);
}

void Canvas::line_in_depth(const Projected& from, const Projected& to, double width_px, Rgba colour) {
  add_line(in_depth_, from, to, width_px, colour);
}

void Canvas::triangle(Point2 a, Point2 b, Point2 c, Rgba colour) {
  for (const Point2& p : {a, b, c})
    on_top_.push_back({static_cast<float>(p.x), static_cast<float>(p.y), 0, colour, 0, 0});
}

void Canvas::rectangle(const Rectangle& area, Rgba colour) {
  const Point2 a{area.x, area.y}, b{area.x + area.width, area.y}, c{area.x, area.y + area.height}, d{b.x, c.y};
  triangle(a, b, c, colour);
  triangle(c, b, d, colour);
}

void Canvas::backing(const Rectangle& area, Rgba colour) {
  const std::size_t before = on_top_.size();
  rectangle(area, colour);
  std::rotate(on_top_.begin(), on_top_.begin() + static_cast<std::ptrdiff_t>(before), on_top_.end());
}

void Canvas::frame(const Rectangle& area, double width_px, Rgba colour) {
  const Point2 a{area.x, area.y}, b{area.x + area.width, area.y}, c{area.x, area.y + area.height}, d{b.x, c.y};
  line(a, b, width_px, colour);
  line(b, d, width_px, colour);
  line(d, c, width_px, colour);
  line(c, a, width_px, colour);
}

void Canvas::text(const std::string& text, double x, double y, const TextStyle& style) {
  TextImage& image = texts_.get(text, style.size_px, style.bold);
  if (image.width > 0) text_.push_back({&image, std::round(x), std::round(y), style});
}

Rectangle Canvas::measure(const std::string& text, double x, double y, const TextStyle& style) {
  const TextImage& image = texts_.get(text, style.size_px, style.bold);
  return {x, y, static_cast<double>(image.width), static_cast<double>(image.height)};
}

void Canvas::draw_shapes(const FrameContext& frame, const std::vector<Vertex>& vertices, GlBuffer& buffer,
                         VertexArray& array) {
  if (vertices.empty()) return;
  vtkShaderProgram& program = use_program(frame.window, shaders::flat_vertex, shaders::flat_fragment);
  const std::array<float, 4> tile{static_cast<float>(frame.tile.x), static_cast<float>(frame.tile.y),
                                  static_cast<float>(frame.tile.width), static_cast<float>(frame.tile.height)};
  program.SetUniform4f("tile", tile.data());
  array.bind();
  buffer.upload(std::span<const Vertex>(vertices), GL_ARRAY_BUFFER, GL_STREAM_DRAW);
  constexpr GLsizei stride = sizeof(Vertex);
  set_attribute(program, {.name = "position", .size = 3, .type = GL_FLOAT, .stride = stride});
  set_attribute(
      program,
      {.name = "colour", .size = 4, .type = GL_UNSIGNED_BYTE, .stride = stride, .offset = offsetof(Vertex, colour)});
  set_attribute(program,
                {.name = "line", .size = 2, .type = GL_FLOAT, .stride = stride, .offset = offsetof(Vertex, across)});
  glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(vertices.size()));
  VertexArray::unbind();
}

void Canvas::draw_texts(const FrameContext& frame) {
  if (text_.empty()) return;
  vtkShaderProgram& program = use_program(frame.window, shaders::text_vertex, shaders::text_fragment);
  const std::array<float, 4> tile{static_cast<float>(frame.tile.x), static_cast<float>(frame.tile.y),
                                  static_cast<float>(frame.tile.width), static_cast<float>(frame.tile.height)};
  program.SetUniform4f("tile", tile.data());
  corners_array_.bind();
  constexpr std::array<float, 8> corners{0, 0, 1, 0, 0, 1, 1, 1};
  corners_.upload(std::span<const float>(corners));
  set_attribute(program, {.name = "corner", .size = 2, .type = GL_FLOAT, .stride = 2 * sizeof(float)});
  const auto set_colour = [&](const char* name, Rgba colour) {
    const std::array<float, 4> values{colour.r / 255.0F, colour.g / 255.0F, colour.b / 255.0F, colour.a / 255.0F};
    program.SetUniform4f(name, values.data());
  };
  const Rectangle visible{static_cast<double>(frame.tile.x), static_cast<double>(frame.tile.y),
                          static_cast<double>(frame.tile.width), static_cast<double>(frame.tile.height)};
  for (const Text& text : text_) {
    const double margin = std::ceil(text.style.halo_px) + 1;
    const Rectangle area{text.x - margin, text.y - margin, text.image->width + 2 * margin,
                         text.image->height + 2 * margin};
    if (!area.overlaps(visible)) continue;
    const std::array<float, 4> rectangle{static_cast<float>(area.x), static_cast<float>(area.y),
                                         static_cast<float>(area.width), static_cast<float>(area.height)};
    const std::array<float, 2> size{static_cast<float>(text.image->width), static_cast<float>(text.image->height)};
    frame.window.GetState()->vtkglActiveTexture(GL_TEXTURE0);
    const GLuint texture = texts_.texture_of(*text.image);
    bind_texture(frame.window, program, "coverage", 0, GL_TEXTURE_2D, texture);
    program.SetUniform4f("area", rectangle.data());
    program.SetUniform2f("size_px", size.data());
    program.SetUniformf("margin_px", static_cast<float>(margin));
    program.SetUniformf("halo_px", static_cast<float>(text.style.halo_px));
    set_colour("colour", text.style.colour);
    set_colour("halo", text.style.halo);
    glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
  }
  VertexArray::unbind();
}

void Canvas::draw_in_depth(const FrameContext& frame) {
  vtkOpenGLState& state = *frame.window.GetState();
  state.vtkglDepthMask(GL_FALSE);
  draw_shapes(frame, in_depth_, buffer_, array_);
  state.vtkglDepthMask(GL_TRUE);
}

void Canvas::draw_on_top(const FrameContext& frame) {
  vtkOpenGLState& state = *frame.window.GetState();
  state.vtkglDisable(GL_DEPTH_TEST);
  draw_shapes(frame, on_top_, buffer_, array_);
  draw_texts(frame);
  state.vtkglEnable(GL_DEPTH_TEST);
}

}  // namespace lode::render
