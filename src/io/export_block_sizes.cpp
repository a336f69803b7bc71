#include "io/export_block_sizes.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/placement.h"
#include "io/export_positions.h"

namespace lode::io {

namespace {

constexpr int digits_as_placed = 9, digits_as_read = 12;

double rounded(double size, int digits) {
  if (!(size > 0) || !std::isfinite(size)) return size;
  const double scale = std::pow(10, digits - 1 - std::floor(std::log10(size)));
  return std::round(size * scale) / scale;
}

Vec3 rounded(Vec3 size, int digits) {
  return {rounded(size.x, digits), rounded(size.y, digits), rounded(size.z, digits)};
}

}  // namespace

Vec3 shortest_sides(const BlockModel& model) {
  Vec3 sides;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double>& edges =
        model.sub_blocked() ? model.sub_blocks->levels()[axis] : model.lattice.edges[axis];
    double side = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < edges.size(); ++i) side = std::min(side, edges[i] - edges[i - 1]);
    sides[static_cast<int>(axis)] = side;
  }
  return sides;
}

PlacedSizes::PlacedSizes(const BlockModel& model, const ExportLayer& layer) : model_(model), layer_(layer) {
  constexpr double affine_within = 0.01, grid_within = 0.02;
  if (!layer.target_from_source) return;
  const PlacedLattice placed = place(model.lattice, layer.target_from_source);
  const auto& [u, v, w] = placed.scene_from_lattice.columns;
  scale_ = {length(u), length(v), length(w)};
  const Vec3 sides = shortest_sides(model);
  const double shortest = std::min({sides.x * scale_.x, sides.y * scale_.y, sides.z * scale_.z});
  bent_ = placed.residual_m > affine_within * shortest;
  const Vec3 middle{model.lattice.edges[0].back() / 2, model.lattice.edges[1].back() / 2, 0};
  const double cosine = std::abs(dot(u, v)) / (scale_.x * scale_.y);
  sheared_ = cosine * middle.y * scale_.y > grid_within * sides.x * scale_.x ||
             cosine * middle.x * scale_.x > grid_within * sides.y * scale_.y;
}

std::vector<Vec3> PlacedSizes::of(std::span<const Box> boxes, Progress& progress) const {
  std::vector<Vec3> sizes;
  sizes.reserve(boxes.size());
  if (!bent_) {
    for (const Box& box : boxes) {
      const Vec3 size = box.upper - box.lower;
      const Vec3 placed{size.x * scale_.x, size.y * scale_.y, size.z * scale_.z};
      sizes.push_back(rounded(placed, layer_.target_from_source ? digits_as_placed : digits_as_read));
    }
    return sizes;
  }
  std::vector<Vec3> sides;
  sides.reserve(6 * boxes.size());
  for (const Box& box : boxes) {
    const Vec3 middle = 0.5 * (box.lower + box.upper);
    for (int axis = 0; axis < 3; ++axis)
      for (const Vec3 end : {box.lower, box.upper}) {
        Vec3 side = middle;
        side[axis] = end[axis];
        sides.push_back(model_.lattice.source_from_lattice(side));
      }
  }
  place_positions(layer_, sides, progress);
  for (std::size_t i = 0; i < sides.size(); i += 6)
    sizes.push_back(rounded(
        {length(sides[i + 1] - sides[i]), length(sides[i + 3] - sides[i + 2]), length(sides[i + 5] - sides[i + 4])},
        digits_as_placed));
  return sizes;
}

}  // namespace lode::io
