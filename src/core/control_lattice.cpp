#include "core/control_lattice.h"

#include <algorithm>
#include <cmath>

namespace lode {

namespace {

/// Where the operation puts points, less where the affine map does.
class Offsets {
 public:
  Offsets(const Lattice& lattice, const Affine& scene_from_lattice, const PointTransform& scene_from_source)
      : lattice_(lattice), scene_from_lattice_(scene_from_lattice), scene_from_source_(scene_from_source) {}

  std::vector<Vec3> of(std::vector<Vec3> points_lattice) const {
    std::vector<Vec3> placed;
    placed.reserve(points_lattice.size());
    for (const Vec3 p : points_lattice) placed.push_back(lattice_.source_from_lattice(p));
    scene_from_source_(placed);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      placed[i] = placed[i] - scene_from_lattice_(points_lattice[i]);
      if (!finite(placed[i])) placed[i] = {};
    }
    return placed;
  }

 private:
  const Lattice& lattice_;
  const Affine& scene_from_lattice_;
  const PointTransform& scene_from_source_;
};

/// Points of an even grid over the box; shifted by half a step along the axes of `shifted`.
std::vector<Vec3> grid_points(const ControlLattice& control, std::array<bool, 3> shifted) {
  std::array<std::uint32_t, 3> count = control.count;
  Vec3 step;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    step[static_cast<int>(axis)] = control.size_lattice[static_cast<int>(axis)] / (control.count[axis] - 1);
    if (shifted[axis]) --count[axis];
  }
  std::vector<Vec3> points;
  for (std::uint32_t k = 0; k < count[2]; ++k)
    for (std::uint32_t j = 0; j < count[1]; ++j)
      for (std::uint32_t i = 0; i < count[0]; ++i)
        points.push_back({(i + (shifted[0] ? 0.5 : 0)) * step.x, (j + (shifted[1] ? 0.5 : 0)) * step.y,
                          (k + (shifted[2] ? 0.5 : 0)) * step.z});
  return points;
}

double greatest_error(const ControlLattice& control, const Offsets& offsets, std::array<bool, 3> shifted) {
  const std::vector<Vec3> points = grid_points(control, shifted), exact = offsets.of(points);
  double greatest = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
    greatest = std::max(greatest, length(exact[i] - control.at(points[i])));
  return greatest;
}

}  // namespace

std::shared_ptr<const ControlLattice> make_control_lattice(const Lattice& lattice, const Affine& scene_from_lattice,
                                                           const PointTransform& scene_from_source) {
  constexpr double wanted_m = 1e-3;
  constexpr std::uint64_t most_points = 2000000;
  const Offsets offsets(lattice, scene_from_lattice, scene_from_source);
  auto control = std::make_shared<ControlLattice>();
  control->size_lattice = {lattice.edges[0].back(), lattice.edges[1].back(), lattice.edges[2].back()};
  control->count = {3, 3, 2};
  while (true) {
    control->offset_scene.clear();
    for (const Vec3 o : offsets.of(grid_points(*control, {false, false, false})))
      control->offset_scene.push_back({static_cast<float>(o.x), static_cast<float>(o.y), static_cast<float>(o.z)});
    // Along each axis alone, and in the middle of each part, where their errors add up.
    std::array<double, 3> along{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      along[axis] = greatest_error(*control, offsets, {axis == 0, axis == 1, axis == 2});
    control->residual_m =
        std::max({along[0], along[1], along[2], greatest_error(*control, offsets, {true, true, true})});
    if (control->residual_m <= wanted_m) return control;
    const auto worst = static_cast<std::size_t>(std::max_element(along.begin(), along.end()) - along.begin());
    const std::uint64_t points = control->offset_scene.size();
    if (2 * points > most_points) return control;
    control->count[worst] = 2 * control->count[worst] - 1;
  }
}

Vec3 ControlLattice::at(Vec3 point_lattice) const {
  std::array<std::size_t, 3> low{};
  std::array<double, 3> share{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const int a = static_cast<int>(axis);
    const double last = count[axis] - 1;
    const double at = std::clamp(point_lattice[a] / size_lattice[a], 0.0, 1.0) * last;
    const double floor = std::min(std::floor(at), last - 1);
    low[axis] = static_cast<std::size_t>(floor);
    share[axis] = at - floor;
  }
  Vec3 offset;
  for (unsigned corner = 0; corner < 8; ++corner) {
    double weight = 1;
    std::array<std::size_t, 3> point = low;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const bool high = ((corner >> axis) & 1U) != 0;
      weight *= high ? share[axis] : 1 - share[axis];
      point[axis] += high ? 1 : 0;
    }
    const auto& [x, y, z] = offset_scene[point[0] + count[0] * (point[1] + std::size_t{count[1]} * point[2])];
    offset = offset + weight * Vec3{x, y, z};
  }
  return offset;
}

}  // namespace lode
