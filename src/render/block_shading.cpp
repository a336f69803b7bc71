#include "render/block_shading.h"

#include <vtkOpenGLRenderWindow.h>
#include <vtkOpenGLState.h>
#include <vtkShaderProgram.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lode::render {

namespace {

void set_plane(vtkShaderProgram& program, const char* name, Vec3 normal, double w) {
  const std::array<float, 4> plane{static_cast<float>(normal.x), static_cast<float>(normal.y),
                                   static_cast<float>(normal.z), static_cast<float>(w)};
  program.SetUniform4f(name, plane.data());
}

/// How wide the lines along edges of blocks are.
double edge_px(const FrameContext& frame) { return std::max(1.0, frame.ui_scale); }

/// The outward normal of a slab's plane p in display space.
Vec3 cap_normal_display(const Projection& projection, const Slab& cut, std::size_t p) {
  Vec3 normal = p == 0 ? -1 * cut.normal : cut.normal;
  normal.z /= projection.exaggeration();
  return normalized(normal);
}

/// 1 for faces towards the viewer or the light, so that their colour is the legend's.
double shade(const Projection& projection, Vec3 normal_display) {
  const Vec3 light = light_direction(projection.axes());
  const double facing = dot(light, -1 * projection.axes().forward);
  const double lit = dot(light, normal_display) / facing;
  return 0.58 + 0.42 * std::clamp(lit, 0.0, 1.0);
}

}  // namespace

BlockShading::BlockShading(const Affine& scene_from_lattice, const std::array<std::vector<double>, 3>& levels)
    : scene_from_lattice_(scene_from_lattice) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double middle = levels[axis].back() / 2;
    upper_lattice_[static_cast<int>(axis)] = levels[axis].back();
    middle_lattice_[static_cast<int>(axis)] = middle;
    std::vector<float> local(levels[axis].size());
    for (std::size_t i = 0; i < local.size(); ++i) local[i] = static_cast<float>(levels[axis][i] - middle);
    const double step = levels[axis].back() / static_cast<double>(std::max<std::size_t>(1, local.size() - 1));
    step_lattice_[static_cast<int>(axis)] = step;
    double& widest = widest_lattice_[static_cast<int>(axis)];
    for (std::size_t i = 1; i < local.size(); ++i) widest = std::max(widest, levels[axis][i] - levels[axis][i - 1]);
    for (std::size_t i = 0; i < local.size(); ++i)
      even_ = even_ && std::abs(levels[axis][i] - static_cast<double>(i) * step) <= 1e-9 * levels[axis].back();
    edges_[axis].upload(std::span<const float>(local), GL_R32F);
  }
}

std::string BlockShading::bend_define(const std::shared_ptr<const ControlLattice>& bend) {
  return bend ? "#define LODE_BEND\n" : "";
}

std::string BlockShading::defines(const FrameContext& frame, const std::shared_ptr<const ControlLattice>& bend) const {
  return bend_define(bend) + (even_ ? "#define LODE_EVEN\n" : "") +
         (!bend && without_lines(frame) ? "#define LODE_PLAIN\n" : "");
}

/// Whether all blocks are too small in the picture for the lines along their edges, which fade below five pixels.
bool BlockShading::without_lines(const FrameContext& frame) const {
  constexpr double least_px = 4.95;
  const Projection& projection = frame.projection;
  // A block along one axis covers no more pixels than the axis itself, and than the nearest part of the model.
  double px_per_metre = 1 / projection.metres_per_pixel_at_focus();
  const bool perspective = projection.camera().perspective;
  if (perspective) {
    double nearest = std::numeric_limits<double>::infinity();
    for (int corner = 0; corner < 8; ++corner) {
      Vec3 p;
      for (int axis = 0; axis < 3; ++axis) p[axis] = (corner >> axis & 1) != 0 ? upper_lattice_[axis] : 0;
      const Vec3 display = projection.display_of_scene(scene_from_lattice_(p));
      nearest = std::min(nearest, dot(display - projection.eye_display(), projection.axes().forward));
    }
    if (!(nearest > 0)) return false;
    const double per_px = projection.metres_per_pixel_of_w()[1];
    const double off_axis = per_px * std::hypot(projection.width_px(), projection.height_px()) / 2;
    px_per_metre = std::hypot(1.0, off_axis) / (per_px * nearest);
  }
  std::array<double, 3> length_px{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Vec3 block = widest_lattice_[static_cast<int>(axis)] * scene_from_lattice_.columns[axis];
    block.z *= projection.exaggeration();
    const CameraAxes& axes = projection.axes();
    length_px[axis] =
        (perspective ? length(block) : std::hypot(dot(block, axes.right), dot(block, axes.up))) * px_per_metre;
  }
  std::ranges::sort(length_px);
  return length_px[1] < least_px * edge_px(frame);  // a face is as narrow as its shorter side
}

void BlockShading::set_bend(const FrameContext& frame, vtkShaderProgram& program,
                            const std::shared_ptr<const ControlLattice>& bend) {
  constexpr std::array<const char*, 3> counts{"bend_u", "bend_v", "bend_w"};
  if (!bend) return;
  for (std::size_t axis = 0; axis < 3; ++axis) program.SetUniformi(counts[axis], static_cast<int>(bend->count[axis]));
  constexpr int unit = 4;
  if (bend_of_ != bend) {
    // An upload binds its texture to the unit in use.
    frame.window.GetState()->vtkglActiveTexture(GL_TEXTURE0 + unit);
    const Affine lattice_from_scene = inverse(Affine{scene_from_lattice_.columns, {}});
    std::vector<std::array<float, 4>> offsets;
    for (const auto& [x, y, z] : bend->offset_scene) {
      const Vec3 o = lattice_from_scene({x, y, z});
      offsets.push_back({static_cast<float>(o.x), static_cast<float>(o.y), static_cast<float>(o.z), 0});
    }
    bend_.upload(std::span<const std::array<float, 4>>(offsets), GL_RGBA32F);
    bend_of_ = bend;
  }
  bind_texture(frame.window, program, "bend", unit, GL_TEXTURE_BUFFER, bend_.id());
  set_vector(program, "bend_size", bend->size_lattice);
  set_vector(program, "bend_middle", middle_lattice_);
}

void BlockShading::set_uniforms(const FrameContext& frame, vtkShaderProgram& program,
                                const std::shared_ptr<const ControlLattice>& bend) {
  set_bend(frame, program, bend);
  set_matrix(program, "clip_from_lattice",
             frame.projection.clip_from_affine(scene_from_lattice_, middle_lattice_, frame.tile));
  constexpr std::array<const char*, 3> samplers{"edges_u", "edges_v", "edges_w"};
  for (std::size_t axis = 0; axis < 3; ++axis)
    bind_texture(frame.window, program, samplers[axis], static_cast<int>(axis) + 1, GL_TEXTURE_BUFFER,
                 edges_[axis].id());
  if (even_) {
    set_vector(program, "lower_lattice", -1 * middle_lattice_);
    set_vector(program, "cell_size_lattice", step_lattice_);
  }
  program.SetUniformf("edge_px", static_cast<float>(edge_px(frame)));
}

void BlockShading::set_cut(vtkShaderProgram& program, const Slab& cut) const {
  const CutPlane upper = cut_planes(cut, scene_from_lattice_)[1];
  const double half = cut.thickness_m / 2;
  set_plane(program, "slab_plane", upper.normal, dot(upper.normal, middle_lattice_) - (upper.offset - half));
  program.SetUniformf("slab_half_thickness", static_cast<float>(half));
}

void BlockShading::set_cap(const FrameContext& frame, vtkShaderProgram& program, const Slab& cut, std::size_t p) const {
  const CutPlane plane = cut_planes(cut, scene_from_lattice_)[p];
  set_plane(program, "cut_plane", plane.normal, plane.offset - dot(plane.normal, middle_lattice_));
  const double lit = cut.thickness_m > 0 ? shade(frame.projection, cap_normal_display(frame.projection, cut, p)) : 1;
  program.SetUniformf("shade", static_cast<float>(lit));
}

bool BlockShading::shows_cap(const Projection& projection, const Slab& cut, std::size_t p) {
  if (cut.thickness_m > 0) return true;
  const Vec3 normal = cap_normal_display(projection, cut, p);
  if (!projection.camera().perspective) return dot(normal, projection.axes().forward) < 0;
  return dot(normal, projection.eye_display() - projection.display_of_scene(cut.origin_scene)) > 0;
}

void BlockShading::set_direction(const FrameContext& frame, vtkShaderProgram& program, int direction) const {
  const int axis = direction / 2;
  const auto unit = [](int along) {
    Vec3 vector;
    vector[along % 3] = 1;
    return vector;
  };
  set_vector(program, "across", unit(axis));
  set_vector(program, "along_b", unit(axis + 1));
  set_vector(program, "along_c", unit(axis + 2));
  program.SetUniformf("upper_side", static_cast<float>(direction % 2));
  program.SetUniformf("shade",
                      static_cast<float>(shade(frame.projection, normal_display(frame.projection, direction))));
}

/// The outward normal of a direction's faces in display space: across the two other axes, on the direction's side.
Vec3 BlockShading::normal_display(const Projection& projection, int direction) const {
  std::array<Vec3, 3> axes = scene_from_lattice_.columns;
  for (Vec3& axis : axes) axis.z *= projection.exaggeration();
  const auto axis = static_cast<std::size_t>(direction / 2);
  Vec3 normal = normalized(cross(axes[(axis + 1) % 3], axes[(axis + 2) % 3]));
  if (dot(normal, axes[axis]) < 0) normal = -1 * normal;
  return direction % 2 == 0 ? -1 * normal : normal;
}

bool BlockShading::can_face_viewer(const Projection& projection, int direction) const {
  const Vec3 normal = normal_display(projection, direction);
  if (!projection.camera().perspective) return dot(normal, projection.axes().forward) < 0;
  // The face of the direction that lies furthest back is at the lattice's opposite end, or a cell from it.
  const int axis = direction / 2;
  Vec3 on_plane;
  on_plane[axis] = direction % 2 == 0 ? upper_lattice_[axis] : 0;
  const Vec3 plane_display = projection.display_of_scene(scene_from_lattice_(on_plane));
  return dot(normal, projection.eye_display() - plane_display) > 0;
}

std::optional<std::uint64_t> highlighted_element(const FrameContext& frame, const Geometry* geometry) {
  const std::optional<Highlight>& highlight = frame.picture.highlight;
  if (!highlight || highlight->layer >= frame.picture.layers.size() ||
      frame.picture.layers[highlight->layer].geometry.get() != geometry)
    return std::nullopt;
  return highlight->hit.element;
}

}  // namespace lode::render
