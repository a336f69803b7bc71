// Pictures of tests/scenes by the program itself against tests/baselines. A missing baseline fails and leaves the new
// picture to look at, as does one that differs; when the change is wanted, copy it there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "render/renderer.h"
#include "testing/testing.h"

namespace lode {
namespace {

/// The CRS label stands in the lower left; its font is the machine's.
bool in_label(int x, int y, const render::Image& image) { return x < 160 && y >= image.height - 20; }

std::size_t differing_pixels(const render::Image& a, const render::Image& b) {
  constexpr int tolerance = 24;  // of 255: edges may fall a fraction of a pixel apart
  std::size_t count = 0;
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width; ++x) {
      if (in_label(x, y, a)) continue;
      const std::size_t at =
          4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width) + static_cast<std::size_t>(x));
      int greatest = 0;
      for (std::size_t channel = 0; channel < 3; ++channel)
        greatest = std::max(greatest, std::abs(a.rgba[at + channel] - b.rgba[at + channel]));
      count += greatest > tolerance;
    }
  return count;
}

class Baseline : public ::testing::TestWithParam<const char*> {};

TEST_P(Baseline, IsDrawnAgain) {
  const std::string name = GetParam();
  const auto drawn = std::filesystem::current_path() / ("baseline-" + name + ".png");
  const auto run = testing::run_lode({"render", (testing::tests_dir() / "scenes" / (name + ".lode")).string(), "-o",
                                      drawn.string(), "--size", "400x260"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto baseline = testing::tests_dir() / "baselines" / (name + ".png");
  ASSERT_TRUE(std::filesystem::exists(baseline)) << "no baseline; look at " << drawn;
  const render::Image now = render::read_png(drawn), before = render::read_png(baseline);
  ASSERT_EQ(now.width, before.width);
  ASSERT_EQ(now.height, before.height);
  // A hole left out of these scenes changes hundreds of pixels.
  EXPECT_LE(differing_pixels(now, before), 40U) << "look at " << drawn;
  if (!HasFailure()) std::filesystem::remove(drawn);
}

INSTANTIATE_TEST_SUITE_P(Scenes, Baseline,
                         ::testing::Values("oblique", "perspective", "holes_alone", "section", "section_whole",
                                           "cut_translucent"));

}  // namespace
}  // namespace lode
