#include "core/measure.h"

#include <numbers>
#include <vector>

namespace lode {

namespace {

constexpr double degrees_per_radian = 180 / std::numbers::pi;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Vec3 in_metres(Vec3 difference, double metres_per_unit) {
  return {metres_per_unit * difference.x, metres_per_unit * difference.y, difference.z};
}

struct Flat {
  double x, y;
};

double turn(Flat a, Flat b, Flat c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool cross_each_other(Flat a, Flat b, Flat c, Flat d) {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/// Seen along the axis that its area vector leans to most.
bool crosses_itself(const std::vector<Vec3>& corners, Vec3 area) {
  const Vec3 size{std::abs(area.x), std::abs(area.y), std::abs(area.z)};
  std::vector<Flat> flat;
  for (const Vec3 p : corners)
    flat.push_back(size.z >= size.x && size.z >= size.y ? Flat{p.x, p.y}
                   : size.x >= size.y                   ? Flat{p.y, p.z}
                                                        : Flat{p.x, p.z});
  const std::size_t count = flat.size();
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i + 1; j < count; ++j)
      if (cross_each_other(flat[i], flat[(i + 1) % count], flat[j], flat[(j + 1) % count])) return true;
  return false;
}

}  // namespace

LineMeasure measure_line(Vec3 from, Vec3 to, double metres_per_unit) {
  const Vec3 along = in_metres(to - from, metres_per_unit);
  LineMeasure line;
  line.slope_m = length(along);
  line.horizontal_m = std::hypot(along.x, along.y);
  line.rise_m = along.z;
  line.azimuth_deg = line.horizontal_m > 0 ? std::atan2(along.x, along.y) * degrees_per_radian : nan;
  if (line.azimuth_deg < 0) line.azimuth_deg += 360;
  line.dip_deg = line.slope_m > 0 ? std::atan2(along.z, line.horizontal_m) * degrees_per_radian : nan;
  return line;
}

PolygonMeasure measure_polygon(std::span<const Vec3> corners, double metres_per_unit) {
  PolygonMeasure polygon;
  if (corners.size() < 2) return polygon;
  // From the first corner, so that large coordinates cost no digits.
  std::vector<Vec3> local;
  for (const Vec3 corner : corners) local.push_back(in_metres(corner - corners.front(), metres_per_unit));
  Vec3 area;
  for (std::size_t i = 0; i < local.size(); ++i) {
    const Vec3 next = local[(i + 1) % local.size()];
    area = area + 0.5 * cross(local[i], next);
    polygon.perimeter_m += length(next - local[i]);
  }
  if (local.size() < 3) return polygon;
  polygon.plan_area_m2 = std::abs(area.z);
  polygon.area_m2 = length(area);
  polygon.crosses_itself = crosses_itself(local, area);
  return polygon;
}

}  // namespace lode
