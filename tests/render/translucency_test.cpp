// Translucent layers blend in the order in which they lie behind one another at each pixel, whatever their kind.
#include <gtest/gtest.h>

#include <cmath>

#include "core/camera.h"
#include "pictures.h"

namespace lode::render::testing {
namespace {

constexpr Rgba red{230, 20, 20, 255}, green{20, 200, 40, 255}, blue{30, 60, 240, 255};

struct Colour {
  double r = 0, g = 0, b = 0;
};

/// `front` at an opacity over what is behind.
Colour over(Rgba front, double opacity, Colour behind) {
  return {opacity * front.r + (1 - opacity) * behind.r, opacity * front.g + (1 - opacity) * behind.g,
          opacity * front.b + (1 - opacity) * behind.b};
}

void expect_colour(Rgba seen, Colour expected, const char* where) {
  EXPECT_NEAR(seen.r, expected.r, 5) << where;
  EXPECT_NEAR(seen.g, expected.g, 5) << where;
  EXPECT_NEAR(seen.b, expected.b, 5) << where;
}

Colour colour_of(Rgba c) { return {static_cast<double>(c.r), static_cast<double>(c.g), static_cast<double>(c.b)}; }

DrawLayer one_block(Vec3 centroid, Rgba colour, double opacity) {
  const auto model = block_model(centroid - Vec3{5, 5, 5}, {10, 10, 10}, {1, 1, 1});
  DrawLayer layer{.geometry = blocks(model, Mask(1, true), {1}), .scale = one_colour(colour)};
  layer.opacity = opacity;
  return layer;
}

/// A rectangle 40 x 40 m, level along x, rising by `rise` from west to east, lit from nowhere else than above.
DrawLayer tilted(Vec3 centre, double rise, Rgba colour, double opacity) {
  Triangles surface;
  for (const auto& [x, y] : {std::pair{-20., -20.}, {20., -20.}, {20., 20.}, {-20., 20.}})
    surface.vertices_scene.push_back(centre + Vec3{x, y, x / 20 * rise});
  surface.triangles = {{0, 1, 2}, {0, 2, 3}};
  surface.colour_index.assign(4, 1);
  DrawLayer layer{.geometry = std::make_shared<const Geometry>(std::move(surface)), .scale = one_colour(colour)};
  layer.opacity = opacity;
  return layer;
}

Picture plan_of(std::vector<DrawLayer> layers) {
  Bounds bounds;
  bounds.add(origin - Vec3{40, 40, 40});
  bounds.add(origin + Vec3{40, 40, 40});
  Picture picture = bare(std::move(layers), bounds);
  picture.camera.view_height_m = 100;
  return picture;
}

/// The colour of one layer alone and opaque at a pixel: its colour under the light.
Rgba alone(Offscreen& view, DrawLayer layer, double x, double y) {
  layer.opacity = 1;
  return pixel(view.draw(plan_of({layer}), 200, 200), x, y);
}

TEST(Translucency, CrossingSurfacesBlendByWhatLiesInFrontAtEachPixel) {
  Offscreen view;
  const DrawLayer up = tilted(origin, 10, red, 0.5), down = tilted(origin, -10, blue, 0.5);
  for (const auto& layers : {std::vector{up, down}, {down, up}}) {
    const Image image = view.draw(plan_of(layers), 200, 200);  // 2 px a metre
    const Colour background = colour_of(background_of(image));
    const Rgba lit_up = alone(view, up, 100, 100), lit_down = alone(view, down, 100, 100);
    expect_colour(pixel(image, 130, 100), over(lit_up, 0.5, over(lit_down, 0.5, background)), "east: up in front");
    expect_colour(pixel(image, 70, 100), over(lit_down, 0.5, over(lit_up, 0.5, background)), "west: down in front");
  }
}

TEST(Translucency, BlocksBlendBeforeAndBehindHolesAndSurfaces) {
  Offscreen view;
  const DrawLayer block = one_block(origin, red, 0.4);
  const auto opaque_hole = [&](double z) {
    return DrawLayer{.geometry = hole({origin + Vec3{-20, 0, z}, origin + Vec3{20, 0, z}}, 2),
                     .scale = one_colour(green)};
  };
  const auto pane = [&](double z) { return tilted(origin + Vec3{0, 0, z}, 0, blue, 0.5); };
  const Rgba lit_block = alone(view, block, 100, 100), lit_pane = alone(view, pane(0), 100, 100);
  const Rgba lit_hole = alone(view, opaque_hole(0), 100, 100);

  Image image = view.draw(plan_of({block, opaque_hole(-10), pane(10)}), 200, 200);
  const Colour background = colour_of(background_of(image));
  expect_colour(pixel(image, 100, 100), over(lit_pane, 0.5, over(lit_block, 0.4, colour_of(lit_hole))),
                "pane, block, hole");
  expect_colour(pixel(image, 100, 93), over(lit_pane, 0.5, over(lit_block, 0.4, background)), "pane, block");

  image = view.draw(plan_of({block, opaque_hole(10), pane(-10)}), 200, 200);
  expect_colour(pixel(image, 100, 100), colour_of(lit_hole), "the hole before all");
  expect_colour(pixel(image, 100, 93), over(lit_block, 0.4, over(lit_pane, 0.5, background)), "block, pane");
  expect_colour(pixel(image, 70, 70), over(lit_pane, 0.5, background), "the pane beside the block");
}

TEST(Translucency, BarsBesideAHoleBlendOnce) {
  Offscreen view;
  Segments bars = std::get<Segments>(*hole({origin - Vec3{0, 20, 0}, origin + Vec3{0, 20, 0}}, 0.5));
  bars.shape = Segments::Shape::bars;
  bars.graph_width_m = 30;
  DrawLayer layer{.geometry = std::make_shared<const Geometry>(bars), .scale = one_colour(red)};
  layer.opacity = 0.4;
  // Bars stand to the left of a hole that goes up in the picture. Another translucent layer, so that several depths are
  // peeled.
  const Image image = view.draw(plan_of({layer, tilted(origin - Vec3{0, 0, 20}, 0, blue, 0.5)}), 200, 200);
  const Colour background = colour_of(background_of(image));
  const Rgba bar = alone(view, layer, 50, 100);
  const Rgba floor = alone(view, tilted(origin - Vec3{0, 0, 20}, 0, blue, 0.5), 80, 100);
  expect_colour(pixel(image, 50, 100), over(bar, 0.4, background), "beside the surface");
  expect_colour(pixel(image, 80, 100), over(bar, 0.4, over(floor, 0.5, background)), "before the surface");
}

TEST(Translucency, FacesBehindOneAnotherAreAllSeen) {
  Offscreen view;
  // Three blocks above one another with gaps: three panes, however they are ordered in the model.
  const auto model = block_model(origin - Vec3{5, 5, 25}, {10, 10, 10}, {1, 1, 5});
  Mask shown(5);
  for (const std::size_t k : {0U, 2U, 4U}) shown.set(k);
  auto scale = std::make_shared<ColourScale>();
  scale->palette.fill(red);
  scale->palette[1] = green;
  scale->palette[3] = blue;
  DrawLayer layer{.geometry = blocks(model, shown, {1, 2, 2, 2, 3}), .scale = scale};
  layer.opacity = 0.3;
  const Image image = view.draw(plan_of({layer}), 200, 200);
  const Colour background = colour_of(background_of(image));
  expect_colour(pixel(image, 100, 100), over(blue, 0.3, over(red, 0.3, over(green, 0.3, background))), "three blocks");
}

TEST(Translucency, IsTheSameInASmoothPictureAndInTiles) {
  Offscreen view;
  Picture picture =
      plan_of({tilted(origin, 10, red, 0.5), tilted(origin, -10, blue, 0.5), one_block(origin, green, 0.3)});
  const Image plain = view.draw(picture, 200, 200);
  picture.smooth = true;
  const Image smooth = view.draw(picture, 200, 200);
  for (const auto& [x, y] : {std::pair{130, 100}, {70, 100}, {105, 95}, {96, 104}})
    EXPECT_LE(difference(pixel(plain, x, y), pixel(smooth, x, y)), 4) << x << " " << y;
}

}  // namespace
}  // namespace lode::render::testing
