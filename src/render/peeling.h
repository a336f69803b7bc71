// Translucent layers in the right order at every pixel: peeled off from the nearest to the farthest, each peel one
// drawing of all of them. Opaque pictures never come here.
#pragma once

#include <functional>

#include "render/gl_objects.h"

namespace lode::render {

/// What a fragment must lie between to be of the layer that is being peeled; at texture units that nothing else uses.
struct Peel {
  GLuint nearer_depth = 0, opaque_depth = 0;
};

class DepthPeeling {
 public:
  DepthPeeling() = default;
  DepthPeeling(const DepthPeeling&) = delete;
  DepthPeeling& operator=(const DepthPeeling&) = delete;
  ~DepthPeeling();

  /// Draws by `draw` into the bound framebuffer of width x height pixels, behind its depths, whose opaque content is
  /// complete. At most `most_layers` are peeled. The framebuffer is not multisampled.
  void draw(vtkOpenGLRenderWindow& window, int width, int height, int most_layers,
            const std::function<void(const Peel&)>& draw);

 private:
  void resize(int width, int height);
  void blend(vtkOpenGLRenderWindow& window, GLuint framebuffer, GLuint texture, bool premultiplied);

  int width_ = 0, height_ = 0;
  GLuint opaque_depth_ = 0, peeled_colour_ = 0, all_colour_ = 0, query_ = 0;
  std::array<GLuint, 2> peeled_depth_{0, 0}, peel_framebuffers_{0, 0};
  GLuint all_framebuffer_ = 0;
  VertexArray nothing_;
};

}  // namespace lode::render
