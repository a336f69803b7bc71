// The box around a block model.
#include <gtest/gtest.h>

#include "core/lattice_march.h"

namespace lode {
namespace {

TEST(Outline, IsTheTwelveEdgesOfTheBox) {
  const Lattice lattice = Lattice::regular({100, 200, 300}, {10, 20, 5}, {3, 4, 5});
  const auto lines = outline_of(lattice, lattice.source_from_lattice, nullptr);
  ASSERT_EQ(lines.size(), 12U);
  double metres = 0;
  for (const auto& [from, to] : lines) metres += length(to - from);
  EXPECT_EQ(metres, 4 * (30 + 80 + 25));
  EXPECT_EQ(lines[0], (std::array<Vec3, 2>{Vec3{100, 200, 300}, {130, 200, 300}}));
}

TEST(Outline, FollowsTheModelWhereAnOperationBendsIt) {
  const Lattice lattice = Lattice::regular({100, 200, 300}, {10, 20, 5}, {4, 4, 4});
  ControlLattice bend;
  bend.size_lattice = {40, 80, 20};
  bend.count = {3, 2, 2};
  for (int point = 0; point < 12; ++point)  // the middle of each edge along u lies 2 m further north
    bend.offset_scene.push_back({0, point % 3 == 1 ? 2.0F : 0.0F, 0});
  const auto lines = outline_of(lattice, lattice.source_from_lattice, &bend);
  ASSERT_EQ(lines.size(), 4U * (2 + 1 + 1));
  EXPECT_EQ(lines[0], (std::array<Vec3, 2>{Vec3{100, 200, 300}, {120, 202, 300}}));
  EXPECT_EQ(lines[1], (std::array<Vec3, 2>{Vec3{120, 202, 300}, {140, 200, 300}}));
}

}  // namespace
}  // namespace lode
