// Isosurfaces against shapes whose volume is known, closed whatever the field.
#include "vtk/isosurface.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <random>

namespace lode::vtk {
namespace {

constexpr float missing = std::numeric_limits<float>::quiet_NaN();

/// Every edge is passed once in each direction.
bool closed(const Isosurface& surface) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> edges;
  for (const auto& t : surface.triangles)
    for (std::size_t i = 0; i < 3; ++i) ++edges[{t[i], t[(i + 1) % 3]}];
  for (const auto& [edge, count] : edges) {
    const auto back = edges.find({edge.second, edge.first});
    if (back == edges.end() || back->second != count) return false;
  }
  return true;
}

double volume(const Isosurface& surface) { return enclosed_volume(surface.vertices_lattice, surface.triangles); }

Lattice uneven_lattice() {
  Lattice lattice = Lattice::regular({0, 0, 0}, {5, 5, 5}, {40, 40, 40});
  // From 40 m on the blocks are twice as high.
  for (std::size_t k = 9; k < lattice.edges[2].size(); ++k) lattice.edges[2][k] = lattice.edges[2][k - 1] + 10;
  return lattice;
}

TEST(Isosurface, OfDistancesFromAPointIsASphere) {
  const Lattice lattice = uneven_lattice();
  const Vec3 centre{103, 98, 180};
  constexpr double radius_m = 60;
  std::vector<float> above_by;
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
    above_by.push_back(static_cast<float>(radius_m - length(lattice.centroid_lattice(lattice.ijk(cell)) - centre)));
  const Isosurface surface = isosurface(lattice, above_by);
  EXPECT_TRUE(closed(surface));
  EXPECT_NEAR(volume(surface), 4.0 / 3 * std::numbers::pi * std::pow(radius_m, 3), 0.01 * volume(surface));
  for (const Vec3& vertex : surface.vertices_lattice) EXPECT_NEAR(length(vertex - centre), radius_m, 0.5);
}

TEST(Isosurface, IsClosedWithinTheModelWhenAllOfItIsAbove) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {10, 20, 5}, {4, 3, 6});
  const Isosurface surface = isosurface(lattice, std::vector<float>(lattice.cells(), 2.0F));
  EXPECT_TRUE(closed(surface));
  EXPECT_GT(volume(surface), 0.9 * 40 * 60 * 30);
  EXPECT_LE(volume(surface), 40 * 60 * 30);
  for (const Vec3& v : surface.vertices_lattice) {
    EXPECT_TRUE(v.x >= 0 && v.x <= 40 && v.y >= 0 && v.y <= 60 && v.z >= 0 && v.z <= 30);
  }
}

TEST(Isosurface, IsNoneWhereNothingIsAbove) {
  const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {3, 3, 3});
  EXPECT_TRUE(isosurface(lattice, std::vector<float>(27, -1.0F)).triangles.empty());
  EXPECT_TRUE(isosurface(lattice, std::vector<float>(27, missing)).triangles.empty());
  EXPECT_EQ(volume({}), 0);
}

TEST(Isosurface, EnclosesEachCentroidThatIsAboveAndNoOther) {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    const Lattice lattice = Lattice::regular({0, 0, 0}, {1, 1, 1}, {6, 5, 4});
    std::vector<float> above_by(lattice.cells());
    for (float& value : above_by)
      value = random() % 4 == 0 ? missing : static_cast<float>(random() % 2000) / 1000.0F - 1.0005F;
    const Isosurface surface = isosurface(lattice, above_by);
    EXPECT_TRUE(closed(surface));
    for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) {
      // How often a slightly tilted ray from the centroid leaves, less how often it enters.
      const Vec3 from = lattice.centroid_lattice(lattice.ijk(cell)), along{1, 1e-4, 2.3e-4};
      int crossings = 0;
      for (const auto& t : surface.triangles) {
        const Vec3 a = surface.vertices_lattice[t[0]], e1 = surface.vertices_lattice[t[1]] - a,
                   e2 = surface.vertices_lattice[t[2]] - a, p = cross(along, e2), s = from - a, q = cross(s, e1);
        const double det = dot(e1, p);
        if (std::abs(det) < 1e-14) continue;
        const double u = dot(s, p) / det, v = dot(along, q) / det;
        if (u >= 0 && v >= 0 && u + v <= 1 && dot(e2, q) / det > 0) crossings += det > 0 ? -1 : 1;
      }
      EXPECT_EQ(std::abs(crossings), above_by[cell] > 0 ? 1 : 0) << "round " << round << " cell " << cell;
    }
  }
}

}  // namespace
}  // namespace lode::vtk
