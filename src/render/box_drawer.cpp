// Sub-blocks: the exposed rectangles of their sides, a strip of four corners an instance; and the caps of a cut.
#include <vtkShaderProgram.h>

#include <optional>
#include <utility>

#include "core/parallel.h"
#include "render/lattice_on_gpu.h"
#include "shaders.h"

namespace lode::render {

namespace {

/// What an instance reads: of a face its plane and lower levels, its upper levels and which of its ends are the
/// block's; of a cap the block's lower and upper corner.
template <typename Place>
using PackedFace = std::array<Place, 6>;

template <typename Place>
PackedFace<Place> packed(const SubBlocks& boxes, const BoxFace& face, int direction) {
  const LevelRectangle& r = face.rectangle;
  const BoxLevels box = boxes.box(face.box);
  const auto axis = static_cast<std::size_t>(direction / 2), b = (axis + 1) % 3, c = (axis + 2) % 3;
  const unsigned ends = (r.lower_b == box.lower[b] ? 1U : 0U) | (r.upper_b == box.upper[b] ? 2U : 0U) |
                        (r.lower_c == box.lower[c] ? 4U : 0U) | (r.upper_c == box.upper[c] ? 8U : 0U);
  return {static_cast<Place>(r.plane),   static_cast<Place>(r.lower_b), static_cast<Place>(r.lower_c),
          static_cast<Place>(r.upper_b), static_cast<Place>(r.upper_c), static_cast<Place>(ends)};
}

template <typename Place>
PackedFace<Place> packed(const BoxLevels& box) {
  return {static_cast<Place>(box.lower[0]), static_cast<Place>(box.lower[1]), static_cast<Place>(box.lower[2]),
          static_cast<Place>(box.upper[0]), static_cast<Place>(box.upper[1]), static_cast<Place>(box.upper[2])};
}

class BoxDrawer : public Drawer {
 public:
  BoxDrawer(std::shared_ptr<const Geometry> owner, const Boxes& boxes)
      : owner_(std::move(owner)), boxes_(boxes), shading_(boxes.scene_from_lattice, boxes.model->sub_blocks->levels()) {
    for (const std::vector<double>& levels : boxes.model->sub_blocks->levels()) narrow_ &= levels.size() <= 65536;
    bounds_scene = boxes.bounds_scene();
    count_colours(boxes.colour_index);
    if (boxes.cut) count_colours(boxes.cut_colour);
  }

  Coarseness prepare(const Picture& picture) override {
    const CoarseBlocks& coarse = boxes_.coarse;
    is_coarse_ = picture.moving && !coarse.as.exact() && boxes_.faces.faces.size() > picture.face_budget;
    if (is_coarse_ && !coarse_)
      coarse_.emplace(boxes_.scene_from_lattice, coarse.lattice, coarse.faces, coarse.colour_index);
    if (!is_coarse_ && !std::exchange(uploaded_, true)) {
      narrow_ ? upload<std::uint16_t>() : upload<std::uint32_t>();
      colours_.upload(std::span<const std::uint8_t>(boxes_.colour_index));
      if (boxes_.cut) cut_colours_.upload(std::span<const std::uint8_t>(boxes_.cut_colour));
    }
    return is_coarse_ ? coarse.as : Coarseness{};
  }

  void draw(const FrameContext& frame, const DrawLayer& layer) override {
    if (is_coarse_) return draw_coarse(frame, layer);
    vertices_.bind();
    if (!boxes_.cut || boxes_.cut->thickness_m > 0) draw_faces(frame, layer);
    if (!boxes_.cuts.rows.empty()) draw_caps(frame, layer);
    VertexArray::unbind();
  }

  void draw_highlight(const FrameContext&, const DrawLayer&, const Hit&) override {}

 private:
  template <typename Place>
  void upload() {
    const SubBlocks& boxes = *boxes_.model->sub_blocks;
    std::vector<PackedFace<Place>> faces(boxes_.faces.faces.size());
    for (int direction = 0; direction < 6; ++direction) {
      const std::span<const BoxFace> range = boxes_.faces.of(direction);
      PackedFace<Place>* target = faces.data() + boxes_.faces.begin[static_cast<std::size_t>(direction)];
      parallel_for(range.size(), std::size_t{1} << 14, [&](std::size_t begin, std::size_t end) {
        for (std::size_t f = begin; f < end; ++f) target[f] = packed<Place>(boxes, range[f], direction);
      });
    }
    faces_.upload(std::span<const PackedFace<Place>>(faces));
    if (!boxes_.cut) return;
    faces.clear();
    for (const std::uint32_t row : boxes_.cuts.rows) faces.push_back(packed<Place>(boxes.box(row)));
    cut_faces_.upload(std::span<const PackedFace<Place>>(faces));
  }

  void set_uniforms(const FrameContext& frame, const DrawLayer& layer, vtkShaderProgram& program) {
    use_palette(frame, layer, program);
    shading_.set_uniforms(frame, program, layer.bend);
    const std::optional<std::uint64_t> row = highlighted_element(frame, owner_.get());
    const bool highlighted = row && *row < boxes_.model->sub_blocks->size();
    const BoxLevels box = highlighted ? boxes_.model->sub_blocks->box(*row) : BoxLevels{};
    program.SetUniformi("highlighted", highlighted ? 1 : 0);
    constexpr std::array<const char*, 3> lower{"highlighted_i", "highlighted_j", "highlighted_k"};
    constexpr std::array<const char*, 3> upper{"highlighted_end_i", "highlighted_end_j", "highlighted_end_k"};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      program.SetUniformi(lower[axis], static_cast<int>(box.lower[axis]));
      program.SetUniformi(upper[axis], static_cast<int>(box.upper[axis]));
    }
  }

  void draw_faces(const FrameContext& frame, const DrawLayer& layer) {
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment,
                    BlockShading::bend_define(layer.bend) +
                        (boxes_.cut ? "#define LODE_BOX\n#define LODE_CUT\n" : "#define LODE_BOX\n"));
    set_uniforms(frame, layer, program);
    if (boxes_.cut) shading_.set_cut(program, *boxes_.cut);
    for (int direction = 0; direction < 6; ++direction) {
      const std::span<const BoxFace> range = boxes_.faces.of(direction);
      if (range.empty() || !shading_.can_face_viewer(frame.projection, direction)) continue;
      shading_.set_direction(frame, program, direction);
      bind_faces(program, faces_, colours_, boxes_.faces.begin[static_cast<std::size_t>(direction)]);
      glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(range.size()));
    }
  }

  void draw_coarse(const FrameContext& frame, const DrawLayer& layer) {
    vertices_.bind();
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment, coarse_->defines(frame, layer.bend));
    use_palette(frame, layer, program);
    coarse_->shading.set_uniforms(frame, program, layer.bend);
    program.SetUniformi("highlighted", 0);
    coarse_->draw(frame, program);
    VertexArray::unbind();
  }

  void draw_caps(const FrameContext& frame, const DrawLayer& layer) {
    vtkShaderProgram& program =
        use_program(frame, shaders::blocks_vertex, shaders::blocks_fragment,
                    "#define LODE_BOX\n#define LODE_CAP\n" + BlockShading::bend_define(layer.bend));
    set_uniforms(frame, layer, program);
    for (std::size_t p = 0; p < 2; ++p) {
      const std::span<const std::uint32_t> range = boxes_.cuts.of(p);
      if (range.empty() || !BlockShading::shows_cap(frame.projection, *boxes_.cut, p)) continue;
      shading_.set_cap(frame, program, *boxes_.cut, p);
      bind_faces(program, cut_faces_, cut_colours_, boxes_.cuts.begin[p]);
      glDrawArraysInstanced(GL_TRIANGLE_FAN, 0, 6, static_cast<GLsizei>(range.size()));
    }
  }

  /// The instances from `first` on.
  void bind_faces(vtkShaderProgram& program, const GlBuffer& faces, const GlBuffer& colours, std::size_t first) const {
    const std::size_t place = narrow_ ? sizeof(std::uint16_t) : sizeof(std::uint32_t);
    faces.bind();
    for (std::size_t half = 0; half < 2; ++half)
      set_attribute(program, {.name = half == 0 ? "place_a" : "place_b",
                              .size = 3,
                              .type = static_cast<GLenum>(narrow_ ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT),
                              .integer = true,
                              .stride = static_cast<GLsizei>(6 * place),
                              .offset = first * 6 * place + half * 3 * place,
                              .divisor = 1});
    colours.bind();
    set_colour_index(program, first);
  }

  std::shared_ptr<const Geometry> owner_;
  const Boxes& boxes_;
  BlockShading shading_;
  bool narrow_ = true;                  ///< levels in 16 bits
  std::optional<LatticeOnGpu> coarse_;  ///< uploaded when first drawn
  bool is_coarse_ = false;              ///< the coarse blocks are drawn
  bool uploaded_ = false;               ///< the exact ones
  GlBuffer faces_, colours_, cut_faces_, cut_colours_;
  VertexArray vertices_;
};

}  // namespace

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Boxes& boxes) {
  return std::make_unique<BoxDrawer>(std::move(owner), boxes);
}

}  // namespace lode::render
