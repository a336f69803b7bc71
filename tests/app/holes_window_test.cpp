// What the window does for drillholes: calculated columns, filters over all tables, campaigns.
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/window_driver.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// Three holes of two campaigns; five assays, three readings.
std::filesystem::path write_holes(const TemporaryFolder& folder) {
  std::filesystem::create_directory(folder.path() / "holes");
  folder.write("holes/collar.csv",
               "BHID,X,Y,Z,DEPTH,COMPLETED\nA,1000,2000,100,50,2022-05-01\nB,1050,2000,100,50,2023-02-10\n"
               "C,1100,2000,100,50,2023-08-20\n");
  folder.write("holes/assay.csv",
               "BHID,FROM,TO,Li_ppm,Ta2O5_ppm\nA,0,25,1000,10\nA,25,50,6000,60\nB,0,50,3000,40\nC,0,20,500,5\n"
               "C,20,50,9000,90\n");
  folder.write("holes/density.csv", "BHID,DEPTH,SG\nA,10,2.6\nA,40,2.8\nC,30,2.9\n");
  return folder.path() / "holes";
}

class HolesWindow : public ::testing::Test {
 protected:
  void SetUp() override {
    LODE_NEEDS_XVFB();
    window_ = std::make_unique<WindowDriver>(std::vector<std::string>{write_holes(folder_).string()});
    window_->wait("the holes", [](const json& line) { return line["layers"] == 1 && line["all"] == 5; });
    window_->idle();
  }
  TemporaryFolder folder_;
  std::unique_ptr<WindowDriver> window_;
};

TEST_F(HolesWindow, LithiumIsConvertedWithOneClickAndAColumnCalculated) {
  WindowDriver& window = *window_;
  window.key("ctrl+k");
  window.type("calculated");
  window.key("Return");
  window.click("calculated.convert.Li2O_pct");
  window.wait("the column", [](const json& line) { return line["widgets"].contains("calculated.0") && line["idle"]; });
  std::string scene = window.saved_scene();
  EXPECT_NE(scene.find("expression = \"Li_ppm * 2.153 / 10000\""), std::string::npos) << scene;

  window.fill("calculated.name", "LiEq_pct");
  window.fill("calculated.expression", "Li2O_pct + 0.4 * Ta_ppm / 1000");
  window.keep_picture("calculated_fault");
  window.click("calculated.add");  // does nothing: there is no Ta_ppm
  EXPECT_FALSE(window.idle()["widgets"].contains("calculated.1"));
  window.fill("calculated.expression", "Li2O_pct + 0.4 * Ta2O5_ppm / 1000");
  window.click("calculated.add");
  window.wait("the second", [](const json& line) { return line["widgets"].contains("calculated.1") && line["idle"]; });
  window.keep_picture("calculated");
  window.move(window.place("calculated.name"));
  window.wheel(30);  // up to the filter
  window.fill("filter.expression", "LiEq_pct >= 1");
  window.key("Return");
  const json line = window.wait("the rows", [](const json& l) { return l["filter"] == "LiEq_pct >= 1" && l["idle"]; });
  EXPECT_EQ(line["shown"], 2) << "6000 ppm Li are 1.29 % Li2O, 9000 are 1.94 %, 3000 are 0.65 %";

  window.key("ctrl+z");
  window.idle();
  window.key("ctrl+z");
  window.idle();
  scene = window.saved_scene();
  EXPECT_EQ(scene.find("LiEq_pct"), std::string::npos) << scene;
  EXPECT_NE(scene.find("Li2O_pct"), std::string::npos);
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(HolesWindow, ACampaignIsChosenByItsDates) {
  WindowDriver& window = *window_;
  window.click("filter.add");
  window.click("filter.add.COMPLETED");
  window.fill("filter.1.min", "2023-01-01");
  window.key("Return");
  json line = window.wait("the campaign", [](const json& l) { return l["shown"] == 3 && l["idle"]; });
  EXPECT_EQ(line["filter"], "COMPLETED >= 2023-01-01");
  window.keep_picture("campaign");
  window.click("filter.1.remove");
  window.click("filter.add");
  window.click("filter.add.BHID");
  window.click("filter.1.none");
  window.click("filter.1.word.A");
  line = window.wait("a hole", [](const json& l) { return l["shown"] == 2 && l["idle"]; });
  EXPECT_EQ(line["filter"], "BHID = \"A\"");
  window.fill("filter.expression", "SG >= 2.75 and COMPLETED < 2023-01-01");
  window.key("Return");
  line = window.wait("another table", [](const json& l) { return l["shown"] == 1 && l["idle"]; });
  window.fill("filter.expression", "SGG >= 2.75");
  window.key("Return");
  EXPECT_EQ(window.idle()["filter"], "SG >= 2.75 and COMPLETED < 2023-01-01") << "a wrong one changes nothing";
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(HolesWindow, ReadingsAreShownPickedAndCounted) {
  WindowDriver& window = *window_;
  window.click("style.color_by");
  window.click("style.color_by.SG");
  json line = window.wait("the readings", [](const json& l) { return l["all"] == 3 && l["idle"]; });
  window.key("2");
  window.key("f");
  window.idle();
  window.keep_picture("readings");
  EXPECT_EQ(window.quit(), 0);
}

}  // namespace
}  // namespace lode::testing
