// Sections through blocks against brute force: the blocks each plane meets, and the first block within a slab on a ray.
#include "core/cuts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/geometry.h"

namespace lode {
namespace {

double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

/// Uneven cells, turned about z, far from the origin; every third cell hidden.
LatticeFaces random_blocks(std::mt19937& random) {
  auto model = std::make_shared<BlockModel>();
  Lattice& lattice = model->lattice;
  for (std::size_t a = 0; a < 3; ++a) {
    lattice.count[a] = 1 + random() % 9;
    lattice.edges[a] = {0};
    for (std::uint32_t i = 0; i < lattice.count[a]; ++i)
      lattice.edges[a].push_back(lattice.edges[a].back() + uniform(random, 1, 12));
  }
  const double turn = uniform(random, 0, 6.28), c = std::cos(turn), s = std::sin(turn);
  lattice.source_from_lattice = {{Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}}, {7650000.37, 5500000.61, 412.25}};
  LatticeFaces blocks;
  blocks.scene_from_lattice = lattice.source_from_lattice;
  blocks.visible = Mask(lattice.cells());
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
    if (random() % 3 != 0) blocks.visible.set(cell);
  model->table.rows = lattice.cells();
  blocks.model = std::move(model);
  return blocks;
}

Slab random_slab(std::mt19937& random, const LatticeFaces& blocks) {
  const Bounds bounds = blocks.bounds_scene();
  Vec3 origin, normal;
  for (int a = 0; a < 3; ++a) {
    origin[a] = uniform(random, bounds.min[a], bounds.max[a]);
    normal[a] = uniform(random, -1, 1);
  }
  if (random() % 3 == 0) normal = {0, 0, random() % 2 == 0 ? 1.0 : -1.0};
  if (random() % 3 == 0) normal = blocks.scene_from_lattice.columns[0];
  return {origin, normalized(normal), uniform(random, 0.5, 30)};
}

/// As an operation over kilometres might, only more of it: offsets of metres at a few points.
ControlLattice random_bend(std::mt19937& random, const Lattice& lattice) {
  ControlLattice bend;
  bend.size_lattice = {lattice.edges[0].back(), lattice.edges[1].back(), lattice.edges[2].back()};
  std::size_t points = 1;
  for (std::uint32_t& count : bend.count) points *= count = 2 + random() % 3;
  for (std::size_t i = 0; i < points; ++i)
    bend.offset_scene.push_back({static_cast<float>(uniform(random, -3, 3)), static_cast<float>(uniform(random, -3, 3)),
                                 static_cast<float>(uniform(random, -1, 1))});
  return bend;
}

Vec3 corner_of(const Lattice& lattice, std::uint64_t cell, unsigned bits) {
  const auto ijk = lattice.ijk(cell);
  Vec3 p;
  for (unsigned a = 0; a < 3; ++a) p[static_cast<int>(a)] = lattice.edges[a][ijk[a] + ((bits >> a) & 1U)];
  return p;
}

TEST(Cuts, AreTheVisibleBlocksWithCornersOnBothSidesOfAPlane) {
  std::mt19937 random(7);
  Cuts cuts;
  std::size_t found = 0;
  for (int round = 0; round < 300; ++round) {
    LatticeFaces blocks = random_blocks(random);
    const Lattice& lattice = blocks.model->lattice;
    const Slab slab = random_slab(random, blocks);
    const ControlLattice bend = random_bend(random, lattice);
    const bool bent = round % 2 == 1;
    build_cuts(lattice, cut_planes(slab, blocks.scene_from_lattice), blocks.visible, bent ? &bend : nullptr, cuts);
    for (std::size_t plane = 0; plane < 2; ++plane) {
      std::vector<FaceCell> expected;
      const double side = plane == 0 ? -0.5 : 0.5;
      blocks.visible.for_each_set([&](std::uint64_t cell) {
        double least = 1e300, most = -1e300;
        for (unsigned bits = 0; bits < 8; ++bits) {
          const Vec3 corner = corner_of(lattice, cell, bits);
          const Vec3 p = blocks.scene_from_lattice(corner) + (bent ? bend.at(corner) : Vec3{});
          const double beyond = dot(slab.normal, p - slab.origin_scene) - side * slab.thickness_m;
          least = std::min(least, beyond);
          most = std::max(most, beyond);
        }
        if (!(least <= 0 && most >= 0)) return;
        const auto ijk = lattice.ijk(cell);
        expected.push_back({static_cast<std::uint16_t>(ijk[0]), static_cast<std::uint16_t>(ijk[1]),
                            static_cast<std::uint16_t>(ijk[2])});
      });
      const std::span<const FaceCell> got = cuts.of(plane);
      EXPECT_TRUE(std::ranges::equal(got, expected)) << "round " << round << " plane " << plane;
      found += expected.size();
    }
  }
  EXPECT_GT(found, 5000U);
}

TEST(Cuts, AlongFacesBetweenBlocksAreTheBlocksBehindThePlane) {
  std::mt19937 random(3);
  LatticeFaces blocks = random_blocks(random);
  Lattice lattice = blocks.model->lattice;
  lattice.count = {1, 1, 2};
  lattice.edges = {{{0, 1}, {0, 1}, {0, 1, 2}}};
  Mask visible(2);
  visible.set(0);
  visible.set(1);
  Cuts cuts;
  const auto levels_shown = [&](double z) {
    build_cuts(lattice, cut_planes({{0, 0, z}, {0, 0, 1}, 0}, Affine{}), visible, nullptr, cuts);
    std::array<std::vector<int>, 2> levels;
    for (std::size_t p = 0; p < 2; ++p)
      for (const auto& [i, j, k] : cuts.of(p)) levels[p].push_back(k);
    return levels;
  };
  using Levels = std::array<std::vector<int>, 2>;
  EXPECT_EQ(levels_shown(1), (Levels{{{1}, {0}}})) << "seen from below the upper one, from above the lower";
  EXPECT_EQ(levels_shown(1.5), (Levels{{{1}, {1}}}));
  EXPECT_EQ(levels_shown(2), (Levels{{{1}, {1}}})) << "at the end of the model the last from both sides";
}

TEST(Cuts, OfABentModelAreInTheSlabWhereTheirBentCornersAre) {
  std::mt19937 random(17);
  int in = 0, moved_in = 0;
  for (int round = 0; round < 200; ++round) {
    const LatticeFaces blocks = random_blocks(random);
    const Lattice& lattice = blocks.model->lattice;
    const Slab slab = random_slab(random, blocks);
    const ControlLattice bend = random_bend(random, lattice);
    Mask cells, flat;
    cells_in_slab(lattice, blocks.scene_from_lattice, slab, &bend, cells);
    cells_in_slab(lattice, blocks.scene_from_lattice, slab, nullptr, flat);
    for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) {
      double least = 1e300, most = -1e300;
      for (unsigned bits = 0; bits < 8; ++bits) {
        const Vec3 corner = corner_of(lattice, cell, bits);
        const double away = dot(slab.normal, blocks.scene_from_lattice(corner) + bend.at(corner) - slab.origin_scene);
        least = std::min(least, away);
        most = std::max(most, away);
      }
      const double overlap = std::min(most, slab.thickness_m / 2) - std::max(least, -slab.thickness_m / 2);
      if (std::abs(overlap) < 1e-5) continue;
      ASSERT_EQ(cells[cell], overlap > 0) << "round " << round << " cell " << cell;
      in += cells[cell];
      moved_in += cells[cell] != flat[cell];
    }
  }
  EXPECT_GT(in, 1000);
  EXPECT_GT(moved_in, 200) << "the bend decides";
}

/// What of a ray lies within a convex shape: the inside of the planes dot(n, p) <= d.
struct Clip {
  double entry = 0, exit = 1e300;
  void by(double speed, double room) {  // speed * t <= room
    if (speed == 0 && room < 0) exit = -1;
    if (speed > 0) exit = std::min(exit, room / speed);
    if (speed < 0) entry = std::max(entry, room / speed);
  }
};

TEST(Cuts, ARayMeetsTheFirstBlockWithinTheSlab) {
  std::mt19937 random(11);
  int met = 0, missed = 0, inside_blocks = 0;
  for (int round = 0; round < 400; ++round) {
    LatticeFaces blocks = random_blocks(random);
    const Lattice& lattice = blocks.model->lattice;
    const Slab slab = random_slab(random, blocks);
    blocks.cut = slab;
    const Bounds bounds = blocks.bounds_scene();
    Vec3 origin = bounds.centre(), target;
    for (int a = 0; a < 3; ++a) {
      origin[a] += uniform(random, -400, 400);
      target[a] = uniform(random, bounds.min[a], bounds.max[a]);
    }
    const Ray ray{origin, target - origin};
    std::optional<double> nearest;
    const Affine to_lattice = inverse(blocks.scene_from_lattice);
    const Vec3 o = to_lattice(ray.origin), d = to_lattice.direction(ray.direction);
    blocks.visible.for_each_set([&](std::uint64_t cell) {
      const Vec3 low = corner_of(lattice, cell, 0), high = corner_of(lattice, cell, 7);
      Clip clip;
      for (int a = 0; a < 3; ++a) {
        clip.by(d[a], high[a] - o[a]);
        clip.by(-d[a], o[a] - low[a]);
      }
      const double away = dot(slab.normal, ray.origin - slab.origin_scene), speed = dot(slab.normal, ray.direction);
      clip.by(speed, slab.thickness_m / 2 - away);
      clip.by(-speed, slab.thickness_m / 2 + away);
      if (clip.entry < clip.exit - 1e-9 && (!nearest || clip.entry < *nearest)) nearest = clip.entry;
    });
    const std::optional<Hit> hit = blocks.nearest(ray);
    ASSERT_EQ(hit.has_value(), nearest.has_value()) << "round " << round;
    if (!hit) {
      ++missed;
      continue;
    }
    ++met;
    EXPECT_NEAR(hit->distance, *nearest, 1e-7);
    EXPECT_LE(std::abs(dot(slab.normal, hit->position_scene - slab.origin_scene)), slab.thickness_m / 2 + 1e-6);
    inside_blocks += hit->distance > 0;
  }
  EXPECT_GT(met, 100);
  EXPECT_GT(missed, 20);
  EXPECT_GT(inside_blocks, 100);
}

}  // namespace
}  // namespace lode
