// OpenGL's buffers and textures as values that free themselves; all with the context current.
#pragma once

#include <vtk_glew.h>

#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "render/projection.h"

class vtkOpenGLRenderWindow;
class vtkShaderProgram;

namespace lode::render {

class GlBuffer {
 public:
  GlBuffer() = default;
  GlBuffer(GlBuffer&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  GlBuffer& operator=(GlBuffer&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~GlBuffer();
  template <typename T>
  void upload(std::span<const T> values, GLenum target = GL_ARRAY_BUFFER, GLenum usage = GL_STATIC_DRAW) {
    upload_bytes(std::as_bytes(values), target, usage);
  }
  /// One after another; returns how many values there are.
  template <typename T>
  std::size_t upload_parts(const std::vector<std::vector<T>>& parts, GLenum target) {
    std::size_t count = 0, begin = 0;
    for (const std::vector<T>& part : parts) count += part.size();
    allocate(count * sizeof(T), target);
    for (const std::vector<T>& part : parts) {
      write(begin * sizeof(T), std::as_bytes(std::span<const T>(part)), target);
      begin += part.size();
    }
    return count;
  }
  /// `count` values, which fill(span of them) sets where they lie.
  template <typename T, typename Fill>
  void upload_filled(std::size_t count, GLenum target, const Fill& fill) {
    allocate(count * sizeof(T), target);
    if (count == 0) return;
    fill(std::span<T>(static_cast<T*>(glMapBuffer(target, GL_WRITE_ONLY)), count));
    glUnmapBuffer(target);
  }
  void bind(GLenum target = GL_ARRAY_BUFFER) const;
  GLuint id() const { return id_; }

 private:
  void allocate(std::size_t bytes, GLenum target);
  /// Into the buffer bound by allocate().
  void write(std::size_t begin, std::span<const std::byte> bytes, GLenum target);
  void upload_bytes(std::span<const std::byte> bytes, GLenum target, GLenum usage);
  GLuint id_ = 0;
};

/// A buffer read by texelFetch.
class BufferTexture {
 public:
  BufferTexture() = default;
  BufferTexture(const BufferTexture&) = delete;
  BufferTexture& operator=(const BufferTexture&) = delete;
  ~BufferTexture();
  template <typename T>
  void upload(std::span<const T> values, GLenum format) {
    buffer_.upload(values, GL_TEXTURE_BUFFER);
    attach(format);
  }
  template <typename T>
  std::size_t upload_parts(const std::vector<std::vector<T>>& parts, GLenum format) {
    const std::size_t count = buffer_.upload_parts(parts, GL_TEXTURE_BUFFER);
    attach(format);
    return count;
  }
  template <typename T, typename Fill>
  void upload_filled(std::size_t count, GLenum format, const Fill& fill) {
    buffer_.upload_filled<T>(count, GL_TEXTURE_BUFFER, fill);
    attach(format);
  }
  GLuint id() const { return texture_; }

 private:
  void attach(GLenum format);
  GlBuffer buffer_;
  GLuint texture_ = 0;
};

/// Whether the current context draws by the processor. LODE_AS_GPU in the environment: no, whatever it is, so that what
/// GPUs are given can be tried without one.
bool is_software_gl();
/// How many texels a BufferTexture may have in the current context.
std::size_t most_texels();

class VertexArray {
 public:
  VertexArray() = default;
  VertexArray(const VertexArray&) = delete;
  VertexArray& operator=(const VertexArray&) = delete;
  ~VertexArray();
  void bind();
  static void unbind();

 private:
  GLuint id_ = 0;
};

/// One vertex attribute of the bound buffer.
struct Attribute {
  const char* name;
  GLint size;
  GLenum type;
  bool integer = false;  ///< reaches the shader as an integer; else normalised when it is one
  GLsizei stride = 0;
  std::size_t offset = 0;
  GLuint divisor = 0;
};
/// Does nothing when the shader has optimised the attribute away.
void set_attribute(const vtkShaderProgram& program, const Attribute& attribute);
/// The bound buffer holds a palette index a byte, one an instance; the first one drawn is that at `first`.
void set_colour_index(const vtkShaderProgram& program, std::size_t first);

/// A program of VTK's shader cache, in use. Throws Error when it does not compile (our own bug, or a driver's).
vtkShaderProgram& use_program(vtkOpenGLRenderWindow& window, const char* vertex, const char* fragment);
void set_matrix(vtkShaderProgram& program, const char* name, const Matrix4& matrix);
void set_vector(vtkShaderProgram& program, const char* name, Vec3 vector);
void bind_texture(vtkOpenGLRenderWindow& window, vtkShaderProgram& program, const char* sampler, int unit,
                  GLenum target, GLuint texture);

}  // namespace lode::render
