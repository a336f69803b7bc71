// The demo's topography.
#pragma once

#include <filesystem>

namespace demo {

/// Writes a float32 GeoTIFF in EPSG:4326 with pixels of about 8 m.
void write_topography(const std::filesystem::path& file);

}  // namespace demo
