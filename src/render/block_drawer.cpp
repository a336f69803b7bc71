// Blocks: the packed faces, a strip of four corners an instance, one draw call a direction that can face the viewer;
// and the caps of a cut, a fan an instance.
#include <vtkOpenGLRenderWindow.h>
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
    if (!faces.cut) return;
    cut_cells_.upload(std::span<const FaceCell>(faces.cuts.cells));
    cut_colours_.upload(std::span<const std::uint8_t>(faces.cut_colour));
    count_colours(faces.cut_colour);
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    vertices_.bind();
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment, faces_.cut ? "#define LODE_CUT\n" : "");
    set_uniforms(frame, layer, program);
    if (faces_.cut) set_cut(program);
    draw_directions(frame, program);
    if (!faces_.cuts.cells.empty()) draw_caps(frame, layer);
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

  /// The cut in coordinates relative to the lattice's middle.
  void set_cut(vtkShaderProgram& program) const {
    const CutPlane upper = cut_planes(*faces_.cut, faces_.scene_from_lattice)[1];
    const double half = faces_.cut->thickness_m / 2;
    set_plane(program, "slab_plane", upper.normal, dot(upper.normal, middle_lattice_) - (upper.offset - half));
    program.SetUniformf("slab_half_thickness", static_cast<float>(half));
  }

  static void set_plane(vtkShaderProgram& program, const char* name, Vec3 normal, double w) {
    const std::array<float, 4> plane{static_cast<float>(normal.x), static_cast<float>(normal.y),
                                     static_cast<float>(normal.z), static_cast<float>(w)};
    program.SetUniform4f(name, plane.data());
  }

  void draw_directions(const FrameContext& frame, vtkShaderProgram& program) {
    for (int direction = 0; direction < 6; ++direction) {
      const std::span<const FaceCell> range = faces_.faces.of(direction);
      if (range.empty() || !can_face_viewer(frame.projection, direction)) continue;
      program.SetUniformi("direction", direction);
      program.SetUniformf("shade",
                          static_cast<float>(shade(frame.projection, normal_display(frame.projection, direction))));
      bind_cells(program, cells_, colours_, faces_.faces.begin[static_cast<std::size_t>(direction)]);
      glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(range.size()));
    }
  }

  void draw_caps(const FrameContext& frame, const DrawLayer& layer) {
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment, "#define LODE_CAP\n");
    set_uniforms(frame, layer, program);
    const std::array<CutPlane, 2> planes = cut_planes(*faces_.cut, faces_.scene_from_lattice);
    for (std::size_t p = 0; p < 2; ++p) {
      const std::span<const FaceCell> range = faces_.cuts.of(p);
      if (range.empty()) continue;
      Vec3 normal = p == 0 ? -1 * faces_.cut->normal : faces_.cut->normal;
      normal.z /= frame.projection.exaggeration();
      set_plane(program, "plane", planes[p].normal, planes[p].offset - dot(planes[p].normal, middle_lattice_));
      program.SetUniformf("shade", static_cast<float>(shade(frame.projection, normalized(normal))));
      bind_cells(program, cut_cells_, cut_colours_, faces_.cuts.begin[p]);
      glDrawArraysInstanced(GL_TRIANGLE_FAN, 0, 6, static_cast<GLsizei>(range.size()));
    }
  }

  /// The instances from `first` on.
  static void bind_cells(vtkShaderProgram& program, const GlBuffer& cells, const GlBuffer& colours, std::size_t first) {
    cells.bind();
    set_attribute(program, {.name = "cell",
                            .size = 3,
                            .type = GL_UNSIGNED_SHORT,
                            .integer = true,
                            .stride = sizeof(FaceCell),
                            .offset = first * sizeof(FaceCell),
                            .divisor = 1});
    colours.bind();
    set_attribute(program, {.name = "colour_index",
                            .size = 1,
                            .type = GL_UNSIGNED_BYTE,
                            .integer = true,
                            .stride = 1,
                            .offset = first,
                            .divisor = 1});
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
  static double shade(const Projection& projection, Vec3 normal_display) {
    const Vec3 light = light_direction(projection.axes());
    const double facing = dot(light, -1 * projection.axes().forward);
    const double lit = dot(light, normal_display) / facing;
    return 0.58 + 0.42 * std::clamp(lit, 0.0, 1.0);
  }

  std::shared_ptr<const Geometry> owner_;
  const LatticeFaces& faces_;
  Vec3 middle_lattice_;
  std::array<BufferTexture, 3> edges_;
  GlBuffer cells_, colours_, cut_cells_, cut_colours_;
  VertexArray vertices_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces) {
  return std::make_unique<BlockDrawer>(std::move(owner), faces);
}

}  // namespace lode::render
