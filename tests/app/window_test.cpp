// The window as a person uses it, against the command line on the same core.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <set>
#include <thread>

#include "app/window_driver.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// What `lode tonnage` says of the blocks that a filter lets through.
json tonnage(const std::filesystem::path& file, const std::string& filter) {
  std::vector<std::string> arguments{"tonnage", file.string(), "--grade", "Au_gpt", "--cutoffs", "0", "--json"};
  if (!filter.empty()) arguments.insert(arguments.end(), {"--filter", filter});
  const Run run = run_lode(arguments);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  return run.exit_code == 0 ? json::parse(run.out)["rows"][0] : json();
}

void expect_same_totals(const json& window, const std::filesystem::path& file) {
  const json rows = tonnage(file, window["filter"]);
  EXPECT_EQ(window["shown"], rows["blocks"]) << window["filter"];
  EXPECT_NEAR(window["tonnes"], rows["tonnes"], 1e-6 * rows["tonnes"].get<double>()) << window["filter"];
  EXPECT_NEAR(window["mean"], rows["grade"], 1e-9) << window["filter"];
}

class Window : public ::testing::Test {
 protected:
  /// Opens the block model through the dialog, as on the first day.
  void open_by_dialog(WindowDriver& window, const std::filesystem::path& file) {
    window.click("welcome.open");
    window.fill("open.path", file.string());
    window.key("Return");
    window.wait("the block model", [](const json& line) { return line["all"] == 3200; });
    window.idle();
  }
};

TEST_F(Window, OpensFiltersSlicesNamesSavesAndUndoes) {
  LODE_NEEDS_XVFB();
  WindowDriver window({});
  const auto model = window.folder().write("gold.csv", block_model());
  open_by_dialog(window, model);
  const json opened = window.idle();
  EXPECT_EQ(opened["shown"], 3200);
  EXPECT_EQ(opened["undo"], false) << "opening is no edit";
  expect_same_totals(opened, model);

  // The slider: blocks follow the hand, letting go is one step of undo.
  const std::size_t before = window.lines().size();
  window.drag(window.place("filter.0.slider", 0.0, 0.9), window.place("filter.0.slider", 0.3, 0.9));
  json filtered = window.idle();
  EXPECT_NE(filtered["filter"], "");
  EXPECT_LT(filtered["shown"], 3200);
  EXPECT_GT(filtered["shown"], 0);
  expect_same_totals(filtered, model);
  std::set<int> seen;
  const std::vector<json> lines = window.lines();
  for (std::size_t i = before; i < lines.size(); ++i) seen.insert(lines[i]["shown"].get<int>());
  EXPECT_GE(seen.size(), 4u) << "the totals did not follow the drag";
  window.key("ctrl+z");
  window.wait("undo", [](const json& line) { return line["filter"] == "" && line["shown"] == 3200 && line["idle"]; });
  EXPECT_EQ(window.idle()["undo"], false) << "one drag made more than one step";
  window.key("ctrl+shift+z");
  window.wait("redo", [&](const json& line) {
    return line["filter"] == filtered["filter"] && line["shown"] == filtered["shown"];
  });

  // Exact numbers, and the cut-off that equals a value of the file.
  window.fill("filter.0.min", "0.7");
  window.key("Return");
  filtered = window.wait("the typed cut-off",
                         [](const json& line) { return line["filter"] == "Au_gpt >= 0.7" && line["idle"]; });
  expect_same_totals(filtered, model);

  // A second condition as check boxes.
  window.click("filter.add");
  window.click("filter.add.rock");
  window.click("filter.1.word.shale", 0.05);
  filtered = window.wait("two conditions", [](const json& line) {
    return line["filter"] == "Au_gpt >= 0.7 and rock = \"BIF\"" && line["idle"];
  });
  expect_same_totals(filtered, model);

  // The same as text, beyond what rows can say.
  window.fill("filter.expression", "Au_gpt >= 0.7 and not rock = \"BIF\"");
  window.key("Return");
  filtered = window.wait("the expression", [](const json& line) {
    return line["filter"] == "Au_gpt >= 0.7 and not rock = \"BIF\"" && line["idle"];
  });
  expect_same_totals(filtered, model);
  window.fill("filter.expression", "Au_gtp >= 0.7");
  window.key("Return");
  EXPECT_EQ(window.idle()["filter"], filtered["filter"]) << "a wrong filter was applied";
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(Window, TurnsSlicesAndNamesBlocks) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("gold.csv", block_model());
  WindowDriver window({model.string()});
  window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });

  window.key("2");
  window.wait("the view north",
              [](const json& line) { return line["camera"]["azimuth"] == 0 && line["camera"]["elevation"] == 0; });
  window.click("view.plan");
  json plan = window.wait("plan", [](const json& line) { return line["camera"]["elevation"] == -90; });
  window.move(window.place("viewport"));
  window.wheel(3);
  const json closer = window.idle();
  EXPECT_NEAR(closer["camera"]["height"].get<double>(), plan["camera"]["height"].get<double>() / std::pow(1.15, 3),
              1e-6);
  window.drag(window.place("viewport", 0.4, 0.4), window.place("viewport", 0.5, 0.4));
  EXPECT_NE(window.idle()["camera"]["azimuth"], 0);
  window.drag(window.place("viewport", 0.4, 0.4), window.place("viewport", 0.5, 0.4), 3);
  EXPECT_NE(window.idle()["camera"]["focal"], closer["camera"]["focal"]);
  EXPECT_EQ(window.idle()["undo"], false) << "looking around is no edit";

  // In plan the block under the middle of the picture is a top one in the middle of the model, counted from 1.
  window.key("1");
  window.key("f");
  window.idle();
  window.move(window.place("viewport", 0.501, 0.501));
  const json hovered = window.wait("a block under the cursor", [](const json& line) { return line["hovered"] != ""; });
  EXPECT_NE(hovered["hovered"].get<std::string>().find("11, 8, 10"), std::string::npos) << hovered["hovered"];
  window.click_at(window.place("viewport", 0.501, 0.501));
  window.wait("the block's values", [&](const json& line) { return line["picked"] == hovered["hovered"]; });

  window.key("x");
  const json sliced =
      window.wait("a section", [](const json& line) { return line["section"] == true && line["idle"]; });
  window.key("bracketright");
  const json stepped = window.wait("the next section", [&](const json& line) {
    return line["section_origin"] != sliced["section_origin"] && line["idle"];
  });
  EXPECT_GT(stepped["section_origin"][1], sliced["section_origin"][1]);
  EXPECT_EQ(stepped["shown"], 3200) << "a section cuts the picture, not the totals";
  window.key("bracketleft");
  window.wait("the section before",
              [&](const json& line) { return line["section_origin"] == sliced["section_origin"]; });
  EXPECT_EQ(window.quit(), 0);
}

/// Asks for a picture of one of the dialog's sizes.
void ask_for_picture(WindowDriver& window, const std::string& size, const std::filesystem::path& file) {
  window.key("ctrl+p");
  window.click("screenshot.size");
  window.click("screenshot.size." + size);
  window.fill("screenshot.path", file.string());
  window.key("Return");
}

bool is_saved(const json& line, const std::filesystem::path& file) {
  return line["message"].get<std::string>().starts_with("Saved " + file.string()) && line["idle"];
}

TEST_F(Window, TurnsOnWhileALargePictureIsDrawnAndCancelsOne) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("gold.csv", block_model());
  WindowDriver window({model.string()});
  window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  const auto still = data.path() / "still.png", turned = data.path() / "turned.png", none = data.path() / "none.png";
  const std::string a3 = "5", eight_k = "4";
  ask_for_picture(window, a3, still);
  window.wait("the picture", [&](const json& line) { return is_saved(line, still); });

  const std::size_t before = window.lines().size();
  ask_for_picture(window, a3, turned);
  window.wait("the progress", [](const json& line) { return line["widgets"].contains("job.cancel"); });
  window.drag(window.place("viewport", 0.3, 0.4), window.place("viewport", 0.5, 0.5));
  window.keep_picture("picture-on-its-way");
  window.wait("the picture", [&](const json& line) { return is_saved(line, turned); });
  std::set<double> azimuths;
  double longest_busy_ms = 0;
  const std::vector<json> lines = window.lines();
  for (std::size_t i = before; i < lines.size() && !is_saved(lines[i], turned); ++i) {
    azimuths.insert(lines[i]["camera"]["azimuth"].get<double>());
    longest_busy_ms = std::max(longest_busy_ms, lines[i]["busy_ms"].get<double>());
  }
  EXPECT_GE(azimuths.size(), 3U) << "the view did not turn while the picture was drawn";
  EXPECT_LT(longest_busy_ms, 1000) << "on a machine that other tests use";
  const render::Image whole = render::read_png(turned);
  EXPECT_EQ(whole.width, 4961);
  EXPECT_EQ(whole.height, 3508);
  EXPECT_TRUE(whole.rgba == render::read_png(still).rgba) << "the picture is of the view it was asked for";

  ask_for_picture(window, eight_k, none);
  window.click("job.cancel");
  window.idle();
  EXPECT_FALSE(std::filesystem::exists(none));
  const auto after = data.path() / "after.png";
  ask_for_picture(window, "1", after);
  window.wait("the picture after", [&](const json& line) { return is_saved(line, after); });
  EXPECT_EQ(render::read_png(after).width, 1280);
  EXPECT_EQ(window.quit(), 0);
}

std::size_t lines_of(const std::filesystem::path& file) {
  const std::string bytes = read_bytes(file);
  return static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

TEST_F(Window, SavesAPictureALayerAndAScene) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("gold.csv", block_model());
  WindowDriver window({model.string()});
  window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  window.fill("filter.0.min", "1.25");
  window.key("Return");
  const json filtered =
      window.wait("the filter", [](const json& line) { return line["filter"] == "Au_gpt >= 1.25" && line["idle"]; });

  const auto picture = data.path() / "picture.png";
  window.key("ctrl+p");
  window.click("screenshot.size");
  window.click("screenshot.size.1");
  window.fill("screenshot.path", picture.string());
  window.key("Return");
  window.wait("the picture",
              [](const json& line) { return line["message"].get<std::string>().starts_with("Saved") && line["idle"]; });
  const render::Image image = render::read_png(picture);
  EXPECT_EQ(image.width, 1280);
  EXPECT_EQ(image.height, 800);
  std::set<std::array<std::uint8_t, 3>> colours;
  for (std::size_t i = 0; i < image.rgba.size(); i += 4)
    colours.insert({image.rgba[i], image.rgba[i + 1], image.rgba[i + 2]});
  EXPECT_GT(colours.size(), 20u);

  const auto exported = data.path() / "rich.csv";
  window.key("ctrl+e");
  window.fill("export.path", exported.string());
  window.key("Return");
  window.wait("the export", [](const json& line) {
    return line["message"].get<std::string>().starts_with("Exported") && line["idle"];
  });
  EXPECT_EQ(lines_of(exported), filtered["shown"].get<std::size_t>() + 1);

  const auto scene = data.path() / "deposit.lode";
  window.key("ctrl+s");
  window.fill("save.path", scene.string());
  window.key("Return");
  window.wait("the scene",
              [](const json& line) { return line["message"].get<std::string>().ends_with("deposit.lode"); });
  EXPECT_EQ(window.quit(), 0);

  WindowDriver again({scene.string()});
  const json reopened = again.wait(
      "the scene again", [](const json& line) { return line["layers"] == 1 && line["idle"] && line["all"] == 3200; });
  EXPECT_EQ(reopened["filter"], "Au_gpt >= 1.25");
  EXPECT_EQ(reopened["shown"], filtered["shown"]);
  EXPECT_EQ(reopened["camera"], filtered["camera"]);
  EXPECT_EQ(again.quit(), 0);
}

TEST_F(Window, RemovesALayerAndBringsItBack) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("gold.csv", block_model());
  const auto collars =
      data.write("collar.csv", "hole_id,x,y,z,depth\nA,500050,7000050,200,80\nB,500100,7000080,200,60\n");
  WindowDriver window({model.string()});
  window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  window.key("ctrl+o");
  window.fill("open.path", collars.string());
  window.key("Return");
  window.wait("both layers", [](const json& line) { return line["layers"] == 2 && line["idle"]; });
  window.click("layer.0");
  window.wait("the blocks' totals", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  window.click("layer.0.eye");
  window.idle();
  window.click("layer.0.remove");
  window.wait("the holes alone", [](const json& line) { return line["layers"] == 1 && line["idle"]; });
  window.key("ctrl+z");
  window.key("ctrl+z");
  const json back = window.wait(
      "the blocks again", [](const json& line) { return line["layers"] == 2 && line["idle"] && line["all"] == 3200; });
  expect_same_totals(back, model);
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(Window, SaysWhatIsWrongAndGoesOn) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  WindowDriver window({});
  window.idle();
  window.key("ctrl+o");
  window.fill("open.path", (data.path() / "nothing-here.csv").string());
  window.key("Return");
  window.wait("the banner", [](const json& line) { return line["error"] != "" && line["idle"]; });
  window.click("error.dismiss");
  window.wait("no banner", [](const json& line) { return line["error"] == ""; });
  open_by_dialog(window, data.write("gold.csv", block_model()));
  EXPECT_EQ(window.quit(), 0);
}

TEST_F(Window, DrawsOnlyOnChange) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  WindowDriver window({data.write("gold.csv", block_model()).string()});
  window.wait("the block model", [](const json& line) { return line["all"] == 3200 && line["idle"]; });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const std::size_t before = window.lines().size();
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  EXPECT_EQ(window.lines().size(), before) << "frames were drawn while nothing happened";
}

}  // namespace
}  // namespace lode::testing
