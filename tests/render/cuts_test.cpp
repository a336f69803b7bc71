// Cut block models: what is seen at a pixel is the block that a ray meets there within the section.
#include <gtest/gtest.h>

#include <random>

#include "core/camera.h"
#include "pictures.h"

namespace lode::render::testing {
namespace {

/// Every cell of a colour of its own, some hidden; cut by a slab.
std::shared_ptr<const Geometry> cut_blocks(const std::shared_ptr<const BlockModel>& model, const Slab& slab) {
  const Lattice& lattice = model->lattice;
  LatticeFaces blocks;
  blocks.model = model;
  blocks.scene_from_lattice = lattice.source_from_lattice;
  blocks.scene_from_lattice.columns = {Vec3{0.8, 0.6, 0}, Vec3{-0.6, 0.8, 0}, Vec3{0, 0, 1}};
  cells_in_slab(lattice, blocks.scene_from_lattice, slab, blocks.visible);
  Mask shown(lattice.cells());
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell)
    if (cell % 5 != 0) shown.set(cell);
  blocks.visible &= shown;
  build_faces(lattice, blocks.visible, blocks.faces);
  std::vector<std::uint8_t> index;
  for (std::uint64_t cell = 0; cell < lattice.cells(); ++cell) index.push_back(static_cast<std::uint8_t>(1 + cell));
  colour_faces(*model, blocks.faces.cells, index, blocks.colour_index);
  blocks.cut = slab;
  build_cuts(lattice, cut_planes(slab, blocks.scene_from_lattice), blocks.visible, blocks.cuts);
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
    int seen = 0, wrong = 0;
    for (int y = 1; y + 1 < height; ++y)
      for (int x = 1; x + 1 < width; ++x) {
        const auto hit_at = [&](double dx, double dy) {
          return blocks.nearest(pixel_ray(picture.camera, c.exaggeration, x + 0.5 + dx, y + 0.5 + dy, width, height));
        };
        const auto hit = hit_at(0, 0);
        bool border = false;
        for (const auto& [dx, dy] : {std::pair{-1, -1}, {1, -1}, {-1, 1}, {1, 1}}) {
          const auto near = hit_at(dx, dy);
          border = border || near.has_value() != hit.has_value() || (near && near->element != hit->element);
        }
        if (border) continue;
        const Rgba pixel_colour = pixel(image, x, y);
        if (!hit) {
          wrong += difference(pixel_colour, background_of(image)) > 3;
          continue;
        }
        ++seen;
        const Rgba full = scale->palette[1 + hit->element];
        // The greatest channel is 255 in every colour: what is seen divided by it is the light.
        const double light = std::max({pixel_colour.r, pixel_colour.g, pixel_colour.b}) / 255.0;
        const auto off = [&](std::uint8_t got, std::uint8_t of) { return std::abs(got - light * of) > 6; };
        wrong += off(pixel_colour.r, full.r) || off(pixel_colour.g, full.g) || off(pixel_colour.b, full.b);
      }
    EXPECT_GT(seen, 300) << c.azimuth_deg;
    EXPECT_LE(wrong, seen / 200) << c.azimuth_deg << " of " << seen;
  }
}

}  // namespace
}  // namespace lode::render::testing
