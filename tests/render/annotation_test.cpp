#include <gtest/gtest.h>

#include "pictures.h"
#include "platform/fonts.h"
#include "render/number_text.h"

namespace lode::render::testing {
namespace {

TEST(Annotation, CoordinatesShowAllDigitsGrouped) {
  EXPECT_EQ(coordinate_text(445200, 100), "445 200");
  EXPECT_EQ(coordinate_text(5500000, 500), "5 500 000");
  EXPECT_EQ(coordinate_text(14500123.5, 0.5), "14 500 123.5");
  EXPECT_EQ(coordinate_text(50, 50), "50");
  EXPECT_EQ(coordinate_text(-1250, 50), "\u22121 250");
  EXPECT_EQ(coordinate_text(-0.0, 50), "0");
}

TEST(Annotation, StepsAndNumbersAreRound) {
  EXPECT_DOUBLE_EQ(nice_step(37), 50);
  EXPECT_DOUBLE_EQ(nice_step(100), 100);
  EXPECT_DOUBLE_EQ(nice_step(0.013), 0.02);
  EXPECT_DOUBLE_EQ(nice_step(7), 10);
  EXPECT_EQ(legend_number(0.02), "0.02");
  EXPECT_EQ(legend_number(2.4), "2.4");
  EXPECT_EQ(legend_number(1234), "1234");
  EXPECT_EQ(legend_number(98765), "98 765");
  EXPECT_EQ(length_text(200), "200 m");
  EXPECT_EQ(length_text(5000), "5 km");
}

/// Pixels of the right-hand margin that have the colour.
std::size_t swatches(const Image& image, Rgba colour) {
  std::size_t count = 0;
  for (int y = 0; y < image.height; ++y)
    for (int x = image.width - 40; x < image.width; ++x)
      if (difference(pixel(image, x, y), colour) <= 3) ++count;
  return count;
}

TEST(Annotation, ALegendNamesMissingValuesButNotBareTraces) {
  Offscreen view;
  auto scale = std::make_shared<ColourScale>();
  scale->title = "Li2O_pct";
  scale->max = 1;
  const Rgba missing{90, 120, 90, 255};
  scale->palette[0] = missing;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  const auto drawn = [&](std::uint32_t row) {
    Segments segments;
    segments.from_scene = {origin, origin + Vec3{5, 0, 0}};
    segments.to_scene = {origin + Vec3{5, 0, 0}, origin + Vec3{10, 0, 0}};
    segments.row = {0, row};
    segments.hole = {0, 0};
    segments.colour_index = {200, 0};
    Picture picture =
        bare({{.geometry = std::make_shared<const Geometry>(std::move(segments)), .scale = scale}}, bounds);
    picture.show_legend = true;
    return view.draw(picture, 400, 300);
  };
  EXPECT_EQ(swatches(drawn(Segments::no_row), missing), 0U);
  EXPECT_GT(swatches(drawn(1), missing), 100U);
}

TEST(Annotation, ALegendStandsOnceForLayersOfOneScaleAndListsTheCategoriesInUse) {
  Offscreen view;
  auto scale = std::make_shared<ColourScale>();
  scale->title = "rock";
  scale->categorical = true;
  scale->categories = {"PEG", "SCH", "GRN"};
  scale->palette[1] = {230, 20, 20, 255};
  scale->palette[2] = {20, 230, 20, 255};
  scale->palette[3] = {20, 20, 230, 255};
  const auto copy = std::make_shared<const ColourScale>(*scale);
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  const DrawLayer first{.geometry = hole({origin, origin + Vec3{5, 0, 0}}, 1, 1), .scale = scale};
  const DrawLayer second{.geometry = hole({origin, origin + Vec3{0, 5, 0}}, 1, 2), .scale = copy};
  Picture one = bare({first}, bounds), both = bare({first, second}, bounds);
  one.show_legend = both.show_legend = true;
  const Image image_of_one = view.draw(one, 400, 300), image_of_both = view.draw(both, 400, 300);
  EXPECT_GT(swatches(image_of_one, scale->palette[1]), 100U);
  EXPECT_EQ(swatches(image_of_one, scale->palette[2]), 0U);
  EXPECT_EQ(swatches(image_of_both, scale->palette[1]), swatches(image_of_one, scale->palette[1]));
  EXPECT_GT(swatches(image_of_both, scale->palette[2]), 100U);
  EXPECT_EQ(swatches(image_of_both, scale->palette[3]), 0U);
}

/// A picture with the legends of such layers.
Image with_legends(const std::vector<std::pair<ColourScale, std::string>>& scales) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  std::vector<DrawLayer> layers;
  for (const auto& [scale, name] : scales) {
    layers.push_back({.geometry = hole({origin, origin + Vec3{5, 0, 0}}, 1, 1),
                      .scale = std::make_shared<const ColourScale>(scale)});
    layers.back().name = name;
  }
  Picture picture = bare(layers, bounds);
  picture.show_legend = true;
  return view.draw(picture, 400, 300);
}

TEST(Annotation, LegendsOfOneTitleNameTheirLayers) {
  ColourScale one;
  one.title = "cls";
  one.categorical = true;
  one.categories = {"ind"};
  one.palette[1] = {230, 20, 20, 255};
  ColourScale other = one;
  other.categories = {"ind", "inf"};
  EXPECT_NE(with_legends({{one, "north"}, {other, "south"}}).rgba,
            with_legends({{one, "upper"}, {other, "lower"}}).rgba);
  EXPECT_EQ(with_legends({{one, "north"}}).rgba, with_legends({{one, "upper"}}).rgba) << "one legend needs no name";
  other.title = "rock";
  EXPECT_EQ(with_legends({{one, "north"}, {other, "south"}}).rgba,
            with_legends({{one, "upper"}, {other, "lower"}}).rgba);
}

TEST(Annotation, LongNamesThatDifferAtTheirEndsAreDrawnApart) {
  ColourScale first;
  first.title = "rock";
  first.categorical = true;
  first.categories = {"A rock unit with a rather long name 07"};
  first.palette[1] = {230, 20, 20, 255};
  ColourScale second = first;
  second.categories = {"A rock unit with a rather long name 31"};
  EXPECT_NE(with_legends({{first, ""}}).rgba, with_legends({{second, ""}}).rgba);
}

// As make_scale() gives a column of one value: too narrow for labels that differ.
TEST(Annotation, AScaleOfOneValueIsASwatch) {
  ColourScale scale;
  scale.title = "li";
  scale.min = 0.5;
  scale.max = 0.5005;
  for (std::size_t i = 1; i < scale.palette.size(); ++i) scale.palette[i] = {20, 20, 20, 255};
  scale.palette[1] = {230, 20, 20, 255};
  scale.palette[255] = {20, 230, 20, 255};
  const Image image = with_legends({{scale, ""}});
  EXPECT_GT(swatches(image, scale.palette[1]), 100U);
  EXPECT_EQ(swatches(image, scale.palette[255]), 0U) << "no ramp is drawn";
}

/// Where two pictures of one size differ.
std::vector<std::size_t> changed_pixels(const Image& a, const Image& b) {
  std::vector<std::size_t> pixels;
  for (std::size_t i = 0; i < a.rgba.size(); i += 4)
    if (!std::equal(a.rgba.begin() + static_cast<std::ptrdiff_t>(i),
                    a.rgba.begin() + static_cast<std::ptrdiff_t>(i) + 4,
                    b.rgba.begin() + static_cast<std::ptrdiff_t>(i)))
      pixels.push_back(i / 4);
  return pixels;
}

TEST(Annotation, LabelsThatMeetStandBesideWhatTheyNameAndNeverOverlap) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  DrawLayer layer{.geometry = hole({origin, origin + Vec3{0, 0, -5}}, 0.1), .scale = one_colour({90, 90, 90, 255})};
  const int side = 300;
  Image before = view.draw(bare({layer}, bounds), side, side);
  std::vector<bool> taken(static_cast<std::size_t>(side) * side);
  struct Place {
    double x, y;  ///< of the middle of the label from the point, right and down
  };
  std::vector<Place> places;
  for (const char* text : {"DH-001", "DH-002", "12.3 m"}) {
    layer.labels_scene.push_back({text, origin});
    const Image after = view.draw(bare({layer}, bounds), side, side);
    const std::vector<std::size_t> changed = changed_pixels(before, after);
    ASSERT_GT(changed.size(), 50U) << text;
    Place& place = places.emplace_back();
    for (const std::size_t at : changed) {
      EXPECT_FALSE(taken[at]) << text;
      taken[at] = true;
      place.x += (static_cast<double>(at % side) - side / 2) / static_cast<double>(changed.size());
      place.y += (static_cast<double>(at / side) - side / 2) / static_cast<double>(changed.size());
    }
    before = after;
  }
  EXPECT_NEAR(places[0].x, 0, 3);  // above, right, left
  EXPECT_LT(places[0].y, -5);
  EXPECT_GT(places[1].x, 15);
  EXPECT_NEAR(places[1].y, 4, 4);
  EXPECT_LT(places[2].x, -15);
  EXPECT_NEAR(places[2].y, 4, 4);
  layer.labels_scene.push_back({"DH-004", origin});  // no place is left
  EXPECT_EQ(view.draw(bare({layer}, bounds), side, side).rgba, before.rgba);
}

TEST(Annotation, WhereThereIsNoRoomBesideALabelStandsBelow) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  DrawLayer layer{.geometry = hole({origin, origin + Vec3{0, 0, -5}}, 0.1), .scale = one_colour({90, 90, 90, 255})};
  layer.labels_scene = {{"DH-001", origin}};
  const Image one = view.draw(bare({layer}, bounds), 64, 200);
  layer.labels_scene.push_back({"DH-002", origin});
  const std::vector<std::size_t> changed = changed_pixels(one, view.draw(bare({layer}, bounds), 64, 200));
  ASSERT_GT(changed.size(), 50U);
  for (const std::size_t at : changed) EXPECT_GT(at / 64, 100U);
}

TEST(Annotation, ALabelThatStandsBesideGivesWayToTheBestPlaceOfALaterOne) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  DrawLayer layer{.geometry = hole({origin, origin + Vec3{0, 0, -5}}, 0.1), .scale = one_colour({90, 90, 90, 255})};
  // 2.5 pixels a metre: DH-003 stands above its hole, where DH-002 would have stood to the right of its own.
  layer.labels_scene = {{"DH-001", origin}, {"DH-003", origin + Vec3{16, -8, 0}}};
  const Image without = view.draw(bare({layer}, bounds), 300, 300);
  layer.labels_scene.insert(layer.labels_scene.begin() + 1, {"DH-002", origin});
  const std::vector<std::size_t> changed = changed_pixels(without, view.draw(bare({layer}, bounds), 300, 300));
  ASSERT_FALSE(changed.empty());
  for (const std::size_t at : changed) EXPECT_LT(at % 300, 150U);  // to the left, and DH-003 where it was
}

TEST(Annotation, AHoleKeepsItsNameBesideTheNumbersOfTheGrid) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  // Along the left and the lower edge of the grid, where its numbers stand.
  for (const Vec3 collar : {origin + Vec3{-52, 0, 0}, origin + Vec3{-52, -30, 0}, origin + Vec3{0, -54, 0}}) {
    DrawLayer layer{.geometry = hole({origin, origin + Vec3{0, 0, -5}}, 0.1), .scale = one_colour({90, 90, 90, 255})};
    Picture picture = bare({layer}, bounds);
    picture.show_grid = true;
    const Image without = view.draw(picture, 300, 300);
    picture.layers[0].labels_scene = {{"DH-001", collar}};
    EXPECT_NE(view.draw(picture, 300, 300).rgba, without.rgba) << collar.x << ", " << collar.y;
  }
}

TEST(Annotation, TheScaleBarIsExactInOrthographicPictures) {
  Offscreen view;
  Picture picture = bare({}, {});
  picture.camera = {};
  picture.camera.view_height_m = 400;  // 1 m a pixel
  picture.show_scale_bar = true;
  const Image image = view.draw(picture, 500, 400);
  // Under 30 % of the width, 150 px, the greatest round length is 100 m; its lower frame runs from x = 16 to 116.
  int left = image.width, right = 0;
  for (int x = 0; x < image.width; ++x)
    if (difference(pixel(image, x, 400 - 48 + 5), background_of(image)) > 60) left = std::min(left, x), right = x + 1;
  EXPECT_NEAR(left, 16, 1);
  EXPECT_NEAR(right - left, 100, 2);
}

TEST(Annotation, TheScaleBarCountsFeetOnRequest) {
  Offscreen view;
  Picture picture = bare({}, {});
  picture.camera = {};
  picture.camera.view_height_m = 400;  // 1 m a pixel
  picture.show_scale_bar = true;
  picture.length_unit = LengthUnit::feet;
  const auto width_of_bar = [&] {
    const Image image = view.draw(picture, 500, 400);
    int left = image.width, right = 0;
    for (int x = 0; x < image.width; ++x)
      if (difference(pixel(image, x, 400 - 48 + 5), background_of(image)) > 60) left = std::min(left, x), right = x + 1;
    return right - left;
  };
  EXPECT_NEAR(width_of_bar(), 200 * 0.3048, 2) << "200 ft, the greatest round length under 150 m";
  picture.metres_per_unit = 0.3048;  // 400 ft high
  EXPECT_NEAR(width_of_bar(), 100, 2) << "100 ft";
  EXPECT_EQ(length_text(1524, LengthUnit::feet), "5000 ft");
}

TEST(Annotation, AMeasuredLineIsDrawnOverEverything) {
  Offscreen view;
  Bounds bounds;
  bounds.add(origin - Vec3{50, 50, 50});
  bounds.add(origin + Vec3{50, 50, 50});
  const DrawLayer in_front{.geometry = hole({origin - Vec3{40, 0, -40}, origin + Vec3{40, 0, 40}}, 20),
                           .scale = one_colour({90, 90, 90, 255})};
  Picture picture = bare({in_front}, bounds);
  const Image before = view.draw(picture, 300, 300);
  picture.marks.push_back({.points_scene = {origin - Vec3{30, 0, 20}, origin + Vec3{30, 0, -20}}});
  const Image after = view.draw(picture, 300, 300);
  EXPECT_GT(difference(pixel(after, 150, 150), pixel(before, 150, 150)), 60);
  picture.marks[0].labels_scene.push_back({"60.00 m", origin});
  EXPECT_NE(view.draw(picture, 300, 300).rgba, after.rgba);
}

TEST(Annotation, TheNoteIsVisible) {
  Offscreen view;
  Picture picture = bare({}, {});
  picture.camera.view_height_m = 100;
  picture.note = "Synthetic demo deposit";
  for (bool dark : {true, false}) {
    picture.dark = dark;
    const Image image = view.draw(picture, 300, 200);
    EXPECT_GT(count_unlike(image, background_of(image), 60), 200U);
  }
}

TEST(Annotation, TextBeyondAsciiIsDrawn) {
  Offscreen view;
  Picture picture = bare({}, {});
  picture.camera.view_height_m = 100;
  picture.title = "Глубина \u2265 锂";
  picture.font_file = platform::font_for(picture.title).string();
  const Image image = view.draw(picture, 300, 100);
  EXPECT_GT(count_unlike(image, background_of(image), 60), 150U);
}

}  // namespace
}  // namespace lode::render::testing
