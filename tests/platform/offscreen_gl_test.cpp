#include <gtest/gtest.h>

#include "platform/fonts.h"
#include "platform/gl_context.h"

namespace {

TEST(OffscreenGl, IsCurrentWhenMadeAndTwoContextsLiveBesideEachOther) {
  lode::platform::OffscreenGl first;
  EXPECT_TRUE(first.is_current());
  {
    lode::platform::OffscreenGl second;
    EXPECT_TRUE(second.is_current());
    EXPECT_FALSE(first.is_current());
  }
  first.make_current();
  EXPECT_TRUE(first.is_current());
}

TEST(Fonts, HaveCyrillicAndChinese) {
  EXPECT_TRUE(std::filesystem::exists(lode::platform::font_for("Глубина, м")));
  const auto chinese = lode::platform::font_for("锂辉石");
  EXPECT_TRUE(std::filesystem::exists(chinese));
  const auto both = lode::platform::fonts_for("Скважина 锂辉石");
  ASSERT_FALSE(both.empty());
  for (const auto& file : both) EXPECT_TRUE(std::filesystem::exists(file)) << file;
}

TEST(Fonts, SayWhichCharactersTheyLack) {
  const std::string text = "Ұңғыма 锂辉石 Aa0";
  const auto font = lode::platform::font_for(text);
  std::string lacking = lode::platform::lacking_in(font, text);
  const auto other = lode::platform::font_for(lacking.empty() ? text : lacking);
  EXPECT_EQ(lode::platform::lacking_in(other, lacking), "") << lacking;
  EXPECT_EQ(lode::platform::lacking_in(font, "Aa0"), "");
}

}  // namespace
