// Rays against brute force, pieces of holes, cells in a section.
#include "core/geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

namespace lode {
namespace {

constexpr Vec3 far_away{7650000.37, 5500000.61, 412.25};

double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
Vec3 random_in(std::mt19937& random, Vec3 low, Vec3 high) {
  return {uniform(random, low.x, high.x), uniform(random, low.y, high.y), uniform(random, low.z, high.z)};
}

/// A lattice of uneven cells, turned by 30 degrees about z, far from the origin.
BlockModel uneven_model(std::mt19937& random, std::array<std::uint32_t, 3> count) {
  BlockModel model;
  model.lattice.count = count;
  for (std::size_t a = 0; a < 3; ++a) {
    model.lattice.edges[a] = {0};
    for (std::uint32_t i = 0; i < count[a]; ++i)
      model.lattice.edges[a].push_back(model.lattice.edges[a].back() + uniform(random, 1, 12));
  }
  const double c = std::cos(std::numbers::pi / 6), s = std::sin(std::numbers::pi / 6);
  model.lattice.source_from_lattice = {{Vec3{c, s, 0}, Vec3{-s, c, 0}, Vec3{0, 0, 1}}, far_away};
  return model;
}

LatticeFaces random_blocks(std::mt19937& random, std::array<std::uint32_t, 3> count, unsigned percent) {
  LatticeFaces blocks;
  auto model = std::make_shared<BlockModel>(uneven_model(random, count));
  blocks.scene_from_lattice = model->lattice.source_from_lattice;
  Mask present(model->lattice.cells());
  blocks.visible = Mask(model->lattice.cells());
  for (std::uint64_t cell = 0; cell < model->lattice.cells(); ++cell) {
    if (random() % 3 == 0) continue;
    present.set(cell);
    if (random() % 100 < percent) blocks.visible.set(cell);
  }
  model->table.rows = present.count();
  model->present = RankedMask(std::move(present));
  blocks.model = std::move(model);
  return blocks;
}

/// Every visible box tried.
std::optional<Hit> nearest_box(const LatticeFaces& blocks, const Ray& ray_scene) {
  const Lattice& lattice = blocks.model->lattice;
  const Affine to_lattice = inverse(blocks.scene_from_lattice);
  const Vec3 o = to_lattice(ray_scene.origin), d = to_lattice.direction(ray_scene.direction);
  std::optional<Hit> best;
  blocks.visible.for_each_set([&](std::uint64_t cell) {
    const auto ijk = lattice.ijk(cell);
    double enters = 0, leaves = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < 3; ++a) {
      const int axis = static_cast<int>(a);
      const double t0 = (lattice.edges[a][ijk[a]] - o[axis]) / d[axis];
      const double t1 = (lattice.edges[a][ijk[a] + 1] - o[axis]) / d[axis];
      enters = std::max(enters, std::min(t0, t1));
      leaves = std::min(leaves, std::max(t0, t1));
    }
    if (enters <= leaves && (!best || enters < best->distance))
      best = Hit{enters, ray_scene.origin + enters * ray_scene.direction, blocks.model->row_of_cell(cell), cell};
  });
  return best;
}

TEST(LatticeFaces, RayMeetsTheNearestVisibleBlock) {
  std::mt19937 random(3);
  int hits = 0, misses = 0;
  for (int trial = 0; trial < 30; ++trial) {
    const LatticeFaces blocks = random_blocks(random, {9, 7, 5}, trial % 3 == 0 ? 2 : 30);
    const Bounds bounds = blocks.bounds_scene();
    for (int r = 0; r < 50; ++r) {
      const Vec3 margin{30, 30, 30};
      // Some rays begin inside the model.
      const Vec3 origin = random_in(random, bounds.min - margin, bounds.max + margin);
      const Vec3 towards = random_in(random, bounds.min, bounds.max);
      const Ray ray{origin, uniform(random, 0.01, 3) * (towards - origin)};
      const auto expected = nearest_box(blocks, ray), got = blocks.nearest(ray);
      ASSERT_EQ(got.has_value(), expected.has_value());
      if (!got) {
        ++misses;
        continue;
      }
      ++hits;
      EXPECT_NEAR(got->distance, expected->distance, 1e-6);
      EXPECT_EQ(got->element, expected->element);
      EXPECT_EQ(got->row, expected->row);
      EXPECT_LT(length(got->position_scene - expected->position_scene), 1e-5);
    }
  }
  EXPECT_GT(hits, 100);
  EXPECT_GT(misses, 100);
}

TEST(LatticeFaces, RayAlongAnAxisMeetsWhatLiesAhead) {
  auto model = std::make_shared<BlockModel>();
  model->lattice = Lattice::regular({1000, 2000, 300}, {10, 10, 5}, {4, 4, 4});
  LatticeFaces blocks;
  blocks.model = model;
  blocks.scene_from_lattice = model->lattice.source_from_lattice;
  blocks.visible = Mask(model->lattice.cells());
  blocks.visible.set(model->lattice.cell(2, 1, 0));
  const auto down = blocks.nearest({{1025, 2015, 1000}, {0, 0, -2}});
  ASSERT_TRUE(down);
  EXPECT_DOUBLE_EQ(down->distance, (1000 - 305) / 2.0);
  EXPECT_EQ(down->position_scene, (Vec3{1025, 2015, 305}));
  EXPECT_FALSE(blocks.nearest({{1025, 2015, 1000}, {0, 0, 1}}));
  EXPECT_FALSE(blocks.nearest({{1035, 2015, 1000}, {0, 0, -1}}));
  EXPECT_FALSE(blocks.nearest({{5000, 2015, 1000}, {0, 0, -1}}));
  EXPECT_FALSE(blocks.nearest({{1025, 2015, 1000}, {0, 0, std::nan("")}}));
}

TEST(LatticeFaces, CornersTurnCounterClockwiseSeenFromOutside) {
  std::mt19937 random(4);
  const LatticeFaces blocks = random_blocks(random, {4, 5, 6}, 50);
  const FaceCell cell{1, 2, 3};
  const Vec3 centroid = blocks.model->lattice.centroid_lattice({1, 2, 3});
  const Vec3 size = blocks.model->lattice.cell_size({1, 2, 3});
  for (int direction = 0; direction < 6; ++direction) {
    const auto c = blocks.corners_lattice(cell, direction);
    const int axis = direction / 2;
    const Vec3 normal = cross(c[1] - c[0], c[2] - c[1]);
    const double sign = direction % 2 == 1 ? 1 : -1;
    EXPECT_NEAR(normal[axis] * sign, size.x * size.y * size.z / size[axis], 1e-9) << direction;
    for (const Vec3& corner : c) EXPECT_NEAR(corner[axis], centroid[axis] + sign * size[axis] / 2, 1e-9);
    EXPECT_LT(length(0.25 * (c[0] + c[1] + c[2] + c[3]) - centroid), length(size));
  }
}

TEST(Segments, RayMeetsTheTube) {
  Segments holes;
  holes.radius_m = 2;
  holes.from_scene = {far_away, far_away + Vec3{50, 0, 0}};
  holes.to_scene = {far_away + Vec3{0, 0, -100}, far_away + Vec3{50, 30, -100}};
  holes.row = {7, 8};
  holes.hole = {0, 1};
  holes.colour_index = {1, 1};
  const Ray east{far_away + Vec3{-20, 0.5, -40}, {2, 0, 0}};
  const auto hit = holes.nearest(east, std::nullopt, 0);
  ASSERT_TRUE(hit);
  EXPECT_EQ(hit->row, 7u);
  EXPECT_EQ(hit->element, 0u);
  EXPECT_NEAR(hit->distance, (20 - std::sqrt(4 - 0.25)) / 2, 1e-6);
  EXPECT_FALSE(holes.nearest({east.origin + Vec3{0, 3, 0}, {1, 0, 0}}, std::nullopt, 0));
  EXPECT_TRUE(holes.nearest({east.origin + Vec3{0, 3, 0}, {1, 0, 0}}, std::nullopt, 4));
  const auto down = holes.nearest({far_away + Vec3{1, 1, 10}, {0, 0, -1}}, std::nullopt, 0);
  ASSERT_TRUE(down);
  EXPECT_NEAR(down->distance, 10, 1e-6);
  // A slab that leaves out the near side of the tube shows its far side.
  const Slab beyond{far_away + Vec3{11, 0, 0}, {1, 0, 0}, 20};
  const auto far_side = holes.nearest(east, beyond, 0);
  ASSERT_TRUE(far_side);
  EXPECT_NEAR(far_side->position_scene.x, far_away.x + std::sqrt(4 - 0.25), 1e-6);
  EXPECT_FALSE(holes.nearest(east, Slab{far_away + Vec3{20, 0, 0}, {1, 0, 0}, 4}, 0));
}

TEST(Segments, RayMeetsWhatSteppingAlongItFinds) {
  std::mt19937 random(8);
  Segments holes;
  holes.radius_m = 3;
  for (std::uint32_t s = 0; s < 30; ++s) {
    holes.from_scene.push_back(far_away + random_in(random, {0, 0, 0}, {100, 100, 100}));
    holes.to_scene.push_back(holes.from_scene.back() + random_in(random, {-30, -30, -30}, {30, 30, 30}));
    holes.row.push_back(s + 100);
    holes.hole.push_back(s);
    holes.colour_index.push_back(0);
  }
  int hits = 0;
  for (int trial = 0; trial < 60; ++trial) {
    const Vec3 origin = far_away + random_in(random, {-50, -50, -50}, {0, 150, 150});
    const Ray ray{origin, normalized(far_away + random_in(random, {20, 20, 20}, {80, 80, 80}) - origin)};
    std::optional<double> first;
    for (double t = 0; t < 250 && !first; t += 0.02) {
      const Vec3 p = ray.origin + t * ray.direction;
      for (std::size_t s = 0; s < holes.row.size() && !first; ++s) {
        const Vec3 along = holes.to_scene[s] - holes.from_scene[s], off = p - holes.from_scene[s];
        const double share = dot(off, along) / dot(along, along);
        if (share >= 0 && share <= 1 && length(off - share * along) <= 3) first = t;
      }
    }
    const auto hit = holes.nearest(ray, std::nullopt, 0);
    if (!first) continue;  // the steps may miss the rim of a tube
    ++hits;
    ASSERT_TRUE(hit);
    EXPECT_LE(hit->distance, *first + 1e-6);
    if (*first - hit->distance > 0.021) {
      const Vec3 p = hit->position_scene;
      const Vec3 along = holes.to_scene[hit->element] - holes.from_scene[hit->element];
      const Vec3 off = p - holes.from_scene[hit->element];
      EXPECT_LE(length(off - dot(off, along) / dot(along, along) * along), 3 + 1e-6);
    }
  }
  EXPECT_GT(hits, 10);
}

Triangles rolling_surface(std::uint32_t n) {
  Triangles surface;
  for (std::uint32_t j = 0; j <= n; ++j)
    for (std::uint32_t i = 0; i <= n; ++i)
      surface.vertices_scene.push_back(far_away + Vec3{10.0 * i, 10.0 * j, 20 * std::sin(i * 0.7) * std::cos(j * 0.4)});
  for (std::uint32_t j = 0; j < n; ++j)
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint32_t v = j * (n + 1) + i;
      surface.triangles.push_back({v, v + 1, v + n + 2});
      surface.triangles.push_back({v, v + n + 2, v + n + 1});
    }
  return surface;
}

TEST(Triangles, RayMeetsTheNearestOfAll) {
  std::mt19937 random(6);
  for (const std::uint32_t n : {1u, 2u, 5u, 40u}) {
    const Triangles surface = rolling_surface(n);
    for (int trial = 0; trial < 200; ++trial) {
      const double side = 10.0 * n;
      const Vec3 origin = far_away + random_in(random, {-20, -20, -60}, {side + 20, side + 20, 60});
      const Vec3 target = far_away + random_in(random, {0, 0, -20}, {side, side, 20});
      const Ray ray{origin, 0.1 * (target - origin)};
      std::optional<Slab> slab;
      if (trial % 2 == 1) slab = Slab{target, normalized(random_in(random, {-1, -1, -1}, {1, 1, 1})), 15};
      // Each triangle on its own is a surface of one.
      double expected = std::numeric_limits<double>::infinity();
      for (const auto& corners : surface.triangles) {
        const Vec3 a = surface.vertices_scene[corners[0]], b = surface.vertices_scene[corners[1]],
                   c = surface.vertices_scene[corners[2]];
        const Vec3 normal = cross(b - a, c - a);
        const double t = dot(normal, a - ray.origin) / dot(normal, ray.direction);
        const Vec3 p = ray.origin + t * ray.direction;
        if (t < 0 || dot(cross(b - a, p - a), normal) < 0 || dot(cross(c - b, p - b), normal) < 0 ||
            dot(cross(a - c, p - c), normal) < 0 || (slab && !slab->contains(p)))
          continue;
        expected = std::min(expected, t);
      }
      const auto hit = surface.nearest(ray, slab);
      ASSERT_EQ(hit.has_value(), std::isfinite(expected)) << n << " " << trial;
      if (!hit) continue;
      EXPECT_NEAR(hit->distance, expected, 1e-6);
      const auto& corners = surface.triangles[hit->element];
      EXPECT_NE(std::find(corners.begin(), corners.end(), hit->row), corners.end());
    }
  }
  EXPECT_FALSE(Triangles().nearest({{0, 0, 0}, {0, 0, 1}}, std::nullopt));
}

TEST(PointCloud, RayMeetsPointsWithinItsRadius) {
  PointCloud points;
  points.positions_scene = {far_away + Vec3{0, 10, 0.5}, far_away + Vec3{0, 20, 0}, far_away + Vec3{0, -5, 0}};
  points.row = {3, 4, 5};
  points.colour_index = {0, 0, 0};
  const Ray north{far_away, {0, 2, 0}};
  EXPECT_EQ(points.nearest(north, std::nullopt, 1)->row, 3u);
  EXPECT_DOUBLE_EQ(points.nearest(north, std::nullopt, 1)->distance, 5);
  EXPECT_EQ(points.nearest(north, std::nullopt, 0.25)->row, 4u);
  EXPECT_EQ(points.nearest(north, Slab{far_away + Vec3{0, 20, 0}, {0, 1, 0}, 4}, 1)->element, 1u);
  EXPECT_FALSE(points.nearest({far_away + Vec3{5, 0, 0}, {0, 1, 0}}, std::nullopt, 1));
}

/// Two holes: one bent at 40 m, one straight.
struct TwoHoles {
  Drillholes drillholes;
  PlacedDrillholes placed;
  TwoHoles() {
    drillholes.holes.resize(2);
    drillholes.holes[0].total_depth_m = drillholes.holes[1].total_depth_m = 100;
    placed.traces.resize(2);
    placed.traces[0].depth_m = {0, 40, 100};
    placed.traces[0].position_scene = {{0, 0, 0}, {0, 0, -40}, {60, 0, -40}};
    placed.traces[1].depth_m = {0, 100};
    placed.traces[1].position_scene = {{0, 50, 0}, {0, 50, -100}};
    IntervalTable assays;
    assays.table.rows = 3;
    assays.hole = {0, 0, 1};
    assays.from_m = {10, 60, 0};
    assays.to_m = {60, 80, 30};
    drillholes.intervals.push_back(assays);
  }
};

TEST(MakeSegments, FollowsTheBendsOfTheHole) {
  const TwoHoles two;
  const std::vector<std::uint8_t> colours{5, 6, 7};
  const Segments s = make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], Mask(3, true), colours,
                                   false, std::nullopt);
  EXPECT_EQ(s.row, (UnsetVector<std::uint32_t>{0, 0, 1, 2}));
  EXPECT_EQ(s.hole, (UnsetVector<std::uint32_t>{0, 0, 0, 1}));
  EXPECT_EQ(s.colour_index, (UnsetVector<std::uint8_t>{5, 5, 6, 7}));
  EXPECT_EQ(s.from_scene[0], (Vec3{0, 0, -10}));
  EXPECT_EQ(s.to_scene[0], (Vec3{0, 0, -40}));
  EXPECT_EQ(s.from_scene[1], (Vec3{0, 0, -40}));
  EXPECT_EQ(s.to_scene[1], (Vec3{20, 0, -40}));
  EXPECT_EQ(s.to_scene[2], (Vec3{40, 0, -40}));
}

TEST(MakeSegments, BareTracesAreTheRestOfEveryHole) {
  const TwoHoles two;
  Mask visible(3);
  visible.set(1);
  const Segments s =
      make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], visible, {}, true, std::nullopt);
  double length_of_interval = 0, length_of_bare = 0;
  for (std::size_t i = 0; i < s.row.size(); ++i)
    (s.row[i] == Segments::no_row ? length_of_bare : length_of_interval) += length(s.to_scene[i] - s.from_scene[i]);
  EXPECT_DOUBLE_EQ(length_of_interval, 20);
  EXPECT_DOUBLE_EQ(length_of_bare, 180);
  const Segments bare = make_segments(two.drillholes, two.placed, nullptr, Mask(), {}, true, std::nullopt);
  EXPECT_EQ(bare.row, (UnsetVector<std::uint32_t>(3, Segments::no_row)));
}

TEST(MakeSegments, OverlappingIntervalsLeaveNoBareTraceBetween) {
  TwoHoles two;
  two.drillholes.intervals[0].from_m = {0, 20, 0};
  two.drillholes.intervals[0].to_m = {60, 50, 100};
  const Segments s =
      make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], Mask(3, true), {}, true, std::nullopt);
  double bare = 0;
  for (std::size_t i = 0; i < s.row.size(); ++i)
    if (s.row[i] == Segments::no_row) bare += length(s.to_scene[i] - s.from_scene[i]);
  EXPECT_DOUBLE_EQ(bare, 40);
}

TEST(MakeSegments, CutsAtTheFacesOfTheSlab) {
  const TwoHoles two;
  const Slab level{{0, 0, -30}, {0, 0, 1}, 30};
  const Segments s =
      make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], Mask(3, true), {}, false, level);
  EXPECT_EQ(s.row, (UnsetVector<std::uint32_t>{0, 0, 1, 2}));
  EXPECT_EQ(s.from_scene[0], (Vec3{0, 0, -15}));
  EXPECT_EQ(s.to_scene[0], (Vec3{0, 0, -40}));
  EXPECT_EQ(s.from_scene[3], (Vec3{0, 50, -15}));
  EXPECT_EQ(s.to_scene[3], (Vec3{0, 50, -30}));
  const Slab north{{0, 50, 0}, {0, 1, 0}, 10};
  EXPECT_EQ(
      make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], Mask(3, true), {}, false, north).row,
      (UnsetVector<std::uint32_t>{2}));
}

TEST(MakeSegments, LeavesOutWhatCouldNotBePlaced) {
  TwoHoles two;
  two.placed.traces[1].position_scene[1].x = std::nan("");
  const Segments s =
      make_segments(two.drillholes, two.placed, &two.drillholes.intervals[0], Mask(3, true), {}, true, std::nullopt);
  for (const std::uint32_t hole : s.hole) EXPECT_EQ(hole, 0u);
}

TEST(MakeSegments, ManyRowsInWhateverOrderAreCutAsOneByOne) {
  std::mt19937 random(4);
  Drillholes drillholes;
  PlacedDrillholes placed;
  for (int h = 0; h < 20; ++h) {
    PlacedTrace trace;
    for (double depth = 0; depth < 300; depth += 0.25 * (1 + static_cast<int>(random() % 40))) {
      trace.depth_m.push_back(depth);
      trace.position_scene.push_back(random_in(random, {0, 0, 0}, {300, 300, 300}));
    }
    drillholes.holes.push_back({"H", {}, trace.depth_m.back(), 0, 0});
    placed.traces.push_back(trace);
  }
  drillholes.holes.push_back({"without a trace", {}, 0, 0, 0});
  placed.traces.emplace_back();
  IntervalTable assays;
  constexpr std::size_t rows = 150'000;
  Mask visible(rows);
  std::vector<std::uint8_t> colours;
  double next_m = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const bool follows = random() % 4 != 0;
    assays.hole.push_back(follows && row > 0 ? assays.hole.back() : static_cast<std::uint32_t>(random() % 21));
    if (!follows) next_m = 0.25 * static_cast<double>(random() % 1200);
    assays.from_m.push_back(next_m);
    next_m += 0.25 * static_cast<double>(1 + random() % 30);
    assays.to_m.push_back(next_m);
    if (random() % 3 != 0) visible.set(row);
    colours.push_back(static_cast<std::uint8_t>(random()));
  }
  assays.table.rows = rows;
  const Segments cut = make_segments(drillholes, placed, &assays, visible, colours, false, std::nullopt);
  std::size_t piece = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint32_t hole = assays.hole[row];
    const PlacedTrace& trace = placed.traces[hole];
    if (!visible[row] || trace.depth_m.empty()) continue;
    const double end_m = std::min(assays.to_m[row], trace.depth_m.back());
    for (double from_m = assays.from_m[row]; from_m < end_m; ++piece) {
      double to_m = end_m;
      for (const double vertex_m : trace.depth_m)
        if (vertex_m > from_m && vertex_m < to_m) to_m = vertex_m;
      ASSERT_LT(piece, cut.row.size());
      ASSERT_EQ(cut.row[piece], row);
      ASSERT_EQ(cut.hole[piece], hole);
      ASSERT_EQ(cut.colour_index[piece], colours[row]);
      ASSERT_LT(length(cut.from_scene[piece] - placed.position_at(hole, from_m)), 1e-9);
      ASSERT_LT(length(cut.to_scene[piece] - placed.position_at(hole, to_m)), 1e-9);
      from_m = to_m;
    }
  }
  EXPECT_EQ(piece, cut.row.size());
  EXPECT_EQ(cut.from_scene.size(), piece);
}

TEST(CellsInSlab, AgreesWithTheBoxesOneByOne) {
  std::mt19937 random(9);
  for (int trial = 0; trial < 40; ++trial) {
    const BlockModel model = uneven_model(random, {1 + static_cast<std::uint32_t>(random() % 90), 7, 6});
    const Lattice& lattice = model.lattice;
    const Affine& place = lattice.source_from_lattice;
    Vec3 normal = normalized(random_in(random, {-1, -1, -1}, {1, 1, 1}));
    if (trial % 4 == 0) normal = {0, 0, 1};
    const Vec3 middle{lattice.edges[0].back() / 2, lattice.edges[1].back() / 2, lattice.edges[2].back() / 2};
    const Slab slab{place(middle), normal, uniform(random, 0, 20)};
    Mask cells;
    cells_in_slab(lattice, place, slab, nullptr, cells);
    for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) {
      const auto ijk = lattice.ijk(cell);
      const Vec3 centroid = lattice.centroid_lattice(ijk), size = lattice.cell_size(ijk);
      double low = std::numeric_limits<double>::infinity(), high = -low;
      for (int corner = 0; corner < 8; ++corner) {
        const Vec3 p = centroid + 0.5 * Vec3{corner & 1 ? size.x : -size.x, corner & 2 ? size.y : -size.y,
                                             corner & 4 ? size.z : -size.z};
        const double d = dot(normal, place(p) - slab.origin_scene);
        low = std::min(low, d);
        high = std::max(high, d);
      }
      const double overlap = std::min(high, slab.thickness_m / 2) - std::max(low, -slab.thickness_m / 2);
      if (std::abs(overlap) > 1e-5) {
        ASSERT_EQ(cells[cell], overlap > 0) << trial << " cell " << cell;
      }
    }
  }
}

TEST(CellsInSlab, AsThickAsALayerHoldsThatLayerAlone) {
  const Lattice lattice = Lattice::regular({500000, 5500000, 100}, {10, 10, 5}, {70, 6, 8});
  Mask cells;
  cells_in_slab(lattice, lattice.source_from_lattice, {{500000, 5500025, 0}, {0, 1, 0}, 10}, nullptr, cells);
  EXPECT_EQ(cells.count(), 70u * 8);
  cells.for_each_set([&](std::uint64_t cell) { EXPECT_EQ(lattice.ijk(cell)[1], 2u); });
  cells_in_slab(lattice, lattice.source_from_lattice, {{0, 0, 112}, {0, 0, 1}, 0}, nullptr, cells);
  EXPECT_EQ(cells.count(), 70u * 6);
}

}  // namespace
}  // namespace lode
