// How block models are turned: order, signs and pivot of every convention, defined here and nowhere else.
//
// Rx, Ry, Rz are turns of a right-handed system (x east, y north, z up), counter-clockwise seen from the positive end
// of the axis: Rz(a) turns east towards north, Rx(a) north towards up, Ry(a) up towards east. A product applies its
// turns about axes that turn along (the second about the axis as the first left it), so its columns are the directions
// of the model's axes u, v, w. `a`, `b`, `c` are the angles in degrees in the order that the convention names them.
//
// datamine: ANGLE1, ANGLE2, ANGLE3 about ROTAXIS1-3 (3, 1, 3 unless given), clockwise seen from the axis' positive end.
//   R1(-a) R2(-b) R3(-c). 30, 0, 0: u to azimuth 120, v to 030. (Datamine's help on ROTORDER and CDTRAN.)
// vulcan: bearing of u, plunge, dip. Rz(90 - a) Ry(-b) Rx(-c). 90, 0, 0: not turned; 60, 20, 0: u to azimuth
//   060, rising 20; 90, 0, 35: v to north, sinking 35. (Maptek's block definition; "ZYX, CW, CCW, CW, X principal".)
// surpac: bearing of v, plunge, dip. Rz(-a) Rx(b) Ry(-c). 30, 10, 0: v to azimuth 030, rising 10; 0, 0, 15: u to east,
//   rising 15. ("ZXY LRL".)
//   Not checked against Surpac's manual, which no public page we found quotes on this: compare a corner before use.
// micromine: azimuth of v, plunge, rotation, about Z, X, Y. Rz(-a) Rx(b) Ry(c). 30, 10, 0: v to azimuth 030, rising 10;
//   0, 0, 15: u to east, sinking 15. Micromine 25.5's help (Block Model, Convert) names azimuth (Z), then plunge; that
//   of 20.5 on stope axes turns v clockwise by its bearing and then, about the x axis so turned, up for positive
//   angles, but its example sinks. The sign of the third angle we found nowhere: compare a corner before use.
// leapfrog: azimuth, dip, pitch, clockwise about z, x, z. Rz(-a) Rx(-b) Rz(-c). 140, 60, 0: v to azimuth 140, sinking
//   60; 140, 60, 90: u to azimuth 320, rising 60. (Leapfrog's block models; Seequent Evo's dip_azimuth, dip, pitch.)
// omf: the axes u and v themselves; w = u x v. No angles.
//
// The pivot is the model's base point unless one is given: point = pivot + R (base point - pivot + lattice point).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/lattice.h"
#include "core/vec.h"

namespace lode {

struct RotationConvention {
  std::string_view name;
  std::array<std::string_view, 3> angles;
};
/// datamine, vulcan, surpac, micromine, leapfrog; omf has no angles.
const std::vector<RotationConvention>& rotation_conventions();

/// The directions of u, v, w. `axes`: of datamine alone, 1 x, 2 y, 3 z, 0 none. Throws Error for an unknown name.
std::array<Vec3, 3> rotated_axes(std::string_view convention, std::array<double, 3> angles_deg,
                                 std::array<int, 3> axes = {3, 1, 3});

/// The geometry of a block model as its author states it; a plain value, part of a Source. Sizes and points are in
/// units of the source.
struct GridGeometry {
  std::optional<Vec3> origin;                   ///< the lower corner of block (0, 0, 0) before it is turned
  std::optional<Vec3> centroid;                 ///< or the centroid of that block
  std::optional<Vec3> size;                     ///< of blocks, or of parents
  std::array<std::uint32_t, 3> count{0, 0, 0};  ///< blocks or parents; 0: as many as the data needs
  std::string rotation;                         ///< a convention; "": not turned
  std::array<double, 3> angles_deg{0, 0, 0};
  std::array<int, 3> rotation_axes{3, 1, 3};  ///< of datamine
  std::optional<std::array<Vec3, 2>> axes;    ///< of omf: directions of u and v, of any length
  std::optional<Vec3> pivot;                  ///< none: the origin
  bool operator==(const GridGeometry&) const = default;

  bool stated() const { return *this != GridGeometry{}; }
  /// Columns u, v, w; offset where lattice coordinates are 0. Needs origin, or centroid and size. Throws Error for axes
  /// that are not at right angles.
  Affine source_from_lattice() const;
  std::array<Vec3, 3> directions() const;
};

/// "turned 10 degrees counter-clockwise about the vertical", or azimuth, dip and pitch; "" when not turned.
std::string describe_rotation(const Affine& source_from_lattice);

}  // namespace lode
