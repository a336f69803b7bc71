// The strip log of a hole that is picked by hand.
#include <gtest/gtest.h>

#include "app/window_driver.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// One thick hole, so that a hand finds it.
std::filesystem::path one_hole(const TemporaryFolder& folder) {
  folder.write("collar.csv", "HOLEID,X,Y,Z,DEPTH\nDH1,1000,2000,100,50\n");
  folder.write("survey.csv", "HOLEID,AT,AZIMUTH,DIP\nDH1,0,0,-90\n");
  folder.write("assay.csv", "HOLEID,FROM,TO,Li2O_pct\nDH1,0,10,0.1\nDH1,10,20,0.9\nDH1,20,35,2.1\nDH1,35,50,0.4\n");
  folder.write("lith.csv", "HOLEID,FROM,TO,ROCK\nDH1,0,12,SOIL\nDH1,12,40,PEG\nDH1,40,50,SCHIST\n");
  const auto scene = folder.path() / "scene.lode";
  EXPECT_EQ(
      run_lode({"scene", (folder.path() / "collar.csv").string(), (folder.path() / "survey.csv").string(),
                (folder.path() / "assay.csv").string(), (folder.path() / "lith.csv").string(), "-o", scene.string()})
          .exit_code,
      0);
  std::string text = read_bytes(scene);
  const std::size_t layer = text.find("[layers.colour]");
  EXPECT_NE(layer, std::string::npos);
  text.insert(layer, "tube_radius_m = 4\n");
  folder.write("scene.lode", text);
  return scene;
}

TEST(StripLogPanel, ShowsThePickedHoleAndValuesUnderTheCursor) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  WindowDriver window({one_hole(data).string()});
  window.wait("the hole", [](const json& line) { return line["all"] == 4 && line["idle"]; });
  window.key("2");
  window.key("f");
  window.idle();
  window.key("h");
  window.wait("no log of nothing", [](const json& line) { return line["strip_log"] == ""; });
  bool picked = false;
  for (int i = 0; i < 12 && !picked; ++i) {  // the hole stands left of the middle, beside the legend
    window.click_at(window.place("viewport", 0.40 + 0.01 * i, 0.42));
    picked = window.idle()["picked"] != "";
  }
  ASSERT_TRUE(picked);
  const json log = window.wait("the log", [](const json& line) { return line["strip_log"] == "DH1"; });
  EXPECT_EQ(log["picked"].get<std::string>().substr(0, 3), "DH1");
  window.move(window.place("strip_log.tracks", 0.5, 0.5));
  const json hovered = window.wait("a depth", [](const json& line) { return line["strip_log_depth"] > 0; });
  EXPECT_NEAR(hovered["strip_log_depth"].get<double>(), 25, 3);
  window.keep_picture("strip-log");
  window.click("strip_log.close");
  window.wait("it is closed", [](const json& line) { return line["strip_log"] == ""; });
  EXPECT_EQ(window.quit(), 0);
}

}  // namespace
}  // namespace lode::testing
