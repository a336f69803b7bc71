// Longitude and latitude, and what is measured on the ellipsoid instead of in the grid.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/vec.h"

namespace lode::geo {

struct GeodesicLine {
  double distance_m = 0;        ///< on the ellipsoid, whatever the RLs
  double azimuth_true_deg = 0;  ///< 0..360 from true north, at the first point
};
struct GeodesicPolygon {
  double area_m2 = 0, perimeter_m = 0;
};

/// The ellipsoid and the longitudes and latitudes of one CRS. Used on the thread that made it.
class Geodesy {
 public:
  /// Throws Error for an unknown CRS.
  explicit Geodesy(const std::string& crs);
  Geodesy(Geodesy&&) noexcept;
  Geodesy& operator=(Geodesy&&) noexcept;
  ~Geodesy();

  /// "Pulkovo 1942": what longitude and latitude refer to. No datum is ever shifted here.
  const std::string& datum() const;
  /// x longitude, y latitude in degrees; nothing where the projection has none.
  std::optional<Vec3> degrees(Vec3 point) const;
  std::optional<GeodesicLine> line(Vec3 from, Vec3 to) const;
  /// Edges are geodesics.
  std::optional<GeodesicPolygon> polygon(std::span<const Vec3> corners) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode::geo
