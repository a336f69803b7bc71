#include "render/drawer.h"

#include <vtkShaderProgram.h>

#include <algorithm>
#include <string>

#include "shaders.h"

namespace lode::render {

namespace {

constexpr int nearer_depth_unit = 8, opaque_depth_unit = 9;

std::string with_defines(std::string source, std::string_view defines) {
  constexpr std::string_view first_line = "//VTK::System::Dec\n";
  return source.insert(source.find(first_line) + first_line.size(), defines);
}

std::string peeling(std::string source) {
  constexpr std::string_view main = "void main()\n{\n";
  const std::size_t at = source.find(main);
  source.insert(at + main.size(), "  peel();\n");
  return source.insert(at, shaders::peel);
}

}  // namespace

vtkShaderProgram& use_program(const FrameContext& frame, const char* vertex, const char* fragment,
                              std::string_view defines) {
  if (frame.peel == nullptr && defines.empty()) return use_program(frame.window, vertex, fragment);
  std::string fragment_form = with_defines(fragment, defines);
  if (frame.peel != nullptr) fragment_form = peeling(std::move(fragment_form));
  vtkShaderProgram& program = use_program(frame.window, with_defines(vertex, defines).c_str(), fragment_form.c_str());
  if (frame.peel != nullptr) {
    bind_texture(frame.window, program, "nearer_depth", nearer_depth_unit, GL_TEXTURE_2D, frame.peel->nearer_depth);
    bind_texture(frame.window, program, "opaque_depth", opaque_depth_unit, GL_TEXTURE_2D, frame.peel->opaque_depth);
  }
  return program;
}

void Drawer::count_colours(std::span<const std::uint8_t> colour_index) {
  std::array<std::uint8_t, 256> used{};  // bytes: a bitset would cost several times as much for millions of faces
  for (const std::uint8_t index : colour_index) used[index] = 1;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i] != 0) used_colours.set(i);
}

void Drawer::use_palette(const FrameContext& frame, const DrawLayer& layer, vtkShaderProgram& program) {
  if (palette_of_ != layer.scale) {
    palette_.upload(std::span<const Rgba>(layer.scale->palette), GL_RGBA8);
    palette_of_ = layer.scale;
  }
  bind_texture(frame.window, program, "palette", 0, GL_TEXTURE_BUFFER, palette_.id());
  program.SetUniformf("opacity", static_cast<float>(layer.opacity));
}

std::unique_ptr<Drawer> make_drawer(std::shared_ptr<const Geometry> geometry) {
  const Geometry& content = *geometry;
  return std::visit([&](const auto& kind) { return make_drawer(std::move(geometry), kind); }, content);
}

Rgba highlight_colour(bool dark) { return dark ? Rgba{255, 170, 40, 255} : Rgba{226, 92, 0, 255}; }

Vec3 light_direction(const CameraAxes& axes) {
  return normalized(-0.40 * axes.right + 0.50 * axes.up - 0.90 * axes.forward);
}

void set_lighting(const FrameContext& frame, vtkShaderProgram& program, Vec3 origin_scene) {
  const Projection& projection = frame.projection;
  set_vector(program, "light", light_direction(projection.axes()));
  program.SetUniformi("perspective", projection.camera().perspective ? 1 : 0);
  set_vector(program, "viewer",
             projection.camera().perspective ? projection.eye_display() - projection.display_of_scene(origin_scene)
                                             : -1 * projection.axes().forward);
  program.SetUniformf("exaggeration", static_cast<float>(projection.exaggeration()));
}

void set_slab(const FrameContext& frame, vtkShaderProgram& program, Vec3 origin_scene) {
  const std::optional<Slab>& slab = frame.picture.slab;
  std::array<float, 4> plane{0, 0, 0, 0};
  float half_thickness = 1;
  if (slab) {
    const double offset = dot(slab->normal, origin_scene - slab->origin_scene);
    plane = {static_cast<float>(slab->normal.x), static_cast<float>(slab->normal.y), static_cast<float>(slab->normal.z),
             static_cast<float>(offset)};
    half_thickness = static_cast<float>(slab->thickness_m / 2);
  }
  program.SetUniform4f("slab_plane", plane.data());
  program.SetUniformf("slab_half_thickness", half_thickness);
}

std::array<float, 3> local_float(Vec3 p, Vec3 origin) {
  const Vec3 d = p - origin;
  return {static_cast<float>(d.x), static_cast<float>(d.y), static_cast<float>(d.z)};
}

}  // namespace lode::render
