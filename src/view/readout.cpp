#include "view/readout.h"

#include <fmt/format.h>

#include <cmath>

#include "core/text.h"
#include "geo/crs.h"

namespace lode {

std::optional<ScenePoint> point_under(const Frame& frame, const std::optional<Pick>& picked, double x_px, double y_px,
                                      double width_px, double height_px) {
  if (picked) return ScenePoint{picked->hit.position_scene, true};
  if (frame.layers.empty() || !(width_px >= 1 && height_px >= 1)) return {};
  const Camera camera = camera_of(frame, width_px, height_px);
  const Ray ray =
      pixel_ray(camera, drawn_exaggeration(frame.scene, frame.metres_per_unit), x_px, y_px, width_px, height_px);
  if (frame.scene.section.on) {
    const Slab& slab = frame.scene.section.slab;
    const double towards = dot(slab.normal, ray.direction);
    if (std::abs(towards) > 0.02 * length(ray.direction))
      return ScenePoint{ray.origin + dot(slab.normal, slab.origin_scene - ray.origin) / towards * ray.direction, true};
  }
  if (camera.elevation_deg > -89.9 || camera.perspective) return {};
  const Vec3 on_level = ray.origin + (camera.focal_scene.z - ray.origin.z) / ray.direction.z * ray.direction;
  return ScenePoint{on_level, false};
}

PositionReader::PositionReader(const std::string& scene_crs, const std::string& other_crs, const Bounds& data) {
  if (scene_crs.empty()) return;
  geodesy_.emplace(scene_crs);
  if (other_crs.empty()) return;
  geo::Placing placing = geo::make_placing(scene_crs, other_crs, "", data);
  const geo::CrsInfo info = geo::describe_crs(other_crs);
  other_name_ = info.code.empty() ? info.name : info.code;
  other_in_degrees_ = info.geographic;
  operation_ = placing_text(placing);
  other_from_scene_ = placing.scene_from_source ? std::move(placing.scene_from_source) : [](std::span<Vec3>) {};
}

PositionReader::Reading PositionReader::read(Vec3 position_scene) const {
  Reading reading;
  if (geodesy_) reading.degrees = geodesy_->degrees(position_scene);
  if (!other_from_scene_) return reading;
  Vec3 other = position_scene;
  other_from_scene_({&other, 1});
  if (finite(other)) reading.other = other;
  return reading;
}

std::string degrees_text(Vec3 degrees) {
  return fmt::format("{:.6f}\u00b0 {}, {:.6f}\u00b0 {}", std::abs(degrees.y), degrees.y < 0 ? 'S' : 'N',
                     std::abs(degrees.x), degrees.x < 0 ? 'W' : 'E');
}

std::string placing_text(const geo::Placing& placing) {
  if (placing.from.empty()) return "no CRS is stated: drawn as it is";
  if (placing.operation.pipeline.empty()) return fmt::format("{}: the same CRS, nothing is converted", placing.from);
  const geo::Operation& operation = placing.operation;
  const std::string accuracy = operation.ballpark ? "ballpark: no datum shift is known"
                               : operation.accuracy_m >= 0
                                   ? fmt::format("accuracy {} m", shortest(operation.accuracy_m))
                                   : "accuracy unknown";
  return fmt::format("{} to {} by {}, {}", placing.from, placing.to, operation.name, accuracy);
}

}  // namespace lode
