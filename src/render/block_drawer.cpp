// Blocks: the packed faces, a strip of four corners an instance, one draw call a direction that can face the viewer.
#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include <cmath>

#include "render/drawer.h"
#include "shaders.h"

namespace lode::render {

namespace {

class BlockDrawer : public Drawer {
 public:
  BlockDrawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces)
      : owner_(std::move(owner)), faces_(faces) {
    const Lattice& lattice = faces.model->lattice;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::vector<double>& edges = lattice.edges[axis];
      const double middle = edges.back() / 2;
      middle_lattice_[static_cast<int>(axis)] = middle;
      std::vector<float> local(edges.size());
      for (std::size_t i = 0; i < edges.size(); ++i) local[i] = static_cast<float>(edges[i] - middle);
      edges_[axis].upload(std::span<const float>(local), GL_R32F);
    }
    cells_.upload(std::span<const FaceCell>(faces.faces.cells));
    colours_.upload(std::span<const std::uint8_t>(faces.colour_index));
    bounds_scene = faces.bounds_scene();
    count_colours(faces.colour_index);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    vtkShaderProgram& program = use_program(frame.window, shaders::blocks_vertex, shaders::blocks_fragment);
    set_uniforms(frame, layer, program);
    vertices_.bind();
    vtkOpenGLState& state = *frame.window.GetState();
    if (layer.opacity < 1) {
      // Of translucent blocks only the nearest face shows, as one pane over what is behind.
      state.vtkglColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_FALSE);
      draw_directions(frame, program);
      state.vtkglColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
    }
    draw_directions(frame, program);
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}

 private:
  void set_uniforms(const FrameContext& frame, const DrawLayer& layer, vtkShaderProgram& program) {
    set_matrix(program, "clip_from_lattice",
               frame.projection.clip_from_affine(faces_.scene_from_lattice, middle_lattice_, frame.tile));
    use_palette(frame, layer, program);
    constexpr std::array<const char*, 3> samplers{"edges_u", "edges_v", "edges_w"};
    for (std::size_t axis = 0; axis < 3; ++axis)
      bind_texture(frame.window, program, samplers[axis], static_cast<int>(axis) + 1, GL_TEXTURE_BUFFER,
                   edges_[axis].id());
    program.SetUniformf("edge_px", static_cast<float>(std::max(1.0, frame.ui_scale)));
    const std::optional<Highlight>& highlight = frame.picture.highlight;
    const bool highlighted = highlight && highlight->layer < frame.picture.layers.size() &&
                             frame.picture.layers[highlight->layer].geometry == owner_ &&
                             highlight->hit.element < faces_.model->lattice.cells();
    program.SetUniformi("highlighted", highlighted ? 1 : 0);
    const auto ijk = highlighted ? faces_.model->lattice.ijk(highlight->hit.element) : std::array<std::uint32_t, 3>{};
    program.SetUniformi("highlighted_i", static_cast<int>(ijk[0]));
    program.SetUniformi("highlighted_j", static_cast<int>(ijk[1]));
    program.SetUniformi("highlighted_k", static_cast<int>(ijk[2]));
  }

  void draw_directions(const FrameContext& frame, vtkShaderProgram& program) {
    for (int direction = 0; direction < 6; ++direction) {
      const std::span<const FaceCell> range = faces_.faces.of(direction);
      if (range.empty() || !can_face_viewer(frame.projection, direction)) continue;
      const std::size_t first = faces_.faces.begin[static_cast<std::size_t>(direction)];
      program.SetUniformi("direction", direction);
      program.SetUniformf("shade", static_cast<float>(shade(frame.projection, direction)));
      cells_.bind();
      set_attribute(program, {.name = "cell",
                              .size = 3,
                              .type = GL_UNSIGNED_SHORT,
                              .integer = true,
                              .stride = sizeof(FaceCell),
                              .offset = first * sizeof(FaceCell),
                              .divisor = 1});
      colours_.bind();
      set_attribute(program, {.name = "colour_index",
                              .size = 1,
                              .type = GL_UNSIGNED_BYTE,
                              .integer = true,
                              .stride = 1,
                              .offset = first,
                              .divisor = 1});
      glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(range.size()));
    }
  }

  /// The outward normal of a direction's faces in display space: across the two other axes, on the direction's side.
  Vec3 normal_display(const Projection& projection, int direction) const {
    std::array<Vec3, 3> axes = faces_.scene_from_lattice.columns;
    for (Vec3& axis : axes) axis.z *= projection.exaggeration();
    const auto axis = static_cast<std::size_t>(direction / 2);
    Vec3 normal = normalized(cross(axes[(axis + 1) % 3], axes[(axis + 2) % 3]));
    if (dot(normal, axes[axis]) < 0) normal = -1 * normal;
    return direction % 2 == 0 ? -1 * normal : normal;
  }

  /// False when no face of the direction can be seen from where the camera is.
  bool can_face_viewer(const Projection& projection, int direction) const {
    const Vec3 normal = normal_display(projection, direction);
    if (!projection.camera().perspective) return dot(normal, projection.axes().forward) < 0;
    // The face of the direction that lies furthest back is at the lattice's opposite end, or a cell from it.
    const Lattice& lattice = faces_.model->lattice;
    const auto axis = static_cast<std::size_t>(direction / 2);
    const std::vector<double>& edges = lattice.edges[axis];
    Vec3 on_plane;
    on_plane[static_cast<int>(axis)] = direction % 2 == 0 ? edges.back() : edges.front();
    const Vec3 plane_display = projection.display_of_scene(faces_.scene_from_lattice(on_plane));
    return dot(normal, projection.eye_display() - plane_display) > 0;
  }

  /// 1 for faces towards the viewer or the light, so that their colour is the legend's.
  double shade(const Projection& projection, int direction) const {
    const Vec3 light = light_direction(projection.axes());
    const double facing = dot(light, -1 * projection.axes().forward);
    const double lit = dot(light, normal_display(projection, direction)) / facing;
    return 0.58 + 0.42 * std::clamp(lit, 0.0, 1.0);
  }

  std::shared_ptr<const Geometry> owner_;
  const LatticeFaces& faces_;
  Vec3 middle_lattice_;
  std::array<BufferTexture, 3> edges_;
  GlBuffer cells_, colours_;
  VertexArray vertices_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces) {
  return std::make_unique<BlockDrawer>(std::move(owner), faces);
}

}  // namespace lode::render
