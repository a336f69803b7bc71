#include "core/vec.h"

#include <algorithm>
#include <stdexcept>

namespace lode {

void Bounds::add(Vec3 p) {
  if (!finite(p)) return;
  for (int axis = 0; axis < 3; ++axis) {
    min[axis] = std::min(min[axis], p[axis]);
    max[axis] = std::max(max[axis], p[axis]);
  }
}

void Bounds::add(const Bounds& other) {
  if (other.empty()) return;
  add(other.min);
  add(other.max);
}

Affine operator*(const Affine& a, const Affine& b) {
  return {{a.direction(b.columns[0]), a.direction(b.columns[1]), a.direction(b.columns[2])}, a(b.offset)};
}

Affine inverse(const Affine& a) {
  const auto& [u, v, w] = a.columns;
  const double determinant = dot(u, cross(v, w));
  if (!(std::abs(determinant) > 0)) throw std::domain_error("inverse of a singular affine map");
  const double s = 1 / determinant;
  const Vec3 row_u = s * cross(v, w), row_v = s * cross(w, u), row_w = s * cross(u, v);
  Affine result;
  for (int axis = 0; axis < 3; ++axis)
    result.columns[static_cast<std::size_t>(axis)] = {row_u[axis], row_v[axis], row_w[axis]};
  result.offset = -1 * result.direction(a.offset);
  return result;
}

}  // namespace lode
