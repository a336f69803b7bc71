// Sub-blocked, turned and indexed block models as delimited text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/error.h"
#include "core/text.h"
#include "io/lattice_fit.h"
#include "io/sub_block_fit.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::sample;
using lode::testing::TemporaryFolder;

const BlockModel& model_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

Loaded read_with(const std::filesystem::path& file, const GridGeometry& geometry) {
  Problems problems;
  std::vector<Source> sources = recognise({file}, problems);
  EXPECT_EQ(sources.at(0).kind, DatasetKind::blocks);
  sources.at(0).geometry = geometry;
  Progress progress;
  return load(sources.at(0), progress);
}

struct Box {
  Vec3 lower, size;
};

/// Octree: parents of 16 x 16 x 8 m halved at random, some boxes missing.
void halve(std::mt19937& random, const Box& box, int most, std::vector<Box>& boxes) {
  if (most == 0 || random() % 3 == 0) {
    if (random() % 8 != 0) boxes.push_back(box);
    return;
  }
  const Vec3 half = 0.5 * box.size;
  for (int child = 0; child < 8; ++child)
    halve(random, {box.lower + Vec3{child & 1 ? half.x : 0, child & 2 ? half.y : 0, child & 4 ? half.z : 0}, half},
          most - 1, boxes);
}
std::vector<Box> octree(std::mt19937& random, int ni, int nj, int nk) {
  std::vector<Box> boxes;
  for (int k = 0; k < nk; ++k)
    for (int j = 0; j < nj; ++j)
      for (int i = 0; i < ni; ++i) {
        const Box parent{{16.0 * i, 16.0 * j, 8.0 * k}, {16, 16, 8}};
        if (i == 1 && j == 1 && k == 0)
          boxes.push_back(parent);
        else
          halve(random, parent, 3, boxes);
      }
  return boxes;
}

std::string rows_of(const std::vector<Box>& boxes, const Affine& placed, const char* number = "%.12g") {
  std::string text = "XC,YC,ZC,XINC,YINC,ZINC,grade\n";
  char buffer[32];
  int grade = 0;
  for (const Box& box : boxes) {
    const Vec3 c = placed(box.lower + 0.5 * box.size);
    for (const double value : {c.x, c.y, c.z, box.size.x, box.size.y, box.size.z}) {
      std::snprintf(buffer, sizeof buffer, number, value);
      text += std::string(buffer) + ",";
    }
    text += std::to_string(grade++) + "\n";
  }
  return text;
}

double volume_of(const BlockModel& model) {
  double volume = 0;
  model.for_each_block([&](std::uint64_t, Vec3 lower, Vec3 upper) {
    const Vec3 size = upper - lower;
    volume += size.x * size.y * size.z;
  });
  return volume;
}
double volume_of(const std::vector<Box>& boxes) {
  double volume = 0;
  for (const Box& box : boxes) volume += box.size.x * box.size.y * box.size.z;
  return volume;
}

/// Every block stands where its row says.
void expect_places(const BlockModel& model, const std::vector<Box>& boxes, const Affine& placed, double within) {
  ASSERT_EQ(model.table.rows, boxes.size());
  const Numbers& grade = *model.table.find("grade")->numbers();
  model.for_each_block([&](std::uint64_t row, Vec3 lower, Vec3 upper) {
    const Box& box = boxes[static_cast<std::size_t>(grade[row])];
    const Vec3 expected = placed(box.lower + 0.5 * box.size);
    ASSERT_LT(length(model.lattice.source_from_lattice(0.5 * (lower + upper)) - expected), within) << row;
  });
}

TEST(SubBlocksCsv, FindsTheParentsOfAnOctree) {
  std::mt19937 random(11);
  const std::vector<Box> boxes = octree(random, 4, 3, 3);
  const TemporaryFolder folder;
  Affine placed;
  placed.offset = {500000, 7000000, -120};
  const Loaded loaded = read_file(folder.write("m.csv", rows_of(boxes, placed)));
  const BlockModel& model = model_of(loaded);
  ASSERT_TRUE(model.sub_blocked());
  EXPECT_EQ(model.lattice, Lattice::regular({500000, 7000000, -120}, {16, 16, 8}, {4, 3, 3}));
  EXPECT_EQ(model.sub_blocks->kind(), SubBlockKind::octree);
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_DOUBLE_EQ(volume_of(model), volume_of(boxes));
  expect_places(model, boxes, placed, 1e-6);
}

TEST(SubBlocksCsv, FindsATurnAboutOneToThreeAxes) {
  std::mt19937 random(12);
  const TemporaryFolder folder;
  const std::vector<Box> boxes = octree(random, 6, 5, 4);
  for (const std::array<double, 3> angles : {std::array<double, 3>{25, 0, 0}, {-38, 20, 0}, {30, 25, 15}}) {
    Affine placed;
    placed.columns = rotated_axes("leapfrog", angles);
    placed.offset = {512345.5, 7012345.25, 321};
    for (const char* number : {"%.12g", "%.3f"}) {
      const BlockModel model = model_of(read_file(folder.write("m.csv", rows_of(boxes, placed, number))));
      ASSERT_TRUE(model.sub_blocked()) << angles[0];
      EXPECT_EQ(model.lattice.cells(), 120U) << angles[0] << " " << number;
      EXPECT_NEAR(volume_of(model), volume_of(boxes), 1e-4 * volume_of(boxes));
      expect_places(model, boxes, placed, 0.02);
    }
  }
}

TEST(SubBlocksCsv, FindsTheTurnOfWhatAFilterLeaves) {
  std::mt19937 random(14);
  const TemporaryFolder folder;
  const std::vector<Box> all = octree(random, 12, 10, 6);
  for (const auto& [degrees, one_in] : {std::pair{0.0, 10U}, {30.0, 10U}, {-75.0, 10U}, {30.0, 100U}}) {
    std::vector<Box> boxes = all;
    std::erase_if(boxes, [&, one_in = one_in](const Box&) { return random() % one_in != 0; });
    Affine placed;
    placed.columns = rotated_axes("micromine", {degrees, 0, 0});
    placed.offset = {512345.5, 7012345.25, 321};
    const BlockModel model = model_of(read_file(folder.write("m.csv", rows_of(boxes, placed, "%.12g"))));
    ASSERT_TRUE(model.sub_blocked()) << degrees;
    const double largest = one_in == 10 ? 16 : 8;  // of a hundredth no whole parent is left
    EXPECT_NEAR(model.lattice.edges[0][1], largest, 1e-6) << degrees;
    EXPECT_EQ(model.sub_blocks->kind(), SubBlockKind::octree) << degrees;
    EXPECT_NEAR(volume_of(model), volume_of(boxes), 1e-6 * volume_of(boxes)) << degrees;
    expect_places(model, boxes, placed, 1e-3);
  }
}

/// Each parent is whole or cut anywhere, in 1/100 of it, along each axis.
std::vector<Box> freely_cut(std::mt19937& random, int ni, int nj, int nk, unsigned percent_cut) {
  std::vector<Box> boxes;
  for (int k = 0; k < nk; ++k)
    for (int j = 0; j < nj; ++j)
      for (int i = 0; i < ni; ++i) {
        const bool cut = random() % 100 < percent_cut;
        std::array<std::vector<double>, 3> at;
        for (std::vector<double>& along : at) {
          along = {0, 1};
          if (cut && random() % 3 != 0)
            along.insert(along.begin() + 1, 0.05 + 0.01 * static_cast<double>(random() % 90));
        }
        for (std::size_t c = 1; c < at[2].size(); ++c)
          for (std::size_t b = 1; b < at[1].size(); ++b)
            for (std::size_t a = 1; a < at[0].size(); ++a) {
              const Vec3 lower{20 * (i + at[0][a - 1]), 20 * (j + at[1][b - 1]), 10 * (k + at[2][c - 1])};
              const Vec3 upper{20 * (i + at[0][a]), 20 * (j + at[1][b]), 10 * (k + at[2][c])};
              boxes.push_back({lower, upper - lower});
            }
      }
  std::shuffle(boxes.begin(), boxes.end(), random);
  return boxes;
}

// A level turn: none of the free sides is a whole number of anything.
TEST(SubBlocksCsv, FindsTheTurnOfFreeSubBlocks) {
  std::mt19937 random(21);
  const TemporaryFolder folder;
  for (const double degrees : {30.0, 12.34, -45.0, 90.0})
    for (const unsigned percent : {10U, 100U}) {
      const std::vector<Box> boxes = freely_cut(random, 8, 6, 4, percent);
      Affine placed;
      placed.columns = rotated_axes("micromine", {-degrees, 0, 0});
      placed.offset = {500000, 7000000, 100};
      for (const char* number : {"%.3f", "%.4f", "%.9f"}) {
        const std::string what = fmt::format("{} {} {}", degrees, percent, number);
        const Loaded loaded = read_file(folder.write("m.csv", rows_of(boxes, placed, number)));
        const BlockModel& model = model_of(loaded);
        EXPECT_TRUE(loaded.problems.empty()) << what;
        EXPECT_EQ(model.lattice.cells(), 8U * 6U * 4U) << what;
        const double sine = std::sin(degrees * M_PI / 180);
        EXPECT_NEAR(std::abs(model.lattice.source_from_lattice.columns[0].y), std::abs(sine), 1e-5) << what;
        expect_places(model, boxes, placed, 0.005);
      }
    }
}

// Seen in an export of the blocks above a cut-off: parents of many blocks fit along x and y by chance, but blocks share
// room there.
TEST(SubBlocksCsv, FindsTheTurnWhereLevelParentsFitByChance) {
  const TemporaryFolder folder;
  int turned = 0, apart = 0;
  constexpr int seeds = 20;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    std::mt19937 random(seed);
    std::vector<Box> boxes = octree(random, 5, 4, 3);
    std::shuffle(boxes.begin(), boxes.end(), random);
    boxes.resize(std::min<std::size_t>(boxes.size(), 43));
    Affine placed;
    placed.columns = rotated_axes("micromine", {-30, 0, 0});
    placed.offset = {500000, 7000000, 100};
    const Loaded loaded = read_file(folder.write("m.csv", rows_of(boxes, placed, "%.3f")));
    turned += std::abs(model_of(loaded).lattice.source_from_lattice.columns[0].y - 0.5) < 1e-3 ? 1 : 0;
    apart += loaded.problems.empty() ? 1 : 0;
  }
  EXPECT_EQ(turned, seeds);
  EXPECT_EQ(apart, seeds);
}

// Boxes in no order at all: every turn that might be named would be made up.
TEST(SubBlocksCsv, NamesNoTurnThatCannotBeVerified) {
  std::mt19937 random(31);
  std::vector<Box> boxes;
  const auto any = [&](double most) { return most * static_cast<double>(random() % 10000) / 10000; };
  for (int i = 0; i < 300; ++i)
    boxes.push_back({{any(100), any(100), any(50)}, {1 + any(20), 1 + any(20), 1 + any(10)}});
  const TemporaryFolder folder;
  try {
    const Loaded loaded = read_file(folder.write("m.csv", rows_of(boxes, {}, "%.3f")));
    EXPECT_EQ(model_of(loaded).lattice.source_from_lattice.columns, Affine{}.columns);
  } catch (const Error& error) {
    const std::string text = std::string(error.what()) + error.remedy();
    EXPECT_EQ(text.find("look turned"), std::string::npos) << text;
    EXPECT_EQ(text.find("angles_deg="), std::string::npos) << text;
  }
}

// With one decimal the sides of sub-blocks of 2.5 m are known to 2 % of them, too little to find parents by.
TEST(SubBlocksCsv, SaysThatARoundedModelLooksTurned) {
  std::vector<Box> boxes;
  for (int k = 0; k < 6; ++k)
    for (int j = 0; j < 15; ++j)
      for (int i = 0; i < 20; ++i) {
        const Vec3 lower{20.0 * i, 10.0 * j, 5.0 * k};
        if (i % 2 == 0) boxes.push_back({lower, {20, 10, 5}});
        for (int part = 0; i % 2 == 1 && part < 16; ++part)
          boxes.push_back({lower + Vec3{5.0 * (part % 4), 5.0 * (part / 4 % 2), 2.5 * (part / 8)}, {5, 5, 2.5}});
      }
  Affine placed;
  placed.columns = rotated_axes("vulcan", {60, 0, 0});
  placed.offset = {500000, 7000000, 100};
  const TemporaryFolder folder;
  const auto file = folder.write("m.csv", rows_of(boxes, placed, "%.10g"));
  EXPECT_EQ(model_of(read_file(file)).lattice.cells(), 1800U);
  std::string rounded = "XC,YC,ZC,XINC,YINC,ZINC,grade\n";
  for (const Box& box : boxes) {
    const Vec3 c = placed(box.lower + 0.5 * box.size);
    char row[120];
    std::snprintf(row, sizeof row, "%.1f,%.1f,%.1f,%g,%g,%g,1\n", c.x, c.y, c.z, box.size.x, box.size.y, box.size.z);
    rounded += row;
  }
  try {
    read_file(folder.write("rounded.csv", rounded));
    ADD_FAILURE() << "it cannot be read";
  } catch (const Error& error) {
    const std::string text = std::string(error.what()) + error.remedy();
    EXPECT_NE(text.find("look turned 30"), std::string::npos) << text;
    EXPECT_NE(text.find("--grid 'rotation=vulcan angles_deg=60,0,0'"), std::string::npos) << text;
  }
}

TEST(BlocksCsvTurned, FindsARegularGridTurnedAboutThreeAxes) {
  const TemporaryFolder folder;
  Affine placed;
  placed.columns = rotated_axes("datamine", {30, 25, 15});
  placed.offset = {512345.5, 7012345.25, 321};
  std::vector<Box> boxes;
  std::string text = "XC,YC,ZC,grade\n";
  for (int k = 0; k < 12; ++k)
    for (int j = 0; j < 40; ++j)
      for (int i = 0; i < 60; ++i) {
        if ((7 * i + 3 * j + k) % 13 == 0) continue;
        boxes.push_back({{10.0 * i, 5.0 * j, 4.0 * k}, {10, 5, 4}});
        const Vec3 c = placed(boxes.back().lower + Vec3{5, 2.5, 2});
        char row[120];
        std::snprintf(row, sizeof row, "%.2f,%.2f,%.2f,%zu\n", c.x, c.y, c.z, boxes.size() - 1);
        text += row;
      }
  const Loaded loaded = read_file(folder.write("m.csv", text));
  const BlockModel& model = model_of(loaded);
  EXPECT_EQ(model.lattice.cells(), 12U * 40U * 60U);
  expect_places(model, boxes, placed, 0.03);
}

TEST(SubBlocksCsv, FreeSubBlocksKeepTheirVolumes) {
  // Each parent is cut across z at a height of its own, as a surface cuts blocks.
  std::mt19937 random(13);
  std::vector<Box> boxes;
  for (int k = 0; k < 3; ++k)
    for (int j = 0; j < 4; ++j)
      for (int i = 0; i < 5; ++i) {
        const double cut = 1 + static_cast<double>(random() % 3000) / 1000;
        boxes.push_back({{10.0 * i, 10.0 * j, 5.0 * k}, {10, 10, cut}});
        boxes.push_back({{10.0 * i, 10.0 * j, 5.0 * k + cut}, {10, 10, 5 - cut}});
      }
  const TemporaryFolder folder;
  Affine placed;
  placed.offset = {1000, 2000, 300};
  const Loaded loaded = read_file(folder.write("m.csv", rows_of(boxes, placed)));
  const BlockModel& model = model_of(loaded);
  ASSERT_TRUE(model.sub_blocked());
  EXPECT_EQ(model.sub_blocks->kind(), SubBlockKind::free);
  EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{5, 4, 3}));
  EXPECT_NEAR(volume_of(model), 5 * 4 * 3 * 500.0, 1e-6);
  EXPECT_TRUE(loaded.problems.empty());
  BoxFaces faces;
  build_faces(*model.sub_blocks, Mask(boxes.size(), true), faces);
  // All visible: the box's six sides alone.
  double area = 0;
  const auto& levels = model.sub_blocks->levels();
  for (int d = 0; d < 6; ++d)
    for (const BoxFace& face : faces.of(d)) {
      const auto b = static_cast<std::size_t>((d / 2 + 1) % 3), c = static_cast<std::size_t>((d / 2 + 2) % 3);
      const LevelRectangle& r = face.rectangle;
      area += (levels[b][r.upper_b] - levels[b][r.lower_b]) * (levels[c][r.upper_c] - levels[c][r.lower_c]);
    }
  EXPECT_NEAR(area, 2.0 * (50 * 40 + 50 * 15 + 40 * 15), 1e-6);
}

TEST(SubBlocksCsv, DirtyRowsAreListed) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,dx,dy,dz,grade\n";
  for (int i = 0; i < 12; ++i) text += std::to_string(5 + 10 * i) + ",5,5,10,10,10,1\n";
  text += "122.5,5,5,5,10,10,2\n";  // line 14: half a parent
  text += "122.5,5,5,5,10,10,3\n";  // line 15: again
  text += "123.5,5,5,5,10,10,4\n";  // line 16: shares room with line 14
  text += "125,5,5,-5,10,10,5\n";   // line 17: no size
  text += ",5,5,5,10,10,6\n";       // line 18: no coordinate
  const Loaded loaded = read_file(folder.write("m.csv", text));
  EXPECT_EQ(model_of(loaded).table.rows, 14U);
  std::map<std::string, std::uint64_t> line_of;
  for (const Problem& problem : loaded.problems) line_of[problem.check] = problem.line;
  EXPECT_EQ(line_of,
            (std::map<std::string, std::uint64_t>{
                {"duplicate-block", 15}, {"overlapping-blocks", 16}, {"bad-block-size", 17}, {"bad-coordinates", 18}}));
  EXPECT_EQ(model_of(loaded).table.rows_read, 17U);
  EXPECT_EQ(model_of(loaded).table.rows_rejected, 3U);
}

TEST(SubBlocksCsv, ABlockFarFromAllOthersIsSaid) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,dx,dy,dz\n";
  for (int i = 0; i < 24; ++i) text += fmt::format("{},{},5,10,10,10\n", 500005 + 10 * (i % 6), 7000005 + 10 * (i / 6));
  for (int i = 0; i < 8; ++i)
    text += fmt::format("{},7000002.5,{},5,5,5\n", i == 3 ? 50062.5 : 500062.5 + 5 * (i % 2), 2.5 + 5 * (i / 2));
  const Loaded loaded = read_file(folder.write("m.csv", text));
  EXPECT_TRUE(model_of(loaded).sub_blocked());
  const auto far = std::ranges::find(loaded.problems, "far-block", &Problem::check);
  ASSERT_NE(far, loaded.problems.end());
  EXPECT_EQ(far->line, 29U);
}

TEST(SubBlocksCsv, UnevenParentsOfATensorGrid) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,dx,dy,dz,grade\n";
  double x = 100;
  for (const double width : {5.0, 10.0, 20.0, 40.0}) {
    double y = 200;
    for (const double depth : {3.0, 6.0, 9.0}) {
      for (int k = 0; k < 2; ++k)
        text += shortest(x + width / 2) + "," + shortest(y + depth / 2) + "," + shortest(2.0 + 4 * k) + "," +
                shortest(width) + "," + shortest(depth) + ",4,1\n";
      y += depth;
    }
    x += width;
  }
  const BlockModel model = model_of(read_file(folder.write("m.csv", text)));
  EXPECT_FALSE(model.sub_blocked());
  EXPECT_EQ(model.lattice.edges[0], (std::vector<double>{0, 5, 15, 35, 75}));
  EXPECT_EQ(model.lattice.edges[1], (std::vector<double>{0, 3, 9, 18}));
  EXPECT_NEAR(volume_of(model), 75 * 18 * 8, 1e-9);
}

TEST(IndexCsv, AsksForTheGridAndUsesIt) {
  const TemporaryFolder folder;
  std::string text = "I,J,K,grade\n";
  for (int k = 1; k <= 2; ++k)
    for (int j = 1; j <= 3; ++j)
      for (int i = 1; i <= 4; ++i)
        text += std::to_string(i) + "," + std::to_string(j) + "," + std::to_string(k) + "," +
                std::to_string(100 * i + 10 * j + k) + "\n";
  const std::filesystem::path file = folder.write("m.csv", text);
  try {
    read_file(file);
    FAIL() << "indices alone do not say where blocks are";
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("origin"), std::string::npos);
    EXPECT_NE(error.remedy().find("--grid"), std::string::npos);
  }
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 50};
  geometry.size = Vec3{10, 20, 5};
  const BlockModel model = model_of(read_with(file, geometry));
  EXPECT_EQ(model.lattice, Lattice::regular({1000, 2000, 50}, {10, 20, 5}, {4, 3, 2}));
  EXPECT_EQ((*model.table.find("grade")->numbers())[model.lattice.cell(3, 2, 1)], 432);

  // Datamine's index of all three, k fastest; from 0.
  const BlockModel combined =
      model_of(read_with(folder.write("ijk.csv", "IJK,grade\n0,1\n1,2\n2,3\n23,4\n99,5\n"), [&] {
        geometry.count = {4, 3, 2};
        return geometry;
      }()));
  EXPECT_EQ(combined.table.rows, 4U);
  EXPECT_TRUE(combined.has_row(combined.lattice.cell(0, 0, 1)));
  EXPECT_TRUE(combined.has_row(combined.lattice.cell(0, 1, 0)));
  EXPECT_TRUE(combined.has_row(combined.lattice.cell(3, 2, 1)));
}

// Two parents of 16 x 8 x 4 m: the first whole, the second in eight, one of which is in eight again; from 0 and from 1.
TEST(IndexCsv, AnOctreeByIndexAndLevel) {
  const TemporaryFolder folder;
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 50};
  geometry.size = Vec3{16, 8, 4};
  for (const int base : {0, 1}) {
    std::string text = "i,j,k,level,grade\n";
    const auto add = [&](int i, int j, int k, int level) {
      text += fmt::format("{},{},{},{},{}\n", i + base, j + base, k + base, level, level);
    };
    add(0, 0, 0, 0);
    for (int part = 0; part < 8; ++part) {
      const int i = 2 + part % 2, j = part / 2 % 2, k = part / 4;
      if (part != 5) add(i, j, k, 1);
      for (int small = 0; part == 5 && small < 8; ++small)
        add(2 * i + small % 2, 2 * j + small / 2 % 2, 2 * k + small / 4, 2);
    }
    text += "9,9,9,1.5,0\n";
    const Loaded loaded = read_with(folder.write("m.csv", text), geometry);
    const BlockModel& model = model_of(loaded);
    ASSERT_TRUE(model.sub_blocked());
    EXPECT_EQ(model.table.rows, 16U);
    EXPECT_EQ(model.lattice, Lattice::regular({1000, 2000, 50}, {16, 8, 4}, {2, 1, 1}));
    EXPECT_EQ(model.sub_blocks->kind(), SubBlockKind::octree);
    EXPECT_NEAR(volume_of(model), 2 * 16 * 8 * 4, 1e-9);
    ASSERT_EQ(loaded.problems.size(), 1U) << "the level of 1.5";
    EXPECT_EQ(loaded.problems[0].check, "block-off-lattice");
    const Numbers& grade = *model.table.find("grade")->numbers();
    model.for_each_block(
        [&](std::uint64_t row, Vec3 lower, Vec3 upper) { EXPECT_EQ((upper - lower).x, 16 / std::exp2(grade[row])); });
  }
}

TEST(IndexCsv, ALevelThatNumbersBenchesIsAnAttribute) {
  const TemporaryFolder folder;
  std::string text = "i,j,k,level,grade\n";
  for (int k = 0; k < 3; ++k)
    for (int i = 0; i < 12; ++i) text += fmt::format("{},{},{},{},1\n", i % 4, i / 4, k, k + 1);
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 50};
  geometry.size = Vec3{10, 20, 5};
  const BlockModel model = model_of(read_with(folder.write("m.csv", text), geometry));
  EXPECT_FALSE(model.sub_blocked());
  EXPECT_EQ(model.lattice, Lattice::regular({1000, 2000, 50}, {10, 20, 5}, {4, 3, 3}));
}

// Two benches of parents, and of blocks of level 1 above them.
TEST(IndexCsv, LevelsOfABenchDoubleItsIndices) {
  const TemporaryFolder folder;
  std::string text = "i,j,k,level\n";
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 4; ++i) text += fmt::format("{},{},{},0\n", i, j, k);
  for (int k = 4; k < 6; ++k)
    for (int j = 0; j < 6; ++j)
      for (int i = 0; i < 8; ++i) text += fmt::format("{},{},{},1\n", i, j, k);
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 50};
  geometry.size = Vec3{20, 20, 10};
  const Loaded loaded = read_with(folder.write("m.csv", text), geometry);
  ASSERT_TRUE(model_of(loaded).sub_blocked());
  EXPECT_NEAR(volume_of(model_of(loaded)), 4 * 3 * 3 * 4000, 1e-6);
  EXPECT_TRUE(loaded.problems.empty());
}

TEST(IndexCsv, ALevelThatMayBeOfBlocksIsSaid) {
  const TemporaryFolder folder;
  std::string text;
  for (int k = 0; k < 4; ++k)
    for (int i = 0; i < 12; ++i) text += fmt::format("{},{},{},3\n", i % 4, i / 4, k);
  GridGeometry geometry;
  geometry.origin = Vec3{1000, 2000, 50};
  geometry.size = Vec3{8, 8, 8};
  const Loaded whole = read_with(folder.write("m.csv", "i,j,k,level\n" + text), geometry);
  EXPECT_FALSE(model_of(whole).sub_blocked());
  ASSERT_EQ(whole.problems.size(), 1U);
  EXPECT_EQ(whole.problems[0].check, "level-not-used");
  EXPECT_NE(whole.problems[0].action.find("octree_level"), std::string::npos);
  const Loaded named = read_with(folder.write("n.csv", "i,j,k,octree_level\n" + text), geometry);
  EXPECT_NEAR(volume_of(model_of(named)), 4 * 3 * 4, 1e-9);
  geometry.count = {1, 1, 1};  // of parents
  const Loaded counted = read_with(folder.write("c.csv", "i,j,k,level\n" + text), geometry);
  EXPECT_NEAR(volume_of(model_of(counted)), 4 * 3 * 4, 1e-9);
  EXPECT_TRUE(counted.problems.empty());
}

TEST(IndexCsv, IndicesBeyondTheCountAreNoSubBlocks) {
  const TemporaryFolder folder;
  std::string text = "i,j,k,g\n";
  for (int i = 0; i < 60; ++i) text += fmt::format("{},{},{},1\n", i % 5, i / 5 % 4, i / 20);
  GridGeometry geometry;
  geometry.origin = Vec3{};
  geometry.size = Vec3{10, 10, 5};
  geometry.count = {2, 4, 3};
  try {
    read_with(folder.write("m.csv", text), geometry);
    FAIL() << "36 of 60 blocks lie outside";
  } catch (const Error& error) {
    EXPECT_NE(error.what_happened().find("36 of 60 blocks lie off the grid that is stated"), std::string::npos)
        << error.what_happened();
    EXPECT_EQ(error.where().line, 4U);
    EXPECT_EQ(error.where().file.filename(), "m.csv");
    EXPECT_NE(error.remedy().find("count"), std::string::npos);
  }
}

TEST(IndexCsv, TheOctreeOfEvoHasNoPlacesWithoutItsKey) {
  LODE_NEEDS_SAMPLE("bm_evo");
  GridGeometry geometry;
  geometry.origin = Vec3{};
  geometry.size = Vec3{10, 10, 10};
  EXPECT_THROW(read_with(sample("bm_evo/variable-octree-bm-named-columns.csv"), geometry), Error);
}

TEST(SubBlocksCsv, TheBunnyHasTheGeometryItsOmfStates) {
  LODE_NEEDS_SAMPLE("omf_v2_rust");
  // Stated in bunny_blocks.omf: regular grid of 8 x 6 x 8 of 400 m, sub-blocks 4 x 4 x 4, octree, turned by 10 degrees.
  GridGeometry stated;
  stated.origin = Vec3{-1662, -1340, -423};
  stated.size = Vec3{400, 400, 400};
  stated.axes = {Vec3{0.984807753012208, 0.17364817766693033, 0}, Vec3{-0.17364817766693033, 0.984807753012208, 0}};
  const std::filesystem::path file = sample("omf_v2_rust/bunny_blocks.csv");
  for (const GridGeometry& geometry : {stated, GridGeometry{}}) {
    const Loaded loaded = read_with(file, geometry);
    const BlockModel& model = model_of(loaded);
    ASSERT_TRUE(model.sub_blocked());
    EXPECT_EQ(model.table.rows, 5123U);
    EXPECT_EQ(model.lattice.count, (std::array<std::uint32_t, 3>{8, 6, 8}));
    EXPECT_EQ(model.sub_blocks->kind(), SubBlockKind::octree);
    EXPECT_EQ(model.sub_blocks->division(), (std::array<std::uint32_t, 3>{4, 4, 4}));
    EXPECT_NEAR(volume_of(model), 8.0 * 6 * 8 * 400 * 400 * 400, 1);  // it fills its grid
    EXPECT_LT(length(model.lattice.source_from_lattice.offset - *stated.origin), 1e-6);
    EXPECT_LT(length(model.lattice.source_from_lattice.columns[0] - (*stated.axes)[0]), 1e-12);
    EXPECT_EQ(describe_rotation(model.lattice.source_from_lattice),
              "turned 10 degrees counter-clockwise about the vertical");
    EXPECT_TRUE(loaded.problems.empty());
  }
}

}  // namespace
}  // namespace lode::io
