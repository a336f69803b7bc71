// What the drawers of blocks share: the axes, light, cuts and highlights of the blocks' shaders.
#pragma once

#include <string>

#include "core/cuts.h"
#include "render/drawer.h"

namespace lode::render {

/// Blocks whose corners stand on `levels` along the axes of an affine map. Uploads the levels.
class BlockShading {
 public:
  BlockShading(const Affine& scene_from_lattice, const std::array<std::vector<double>, 3>& levels);

  /// The lines that choose the shaders' form for the faces of a lattice: LODE_EVEN, LODE_BEND, LODE_PLAIN.
  std::string defines(const FrameContext& frame, const std::shared_ptr<const ControlLattice>& bend) const;
  /// LODE_BEND where there is one, which is not for a model placed by its affine map alone.
  static std::string bend_define(const std::shared_ptr<const ControlLattice>& bend);
  /// All but highlight; after the palette, whose upload binds a texture. `bend`: offsets from the affine map, or
  /// nullptr.
  void set_uniforms(const FrameContext& frame, vtkShaderProgram& program,
                    const std::shared_ptr<const ControlLattice>& bend);
  /// For LODE_CUT: what lies outside the slab is left away.
  void set_cut(vtkShaderProgram& program, const Slab& cut) const;
  /// For LODE_CAP: the plane p of the slab, and its shade. A slab without thickness is a map: in the legend's colours
  /// from wherever it is seen.
  void set_cap(const FrameContext& frame, vtkShaderProgram& program, const Slab& cut, std::size_t p) const;
  /// False for the plane p of a slab without thickness that turns its back on the camera: the other one lies in its
  /// place.
  static bool shows_cap(const Projection& projection, const Slab& cut, std::size_t p);
  /// The direction of the faces drawn next, and their shade.
  void set_direction(const FrameContext& frame, vtkShaderProgram& program, int direction) const;
  /// False when no face of the direction can be seen from where the camera is.
  bool can_face_viewer(const Projection& projection, int direction) const;

 private:
  void set_bend(const FrameContext& frame, vtkShaderProgram& program,
                const std::shared_ptr<const ControlLattice>& bend);
  bool without_lines(const FrameContext& frame) const;
  Vec3 normal_display(const Projection& projection, int direction) const;

  Affine scene_from_lattice_;
  Vec3 upper_lattice_, middle_lattice_, step_lattice_, widest_lattice_;
  bool even_ = true;
  std::array<BufferTexture, 3> edges_;
  BufferTexture bend_;
  std::shared_ptr<const ControlLattice> bend_of_;
};

/// The row or cell of the picture's highlight, where it is one of the geometry's.
std::optional<std::uint64_t> highlighted_element(const FrameContext& frame, const Geometry* geometry);

}  // namespace lode::render
