// VTK's objects around what was decoded of a file; they refer to its memory.
#pragma once

#include <vtkSmartPointer.h>

#include "vtk/vtk_data.h"

class vtkDataSetAttributes;
class vtkFieldData;
class vtkPolyData;
class vtkUnstructuredGrid;

namespace lode::vtk {

/// Cells are as the file has them: check_cells() before anything walks them. All must live no longer than `data`.
vtkSmartPointer<vtkUnstructuredGrid> unstructured_grid_of(const FileData& data);
vtkSmartPointer<vtkPolyData> poly_data_of(const FileData& data);
void add_arrays(const std::vector<FileArray>& arrays, vtkFieldData& target);

}  // namespace lode::vtk
