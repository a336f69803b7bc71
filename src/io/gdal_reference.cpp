#include "io/gdal_reference.h"

#include <ogr_srs_api.h>

#include "core/error.h"

namespace lode::io {

void DestroyReference::operator()(void* reference) const { OSRDestroySpatialReference(reference); }

SpatialReference spatial_reference(const std::string& wkt) {
  if (wkt.empty()) return nullptr;
  SpatialReference reference(OSRNewSpatialReference(nullptr));
  if (OSRSetFromUserInput(reference.get(), wkt.c_str()) != OGRERR_NONE)
    throw Error("the CRS of the export cannot be written into the file", "export in a CRS with an EPSG code");
  OSRSetAxisMappingStrategy(reference.get(), OAMS_TRADITIONAL_GIS_ORDER);
  return reference;
}

}  // namespace lode::io
