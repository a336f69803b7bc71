#include "vtk/vtk_columns.h"

#include <fmt/format.h>
#include <vtkDataArray.h>
#include <vtkDataSetAttributes.h>
#include <vtkFloatArray.h>
#include <vtkStringArray.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cmath>

namespace lode::vtk {

namespace {

std::string component_name(vtkAbstractArray& array, int index, int component) {
  const std::string name = array.GetName() != nullptr && array.GetName()[0] != '\0'
                               ? std::string(array.GetName())
                               : fmt::format("array {}", index + 1);
  if (array.GetNumberOfComponents() == 1) return name;
  if (const char* own = array.GetComponentName(component); own != nullptr && own[0] != '\0')
    return fmt::format("{}_{}", name, own);
  return array.GetNumberOfComponents() == 3 ? fmt::format("{}_{}", name, "xyz"[component])
                                            : fmt::format("{}_{}", name, component);
}

/// The tuple of a row.
struct Order {
  std::span<const std::uint64_t> tuples;
  vtkIdType operator()(std::size_t row) const { return static_cast<vtkIdType>(tuples.empty() ? row : tuples[row]); }
};

/// float32 as it is, all else as narrow as it is exact.
Numbers numbers_of(vtkDataArray& array, int component, const Order& order, std::size_t rows) {
  if (auto* floats = vtkFloatArray::SafeDownCast(&array)) {
    std::vector<float> values(rows);
    for (std::size_t row = 0; row < rows; ++row) values[row] = floats->GetTypedComponent(order(row), component);
    return Numbers(SharedArray<float>(std::move(values)));
  }
  std::vector<double> values(rows);
  for (std::size_t row = 0; row < rows; ++row) values[row] = array.GetComponent(order(row), component);
  return Numbers::narrowed(values);
}

Categories words_of(vtkStringArray& array, const Order& order, std::size_t rows) {
  std::vector<std::string> values(rows);
  for (std::size_t row = 0; row < rows; ++row) values[row] = array.GetValue(order(row));
  return Categories::of(values);
}

vtkUnsignedCharArray* ghosts_of(vtkDataSetAttributes* attributes) {
  return vtkUnsignedCharArray::SafeDownCast(attributes->GetAbstractArray(vtkDataSetAttributes::GhostArrayName()));
}

}  // namespace

ArrayNotes notes_of(vtkFieldData* field) {
  ArrayNotes notes;
  for (int a = 0; field != nullptr && a < field->GetNumberOfArrays(); ++a) {
    auto* array = vtkStringArray::SafeDownCast(field->GetAbstractArray(a));
    if (array == nullptr || array->GetName() == nullptr) continue;
    for (vtkIdType i = 0; i < array->GetNumberOfValues(); ++i) notes[array->GetName()].push_back(array->GetValue(i));
  }
  return notes;
}

Table table_of(vtkDataSetAttributes* attributes, std::span<const std::uint64_t> order_of_rows, std::size_t rows,
               const ArrayNotes& notes) {
  Table table;
  table.rows = table.rows_read = rows;
  const Order order{order_of_rows};
  std::size_t least = rows;
  for (const std::uint64_t tuple : order_of_rows) least = std::max(least, static_cast<std::size_t>(tuple) + 1);
  for (int a = 0; a < attributes->GetNumberOfArrays(); ++a) {
    vtkAbstractArray* array = attributes->GetAbstractArray(a);
    if (array == nullptr || static_cast<std::size_t>(array->GetNumberOfTuples()) < least) continue;
    if (array->GetName() != nullptr && std::string(array->GetName()) == vtkDataSetAttributes::GhostArrayName())
      continue;
    for (int component = 0; component < array->GetNumberOfComponents(); ++component) {
      Column column;
      column.name = component_name(*array, a, component);
      column.unit = unit_from_name(column.name);
      if (auto* numbers = vtkDataArray::SafeDownCast(array)) {
        column.data = numbers_of(*numbers, component, order, rows);
      } else if (auto* words = vtkStringArray::SafeDownCast(array); words != nullptr && component == 0) {
        column.type = ColumnType::category;
        column.data = words_of(*words, order, rows);
      } else {
        continue;
      }
      apply_notes(notes, column);
      table.columns.push_back(std::move(column));
    }
  }
  return table;
}

bool hides_any(vtkDataSetAttributes* attributes) { return ghosts_of(attributes) != nullptr; }

bool is_hidden(vtkDataSetAttributes* attributes, std::uint64_t tuple) {
  vtkUnsignedCharArray* ghosts = ghosts_of(attributes);
  return ghosts != nullptr && static_cast<vtkIdType>(tuple) < ghosts->GetNumberOfTuples() &&
         (ghosts->GetValue(static_cast<vtkIdType>(tuple)) & vtkDataSetAttributes::HIDDENCELL) != 0;
}

}  // namespace lode::vtk
