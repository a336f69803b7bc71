#include "render/peeling.h"

#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include "shaders.h"

namespace lode::render {

namespace {

void make_texture(GLuint& texture, GLenum internal, GLenum format, GLenum type, int width, int height) {
  if (texture == 0) glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(internal), width, height, 0, format, type, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
}

void attach(vtkOpenGLState& gl, GLuint& framebuffer, GLuint colour, GLuint depth) {
  if (framebuffer == 0) glGenFramebuffers(1, &framebuffer);
  gl.vtkglBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour, 0);
  if (depth != 0) glFramebufferTexture2D(GL_FRAMEBUFFER, GL_DEPTH_ATTACHMENT, GL_TEXTURE_2D, depth, 0);
  glDrawBuffer(GL_COLOR_ATTACHMENT0);
  glReadBuffer(GL_COLOR_ATTACHMENT0);
}

void clear(float colour, float depth) {
  const std::array<float, 4> colours{colour, colour, colour, colour};
  glClearBufferfv(GL_COLOR, 0, colours.data());
  glClearBufferfv(GL_DEPTH, 0, &depth);
}

}  // namespace

DepthPeeling::~DepthPeeling() {
  for (const GLuint texture : {opaque_depth_, peeled_colour_, all_colour_, peeled_depth_[0], peeled_depth_[1]})
    if (texture != 0) glDeleteTextures(1, &texture);
  for (const GLuint framebuffer : {peel_framebuffers_[0], peel_framebuffers_[1], all_framebuffer_})
    if (framebuffer != 0) glDeleteFramebuffers(1, &framebuffer);
  if (query_ != 0) glDeleteQueries(1, &query_);
}

void DepthPeeling::resize(int width, int height) {
  if (width == width_ && height == height_) return;
  width_ = width;
  height_ = height;
  // Depths as the shader sees them: compared between peels, they must come back unchanged.
  for (GLuint* depth : {&opaque_depth_, &peeled_depth_[0], &peeled_depth_[1]})
    make_texture(*depth, GL_DEPTH_COMPONENT32F, GL_DEPTH_COMPONENT, GL_FLOAT, width, height);
  make_texture(peeled_colour_, GL_RGBA8, GL_RGBA, GL_UNSIGNED_BYTE, width, height);
  make_texture(all_colour_, GL_RGBA16F, GL_RGBA, GL_FLOAT, width, height);
}

void DepthPeeling::blend(vtkOpenGLRenderWindow& window, GLuint framebuffer, GLuint texture, bool premultiplied) {
  vtkOpenGLState& gl = *window.GetState();
  gl.vtkglBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  gl.vtkglDisable(GL_DEPTH_TEST);
  gl.vtkglEnable(GL_BLEND);
  vtkShaderProgram& program = use_program(window, shaders::screen_vertex, shaders::peeled_fragment);
  bind_texture(window, program, "layer", 0, GL_TEXTURE_2D, texture);
  program.SetUniformi("premultiplied", premultiplied ? 1 : 0);
  nothing_.bind();
  glDrawArrays(GL_TRIANGLES, 0, 3);
  VertexArray::unbind();
  gl.vtkglEnable(GL_DEPTH_TEST);
}

void DepthPeeling::draw(vtkOpenGLRenderWindow& window, int width, int height, int most_layers,
                        const std::function<void(const Peel&)>& draw) {
  vtkOpenGLState& gl = *window.GetState();
  GLint bound = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  const auto target = static_cast<GLuint>(bound);
  gl.vtkglActiveTexture(GL_TEXTURE0);
  resize(width, height);
  gl.vtkglBindFramebuffer(GL_FRAMEBUFFER, target);
  glBindTexture(GL_TEXTURE_2D, opaque_depth_);
  glCopyTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, 0, 0, width, height);
  attach(gl, all_framebuffer_, all_colour_, 0);
  const std::array<float, 4> zeros{0, 0, 0, 0};
  glClearBufferfv(GL_COLOR, 0, zeros.data());
  // Nothing is nearer than the first layer.
  attach(gl, peel_framebuffers_[1], peeled_colour_, peeled_depth_[1]);
  clear(0, 0);
  if (query_ == 0) glGenQueries(1, &query_);
  for (int layer = 0; layer < most_layers; ++layer) {
    const auto now = static_cast<std::size_t>(layer % 2);
    attach(gl, peel_framebuffers_[now], peeled_colour_, peeled_depth_[now]);
    clear(0, 1);
    gl.vtkglDisable(GL_BLEND);
    glBeginQuery(GL_SAMPLES_PASSED, query_);
    draw({peeled_depth_[1 - now], opaque_depth_});
    glEndQuery(GL_SAMPLES_PASSED);
    GLuint samples = 0;
    glGetQueryObjectuiv(query_, GL_QUERY_RESULT, &samples);
    if (samples == 0) break;
    // Under what was peeled before.
    gl.vtkglBlendFuncSeparate(GL_ONE_MINUS_DST_ALPHA, GL_ONE, GL_ONE_MINUS_DST_ALPHA, GL_ONE);
    blend(window, all_framebuffer_, peeled_colour_, false);
  }
  gl.vtkglBlendFuncSeparate(GL_ONE, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  blend(window, target, all_colour_, true);
}

}  // namespace lode::render
