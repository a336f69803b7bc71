// VTK's XML files, decoded by io and put together of their pieces, as vtk takes them. VTK's own readers believe what a
// file states and crash where it lies.
#pragma once

#include <filesystem>

#include "core/progress.h"
#include "vtk/vtk_data.h"

namespace lode {

/// `with_attributes` off: points and cells alone. Arrays that lie in the file as they must are mapped. Throws Error for
/// files that hold other data than `kind`, or other than their counts say, or more than fits the memory; Cancelled.
vtk::FileData read_vtk_file(const std::filesystem::path& file, vtk::FileKind kind, bool with_attributes,
                            Progress& progress);

/// "UnstructuredGrid".
std::string_view vtk_type_name(vtk::FileKind kind);

}  // namespace lode
