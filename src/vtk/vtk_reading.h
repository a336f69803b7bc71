// VTK's XML readers kept in bounds: their messages become Errors, and no file makes them allocate more than it can
// hold.
#pragma once

#include <vtkSmartPointer.h>

#include <filesystem>

#include "core/progress.h"
#include "vtk/vtk_import.h"

class vtkDataSet;

namespace lode::vtk {

/// `with_arrays` off: the cells alone. Throws Error and Cancelled.
vtkSmartPointer<vtkDataSet> read_data_set(const std::filesystem::path& file, FileKind kind, bool with_arrays,
                                          Progress& progress);

}  // namespace lode::vtk
