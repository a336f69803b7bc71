// Values as bars or a line beside the traces: one instanced draw call.
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cstddef>

#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

struct Bar {
  std::array<float, 3> from, to;
  float size;
};

class GraphDrawer : public Drawer {
 public:
  GraphDrawer(std::shared_ptr<const Geometry> owner, const Segments& segments)
      : owner_(std::move(owner)), segments_(segments) {
    bounds_scene = segments.bounds_scene();
    if (!bounds_scene.empty()) origin_scene_ = bounds_scene.centre();
    add_reach();
    std::vector<Bar> bars(segments.from_scene.size());
    for (std::size_t i = 0; i < bars.size(); ++i)
      bars[i] = {local_float(segments.from_scene[i], origin_scene_), local_float(segments.to_scene[i], origin_scene_),
                 segments.size.empty() ? 1.0F : segments.size[i]};
    bars_.upload(std::span<const Bar>(bars));
    colours_.upload(std::span<const std::uint8_t>(segments.colour_index));
    count_colours(segments.colour_index);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    if (segments_.from_scene.empty()) return;
    vtkShaderProgram& program = use_program(frame, shaders::graph_vertex, shaders::shaded_fragment);
    set_matrix(program, "clip_from_local", frame.projection.clip_from_local(origin_scene_, frame.tile));
    use_palette(frame, layer, program);
    set_lighting(frame, program, origin_scene_);
    const double ui = std::max(1.0, frame.ui_scale);
    const auto metres = frame.projection.metres_per_pixel_of_w();
    program.SetUniformf("inner", static_cast<float>(inner_radii * segments_.radius_m));
    program.SetUniformf("width", static_cast<float>(segments_.graph_width_m));
    program.SetUniformf("min_inner_px", static_cast<float>(2.5 * ui));
    program.SetUniformf("line_px", static_cast<float>(2 * ui));
    program.SetUniformi("as_line", segments_.shape == Segments::Shape::line ? 1 : 0);
    program.SetUniformf("metres_per_pixel", static_cast<float>(metres[0]));
    program.SetUniformf("metres_per_pixel_w", static_cast<float>(metres[1]));
    program.SetUniformi("facet_normals", 0);
    program.SetUniformf("ambient", 0.9F);
    constexpr std::array<float, 4> none{0, 0, 0, 0};  // the pieces come already cut
    program.SetUniform4f("single_colour", none.data());
    program.SetUniform4f("slab_plane", none.data());
    program.SetUniformf("slab_half_thickness", 1);
    array_.bind();
    bars_.bind();
    const auto attribute = [&](const char* name, GLint size, std::size_t offset) {
      set_attribute(
          program,
          {.name = name, .size = size, .type = GL_FLOAT, .stride = sizeof(Bar), .offset = offset, .divisor = 1});
    };
    attribute("from", 3, offsetof(Bar, from));
    attribute("to", 3, offsetof(Bar, to));
    attribute("size", 1, offsetof(Bar, size));
    colours_.bind();
    set_colour_index(program, 0);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(segments_.from_scene.size()));
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}  // graphs are not picked

 private:
  /// To the bounds, for the near plane must not cut what stands beside the traces: in perspective that comes nearer, or
  /// goes farther, than they do.
  void add_reach() {
    if (bounds_scene.empty()) return;
    float largest = segments_.size.empty() ? 1 : 0;
    for (const float size : segments_.size) largest = std::max(largest, size);
    const double reach_m = inner_radii * segments_.radius_m + largest * segments_.graph_width_m;
    bounds_scene.min = bounds_scene.min - Vec3{reach_m, reach_m, reach_m};
    bounds_scene.max = bounds_scene.max + Vec3{reach_m, reach_m, reach_m};
  }

  static constexpr double inner_radii = 1.5;  ///< of the tubes: from there on graphs stand
  std::shared_ptr<const Geometry> owner_;
  const Segments& segments_;
  Vec3 origin_scene_;
  GlBuffer bars_, colours_;
  VertexArray array_;
};

}  // namespace

std::unique_ptr<Drawer> make_graph_drawer(std::shared_ptr<const Geometry> owner, const Segments& segments) {
  return std::make_unique<GraphDrawer>(std::move(owner), segments);
}

}  // namespace lode::render
