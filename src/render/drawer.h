// One kind of Geometry on the GPU, drawn into the current tile.
#pragma once

#include <bitset>
#include <memory>
#include <string_view>

#include "render/gl_objects.h"
#include "render/peeling.h"
#include "render/projection.h"
#include "render/renderer.h"

namespace lode::render {

/// What every drawing of a tile needs.
struct FrameContext {
  vtkOpenGLRenderWindow& window;
  const Picture& picture;
  const Projection& projection;
  Tile tile;
  double ui_scale;             ///< with supersampling
  const Peel* peel = nullptr;  ///< while translucent layers are peeled
};

class Drawer {
 public:
  Drawer() = default;
  Drawer(const Drawer&) = delete;
  Drawer& operator=(const Drawer&) = delete;
  virtual ~Drawer() = default;
  /// Uploads what a picture needs that is not on the GPU yet. Returns how coarsely blocks will be drawn.
  virtual Coarseness prepare(const Picture&) { return {}; }
  virtual void draw(const FrameContext& frame, const DrawLayer& layer) = 0;
  virtual void draw_highlight(const FrameContext& frame, const DrawLayer& layer, const Hit& hit) = 0;

  Bounds bounds_scene;
  std::bitset<256> used_colours;  ///< palette indices that occur

 protected:
  void count_colours(std::span<const std::uint8_t> colour_index);
  /// The layer's palette at texture unit 0 with its opacity.
  void use_palette(const FrameContext& frame, const DrawLayer& layer, vtkShaderProgram& program);

 private:
  BufferTexture palette_;
  std::shared_ptr<const ColourScale> palette_of_;
};

/// The program in use, drawing everything or, while translucent layers are peeled, the layer in turn. `defines`: lines
/// of the preprocessor that choose among a shader's forms.
vtkShaderProgram& use_program(const FrameContext& frame, const char* vertex, const char* fragment,
                              std::string_view defines = {});

/// Uploads the geometry; the drawer keeps it alive.
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> geometry);
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const LatticeFaces& faces);
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Boxes& boxes);
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Segments& segments);
std::unique_ptr<Drawer> make_graph_drawer(std::shared_ptr<const Geometry> owner, const Segments& segments);
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const Triangles& triangles);
std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> owner, const PointCloud& points);

/// Colour of what is picked or hovered.
Rgba highlight_colour(bool dark);

/// The light from over the viewer's left shoulder, in display space.
Vec3 light_direction(const CameraAxes& axes);
/// Light, viewer and exaggeration of the smooth-shaded shaders.
void set_lighting(const FrameContext& frame, vtkShaderProgram& program, Vec3 origin_scene);
/// The slab of the picture in coordinates relative to `origin_scene`.
void set_slab(const FrameContext& frame, vtkShaderProgram& program, Vec3 origin_scene);

/// x, y, z as floats relative to an origin.
std::array<float, 3> local_float(Vec3 p, Vec3 origin);

}  // namespace lode::render
