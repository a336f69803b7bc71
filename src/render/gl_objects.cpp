#include "render/gl_objects.h"

#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLShaderCache.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "core/error.h"

namespace lode::render {

GlBuffer::~GlBuffer() {
  if (id_ != 0) glDeleteBuffers(1, &id_);
}

void GlBuffer::bind(GLenum target) const { glBindBuffer(target, id_); }

void GlBuffer::upload_bytes(std::span<const std::byte> bytes, GLenum target, GLenum usage) {
  if (id_ == 0) glGenBuffers(1, &id_);
  glBindBuffer(target, id_);
  glBufferData(target, static_cast<GLsizeiptr>(bytes.size()), bytes.data(), usage);
}

void GlBuffer::allocate(std::size_t bytes, GLenum target) {
  if (id_ == 0) glGenBuffers(1, &id_);
  glBindBuffer(target, id_);
  glBufferData(target, static_cast<GLsizeiptr>(bytes), nullptr, GL_STATIC_DRAW);
}

void GlBuffer::write(std::size_t begin, std::span<const std::byte> bytes, GLenum target) {
  glBufferSubData(target, static_cast<GLintptr>(begin), static_cast<GLsizeiptr>(bytes.size()), bytes.data());
}

BufferTexture::~BufferTexture() {
  if (texture_ != 0) glDeleteTextures(1, &texture_);
}

void BufferTexture::attach(GLenum format) {
  if (texture_ == 0) glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_BUFFER, texture_);
  glTexBuffer(GL_TEXTURE_BUFFER, format, buffer_.id());
}

bool is_software_gl() {
  if (std::getenv("LODE_AS_GPU") != nullptr) return false;
  const auto* renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view text = renderer == nullptr ? "" : renderer;
  for (const char* name : {"llvmpipe", "softpipe", "SWR", "Software"})
    if (text.find(name) != std::string_view::npos) return true;
  return false;
}

std::size_t most_texels() {
  GLint most = 0;
  glGetIntegerv(GL_MAX_TEXTURE_BUFFER_SIZE, &most);
  return static_cast<std::size_t>(std::max(most, 0));
}

VertexArray::~VertexArray() {
  if (id_ != 0) glDeleteVertexArrays(1, &id_);
}

void VertexArray::bind() {
  if (id_ == 0) glGenVertexArrays(1, &id_);
  glBindVertexArray(id_);
}

void VertexArray::unbind() { glBindVertexArray(0); }

void set_attribute(const vtkShaderProgram& program, const Attribute& attribute) {
  const GLint location =
      glGetAttribLocation(static_cast<GLuint>(const_cast<vtkShaderProgram&>(program).GetHandle()), attribute.name);
  if (location < 0) return;
  const auto index = static_cast<GLuint>(location);
  const auto* offset = reinterpret_cast<const void*>(attribute.offset);
  glEnableVertexAttribArray(index);
  if (attribute.integer)
    glVertexAttribIPointer(index, attribute.size, attribute.type, attribute.stride, offset);
  else
    glVertexAttribPointer(index, attribute.size, attribute.type, attribute.type == GL_FLOAT ? GL_FALSE : GL_TRUE,
                          attribute.stride, offset);
  glVertexAttribDivisor(index, attribute.divisor);
}

void set_colour_index(const vtkShaderProgram& program, std::size_t first) {
  set_attribute(program, {.name = "colour_index",
                          .size = 1,
                          .type = GL_UNSIGNED_BYTE,
                          .integer = true,
                          .stride = 1,
                          .offset = first,
                          .divisor = 1});
}

vtkShaderProgram& use_program(vtkOpenGLRenderWindow& window, const char* vertex, const char* fragment) {
  vtkShaderProgram* program = window.GetShaderCache()->ReadyShaderProgram(vertex, fragment, "");
  if (program == nullptr)
    throw Error("the graphics driver refused one of Lode's shaders", "update the graphics driver, or install Mesa");
  return *program;
}

void set_matrix(vtkShaderProgram& program, const char* name, const Matrix4& matrix) {
  std::array<float, 16> narrowed = matrix.narrowed();
  program.SetUniformMatrix4x4(name, narrowed.data());
}

void set_vector(vtkShaderProgram& program, const char* name, Vec3 vector) {
  const std::array<float, 3> narrowed{static_cast<float>(vector.x), static_cast<float>(vector.y),
                                      static_cast<float>(vector.z)};
  program.SetUniform3f(name, narrowed.data());
}

void bind_texture(vtkOpenGLRenderWindow& window, vtkShaderProgram& program, const char* sampler, int unit,
                  GLenum target, GLuint texture) {
  window.GetState()->vtkglActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(target, texture);
  program.SetUniformi(sampler, unit);
}

}  // namespace lode::render
