// Surfaces: indexed triangles, smooth-shaded; translucent ones drawn from the farthest triangle to the nearest.
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cmath>
#include <numeric>

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
    vtkShaderProgram& program = use_program(frame.window, shaders::surface_vertex, shaders::shaded_fragment);
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
    vtkOpenGLState& state = *frame.window.GetState();
    const bool translucent = layer.opacity < 1;
    if (translucent) {
      sort_far_to_near(frame.projection);
      state.vtkglDepthMask(GL_FALSE);
      sorted_indices_.bind(GL_ELEMENT_ARRAY_BUFFER);
    } else {
      indices_.bind(GL_ELEMENT_ARRAY_BUFFER);
    }
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(surface_.triangles.size() * 3), GL_UNSIGNED_INT, nullptr);
    if (translucent) state.vtkglDepthMask(GL_TRUE);
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}

 private:
  void sort_far_to_near(const Projection& projection) {
    const Vec3 forward = projection.axes().forward;
    const Vec3 direction{forward.x, forward.y, forward.z * projection.exaggeration()};
    if (sorted_along_ == direction) return;
    sorted_along_ = direction;
    // Distances of vertices as 16-bit steps, farthest 0: a counting sort of any mesh in a few milliseconds.
    std::vector<double> depth(surface_.vertices_scene.size());
    for (std::size_t i = 0; i < depth.size(); ++i)
      depth[i] = dot(direction, surface_.vertices_scene[i] - origin_scene_);
    double nearest = 0, farthest = 0;
    for (double d : depth)
      if (std::isfinite(d)) {
        nearest = std::min(nearest, d);
        farthest = std::max(farthest, d);
      }
    const double scale = farthest > nearest ? 65535 / (farthest - nearest) : 0;
    std::vector<std::uint16_t> key(surface_.triangles.size());
    std::vector<std::uint32_t> begin(65537, 0);
    for (std::size_t i = 0; i < key.size(); ++i) {
      const auto& triangle = surface_.triangles[i];
      const double mean = (depth[triangle[0]] + depth[triangle[1]] + depth[triangle[2]]) / 3;
      key[i] = static_cast<std::uint16_t>(std::clamp((farthest - mean) * scale, 0.0, 65535.0));
      ++begin[key[i] + std::size_t{1}];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::array<std::uint32_t, 3>> sorted(key.size());
    for (std::size_t i = 0; i < key.size(); ++i) sorted[begin[key[i]]++] = surface_.triangles[i];
    sorted_indices_.upload(std::span<const std::array<std::uint32_t, 3>>(sorted), GL_ELEMENT_ARRAY_BUFFER,
                           GL_STREAM_DRAW);
  }

  std::shared_ptr<const Geometry> owner_;
  const Triangles& surface_;
  Vec3 origin_scene_, sorted_along_;
  GlBuffer vertices_, colours_, indices_, sorted_indices_;
  VertexArray array_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Triangles& triangles) {
  return std::make_unique<SurfaceDrawer>(std::move(owner), triangles);
}

}  // namespace lode::render
