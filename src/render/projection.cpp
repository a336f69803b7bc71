#include "render/projection.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lode::render {

std::array<float, 16> Matrix4::narrowed() const {
  std::array<float, 16> result{};
  std::ranges::transform(m, result.begin(), [](double value) { return static_cast<float>(value); });
  return result;
}

Matrix4 operator*(const Matrix4& a, const Matrix4& b) {
  Matrix4 product;
  for (int row = 0; row < 4; ++row)
    for (int column = 0; column < 4; ++column) {
      double sum = 0;
      for (int i = 0; i < 4; ++i) sum += a.at(row, i) * b.at(i, column);
      product.at(row, column) = sum;
    }
  return product;
}

Matrix4 matrix_of(const Affine& affine) {
  Matrix4 matrix;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column)
      matrix.at(row, column) = affine.columns[static_cast<std::size_t>(column)][row];
    matrix.at(row, 3) = affine.offset[row];
  }
  return matrix;
}

namespace {

Matrix4 camera_from_display(const CameraAxes& axes, Vec3 eye) {
  Matrix4 matrix;
  const std::array<Vec3, 3> rows{axes.right, axes.up, -1 * axes.forward};
  for (int row = 0; row < 3; ++row) {
    const Vec3& axis = rows[static_cast<std::size_t>(row)];
    for (int column = 0; column < 3; ++column) matrix.at(row, column) = axis[column];
    matrix.at(row, 3) = -dot(axis, eye);
  }
  return matrix;
}

/// Distances along the view direction that enclose the bounds, with a margin against rounding.
std::array<double, 2> depth_range(const Projection& projection, const Bounds& bounds_scene, double focal_distance) {
  double nearest = std::numeric_limits<double>::infinity(), farthest = -nearest;
  const Bounds bounds =
      bounds_scene.empty() ? Bounds{projection.camera().focal_scene, projection.camera().focal_scene} : bounds_scene;
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 p{(corner & 1) ? bounds.max.x : bounds.min.x, (corner & 2) ? bounds.max.y : bounds.min.y,
                 (corner & 4) ? bounds.max.z : bounds.min.z};
    const double depth = dot(projection.display_of_scene(p) - projection.eye_display(), projection.axes().forward);
    nearest = std::min(nearest, depth);
    farthest = std::max(farthest, depth);
  }
  const double margin = 0.05 * (farthest - nearest) + 0.02 * projection.camera().view_height_m;
  nearest -= margin;
  farthest += margin;
  if (projection.camera().perspective) {
    farthest = std::max(farthest, focal_distance * 0.02);
    nearest = std::max({nearest, farthest * 1e-4, focal_distance * 1e-3});
    farthest = std::max(farthest, nearest * 2);
  }
  return {nearest, farthest};
}

}  // namespace

Projection::Projection(const Camera& camera, double vertical_exaggeration, const Bounds& bounds_scene, double width_px,
                       double height_px)
    : camera_(camera),
      axes_(axes_of(camera)),
      exaggeration_(vertical_exaggeration),
      focal_z_(camera.focal_scene.z),
      width_px_(width_px),
      height_px_(height_px) {
  const double half_height = camera.view_height_m / 2, half_width = half_height * width_px / height_px;
  const double tangent = std::tan(camera.field_of_view_deg * std::numbers::pi / 360);
  const double distance = camera.perspective ? half_height / tangent : camera.view_height_m;
  eye_display_ = camera.focal_scene - distance * axes_.forward;
  const auto [nearest, farthest] = depth_range(*this, bounds_scene, distance);
  Matrix4 clip_from_camera;
  if (camera.perspective) {
    clip_from_camera.at(0, 0) = height_px / (width_px * tangent);
    clip_from_camera.at(1, 1) = 1 / tangent;
    clip_from_camera.at(2, 2) = -(farthest + nearest) / (farthest - nearest);
    clip_from_camera.at(2, 3) = -2 * farthest * nearest / (farthest - nearest);
    clip_from_camera.at(3, 2) = -1;
    clip_from_camera.at(3, 3) = 0;
  } else {
    clip_from_camera.at(0, 0) = 1 / half_width;
    clip_from_camera.at(1, 1) = 1 / half_height;
    clip_from_camera.at(2, 2) = -2 / (farthest - nearest);
    clip_from_camera.at(2, 3) = -(farthest + nearest) / (farthest - nearest);
  }
  clip_from_display_ = clip_from_camera * camera_from_display(axes_, eye_display_);
}

std::array<double, 4> Projection::clip(Vec3 p_scene) const {
  const Vec3 p = display_of_scene(p_scene);
  std::array<double, 4> result{};
  for (int row = 0; row < 4; ++row)
    result[static_cast<std::size_t>(row)] = clip_from_display_.at(row, 0) * p.x + clip_from_display_.at(row, 1) * p.y +
                                            clip_from_display_.at(row, 2) * p.z + clip_from_display_.at(row, 3);
  return result;
}

namespace {

Projected from_clip(const std::array<double, 4>& clip, double width_px, double height_px) {
  return {(clip[0] / clip[3] + 1) / 2 * width_px, (1 - clip[1] / clip[3]) / 2 * height_px, clip[2] / clip[3], clip[3]};
}

}  // namespace

Projected Projection::project(Vec3 p_scene) const { return from_clip(clip(p_scene), width_px_, height_px_); }

bool Projection::project_line(Vec3 from_scene, Vec3 to_scene, Projected& from, Projected& to) const {
  std::array<double, 4> a = clip(from_scene), b = clip(to_scene);
  const double in_a = a[2] + a[3], in_b = b[2] + b[3];  // not below 0: behind the near plane, seen
  if (in_a < 0 && in_b < 0) return false;
  if (in_a < 0 || in_b < 0) {
    const double t = in_a / (in_a - in_b);
    std::array<double, 4> cut{};
    for (std::size_t i = 0; i < 4; ++i) cut[i] = a[i] + t * (b[i] - a[i]);
    (in_a < 0 ? a : b) = cut;
  }
  if (a[3] <= 0 || b[3] <= 0) return false;
  from = from_clip(a, width_px_, height_px_);
  to = from_clip(b, width_px_, height_px_);
  return true;
}

Matrix4 Projection::tile_from_picture(const Tile& tile) const {
  Matrix4 matrix;
  const double scale_x = width_px_ / tile.width, scale_y = height_px_ / tile.height;
  matrix.at(0, 0) = scale_x;
  matrix.at(0, 3) = scale_x - 2.0 * tile.x / tile.width - 1;
  matrix.at(1, 1) = scale_y;
  matrix.at(1, 3) = 1 - scale_y + 2.0 * tile.y / tile.height;
  return matrix;
}

Matrix4 Projection::clip_from_local(Vec3 origin_scene, const Tile& tile) const {
  Affine display_from_local;
  display_from_local.offset = display_of_scene(origin_scene);
  return tile_from_picture(tile) * clip_from_display_ * matrix_of(display_from_local);
}

Matrix4 Projection::clip_from_affine(const Affine& scene_from_local, Vec3 origin_local, const Tile& tile) const {
  Affine display_from_local = scene_from_local;
  for (Vec3& column : display_from_local.columns) column.z *= exaggeration_;
  display_from_local.offset = display_of_scene(scene_from_local(origin_local));
  return tile_from_picture(tile) * clip_from_display_ * matrix_of(display_from_local);
}

std::array<double, 2> Projection::metres_per_pixel_of_w() const {
  if (!camera_.perspective) return {metres_per_pixel_at_focus(), 0};
  return {0, 2 * std::tan(camera_.field_of_view_deg * std::numbers::pi / 360) / height_px_};
}

Vec3 Projection::towards_viewer(Vec3 p_scene) const {
  return camera_.perspective ? normalized(eye_display_ - display_of_scene(p_scene)) : -1 * axes_.forward;
}

}  // namespace lode::render
