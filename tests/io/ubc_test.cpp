// UBC-GIF meshes and models: the order of cells, who finds whom, published sample, broken files.
#include <fmt/format.h>

#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

const BlockModel& blocks_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

std::vector<Source> sources_of(const std::vector<std::filesystem::path>& files) {
  Problems problems;
  return recognise(files, problems);
}

// 2 east, 3 north, 2 down; top south-west corner at 1000, 2000, 500; widths down 5 then 20.
constexpr char mesh[] = "2 3 2 ! cells\n1000 2000 500\n10 30\n3*10.0\n5 20\n";
// Down fastest, then east, then north: value = 100 j + 10 i + (0 top, 1 bottom).
constexpr char model[] = "0\n1\n10\n11\n100\n101\n110\nnan\n200\n201\n210\n211\n";

TEST(Ubc, CellsRunDownThenEastThenNorth) {
  const TemporaryFolder folder;
  folder.write("grid.msh", mesh);
  const Loaded loaded = read_file(folder.write("rho_gcc.den", model));
  const BlockModel& blocks = blocks_of(loaded);
  EXPECT_EQ(blocks.lattice.count, (std::array<std::uint32_t, 3>{2, 3, 2}));
  EXPECT_EQ(blocks.lattice.edges[2], (std::vector<double>{0, 20, 25}));  // the thick cells lie below
  EXPECT_EQ(blocks.lattice.source_from_lattice.offset, (Vec3{1000, 2000, 475}));
  const Column& column = blocks.table.columns.at(0);
  EXPECT_EQ(column.name, "rho_gcc");
  const auto at = [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) {
    return (*column.numbers())[blocks.lattice.cell(i, j, k)];
  };
  EXPECT_EQ(at(0, 0, 1), 0);  // the first value is the top south-west cell
  EXPECT_EQ(at(0, 0, 0), 1);
  EXPECT_EQ(at(1, 0, 1), 10);
  EXPECT_EQ(at(0, 2, 1), 200);
  EXPECT_EQ(at(1, 2, 0), 211);
  EXPECT_TRUE(std::isnan(at(1, 1, 0)));
  EXPECT_EQ(blocks.table.lines[blocks.lattice.cell(1, 1, 0)], 8U);
}

TEST(Ubc, MeshFindsItsModelsAndAModelItsMesh) {
  const TemporaryFolder folder;
  const auto grid = folder.write("grid.msh", mesh);
  const auto den = folder.write("a.den", model);
  const auto sus = folder.write("b.sus", model);
  folder.write("other.den", "1\n2\n3\n");  // of another mesh
  folder.write("leapfrog.msh", "%ARANZ-1.0\n");
  EXPECT_EQ(sources_of({grid}).at(0).files.size(), 3U);
  EXPECT_EQ(sources_of({grid}).at(0).name, "grid");
  const Source of_model = sources_of({den}).at(0);
  EXPECT_EQ(of_model.files.size(), 2U);
  EXPECT_EQ(of_model.name, "a");
  for (const auto& named : {std::vector{grid, sus}, std::vector{sus, grid}}) {
    const std::vector<Source> both = sources_of(named);
    ASSERT_EQ(both.size(), 1U);
    EXPECT_EQ(both[0].files.size(), 2U);  // the models named are the ones wanted
    Progress progress;
    EXPECT_EQ(blocks_of(load(both[0], progress)).table.columns.at(0).name, "b");
  }
  const std::vector<Source> two = sources_of({den, sus});
  ASSERT_EQ(two.size(), 1U);
  Progress progress;
  const Loaded loaded = load(two[0], progress);
  EXPECT_EQ(blocks_of(loaded).table.columns.size(), 2U);
}

TEST(Ubc, ModelAndMeshMayLieApart) {
  const TemporaryFolder meshes, models;
  const auto grid = meshes.write("grid.msh", mesh);
  const auto den = models.write("a.den", model);
  EXPECT_EQ(sources_of({den, grid}).at(0).files.size(), 2U);
  try {
    sources_of({den});
    FAIL() << "a model without a mesh was taken";
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find(".msh"), std::string::npos);
  }
}

TEST(Ubc, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const auto says = [&](std::string_view bad_mesh, std::string_view bad_model) {
    const TemporaryFolder own;
    const auto grid = own.write("grid.msh", bad_mesh);
    const auto den = own.write("a.den", bad_model);
    try {
      Progress progress;
      Source source;
      source.format = "ubc";
      source.files = {{grid, TableRole::blocks, {}}, {den, TableRole::blocks, {}}};
      load(source, progress);
    } catch (const Error& error) {
      return error.what_happened();
    }
    return std::string();
  };
  EXPECT_NE(says(mesh, "1\n2\n").find("fewer values"), std::string::npos);
  EXPECT_NE(says(mesh, std::string(model) + "7\n").find("more values"), std::string::npos);
  EXPECT_NE(says(mesh, "0\n1\n10\nx\n100\n101\n110\nnan\n200\n201\n210\n211\n").find("no number"), std::string::npos);
  EXPECT_NE(says("2 3 2\n0 0 0\n10 30\n3*10\n5 -20\n", model).find("no width"), std::string::npos);
  EXPECT_NE(says("2 3 2\n0 0 0\n10 30\n4*10\n5 20\n", model).find("more widths"), std::string::npos);
  EXPECT_NE(says("2 3 2\n0 0 0\n10 30\n3*10\n5\n", model).find("1 of its 2 widths"), std::string::npos);
  EXPECT_NE(says("2 3 2000000\n0 0 0\n10 30\n3*10\n5\n", model).find("numbers of cells"), std::string::npos);
  EXPECT_NE(says("2 3 2\n0 0 0\n10 30\n3*10\n5 20 1\n", model).find("goes on"), std::string::npos);
}

TEST(Ubc, PointsAreNoMesh) {
  const TemporaryFolder folder;
  EXPECT_EQ(sources_of({folder.write("points.xyz", "1 2 3\n10.5 20.5 3\n11.5 20.5 4\n12.5 21.5 5\n")}).at(0).format,
            "csv");
}

TEST(Ubc, BrokenFilesAreErrors) {
  EXPECT_GT(break_file("grid.msh", mesh, 6), 300);
  const TemporaryFolder folder;
  EXPECT_GT(break_file("a.den", model, 6), 300);
}

TEST(Ubc, LagunaDelMaule) {
  LODE_NEEDS_SAMPLE("ubc_craig_chile");
  const std::vector<Source> sources = sources_of({sample("ubc_craig_chile")});
  ASSERT_EQ(sources.size(), 1U);
  Progress progress;
  const Loaded loaded = load(sources[0], progress);
  const BlockModel& blocks = blocks_of(loaded);
  EXPECT_EQ(blocks.lattice.count, (std::array<std::uint32_t, 3>{69, 69, 40}));
  EXPECT_EQ(blocks.table.rows, 190'440U);
  EXPECT_EQ(blocks.lattice.source_from_lattice.offset, (Vec3{355000, 5999000, 3000 - 8250}));
  const Column& column = blocks.table.columns.at(0);
  EXPECT_EQ(column.name, "Lpout");
  const ColumnStatistics statistics = lode::statistics(column);
  EXPECT_EQ(statistics.missing, 30'735U);
  EXPECT_EQ(statistics.min, -0.6);
  EXPECT_EQ(statistics.max, 0.3);
  EXPECT_NEAR(statistics.mean, 0.008116632748774612, 1e-12);
  double volume = 0, product = 0, greatest = -1;
  std::uint64_t greatest_cell = 0;
  blocks.for_each_row([&](std::uint64_t row, std::uint64_t cell) {
    const double value = (*column.numbers())[row];
    if (std::isnan(value)) return;
    const double own = blocks.lattice.volume(blocks.lattice.ijk(cell));
    volume += own;
    product += own * value;
    if (value > greatest) greatest_cell = cell;
    greatest = std::max(greatest, value);
  });
  EXPECT_NEAR(volume, 2'252'378'125'000.0, 1);
  EXPECT_NEAR(product / volume, 0.013136533358091671, 1e-12);
  EXPECT_EQ(blocks.table.lines[blocks.lattice.cell(45, 5, 11)], 15'629U);
  EXPECT_EQ((*column.numbers())[blocks.lattice.cell(45, 5, 11)], 0.3);
  EXPECT_EQ((*column.numbers())[greatest_cell], 0.3);
}

}  // namespace
}  // namespace lode::io
