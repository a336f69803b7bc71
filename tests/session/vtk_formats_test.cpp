// VTK's files through the session: published samples, and the same model in two formats.
#include "session/vtk_formats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "core/error.h"
#include "testing/testing.h"

namespace lode {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

io::Loaded read_file(const std::filesystem::path& file) {
  Problems problems;
  const std::vector<Source> sources = io::recognise({file}, problems, {}, vtk_formats());
  Progress progress;
  io::Loaded loaded = io::load(sources.at(0), progress, vtk_formats());
  EXPECT_EQ(kind_of(*loaded.dataset), sources[0].kind);
  return loaded;
}

const BlockModel& blocks_of(const io::Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

double sum(const Column& column) {
  double total = 0;
  for (std::size_t row = 0; row < column.numbers()->size(); ++row)
    if (!column.missing(row)) total += (*column.numbers())[row];
  return total;
}

TEST(VtkFormats, VtuAndCsvOfOneModelAgree) {
  LODE_NEEDS_SAMPLE("pygslib_demo1");
  const io::Loaded vtu = read_file(sample("pygslib_demo1/bmodel.vtu"));
  const io::Loaded csv = read_file(sample("pygslib_demo1/bmodel.csv"));
  const BlockModel& a = blocks_of(vtu);
  const BlockModel& b = blocks_of(csv);
  EXPECT_EQ(a.table.rows, 5'572U);
  ASSERT_EQ(b.table.rows, 5'572U);
  EXPECT_EQ(a.lattice.count, (std::array<std::uint32_t, 3>{36, 40, 12}));
  EXPECT_EQ(a.lattice, b.lattice);
  EXPECT_EQ(a.present.mask(), b.present.mask());
  for (const char* name : {"IJK", "__in", "Au_OK", "Au_ID2", "Au_NN", "Au_Lagrange", "Au_KVar"}) {
    const Column& of_a = *a.table.find(name);
    const Column& of_b = *b.table.find(name);
    for (std::size_t row = 0; row < a.table.rows; ++row) {
      ASSERT_EQ(of_a.missing(row), of_b.missing(row)) << name << " of row " << row;
      if (of_a.missing(row)) continue;
      const double value = (*of_b.numbers())[row];  // the CSV has eight digits of the float32
      ASSERT_NEAR((*of_a.numbers())[row], value, 1e-7 * std::abs(value) + 1e-12) << name << " of row " << row;
    }
  }
  EXPECT_NEAR(sum(*a.table.find("__in")), 3704.5, 1e-9);
  EXPECT_NEAR(sum(*a.table.find("IJK")), 87'601'906, 0);
}

TEST(VtkFormats, RectilinearSample) {
  LODE_NEEDS_SAMPLE("pygslib_demo1/blocks.vtr");
  const io::Loaded loaded = read_file(sample("pygslib_demo1/blocks.vtr"));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.table.rows, 125U);
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{-6, -6, -6}));
  EXPECT_EQ(model.lattice.edges[1], (std::vector<double>{0, 3, 6, 9, 12, 15}));
  EXPECT_EQ(sum(*model.table.find("incube")), 64);
  model.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
    const Vec3 centroid = model.lattice.source_from_lattice(model.lattice.centroid_lattice(model.lattice.ijk(cell)));
    ASSERT_EQ((*model.table.find("XC")->numbers())[row], centroid.x);
    ASSERT_EQ((*model.table.find("YC")->numbers())[row], centroid.y);
    ASSERT_EQ((*model.table.find("ZC")->numbers())[row], centroid.z);
  });
}

TEST(VtkFormats, SamplesOfLines) {
  LODE_NEEDS_SAMPLE("pygslib_demo1/assay.vtp");
  const io::Loaded loaded = read_file(sample("pygslib_demo1/assay.vtp"));
  const auto& points = std::get<Points>(*loaded.dataset);
  ASSERT_EQ(points.positions_source.size(), 1'882U);
  for (std::size_t row = 0; row < points.positions_source.size(); ++row) {  // the file has begin and end of each
    const auto middle = [&](const char* begin, const char* end) {
      return 0.5 * ((*points.table.find(begin)->numbers())[row] + (*points.table.find(end)->numbers())[row]);
    };
    ASSERT_NEAR(points.positions_source[row].x, middle("xb", "xe"), 1e-4);
    ASSERT_NEAR(points.positions_source[row].z, middle("zb", "ze"), 1e-4);
  }
}

TEST(VtkFormats, AnImageInSeveralPiecesIsOneModel) {
  const TemporaryFolder folder;
  const auto file = folder.write("two.vti",
                                 "<VTKFile type=\"ImageData\" version=\"1.0\" byte_order=\"LittleEndian\">"
                                 "<ImageData WholeExtent=\"0 2 0 1 0 1\" Origin=\"5 6 7\" Spacing=\"10 10 5\">"
                                 "<Piece Extent=\"0 1 0 1 0 1\"><CellData><DataArray type=\"Float64\" Name=\"g\" "
                                 "format=\"ascii\">1.5</DataArray></CellData></Piece>"
                                 "<Piece Extent=\"1 2 0 1 0 1\"><CellData><DataArray type=\"Float64\" Name=\"g\" "
                                 "format=\"ascii\">2.5</DataArray></CellData></Piece></ImageData></VTKFile>");
  const io::Loaded loaded = read_file(file);
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.table.rows, 2U);
  EXPECT_EQ((*model.table.find("g")->numbers())[1], 2.5);
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{5, 6, 7}));
}

TEST(VtkFormats, WhatWillNotFitTheMemoryIsSaidBeforeItIsRead) {
  LODE_NEEDS_SAMPLE("pygslib_demo1");
  setenv("LODE_MEMORY_MIB", "1", 1);  // 5,572 hexahedra and their corners
  try {
    read_file(sample("pygslib_demo1/bmodel.vtu"));
    ADD_FAILURE() << "it was read";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("its arrays need about"), std::string::npos) << error.what_happened();
    EXPECT_NE(error.remedy().find(".vti"), std::string::npos);
  }
  setenv("LODE_MEMORY_MIB", "100", 1);
  EXPECT_NO_THROW(read_file(sample("pygslib_demo1/bmodel.vtu")));
  unsetenv("LODE_MEMORY_MIB");
}

// VTK need not name the points' array.
TEST(VtkFormats, TooFewPointsAreCalledPoints) {
  const TemporaryFolder folder;
  const char* text =
      "<VTKFile type=\"PolyData\" version=\"0.1\" byte_order=\"LittleEndian\"><PolyData>"
      "<Piece NumberOfPoints=\"3\" NumberOfVerts=\"0\" NumberOfLines=\"0\" NumberOfStrips=\"0\" NumberOfPolys=\"0\">"
      "<Points><DataArray type=\"Float64\" NumberOfComponents=\"3\" format=\"ascii\">0 0 0 1 1 1</DataArray></Points>"
      "</Piece></PolyData></VTKFile>";
  try {
    read_file(folder.write("a.vtp", text));
    ADD_FAILURE() << "it was read";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "array \"Points\" has fewer values than the 9 needed");
  }
}

TEST(VtkFormats, GarbageIsAnErrorWithARemedy) {
  const TemporaryFolder folder;
  for (const char* name : {"a.vtr", "a.vtu", "a.vtp"}) {
    for (const char* text : {"", "garbage", "<VTKFile type=\"PolyData\">", "<VTKFile type=\"UnstructuredGrid\"/>"}) {
      try {
        read_file(folder.write(name, text));
        ADD_FAILURE() << name << " with '" << text << "' was read";
      } catch (const Error& error) {
        EXPECT_FALSE(error.remedy().empty());
      }
    }
  }
}

}  // namespace
}  // namespace lode
