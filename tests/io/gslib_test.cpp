// GSLIB grids and points: the order of cells, geometry from the file or stated, realizations, samples.
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

const BlockModel& blocks_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

/// On a grid of `count` cells from `origin`.
Loaded read_grid(const std::filesystem::path& file, std::array<std::uint32_t, 3> count, Vec3 origin, Vec3 size) {
  Problems problems;
  Source source = recognise({file}, problems).at(0);
  EXPECT_EQ(source.format, "gslib");
  source.geometry.count = count;
  source.geometry.origin = origin;
  source.geometry.size = size;
  Progress progress;
  return load(source, progress);
}

double sum(const Column& column) {
  double total = 0;
  for (std::size_t row = 0; row < column.numbers()->size(); ++row) total += (*column.numbers())[row];
  return total;
}

constexpr char grid_text[] =
    "Kriged by hand\n2 2 2 2 5 10 100 10 20 4 1\nAu_gpt\nvariance\n1 .5\n2 .5\n3 .5\n4 .5\n5 .5\n-999 .5\n7 .5\n1e31 "
    ".5\n";

TEST(Gslib, CellsRunEastThenNorthThenUp) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("kriged.out", grid_text));
  const BlockModel& model = blocks_of(loaded);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{2, 2, 2}));
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{0, 0, 98}));  // the header has the middle of the first cell
  EXPECT_EQ(model.lattice.cell_size({0, 0, 0}), (Vec3{10, 20, 4}));
  const Numbers& au = *model.table.find("Au_gpt")->numbers();
  EXPECT_EQ(au[model.lattice.cell(1, 0, 0)], 2);
  EXPECT_EQ(au[model.lattice.cell(0, 1, 0)], 3);
  EXPECT_EQ(au[model.lattice.cell(0, 0, 1)], 5);
  EXPECT_EQ(au[model.lattice.cell(1, 0, 1)], -999);  // negatives are values in models
  EXPECT_TRUE(model.table.find("Au_gpt")->missing(7));
  EXPECT_EQ(model.table.find("Au_gpt")->unit, "g/t");
  EXPECT_EQ(model.table.lines[0], 5U);
}

TEST(Gslib, AGridWithoutGeometryAsksForIt) {
  const TemporaryFolder folder;
  const auto file = folder.write("sgsim.out", "SGSIM\n1\nvalue\n1\n2\n3\n4\n5\n6\n7\n8\n");
  try {
    read_file(file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("--grid "), std::string::npos);
  }
  const Loaded loaded = read_grid(file, {2, 2, 1}, {100, 200, 50}, {5, 5, 2});
  const BlockModel& model = blocks_of(loaded);
  ASSERT_EQ(model.table.columns.size(), 2U);  // two realizations
  EXPECT_EQ(model.table.columns[1].name, "value_2");
  EXPECT_EQ((*model.table.columns[1].numbers())[0], 5);
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{100, 200, 50}));
  EXPECT_THROW(read_grid(file, {3, 1, 1}, Vec3{}, {1, 1, 1}), Error);
  EXPECT_THROW(read_grid(file, {9, 1, 1}, Vec3{}, {1, 1, 1}), Error);
}

TEST(Gslib, ABadRowOfAGridEndsItOneOfPointsIsListed) {
  const TemporaryFolder folder;
  EXPECT_NE(error_of(folder, "a.out", "T\n1 2 1 1 0 0 0 1 1 1\nv\n1\n2 3\n").find("2 values"), std::string::npos);
  const Loaded loaded = read_file(folder.write("p.dat", "T\n3\nX\nY\nAu\n1 2 3\n4 5\n6 7 x\n"));
  const auto& points = std::get<Points>(*loaded.dataset);
  EXPECT_EQ(points.positions_source, (std::vector<Vec3>{{1, 2, 0}, {6, 7, 0}}));
  EXPECT_EQ(points.table.rows_read, 3U);
  EXPECT_EQ(points.table.rows_rejected, 1U);
  ASSERT_EQ(loaded.problems.size(), 2U);
  EXPECT_EQ(loaded.problems[0].line, 7U);
  EXPECT_EQ(loaded.problems[1].line, 8U);
}

TEST(Gslib, OtherTextIsNone) {
  const TemporaryFolder folder;
  Problems problems;
  EXPECT_EQ(recognise({folder.write("a.csv", "x,y,z\n1,2,3\n4,5,6\n7,8,9\n")}, problems).at(0).format, "csv");
  EXPECT_EQ(recognise({folder.write("b.txt", "x y z\n1 2 3\n4 5 6\n7 8 9\n")}, problems).at(0).format, "csv");
}

TEST(Gslib, BrokenFilesAreErrorsOrRead) { EXPECT_GT(break_file("a.out", grid_text, 20), 100); }

TEST(Gslib, SampleGrids) {
  LODE_NEEDS_SAMPLE("gslib_grids");
  const Loaded kriged = read_file(sample("gslib_grids/kt3d.out"));
  const BlockModel& model = blocks_of(kriged);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{50, 50, 1}));
  EXPECT_EQ(model.lattice.source_from_lattice.offset, (Vec3{0, 0, 0}));
  EXPECT_EQ(model.table.rows, 2500U);
  EXPECT_NEAR(sum(*model.table.find("Estimate")), 5984.669692757002, 1e-6);
  EXPECT_NEAR(sum(*model.table.find("EstimationVariance")), 1432.3707056000032, 1e-6);
  EXPECT_EQ((*model.table.find("Estimate")->numbers())[model.lattice.cell(0, 1, 0)], 3.623218);
  const Loaded truth = read_grid(sample("gslib_grids/true.dat"), {50, 50, 1}, {0, 0, 0}, {1, 1, 1});
  EXPECT_NEAR(sum(*blocks_of(truth).table.find("Primary")), 6450.49, 1e-6);
  EXPECT_NEAR(sum(*blocks_of(truth).table.find("Secondary")), 5800.21, 1e-6);
}

TEST(Gslib, SamplePoints) {
  LODE_NEEDS_SAMPLE("gslib_grids");
  const auto points_of = [](const char* file) {
    return std::get<Points>(*read_file(sample("gslib_grids") / file).dataset);
  };
  EXPECT_EQ(points_of("cluster.dat").positions_source.size(), 140U);
  EXPECT_NEAR(sum(*points_of("cluster.dat").table.find("Primary")), 609.06, 1e-9);
  EXPECT_EQ(points_of("97data.dat").positions_source.size(), 97U);
  EXPECT_EQ(points_of("ydata.dat").positions_source.size(), 2500U);
  const Points walker = points_of("walker.dat");
  EXPECT_EQ(walker.positions_source.size(), 470U);
  EXPECT_EQ(walker.positions_source[2], (Vec3{9, 48, 0}));
  EXPECT_NEAR(sum(*walker.table.find("V variable, concentration in ppm")), 204590.4, 1e-6);
  EXPECT_TRUE(walker.table.find("U variable, concentration in ppm")->missing(0));  // 1E31
}

}  // namespace
}  // namespace lode::io
