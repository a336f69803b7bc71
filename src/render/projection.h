// The camera as matrices in doubles; narrowed to float only after they are multiplied.
#pragma once

#include <array>

#include "core/camera.h"
#include "core/scene.h"

namespace lode::render {

/// Column-major, as OpenGL has it.
struct Matrix4 {
  std::array<double, 16> m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  double& at(int row, int column) { return m[static_cast<std::size_t>(column * 4 + row)]; }
  double at(int row, int column) const { return m[static_cast<std::size_t>(column * 4 + row)]; }
  std::array<float, 16> narrowed() const;
};
Matrix4 operator*(const Matrix4& a, const Matrix4& b);
Matrix4 matrix_of(const Affine& affine);

/// A part of the picture in its pixels, y down.
struct Tile {
  int x = 0, y = 0, width = 0, height = 0;
};

/// A scene point in the picture.
struct Projected {
  double x_px = 0, y_px = 0;  ///< from the upper left corner
  double depth_ndc = 0;       ///< -1 near .. 1 far
  double w = 1;               ///< not above 0: behind the camera
};

/// From scene to picture. Display space is scene space with the vertical exaggeration applied about the focal RL.
class Projection {
 public:
  /// `camera.view_height_m` > 0. Clip planes enclose `bounds_scene`.
  Projection(const Camera& camera, double vertical_exaggeration, const Bounds& bounds_scene, double width_px,
             double height_px);

  Vec3 display_of_scene(Vec3 p) const { return {p.x, p.y, focal_z_ + (p.z - focal_z_) * exaggeration_}; }
  Projected project(Vec3 p_scene) const;
  /// Clip coordinates (x, y, z, w) of a scene point in the whole picture.
  std::array<double, 4> clip(Vec3 p_scene) const;
  /// In pixels and depth; false when wholly in front of the near plane. Cuts the line there.
  bool project_line(Vec3 from_scene, Vec3 to_scene, Projected& from, Projected& to) const;

  /// Of the tile, from coordinates relative to `origin_scene` whose z is already exaggerated.
  Matrix4 clip_from_local(Vec3 origin_scene, const Tile& tile) const;
  /// Of the tile, from the coordinates of an affine map into the scene (shifted to `origin` in them).
  Matrix4 clip_from_affine(const Affine& scene_from_local, Vec3 origin_local, const Tile& tile) const;

  /// Metres a pixel: x + y * w of a clip position.
  std::array<double, 2> metres_per_pixel_of_w() const;
  double metres_per_pixel_at_focus() const { return camera_.view_height_m / height_px_; }

  const Camera& camera() const { return camera_; }
  const CameraAxes& axes() const { return axes_; }
  double exaggeration() const { return exaggeration_; }
  Vec3 eye_display() const { return eye_display_; }
  /// Towards the viewer from a point of the scene, in display space.
  Vec3 towards_viewer(Vec3 p_scene) const;
  double width_px() const { return width_px_; }
  double height_px() const { return height_px_; }

 private:
  Matrix4 tile_from_picture(const Tile& tile) const;

  Camera camera_;
  CameraAxes axes_;
  double exaggeration_, focal_z_, width_px_, height_px_;
  Vec3 eye_display_;
  Matrix4 clip_from_display_;
};

}  // namespace lode::render
