// Small hand-made geometries and pictures of them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/geometry.h"
#include "platform/gl_context.h"
#include "render/renderer.h"

namespace lode::render::testing {

inline constexpr Vec3 origin{445000, 5500000, 300};

/// One renderer on a context of its own.
class Offscreen {
 public:
  Offscreen();
  Image draw(const Picture& picture, int width, int height);
  Renderer& renderer() { return *renderer_; }
  /// Another one in the same context.
  std::unique_ptr<Renderer> another();

 private:
  platform::OffscreenGl gl_;
  std::unique_ptr<Renderer> renderer_;
};

/// A scale of one colour for every index.
std::shared_ptr<const ColourScale> one_colour(Rgba colour);
/// A ramp from 0 to 1 without title: no legend.
std::shared_ptr<const ColourScale> ramp();

/// Cells of `model` for which `visible` is set, coloured by `index` a cell.
std::shared_ptr<const Geometry> blocks(std::shared_ptr<const BlockModel> model, const Mask& visible,
                                       const std::vector<std::uint8_t>& index);
std::shared_ptr<const BlockModel> block_model(Vec3 lower_corner, Vec3 cell_size, std::array<std::uint32_t, 3> count);
std::shared_ptr<const Geometry> hole(const std::vector<Vec3>& path, double radius_m, std::uint8_t index = 1);
/// A level square of two triangles about a centre.
std::shared_ptr<const Geometry> square(Vec3 centre, double half_side_m, std::uint8_t index = 1);

/// A bare picture: no annotation, plan, orthographic.
Picture bare(std::vector<DrawLayer> layers, const Bounds& bounds);

Rgba pixel(const Image& image, double x_px, double y_px);
/// Greatest difference of a channel.
int difference(Rgba a, Rgba b);
/// The upper left corner is the background.
Rgba background_of(const Image& image);
std::size_t count_unlike(const Image& image, Rgba background, int tolerance = 24);

}  // namespace lode::render::testing
