#include "render/renderer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "core/camera.h"
#include "core/error.h"
#include "pictures.h"
#include "testing/testing.h"

namespace lode::render::testing {
namespace {

Bounds bounds_around(Vec3 centre, double half) {
  Bounds bounds;
  bounds.add(centre - Vec3{half, half, half});
  bounds.add(centre + Vec3{half, half, half});
  return bounds;
}

constexpr Rgba red{220, 40, 30, 255}, green{30, 190, 60, 255}, blue{40, 80, 230, 255};

/// A model of one block of 10 m whose centroid is `centroid`.
DrawLayer one_block(Vec3 centroid, Rgba colour) {
  const auto model = block_model(centroid - Vec3{5, 5, 5}, {10, 10, 10}, {1, 1, 1});
  return {.geometry = blocks(model, Mask(1, true), {1}), .scale = one_colour(colour)};
}

TEST(Renderer, ABlockSeenFromAboveHasItsPaletteColourAtItsCentroidAndCoversItsArea) {
  Offscreen view;
  const Picture picture = bare({one_block(origin, red)}, bounds_around(origin, 20));  // 48 m high: 4 px a metre
  const Image image = view.draw(picture, 192, 192);
  EXPECT_LE(difference(pixel(image, 96, 96), red), 2);
  const std::size_t covered = count_unlike(image, background_of(image));
  EXPECT_NEAR(static_cast<double>(covered), 40 * 40, 80);
  EXPECT_LE(difference(pixel(image, 96 - 24, 96), background_of(image)), 2);
}

TEST(Renderer, FacesOfEveryDirectionAreSeenFromTheirSide) {
  Offscreen view;
  for (const char* name : {"plan", "north", "south", "east", "west", "iso"})
    for (bool perspective : {false, true}) {
      Picture picture = bare({one_block(origin, red)}, bounds_around(origin, 20));
      picture.camera.azimuth_deg = named_view(name)->azimuth_deg;
      picture.camera.elevation_deg = named_view(name)->elevation_deg;
      picture.camera.perspective = perspective;
      const Image image = view.draw(picture, 120, 120);
      const Rgba seen = pixel(image, 60, 60);
      EXPECT_GT(seen.r, 100) << name;
      EXPECT_LT(seen.g, 60) << name;
    }
}

TEST(Renderer, CoordinatesOfSevenDigitsLoseNothing) {
  Offscreen view;
  const Vec3 far_away{7650000.37, 5500000.61, 250.13};
  // 0.5 m at 40 px a metre: float32 in absolute coordinates would be off by up to 20 px.
  Segments thread;
  Picture near_picture = bare({one_block({0, 0, 0}, red)}, bounds_around({0, 0, 0}, 20));
  Picture far_picture = bare({one_block(far_away, red)}, bounds_around(far_away, 20));
  near_picture.camera.view_height_m = far_picture.camera.view_height_m = 12;
  near_picture.camera.focal_scene = {1.37, 2.11, 0};
  far_picture.camera.focal_scene = far_away + Vec3{1.37, 2.11, 0};
  const Image near_image = view.draw(near_picture, 200, 200), far_image = view.draw(far_picture, 200, 200);
  std::size_t different = 0;
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 200; ++x)
      if (difference(pixel(near_image, x, y), pixel(far_image, x, y)) > 8) ++different;
  EXPECT_LT(different, 40000U / 500);
}

TEST(Renderer, AHoleIsNeverThinnerThanTwoPixels) {
  Offscreen view;
  // 1 cm thick, 400 m across 100 px.
  const DrawLayer layer{.geometry = hole({origin - Vec3{100, 0, 0}, origin + Vec3{100, 0, 0}}, 0.005),
                        .scale = one_colour(green)};
  const Image image = view.draw(bare({layer}, bounds_around(origin, 400 / 2.4)), 100, 100);
  int rows = 0;
  for (int y = 0; y < 100; ++y)
    if (difference(pixel(image, 50, y), background_of(image)) > 40) ++rows;
  EXPECT_GE(rows, 2);
  EXPECT_LE(rows, 3);
}

TEST(Renderer, AHoleHasItsRadiusInMetres) {
  Offscreen view;
  const DrawLayer layer{.geometry = hole({origin - Vec3{100, 0, 0}, origin, origin + Vec3{100, 0, 0}}, 5),
                        .scale = one_colour(green)};
  Picture picture = bare({layer}, bounds_around(origin, 50));
  picture.camera.view_height_m = 50;
  const Image image = view.draw(picture, 200, 200);
  int rows = 0;
  for (int y = 0; y < 200; ++y)
    if (difference(pixel(image, 100, y), background_of(image)) > 24) ++rows;
  EXPECT_NEAR(rows, 40, 2);
}

TEST(Renderer, AThickHoleAloneIsDrawnWhole) {
  Offscreen view;
  const DrawLayer layer{.geometry = hole({origin, origin - Vec3{0, 0, 50}}, 10), .scale = one_colour(green)};
  Picture picture = bare({layer}, std::get<Segments>(*layer.geometry).bounds_scene());
  picture.camera.focal_scene = origin - Vec3{0, 0, 25};
  picture.camera.view_height_m = 60;
  picture.camera.elevation_deg = 0;
  const Image image = view.draw(picture, 200, 200);
  int columns = 0;
  for (int x = 0; x < 200; ++x)
    if (difference(pixel(image, x, 100), background_of(image)) > 24) ++columns;
  EXPECT_NEAR(columns, 200.0 * 20 / 60, 2);  // no near plane cuts into it
}

TEST(Renderer, BarsBesideAHoleAloneAreDrawnWhole) {
  Offscreen view;
  Segments bars = std::get<Segments>(*hole({origin, origin - Vec3{0, 0, 50}}, 1));
  bars.shape = Segments::Shape::bars;
  bars.graph_width_m = 40;
  const DrawLayer layer{.geometry = std::make_shared<const Geometry>(bars), .scale = one_colour(green)};
  // Away from the middle of a perspective picture a bar square to the line of sight comes nearer than its hole.
  for (const double aside : {-60., 25.}) {
    Picture picture = bare({layer}, bars.bounds_scene());
    picture.camera.focal_scene = origin - Vec3{aside, 0, 25};
    picture.camera.view_height_m = 100;
    picture.camera.elevation_deg = 0;
    picture.camera.perspective = true;
    const Image image = view.draw(picture, 400, 200);
    const std::size_t alone = count_unlike(image, background_of(image));
    picture.bounds_scene = bounds_around(origin, 100);
    const std::size_t with_room = count_unlike(view.draw(picture, 400, 200), background_of(image));
    EXPECT_GT(with_room, 40U * 50U * 2);
    EXPECT_EQ(alone, with_room) << aside;
  }
}

TEST(Renderer, AHoleIsClosedAtItsEnds) {
  Offscreen view;
  const DrawLayer layer{.geometry = hole({origin, origin - Vec3{0, 0, 50}, origin - Vec3{0, 0, 80}}, 5),
                        .scale = one_colour(green)};
  Picture picture = bare({layer}, bounds_around(origin, 50));
  for (const double elevation : {-90., 90.}) {
    picture.camera.elevation_deg = elevation;
    const Image image = view.draw(picture, 200, 200);
    const double pixels_per_m = 200 / picture.camera.view_height_m;
    const double area_m2 =
        static_cast<double>(count_unlike(image, background_of(image))) / (pixels_per_m * pixels_per_m);
    EXPECT_NEAR(area_m2, std::numbers::pi * 25, 0.08 * std::numbers::pi * 25);
  }
}

/// 300 holes of 1,000 m, 5 m apart, of 2 m pieces: three red, then one green.
DrawLayer many_pieces(const std::shared_ptr<const ColourScale>& scale) {
  Segments segments;
  segments.radius_m = 0.5;
  for (std::uint32_t h = 0; h < 300; ++h)
    for (std::uint32_t i = 0; i < 500; ++i) {
      segments.from_scene.push_back(origin + Vec3{2.0 * i, 5.0 * h, 0});
      segments.to_scene.push_back(origin + Vec3{2.0 * i + 2, 5.0 * h, 0});
      segments.row.push_back(500 * h + i);
      segments.hole.push_back(h);
      segments.colour_index.push_back(i % 4 == 3 ? 2 : 1);
    }
  return {.geometry = std::make_shared<const Geometry>(std::move(segments)), .scale = scale};
}

TEST(Renderer, PiecesShorterThanAPixelLoseNoHoleAndKeepTheSharesOfTheirColours) {
  Offscreen view;
  auto scale = std::make_shared<ColourScale>();
  scale->palette.fill(blue);
  scale->palette[1] = red;
  scale->palette[2] = green;
  const DrawLayer layer = many_pieces(scale);
  Picture picture = bare({layer}, std::get<Segments>(*layer.geometry).bounds_scene());
  // 500 pixels of 3 m: a piece is two thirds of a pixel long, holes lie 1.7 pixels apart and cover everything.
  picture.camera.view_height_m = 1500;
  const Image far = view.draw(picture, 500, 500);
  std::size_t reds = 0, greens = 0;
  const int first_x = 84, last_x = 416;  // 1,000 m about the middle
  for (int y = 5; y < 495; ++y)
    for (int x = first_x + 1; x < last_x - 1; ++x) {
      const Rgba colour = pixel(far, x, y);
      if (colour.r > 2 * colour.g) ++reds;
      if (colour.g > 2 * colour.r) ++greens;
    }
  EXPECT_EQ(reds + greens, 490U * (last_x - first_x - 2));
  EXPECT_NEAR(static_cast<double>(greens) / static_cast<double>(reds + greens), 0.25, 0.04);

  // Pieces of 8 pixels, each in its own colour.
  picture.camera.view_height_m = 125;
  const Image near = view.draw(picture, 500, 500);
  const Segments& pieces = std::get<Segments>(*layer.geometry);
  std::size_t seen = 0;
  for (std::size_t i = 0; i < pieces.row.size(); ++i) {
    const Vec3 from_middle = 0.5 * (pieces.from_scene[i] + pieces.to_scene[i]) - picture.camera.focal_scene;
    const double x = 250 + 4 * from_middle.x, y = 250 - 4 * from_middle.y;
    if (x < 0 || y < 0 || x >= 500 || y >= 500) continue;
    ++seen;
    const Rgba colour = pixel(near, x, y);
    EXPECT_EQ(colour.g > colour.r, pieces.colour_index[i] == 2) << x << ", " << y;
  }
  EXPECT_GT(seen, 1000U);
}

TEST(Renderer, WhatIsNearerHidesWhatIsFarther) {
  Offscreen view;
  const DrawLayer low{.geometry = square(origin, 10), .scale = one_colour(blue)};
  const DrawLayer middle = one_block(origin + Vec3{0, 0, 20}, red);
  const DrawLayer high{.geometry = hole({origin + Vec3{-20, 0, 40}, origin + Vec3{20, 0, 40}}, 1),
                       .scale = one_colour(green)};
  const Picture picture = bare({high, middle, low}, bounds_around(origin, 45));
  const Image image = view.draw(picture, 216, 216);  // 2 px a metre
  const Rgba on_hole = pixel(image, 108, 108), on_block = pixel(image, 108, 108 - 6),
             on_square = pixel(image, 108 - 16, 108 - 16);
  EXPECT_GT(on_hole.g, on_hole.r);
  EXPECT_GT(on_block.r, on_block.g + 50);
  EXPECT_GT(on_square.b, on_square.r + 50);
}

TEST(Renderer, ExaggerationStretchesAboutTheFocalLevel) {
  Offscreen view;
  Picture picture = bare({one_block(origin + Vec3{0, 0, 15}, red)}, bounds_around(origin, 60));
  picture.camera.focal_scene = origin;
  picture.camera.azimuth_deg = 0;
  picture.camera.elevation_deg = 0;
  picture.camera.view_height_m = 100;
  for (double exaggeration : {1.0, 2.0}) {
    picture.vertical_exaggeration = exaggeration;
    const Image image = view.draw(picture, 200, 200);  // 2 px a metre
    int top = 200, bottom = 0;
    for (int y = 0; y < 200; ++y)
      if (difference(pixel(image, 100, y), background_of(image)) > 24) top = std::min(top, y), bottom = y + 1;
    EXPECT_NEAR(top, 100 - 2 * 20 * exaggeration, 1);
    EXPECT_NEAR(bottom, 100 - 2 * 10 * exaggeration, 1);
  }
}

TEST(Renderer, TheSlabCutsSurfacesAndPoints) {
  Offscreen view;
  const DrawLayer surface{.geometry = square(origin, 20), .scale = one_colour(blue)};
  PointCloud cloud;
  cloud.positions_scene = {origin + Vec3{0, 15, 5}, origin + Vec3{0, 2, 5}};
  cloud.row = {0, 1};
  cloud.colour_index = {1, 1};
  const DrawLayer points{
      .geometry = std::make_shared<const Geometry>(std::move(cloud)), .scale = one_colour(red), .point_size_px = 6};
  Picture picture = bare({surface, points}, bounds_around(origin, 20));
  picture.slab = Slab{origin, {0, 1, 0}, 10};
  picture.camera.view_height_m = 50;
  const Image image = view.draw(picture, 100, 100);  // 2 px a metre
  int rows = 0;
  for (int y = 0; y < 100; ++y)
    if (difference(pixel(image, 30, y), background_of(image)) > 24) ++rows;
  EXPECT_NEAR(rows, 20, 1);
  EXPECT_LE(difference(pixel(image, 50, 50 - 30), background_of(image)), 2);
  EXPECT_GT(pixel(image, 50, 50 - 4).r, 150);
}

TEST(Renderer, ATransparentPictureHasStraightAlpha) {
  Offscreen view;
  DrawLayer translucent = one_block(origin, red);
  translucent.opacity = 0.5;
  for (bool smooth : {false, true}) {
    Picture picture = bare({translucent}, bounds_around(origin, 20));
    picture.transparent = true;
    picture.smooth = smooth;
    const Image image = view.draw(picture, 192, 192);
    EXPECT_EQ(pixel(image, 2, 2).a, 0);
    const Rgba middle = pixel(image, 96, 96);
    EXPECT_NEAR(middle.a, 128, 2);
    EXPECT_NEAR(middle.r, red.r, 4);  // not darkened by the background
    EXPECT_NEAR(middle.g, red.g, 4);
  }
}

TEST(Renderer, ATranslucentSurfaceLetsThroughWhatLiesBehind) {
  Offscreen view;
  DrawLayer pane{.geometry = square(origin + Vec3{0, 0, 10}, 20), .scale = one_colour(blue)};
  pane.opacity = 0.5;
  const Picture picture = bare({pane, one_block(origin, red)}, bounds_around(origin, 20));
  const Image image = view.draw(picture, 192, 192);
  const Rgba over_block = pixel(image, 96, 96), beside = pixel(image, 30, 96);
  EXPECT_GT(over_block.r, 100);
  EXPECT_GT(over_block.b, 80);
  EXPECT_LT(beside.r, 60);
  EXPECT_GT(beside.b, 80);
}

TEST(Renderer, PicturesHaveTheSizeAskedForAlsoInTilesAndAgreeWithOneTile) {
  Offscreen view;
  Picture picture = bare({one_block(origin, red)}, bounds_around(origin, 20));
  const Image wide = view.draw(picture, 5000, 40);
  EXPECT_EQ(wide.width, 5000);
  EXPECT_EQ(wide.height, 40);
  EXPECT_LE(difference(pixel(wide, 2500, 20), red), 2);
  picture.smooth = true;
  const Image smooth = view.draw(picture, 101, 67);
  EXPECT_EQ(smooth.width, 101);
  EXPECT_EQ(smooth.height, 67);
  EXPECT_LE(difference(pixel(smooth, 50, 33), red), 2);
  EXPECT_THROW(view.draw(picture, 0, 10), Error);
  EXPECT_THROW(view.draw(picture, 16385, 10), Error);
}

/// A model of one layer of blocks of 10 m, all shown.
DrawLayer a_floor(std::uint32_t blocks_a_side, Rgba colour) {
  const auto model = block_model(origin, {10, 10, 10}, {blocks_a_side, blocks_a_side, 1});
  const std::size_t cells = model->lattice.cells();
  return {.geometry = blocks(model, Mask(cells, true), std::vector<std::uint8_t>(cells, 1)),
          .scale = one_colour(colour)};
}

TEST(Renderer, APictureDrawnByPiecesIsThatDrawnAtOnceWhateverIsDrawnInBetween) {
  Offscreen view;
  Picture picture = bare({a_floor(12, green)}, bounds_around(origin + Vec3{60, 60, 5}, 70));
  picture.camera.elevation_deg = -35;
  picture.camera.azimuth_deg = 30;
  picture.show_scale_bar = picture.show_north = true;
  const Picture other = bare({one_block(origin, red)}, bounds_around(origin, 6));
  for (const bool smooth : {false, true}) {
    picture.smooth = smooth;
    const Image whole = view.draw(picture, 400, 230);
    const auto by_pieces = view.another();
    by_pieces->begin(picture, 400, 230, 150);
    std::vector<double> shares;
    std::size_t unlike = 0, pixels = 0;
    do {
      const DrawnPiece piece = by_pieces->draw_piece();
      shares.push_back(piece.share);
      pixels += piece.image.rgba.size() / 4;
      for (int y = 0; y < piece.image.height; ++y)
        for (int x = 0; x < piece.image.width; ++x)
          unlike += difference(pixel(piece.image, x + 0.5, y + 0.5),
                               pixel(whole, piece.x_px + x + 0.5, piece.y_px + y + 0.5)) > 2
                        ? 1
                        : 0;
      EXPECT_LE(difference(pixel(view.draw(other, 90, 50), 45, 25), red), 2);
    } while (shares.back() < 1);
    EXPECT_EQ(shares.size(), 6U);
    EXPECT_TRUE(std::ranges::is_sorted(shares));
    EXPECT_EQ(pixels, 400U * 230U);
    EXPECT_LE(unlike, 10U) << (smooth ? "smooth" : "not smooth");
    EXPECT_GT(count_unlike(whole, background_of(whole)), 10'000U);
  }
}

TEST(Renderer, LinesAlongEdgesOfBlocksComeWithTheirSize) {
  Offscreen view;
  Picture picture = bare({a_floor(40, green)}, bounds_around(origin + Vec3{200, 200, 5}, 200));
  const auto darkened = [&](double block_px) {  // in the middle, where nothing else is
    picture.camera.view_height_m = 200 * 10 / block_px;
    const Image image = view.draw(picture, 200, 200);
    std::size_t dark = 0;
    for (int y = 70; y < 130; ++y)
      for (int x = 70; x < 130; ++x) dark += pixel(image, x + 0.5, y + 0.5).g < green.g - 3 ? 1 : 0;
    EXPECT_LE(difference(pixel(image, 100.5, 100.5), green), 90);
    return dark;
  };
  for (const bool perspective : {false, true}) {
    picture.camera.perspective = perspective;
    for (const double block_px : {2.0, 4.5, 4.9, 5.05}) EXPECT_EQ(darkened(block_px), 0U) << block_px;
    EXPECT_GT(darkened(9), 1000U);
    EXPECT_GT(darkened(20), 200U);
  }
}

TEST(Renderer, BeyondTheFaceBudgetCoarserBlocksAreDrawnWhileTheHandMovesAndExactOnesAtRest) {
  Offscreen view;
  // A checkerboard: every block shows all its faces, merged ones are solid.
  const auto model = block_model(origin, {1, 1, 1}, {16, 16, 4});
  LatticeFaces blocks;
  blocks.model = model;
  blocks.scene_from_lattice = model->lattice.source_from_lattice;
  blocks.visible = Mask(model->lattice.cells());
  for (std::uint64_t cell = 0; cell < model->lattice.cells(); ++cell) {
    const auto [i, j, k] = model->lattice.ijk(cell);
    if ((i + j) % 2 == 0) blocks.visible.set(cell);
  }
  build_faces(model->lattice, blocks.visible, blocks.faces);
  blocks.colour_index.assign(blocks.faces.cells.size(), 1);
  build_coarse(*model, blocks.visible, {}, 1000, blocks.coarse);
  ASSERT_EQ(blocks.coarse.as.merged, 2U);
  const DrawLayer layer{.geometry = std::make_shared<const Geometry>(std::move(blocks)), .scale = one_colour(red)};
  Picture picture = bare({layer}, bounds_around(origin + Vec3{8, 8, 2}, 8));
  picture.face_budget = 1000;
  const auto draw = [&](bool moving) {
    picture.moving = moving;
    const FrameTimes times = view.renderer().draw(picture, 160, 160);
    const Image image = view.renderer().read();
    return std::tuple(times.coarseness.merged, times.exact, count_unlike(image, background_of(image)));
  };
  const auto [merged, exact, covered] = draw(false);
  EXPECT_EQ(merged, 1U);
  EXPECT_TRUE(exact);
  const auto [merged_moving, exact_moving, covered_moving] = draw(true);
  EXPECT_EQ(merged_moving, 2U);
  EXPECT_FALSE(exact_moving);
  EXPECT_NEAR(static_cast<double>(covered_moving), 2.0 * static_cast<double>(covered), 0.1 * covered_moving);
  EXPECT_EQ(std::get<2>(draw(false)), covered) << "at rest the picture is exact again";
  picture.face_budget = 1000000;
  EXPECT_EQ(std::get<0>(draw(true)), 1U) << "within the budget nothing is merged";
}

TEST(Renderer, AnEmptyPictureIsBackground) {
  Offscreen view;
  Picture picture;
  picture.show_grid = picture.show_legend = picture.show_north = picture.show_scale_bar = false;
  picture.camera.view_height_m = 100;
  const Image image = view.draw(picture, 64, 48);
  EXPECT_EQ(count_unlike(image, background_of(image), 0), 0U);
}

TEST(Png, ReadsBackAsWritten) {
  const lode::testing::TemporaryFolder folder;
  Image image{3, 2, {}};
  for (std::uint8_t i = 0; i < 24; ++i) image.rgba.push_back(static_cast<std::uint8_t>(i * 10));
  write_png(image, folder.path() / "alpha.png");
  EXPECT_EQ(read_png(folder.path() / "alpha.png").rgba, image.rgba);
  for (std::size_t i = 3; i < 24; i += 4) image.rgba[i] = 255;
  write_png(image, folder.path() / "opaque.png");
  EXPECT_EQ(read_png(folder.path() / "opaque.png").rgba, image.rgba);
  // The colour type of the header: 2 is RGB, 6 RGBA.
  EXPECT_EQ(lode::testing::read_bytes(folder.path() / "opaque.png")[25], 2);
  EXPECT_EQ(lode::testing::read_bytes(folder.path() / "alpha.png")[25], 6);
}

TEST(Png, SaysWhatIsWrong) {
  const lode::testing::TemporaryFolder folder;
  const Image image{1, 1, {1, 2, 3, 255}};
  EXPECT_THROW(write_png(image, folder.path() / "no such folder" / "a.png"), Error);
  Progress progress;
  write_png(image, folder.path() / "wanted.png", &progress);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "wanted.png"));
  progress.cancel();
  EXPECT_THROW(write_png(image, folder.path() / "cancelled.png", &progress), Cancelled);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "cancelled.png"));
  EXPECT_THROW(read_png(folder.path() / "absent.png"), Error);
  EXPECT_THROW(read_png(folder.write("text.png", "hello")), Error);
}

}  // namespace
}  // namespace lode::render::testing
