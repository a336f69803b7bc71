#include "render/lattice_on_gpu.h"

#include <vtkShaderProgram.h>

#include <algorithm>

#include "core/parallel.h"

namespace lode::render {

namespace {

constexpr std::uint64_t faces_a_call = 16384;  // their vertices are numbered in 16 bits

}  // namespace

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
    : shading(scene_from_lattice, lattice.edges),
      pulled_(is_software_gl() && faces.cells.size() <= most_texels()),
      begin_(faces.begin) {
  if (pulled_) {
    upload_pulled(faces, colour_index);
  } else {
    cells_.upload(std::span<const FaceCell>(faces.cells));
    colours_.upload(colour_index);
  }
}

void LatticeOnGpu::upload_pulled(const Faces& faces, std::span<const std::uint8_t> colour_index) {
  using PackedFace = std::array<std::uint32_t, 2>;
  faces_.upload_filled<PackedFace>(faces.cells.size(), GL_RG32UI, [&](std::span<PackedFace> packed) {
    parallel_for(packed.size(), std::size_t{1} << 15, [&](std::size_t begin, std::size_t end) {
      for (std::size_t f = begin; f < end; ++f) {
        const auto [i, j, k] = faces.cells[f];
        packed[f] = {i | std::uint32_t{j} << 16, k | std::uint32_t{colour_index[f]} << 16};
      }
    });
  });
  std::vector<std::uint16_t> corners;
  corners.reserve(6 * faces_a_call);
  for (unsigned face = 0; face < faces_a_call; ++face)
    for (const unsigned corner : {0U, 1U, 2U, 2U, 1U, 3U})
      corners.push_back(static_cast<std::uint16_t>(4 * face + corner));
  corners_.upload(std::span<const std::uint16_t>(corners));
}

std::string LatticeOnGpu::defines(const FrameContext& frame, const std::shared_ptr<const ControlLattice>& bend) const {
  return (pulled_ ? "#define LODE_PULL\n" : "") + shading.defines(frame, bend);
}

void LatticeOnGpu::draw_pulled(std::uint64_t begin, std::uint64_t end) const {
  corners_.bind(GL_ELEMENT_ARRAY_BUFFER);
  for (std::uint64_t first = begin; first < end; first += faces_a_call) {
    glDrawElementsBaseVertex(GL_TRIANGLES, static_cast<GLsizei>(6 * std::min(faces_a_call, end - first)),
                             GL_UNSIGNED_SHORT, nullptr, static_cast<GLint>(4 * first));
    glFlush();  // software rendering fills these while it prepares the next
  }
}

void LatticeOnGpu::draw(const FrameContext& frame, vtkShaderProgram& program) const {
  constexpr int faces_unit = 5;
  if (pulled_) bind_texture(frame.window, program, "faces", faces_unit, GL_TEXTURE_BUFFER, faces_.id());
  for (int direction = 0; direction < 6; ++direction) {
    const auto d = static_cast<std::size_t>(direction);
    const std::uint64_t count = begin_[d + 1] - begin_[d];
    if (count == 0 || !shading.can_face_viewer(frame.projection, direction)) continue;
    shading.set_direction(frame, program, direction);
    if (pulled_) {
      draw_pulled(begin_[d], begin_[d + 1]);
      continue;
    }
    bind_cells(program, cells_, colours_, begin_[d]);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(count));
  }
}

}  // namespace lode::render
