#include "core/rotation.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/text.h"

namespace lode {

namespace {

constexpr double degree = std::numbers::pi / 180;

/// Sines and cosines of whole right angles are exact.
std::array<double, 2> sine_cosine(double degrees) {
  const double turned = std::remainder(degrees, 360);
  if (turned == 0) return {0, 1};
  if (turned == 90) return {1, 0};
  if (turned == -90) return {-1, 0};
  if (std::abs(turned) == 180) return {0, -1};
  return {std::sin(turned * degree), std::cos(turned * degree)};
}

/// Counter-clockwise seen from the positive end of axis 0, 1 or 2.
Affine turn(int axis, double degrees) {
  const auto [s, c] = sine_cosine(degrees);
  const int b = (axis + 1) % 3, d = (axis + 2) % 3;
  Affine result;
  const auto column = [&](int i) -> Vec3& { return result.columns[static_cast<std::size_t>(i)]; };
  column(b)[b] = c;
  column(b)[d] = s;
  column(d)[b] = -s;
  column(d)[d] = c;
  return result;
}

Affine rotation(std::string_view convention, std::array<double, 3> angles_deg, std::array<int, 3> axes) {
  constexpr int x = 0, y = 1, z = 2;
  const auto [a, b, c] = angles_deg;
  if (convention == "vulcan") return turn(z, 90 - a) * turn(y, -b) * turn(x, -c);
  if (convention == "surpac") return turn(z, -a) * turn(x, b) * turn(y, -c);
  if (convention == "micromine") return turn(z, -a) * turn(x, b) * turn(y, c);
  if (convention == "leapfrog") return turn(z, -a) * turn(x, -b) * turn(z, -c);
  if (convention == "datamine") {
    Affine product;
    for (std::size_t i = 0; i < 3; ++i) {
      if (axes[i] < 0 || axes[i] > 3)
        throw Error(fmt::format("{} is no axis of a rotation", axes[i]), "1 is x, 2 is y, 3 is z, 0 none");
      if (axes[i] > 0) product = product * turn(axes[i] - 1, -angles_deg[i]);
    }
    return product;
  }
  std::string names = "omf (with the axes u and v)";
  for (const RotationConvention& known : rotation_conventions()) names += ", " + std::string(known.name);
  throw Error(fmt::format("no rotation convention is called \"{}\"", convention), "use one of " + names);
}

}  // namespace

const std::vector<RotationConvention>& rotation_conventions() {
  static const std::vector<RotationConvention> rows = {
      {"datamine", {"ANGLE1", "ANGLE2", "ANGLE3"}}, {"vulcan", {"bearing", "plunge", "dip"}},
      {"surpac", {"bearing", "plunge", "dip"}},     {"micromine", {"azimuth", "plunge", "rotation"}},
      {"leapfrog", {"azimuth", "dip", "pitch"}},
  };
  return rows;
}

std::array<Vec3, 3> rotated_axes(std::string_view convention, std::array<double, 3> angles_deg,
                                 std::array<int, 3> axes) {
  return rotation(convention, angles_deg, axes).columns;
}

std::array<Vec3, 3> GridGeometry::directions() const {
  if (rotation == "omf" || (rotation.empty() && axes)) {
    if (!axes) throw Error("the rotation \"omf\" is given without its axes", "give the directions of u and v");
    const auto& [u, v] = *axes;
    constexpr double right_angle = 1e-4;
    const double lengths = length(u) * length(v);
    if (!(lengths > 0) || std::abs(dot(u, v)) > right_angle * lengths)
      throw Error("the axes u and v of the block model are not at right angles", "give the directions of its axes");
    const Vec3 along = normalized(u), across = normalized(v - dot(v, along) * along);
    return {along, across, cross(along, across)};
  }
  if (rotation.empty()) return Affine{}.columns;
  return rotated_axes(rotation, angles_deg, rotation_axes);
}

Affine GridGeometry::source_from_lattice() const {
  if (!origin && !(centroid && size))
    throw Error("the geometry of the block model has no origin",
                "give the lower corner of its first block as origin, or that block's centroid and the size");
  const Vec3 base = origin ? *origin : *centroid - 0.5 * *size;
  Affine result;
  result.columns = directions();
  const Vec3 turned_about = pivot ? *pivot : origin ? *origin : *centroid;
  result.offset = turned_about + result.direction(base - turned_about);
  return result;
}

std::string describe_rotation(const Affine& source_from_lattice) {
  constexpr double none = 1e-6;  // radians: less is rounding
  const auto& [u, v, w] = source_from_lattice.columns;
  const Vec3 up = normalized(w);
  const auto number = [](double degrees) { return shortest(std::round(degrees / degree * 1e4) / 1e4 + 0.0); };
  if (std::abs(up.x) < none && std::abs(up.y) < none) {
    const double turned = std::atan2(u.y, u.x);
    if (std::abs(turned) < none) return {};
    return fmt::format("turned {} degrees {} about the vertical", number(std::abs(turned)),
                       turned > 0 ? "counter-clockwise" : "clockwise");
  }
  // As Leapfrog names them: w = Rz(-azimuth) Rx(-dip) (0, 0, 1) leans to the azimuth by the dip.
  const double azimuth = std::atan2(up.x, up.y), dip = std::atan2(std::hypot(up.x, up.y), up.z);
  const Vec3 strike{std::cos(azimuth), -std::sin(azimuth), 0};
  const double pitch = std::atan2(-dot(cross(strike, normalized(u)), up), dot(strike, normalized(u)));
  return fmt::format("turned to azimuth {}, dip {}, pitch {} degrees (leapfrog)", number(azimuth), number(dip),
                     number(pitch));
}

}  // namespace lode
