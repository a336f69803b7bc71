// `lode render --filter` draws the blocks that `lode tonnage --filter` counts and a count over the file gives.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "render/renderer.h"
#include "testing/testing.h"

namespace lode {
namespace {

TEST(FilterAgreement, EachBlockIsDrawnExactlyWhenItsGradeIsAtTheCutOff) {
  constexpr int columns = 20, rows = 15, px_per_block = 20;
  std::mt19937 random(7);
  std::vector<int> hundredths;  // of per cent, so that the count below involves no rounding
  std::string csv = "XC,YC,ZC,DX,DY,DZ,Li2O_pct\n";
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i) {
      const int grade = hundredths.size() % 5 == 0 ? 70 : static_cast<int>(random() % 150);
      hundredths.push_back(grade);
      csv += std::to_string(10 * i + 5) + "," + std::to_string(10 * j + 5) + ",5,10,10,10," +
             std::to_string(grade / 100) + "." + std::to_string(grade / 10 % 10) + std::to_string(grade % 10) + "\n";
    }
  const testing::TemporaryFolder folder;
  folder.write("blocks.csv", csv);
  const std::string scene = folder
                                .write("scene.lode",
                                       "version = 1\nshow_grid = false\nshow_legend = false\nshow_north = false\n"
                                       "show_scale_bar = false\n[camera]\nfocal = [100, 75, 5]\nelevation_deg = -90\n"
                                       "view_height_m = 200\n[[sources]]\nname = \"blocks\"\nkind = \"blocks\"\n"
                                       "format = \"csv\"\n[[sources.files]]\npath = \"blocks.csv\"\nrole = \"blocks\"\n"
                                       "[[layers]]\nname = \"blocks\"\nsource = 0\n")
                                .string();
  const auto picture = folder.path() / "plan.png";
  const auto run = testing::run_lode(
      {"render", scene, "--filter", "Li2O_pct >= 0.7", "--transparent", "--size", "600x400", "-o", picture.string()});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const render::Image image = render::read_png(picture);
  ASSERT_EQ(image.width, 600);
  ASSERT_EQ(image.height, 400);
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i) {
      const int x = 100 + px_per_block * i + px_per_block / 2, y = 350 - px_per_block * j - px_per_block / 2;
      const bool drawn = image.rgba[4 * (static_cast<std::size_t>(y) * 600 + static_cast<std::size_t>(x)) + 3] == 255;
      const int grade = hundredths[static_cast<std::size_t>(j * columns + i)];
      EXPECT_EQ(drawn, grade >= 70) << "block " << i << ", " << j << " of " << grade << " hundredths";
    }
  const auto above = std::ranges::count_if(hundredths, [](int grade) { return grade >= 70; });
  const auto tonnage = testing::run_lode({"tonnage", scene, "--filter", "Li2O_pct >= 0.7", "--grade", "Li2O_pct",
                                          "--cutoffs", "0", "--density", "2", "--csv"});
  EXPECT_EQ(tonnage.exit_code, 0) << tonnage.err;
  const std::string expected =
      "," + std::to_string(above) + "," + std::to_string(above * 1000) + "," + std::to_string(above * 2000) + ",";
  EXPECT_NE(tonnage.out.find(expected), std::string::npos) << tonnage.out << "lacks " << expected;
}

}  // namespace
}  // namespace lode
