#include "app/measure.h"

#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/state.h"
#include "core/length_unit.h"
#include "core/measure.h"
#include "core/text.h"

namespace lode::app {
namespace {

using Values = std::vector<std::pair<std::string, std::string>>;

bool all_have_rl(const std::vector<ScenePoint>& points) { return std::ranges::all_of(points, &ScenePoint::has_rl); }

std::vector<Vec3> positions(const std::vector<ScenePoint>& points) {
  std::vector<Vec3> result;
  for (const ScenePoint& point : points) result.push_back(point.position_scene);
  // An unknown RL must not stand in a slope: the line is measured level.
  if (!all_have_rl(points))
    for (Vec3& position : result) position.z = result.front().z;
  return result;
}

std::string angle(double degrees) { return std::isnan(degrees) ? "none" : fmt::format("{:.2f}\u00b0", degrees); }

std::string place(const ScenePoint& point) {
  const Vec3 p = point.position_scene;
  return fmt::format("{}, {}, {}", grouped(p.x, 2), grouped(p.y, 2), point.has_rl ? grouped(p.z, 2) : "no RL");
}

const geo::Geodesy* geodesy(const AppState& state) { return state.reader ? state.reader->geodesy() : nullptr; }

void add_line(Values& values, const AppState& state, const std::vector<ScenePoint>& points) {
  const LengthUnit unit = state.scene.length_unit;
  const std::vector<Vec3> at = positions(points);
  const LineMeasure line = measure_line(at[0], at[1], state.frame.metres_per_unit);
  if (all_have_rl(points)) values.emplace_back("Slope distance", length_in(unit, line.slope_m));
  values.emplace_back("Horizontal distance", length_in(unit, line.horizontal_m));
  if (all_have_rl(points)) values.emplace_back("Difference in RL", length_in(unit, line.rise_m));
  values.emplace_back("Azimuth, grid", angle(line.azimuth_deg));
  if (all_have_rl(points)) values.emplace_back("Dip", angle(line.dip_deg));
  if (const geo::Geodesy* ellipsoid = geodesy(state))
    if (const auto geodesic = ellipsoid->line(at[0], at[1])) {
      values.emplace_back("On the ellipsoid", length_in(unit, geodesic->distance_m));
      values.emplace_back("Azimuth, true", angle(line.horizontal_m > 0 ? geodesic->azimuth_true_deg : NAN));
    }
  values.emplace_back("From E, N, RL", place(points[0]));
  values.emplace_back("To E, N, RL", place(points[1]));
}

void add_polygon(Values& values, const AppState& state, const std::vector<ScenePoint>& points) {
  const LengthUnit unit = state.scene.length_unit;
  const std::vector<Vec3> at = positions(points);
  const PolygonMeasure polygon = measure_polygon(at, state.frame.metres_per_unit);
  values.emplace_back("Corners", std::to_string(at.size()));
  if (polygon.crosses_itself) values.emplace_back("Area", "none: its sides cross");
  if (at.size() >= 3 && !polygon.crosses_itself) {
    values.emplace_back("Area in plan", area_in(unit, polygon.plan_area_m2));
    if (all_have_rl(points)) values.emplace_back("Area in its plane", area_in(unit, polygon.area_m2));
  }
  values.emplace_back("Perimeter", length_in(unit, polygon.perimeter_m));
  const geo::Geodesy* ellipsoid = geodesy(state);
  if (ellipsoid == nullptr || at.size() < 3 || polygon.crosses_itself) return;
  if (const auto geodesic = ellipsoid->polygon(at)) {
    values.emplace_back("Area on the ellipsoid", area_in(unit, geodesic->area_m2));
    values.emplace_back("Perimeter on it", length_in(unit, geodesic->perimeter_m));
  }
}

}  // namespace

void start_measure(AppState& state, Measure::Kind kind) {
  if (state.measure.kind == kind) return stop_measure(state);
  state.measure = {.kind = kind, .points = {}, .done = false, .scene_crs = state.scene.crs};
  state.picked.reset();
  state.view_changed = true;
}

void stop_measure(AppState& state) {
  state.measure = {};
  state.view_changed = true;
}

void measure_click(AppState& state, const std::optional<ScenePoint>& at, bool closes) {
  Measure& measure = state.measure;
  state.view_changed = true;
  if (closes) {  // the first click of two has added its point already
    measure.done = measure.kind == Measure::Kind::polygon && measure.points.size() >= 3;
    return;
  }
  if (!at) return;
  if (measure.done || measure.scene_crs != state.scene.crs) {
    measure.points.clear();
    measure.done = false;
    measure.scene_crs = state.scene.crs;
  }
  measure.points.push_back(*at);
  measure.done = measure.kind == Measure::Kind::line && measure.points.size() == 2;
}

bool measure_key(AppState& state, int key) {
  Measure& measure = state.measure;
  if (measure.kind == Measure::Kind::none) return false;
  state.view_changed = true;
  if (key == GLFW_KEY_ESCAPE) {
    if (measure.points.empty()) {
      stop_measure(state);
    } else {
      measure.points.clear();
      measure.done = false;
    }
    return true;
  }
  if (key == GLFW_KEY_BACKSPACE) {
    if (!measure.points.empty()) measure.points.pop_back();
    measure.done = false;
    return true;
  }
  if (key != GLFW_KEY_ENTER && key != GLFW_KEY_KP_ENTER) return false;
  measure.done = measure.kind == Measure::Kind::polygon && measure.points.size() >= 3;
  return true;
}

std::vector<ScenePoint> measured_points(const AppState& state) {
  const Measure& measure = state.measure;
  if (measure.scene_crs != state.scene.crs) return {};
  std::vector<ScenePoint> points = measure.points;
  if (!measure.done && !points.empty() && state.cursor_point) points.push_back(*state.cursor_point);
  return points;
}

Values measure_values(const AppState& state) {
  Values values;
  const std::vector<ScenePoint> points = measured_points(state);
  if (points.size() < 2) return values;
  if (state.measure.kind == Measure::Kind::line) add_line(values, state, points);
  if (state.measure.kind == Measure::Kind::polygon) add_polygon(values, state, points);
  return values;
}

std::vector<render::Mark> measure_marks(const AppState& state) {
  const std::vector<ScenePoint> points = measured_points(state);
  if (points.empty()) return {};
  render::Mark mark;
  for (const ScenePoint& point : points) mark.points_scene.push_back(point.position_scene);
  mark.closed = state.measure.kind == Measure::Kind::polygon;
  const std::vector<Vec3> at = positions(points);
  const double metres_per_unit = state.frame.metres_per_unit;
  const LengthUnit unit = state.scene.length_unit;
  if (state.measure.kind == Measure::Kind::line && at.size() == 2) {
    const LineMeasure line = measure_line(at[0], at[1], metres_per_unit);
    mark.labels_scene.emplace_back(length_in(unit, all_have_rl(points) ? line.slope_m : line.horizontal_m),
                                   0.5 * (mark.points_scene[0] + mark.points_scene[1]));
  }
  if (state.measure.kind == Measure::Kind::polygon && at.size() >= 3) {
    const PolygonMeasure polygon = measure_polygon(at, metres_per_unit);
    Vec3 middle;
    for (const Vec3 p : mark.points_scene) middle = middle + 1.0 / static_cast<double>(at.size()) * p;
    if (!polygon.crosses_itself)
      mark.labels_scene.emplace_back(area_in(unit, all_have_rl(points) ? polygon.area_m2 : polygon.plan_area_m2),
                                     middle);
  }
  return {mark};
}

}  // namespace lode::app
