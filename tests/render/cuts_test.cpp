// Cut block models: what is seen at a pixel is the block that a ray meets there within the section.
#include <gtest/gtest.h>

#include <random>

#include "core/camera.h"
#include "pictures.h"

namespace lode::render::testing {
namespace {

/// Every cell of a colour of its own, some hidden; cut by a slab.
std::shared_ptr<const Geometry> cut_blocks(const std::shared_ptr<const BlockModel>& model, const Slab& slab,
                                           const ControlLattice* bend = nullptr) {
  const Lattice& lattice = model->lattice;
  LatticeFaces blocks;
  blocks.model = model;
  blocks.scene_from_lattice = lattice.source_from_lattice;
  blocks.scene_from_lattice.columns = {Vec3{0.8, 0.6, 0}, Vec3{-0.6, 0.8, 0}, Vec3{0, 0, 1}};
  cells_in_slab(lattice, blocks.scene_from_lattice, slab, bend, blocks.visible);
  Mask shown(lattice.cells());
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
    if (cell % 5 != 0) shown.set(cell);
  blocks.visible &= shown;
  build_faces(lattice, blocks.visible, blocks.faces);
  std::vector<std::uint8_t> index;
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) index.push_back(static_cast<std::uint8_t>(1 + cell));
  colour_faces(*model, blocks.faces.cells, index, blocks.colour_index);
  blocks.cut = slab;
  build_cuts(lattice, cut_planes(slab, blocks.scene_from_lattice), blocks.visible, bend, blocks.cuts);
  colour_faces(*model, blocks.cuts.cells, index, blocks.cut_colour);
  return std::make_shared<const Geometry>(std::move(blocks));
}

/// Hues far apart from one index to the next; brightness is the light's.
std::shared_ptr<const ColourScale> hues() {
  auto scale = std::make_shared<ColourScale>();
  std::mt19937 random(3);
  for (Rgba& colour : scale->palette) {
    colour = {static_cast<std::uint8_t>(random() % 256), static_cast<std::uint8_t>(random() % 256),
              static_cast<std::uint8_t>(random() % 256), 255};
    (&colour.r)[random() % 3] = 255;
  }
  return scale;
}

/// The least of what a picture must show: at pixels whose neighbours show the same block, that block's colour.
/// `element_at(x, y)`: the block at a point of the picture, in pixels; none where it is background.
template <typename ElementAt>
void expect_shown(const Image& image, const ColourScale& scale, const ElementAt& element_at, const std::string& what) {
  int seen = 0, wrong = 0;
  for (int y = 1; y + 1 < image.height; ++y)
    for (int x = 1; x + 1 < image.width; ++x) {
      const auto hit = element_at(x + 0.5, y + 0.5);
      bool border = false;
      for (const auto& [dx, dy] : {std::pair{-1, -1}, {1, -1}, {-1, 1}, {1, 1}})
        border = border || element_at(x + 0.5 + dx, y + 0.5 + dy) != hit;
      if (border) continue;
      const Rgba pixel_colour = pixel(image, x, y);
      if (!hit) {
        wrong += difference(pixel_colour, background_of(image)) > 3;
        continue;
      }
      ++seen;
      const Rgba full = scale.palette[1 + *hit];
      // The greatest channel is 255 in every colour: what is seen divided by it is the light.
      const double light = std::max({pixel_colour.r, pixel_colour.g, pixel_colour.b}) / 255.0;
      const auto off = [&](std::uint8_t got, std::uint8_t of) { return std::abs(got - light * of) > 6; };
      wrong += off(pixel_colour.r, full.r) || off(pixel_colour.g, full.g) || off(pixel_colour.b, full.b);
    }
  EXPECT_GT(seen, 300) << what;
  EXPECT_LE(wrong, seen / 200) << what << " of " << seen;
}

TEST(CutBlocks, ShowAtEveryPixelTheBlockThatARayMeetsWithinTheSection) {
  Offscreen view;
  const auto model = block_model(origin, {10, 10, 10}, {6, 6, 6});
  const auto scale = hues();
  constexpr int width = 150, height = 120;
  const Vec3 middle = origin + Vec3{6, 42, 30};
  struct Case {
    Vec3 normal;
    double azimuth_deg, elevation_deg, exaggeration;
    bool perspective;
  };
  for (const Case& c :
       {Case{{0, 1, 0}, 0, 0, 1, false}, Case{{0, 0, 1}, 0, -90, 1, false},
        Case{normalized({1, 2, 0.5}), 30, -20, 1, false}, Case{normalized({1, 2, 0.5}), 30, -20, 2, true},
        Case{{-0.6, 0.8, 0}, 300, -35, 1.5, true}, Case{normalized({-1, 0.2, 1}), 100, 40, 1, false}}) {
    const Slab slab{middle, c.normal, 13};
    DrawLayer layer{.geometry = cut_blocks(model, slab), .scale = scale};
    const auto& blocks = std::get<LatticeFaces>(*layer.geometry);
    Picture picture = bare({layer}, blocks.bounds_scene());
    picture.camera.azimuth_deg = c.azimuth_deg;
    picture.camera.elevation_deg = c.elevation_deg;
    picture.camera.perspective = c.perspective;
    picture.camera.view_height_m = 110;
    picture.vertical_exaggeration = c.exaggeration;
    picture.slab = slab;
    const Image image = view.draw(picture, width, height);
    expect_shown(
        image, *scale,
        [&](double x, double y) -> std::optional<std::uint64_t> {
          const auto hit = blocks.nearest(pixel_ray(picture.camera, c.exaggeration, x, y, width, height));
          return hit ? std::optional(hit->element) : std::nullopt;
        },
        std::to_string(c.azimuth_deg));
  }
}

/// The visible block just behind a plane where a ray meets it.
std::optional<std::uint64_t> behind(const Ray& ray, const LatticeFaces& blocks) {
  const Slab& plane = *blocks.cut;
  const double slope = dot(plane.normal, ray.direction);
  const double at = dot(plane.normal, plane.origin_scene - ray.origin) / slope;
  const Vec3 on_plane = ray.origin + at * ray.direction;
  const Vec3 p = inverse(blocks.scene_from_lattice)(on_plane + (slope > 0 ? 1e-4 : -1e-4) * plane.normal);
  const Lattice& lattice = blocks.model->lattice;
  for (std::size_t a = 0; a < 3; ++a)
    if (p[static_cast<int>(a)] < 0 || p[static_cast<int>(a)] >= lattice.edges[a].back()) return std::nullopt;
  const std::uint64_t cell = lattice.cell_at(p);
  return blocks.visible[cell] ? std::optional(cell) : std::nullopt;
}

TEST(CutBlocks, OfAPlaneShowEachBlockInTheLegendsOneColour) {
  Offscreen view;
  const auto model = block_model(origin, {10, 10, 10}, {6, 6, 6});
  const auto scale = hues();
  constexpr int width = 150, height = 120;
  const Vec3 across_x{0.8, 0.6, 0}, across_y{-0.6, 0.8, 0};
  struct Case {
    Vec3 through, normal;
    double azimuth_deg, elevation_deg, exaggeration;
    bool perspective;
  };
  for (const Case& c :
       {Case{{6, 42, 33}, {0, 1, 0}, 0, 0, 1, false}, Case{{6, 42, 33}, {0, 1, 0}, 180, 0, 1, false},
        Case{{6, 42, 33}, {0, 1, 0}, 40, -30, 1, false}, Case{{6, 42, 30}, {0, 0, 1}, 20, -50, 1, true},
        Case{{6, 42, 30}, {0, 0, 1}, 20, 50, 2, true}, Case{30 * across_x, across_x, 250, -35, 1.5, true},
        Case{{6, 42, 30}, normalized(across_x + across_y), 30, -20, 1, false},
        Case{{6, 42, 30}, normalized({1, 2, 0.3}), 30, -20, 2, true}}) {
    const Slab plane{origin + c.through, c.normal, 0};
    DrawLayer layer{.geometry = cut_blocks(model, plane), .scale = scale};
    const auto& blocks = std::get<LatticeFaces>(*layer.geometry);
    Picture picture = bare({layer}, blocks.bounds_scene());
    picture.camera.azimuth_deg = c.azimuth_deg;
    picture.camera.elevation_deg = c.elevation_deg;
    picture.camera.perspective = c.perspective;
    picture.camera.view_height_m = 110;
    picture.vertical_exaggeration = c.exaggeration;
    picture.slab = plane;
    const Image image = view.draw(picture, width, height);
    const auto block_at = [&](int x, int y) {
      return behind(pixel_ray(picture.camera, c.exaggeration, x + 0.5, y + 0.5, width, height), blocks);
    };
    int seen = 0, wrong = 0;
    constexpr int line_px = 3;
    for (int y = line_px; y + line_px < height; ++y)
      for (int x = line_px; x + line_px < width; ++x) {
        const auto block = block_at(x, y);
        bool border = !block;
        for (const auto& [dx, dy] : {std::pair{-line_px, 0}, {line_px, 0}, {0, -line_px}, {0, line_px}})
          border = border || block_at(x + dx, y + dy) != block;
        if (border) continue;
        ++seen;
        wrong += difference(pixel(image, x, y), scale->palette[1 + *block]) > 3;
      }
    EXPECT_GT(seen, 100) << c.azimuth_deg << " " << c.elevation_deg;
    EXPECT_LE(wrong, seen / 200) << c.azimuth_deg << " " << c.elevation_deg << " of " << seen;
  }
}

/// Sampled along the ray: the first point in the slab that a visible block, as bent, holds.
std::optional<std::uint64_t> sampled(const Ray& ray, const LatticeFaces& blocks, const ControlLattice& bend) {
  constexpr double step_m = 0.1;
  const Affine lattice_from_scene = inverse(blocks.scene_from_lattice);
  const Vec3 unit = normalized(ray.direction), middle = blocks.bounds_scene().centre();
  const double begin = dot(middle - ray.origin, unit) - 60;
  Vec3 offset;
  for (double along = begin; along < begin + 120; along += step_m) {
    const Vec3 at = ray.origin + along * unit;
    if (!blocks.cut->contains(at)) continue;
    Vec3 p;
    for (int round = 0; round < 6; ++round) {
      p = lattice_from_scene(at - offset);
      offset = bend.at(p);
    }
    const Lattice& lattice = blocks.model->lattice;
    bool inside = true;
    for (int axis = 0; axis < 3; ++axis)
      inside = inside && p[axis] >= 0 && p[axis] <= lattice.edges[static_cast<std::size_t>(axis)].back();
    if (!inside) continue;
    if (const std::uint64_t cell = lattice.cell_at(p); blocks.visible[cell]) return cell;
  }
  return std::nullopt;
}

TEST(CutBlocks, OfABentModelAreCutWhereTheBendPutsThem) {
  Offscreen view;
  const auto model = block_model(origin, {10, 10, 10}, {6, 6, 6});
  const auto scale = hues();
  auto bend = std::make_shared<ControlLattice>();
  bend->size_lattice = {60, 60, 60};
  bend->count = {3, 3, 2};
  for (unsigned point = 0; point < 18; ++point)
    bend->offset_scene.push_back({static_cast<float>(4 * std::sin(point)),
                                  static_cast<float>(4 * std::cos(2.0 * point)),
                                  static_cast<float>(1.5 * std::sin(3.0 * point))});
  constexpr int width = 100, height = 80;
  for (const auto& [normal, azimuth_deg, elevation_deg] :
       {std::tuple{Vec3{0, 1, 0}, 0.0, 0.0}, std::tuple{Vec3{0, 0, 1}, 0.0, -90.0},
        std::tuple{normalized({1, 2, 0.5}), 30.0, -20.0}}) {
    const Slab slab{origin + Vec3{6, 42, 30}, normal, 13};
    DrawLayer layer{.geometry = cut_blocks(model, slab, bend.get()), .scale = scale, .bend = bend};
    const auto& blocks = std::get<LatticeFaces>(*layer.geometry);
    Picture picture = bare({layer}, blocks.bounds_scene());
    picture.camera.azimuth_deg = azimuth_deg;
    picture.camera.elevation_deg = elevation_deg;
    picture.camera.view_height_m = 90;
    picture.slab = slab;
    const Image image = view.draw(picture, width, height);
    expect_shown(
        image, *scale,
        [&](double x, double y) { return sampled(pixel_ray(picture.camera, 1, x, y, width, height), blocks, *bend); },
        std::to_string(azimuth_deg));
  }
}

}  // namespace
}  // namespace lode::render::testing
