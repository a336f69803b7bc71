#include "vtk/vtk_export.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkDoubleArray.h>
#include <vtkFieldData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>
#include <vtkTypeInt64Array.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLPolyDataWriter.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>

#include "core/error.h"
#include "core/escaped_xml.h"
#include "core/text.h"
#include "core/write_file.h"

namespace lode::vtk {

namespace {

namespace fs = std::filesystem;

vtkNew<vtkPoints> points_of(std::span<const Vec3> positions) {
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  points->SetNumberOfPoints(static_cast<vtkIdType>(positions.size()));
  for (std::size_t p = 0; p < positions.size(); ++p)
    points->SetPoint(static_cast<vtkIdType>(p), positions[p].x, positions[p].y, positions[p].z);
  return points;
}

/// Whole numbers without a missing value stay integers, all else are doubles (missing: NaN).
vtkNew<vtkIntArray> integers_of(const ScaledIntegers& values, std::span<const std::uint64_t> rows) {
  vtkNew<vtkIntArray> array;
  array->SetNumberOfValues(static_cast<vtkIdType>(rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) array->SetValue(static_cast<vtkIdType>(i), values.mantissas[rows[i]]);
  return array;
}

bool are_integers(const Numbers& numbers, std::span<const std::uint64_t> rows) {
  const auto* scaled = std::get_if<ScaledIntegers>(&numbers.storage());
  if (scaled == nullptr || scaled->decimals != 0 || !numbers.below_detection().empty()) return false;
  return std::ranges::none_of(rows, [&](std::uint64_t r) { return scaled->mantissas[r] == ScaledIntegers::missing; });
}

/// VTK's writers put a name between quotes as it is.
void set_name(vtkAbstractArray& array, std::string_view name) { array.SetName(escaped_xml(name).c_str()); }

void add_column(vtkDataSetAttributes& attributes, const Column& column, std::span<const std::uint64_t> rows) {
  const auto count = static_cast<vtkIdType>(rows.size());
  if (const Numbers* numbers = column.numbers(); numbers != nullptr && column.type != ColumnType::date) {
    if (are_integers(*numbers, rows)) {
      const vtkNew<vtkIntArray> array = integers_of(std::get<ScaledIntegers>(numbers->storage()), rows);
      set_name(*array, column.name);
      attributes.AddArray(array);
      return;
    }
    vtkNew<vtkDoubleArray> array;
    set_name(*array, column.name);
    array->SetNumberOfValues(count);
    for (vtkIdType i = 0; i < count; ++i) array->SetValue(i, (*numbers)[rows[static_cast<std::size_t>(i)]]);
    attributes.AddArray(array);
    return;
  }
  vtkNew<vtkStringArray> array;
  set_name(*array, column.name);
  array->SetNumberOfValues(count);
  for (vtkIdType i = 0; i < count; ++i) array->SetValue(i, column.text(rows[static_cast<std::size_t>(i)]));
  attributes.AddArray(array);
}

/// The table's columns for the rows, a value an element; rows beyond the table (of bare traces) are a missing value.
void add_columns(vtkDataSetAttributes& attributes, const Table* table, std::span<const std::uint64_t> rows) {
  if (table == nullptr || table->rows == 0) return;
  for (const std::uint64_t row : rows)
    if (row >= table->rows) return;  // elements without a row: the columns say nothing of them
  for (const Column& column : table->columns) add_column(attributes, column, rows);
}

std::vector<std::uint64_t> all_rows(std::size_t count) {
  std::vector<std::uint64_t> rows(count);
  for (std::size_t row = 0; row < count; ++row) rows[row] = row;
  return rows;
}

template <typename Writer, typename Data>
void write_data(const fs::path& file, Data& data, const FieldTexts& texts) {
  for (const auto& [name, text] : texts) {
    vtkNew<vtkStringArray> array;
    set_name(*array, name);
    array->InsertNextValue(text);
    data.GetFieldData()->AddArray(array);
  }
  write_whole(file, [&data, &file](const fs::path& beside) {
    vtkNew<Writer> writer;
    writer->SetInputData(&data);
    writer->SetFileName(utf8(beside).c_str());
    // Appended data are not found by VTK up to 9.3.0 over expat since 2.6: see io/vti_writer.cpp.
    writer->SetDataModeToBinary();
    writer->SetCompressorTypeToZLib();
    writer->SetCompressionLevel(1);
    writer->SetHeaderTypeToUInt64();
    if (writer->Write() == 0 || writer->GetErrorCode() != 0)
      throw Error("the file could not be written to its end", "check the free space on the disk", {file});
  });
}

/// Cells of equal size, numbered through.
vtkNew<vtkCellArray> cells_of_size(std::size_t count, std::size_t corners) {
  vtkNew<vtkTypeInt64Array> offsets, connectivity;
  offsets->SetNumberOfValues(static_cast<vtkIdType>(count + 1));
  connectivity->SetNumberOfValues(static_cast<vtkIdType>(count * corners));
  for (std::size_t c = 0; c <= count; ++c)
    offsets->SetValue(static_cast<vtkIdType>(c), static_cast<std::int64_t>(c * corners));
  for (std::size_t c = 0; c < count * corners; ++c)
    connectivity->SetValue(static_cast<vtkIdType>(c), static_cast<std::int64_t>(c));
  vtkNew<vtkCellArray> cells;
  cells->SetData(offsets, connectivity);
  return cells;
}

}  // namespace

void write_vtp(const fs::path& file, const LinesToWrite& lines, const Table* cell_table, const FieldTexts& texts) {
  vtkNew<vtkPolyData> data;
  data->SetPoints(points_of(lines.vertices));
  vtkNew<vtkCellArray> cells;
  for (std::size_t line = 0; line + 1 < lines.offsets.size(); ++line) {
    cells->InsertNextCell(static_cast<int>(lines.offsets[line + 1] - lines.offsets[line]));
    for (std::uint32_t vertex = lines.offsets[line]; vertex < lines.offsets[line + 1]; ++vertex)
      cells->InsertCellPoint(static_cast<vtkIdType>(vertex));
  }
  data->SetLines(cells);
  add_columns(*data->GetCellData(), cell_table, lines.row);
  write_data<vtkXMLPolyDataWriter>(file, *data, texts);
}

void write_vtp(const fs::path& file, std::span<const Vec3> vertices,
               std::span<const std::array<std::uint32_t, 3>> triangles, std::span<const std::uint64_t> row,
               const Table* table, const FieldTexts& texts) {
  vtkNew<vtkPolyData> data;
  data->SetPoints(points_of(vertices));
  vtkNew<vtkTypeInt64Array> connectivity;
  connectivity->SetNumberOfValues(static_cast<vtkIdType>(3 * triangles.size()));
  for (std::size_t c = 0; c < 3 * triangles.size(); ++c)
    connectivity->SetValue(static_cast<vtkIdType>(c), std::int64_t{triangles[c / 3][c % 3]});
  vtkNew<vtkCellArray> cells;
  cells->SetData(3, connectivity);
  data->SetPolys(cells);
  if (row.empty())
    add_columns(*data->GetPointData(), table, all_rows(vertices.size()));
  else
    add_columns(*data->GetCellData(), table, row);
  write_data<vtkXMLPolyDataWriter>(file, *data, texts);
}

void write_vtp(const fs::path& file, std::span<const Vec3> positions, std::span<const std::uint64_t> row,
               const Table* table, const FieldTexts& texts) {
  vtkNew<vtkPolyData> data;
  data->SetPoints(points_of(positions));
  data->SetVerts(cells_of_size(positions.size(), 1));
  add_columns(*data->GetPointData(), table, row);
  write_data<vtkXMLPolyDataWriter>(file, *data, texts);
}

void write_vtu(const fs::path& file, std::span<const Vec3> corners, std::span<const std::uint64_t> row,
               const Table& table, const FieldTexts& texts) {
  vtkNew<vtkUnstructuredGrid> data;
  data->SetPoints(points_of(corners));
  data->SetCells(VTK_HEXAHEDRON, cells_of_size(row.size(), 8));
  add_columns(*data->GetCellData(), &table, row);
  write_data<vtkXMLUnstructuredGridWriter>(file, *data, texts);
}

}  // namespace lode::vtk
