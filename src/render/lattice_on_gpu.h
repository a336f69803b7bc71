// The packed faces of a lattice on the GPU.
#pragma once

#include <string>

#include "render/block_shading.h"

namespace lode::render {

/// The instances from `first` on, as block shaders without LODE_BOX and LODE_PULL read them.
void bind_cells(vtkShaderProgram& program, const GlBuffer& cells, const GlBuffer& colours, std::size_t first);

/// A strip of four corners an instance; where the processor draws, for which each instance is a draw of its own, two
/// triangles a face whose shader pulls it from a texture.
class LatticeOnGpu {
 public:
  LatticeOnGpu(const Affine& scene_from_lattice, const Lattice& lattice, const Faces& faces,
               std::span<const std::uint8_t> colour_index);
  /// The lines that choose the shaders' form for these faces.
  std::string defines(const FrameContext& frame, const std::shared_ptr<const ControlLattice>& bend) const;
  /// The directions that can face the viewer; the program's uniforms are set.
  void draw(const FrameContext& frame, vtkShaderProgram& program) const;

  BlockShading shading;

 private:
  void upload_pulled(const Faces& faces, std::span<const std::uint8_t> colour_index);
  void draw_pulled(std::uint64_t begin, std::uint64_t end) const;

  bool pulled_ = false;
  GlBuffer cells_, colours_;
  BufferTexture faces_;                 ///< pulled
  GlBuffer corners_;                    ///< pulled: six of four vertices, for as many faces as one draw call may have
  std::array<std::uint64_t, 7> begin_;  ///< of each direction's faces
};

}  // namespace lode::render
