// Random block models of every kind, written as a geologist would export them and read again: faces, blocks, volumes
// and tonnes under a cut-off equal a count over a raster at the finest step, which knows nothing of lattices or
// contacts.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

using Ints = std::array<int, 3>;

enum class Kind {
  regular,
  with_missing,
  tensor,
  turned_once,         ///< about the vertical, found from the centroids
  turned_twice,        ///< stated by its axes, as are those that follow
  turned_three_times,  ///< with missing blocks
  regular_sub_blocks,
  octree,
  free_sub_blocks,
  turned_octree,
  indices,
  indices_turned
};

struct Block {
  Ints lower, upper;     ///< in steps
  int grade_hundredths;  ///< -1: missing
  int density_tenths;
};

/// Turns counter-clockwise about z, x, z, each about the axis as the one before left it.
std::array<Vec3, 3> turned(double a, double b, double c) {
  const auto about_z = [](double angle, Vec3 p) {
    return Vec3{std::cos(angle) * p.x - std::sin(angle) * p.y, std::sin(angle) * p.x + std::cos(angle) * p.y, p.z};
  };
  const auto about_x = [](double angle, Vec3 p) {
    return Vec3{p.x, std::cos(angle) * p.y - std::sin(angle) * p.z, std::sin(angle) * p.y + std::cos(angle) * p.z};
  };
  std::array<Vec3, 3> axes{Vec3{1, 0, 0}, Vec3{0, 1, 0}, Vec3{0, 0, 1}};
  for (Vec3& axis : axes) axis = about_z(a, about_x(b, about_z(c, axis)));
  return axes;
}

class RandomModel {
 public:
  RandomModel(Kind kind, unsigned seed) : kind_(kind), random_(seed) {
    for (int& parents : parents_) parents = between(3, 7);
    set_place();
    set_edges();
    for (int k = 0; k < parents_[2]; ++k)
      for (int j = 0; j < parents_[1]; ++j)
        for (int i = 0; i < parents_[0]; ++i) add_parent({i, j, k});
    fill_raster();
  }

  std::string csv() const {
    const bool indices = kind_ == Kind::indices || kind_ == Kind::indices_turned;
    std::string text = indices ? "I,J,K,g_ppm,density\n" : "x,y,z,dx,dy,dz,g_ppm,density\n";
    for (const Block& block : blocks_) {
      if (indices) {
        text += fmt::format("{},{},{}", block.lower[0] / parent_steps + 1, block.lower[1] / parent_steps + 1,
                            block.lower[2] / parent_steps + 1);
      } else {
        Vec3 middle, size;
        for (int a = 0; a < 3; ++a) {
          const auto axis = static_cast<std::size_t>(a);
          middle[a] = (block.lower[axis] + block.upper[axis]) * step_[a] / 2;
          size[a] = (block.upper[axis] - block.lower[axis]) * step_[a];
        }
        const Vec3 p = place_(middle);
        text += fmt::format("{:.6f},{:.6f},{:.6f},{:g},{:g},{:g}", p.x, p.y, p.z, size.x, size.y, size.z);
      }
      text += block.grade_hundredths < 0 ? std::string(",") : fmt::format(",{:.2f}", block.grade_hundredths / 100.0);
      text += fmt::format(",{:.1f}\n", block.density_tenths / 10.0);
    }
    return text;
  }

  GridGeometry geometry() const {
    GridGeometry geometry;
    if (kind_ < Kind::turned_twice) return geometry;
    const bool sub_blocked =
        kind_ == Kind::regular_sub_blocks || kind_ == Kind::octree || kind_ == Kind::free_sub_blocks;
    if (sub_blocked) return geometry;
    geometry.origin = place_.offset;
    geometry.size = parent_steps * step_;
    for (std::size_t a = 0; a < 3; ++a) geometry.count[a] = static_cast<std::uint32_t>(parents_[a]);
    if (kind_ != Kind::indices) geometry.axes = std::array{place_.columns[0], place_.columns[1]};
    return geometry;
  }

  const std::vector<Block>& blocks() const { return blocks_; }
  double volume(const Block& block) const {
    double volume = 1;
    for (std::size_t a = 0; a < 3; ++a) volume *= (block.upper[a] - block.lower[a]) * step_[static_cast<int>(a)];
    return volume;
  }

  /// The block at a point of the scene; nullptr for none.
  const Block* at(Vec3 point_scene) const {
    const Vec3 p = inverse(place_)(point_scene);
    Ints cell;
    for (int a = 0; a < 3; ++a) cell[static_cast<std::size_t>(a)] = static_cast<int>(std::floor(p[a] / step_[a]));
    return block_of(cell);
  }

  /// Of the steps' faces between a block that is shown and one that is not, or nothing.
  template <typename Shown>
  double exposed_area(const Shown& shown) const {
    double area = 0;
    for (int k = 0; k < size_[2]; ++k)
      for (int j = 0; j < size_[1]; ++j)
        for (int i = 0; i < size_[0]; ++i) {
          const Block* own = block_of({i, j, k});
          if (own == nullptr || !shown(*own)) continue;
          for (int d = 0; d < 6; ++d) {
            Ints next{i, j, k};
            next[static_cast<std::size_t>(d / 2)] += d % 2 == 0 ? -1 : 1;
            const Block* other = block_of(next);
            if (other == nullptr || !shown(*other)) area += step_[(d / 2 + 1) % 3] * step_[(d / 2 + 2) % 3];
          }
        }
    return area;
  }

 private:
  static constexpr int parent_steps = 8;

  int between(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  double angle() { return between(5, 40) * 3.14159265358979323846 / 180; }
  bool missing() {
    const bool may_be = kind_ == Kind::with_missing || kind_ == Kind::turned_once ||
                        kind_ == Kind::turned_three_times || kind_ == Kind::indices;
    return may_be && random_() % 5 == 0;
  }

  void set_place() {
    step_ = {1.25, 0.5, 0.25 * between(2, 6)};
    const bool turns = kind_ == Kind::turned_once || kind_ == Kind::turned_twice || kind_ == Kind::turned_three_times ||
                       kind_ == Kind::turned_octree || kind_ == Kind::indices_turned;
    const double a = turns ? angle() : 0, b = turns && kind_ != Kind::turned_once ? angle() : 0;
    place_.columns = turned(a, b, kind_ == Kind::turned_three_times || kind_ == Kind::turned_octree ? angle() : 0);
    place_.offset = {512340, 7034560, 210};
  }

  void set_edges() {
    for (std::size_t a = 0; a < 3; ++a) {
      edges_[a] = {0};
      for (int i = 0; i < parents_[a]; ++i)
        edges_[a].push_back(edges_[a].back() + (kind_ == Kind::tensor ? between(2, 9) : parent_steps));
      size_[a] = edges_[a].back();
    }
  }

  void add(Ints lower, Ints upper) {
    if (missing() && !(lower == Ints{0, 0, 0})) return;
    blocks_.push_back({lower, upper, random_() % 12 == 0 ? -1 : between(0, 300), between(20, 35)});
  }

  void add_parent(Ints ijk) {
    Ints lower, upper;
    for (std::size_t a = 0; a < 3; ++a) {
      const auto i = static_cast<std::size_t>(ijk[a]);
      lower[a] = edges_[a][i];
      upper[a] = edges_[a][i + 1];
    }
    if (kind_ == Kind::octree || kind_ == Kind::turned_octree)
      add_octree(lower, upper[0] - lower[0]);
    else if (kind_ == Kind::free_sub_blocks)
      add_free(lower, upper, between(0, 5));
    else if (kind_ == Kind::regular_sub_blocks && random_() % 2 == 0)
      add_regular(lower);
    else
      add(lower, upper);
  }

  void add_octree(Ints lower, int side) {
    if (side == 1 || random_() % 3 == 0) return add(lower, {lower[0] + side, lower[1] + side, lower[2] + side});
    for (int child = 0; child < 8; ++child)
      add_octree({lower[0] + (child & 1) * side / 2, lower[1] + (child >> 1 & 1) * side / 2,
                  lower[2] + (child >> 2 & 1) * side / 2},
                 side / 2);
  }

  void add_regular(Ints lower) {
    for (int part = 0; part < 16; ++part) {
      const Ints at{lower[0] + (part & 3) * 2, lower[1] + (part >> 2 & 1) * 4, lower[2] + (part >> 3 & 1) * 4};
      add(at, {at[0] + 2, at[1] + 4, at[2] + 4});
    }
  }

  void add_free(Ints lower, Ints upper, int cuts) {
    const auto axis = random_() % 3;
    if (cuts == 0 || upper[axis] - lower[axis] == 1) return add(lower, upper);
    Ints middle_upper = upper, middle_lower = lower;
    middle_upper[axis] = middle_lower[axis] = between(lower[axis] + 1, upper[axis] - 1);
    add_free(lower, middle_upper, cuts - 1);
    add_free(middle_lower, upper, cuts - 1);
  }

  void fill_raster() {
    owner_.assign(static_cast<std::size_t>(size_[0] * size_[1] * size_[2]), -1);
    for (std::size_t b = 0; b < blocks_.size(); ++b)
      for (int k = blocks_[b].lower[2]; k < blocks_[b].upper[2]; ++k)
        for (int j = blocks_[b].lower[1]; j < blocks_[b].upper[1]; ++j)
          for (int i = blocks_[b].lower[0]; i < blocks_[b].upper[0]; ++i)
            owner_[static_cast<std::size_t>(i + size_[0] * (j + size_[1] * k))] = static_cast<int>(b);
  }

  const Block* block_of(Ints cell) const {
    for (std::size_t a = 0; a < 3; ++a)
      if (cell[a] < 0 || cell[a] >= size_[a]) return nullptr;
    const int block = owner_[static_cast<std::size_t>(cell[0] + size_[0] * (cell[1] + size_[1] * cell[2]))];
    return block < 0 ? nullptr : &blocks_[static_cast<std::size_t>(block)];
  }

  Kind kind_;
  std::mt19937 random_;
  Ints parents_{}, size_{};
  Vec3 step_;
  Affine place_;
  std::array<std::vector<int>, 3> edges_;  ///< of parents, in steps
  std::vector<Block> blocks_;
  std::vector<int> owner_;
};

/// The corners of every face, counter-clockwise seen from outside.
std::vector<std::array<Vec3, 4>> faces_scene(const Geometry& geometry) {
  std::vector<std::array<Vec3, 4>> faces;
  const auto add = [&](std::array<Vec3, 4> corners, const Affine& scene_from_lattice) {
    for (Vec3& corner : corners) corner = scene_from_lattice(corner);
    faces.push_back(corners);
  };
  for (int d = 0; d < 6; ++d) {
    if (const auto* lattice = std::get_if<LatticeFaces>(&geometry))
      for (const FaceCell& cell : lattice->faces.of(d))
        add(lattice->corners_lattice(cell, d), lattice->scene_from_lattice);
    if (const auto* boxes = std::get_if<Boxes>(&geometry))
      for (const BoxFace& face : boxes->faces.of(d))
        add(boxes->corners_lattice(face.rectangle, d), boxes->scene_from_lattice);
  }
  return faces;
}

class EveryKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EveryKind, FacesBlocksVolumesAndTonnesEqualARaster) {
  std::size_t faces_seen = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const RandomModel model(GetParam(), seed);
    const testing::TemporaryFolder folder;
    Problems problems;
    Scene scene = scene_of_inputs({folder.write("model.csv", model.csv())}, "", "", problems);
    ASSERT_EQ(scene.sources.size(), 1U);
    scene.sources[0].kind = DatasetKind::blocks;
    scene.sources[0].geometry = model.geometry();
    Session session;
    Progress progress;
    session.load(scene, progress);
    const auto* read = std::get_if<BlockModel>(session.loaded(scene, 0)->dataset.get());
    ASSERT_NE(read, nullptr) << "seed " << seed;
    ASSERT_EQ(read->table.rows, model.blocks().size()) << "seed " << seed;
    for (const int cutoff : {0, 70, 150, 290}) {
      const auto shown = [&](const Block& block) { return block.grade_hundredths >= cutoff; };
      scene.layers[0].filter = fmt::format("g_ppm >= {:.2f}", cutoff / 100.0);
      const LayerPicturePtr picture = session.picture(scene, 0);

      double area = 0;
      for (const auto& c : faces_scene(picture->geometry)) {
        const Vec3 across = cross(c[1] - c[0], c[3] - c[0]), outward = 0.02 * normalized(across);
        const Vec3 middle = 0.25 * (c[0] + c[1] + c[2] + c[3]);
        area += length(across);
        const Block *inside = model.at(middle - outward), *outside = model.at(middle + outward);
        ASSERT_TRUE(inside != nullptr && shown(*inside)) << "seed " << seed << ": a face of nothing that is shown";
        ASSERT_TRUE(outside == nullptr || !shown(*outside)) << "seed " << seed << ": a face between shown blocks";
        ++faces_seen;
      }
      EXPECT_NEAR(area, model.exposed_area(shown), 1e-4 * area + 1e-9) << "seed " << seed << ", cut-off " << cutoff;

      std::uint64_t blocks = 0;
      double volume = 0, tonnes = 0, grade_tonnes = 0;
      for (const Block& block : model.blocks()) {
        if (!shown(block)) continue;
        ++blocks;
        volume += model.volume(block);
        tonnes += model.volume(block) * block.density_tenths / 10;
        grade_tonnes += model.volume(block) * block.density_tenths / 10 * block.grade_hundredths / 100;
      }
      EXPECT_EQ(picture->visible_rows.count(), blocks) << "seed " << seed;
      const Tonnage totals = session.tonnage(scene, 0, {"g_ppm", {}, "", ""}, {});
      ASSERT_EQ(totals.rows.size(), 1U);
      EXPECT_EQ(totals.rows[0].blocks, blocks);
      EXPECT_NEAR(totals.rows[0].volume_m3, volume, 1e-6 * volume + 1e-9);
      EXPECT_NEAR(totals.rows[0].tonnes.value_or(-1), tonnes, 1e-6 * tonnes + 1e-9);
      EXPECT_NEAR(totals.rows[0].metal_t.value_or(-1), 1e-6 * grade_tonnes, 1e-12 * grade_tonnes + 1e-12);
    }
  }
  EXPECT_GT(faces_seen, 1000U);
}

INSTANTIATE_TEST_SUITE_P(Models, EveryKind,
                         ::testing::Values(Kind::regular, Kind::with_missing, Kind::tensor, Kind::turned_once,
                                           Kind::turned_twice, Kind::turned_three_times, Kind::regular_sub_blocks,
                                           Kind::octree, Kind::free_sub_blocks, Kind::turned_octree, Kind::indices,
                                           Kind::indices_turned));

}  // namespace
}  // namespace lode
