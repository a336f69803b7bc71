// Where a point of the picture is, in the scene's system and in others.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "geo/geodesy.h"
#include "view/view.h"

namespace lode {

struct ScenePoint {
  Vec3 position_scene;
  bool has_rl = true;
};

/// What the cursor points at: the picked point; where nothing is, the section's plane when there is one; else in a plan
/// view its easting and northing, without an RL.
std::optional<ScenePoint> point_under(const Frame& frame, const std::optional<Pick>& picked, double x_px, double y_px,
                                      double width_px, double height_px);

/// Positions of a scene as longitude and latitude and in one more system. Used on the thread that made it.
class PositionReader {
 public:
  /// `other_crs` "": none. Throws Error for a CRS that PROJ does not know or that the scene's cannot be brought to.
  /// `data`: where the scene is, which decides the operation.
  PositionReader(const std::string& scene_crs, const std::string& other_crs, const Bounds& data);

  struct Reading {
    std::optional<Vec3> degrees;  ///< x longitude, y latitude; nothing in a local scene
    std::optional<Vec3> other;    ///< x easting or longitude first, in the other system's units
  };
  Reading read(Vec3 position_scene) const;

  /// nullptr for a local scene.
  const geo::Geodesy* geodesy() const { return geodesy_ ? &*geodesy_ : nullptr; }
  /// "" when there is none, or the scene is local.
  const std::string& other_name() const { return other_name_; }
  bool other_in_degrees() const { return other_in_degrees_; }
  /// "EPSG:32644 to EPSG:28414 by Pulkovo 1942 to WGS 84 (16), accuracy 3 m".
  const std::string& operation() const { return operation_; }

 private:
  std::optional<geo::Geodesy> geodesy_;
  PointTransform other_from_scene_;
  std::string other_name_, operation_;
  bool other_in_degrees_ = false;
};

/// "22.334512° N, 81.123456° E".
std::string degrees_text(Vec3 degrees);
/// "from A to B by OPERATION, accuracy 3 m" or why there is none: "no CRS is stated: drawn as it is".
std::string placing_text(const geo::Placing& placing);

}  // namespace lode
