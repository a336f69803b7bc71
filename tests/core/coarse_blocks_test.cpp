// Merged blocks against brute force: where they stand and whose colour their faces have.
#include "core/coarse_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
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
    ASSERT_GT(coarse.as.merged, 1U);
    const Lattice& lattice = coarse.lattice;
    for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
      ASSERT_EQ(coarse.visible[cell], !cells_within(m, coarse.as.merged, lattice.ijk(cell)).empty());
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
    EXPECT_TRUE(coarse.faces.cells.size() <= 2000 || coarse.as.merged == 64);
    Faces all;
    build_faces(m.model.lattice, m.visible, all);
    CoarseBlocks once;
    build_coarse(m.model, m.visible, m.index_of_row, all.cells.size() * 8, once);
    EXPECT_EQ(once.as.merged, 2U) << "no coarser than it must be";
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
        const auto within = cells_within(m, coarse.as.merged, {cells[f].i, cells[f].j, cells[f].k});
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

/// Parents of 10 x 10 x 4 m, whole or cut in two at random along an axis, a tenth of the parts missing.
Model random_sub_blocks(std::mt19937& random, unsigned percent) {
  Model m;
  std::array<std::uint32_t, 3> count;
  for (std::uint32_t& c : count) c = 1 + random() % 40;
  m.model.lattice = Lattice::regular({0, 0, 0}, {10, 10, 4}, count);
  BoxSides sides;
  const auto add = [&](Vec3 lower, Vec3 upper) {
    if (random() % 10 == 0) return;
    for (std::size_t a = 0; a < 3; ++a) {
      sides.lower[a].push_back(lower[static_cast<int>(a)]);
      sides.upper[a].push_back(upper[static_cast<int>(a)]);
    }
  };
  for (std::uint64_t cell = 0; cell < m.model.lattice.cells(); ++cell) {
    const auto ijk = m.model.lattice.ijk(cell);
    const Vec3 lower = m.model.lattice.lower_lattice(ijk), upper = m.model.lattice.upper_lattice(ijk);
    const int axis = static_cast<int>(random() % 4);
    if (axis == 3) {
      add(lower, upper);
      continue;
    }
    Vec3 middle_upper = upper, middle_lower = lower;
    middle_upper[axis] = middle_lower[axis] = lower[axis] + (upper[axis] - lower[axis]) * (random() % 2 ? 0.25 : 0.5);
    add(lower, middle_upper);
    add(middle_lower, upper);
  }
  m.model.sub_blocks = make_sub_blocks(m.model.lattice, std::move(sides)).boxes;
  m.model.table.rows = m.model.sub_blocks->size();
  m.visible = Mask(m.model.table.rows);
  for (std::size_t row = 0; row < m.model.table.rows; ++row) {
    m.index_of_row.push_back(static_cast<std::uint8_t>(1 + random() % 255));
    if (random() % 100 < percent) m.visible.set(row);
  }
  return m;
}

TEST(CoarseBlocks, OfSubBlocksAreWholeParentsOrSeveralColouredByTheNearestBehindTheFace) {
  std::mt19937 random(9);
  CoarseBlocks coarse;
  int whole_parents = 0, merged = 0;
  for (int round = 0; round < 30; ++round) {
    const Model m = random_sub_blocks(random, 1 + random() % 40);
    const SubBlocks& boxes = *m.model.sub_blocks;
    build_coarse(m.model, m.visible, m.index_of_row, random() % 2 == 0 ? 1000000 : 100, coarse);
    ASSERT_TRUE(coarse.as.parents);
    (coarse.as.merged == 1 ? whole_parents : merged) += 1;
    std::vector<std::vector<std::uint64_t>> rows_of(coarse.lattice.cells());
    m.visible.for_each_set(
        [&](std::size_t row) { rows_of[coarse.lattice.cell_at(boxes.centroid_lattice(row))].push_back(row); });
    for (std::uint64_t cell = 0; cell < coarse.lattice.cells(); ++cell)
      ASSERT_EQ(coarse.visible[cell], !rows_of[cell].empty());
    for (int direction = 0; direction < 6; ++direction) {
      const std::span<const FaceCell> cells = coarse.faces.of(direction);
      for (std::size_t f = 0; f < cells.size(); ++f) {
        // Of the parents that lie furthest out, the sub-blocks that do.
        const int axis = direction / 2;
        const double sign = direction % 2 == 1 ? 1 : -1;
        const auto end_of = [&](std::uint64_t row) {
          return sign * (direction % 2 == 1 ? boxes.upper_lattice(row)[axis] : boxes.lower_lattice(row)[axis]);
        };
        std::map<double, std::map<std::uint64_t, std::vector<std::uint64_t>>> parents;  // by height, by cell
        for (const std::uint64_t row : rows_of[coarse.lattice.cell(cells[f].i, cells[f].j, cells[f].k)]) {
          const std::uint64_t parent = m.model.lattice.cell_at(boxes.centroid_lattice(row));
          parents[sign * m.model.lattice.ijk(parent)[static_cast<std::size_t>(axis)]][parent].push_back(row);
        }
        std::set<std::uint8_t> colours;
        for (const auto& [parent, rows] : parents.rbegin()->second) {
          const std::uint64_t furthest = *std::ranges::max_element(rows, {}, end_of);
          for (const std::uint64_t row : rows)
            if (end_of(row) == end_of(furthest)) colours.insert(m.index_of_row[row]);
        }
        const std::uint8_t got = coarse.colour_index[coarse.faces.begin[static_cast<std::size_t>(direction)] + f];
        ASSERT_TRUE(colours.contains(got)) << "direction " << direction;
      }
    }
  }
  EXPECT_GT(whole_parents, 5);
  EXPECT_GT(merged, 5);
}

}  // namespace
}  // namespace lode
