// Vectors, bounds and affine maps in doubles. Spaces stand in the names of the variables: position_scene,
// scene_from_lattice. x = easting, y = northing, z = RL (up).
#pragma once

#include <array>
#include <cmath>
#include <limits>

namespace lode {

struct Vec3 {
  double x = 0, y = 0, z = 0;

  double operator[](int axis) const { return axis == 0 ? x : axis == 1 ? y : z; }
  double& operator[](int axis) { return axis == 0 ? x : axis == 1 ? y : z; }
  bool operator==(const Vec3&) const = default;
};

inline Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
inline Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
inline Vec3 operator*(double s, Vec3 a) { return {s * a.x, s * a.y, s * a.z}; }
inline Vec3 operator*(Vec3 a, double s) { return s * a; }
inline double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
inline double length(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 normalized(Vec3 a) { return 1 / length(a) * a; }
inline bool finite(Vec3 a) { return std::isfinite(a.x) && std::isfinite(a.y) && std::isfinite(a.z); }

/// Axis-aligned bounds; empty until a point is added.
struct Bounds {
  Vec3 min{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
           std::numeric_limits<double>::infinity()};
  Vec3 max{-min.x, -min.y, -min.z};

  bool empty() const { return !(min.x <= max.x); }
  void add(Vec3 p);  ///< points that are not finite are ignored
  void add(const Bounds& other);
  Vec3 centre() const { return 0.5 * (min + max); }
  Vec3 size() const { return max - min; }
  bool operator==(const Bounds&) const = default;
};

/// p -> columns[0] * p.x + columns[1] * p.y + columns[2] * p.z + offset.
struct Affine {
  std::array<Vec3, 3> columns{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
  Vec3 offset;

  Vec3 operator()(Vec3 p) const { return p.x * columns[0] + p.y * columns[1] + p.z * columns[2] + offset; }
  Vec3 direction(Vec3 d) const { return d.x * columns[0] + d.y * columns[1] + d.z * columns[2]; }
  bool operator==(const Affine&) const = default;
};

/// (a * b)(p) = a(b(p)).
Affine operator*(const Affine& a, const Affine& b);
/// Throws std::domain_error when singular (our own bug).
Affine inverse(const Affine& a);

struct Ray {
  Vec3 origin;
  Vec3 direction;  ///< any length but zero
};

}  // namespace lode
