#include "render/lattice_on_gpu.h"

#include <vtkShaderProgram.h>

namespace lode::render {

void bind_cells(vtkShaderProgram& program, const GlBuffer& cells, const GlBuffer& colours, std::size_t first) {
  cells.bind();
  set_attribute(program, {.name = "cell",
                          .size = 3,
                          .type = GL_UNSIGNED_SHORT,
                          .integer = true,
                          .stride = sizeof(FaceCell),
                          .offset = first * sizeof(FaceCell),
                          .divisor = 1});
  colours.bind();
  set_colour_index(program, first);
}

LatticeOnGpu::LatticeOnGpu(const Affine& scene_from_lattice, const Lattice& lattice, const Faces& faces,
                           std::span<const std::uint8_t> colour_index)
    : shading(scene_from_lattice, lattice.edges), begin_(faces.begin) {
  cells_.upload(std::span<const FaceCell>(faces.cells));
  colours_.upload(colour_index);
}

void LatticeOnGpu::draw(const FrameContext& frame, vtkShaderProgram& program) const {
  for (int direction = 0; direction < 6; ++direction) {
    const auto d = static_cast<std::size_t>(direction);
    const std::uint64_t count = begin_[d + 1] - begin_[d];
    if (count == 0 || !shading.can_face_viewer(frame.projection, direction)) continue;
    shading.set_direction(frame, program, direction);
    bind_cells(program, cells_, colours_, begin_[d]);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(count));
  }
}

}  // namespace lode::render
