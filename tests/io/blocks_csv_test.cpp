// Block models and points as delimited text.
#include <cmath>

#include "core/text.h"
#include "io/lattice_fit.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

const BlockModel& model_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

Problems of_check(const Loaded& loaded, std::string_view check) {
  Problems found;
  for (const Problem& problem : loaded.problems)
    if (problem.check == check) found.push_back(problem);
  return found;
}

/// Rows "x,y,z,grade" of a grid with lower corner and size, turned about the vertical; grade counts cells.
std::string grid_rows(Vec3 lower, Vec3 size, int ni, int nj, int nk, double degrees = 0, int decimals = 3) {
  std::string rows;
  const double c = std::cos(degrees * M_PI / 180), s = std::sin(degrees * M_PI / 180);
  char buffer[200];
  for (int k = 0; k < nk; ++k)
    for (int j = 0; j < nj; ++j)
      for (int i = 0; i < ni; ++i) {
        const double u = (i + 0.5) * size.x, v = (j + 0.5) * size.y, w = (k + 0.5) * size.z;
        std::snprintf(buffer, sizeof buffer, "%.*f,%.*f,%.*f,%d\n", decimals, lower.x + c * u - s * v, decimals,
                      lower.y + s * u + c * v, decimals, lower.z + w, i + ni * (j + nj * k));
        rows += buffer;
      }
  return rows;
}

TEST(BlocksCsv, FindsTheGridOfAWholeModel) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("m.csv", "x,y,z,grade\n" + grid_rows({7650000, 5500000, 100}, {10, 5, 2.5}, 7, 6, 5)));
  const BlockModel& model = model_of(loaded);
  EXPECT_EQ(model.lattice, Lattice::regular({7650000, 5500000, 100}, {10, 5, 2.5}, {7, 6, 5}));
  EXPECT_TRUE(model.dense());
  EXPECT_EQ(model.table.rows, 210U);
  EXPECT_EQ(model.table.find(ColumnRole::x)->name, "x");
  EXPECT_EQ(model.table.lines[0], 2U);
  EXPECT_TRUE(loaded.problems.empty());
}

TEST(BlocksCsv, PutsRowsInCellOrder) {
  const TemporaryFolder folder;
  std::string text = "XC,YC,ZC,grade\n";
  for (int i = 0; i < 4; ++i)  // z fastest, from the top
    for (int j = 0; j < 3; ++j)
      for (int k = 4; k >= 0; --k)
        text += std::to_string(5 + 10 * i) + "," + std::to_string(5 + 10 * j) + "," + std::to_string(5 + 10 * k) + "," +
                std::to_string(i + 4 * (j + 3 * k)) + "\n";
  const Loaded loaded = read_file(folder.write("m.csv", text));
  const BlockModel& model = model_of(loaded);
  ASSERT_EQ(model.table.rows, 60U);
  const Numbers& grade = *model.table.find("grade")->numbers();
  for (std::size_t row = 0; row < 60; ++row) EXPECT_EQ(grade[row], static_cast<double>(row));
  EXPECT_EQ(model.table.lines[0], 6U);
}

TEST(BlocksCsv, KeepsWhatIsMissingMissing) {
  const TemporaryFolder folder;
  std::string rows = grid_rows({0, 0, 0}, {10, 10, 10}, 6, 5, 4), text = "x,y,z,grade\n";
  std::size_t line = 0, begin = 0;
  for (std::size_t end; (end = rows.find('\n', begin)) != std::string::npos; begin = end + 1, ++line)
    if (line % 3 != 1) text += rows.substr(begin, end + 1 - begin);
  const Loaded loaded = read_file(folder.write("m.csv", text));
  const BlockModel& model = model_of(loaded);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{6, 5, 4}));
  EXPECT_EQ(model.table.rows, 80U);
  const Numbers& grade = *model.table.find("grade")->numbers();
  model.for_each_row([&](std::uint64_t row, std::uint64_t cell) { EXPECT_EQ(grade[row], static_cast<double>(cell)); });
  EXPECT_FALSE(model.has_row(1));
  EXPECT_TRUE(model.has_row(2));
}

TEST(BlocksCsv, NamesThatStandTogetherAreThePlace) {
  const TemporaryFolder folder;
  const auto columns = [&](const std::string& header, const std::string& rows) {
    const Loaded loaded = read_file(folder.write("m.csv", header + "\n" + rows));
    const Table& table = std::holds_alternative<BlockModel>(*loaded.dataset) ? model_of(loaded).table
                                                                             : std::get<Points>(*loaded.dataset).table;
    return table.find(ColumnRole::x)->name + "," + table.find(ColumnRole::y)->name + "," +
           table.find(ColumnRole::z)->name;
  };
  std::string with_x, with_y;
  for (int i = 0; i < 8; ++i) {
    const std::string place = std::to_string(500005 + 10 * (i & 1)) + "," +
                              std::to_string(7000005 + 10 * (i >> 1 & 1)) + "," + std::to_string(105 + 10 * (i >> 2));
    with_x += place + ",0." + std::to_string(i) + "\n";
    with_y += "0." + std::to_string(i) + "," + place + "\n";
  }
  EXPECT_EQ(columns("E,N,RL,x", with_x), "E,N,RL");
  EXPECT_EQ(columns("y,Easting,Northing,RL", with_y), "Easting,Northing,RL");
  EXPECT_EQ(columns("x,E,N,Elev", with_y), "E,N,Elev");
  EXPECT_EQ(columns("x,y,z,RL", with_x), "x,y,z");
  EXPECT_EQ(columns("x,y,rl,au", with_x), "x,y,rl");
}

TEST(BlocksCsv, RoundedCentroidsStillMakeAGrid) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("m.csv", "x,y,z,g\n" + grid_rows({500000, 0, 0}, {10.0 / 3, 5, 5}, 300, 3, 3, 0, 2)));
  const BlockModel& model = model_of(loaded);
  EXPECT_EQ(model.lattice.count[0], 300U);
  EXPECT_NEAR(model.lattice.edges[0][300], 1000, 0.02);
}

TEST(BlocksCsv, FindsARotation) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("m.csv", "x,y,z,g\n" + grid_rows({500000, 6000000, 100}, {10, 20, 5}, 40, 20, 5, 30)));
  const Lattice& lattice = model_of(loaded).lattice;
  EXPECT_EQ(lattice.count, (std::array<std::uint32_t, 3>{40, 20, 5}));
  const Vec3 corner = lattice.source_from_lattice({400, 400, 25});
  EXPECT_NEAR(corner.x, 500000 + 400 * std::cos(M_PI / 6) - 400 * std::sin(M_PI / 6), 0.01);
  EXPECT_NEAR(corner.y, 6000000 + 400 * std::sin(M_PI / 6) + 400 * std::cos(M_PI / 6), 0.01);
  EXPECT_NEAR(corner.z, 125, 1e-6);
}

TEST(BlocksCsv, FindsARotationWhateverRunsFastest) {
  const TemporaryFolder folder;
  for (const double degrees : {30.0, -12.5, 45.0}) {
    std::string text = "XC,YC,ZC,CU\n";
    const double c = std::cos(degrees * M_PI / 180), s = std::sin(degrees * M_PI / 180);
    char row[100];
    for (int i = 0; i < 12; ++i)
      for (int j = 0; j < 9; ++j)
        for (int k = 0; k < 5; ++k) {
          if ((i * 7 + j * 3 + k) % 11 == 0) continue;
          std::snprintf(row, sizeof row, "%.3f,%.3f,%.3f,1\n", 5000 + 10 * i * c - 5 * j * s,
                        8000 + 10 * i * s + 5 * j * c, 2.5 + 5 * k);
          text += row;
        }
    const BlockModel model = model_of(read_file(folder.write("m.csv", text)));
    EXPECT_EQ(model.lattice.cells(), 540U) << degrees;
    std::vector<double> sides{model.lattice.edges[0][1], model.lattice.edges[1][1]};
    std::sort(sides.begin(), sides.end());
    EXPECT_NEAR(sides[0], 5, 1e-3);
    EXPECT_NEAR(sides[1], 10, 1e-3);
  }
}

TEST(BlocksCsv, NoiseInTheLastDigitsIsNoSpacing) {
  const TemporaryFolder folder;
  std::mt19937 random(7);
  std::uniform_real_distribution<double> noise(-0.004, 0.004);
  std::string text = "East,North,RL,cu\n";
  char row[100];
  for (int i = 0; i < 20; ++i)
    for (int j = 0; j < 15; ++j)
      for (int k = 0; k < 8; ++k) {
        if (random() % 5 == 0) continue;
        std::snprintf(row, sizeof row, "%.3f,%.3f,%.3f,1\n", 445005 + 10 * i + noise(random),
                      6120005 + 10 * j + noise(random), 102.5 + 5 * k + noise(random));
        text += row;
      }
  const BlockModel model = model_of(read_file(folder.write("m.csv", text)));
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{20, 15, 8}));
  EXPECT_NEAR(model.lattice.edges[0][20], 200, 0.01);
  EXPECT_NEAR(model.lattice.source_from_lattice.offset.x, 445000, 0.01);
}

TEST(BlocksCsv, SizesMakeUnevenGrids) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,dx,dy,dz,g\n";
  const double width[] = {5, 10, 20};
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 2; ++j) {
      double x = 100;
      for (const double dx : width) {
        text += shortest(x + dx / 2) + "," + std::to_string(5 + 10 * j) + "," + std::to_string(2 + 4 * k) + "," +
                shortest(dx) + ",10,4,1\n";
        x += dx;
      }
    }
  const BlockModel model = model_of(read_file(folder.write("m.csv", text)));
  EXPECT_EQ(model.lattice.edges[0], (std::vector<double>{0, 5, 15, 35}));
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{3, 2, 2}));
}

TEST(BlocksCsv, ReportsFaultsOfBlocks) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("m.csv", "x,y,z,g\n" + grid_rows({0, 0, 0}, {10, 10, 10}, 10, 10, 10) +
                                                            "5,5,5,7\n7,5,5,1\nnan,5,5,1\n2e9,5,5,1\n"));
  const BlockModel& model = model_of(loaded);
  EXPECT_EQ(model.table.rows, 1000U);
  EXPECT_EQ(model.table.rows_read, 1004U);
  EXPECT_EQ(model.table.rows_rejected, 4U);
  EXPECT_EQ((*model.table.find("g")->numbers())[0], 0);
  ASSERT_EQ(of_check(loaded, "duplicate-block").size(), 1U);
  EXPECT_EQ(of_check(loaded, "duplicate-block")[0].line, 1002U);
  ASSERT_EQ(of_check(loaded, "block-off-lattice").size(), 1U);
  EXPECT_EQ(of_check(loaded, "block-off-lattice")[0].line, 1003U);
  EXPECT_EQ(of_check(loaded, "bad-coordinates").size(), 2U);
}

/// Rows of 12 x 9 x 7 blocks of 10 x 12.5 x 5 whose row `line` of the file is another.
std::string with_row(const std::string& header, const std::string& sizes, std::size_t line, const std::string& row,
                     double degrees = 0) {
  std::string rows = grid_rows({500000, 7000000, 100}, {10, 12.5, 5}, 12, 9, 7, degrees), text = header + "\n";
  std::size_t at = 2, begin = 0;
  for (std::size_t end; (end = rows.find('\n', begin)) != std::string::npos; begin = end + 1, ++at)
    text += (at == line ? row : rows.substr(begin, end - begin)) + sizes + "\n";
  return text;
}

TEST(BlocksCsv, AMistypedCoordinateIsOffTheGrid) {
  const TemporaryFolder folder;
  for (const double degrees : {0.0, 30.0})
    for (const char* row : {"50045,7000006.25,102.5,4", "510045,7000106.25,102.5,101", "5000450,7000106.25,102.5,1",
                            "500045,7000106.25,10250,1", "500045,70000062.5,102.5,1"}) {
      const Loaded loaded = read_file(folder.write("m.csv", with_row("x,y,z,g", "", 102, row, degrees)));
      ASSERT_EQ(kind_of(*loaded.dataset), DatasetKind::blocks) << row;
      const BlockModel& model = model_of(loaded);
      EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{12, 9, 7})) << row;
      EXPECT_NEAR(model.lattice.edges[0][12], 120, 1e-3) << row;
      EXPECT_EQ(model.table.rows, 755U) << row;
      ASSERT_EQ(of_check(loaded, "block-off-lattice").size(), 1U) << row;
      EXPECT_EQ(of_check(loaded, "block-off-lattice")[0].line, 102U);
    }
}

TEST(BlocksCsv, AMistypedCoordinateBesideSizesIsSaid) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("m.csv", with_row("x,y,z,g,dx,dy,dz", ",10,12.5,5", 102, "50045,7000106.25,102.5,1")));
  EXPECT_EQ(model_of(loaded).table.rows, 756U);
  ASSERT_EQ(of_check(loaded, "far-block").size(), 1U);
  EXPECT_EQ(of_check(loaded, "far-block")[0].line, 102U);
  const Loaded intact = read_file(folder.write("i.csv", with_row("x,y,z,g,dx,dy,dz", ",10,12.5,5", 0, "")));
  EXPECT_TRUE(intact.problems.empty());
}

TEST(BlocksCsv, RowsWithoutASizeAreListed) {
  const TemporaryFolder folder;
  for (const char* size : {"0", "-10", ""}) {
    std::string text = "x,y,z,dx,dy,dz\n";
    for (int i = 0; i < 8; ++i)
      text += std::to_string(5 + 10 * (i & 1)) + "," + std::to_string(5 + 10 * (i >> 1 & 1)) + "," +
              std::to_string(5 + 10 * (i >> 2)) + "," + (i == 3 ? size : "10") + ",10,10\n";
    const Loaded loaded = read_file(folder.write("m.csv", text));
    EXPECT_EQ(model_of(loaded).table.rows, 8U);
    const Problems found = of_check(loaded, "bad-block-size");
    ASSERT_EQ(found.size(), 1U) << size;
    EXPECT_EQ(found[0].line, 5U);
    EXPECT_EQ(found[0].column, "dx");
    EXPECT_FALSE(found[0].action.empty());
  }
}

/// Blocks of 0.0002 x 0.0001 degrees, not far from 10 m.
std::string in_degrees(const std::string& header, const std::string& sizes) {
  std::string rows = grid_rows({80, 62, 100}, {0.0002, 0.0001, 5}, 12, 9, 7, 0, 5), text = header + "\n";
  std::size_t begin = 0;
  for (std::size_t end; (end = rows.find('\n', begin)) != std::string::npos; begin = end + 1)
    text += rows.substr(begin, end - begin) + sizes + "\n";
  return text;
}

TEST(BlocksCsv, SizesInMetresBesideDegreesAreRefused) {
  const TemporaryFolder folder;
  for (const char* header : {"lon,lat,z,g,dx_m,dy_m,dz_m", "longitude,latitude,rl,g,dx,dy,dz"}) {
    const std::string said = error_of(folder, "m.csv", in_degrees(header, ",10,12.5,5"));
    EXPECT_NE(said.find("degrees"), std::string::npos) << said;
    EXPECT_NE(said.find("metres"), std::string::npos) << said;
  }
  const Loaded right = read_file(folder.write("d.csv", in_degrees("lon,lat,z,g,dx,dy,dz", ",0.0002,0.0001,5")));
  EXPECT_EQ(model_of(right).table.rows, 756U);
  EXPECT_TRUE(right.problems.empty());
}

/// As the projection has it: columns lean, and rows bend.
TEST(PointsCsv, AGridThatDegreesBendIsNoModelOfAFewOfItsRows) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,g\n";
  char row[100];
  for (int k = 0; k < 7; ++k)
    for (int j = 0; j < 9; ++j)
      for (int i = 0; i < 12; ++i) {
        std::snprintf(row, sizeof row, "%.10f,%.10f,%.1f,1\n", 79.9623484863 + 1.917829e-4 * i - 2.5137e-6 * j,
                      62.1417657823 + 1.437e-6 * i + 1.121788e-4 * j, 102.5 + 5 * k);
        text += row;
      }
  const Loaded loaded = read_file(folder.write("m.csv", text));
  ASSERT_EQ(kind_of(*loaded.dataset), DatasetKind::points);
  EXPECT_EQ(count_of(*loaded.dataset), 756U);
  EXPECT_TRUE(std::ranges::any_of(loaded.notes, [](const std::string& note) {
    return note.find("108 places") != std::string::npos && note.find("--grid") != std::string::npos;
  }));
}

TEST(PointsCsv, ABenchIsSaidToBeLikeBlocks) {
  const TemporaryFolder folder;
  const Loaded loaded =
      read_file(folder.write("m.csv", "x,y,z,g\n" + grid_rows({500000, 7000000, 100}, {10, 12.5, 5}, 12, 9, 1)));
  ASSERT_EQ(kind_of(*loaded.dataset), DatasetKind::points);
  EXPECT_TRUE(std::ranges::any_of(loaded.notes, [](const std::string& note) {
    return note.find("--grid 'size=10,12.5,HEIGHT'") != std::string::npos;
  }));
}

TEST(BlocksCsv, AStatedSizeIsTheStep) {
  const TemporaryFolder folder;
  Problems problems;
  std::string rows = grid_rows({0, 0, 0}, {20, 10, 5}, 8, 6, 4), text = "x,y,z,g\n";
  Source source = recognise({folder.write("m.csv", text + rows)}, problems).at(0);
  source.geometry.size = Vec3{10, 10, 5};  // every other column is missing
  Progress progress;
  const Loaded loaded = load(source, progress);
  EXPECT_EQ(model_of(loaded).lattice, Lattice::regular({5, 0, 0}, {10, 10, 5}, {15, 6, 4}));
  EXPECT_EQ(model_of(loaded).table.rows, 192U);
  source.geometry.size = Vec3{7, 10, 5};
  EXPECT_THROW(load(source, progress), Error);
}

TEST(BlocksCsv, NegativesAreValues) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,g\n";
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 3; ++i)
        text += std::to_string(i) + "," + std::to_string(j) + "," + std::to_string(k) + ",-99\n";
  const BlockModel model = model_of(read_file(folder.write("m.csv", text)));
  EXPECT_EQ((*model.table.find("g")->numbers())[0], -99);
}

TEST(PointsCsv, PointsAreNotTakenForBlocks) {
  const TemporaryFolder folder;
  std::string scattered = "x,y,z,au\n", topography = "x,y,z\n";
  for (int i = 0; i < 400; ++i) {
    scattered += std::to_string(i * 7919 % 1000) + "," + std::to_string(i * 104729 % 1000) + "," +
                 std::to_string(i * 1299709 % 200) + ",1\n";
    topography += std::to_string(10 * (i % 20)) + "," + std::to_string(10 * (i / 20)) + "," +
                  std::to_string(100 + (i % 20) / 4 + (i / 20) / 3) + "\n";
  }
  for (const std::string& text : {scattered, topography}) {
    const Loaded loaded = read_file(folder.write("p.csv", text));
    ASSERT_EQ(kind_of(*loaded.dataset), DatasetKind::points);
    EXPECT_EQ(count_of(*loaded.dataset), 400U);
  }
}

TEST(PointsCsv, AGridTooSmallToBeSureOfIsSaid) {
  const TemporaryFolder folder;
  const auto said = [&](const std::string& text) {
    const Loaded loaded = read_file(folder.write("p.csv", text));
    EXPECT_EQ(kind_of(*loaded.dataset), DatasetKind::points);
    return std::ranges::any_of(loaded.notes, [](const std::string& note) {
      return note.find("4 points fill a grid of 2 x 2 x 1") != std::string::npos;
    });
  };
  EXPECT_TRUE(said("x,y,z,au\n5,5,100,1\n15,5,100,2\n5,15,100,3\n15,15,100,4\n"));
  EXPECT_FALSE(said("x,y,z,au\n5,5,100,1\n15,5,100,2\n5,15,100,3\n16,15,100,4\n"));
}

TEST(PointsCsv, BadCoordinatesAreRejectedAndTheRestBecomesASurface) {
  const TemporaryFolder folder;
  Problems problems;
  Source source =
      recognise({folder.write("topo.csv", "x,y,z\n0,0,1\n10,0,2\n0,10,3\n10,11,4\ninf,1,1\n1,2e9,1\n,1,1\n")}, problems)
          .at(0);
  Progress progress;
  const Loaded points = load(source, progress);
  EXPECT_EQ(count_of(*points.dataset), 4U);
  EXPECT_EQ(of_check(points, "bad-coordinates").size(), 3U);
  EXPECT_EQ(of_check(points, "bad-coordinates")[1].line, 7U);
  source.triangulate = true;
  EXPECT_EQ(count_of(*load(source, progress).dataset), 2U);
}

TEST(PointsCsv, ZoneNumbersInYTurnTheAxes) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write(
      "p.csv", "X,Y,Z\n5540000,14500000,400\n5540100,14500200,410\n5540300,14500100,405\n5540400,14500900,405\n"));
  EXPECT_EQ(std::get<Points>(*loaded.dataset).positions_source[0], (Vec3{14500000, 5540000, 400}));
  EXPECT_EQ(of_check(loaded, "table-axes-swapped").size(), 1U);
  const Loaded named =
      read_file(folder.write("n.csv", "X (северная),Y (восточная),Z\n100,900,1\n200,800,1\n300,850,2\n"));
  EXPECT_EQ(std::get<Points>(*named.dataset).positions_source[0], (Vec3{900, 100, 1}));
}

TEST(BlocksCsv, RealModels) {
  LODE_NEEDS_SAMPLE("bm_evo");
  const Loaded evo = read_file(sample("bm_evo/regular-bm-named-columns.csv"));
  EXPECT_EQ(count_of(*evo.dataset), 8000U);
  EXPECT_EQ(model_of(evo).lattice, Lattice::regular({10550, 100550, 400}, {10, 10, 10}, {20, 20, 20}));
  const Loaded pygslib = read_file(sample("pygslib_demo1/bmodel.csv"));
  EXPECT_EQ(count_of(*pygslib.dataset), 5572U);
  EXPECT_EQ(model_of(pygslib).lattice.cell_size({0, 0, 0}), (Vec3{5, 5, 5}));
  EXPECT_FALSE(model_of(pygslib).dense());
  EXPECT_TRUE(pygslib.problems.empty());
}

}  // namespace
}  // namespace lode::io
