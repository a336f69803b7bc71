// What VTK's writers wrote, read back as core's types.
#include "vtk/vtk_import.h"

#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPolyData.h>
#include <vtkRectilinearGrid.h>
#include <vtkStringArray.h>
#include <vtkUnsignedCharArray.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLImageDataWriter.h>
#include <vtkXMLPolyDataWriter.h>
#include <vtkXMLRectilinearGridWriter.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <cmath>
#include <functional>
#include <random>

#include "core/error.h"
#include "session/vtk_file.h"
#include "testing/testing.h"

namespace lode::vtk {
namespace {

using lode::testing::TemporaryFolder;

template <typename Writer, typename Data>
std::filesystem::path write(const TemporaryFolder& folder, const char* name, Data& data,
                            const std::function<void(Writer&)>& set = {}) {
  const std::filesystem::path file = folder.path() / name;
  vtkNew<Writer> writer;
  writer->SetFileName(file.string().c_str());
  writer->SetInputData(&data);
  if (set) set(*writer);
  EXPECT_EQ(writer->Write(), 1);
  return file;
}

Imported read_file(const std::filesystem::path& file, FileKind kind) {
  Progress progress;
  return import(read_vtk_file(file, kind, true, progress), file);
}

Content content_of_file(const std::filesystem::path& file, FileKind kind) {
  Progress progress;
  return content_of(read_vtk_file(file, kind, false, progress), file);
}

double number(const Table& table, const char* column, std::size_t row) { return (*table.find(column)->numbers())[row]; }

vtkNew<vtkDoubleArray> doubles(const char* name, std::initializer_list<double> values) {
  vtkNew<vtkDoubleArray> array;
  array->SetName(name);
  for (const double value : values) array->InsertNextValue(value);
  return array;
}

TEST(VtkImport, RectilinearGridIsATensorModel) {
  vtkNew<vtkRectilinearGrid> grid;
  grid->SetDimensions(3, 2, 3);
  const auto x = doubles("x", {500000.25, 500010.25, 500040.25});
  const auto y = doubles("y", {7000, 7020});
  const auto z = doubles("z", {100, 105, 115});
  grid->SetXCoordinates(x);
  grid->SetYCoordinates(y);
  grid->SetZCoordinates(z);
  const auto grade = doubles("Li2O_pct", {0.1, 0.2, 0.3, std::nan("")});
  grid->GetCellData()->AddArray(grade);
  vtkNew<vtkStringArray> rock;
  rock->SetName("rock");
  for (const char* word : {"PEG", "", "сланец", "PEG"}) rock->InsertNextValue(word);
  grid->GetCellData()->AddArray(rock);
  const TemporaryFolder folder;
  const auto imported = read_file(write<vtkXMLRectilinearGridWriter>(folder, "a.vtr", *grid), FileKind::rectilinear);
  const auto& model = std::get<BlockModel>(imported.data);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{2, 1, 2}));
  EXPECT_EQ(model.lattice.edges[0], (std::vector<double>{0, 10, 40}));
  EXPECT_EQ(model.lattice.edges[2], (std::vector<double>{0, 5, 15}));
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{500000.25, 7000, 100}));
  EXPECT_EQ(number(model.table, "Li2O_pct", 2), 0.3);
  EXPECT_EQ(model.table.find("Li2O_pct")->unit, "%");
  EXPECT_TRUE(model.table.find("Li2O_pct")->missing(3));
  EXPECT_EQ(model.table.find("rock")->text(2), "сланец");
  EXPECT_TRUE(model.table.find("rock")->missing(1));
}

TEST(VtkImport, HiddenCellsAreMissingBlocks) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(3, 2, 2);
  image->SetOrigin(10, 20, 30);
  image->SetSpacing(2, 3, 4);
  const auto grade = doubles("grade", {7, 8});
  image->GetCellData()->AddArray(grade);
  vtkNew<vtkUnsignedCharArray> ghosts;
  ghosts->SetName("vtkGhostType");
  ghosts->InsertNextValue(32);
  ghosts->InsertNextValue(0);
  image->GetCellData()->AddArray(ghosts);
  const TemporaryFolder folder;
  const auto file = write<vtkXMLImageDataWriter>(folder, "a.vti", *image,
                                                 [](vtkXMLImageDataWriter& w) { w.SetCompressorTypeToLZ4(); });
  const Imported imported = read_file(file, FileKind::image);
  const auto& model = std::get<BlockModel>(imported.data);
  EXPECT_EQ(model.table.rows, 1U);
  EXPECT_EQ(model.table.columns.size(), 1U);
  EXPECT_FALSE(model.has_row(0));
  EXPECT_EQ(number(model.table, "grade", 0), 8);
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{10, 20, 30}));
  EXPECT_EQ(model.lattice.edges[2].back(), 4);
}

/// Boxes of 4 x 2 x 1 turned by 30 degrees about the vertical, every second of a row of six left out.
vtkNew<vtkUnstructuredGrid> turned_boxes(double last_height) {
  vtkNew<vtkUnstructuredGrid> grid;
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  const double c = std::cos(M_PI / 6), s = std::sin(M_PI / 6);
  const auto add = [&](double u, double v, double w) {
    return points->InsertNextPoint(500000 + c * u - s * v, 7000000 + s * u + c * v, 100 + w);
  };
  vtkNew<vtkIntArray> index;
  index->SetName("index");
  for (int i = 0; i < 6; i += 2) {
    const double u = 4 * i, top = i == 4 ? last_height : 1;
    const vtkIdType ids[8] = {add(u, 0, 0),   add(u + 4, 0, 0),   add(u + 4, 2, 0),   add(u, 2, 0),
                              add(u, 0, top), add(u + 4, 0, top), add(u + 4, 2, top), add(u, 2, top)};
    grid->InsertNextCell(VTK_HEXAHEDRON, 8, ids);
    index->InsertNextValue(i);
  }
  grid->SetPoints(points);
  grid->GetCellData()->AddArray(index);
  return grid;
}

TEST(VtkImport, TurnedHexahedraAreBoxes) {
  const TemporaryFolder folder;
  const auto grid = turned_boxes(1);
  const auto file = write<vtkXMLUnstructuredGridWriter>(folder, "a.vtu", *grid);
  EXPECT_EQ(content_of_file(file, FileKind::unstructured), Content::blocks);
  const Imported imported = read_file(file, FileKind::unstructured);
  const auto& boxes = std::get<Boxes>(imported.data);
  ASSERT_EQ(boxes.table.rows, 3U);
  EXPECT_NEAR(boxes.axes[0].x, std::cos(M_PI / 6), 1e-9);
  EXPECT_NEAR(boxes.axes[0].y, std::sin(M_PI / 6), 1e-9);
  EXPECT_EQ(boxes.axes[2], (Vec3{0, 0, 1}));
  EXPECT_NEAR(boxes.size[0][1], 4, 1e-9);
  EXPECT_NEAR(boxes.size[1][1], 2, 1e-9);
  EXPECT_NEAR(boxes.size[2][1], 1, 1e-9);
  EXPECT_NEAR(boxes.centroid[0][1], 500000 + std::cos(M_PI / 6) * 10 - std::sin(M_PI / 6), 1e-9);
  EXPECT_EQ(number(boxes.table, "index", 2), 4);
}

TEST(VtkImport, OtherCellsBecomeTheSurfaceAroundThem) {
  vtkNew<vtkUnstructuredGrid> grid;
  vtkNew<vtkPoints> points;
  for (const auto& p : {std::array<double, 3>{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}})
    points->InsertNextPoint(p.data());
  const vtkIdType ids[4] = {0, 1, 2, 3};
  grid->SetPoints(points);
  grid->InsertNextCell(VTK_TETRA, 4, ids);
  const TemporaryFolder folder;
  const auto file = write<vtkXMLUnstructuredGridWriter>(folder, "a.vtu", *grid);
  EXPECT_EQ(content_of_file(file, FileKind::unstructured), Content::surface);
  EXPECT_EQ(std::get<Surface>(read_file(file, FileKind::unstructured).data).triangles.size(), 4U);
}

TEST(VtkImport, PolygonsLinesAndPoints) {
  vtkNew<vtkPolyData> data;
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  for (const auto& p :
       {std::array<double, 3>{500000.125, 0, 5}, {500002.125, 0, 5}, {500002.125, 2, 5}, {500000.125, 2, 5}})
    points->InsertNextPoint(p.data());
  data->SetPoints(points);
  const auto value = doubles("value", {1, 2, 3, 4});
  data->GetPointData()->AddArray(value);
  const TemporaryFolder folder;
  const auto as_points = read_file(write<vtkXMLPolyDataWriter>(folder, "p.vtp", *data), FileKind::poly_data);
  EXPECT_EQ(std::get<Points>(as_points.data).positions_source.at(2), (Vec3{500002.125, 2, 5}));
  EXPECT_EQ(number(std::get<Points>(as_points.data).table, "value", 2), 3);

  vtkNew<vtkCellArray> lines;
  const vtkIdType ids[4] = {0, 1, 2, 3};
  lines->InsertNextCell(3, ids);
  data->SetLines(lines);
  const auto hole = doubles("hole", {12});
  data->GetCellData()->AddArray(hole);
  const auto as_lines = read_file(write<vtkXMLPolyDataWriter>(folder, "l.vtp", *data), FileKind::poly_data);
  EXPECT_EQ(std::get<Points>(as_lines.data).positions_source.at(0), (Vec3{500002.125, 0, 5}));  // half of its length
  EXPECT_EQ(number(std::get<Points>(as_lines.data).table, "hole", 0), 12);

  vtkNew<vtkPolyData> square;
  vtkNew<vtkCellArray> polygons;
  polygons->InsertNextCell(4, ids);
  square->SetPoints(points);
  square->SetPolys(polygons);
  square->GetPointData()->AddArray(value);
  const auto file = write<vtkXMLPolyDataWriter>(folder, "s.vtp", *square);
  EXPECT_EQ(content_of_file(file, FileKind::poly_data), Content::surface);
  const auto as_surface = read_file(file, FileKind::poly_data);
  const auto& surface = std::get<Surface>(as_surface.data);
  EXPECT_EQ(surface.triangles.size(), 2U);
  EXPECT_EQ(number(surface.vertex_attributes, "value", 3), 4);
}

TEST(VtkImport, BrokenFilesAreErrors) {
  const TemporaryFolder folder;
  const auto grid = turned_boxes(1);
  int errors = 0;
  std::mt19937 random(7);
  for (const bool ascii : {false, true}) {
    const std::string good = lode::testing::read_bytes(
        write<vtkXMLUnstructuredGridWriter>(folder, "good.vtu", *grid, [&](vtkXMLUnstructuredGridWriter& writer) {
          if (ascii) writer.SetDataModeToAscii();
        }));
    for (int round = 0; round < 300; ++round) {
      std::string bad = good;
      if (round % 3 == 0)
        bad.resize(random() % good.size());
      else
        for (int flips = 0; flips < 3; ++flips)
          bad[random() % bad.size()] =
              round % 3 == 1 ? static_cast<char>(random()) : static_cast<char>('0' + random() % 10);
      try {
        read_file(folder.write("bad.vtu", bad), FileKind::unstructured);
      } catch (const Error& error) {
        EXPECT_FALSE(error.remedy().empty());
        ++errors;
      }
    }
  }
  EXPECT_GT(errors, 200);
}

TEST(VtkImport, AFileCutAnywhereIsAnError) {
  LODE_NEEDS_SAMPLE("pygslib_demo1");
  const std::string good = lode::testing::read_bytes(lode::testing::sample("pygslib_demo1/blocks.vtr"));
  const TemporaryFolder folder;
  for (std::size_t size = 0; size + 12 < good.size(); size += 61) {
    try {
      read_file(folder.write("cut.vtr", good.substr(0, size)), FileKind::rectilinear);
      ADD_FAILURE() << "read from " << size << " of " << good.size() << " bytes";
    } catch (const Error& error) {
      EXPECT_FALSE(error.remedy().empty());
    }
  }
}

TEST(VtkImport, AnArrayOfNoKnownTypeIsAnError) {
  const TemporaryFolder folder;
  const auto grid = turned_boxes(1);
  vtkNew<vtkStringArray> name;
  name->SetName("WKT");
  name->InsertNextValue("a system");
  grid->GetFieldData()->AddArray(name);
  std::string bytes = lode::testing::read_bytes(write<vtkXMLUnstructuredGridWriter>(folder, "good.vtu", *grid));
  const std::size_t at = bytes.find("type=\"String\"");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 13, "type=\"tring\" ");
  EXPECT_THROW(read_file(folder.write("bad.vtu", bytes), FileKind::unstructured), Error);
}

TEST(VtkImport, CountsBeyondTheFileAreRefused) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.vtp",
                                 "<VTKFile type=\"PolyData\"><PolyData><Piece NumberOfPoints=\"99999999999\" "
                                 "NumberOfVerts=\"0\"></Piece></PolyData>"
                                 "</VTKFile>");
  EXPECT_THROW(read_file(file, FileKind::poly_data), Error);
}

}  // namespace
}  // namespace lode::vtk
