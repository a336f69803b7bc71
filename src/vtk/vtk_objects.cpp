#include "vtk/vtk_objects.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>
#include <vtkTypeFloat32Array.h>
#include <vtkTypeFloat64Array.h>
#include <vtkTypeInt16Array.h>
#include <vtkTypeInt32Array.h>
#include <vtkTypeInt64Array.h>
#include <vtkTypeInt8Array.h>
#include <vtkTypeUInt16Array.h>
#include <vtkTypeUInt32Array.h>
#include <vtkTypeUInt64Array.h>
#include <vtkTypeUInt8Array.h>
#include <vtkUnstructuredGrid.h>

namespace lode::vtk {

namespace {

/// An array over memory that VTK only reads, and never frees.
template <typename Array>
vtkSmartPointer<Array> over(std::string_view bytes, std::uint64_t components) {
  using Value = typename Array::ValueType;
  constexpr int not_owned = 1;
  auto array = vtkSmartPointer<Array>::New();
  array->SetNumberOfComponents(static_cast<int>(components));
  if (!bytes.empty())
    array->SetArray(const_cast<Value*>(reinterpret_cast<const Value*>(bytes.data())),
                    static_cast<vtkIdType>(bytes.size() / sizeof(Value)), not_owned);
  return array;
}

vtkSmartPointer<vtkDataArray> numbers_of(const FileArray& array) {
  if (array.type == "Int8") return over<vtkTypeInt8Array>(array.numbers, array.components);
  if (array.type == "UInt8") return over<vtkTypeUInt8Array>(array.numbers, array.components);
  if (array.type == "Int16") return over<vtkTypeInt16Array>(array.numbers, array.components);
  if (array.type == "UInt16") return over<vtkTypeUInt16Array>(array.numbers, array.components);
  if (array.type == "Int32") return over<vtkTypeInt32Array>(array.numbers, array.components);
  if (array.type == "UInt32") return over<vtkTypeUInt32Array>(array.numbers, array.components);
  if (array.type == "Int64") return over<vtkTypeInt64Array>(array.numbers, array.components);
  if (array.type == "UInt64") return over<vtkTypeUInt64Array>(array.numbers, array.components);
  if (array.type == "Float32") return over<vtkTypeFloat32Array>(array.numbers, array.components);
  return over<vtkTypeFloat64Array>(array.numbers, array.components);
}

vtkSmartPointer<vtkAbstractArray> array_of(const FileArray& source) {
  vtkSmartPointer<vtkAbstractArray> array;
  if (source.type == "String") {
    vtkNew<vtkStringArray> words;
    words->SetNumberOfComponents(static_cast<int>(source.components));
    words->SetNumberOfValues(static_cast<vtkIdType>(source.words.size()));
    for (std::size_t i = 0; i < source.words.size(); ++i) words->SetValue(static_cast<vtkIdType>(i), source.words[i]);
    array = words;
  } else {
    array = numbers_of(source);
  }
  if (!source.name.empty()) array->SetName(source.name.c_str());
  for (std::size_t c = 0; c < source.component_names.size(); ++c)
    if (!source.component_names[c].empty())
      array->SetComponentName(static_cast<vtkIdType>(c), source.component_names[c].c_str());
  return array;
}

vtkSmartPointer<vtkPoints> points_of(const FileData& data) {
  auto points = vtkSmartPointer<vtkPoints>::New();
  if (!data.points.numbers.empty()) points->SetData(numbers_of(data.points));  // it warns of none
  return points;
}

vtkSmartPointer<vtkCellArray> cells_of(const FileCells& source) {
  auto cells = vtkSmartPointer<vtkCellArray>::New();
  if (source.offsets.size() < 2) return cells;
  if (source.corners.type == "Int64") {
    const std::string_view bytes(reinterpret_cast<const char*>(source.offsets.data()),
                                 source.offsets.size() * sizeof(std::int64_t));
    cells->SetData(over<vtkTypeInt64Array>(bytes, 1), over<vtkTypeInt64Array>(source.corners.numbers, 1));
    return cells;
  }
  vtkNew<vtkTypeInt32Array> offsets;  // as wide as the corners
  offsets->SetNumberOfValues(static_cast<vtkIdType>(source.offsets.size()));
  for (std::size_t i = 0; i < source.offsets.size(); ++i)
    offsets->SetValue(static_cast<vtkIdType>(i), static_cast<std::int32_t>(source.offsets[i]));
  cells->SetData(offsets, over<vtkTypeInt32Array>(source.corners.numbers, 1));
  return cells;
}

template <typename DataSet>
void add_all_arrays(const FileData& data, DataSet& target) {
  add_arrays(data.point_arrays, *target.GetPointData());
  add_arrays(data.cell_arrays, *target.GetCellData());
  add_arrays(data.field_arrays, *target.GetFieldData());
}

}  // namespace

void add_arrays(const std::vector<FileArray>& arrays, vtkFieldData& target) {
  for (const FileArray& array : arrays) target.AddArray(array_of(array));
}

vtkSmartPointer<vtkUnstructuredGrid> unstructured_grid_of(const FileData& data) {
  auto grid = vtkSmartPointer<vtkUnstructuredGrid>::New();
  grid->SetPoints(points_of(data));
  const vtkSmartPointer<vtkCellArray> cells = cells_of(data.cells);
  if (cells->GetNumberOfCells() > 0) grid->SetCells(over<vtkTypeUInt8Array>(data.cell_types.numbers, 1), cells);
  add_all_arrays(data, *grid);
  return grid;
}

vtkSmartPointer<vtkPolyData> poly_data_of(const FileData& data) {
  auto poly_data = vtkSmartPointer<vtkPolyData>::New();
  poly_data->SetPoints(points_of(data));
  poly_data->SetVerts(cells_of(data.verts));
  poly_data->SetLines(cells_of(data.lines));
  poly_data->SetStrips(cells_of(data.strips));
  poly_data->SetPolys(cells_of(data.polys));
  add_all_arrays(data, *poly_data);
  return poly_data;
}

}  // namespace lode::vtk
