// Tables from VTK's arrays.
#pragma once

#include <span>

#include "core/array_notes.h"
#include "core/table.h"

class vtkDataSetAttributes;
class vtkFieldData;

namespace lode::vtk {

/// Text arrays of the field data.
ArrayNotes notes_of(vtkFieldData* field);

/// A column a component of every array. `order`: the tuple of each row; empty: all `rows` in the file's order. VTK's
/// ghost array is no column.
Table table_of(vtkDataSetAttributes* attributes, std::span<const std::uint64_t> order, std::size_t rows,
               const ArrayNotes& notes);

/// Whether VTK's ghost array hides the cell or point.
bool is_hidden(vtkDataSetAttributes* attributes, std::uint64_t tuple);
/// Whether there is such an array.
bool hides_any(vtkDataSetAttributes* attributes);

}  // namespace lode::vtk
