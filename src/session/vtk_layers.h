// Layers in the files that VTK writes.
#pragma once

#include <filesystem>

#include "io/export.h"

namespace lode {

/// Holes as a polyline an interval, blocks as exposed faces, surfaces as they are, points.
void write_vtp_layer(const io::ExportLayer& layer, const std::filesystem::path& file, Progress& progress);
/// Blocks as hexahedra. Throws Error for other kinds.
void write_vtu_layer(const io::ExportLayer& layer, const std::filesystem::path& file, Progress& progress);

}  // namespace lode
