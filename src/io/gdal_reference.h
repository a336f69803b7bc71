// A CRS for GDAL's writers.
#pragma once

#include <memory>
#include <string>

namespace lode::io {

struct DestroyReference {
  void operator()(void* reference) const;
};
/// An OGRSpatialReferenceH with easting or longitude first; nullptr for "" (local).
using SpatialReference = std::unique_ptr<void, DestroyReference>;
/// Throws Error when GDAL cannot read the WKT.
SpatialReference spatial_reference(const std::string& wkt);

}  // namespace lode::io
