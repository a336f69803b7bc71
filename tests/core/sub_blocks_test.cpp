// Sub-blocked models against a raster at the finest step.
#include "core/sub_blocks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "core/block_model.h"
#include "core/error.h"

namespace lode {
namespace {

using Ints = std::array<int, 3>;
struct IntBox {
  Ints lower, upper;
};

constexpr int fine = 8;  ///< finest steps along a parent

int between(std::mt19937& random, int low, int high) {
  return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
}

/// Parents halved at random.
void add_octree(std::mt19937& random, const IntBox& box, std::vector<IntBox>& boxes) {
  if (box.upper[0] - box.lower[0] == 1 || random() % 3 == 0) {
    boxes.push_back(box);
    return;
  }
  const int half = (box.upper[0] - box.lower[0]) / 2;
  for (int child = 0; child < 8; ++child) {
    IntBox part;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      part.lower[axis] = box.lower[axis] + ((child >> axis) & 1) * half;
      part.upper[axis] = part.lower[axis] + half;
    }
    add_octree(random, part, boxes);
  }
}

/// A parent cut in two at a random place, and its parts again.
void add_free(std::mt19937& random, const IntBox& box, int cuts, std::vector<IntBox>& boxes) {
  const auto axis = random() % 3;
  if (cuts == 0 || box.upper[axis] - box.lower[axis] == 1) {
    boxes.push_back(box);
    return;
  }
  IntBox first = box, second = box;
  first.upper[axis] = second.lower[axis] = between(random, box.lower[axis] + 1, box.upper[axis] - 1);
  add_free(random, first, cuts - 1, boxes);
  add_free(random, second, cuts - 1, boxes);
}

std::vector<IntBox> random_boxes(std::mt19937& random, Ints parents, bool octree, unsigned missing_percent) {
  std::vector<IntBox> boxes;
  for (int k = 0; k < parents[2]; ++k)
    for (int j = 0; j < parents[1]; ++j)
      for (int i = 0; i < parents[0]; ++i) {
        const IntBox parent{{i * fine, j * fine, k * fine}, {(i + 1) * fine, (j + 1) * fine, (k + 1) * fine}};
        octree ? add_octree(random, parent, boxes) : add_free(random, parent, between(random, 0, 6), boxes);
      }
  std::erase_if(boxes, [&](const IntBox&) { return random() % 100 < missing_percent; });
  std::shuffle(boxes.begin(), boxes.end(), random);
  return boxes;
}

/// What a test model is made of: steps of 1.25 x 0.5 x 2 m.
constexpr std::array<double, 3> step{1.25, 0.5, 2};

struct Made {
  Lattice lattice;
  SubBlocksMade made;
};
Made make(Ints parents, const std::vector<IntBox>& boxes, double noise = 0, std::mt19937* random = nullptr) {
  Made result;
  std::array<std::uint32_t, 3> count{};
  for (std::size_t a = 0; a < 3; ++a) count[a] = static_cast<std::uint32_t>(parents[a]);
  result.lattice = Lattice::regular({500000, 7000000, 100}, {fine * step[0], fine * step[1], fine * step[2]}, count);
  BoxSides sides;
  const auto off = [&] { return noise == 0 ? 0 : noise * (static_cast<double>((*random)() % 2001) / 1000 - 1); };
  for (const IntBox& box : boxes)
    for (std::size_t a = 0; a < 3; ++a) {
      sides.lower[a].push_back(box.lower[a] * step[a] + off());
      sides.upper[a].push_back(box.upper[a] * step[a] + off());
    }
  result.made = make_sub_blocks(result.lattice, std::move(sides));
  return result;
}

/// Exposed area at the finest step, by direction and box; with the raster of boxes.
class Raster {
 public:
  Raster(Ints parents, const std::vector<IntBox>& boxes) {
    for (std::size_t a = 0; a < 3; ++a) size_[a] = parents[a] * fine;
    owner_.assign(static_cast<std::size_t>(size_[0] * size_[1] * size_[2]), -1);
    for (std::size_t b = 0; b < boxes.size(); ++b) {
      const auto& [lower, upper] = boxes[b];
      for (int k = lower[2]; k < upper[2]; ++k)
        for (int j = lower[1]; j < upper[1]; ++j)
          for (int i = lower[0]; i < upper[0]; ++i) owner_[index({i, j, k})] = static_cast<int>(b);
    }
  }

  /// By box (input row) and direction: how many faces of fine cells are seen.
  std::map<std::pair<int, int>, int> exposed(const std::vector<bool>& visible) const {
    std::map<std::pair<int, int>, int> cells;
    for (int k = 0; k < size_[2]; ++k)
      for (int j = 0; j < size_[1]; ++j)
        for (int i = 0; i < size_[0]; ++i) {
          const int own = at({i, j, k});
          if (own < 0 || !visible[static_cast<std::size_t>(own)]) continue;
          for (int d = 0; d < 6; ++d) {
            Ints next{i, j, k};
            next[static_cast<std::size_t>(d / 2)] += d % 2 == 0 ? -1 : 1;
            const int other = at(next);
            if (other < 0 || !visible[static_cast<std::size_t>(other)]) ++cells[{own, d}];
          }
        }
    return cells;
  }

 private:
  std::size_t index(Ints p) const { return static_cast<std::size_t>(p[0] + size_[0] * (p[1] + size_[1] * p[2])); }
  int at(Ints p) const {
    for (std::size_t a = 0; a < 3; ++a)
      if (p[a] < 0 || p[a] >= size_[a]) return -1;
    return owner_[index(p)];
  }
  Ints size_{};
  std::vector<int> owner_;
};

/// The finest-step cells of faces, by input row and direction; each cell at most once.
std::map<std::pair<int, int>, int> cells_of_faces(const SubBlocksMade& made, const BoxFaces& faces) {
  std::map<std::pair<int, int>, int> cells;
  const SubBlocks& boxes = *made.boxes;
  const auto fine_at = [&](std::size_t axis, std::uint32_t place) {
    return static_cast<int>(std::lround(boxes.levels()[axis][place] / step[axis]));
  };
  std::map<std::array<int, 4>, int> seen;  // direction, plane, b, c
  for (int d = 0; d < 6; ++d)
    for (const BoxFace& face : faces.of(d)) {
      const auto axis = static_cast<std::size_t>(d / 2), b = (axis + 1) % 3, c = (axis + 2) % 3;
      const BoxLevels box = boxes.box(face.box);
      const LevelRectangle& r = face.rectangle;
      EXPECT_EQ(r.plane, d % 2 == 1 ? box.upper[axis] : box.lower[axis]);
      EXPECT_TRUE(r.lower_b >= box.lower[b] && r.upper_b <= box.upper[b] && r.lower_b < r.upper_b);
      EXPECT_TRUE(r.lower_c >= box.lower[c] && r.upper_c <= box.upper[c] && r.lower_c < r.upper_c);
      for (int at_c = fine_at(c, r.lower_c); at_c < fine_at(c, r.upper_c); ++at_c)
        for (int at_b = fine_at(b, r.lower_b); at_b < fine_at(b, r.upper_b); ++at_b)
          EXPECT_EQ(++(seen[{d, fine_at(axis, r.plane), at_b, at_c}]), 1) << "a face is drawn twice";
      cells[{static_cast<int>(made.rows[face.box]), d}] +=
          (fine_at(b, r.upper_b) - fine_at(b, r.lower_b)) * (fine_at(c, r.upper_c) - fine_at(c, r.lower_c));
    }
  return cells;
}

TEST(SubBlocks, FacesEqualARasterAtTheFinestStep) {
  std::mt19937 random(5);
  for (int trial = 0; trial < 60; ++trial) {
    const Ints parents{between(random, 1, 5), between(random, 1, 4), between(random, 1, 3)};
    const bool octree = trial % 2 == 0;
    const std::vector<IntBox> boxes = random_boxes(random, parents, octree, trial % 3 == 0 ? 0 : 25);
    if (boxes.empty()) continue;
    const Made model = make(parents, boxes, trial % 5 == 0 ? 0.004 : 0, &random);
    ASSERT_EQ(model.made.boxes->size(), boxes.size());
    EXPECT_EQ(model.made.overlap_count, 0U);
    const Raster raster(parents, boxes);
    BoxFaces faces;
    for (const unsigned percent : {0U, 10U, 50U, 100U}) {
      std::vector<bool> visible(boxes.size());
      Mask mask(boxes.size());
      for (std::size_t row = 0; row < boxes.size(); ++row) {
        const std::uint32_t input = model.made.rows[row];
        visible[input] = random() % 100 < percent;
        if (visible[input]) mask.set(row);
      }
      build_faces(*model.made.boxes, mask, faces);
      EXPECT_EQ(cells_of_faces(model.made, faces), raster.exposed(visible)) << "trial " << trial;
    }
  }
}

TEST(SubBlocks, VolumesAndCentroidsAreTheBoxes) {
  std::mt19937 random(6);
  const Ints parents{4, 3, 3};
  const std::vector<IntBox> boxes = random_boxes(random, parents, false, 10);
  const Made model = make(parents, boxes);
  double sum = 0, expected = 0;
  std::uint64_t last_parent = 0;
  for (std::uint64_t row = 0; row < boxes.size(); ++row) {
    const IntBox& box = boxes[model.made.rows[row]];
    double volume = 1;
    for (std::size_t a = 0; a < 3; ++a) {
      volume *= (box.upper[a] - box.lower[a]) * step[a];
      EXPECT_NEAR(model.made.boxes->centroid_lattice(row)[static_cast<int>(a)],
                  (box.lower[a] + box.upper[a]) * step[a] / 2, 1e-9);
    }
    EXPECT_NEAR(model.made.boxes->volume(row), volume, 1e-9);
    sum += model.made.boxes->volume(row);
    expected += volume;
    const std::uint64_t parent = model.lattice.cell_at(model.made.boxes->centroid_lattice(row));
    EXPECT_GE(parent, last_parent);
    last_parent = parent;
    const auto [first, end] = model.made.boxes->rows_of(parent);
    EXPECT_TRUE(row >= first && row < end);
  }
  EXPECT_NEAR(sum, expected, 1e-6);
}

TEST(SubBlocks, KindsAreTold) {
  std::mt19937 random(7);
  EXPECT_EQ(make({2, 2, 2}, random_boxes(random, {2, 2, 2}, true, 0)).made.boxes->kind(), SubBlockKind::octree);
  const Made thirds = make({1, 1, 1}, {{{0, 0, 0}, {8, 8, 2}}, {{0, 0, 2}, {8, 8, 8}}});
  EXPECT_EQ(thirds.made.boxes->kind(), SubBlockKind::regular);
  EXPECT_EQ(thirds.made.boxes->division(), (std::array<std::uint32_t, 3>{1, 1, 4}));
  const Lattice parent = Lattice::regular({}, {10, 10, 10}, {1, 1, 1});
  const double odd = 3.14159;
  const SubBlocksMade free = make_sub_blocks(parent, {{{{0, 0}, {0, 0}, {0, odd}}}, {{{10, 10}, {10, 10}, {odd, 10}}}});
  EXPECT_EQ(free.boxes->kind(), SubBlockKind::free);
  EXPECT_NEAR(free.boxes->volume(0), 100 * odd, 1e-9);
}

TEST(SubBlocks, WhatTheDecimalsTellApartStaysApart) {
  // A cut at 4.05 m beside one at 4.1 m: 1 % of the shortest side, but written so.
  const Lattice parents = Lattice::regular({}, {10, 10, 10}, {2, 1, 1});
  const SubBlocksMade made = make_sub_blocks(parents, {{{{0, 0, 10, 10}, {0, 0, 0, 0}, {0, 4.05, 0, 4.1}}},
                                                       {{{10, 10, 20, 20}, {10, 10, 10, 10}, {4.05, 10, 4.1, 10}}}});
  EXPECT_DOUBLE_EQ(made.boxes->volume(0), 405);
  EXPECT_DOUBLE_EQ(made.boxes->volume(2), 410);
  EXPECT_EQ(made.overlap_count, 0U);
}

TEST(SubBlocks, DirtyBoxesAreTold) {
  // A box twice, two that share room, one across two parents, one outside, one without a volume.
  const Lattice parents = Lattice::regular({}, {10, 10, 10}, {2, 1, 1});
  BoxSides sides;
  const auto add = [&](std::array<double, 6> b) {
    for (std::size_t a = 0; a < 3; ++a) {
      sides.lower[a].push_back(b[a]);
      sides.upper[a].push_back(b[a + 3]);
    }
  };
  add({10, 0, 0, 20, 10, 10});
  add({0, 0, 0, 5, 10, 10});
  add({0, 0, 0, 5, 10, 10});
  add({4, 0, 0, 10, 10, 10});
  add({5, 0, 0, 15, 10, 10});
  add({30, 0, 0, 35, 10, 10});
  add({5, 0, 0, 5, 10, 10});
  const SubBlocksMade made = make_sub_blocks(parents, sides);
  EXPECT_EQ(made.rows, (std::vector<std::uint32_t>{1, 3, 0}));
  EXPECT_EQ(made.outside, (std::vector<std::uint32_t>{4, 5, 6}));
  ASSERT_EQ(made.duplicates.size(), 1U);
  EXPECT_EQ(made.duplicates[0], (std::pair<std::uint32_t, std::uint32_t>{2, 1}));
  ASSERT_EQ(made.overlaps.size(), 1U);
  EXPECT_EQ(made.overlaps[0], (std::pair<std::uint32_t, std::uint32_t>{1, 3}));
  EXPECT_EQ(made.overlap_count, 1U);

  BoxSides wrong;  // sizes ten times too large
  for (int i = 0; i < 40; ++i)
    for (std::size_t a = 0; a < 3; ++a) {
      wrong.lower[a].push_back(a == 0 ? i : 0);
      wrong.upper[a].push_back(a == 0 ? i + 10 : 10);
    }
  EXPECT_THROW(make_sub_blocks(Lattice::regular({}, {50, 10, 10}, {1, 1, 1}), wrong), Error);
}

TEST(BlockModel, GoesOverBlocksOfEveryKind) {
  std::mt19937 random(8);
  BlockModel sparse;
  sparse.lattice = Lattice::regular({}, {2, 3, 4}, {5, 4, 3});
  Mask present(60);
  for (std::size_t cell = 0; cell < 60; ++cell)
    if (random() % 3 == 0) present.set(cell);
  sparse.present = RankedMask(present);
  sparse.table.rows = present.count();
  std::vector<std::uint64_t> cells;
  sparse.for_each_block([&](std::uint64_t row, Vec3 lower, Vec3 upper) {
    EXPECT_EQ(row, cells.size());
    EXPECT_EQ(upper - lower, (Vec3{2, 3, 4}));
    cells.push_back(sparse.lattice.cell_at(0.5 * (lower + upper)));
    EXPECT_EQ(sparse.present.select(row), cells.back());
  });
  std::vector<std::uint64_t> expected;
  present.for_each_set([&](std::size_t cell) { expected.push_back(cell); });
  EXPECT_EQ(cells, expected);
  std::uint64_t from_third = 2;
  sparse.for_each_block(2, 5, [&](std::uint64_t row, Vec3 lower, Vec3) {
    EXPECT_EQ(row, from_third);
    EXPECT_EQ(lower, sparse.lattice.centroid_lattice(sparse.lattice.ijk(expected[from_third++])) - (Vec3{1, 1.5, 2}));
  });
}

}  // namespace
}  // namespace lode
