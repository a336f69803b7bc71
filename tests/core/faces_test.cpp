// Exposed faces against a count cell by cell.
#include "core/faces.h"

#include <gtest/gtest.h>

#include <random>

namespace lode {
namespace {

std::array<std::vector<FaceCell>, 6> faces_cell_by_cell(const Lattice& lattice, const Mask& visible) {
  std::array<std::vector<FaceCell>, 6> faces;
  const auto [ni, nj, nk] = lattice.count;
  const auto shown = [&](std::int64_t i, std::int64_t j, std::int64_t k) {
    if (i < 0 || j < 0 || k < 0 || i >= ni || j >= nj || k >= nk) return false;
    return visible[lattice.cell(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j),
                                static_cast<std::uint32_t>(k))];
  };
  for (std::int64_t k = 0; k < nk; ++k)
    for (std::int64_t j = 0; j < nj; ++j)
      for (std::int64_t i = 0; i < ni; ++i) {
        if (!shown(i, j, k)) continue;
        const FaceCell cell{static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j),
                            static_cast<std::uint16_t>(k)};
        if (!shown(i - 1, j, k)) faces[0].push_back(cell);
        if (!shown(i + 1, j, k)) faces[1].push_back(cell);
        if (!shown(i, j - 1, k)) faces[2].push_back(cell);
        if (!shown(i, j + 1, k)) faces[3].push_back(cell);
        if (!shown(i, j, k - 1)) faces[4].push_back(cell);
        if (!shown(i, j, k + 1)) faces[5].push_back(cell);
      }
  return faces;
}

void expect_same(const Lattice& lattice, const Mask& visible, Faces& faces) {
  build_faces(lattice, visible, faces);
  const auto expected = faces_cell_by_cell(lattice, visible);
  for (int d = 0; d < 6; ++d) {
    const auto got = faces.of(d);
    ASSERT_TRUE(std::equal(got.begin(), got.end(), expected[static_cast<std::size_t>(d)].begin(),
                           expected[static_cast<std::size_t>(d)].end()))
        << "direction " << d << " of " << lattice.count[0] << " x " << lattice.count[1] << " x " << lattice.count[2];
  }
  ASSERT_EQ(faces.begin[6], faces.cells.size());
}

Lattice lattice_of(std::uint32_t ni, std::uint32_t nj, std::uint32_t nk) {
  return Lattice::regular({0, 0, 0}, {1, 1, 1}, {ni, nj, nk});
}

TEST(Faces, OneBlockHasSix) {
  const Lattice lattice = lattice_of(5, 4, 3);
  Mask visible(lattice.cells());
  visible.set(lattice.cell(2, 1, 1));
  Faces faces;
  build_faces(lattice, visible, faces);
  ASSERT_EQ(faces.cells.size(), 6u);
  for (const FaceCell& cell : faces.cells) EXPECT_EQ(cell, (FaceCell{2, 1, 1}));
  EXPECT_EQ(faces.begin, (std::array<std::uint64_t, 7>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Faces, WholeModelHasItsHullAndNoneHasNone) {
  const Lattice lattice = lattice_of(70, 30, 20);
  Faces faces;
  build_faces(lattice, Mask(lattice.cells(), true), faces);
  EXPECT_EQ(faces.cells.size(), 2u * (70 * 30 + 70 * 20 + 30 * 20));
  build_faces(lattice, Mask(lattice.cells(), false), faces);
  EXPECT_TRUE(faces.cells.empty());
}

TEST(Faces, AgreeWithBruteForceOnRandomModels) {
  std::mt19937 random(11);
  Faces faces;
  std::vector<std::array<std::uint32_t, 3>> sizes{{1, 1, 1},   {1, 1, 200}, {1, 200, 1},   {200, 1, 1}, {64, 1, 1},
                                                  {1, 64, 3},  {63, 2, 2},  {64, 64, 2},   {65, 3, 5},  {128, 7, 3},
                                                  {2, 2, 300}, {3, 1, 100}, {129, 65, 33}, {7, 9, 1}};
  const auto size = [&](unsigned most) { return static_cast<std::uint32_t>(1 + random() % most); };
  for (int trial = 0; trial < 60; ++trial) sizes.push_back({size(140), size(40), size(30)});
  for (const auto& [ni, nj, nk] : sizes) {
    const Lattice lattice = lattice_of(ni, nj, nk);
    for (const unsigned percent : {3u, 50u, 97u}) {
      Mask visible(lattice.cells());
      for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
        if (random() % 100 < percent) visible.set(cell);
      expect_same(lattice, visible, faces);
    }
  }
}

// Larger than one chunk of the parallel loops, with a smooth body in it.
TEST(Faces, AgreeWithBruteForceOnALargeBody) {
  const Lattice lattice = lattice_of(150, 90, 70);
  Mask visible(lattice.cells());
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) {
    const auto [i, j, k] = lattice.ijk(cell);
    const double x = (i - 75.0) / 75, y = (j - 45.0) / 50, z = (k - 35.0) / 30;
    if (x * x + y * y + z * z < 1) visible.set(cell);
  }
  Faces faces;
  expect_same(lattice, visible, faces);
}

}  // namespace
}  // namespace lode
