// Control points of block models that an operation bends.
#include "core/control_lattice.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace lode {
namespace {

/// Bends as a change of projection does: by metres over kilometres, differently along x and y; z stays.
void bend(std::span<Vec3> points) {
  for (Vec3& p : points) {
    const double x = (p.x - 500000) / 1e4, y = (p.y - 7000000) / 1e4;
    p = {p.x + 2 * x * x + 0.7 * x * y + 0.05 * x * x * x, p.y - 1.3 * x * y + 0.4 * y * y, p.z};
  }
}

TEST(ControlLattice, BringsBlocksToWithinAMillimetre) {
  Lattice lattice = Lattice::regular({}, {10, 10, 5}, {1200, 900, 60});
  lattice.source_from_lattice.columns = {Vec3{0.8, 0.6, 0}, Vec3{-0.6, 0.8, 0}, Vec3{0, 0, 1}};
  lattice.source_from_lattice.offset = {495000, 6998000, 100};
  const PlacedLattice affine = place(lattice, bend);
  EXPECT_GT(affine.residual_m, 0.1);
  const auto control = make_control_lattice(lattice, affine.scene_from_lattice, bend);
  EXPECT_LE(control->residual_m, 0.001);
  EXPECT_EQ(control->count[2], 2U);  // nothing bends along z
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    const auto share = [&] { return static_cast<double>(random() % 100001) / 1e5; };
    const Vec3 at{share() * 12000, share() * 9000, share() * 300};
    std::array<Vec3, 1> exact{lattice.source_from_lattice(at)};
    bend(exact);
    EXPECT_LT(length(affine.scene_from_lattice(at) + control->at(at) - exact[0]), 0.0015);
  }
}

}  // namespace
}  // namespace lode
