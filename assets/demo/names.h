// The systems the demo's files are in.
#pragma once

namespace demo {

inline constexpr char utm_crs[] = "EPSG:32644";        ///< WGS 84 / UTM zone 44N: the block model and the scene
inline constexpr char sk42_crs[] = "EPSG:28414";       ///< Pulkovo 1942 / Gauss-Kruger zone 14: the drillholes
inline constexpr char geographic_crs[] = "EPSG:4326";  ///< WGS 84: the topography
inline constexpr char sk42_operation[] = "Pulkovo 1942 to WGS 84 (16)";

}  // namespace demo
