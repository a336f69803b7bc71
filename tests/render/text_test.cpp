// Lines of text that no single font has all characters of.
#include "render/text.h"

#include <gtest/gtest.h>

#include <numeric>

#include "platform/fonts.h"

namespace lode::render {
namespace {

long ink_of(const TextImage& image) { return std::accumulate(image.coverage.begin(), image.coverage.end(), 0L); }

TEST(Text, EachCharacterComesFromAFontThatHasIt) {
  const std::string latin = platform::font_for("Aa0 Жя ӘәҒғ").string(), chinese = platform::font_for("铜矿").string();
  if (latin == chinese || !platform::lacking_in(chinese, "铜矿").empty())
    GTEST_SKIP() << "this machine has no Chinese font beside its others";
  if (platform::lacking_in(chinese, "Әғ").empty()) GTEST_SKIP() << "one font has all of the letters";
  TextCache texts;
  texts.set_fonts(latin, {{"铜", chinese}, {"矿", chinese}});
  const long mixed = ink_of(texts.get("Әғ铜矿Ә", 24, false));
  EXPECT_EQ(mixed, ink_of(texts.get("Әғ", 24, false)) + ink_of(texts.get("铜矿", 24, false)) +
                       ink_of(texts.get("Ә", 24, false)));
  // The letters stand on one line: the lowest ink of "Ә" is as high with "铜" beside it as alone.
  const auto rows_below_ink = [](const TextImage& image, int columns) {
    for (int y = image.height - 1; y >= 0; --y)
      for (int x = 0; x < columns; ++x)
        if (image.coverage[static_cast<std::size_t>(y * image.width + x)] > 127) return image.height - 1 - y;
    return image.height;
  };
  const TextImage alone = texts.get("Ә", 24, false), beside = texts.get("Ә铜", 24, false);
  ASSERT_GE(beside.height, alone.height);
  EXPECT_GE(rows_below_ink(beside, alone.width), rows_below_ink(alone, alone.width));
  EXPECT_EQ(texts.get("", 24, false).width, 0);
}

}  // namespace
}  // namespace lode::render
