// Points: round discs of a size in pixels.
#include <vtkOpenGLRenderWindow.h>
#include <vtkShaderProgram.h>

#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

class PointDrawer : public Drawer {
 public:
  PointDrawer(std::shared_ptr<const Geometry> owner, const PointCloud& points)
      : owner_(std::move(owner)), points_(points) {
    bounds_scene = points.bounds_scene();
    if (!bounds_scene.empty()) origin_scene_ = bounds_scene.centre();
    std::vector<std::array<float, 3>> positions(points.positions_scene.size());
    for (std::size_t i = 0; i < positions.size(); ++i)
      positions[i] = local_float(points.positions_scene[i], origin_scene_);
    positions_.upload(std::span<const std::array<float, 3>>(positions));
    colours_.upload(std::span<const std::uint8_t>(points.colour_index));
    count_colours(points.colour_index);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    draw_range(frame, layer, 0, points_.positions_scene.size(), layer.point_size_px, {0, 0, 0, 0});
  }

  void draw_highlight(const FrameContext& frame, const DrawLayer& layer, const Hit& hit) override {
    if (hit.element >= points_.positions_scene.size()) return;
    const Rgba colour = highlight_colour(frame.picture.dark);
    draw_range(frame, layer, static_cast<std::size_t>(hit.element), 1, layer.point_size_px * 1.6 + 2,
               {colour.r / 255.0F, colour.g / 255.0F, colour.b / 255.0F, 1});
  }

 private:
  void draw_range(const FrameContext& frame, const DrawLayer& layer, std::size_t first, std::size_t count,
                  double size_px, std::array<float, 4> single_colour) {
    if (count == 0) return;
    vtkShaderProgram& program = use_program(frame, shaders::points_vertex, shaders::points_fragment);
    set_matrix(program, "clip_from_local", frame.projection.clip_from_local(origin_scene_, frame.tile));
    use_palette(frame, layer, program);
    program.SetUniformf("exaggeration", static_cast<float>(frame.projection.exaggeration()));
    set_slab(frame, program, origin_scene_);
    const double scaled = std::max(size_px, 1.0) * frame.ui_scale;
    const std::array<float, 2> size_ndc{static_cast<float>(scaled / frame.tile.width),
                                        static_cast<float>(scaled / frame.tile.height)};
    program.SetUniform2f("size_ndc", size_ndc.data());
    program.SetUniform4f("single_colour", single_colour.data());
    vertices_.bind();
    positions_.bind();
    constexpr std::size_t stride = 3 * sizeof(float);
    set_attribute(
        program,
        {.name = "position", .size = 3, .type = GL_FLOAT, .stride = stride, .offset = first * stride, .divisor = 1});
    colours_.bind();
    set_colour_index(program, first);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(count));
    VertexArray::unbind();
  }

  std::shared_ptr<const Geometry> owner_;
  const PointCloud& points_;
  Vec3 origin_scene_;
  GlBuffer positions_, colours_;
  VertexArray vertices_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const PointCloud& points) {
  return std::make_unique<PointDrawer>(std::move(owner), points);
}

}  // namespace lode::render
