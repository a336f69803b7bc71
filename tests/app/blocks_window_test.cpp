// Block models in the window: cut and whole sections, translucency, the face budget, the curve, grade shells.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "app/window_driver.h"
#include "core/text.h"

namespace lode::testing {
namespace {

using nlohmann::json;

class BlocksWindow : public ::testing::Test {
 protected:
  void SetUp() override {
    LODE_NEEDS_XVFB();
    model_ = data_.write("gold.csv", block_model());
  }
  json loaded(WindowDriver& window) {
    return window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  }

  TemporaryFolder data_;
  std::filesystem::path model_;
};

TEST_F(BlocksWindow, ASectionCutsBlocksOrShowsThemWhole) {
  WindowDriver window({model_.string()});
  loaded(window);
  window.key("x");
  window.wait("a section", [](const json& line) { return line["section"] == true && line["idle"]; });
  EXPECT_EQ(window.idle()["whole_blocks"], false);
  const render::Image cut = window.grab();
  window.keep_picture("section-cut");
  window.click("section.whole_blocks");
  window.wait("whole blocks", [](const json& line) { return line["whole_blocks"] == true && line["idle"]; });
  EXPECT_NE(window.grab().rgba, cut.rgba);
  window.key("ctrl+z");
  window.wait("cut blocks", [](const json& line) { return line["whole_blocks"] == false && line["idle"]; });
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(BlocksWindow, BeyondTheFaceBudgetTheViewMovesCoarserAndRestsExact) {
  setenv("LODE_FACE_BUDGET", "200", 1);
  WindowDriver window({model_.string()});
  unsetenv("LODE_FACE_BUDGET");
  EXPECT_EQ(loaded(window)["merged"], 1);
  const std::size_t before = window.lines().size();
  window.drag(window.place("viewport", 0.4, 0.4), window.place("viewport", 0.5, 0.45), 1, 30);
  const json still = window.idle();
  EXPECT_EQ(still["merged"], 1) << "at rest the picture is exact";
  const std::vector<json> lines = window.lines();
  unsigned merged = 1;
  bool said = false;
  for (std::size_t i = before; i < lines.size(); ++i) {
    merged = std::max(merged, lines[i]["merged"].get<unsigned>());
    said = said || lines[i]["widgets"].contains("status.coarser");
  }
  EXPECT_GE(merged, 2U) << "while it moves it is coarser";
  EXPECT_TRUE(said) << "and the status bar says so";
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(BlocksWindow, TheCurveIsOfTheOtherConditionsAndHasWhatTonnageSays) {
  WindowDriver window({model_.string()});
  loaded(window);
  window.fill("filter.0.min", "1.25");
  window.key("Return");
  json line = window.wait("the filter", [](const json& l) { return l["filter"] == "Au_gpt >= 1.25" && l["idle"]; });
  EXPECT_EQ(line["curve_filter"], "");
  window.move(window.place("curve", 0.4, 0.5));
  window.idle();
  window.keep_picture("curve");
  const auto expect_as_tonnage_says = [&](const std::string& filter) {
    std::vector<std::string> arguments{"tonnage",
                                       model_.string(),
                                       "--grade",
                                       "Au_gpt",
                                       "--json",
                                       "--cutoffs",
                                       shortest(line["curve_cutoff"].get<double>())};
    if (!filter.empty()) arguments.insert(arguments.end(), {"--filter", filter});
    const json row = json::parse(run_lode(arguments).out)["rows"][0];
    EXPECT_NEAR(line["curve_tonnes"].get<double>(), row["tonnes"].get<double>(), 1e-6);
    EXPECT_NEAR(line["curve_grade"].get<double>(), row["grade"].get<double>(), 1e-12);
  };
  expect_as_tonnage_says("");
  window.fill("filter.expression", "Au_gpt >= 1.25 and rock = \"BIF\"");
  window.key("Return");
  line = window.wait("the rock", [](const json& l) { return l["curve_filter"] == "rock = \"BIF\"" && l["idle"]; });
  expect_as_tonnage_says("rock = \"BIF\"");
  window.click("curve.copy");
  window.wait("the copy", [](const json& l) { return l["message"].get<std::string>().starts_with("Copied"); });
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(BlocksWindow, AGradeShellIsMadeOfTheLayerAtItsCutoffAndFollowsItsOwn) {
  WindowDriver window({model_.string()});
  loaded(window);
  window.fill("filter.0.min", "1.25");
  window.key("Return");
  window.wait("the filter", [](const json& line) { return line["filter"] == "Au_gpt >= 1.25" && line["idle"]; });
  window.key("ctrl+k");
  window.type("grade shell");
  window.key("Return");
  const json made = window.wait("the shell", [](const json& line) {
    return line["layers"] == 2 && line["idle"] && line["shell_volume_m3"].is_number();
  });
  EXPECT_EQ(made["shell_cutoff"], 1.25);
  window.keep_picture("shell");
  window.fill("shell.min", "2.5");
  window.key("Return");
  const json smaller = window.wait("a higher cut-off", [&](const json& line) {
    return line["shell_cutoff"] == 2.5 && line["idle"] && line["shell_volume_m3"] != made["shell_volume_m3"];
  });
  EXPECT_LT(smaller["shell_volume_m3"].get<double>(), made["shell_volume_m3"].get<double>());
  window.key("ctrl+z");
  window.wait("the cut-off before", [](const json& line) { return line["shell_cutoff"] == 1.25 && line["idle"]; });
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(BlocksWindow, NoFrameKeepsTheWindowBusyForLong) {
  WindowDriver window({model_.string()});
  loaded(window);
  window.fill("filter.0.min", "0.5");
  window.key("Return");
  window.key("x");
  window.move(window.place("viewport", 0.5, 0.5));
  const json line = window.idle();
  EXPECT_GT(line["longest_busy_ms"].get<double>(), 0) << "measured by the program";
  EXPECT_EQ(window.quit(), 0);
}

}  // namespace
}  // namespace lode::testing
