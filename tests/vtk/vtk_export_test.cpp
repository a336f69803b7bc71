// VTK's files, read back by VTK's own readers: positions to the last bit, columns under their names.
#include "vtk/vtk_export.h"

#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkDoubleArray.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLPolyDataReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <cmath>

#include "core/error.h"
#include "testing/testing.h"

namespace lode::vtk {
namespace {

using lode::testing::TemporaryFolder;

Table table_of_three() {
  Table table;
  table.rows = 3;
  Column grade, count, rock, logged;
  grade.name = "Li2O_pct";
  grade.data = Numbers::narrowed({0.7, std::nan(""), 1.25});
  count.name = "samples";
  count.data = Numbers::narrowed({4, 5, -6});
  rock.name = "порода";
  rock.type = ColumnType::category;
  rock.data = Categories::of({"PEG", "", "сланец"});
  logged.name = "logged";
  logged.type = ColumnType::date;
  logged.data = Numbers::narrowed({0, 1, days_from_iso_date("2023-01-31")});
  table.columns = {grade, count, rock, logged};
  return table;
}

void expect_columns(vtkDataSetAttributes& attributes, std::span<const std::uint64_t> rows) {
  auto* grade = vtkDoubleArray::SafeDownCast(attributes.GetAbstractArray("Li2O_pct"));
  auto* samples = vtkIntArray::SafeDownCast(attributes.GetAbstractArray("samples"));
  auto* rock = vtkStringArray::SafeDownCast(attributes.GetAbstractArray("порода"));
  auto* logged = vtkStringArray::SafeDownCast(attributes.GetAbstractArray("logged"));
  ASSERT_TRUE(grade != nullptr && samples != nullptr && rock != nullptr && logged != nullptr);
  ASSERT_EQ(grade->GetNumberOfValues(), static_cast<vtkIdType>(rows.size()));
  for (vtkIdType i = 0; i < grade->GetNumberOfValues(); ++i) {
    const std::uint64_t row = rows[static_cast<std::size_t>(i)];
    if (row == 1)
      EXPECT_TRUE(std::isnan(grade->GetValue(i)));
    else
      EXPECT_EQ(grade->GetValue(i), row == 0 ? 0.7 : 1.25);
    EXPECT_EQ(samples->GetValue(i), row == 0 ? 4 : row == 1 ? 5 : -6);
    EXPECT_EQ(rock->GetValue(i), row == 0 ? "PEG" : row == 1 ? "" : "сланец");
    EXPECT_EQ(logged->GetValue(i), row == 0 ? "1970-01-01" : row == 1 ? "1970-01-02" : "2023-01-31");
  }
}

vtkNew<vtkXMLPolyDataReader> read_vtp(const std::filesystem::path& file) {
  vtkNew<vtkXMLPolyDataReader> reader;
  reader->SetFileName(file.c_str());
  reader->Update();
  return reader;
}

void expect_positions(vtkPointSet& data, std::span<const Vec3> positions) {
  ASSERT_EQ(data.GetNumberOfPoints(), static_cast<vtkIdType>(positions.size()));
  for (std::size_t p = 0; p < positions.size(); ++p) {
    std::array<double, 3> position{};
    data.GetPoint(static_cast<vtkIdType>(p), position.data());
    EXPECT_EQ((Vec3{position[0], position[1], position[2]}), positions[p]);
  }
}

const std::vector<Vec3> positions{{7650000.37, 5500000.61, 0.1},
                                  {7650010.37, 5500000.61, 1.0 / 3},
                                  {7650000.37, 5500010.61, 1e-7},
                                  {7650010.37, 5500010.61, 512.25}};

TEST(VtkExport, LinesKeepTheirBendsAndTheirRows) {
  const TemporaryFolder folder;
  const Table table = table_of_three();
  std::vector<Vec3> vertices = positions;
  vertices.push_back({7650020.37, 5500010.61, 500});
  const LinesToWrite lines{vertices, {0, 3, 5}, {2, 0}};
  write_vtp(folder.path() / "скважины.vtp", lines, &table);
  const auto reader = read_vtp(folder.path() / "скважины.vtp");
  vtkPolyData& data = *reader->GetOutput();
  expect_positions(data, vertices);
  ASSERT_EQ(data.GetNumberOfLines(), 2);
  EXPECT_EQ(data.GetCell(0)->GetNumberOfPoints(), 3);
  expect_columns(*data.GetCellData(), lines.row);
}

TEST(VtkExport, TrianglesCarryRowsOrVertexValues) {
  const TemporaryFolder folder;
  const Table table = table_of_three();
  const std::vector<std::array<std::uint32_t, 3>> triangles{{0, 1, 2}, {1, 3, 2}};
  const std::vector<std::uint64_t> row{1, 2};
  write_vtp(folder.path() / "t.vtp", positions, triangles, row, &table);
  const auto reader = read_vtp(folder.path() / "t.vtp");
  expect_positions(*reader->GetOutput(), positions);
  ASSERT_EQ(reader->GetOutput()->GetNumberOfPolys(), 2);
  EXPECT_EQ(reader->GetOutput()->GetCell(1)->GetPointId(1), 3);
  expect_columns(*reader->GetOutput()->GetCellData(), row);

  const std::span<const Vec3> three = std::span(positions).first(3);
  write_vtp(folder.path() / "v.vtp", three, std::span(triangles).first(1), {}, &table);
  const auto vertices = read_vtp(folder.path() / "v.vtp");
  expect_columns(*vertices->GetOutput()->GetPointData(), std::vector<std::uint64_t>{0, 1, 2});
}

TEST(VtkExport, PointsCarryTheirRows) {
  const TemporaryFolder folder;
  const Table table = table_of_three();
  const std::vector<std::uint64_t> row{2, 1};
  write_vtp(folder.path() / "p.vtp", std::span(positions).first(2), row, &table);
  const auto reader = read_vtp(folder.path() / "p.vtp");
  EXPECT_EQ(reader->GetOutput()->GetNumberOfVerts(), 2);
  expect_positions(*reader->GetOutput(), std::span(positions).first(2));
  expect_columns(*reader->GetOutput()->GetPointData(), row);
}

TEST(VtkExport, BlocksAreHexahedra) {
  const TemporaryFolder folder;
  const Table table = table_of_three();
  std::vector<Vec3> corners;
  for (const double shift : {0.0, 10.0})
    for (const double z : {0.0, 2.5})
      for (const auto& [x, y] : {std::pair{0, 0}, {10, 0}, {10, 20}, {0, 20}})
        corners.push_back({7650000.37 + shift + x, 5500000.61 + y, z});
  const std::vector<std::uint64_t> row{2, 0};
  write_vtu(folder.path() / "b.vtu", corners, row, table);
  vtkNew<vtkXMLUnstructuredGridReader> reader;
  reader->SetFileName((folder.path() / "b.vtu").c_str());
  reader->Update();
  vtkUnstructuredGrid& data = *reader->GetOutput();
  ASSERT_EQ(data.GetNumberOfCells(), 2);
  EXPECT_EQ(data.GetCellType(1), VTK_HEXAHEDRON);
  expect_positions(data, corners);
  expect_columns(*data.GetCellData(), row);
}

TEST(VtkExport, NamesMayHoldWhatXmlKeepsForItself) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "points.vtp";
  Table table = table_of_three();
  table.columns.resize(1);
  table.columns[0].name = "Cu & Zn <\"ppm\">";
  write_vtp(file, std::vector<Vec3>{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}, std::vector<std::uint64_t>{0, 1, 2}, &table, {});
  const auto reader = read_vtp(file);
  EXPECT_STREQ(reader->GetOutput()->GetPointData()->GetArray(0)->GetName(), "Cu & Zn <\"ppm\">");
}

TEST(VtkExport, AnUnwritablePlaceIsAnError) {
  EXPECT_THROW(write_vtp("/no such folder/x.vtp", positions, {}, nullptr), Error);
}

}  // namespace
}  // namespace lode::vtk
