// Surfaces: indexed triangles, smooth-shaded.
#include <vtkOpenGLRenderWindow.h>
#include <vtkShaderProgram.h>

#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

struct Vertex {
  std::array<float, 3> position, normal;
};

/// Unit normals, each the sum of its triangles' weighted by area.
std::vector<Vec3> vertex_normals(const Triangles& surface) {
  std::vector<Vec3> normals(surface.vertices_scene.size());
  for (const auto& triangle : surface.triangles) {
    const Vec3 a = surface.vertices_scene[triangle[0]];
    const Vec3 normal = cross(surface.vertices_scene[triangle[1]] - a, surface.vertices_scene[triangle[2]] - a);
    for (std::uint32_t vertex : triangle) normals[vertex] = normals[vertex] + normal;
  }
  for (Vec3& normal : normals) {
    const double size = length(normal);
    normal = size > 0 ? 1 / size * normal : Vec3{0, 0, 1};
  }
  return normals;
}

class SurfaceDrawer : public Drawer {
 public:
  SurfaceDrawer(std::shared_ptr<const Geometry> owner, const Triangles& surface)
      : owner_(std::move(owner)), surface_(surface) {
    bounds_scene = surface.bounds_scene();
    if (!bounds_scene.empty()) origin_scene_ = bounds_scene.centre();
    const std::vector<Vec3> normals = vertex_normals(surface);
    std::vector<Vertex> vertices(normals.size());
    for (std::size_t i = 0; i < vertices.size(); ++i)
      vertices[i] = {local_float(surface.vertices_scene[i], origin_scene_), local_float(normals[i], {})};
    vertices_.upload(std::span<const Vertex>(vertices));
    colours_.upload(std::span<const std::uint8_t>(surface.colour_index));
    indices_.upload(std::span<const std::array<std::uint32_t, 3>>(surface.triangles));
    count_colours(surface.colour_index);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    if (surface_.triangles.empty()) return;
    vtkShaderProgram& program = use_program(frame, shaders::surface_vertex, shaders::shaded_fragment);
    set_matrix(program, "clip_from_local", frame.projection.clip_from_local(origin_scene_, frame.tile));
    use_palette(frame, layer, program);
    set_lighting(frame, program, origin_scene_);
    set_slab(frame, program, origin_scene_);
    program.SetUniformi("facet_normals", 1);
    program.SetUniformf("ambient", 0.42F);
    array_.bind();
    vertices_.bind();
    set_attribute(program, {.name = "position", .size = 3, .type = GL_FLOAT, .stride = sizeof(Vertex)});
    set_attribute(
        program,
        {.name = "normal", .size = 3, .type = GL_FLOAT, .stride = sizeof(Vertex), .offset = 3 * sizeof(float)});
    colours_.bind();
    set_attribute(program, {.name = "colour_index", .size = 1, .type = GL_UNSIGNED_BYTE, .integer = true, .stride = 1});
    indices_.bind(GL_ELEMENT_ARRAY_BUFFER);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(surface_.triangles.size() * 3), GL_UNSIGNED_INT, nullptr);
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}

 private:
  std::shared_ptr<const Geometry> owner_;
  const Triangles& surface_;
  Vec3 origin_scene_;
  GlBuffer vertices_, colours_, indices_;
  VertexArray array_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Triangles& triangles) {
  return std::make_unique<SurfaceDrawer>(std::move(owner), triangles);
}

}  // namespace lode::render
