// The CRS of an export in a .prj beside it, for formats that cannot hold it.
#pragma once

#include "io/export.h"

namespace lode::io {

/// Whether the CRS stands beside a file of this extension instead of inside it.
bool has_prj_beside(std::string_view extension);

/// Before anything is written. Throws Error when the .prj of this name says something else and belongs to other files
/// of the same name: they would get a CRS that is not theirs, or this one would.
void check_prj(const ExportLayer& layer, const std::filesystem::path& file);

/// Writes it, or takes away that of an earlier export when this one is local.
void write_prj(const ExportLayer& layer, const std::filesystem::path& file);

}  // namespace lode::io
