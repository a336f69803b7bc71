// How exactly grids are recovered from centroids: steps, turns, and what a filter leaves of a turned model.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "core/rotation.h"
#include "io/lattice_fit.h"
#include "reading.h"

namespace lode::io {
namespace {

using lode::testing::TemporaryFolder;

const BlockModel& model_of(const Loaded& loaded) { return std::get<BlockModel>(*loaded.dataset); }

struct Grid {
  Vec3 size;
  std::array<int, 3> count;
  Affine placed;
  int decimals = 3;
  bool with_sizes = false;
  Vec3 stated_size{};  ///< where it is not the size
};

std::string csv_of(const Grid& grid, const std::function<bool()>& kept = {}) {
  const Vec3 stated = grid.stated_size.x > 0 ? grid.stated_size : grid.size;
  std::string csv = grid.with_sizes ? "x,y,z,dx,dy,dz,g\n" : "x,y,z,g\n";
  for (int k = 0; k < grid.count[2]; ++k)
    for (int j = 0; j < grid.count[1]; ++j)
      for (int i = 0; i < grid.count[0]; ++i) {
        if (kept && !kept()) continue;
        const Vec3 at = grid.placed({(i + 0.5) * grid.size.x, (j + 0.5) * grid.size.y, (k + 0.5) * grid.size.z});
        csv += fmt::format("{:.{}f},{:.{}f},{:.{}f},", at.x, grid.decimals, at.y, grid.decimals, at.z, grid.decimals);
        if (grid.with_sizes) csv += fmt::format("{},{},{},", stated.x, stated.y, stated.z);
        csv += fmt::format("{}\n", i + j + k);
      }
  return csv;
}

Affine placed(std::string_view convention, std::array<double, 3> angles_deg) {
  return {rotated_axes(convention, angles_deg), {500000, 7000000, 100}};
}
Affine turned(double azimuth_deg) { return placed("micromine", {azimuth_deg, 0, 0}); }

Lattice lattice_of(const std::string& csv) {
  const TemporaryFolder folder;
  const Loaded loaded = read_file(folder.write("m.csv", csv));
  EXPECT_TRUE(loaded.problems.empty());
  return model_of(loaded).lattice;
}

// 100 ft are 30.48 m, 10 m are 32.8084 ft: with two decimals 32.81, 65.62, 98.43, 131.23 ...
TEST(GridSteps, AreTheDecimalThatAllCentroidsAgreeWith) {
  for (const double azimuth : {0.0, -30.0}) {
    const Lattice lattice = lattice_of(csv_of({{32.8084, 30.48, 5}, {40, 30, 10}, turned(azimuth), 2}));
    EXPECT_EQ(lattice.count, (std::array<std::uint32_t, 3>{40, 30, 10}));
    EXPECT_EQ(lattice.edges[0][1], 32.8084) << azimuth;
    EXPECT_EQ(lattice.edges[1][1], 30.48) << azimuth;
    EXPECT_EQ(lattice.edges[2][1], 5);
    EXPECT_NEAR(lattice.source_from_lattice.columns[0].y, -std::sin(azimuth * M_PI / 180), 1e-12);
  }
  // A third has no short decimal: 300 of them in 1000 m at two decimals are known to a hundred-thousandth.
  EXPECT_NEAR(lattice_of(csv_of({{10.0 / 3, 5, 5}, {300, 3, 3}, turned(0), 2})).edges[0][1], 10.0 / 3, 1e-5);
  // Four of them are known to a centimetre in three steps: 3.33 agrees with all.
  EXPECT_NEAR(lattice_of(csv_of({{10.0 / 3, 5, 5}, {4, 3, 3}, turned(0), 2})).edges[0][1], 10.0 / 3, 4e-3);
}

TEST(GridSteps, AreTheStatedSizesUnlessTheirDecimalsAreTooFew) {
  Grid grid{{20, 10, 5}, {30, 20, 10}, turned(-60), 3, true};
  const Lattice stated = lattice_of(csv_of(grid));
  EXPECT_EQ(stated.edges[0][1], 20);
  EXPECT_EQ(stated.edges[1][1], 10);
  grid = {{32.8084, 10, 5}, {60, 20, 10}, turned(0), 4, true, {32.8, 10, 5}};
  EXPECT_EQ(lattice_of(csv_of(grid)).edges[0][1], 32.8084);
}

TEST(GridTurns, OfCubesAreNotTakenForAFinerLevelGrid) {
  const Lattice lattice = lattice_of(csv_of({{10, 10, 10}, {30, 25, 20}, placed("leapfrog", {40, 55, 0})}));
  EXPECT_EQ(lattice.cells(), 30U * 25U * 20U);
  for (const auto& edges : lattice.edges) EXPECT_NEAR(edges[1], 10, 1e-9);
}

// What is left of 6,000 blocks lies far apart, but sizes are known and centroids whole numbers of them apart.
TEST(GridTurns, AreFoundAgainInWhatAFilterLeaves) {
  for (const Affine& place : {turned(-30), turned(-60), turned(-100), turned(30), turned(127),
                              placed("leapfrog", {40, 55, 0}), placed("leapfrog", {-110, 20, 35})})
    for (const double share : {0.2, 0.02, 0.004}) {
      std::mt19937 random(17);
      Grid grid{{20, 10, 5}, {30, 20, 10}, place, 3, true};
      std::uniform_real_distribution<> any;
      const TemporaryFolder folder;
      const Loaded loaded = read_file(folder.write("m.csv", csv_of(grid, [&] { return any(random) < share; })));
      const Lattice& lattice = model_of(loaded).lattice;
      const std::string what = fmt::format("{} {}", place.columns[0].x, share);
      EXPECT_TRUE(loaded.problems.empty()) << what;
      EXPECT_EQ(lattice.edges[0][1], 20) << what;
      EXPECT_EQ(lattice.edges[1][1], 10) << what;
      EXPECT_EQ(lattice.edges[2][1], 5) << what;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double cosine = dot(lattice.source_from_lattice.columns[axis], place.columns[axis]);
        EXPECT_NEAR(std::abs(cosine), 1, 1e-8) << what;
      }
    }
}

TEST(GridTurns, OfTwoBlocksAreAboutTheVertical) {
  const TemporaryFolder folder;
  const double c = std::cos(M_PI / 6), s = std::sin(M_PI / 6);  // one block east, two north of it
  const Loaded loaded = read_file(
      folder.write("m.csv", fmt::format("x,y,z,dx,dy,dz,g\n500000,7000000,100,20,10,5,1\n{:.3f},{:.3f},100,20,10,5,2\n",
                                        500000 + 20 * c - 20 * s, 7000000 + 20 * s + 20 * c)));
  const Lattice& lattice = model_of(loaded).lattice;
  EXPECT_EQ(lattice.count, (std::array<std::uint32_t, 3>{2, 3, 1}));
  EXPECT_NEAR(lattice.source_from_lattice.columns[0].y, s, 1e-4);
  const auto guessed = [](const Loaded& read) {
    return std::ranges::any_of(read.notes, [](const std::string& note) { return note.find("a guess") < note.size(); });
  };
  EXPECT_TRUE(guessed(loaded));
  // Side by side along x, and three that lie on a grid, leave nothing to guess.
  EXPECT_FALSE(guessed(read_file(folder.write("n.csv", "x,y,z,dx,dy,dz,g\n5,5,5,10,10,10,1\n25,5,5,10,10,10,2\n"))));
  EXPECT_FALSE(guessed(
      read_file(folder.write("t.csv", "x,y,z,dx,dy,dz,g\n5,5,5,10,10,10,1\n25,5,5,10,10,10,2\n25,35,5,10,10,10,2\n"))));
}

}  // namespace
}  // namespace lode::io
