// Block models whose coordinates are degrees: what they hold is counted in metres on the ground.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "session/session.h"
#include "testing/testing.h"

namespace lode {
namespace {

TEST(BlocksInDegrees, HaveTheVolumeThatTheEllipsoidGives) {
  const testing::TemporaryFolder folder;
  std::string text = "longitude,latitude,elevation,Au_gpt\n";
  for (int k = 0; k < 3; ++k)
    for (int j = 0; j < 5; ++j)
      for (int i = 0; i < 5; ++i)
        text += fmt::format("{:.3f},{:.3f},{},{}\n", 77.5 + 0.001 * i, 49.5 + 0.001 * j, 300 + 5 * k, i);
  Problems problems;
  // The area between parallels and meridians of WGS 84, by integrating M N cos(latitude): 201,400.643 m2, times 15 m.
  constexpr double volume_m3 = 3'021'009.65;
  for (const char* scene_crs : {"EPSG:32643", "EPSG:32644", "EPSG:3857"}) {
    Scene scene = scene_of_inputs({folder.write("model.csv", text)}, scene_crs, "EPSG:4326", problems);
    Session session;
    Progress progress;
    session.load(scene, progress);
    const std::vector<double> cutoffs{0};
    const Tonnage tonnage = session.tonnage(scene, 0, {"Au_gpt", {}, "", ""}, cutoffs);
    EXPECT_EQ(tonnage.rows.at(0).blocks, 75U);
    EXPECT_NEAR(tonnage.rows.at(0).volume_m3, volume_m3, 1e-5 * volume_m3) << scene_crs;
  }
}

}  // namespace
}  // namespace lode
