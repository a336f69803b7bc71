// Blocks: the packed faces, and the caps of a cut, a fan an instance.
#include <vtkShaderProgram.h>

#include <optional>

#include "render/lattice_on_gpu.h"
#include "shaders.h"

namespace lode::render {

namespace {

class BlockDrawer : public Drawer {
 public:
  BlockDrawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces)
      : owner_(std::move(owner)), faces_(faces) {
    bounds_scene = faces.bounds_scene();
    count_colours(faces.colour_index);
    if (!faces.cut) return;
    cut_cells_.upload(std::span<const FaceCell>(faces.cuts.cells));
    cut_colours_.upload(std::span<const std::uint8_t>(faces.cut_colour));
    count_colours(faces.cut_colour);
  }

  Coarseness prepare(const Picture& picture) override {
    const CoarseBlocks& coarse = faces_.coarse;
    is_coarse_ = picture.moving && !coarse.as.exact() && faces_.faces.cells.size() > picture.face_budget;
    if (is_coarse_ && !coarse_)
      coarse_.emplace(faces_.scene_from_lattice, coarse.lattice, coarse.faces, coarse.colour_index);
    if (!is_coarse_ && !exact_)
      exact_.emplace(faces_.scene_from_lattice, faces_.model->lattice, faces_.faces, faces_.colour_index);
    return is_coarse_ ? coarse.as : Coarseness{};
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    vertices_.bind();
    if (!faces_.cut || faces_.cut->thickness_m > 0) draw_faces(frame, layer);
    if (!faces_.cuts.cells.empty()) draw_caps(frame, layer);
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}

 private:
  LatticeOnGpu& shown() { return is_coarse_ ? *coarse_ : *exact_; }

  void set_uniforms(const FrameContext& frame, const DrawLayer& layer, vtkShaderProgram& program) {
    use_palette(frame, layer, program);
    shown().shading.set_uniforms(frame, program, layer.bend);
    const std::optional<std::uint64_t> cell = highlighted_element(frame, owner_.get());
    const Lattice& lattice = faces_.model->lattice;
    const bool highlighted = cell && *cell < lattice.cells() && !is_coarse_;
    program.SetUniformi("highlighted", highlighted ? 1 : 0);
    const auto ijk = highlighted ? lattice.ijk(*cell) : std::array<std::uint32_t, 3>{};
    program.SetUniformi("highlighted_i", static_cast<int>(ijk[0]));
    program.SetUniformi("highlighted_j", static_cast<int>(ijk[1]));
    program.SetUniformi("highlighted_k", static_cast<int>(ijk[2]));
  }

  void draw_faces(const FrameContext& frame, const DrawLayer& layer) {
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment,
                    shown().defines(frame, layer.bend) + (faces_.cut ? "#define LODE_CUT\n" : ""));
    set_uniforms(frame, layer, program);
    if (faces_.cut) shown().shading.set_cut(program, *faces_.cut);
    shown().draw(frame, program);
  }

  void draw_caps(const FrameContext& frame, const DrawLayer& layer) {
    vtkShaderProgram& program = use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment,
                                            "#define LODE_CAP\n" + BlockShading::bend_define(layer.bend));
    set_uniforms(frame, layer, program);
    for (std::size_t p = 0; p < 2; ++p) {
      const std::span<const FaceCell> range = faces_.cuts.of(p);
      if (range.empty() || !BlockShading::shows_cap(frame.projection, *faces_.cut, p)) continue;
      shown().shading.set_cap(frame, program, *faces_.cut, p);
      bind_cells(program, cut_cells_, cut_colours_, faces_.cuts.begin[p]);
      glDrawArraysInstanced(GL_TRIANGLE_FAN, 0, 6, static_cast<GLsizei>(range.size()));
    }
  }

  std::shared_ptr<const Geometry> owner_;
  const LatticeFaces& faces_;
  std::optional<LatticeOnGpu> exact_, coarse_;  ///< uploaded when first drawn
  bool is_coarse_ = false;                      ///< the coarse blocks are drawn
  GlBuffer cut_cells_, cut_colours_;
  VertexArray vertices_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces) {
  return std::make_unique<BlockDrawer>(std::move(owner), faces);
}

}  // namespace lode::render
