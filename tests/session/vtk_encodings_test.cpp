// The same data in every form that VTK's writers know, and files that are broken in any place.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkRectilinearGrid.h>
#include <vtkStringArray.h>
#include <vtkTypeInt64Array.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLImageDataWriter.h>
#include <vtkXMLPolyDataWriter.h>
#include <vtkXMLRectilinearGridWriter.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <cmath>
#include <random>

#include "core/error.h"
#include "session/vtk_file.h"
#include "session/vtk_formats.h"
#include "testing/testing.h"
#include "vtk/vtk_import.h"

namespace lode {
namespace {

using lode::testing::TemporaryFolder;

/// How a file is written.
struct Form {
  const char* name;
  int mode;  ///< of vtkXMLWriter
  bool base64 = false;
  int compressor = vtkXMLWriter::NONE;
  int header = vtkXMLWriter::UInt32;
  int byte_order = vtkXMLWriter::LittleEndian;
};
constexpr Form forms[] = {
    {"ascii", vtkXMLWriter::Ascii},
    {"inline", vtkXMLWriter::Binary},
    {"inline, zlib", vtkXMLWriter::Binary, false, vtkXMLWriter::ZLIB, vtkXMLWriter::UInt64},
    {"raw", vtkXMLWriter::Appended, false, vtkXMLWriter::NONE, vtkXMLWriter::UInt64},
    {"base64", vtkXMLWriter::Appended, true},
    {"raw, zlib", vtkXMLWriter::Appended, false, vtkXMLWriter::ZLIB},
    {"base64, LZ4", vtkXMLWriter::Appended, true, vtkXMLWriter::LZ4},
    {"raw, LZMA", vtkXMLWriter::Appended, false, vtkXMLWriter::LZMA},
    {"raw, big endian", vtkXMLWriter::Appended, false, vtkXMLWriter::NONE, vtkXMLWriter::UInt64,
     vtkXMLWriter::BigEndian},
    {"inline, zlib, big endian", vtkXMLWriter::Binary, false, vtkXMLWriter::ZLIB, vtkXMLWriter::UInt32,
     vtkXMLWriter::BigEndian},
};

std::filesystem::path write(const TemporaryFolder& folder, vtkDataSet& data, vtk::FileKind kind, const Form& form) {
  vtkSmartPointer<vtkXMLWriter> writer;
  if (kind == vtk::FileKind::image) writer = vtkSmartPointer<vtkXMLImageDataWriter>::New();
  if (kind == vtk::FileKind::rectilinear) writer = vtkSmartPointer<vtkXMLRectilinearGridWriter>::New();
  if (kind == vtk::FileKind::unstructured) writer = vtkSmartPointer<vtkXMLUnstructuredGridWriter>::New();
  if (kind == vtk::FileKind::poly_data) writer = vtkSmartPointer<vtkXMLPolyDataWriter>::New();
  const std::filesystem::path file = folder.path() / (std::string("a.") + writer->GetDefaultFileExtension());
  writer->SetFileName(file.string().c_str());
  writer->SetInputData(&data);
  writer->SetDataMode(form.mode);
  writer->SetEncodeAppendedData(form.base64);
  writer->SetCompressorType(form.compressor);
  writer->SetHeaderType(form.header);
  writer->SetByteOrder(form.byte_order);
  writer->SetBlockSize(64);  // several blocks an array
  EXPECT_EQ(writer->Write(), 1) << form.name;
  return file;
}

double grade_of(int element) { return 0.1 * element - 3; }

void add_values(vtkDataSetAttributes& target, vtkIdType count) {
  vtkNew<vtkDoubleArray> grade;
  grade->SetName("grade");
  vtkNew<vtkIntArray> index;
  index->SetName("index");
  vtkNew<vtkTypeInt64Array> wide;
  wide->SetName("wide");
  vtkNew<vtkFloatArray> vector;
  vector->SetName("vector");
  vector->SetNumberOfComponents(3);
  vtkNew<vtkStringArray> rock;
  rock->SetName("rock");
  for (int i = 0; i < static_cast<int>(count); ++i) {
    grade->InsertNextValue(grade_of(i));
    index->InsertNextValue(-i);
    wide->InsertNextValue((vtkTypeInt64{1} << 40) + i);
    vector->InsertNextTuple3(i, 0.5 * i, -2);
    rock->InsertNextValue(i % 3 == 0 ? "сланец" : i % 3 == 1 ? "PEG" : "");
  }
  for (vtkAbstractArray* array : std::initializer_list<vtkAbstractArray*>{grade, index, wide, vector, rock})
    target.AddArray(array);
}

/// What add_values() gave the rows.
void expect_values(const Table& table, std::size_t rows, const char* form) {
  ASSERT_EQ(table.rows, rows) << form;
  ASSERT_EQ(table.columns.size(), 7U) << form;
  const auto number = [&](const char* name, std::size_t row) { return (*table.find(name)->numbers())[row]; };
  for (std::size_t row = 0; row < rows; ++row) {
    const int i = static_cast<int>(row);
    ASSERT_EQ(number("grade", row), grade_of(i)) << form;
    ASSERT_EQ(number("index", row), -i) << form;
    ASSERT_EQ(number("wide", row), std::ldexp(1, 40) + i) << form;
    ASSERT_EQ(number("vector_y", row), 0.5 * i) << form;
    ASSERT_EQ(number("vector_z", row), -2) << form;
    ASSERT_EQ(table.find("rock")->text(row), i % 3 == 0 ? "сланец" : i % 3 == 1 ? "PEG" : "") << form;
  }
}

/// 4 x 3 x 2 boxes of 10 x 10 x 5 m.
vtkNew<vtkUnstructuredGrid> hexahedra() {
  vtkNew<vtkUnstructuredGrid> grid;
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  const auto id = [](int i, int j, int k) { return vtkIdType{i + 5 * (j + 4 * k)}; };
  for (int k = 0; k <= 2; ++k)
    for (int j = 0; j <= 3; ++j)
      for (int i = 0; i <= 4; ++i) points->InsertNextPoint(500000.125 + 10 * i, 7000000 + 10 * j, 100 + 5 * k);
  grid->SetPoints(points);
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 4; ++i) {
        const vtkIdType corners[8] = {
            id(i, j, k),     id(i + 1, j, k),     id(i + 1, j + 1, k),     id(i, j + 1, k),
            id(i, j, k + 1), id(i + 1, j, k + 1), id(i + 1, j + 1, k + 1), id(i, j + 1, k + 1)};
        grid->InsertNextCell(VTK_HEXAHEDRON, 8, corners);
      }
  add_values(*grid->GetCellData(), 24);
  return grid;
}

vtkNew<vtkPolyData> triangles() {
  vtkNew<vtkPolyData> data;
  vtkNew<vtkPoints> points;
  for (int i = 0; i < 12; ++i) points->InsertNextPoint(i / 2, i % 2, 0.25 * i);
  vtkNew<vtkCellArray> polygons;
  for (vtkIdType i = 0; i + 2 < 12; ++i) {
    const vtkIdType corners[3] = {i, i + 1, i + 2};
    polygons->InsertNextCell(3, corners);
  }
  data->SetPoints(points);
  data->SetPolys(polygons);
  add_values(*data->GetPointData(), 12);
  return data;
}

vtkNew<vtkPolyData> lines() {
  vtkNew<vtkPolyData> data;
  vtkNew<vtkPoints> points;
  vtkNew<vtkCellArray> cells;
  for (int i = 0; i < 18; ++i) points->InsertNextPoint(i % 3, 2 * (i / 3), 7);
  for (vtkIdType i = 0; i < 18; i += 3) {
    const vtkIdType corners[3] = {i, i + 1, i + 2};
    cells->InsertNextCell(3, corners);
  }
  data->SetPoints(points);
  data->SetLines(cells);
  add_values(*data->GetCellData(), 6);
  return data;
}

vtkNew<vtkRectilinearGrid> uneven_grid() {
  vtkNew<vtkRectilinearGrid> grid;
  grid->SetExtent(2, 5, 0, 2, 0, 3);
  vtkNew<vtkDoubleArray> x, y;
  vtkNew<vtkFloatArray> z;
  for (const double value : {0.0, 10.0, 30.0, 60.0}) x->InsertNextValue(value);
  for (const double value : {-5.0, 0.0, 15.0}) y->InsertNextValue(value);
  for (const float value : {0.0F, 1.0F, 2.0F, 4.0F}) z->InsertNextValue(value);
  grid->SetXCoordinates(x);
  grid->SetYCoordinates(y);
  grid->SetZCoordinates(z);
  add_values(*grid->GetCellData(), 18);
  return grid;
}

vtkNew<vtkImageData> image() {
  vtkNew<vtkImageData> data;
  data->SetDimensions(4, 3, 4);
  data->SetOrigin(100, 200, 300);
  data->SetSpacing(10, 20, 5);
  add_values(*data->GetCellData(), 18);
  return data;
}

vtk::Imported imported(const std::filesystem::path& file, vtk::FileKind kind) {
  Progress progress;
  return vtk::import(read_vtk_file(file, kind, true, progress), file);
}

TEST(VtkEncodings, EveryFormOfVtksWritersIsRead) {
  const TemporaryFolder folder;
  const auto boxes = hexahedra();
  const auto surface = triangles();
  const auto traces = lines();
  const auto grid = uneven_grid();
  const auto cube = image();
  for (const Form& form : forms) {
    const auto read = [&](vtkDataSet& data, vtk::FileKind kind) {
      return imported(write(folder, data, kind, form), kind);
    };
    const vtk::Imported of_boxes = read(*boxes, vtk::FileKind::unstructured);
    const auto& found = std::get<vtk::Boxes>(of_boxes.data);
    expect_values(found.table, 24, form.name);
    EXPECT_EQ(found.centroid[0][5], 500015.125) << form.name;
    EXPECT_EQ(found.size[2][23], 5) << form.name;
    const vtk::Imported of_surface = read(*surface, vtk::FileKind::poly_data);
    const auto& mesh = std::get<Surface>(of_surface.data);
    expect_values(mesh.vertex_attributes, 12, form.name);
    EXPECT_EQ(mesh.triangles.size(), 10U) << form.name;
    EXPECT_EQ(mesh.vertices_source[7], (Vec3{3, 1, 1.75})) << form.name;
    const vtk::Imported of_lines = read(*traces, vtk::FileKind::poly_data);
    const auto& middles = std::get<Points>(of_lines.data);
    expect_values(middles.table, 6, form.name);
    EXPECT_EQ(middles.positions_source[4], (Vec3{1, 8, 7})) << form.name;
    const vtk::Imported of_grid = read(*grid, vtk::FileKind::rectilinear);
    const auto& uneven = std::get<BlockModel>(of_grid.data);
    expect_values(uneven.table, 18, form.name);
    EXPECT_EQ(uneven.lattice.edges[0], (std::vector<double>{0, 10, 30, 60})) << form.name;
    EXPECT_EQ(uneven.lattice.edges[2], (std::vector<double>{0, 1, 2, 4})) << form.name;
    const vtk::Imported of_cube = read(*cube, vtk::FileKind::image);
    const auto& regular = std::get<BlockModel>(of_cube.data);
    expect_values(regular.table, 18, form.name);
    EXPECT_EQ(regular.lattice.source_from_lattice.offset, (Vec3{100, 200, 300})) << form.name;
    EXPECT_EQ(regular.lattice.edges[1], (std::vector<double>{0, 20, 40})) << form.name;
  }
}

TEST(VtkEncodings, PiecesAreJoined) {
  const TemporaryFolder folder;
  const auto piece = [](double x, double grade) {
    return fmt::format(
        R"(<Piece NumberOfPoints="4" NumberOfCells="1"><Points><DataArray type="Float64" NumberOfComponents="3">
{0} 0 0 {1} 0 0 {0} 1 0 {0} 0 1</DataArray></Points><Cells><DataArray type="Int32" Name="connectivity">0 1 2 3</DataArray>
<DataArray type="Int32" Name="offsets">4</DataArray><DataArray type="UInt8" Name="types">10</DataArray></Cells>
<PointData><DataArray type="Float32" Name="g &amp; &#x433;&#1075;">{2} 1 1 1</DataArray><Array type="String" Name="s">80 69 71 0 {3} 0 0 0
</Array></PointData></Piece>)",
        x, x + 1, grade, grade == 5 ? "208 179" : "66");
  };
  const auto file = folder.write("two.vtu", "<VTKFile type=\"UnstructuredGrid\"><UnstructuredGrid>" + piece(10, 5) +
                                                "<Piece NumberOfPoints=\"0\" NumberOfCells=\"0\"/>" + piece(20, 6) +
                                                "</UnstructuredGrid></VTKFile>");
  const vtk::Imported both = imported(file, vtk::FileKind::unstructured);
  const auto& surface = std::get<Surface>(both.data);
  ASSERT_EQ(surface.vertices_source.size(), 8U);
  EXPECT_EQ(surface.vertices_source[5], (Vec3{21, 0, 0}));
  EXPECT_EQ(surface.triangles.size(), 8U);
  EXPECT_EQ((*surface.vertex_attributes.find("g & гг")->numbers())[4], 6);
  EXPECT_EQ(surface.vertex_attributes.find("s")->text(1), "г");
  EXPECT_EQ(surface.vertex_attributes.find("s")->text(5), "B");
}

TEST(VtkEncodings, PiecesOfAGridLieAtTheirPlaces) {
  const TemporaryFolder folder;
  const auto piece = [](const char* extent, const char* x, const char* values) {
    return fmt::format(
        "<Piece Extent=\"{}\"><Coordinates><DataArray type=\"Float64\">{}</DataArray><DataArray "
        "type=\"Float64\">0 1 2</DataArray><DataArray type=\"Int16\">5 6</DataArray></Coordinates>"
        "<CellData><DataArray type=\"Int8\" Name=\"g\">{}</DataArray></CellData></Piece>",
        extent, x, values);
  };
  const auto write_pieces = [&](const std::string& pieces) {
    return folder.write("a.vtr", "<VTKFile type=\"RectilinearGrid\"><RectilinearGrid WholeExtent=\"0 3 0 2 0 1\">" +
                                     pieces + "</RectilinearGrid></VTKFile>");
  };
  const std::string left = piece("0 1 0 2 0 1", "0 10", "1 4"), right = piece("1 3 0 2 0 1", "10 30 60", "2 3 5 6");
  const vtk::Imported whole = imported(write_pieces(right + left), vtk::FileKind::rectilinear);
  const auto& model = std::get<BlockModel>(whole.data);
  EXPECT_EQ(model.lattice.edges[0], (std::vector<double>{0, 10, 30, 60}));
  for (std::size_t row = 0; row < 6; ++row)
    EXPECT_EQ((*model.table.find("g")->numbers())[row], static_cast<double>(row + 1));
  EXPECT_THROW(imported(write_pieces(right), vtk::FileKind::rectilinear), Error);
  EXPECT_THROW(imported(write_pieces(right + right), vtk::FileKind::rectilinear), Error);
  EXPECT_THROW(imported(write_pieces(left + piece("1 4 0 2 0 1", "10 30 60", "2 3 5 6")), vtk::FileKind::rectilinear),
               Error);
}

/// Of a file: VTK's own readers crash on the like of them, and took this program along.
TEST(VtkEncodings, CountsThatLieAreErrors) {
  const TemporaryFolder folder;
  const auto data = hexahedra();
  for (const Form& form : {forms[0], forms[2], forms[5]}) {
    const std::string good = lode::testing::read_bytes(write(folder, *data, vtk::FileKind::unstructured, form));
    const auto error_of = [&](const std::string& from, const std::string& to) {
      std::string bad = good;
      const std::size_t at = bad.find(from);
      EXPECT_NE(at, std::string::npos) << from;
      bad.replace(at, from.size(), to);
      try {
        imported(folder.write("bad.vtu", bad), vtk::FileKind::unstructured);
      } catch (const Error& error) {
        return error.what_happened();
      }
      return std::string("it was read");
    };
    EXPECT_NE(error_of("NumberOfCells=\"24\"", "NumberOfCells=\"23\"").find("counts need"), std::string::npos);
    EXPECT_NE(error_of("NumberOfCells=\"24\"", "NumberOfCells=\"2400\"").find("array"), std::string::npos);
    EXPECT_NE(error_of("NumberOfPoints=\"60\"", "NumberOfPoints=\"6\"").find("array"), std::string::npos);
    EXPECT_NE(error_of("NumberOfPoints=\"60\"", "NumberOfPoints=\"-6\"").find("no count"), std::string::npos);
    EXPECT_NE(error_of("Name=\"offsets\"", "Name=\"offset\"").find("lacks the array"), std::string::npos);
    EXPECT_NE(error_of("NumberOfComponents=\"3\"", "NumberOfComponents=\"2\"").find("array"), std::string::npos);
  }
}

TEST(VtkEncodings, CornersThatAreNoPointsAreErrors) {
  const TemporaryFolder folder;
  const auto file_of = [&](const char* corners, const char* offsets, const char* types) {
    return folder.write(
        "a.vtu",
        fmt::format(R"(<VTKFile type="UnstructuredGrid"><UnstructuredGrid><Piece NumberOfPoints="4" NumberOfCells="2">
<Points><DataArray type="Float64" NumberOfComponents="3">0 0 0 1 0 0 0 1 0 0 0 1</DataArray></Points><Cells>
<DataArray type="Int64" Name="connectivity">{}</DataArray><DataArray type="Int64" Name="offsets">{}</DataArray>
<DataArray type="Int64" Name="types">{}</DataArray></Cells></Piece></UnstructuredGrid></VTKFile>)",
                    corners, offsets, types));
  };
  const auto read = [](const std::filesystem::path& file) { return imported(file, vtk::FileKind::unstructured); };
  EXPECT_EQ(std::get<Surface>(read(file_of("0 1 2 1 2 3", "3 6", "5 5")).data).triangles.size(), 2U);
  for (const char* corners :
       {"0 1 2 1 2 4", "0 1 2 1 2 -1", "0 1 2 1 2", "0 1 2 1 2 3 3", "0 1 2 1 2 9223372036854775807"})
    EXPECT_THROW(read(file_of(corners, "3 6", "5 5")), Error) << corners;
  for (const char* offsets :
       {"6 3", "-3 6", "3 7", "0 6", "3 9223372036854775807", "3", "3 6 6", "9223372036854775807 6"})
    EXPECT_THROW(read(file_of("0 1 2 1 2 3", offsets, "5 5")), Error) << offsets;
  for (const char* types : {"5 10", "5 -5", "5 300", "12 5", "42 5", "5"})
    EXPECT_THROW(read(file_of("0 1 2 1 2 3", "3 6", types)), Error) << types;
}

/// Changes a number, an attribute or a few bytes anywhere.
std::string broken(const std::string& good, std::mt19937& random) {
  static const std::vector<std::string> numbers{"0",
                                                "1",
                                                "-1",
                                                "2",
                                                "1000",
                                                "99999999",
                                                "4294967295",
                                                "2147483648",
                                                "9223372036854775807",
                                                "18446744073709551615",
                                                "nan",
                                                "1e308",
                                                "",
                                                "x"};
  std::string bad = good;
  for (unsigned changes = 1 + random() % 3; changes > 0; --changes) {
    const std::size_t at = bad.empty() ? 0 : random() % bad.size();
    const std::size_t digit = bad.find_first_of("0123456789", random() % std::min<std::size_t>(bad.size() + 1, 4000));
    switch (random() % 4) {
      case 0:
      case 1:
        if (digit != std::string::npos)
          bad.replace(digit, bad.find_first_not_of("0123456789", digit) - digit, numbers[random() % numbers.size()]);
        break;
      case 2:
        if (!bad.empty()) bad[at] = static_cast<char>(random());
        break;
      default:
        bad.erase(at, random() % 40);
    }
  }
  return bad;
}

TEST(VtkEncodings, FilesBrokenAnywhereAreReadOrRefused) {
  const TemporaryFolder folder;
  const auto boxes = hexahedra();
  const auto surface = triangles();
  const auto traces = lines();
  const auto grid = uneven_grid();
  const auto cube = image();
  std::mt19937 random(20);
  int refused = 0, read = 0;
  for (const Form& form : forms)
    for (const auto& [data, kind] :
         std::initializer_list<std::pair<vtkDataSet*, vtk::FileKind>>{{boxes, vtk::FileKind::unstructured},
                                                                      {surface, vtk::FileKind::poly_data},
                                                                      {traces, vtk::FileKind::poly_data},
                                                                      {grid, vtk::FileKind::rectilinear},
                                                                      {cube, vtk::FileKind::image}}) {
      const std::filesystem::path file = write(folder, *data, kind, form);
      const std::string good = lode::testing::read_bytes(file);
      for (int variant = 0; variant < 16; ++variant) {
        folder.write(file.filename().string(), broken(good, random));
        try {
          Problems problems;
          Progress progress;
          const std::vector<Source> sources = io::recognise({file}, problems, {}, vtk_formats());
          io::load(sources.at(0), progress, vtk_formats());
          ++read;
        } catch (const Error& error) {
          EXPECT_FALSE(error.remedy().empty());
          ++refused;
        }
      }
    }
  EXPECT_GT(refused, 300);
  EXPECT_GT(read, 30);
}

}  // namespace
}  // namespace lode
