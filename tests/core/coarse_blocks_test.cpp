// Merged blocks against brute force: where they stand and whose colour their faces have.
#include "core/coarse_blocks.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/geometry.h"

namespace lode {
namespace {

struct Model {
  BlockModel model;
  Mask visible;
  std::vector<std::uint8_t> index_of_row;
};

Model random_model(std::mt19937& random, unsigned percent) {
  Model m;
  std::array<std::uint32_t, 3> count;
  for (std::uint32_t& c : count) c = 1 + random() % 150;
  count[2] = 1 + random() % 9;
  m.model.lattice = Lattice::regular({0, 0, 0}, {10, 5, 2}, count);
  Mask present(m.model.lattice.cells());
  m.visible = Mask(present.size());
  const bool sparse = random() % 2 == 0;
  for (std::size_t cell = 0; cell < present.size(); ++cell) {
    if (sparse && random() % 4 == 0) continue;
    present.set(cell);
    m.index_of_row.push_back(static_cast<std::uint8_t>(1 + random() % 255));
    if (random() % 100 < percent) m.visible.set(cell);
  }
  m.model.table.rows = m.index_of_row.size();
  if (sparse) m.model.present = RankedMask(std::move(present));
  return m;
}

/// The visible cells of a coarse one.
std::vector<std::uint64_t> cells_within(const Model& m, unsigned merged, std::array<std::uint32_t, 3> coarse) {
  std::vector<std::uint64_t> cells;
  const auto& count = m.model.lattice.count;
  for (std::uint32_t k = coarse[2] * merged; k < std::min((coarse[2] + 1) * merged, count[2]); ++k)
    for (std::uint32_t j = coarse[1] * merged; j < std::min((coarse[1] + 1) * merged, count[1]); ++j)
      for (std::uint32_t i = coarse[0] * merged; i < std::min((coarse[0] + 1) * merged, count[0]); ++i)
        if (m.visible[m.model.lattice.cell(i, j, k)]) cells.push_back(m.model.lattice.cell(i, j, k));
  return cells;
}

TEST(CoarseBlocks, StandWhereverABlockIsVisible) {
  std::mt19937 random(5);
  CoarseBlocks coarse;
  for (int round = 0; round < 40; ++round) {
    const Model m = random_model(random, 1 + random() % 40);
    build_coarse(m.model, m.visible, m.index_of_row, random() % 2 == 0 ? 1000000 : 300, coarse);
    ASSERT_GT(coarse.merged, 1U);
    const Lattice& lattice = coarse.lattice;
    for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
      ASSERT_EQ(coarse.visible[cell], !cells_within(m, coarse.merged, lattice.ijk(cell)).empty());
    for (std::size_t a = 0; a < 3; ++a) {
      EXPECT_EQ(lattice.edges[a].size(), lattice.count[a] + std::size_t{1});
      EXPECT_EQ(lattice.edges[a].back(), m.model.lattice.edges[a].back());
    }
    Faces expected;
    build_faces(lattice, coarse.visible, expected);
    EXPECT_EQ(coarse.faces.cells, expected.cells);
  }
}

TEST(CoarseBlocks, AreMergedUntilTheirFacesAreWithinTheBudget) {
  std::mt19937 random(6);
  for (int round = 0; round < 10; ++round) {
    const Model m = random_model(random, 20);
    CoarseBlocks coarse;
    build_coarse(m.model, m.visible, m.index_of_row, 2000, coarse);
    EXPECT_TRUE(coarse.faces.cells.size() <= 2000 || coarse.merged == 64);
    Faces all;
    build_faces(m.model.lattice, m.visible, all);
    CoarseBlocks once;
    build_coarse(m.model, m.visible, m.index_of_row, all.cells.size() * 8, once);
    EXPECT_EQ(once.merged, 2U) << "no coarser than it must be";
  }
}

TEST(CoarseBlocks, HaveTheColourOfTheVisibleBlockNearestBehindTheFace) {
  std::mt19937 random(8);
  CoarseBlocks coarse;
  for (int round = 0; round < 30; ++round) {
    const Model m = random_model(random, 5);
    build_coarse(m.model, m.visible, m.index_of_row, random() % 2 == 0 ? 1000000 : 500, coarse);
    for (int direction = 0; direction < 6; ++direction) {
      const auto axis = static_cast<std::size_t>(direction / 2);
      const std::span<const FaceCell> cells = coarse.faces.of(direction);
      for (std::size_t f = 0; f < cells.size(); ++f) {
        const auto within = cells_within(m, coarse.merged, {cells[f].i, cells[f].j, cells[f].k});
        ASSERT_FALSE(within.empty());
        std::int64_t nearest = -1000000;
        std::set<std::uint8_t> colours;
        for (const std::uint64_t cell : within) {
          const std::int64_t at = m.model.lattice.ijk(cell)[axis], height = direction % 2 == 1 ? at : -at;
          if (height > nearest) colours.clear(), nearest = height;
          if (height == nearest) colours.insert(m.index_of_row[m.model.row_of_cell(cell)]);
        }
        const std::uint8_t got = coarse.colour_index[coarse.faces.begin[static_cast<std::size_t>(direction)] + f];
        ASSERT_TRUE(colours.contains(got)) << "direction " << direction;
      }
    }
  }
}

}  // namespace
}  // namespace lode
