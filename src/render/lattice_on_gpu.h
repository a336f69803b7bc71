// The packed faces of a lattice on the GPU: a strip of four corners an instance.
#pragma once

#include "render/block_shading.h"

namespace lode::render {

/// The instances from `first` on, as block shaders without LODE_BOX read them.
void bind_cells(vtkShaderProgram& program, const GlBuffer& cells, const GlBuffer& colours, std::size_t first);

struct LatticeOnGpu {
  LatticeOnGpu(const Affine& scene_from_lattice, const Lattice& lattice, const Faces& faces,
               std::span<const std::uint8_t> colour_index);
  /// One draw call a direction that can face the viewer; the program's uniforms are set.
  void draw(const FrameContext& frame, vtkShaderProgram& program) const;

  BlockShading shading;

 private:
  GlBuffer cells_, colours_;
  std::array<std::uint64_t, 7> begin_;  ///< of each direction's faces
};

}  // namespace lode::render
