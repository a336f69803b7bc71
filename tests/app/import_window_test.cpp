// The import and problems panels as a person uses them.
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/window_driver.h"
#include "testing/encoded.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// A Russian database with faults: a gap, an overlap, dips without a clear sign, an id spelled otherwise.
std::filesystem::path write_database(const TemporaryFolder& folder) {
  const auto write = [&](const char* name, const std::string& text) {
    return folder.write(name, encoded(text, "windows-1251"));
  };
  std::filesystem::create_directory(folder.path() / "data");
  write("data/collar.csv", "Скважина,X,Y,Z,Глубина\nСкв-1,445000,2500000,300,100\nСкв-2,445100,2500050,300,100\n");
  write("data/survey.csv",
        "Скважина,Глубина,Азимут,Наклон\nСкв-1,0,90,60\nСкв-1,50,92,61\nСкв-2,0,90,60\nСкв-2,50,92,61\n");
  write("data/assay.csv",
        "Скважина,От,До,Li2O_pct,Порода\nСкв-1,0,40,0.5,гранит\nСкв-1,40,60,1.2,пегматит\nСкв-1,70,100,<0.01,гранит\n"
        "Скв-2,0,60,0.3,сланец\nСкв-2,50,100,0.9,пегматит\nскв 2,100,101,1,пегматит\n");
  return folder.path() / "data";
}

TEST(ImportWindow, DecisionsAreChangedReimportedAndUndone) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder folder;
  WindowDriver window({write_database(folder).string()});
  window.wait("the holes", [](const json& line) { return line["layers"] == 1 && line["idle"] == true; });
  window.idle();
  window.key("ctrl+i");
  window.wait("the panel", [](const json& line) { return line["widgets"].contains("import.encoding"); });

  window.click("import.join_ids");
  window.idle();
  window.click("import.below_detection");
  window.click("import.below_detection.zero");
  window.idle();
  window.click("import.file.assay.csv");
  window.click("import.role.Порода");
  window.click("import.role.Порода.ignored");
  json line = window.idle();
  EXPECT_EQ(line["error"], "");
  window.keep_picture("import");
  window.click("dialog.cancel");
  std::string scene = window.saved_scene();
  EXPECT_NE(scene.find("encoding = \"windows-1251\""), std::string::npos) << scene;
  EXPECT_NE(scene.find("join_similar_ids = true"), std::string::npos);
  EXPECT_NE(scene.find("below_detection = \"zero\""), std::string::npos);
  EXPECT_NE(scene.find("ignored_columns = [\"Порода\"]"), std::string::npos);

  // Each decision is one step back.
  window.key("ctrl+z");
  window.idle();
  window.key("ctrl+z");
  window.idle();
  scene = window.saved_scene();
  EXPECT_EQ(scene.find("ignored_columns"), std::string::npos);
  EXPECT_EQ(scene.find("below_detection"), std::string::npos);
  EXPECT_NE(scene.find("join_similar_ids = true"), std::string::npos);
  EXPECT_EQ(window.quit(), 0);
}

TEST(ImportWindow, ATableThatNobodyUnderstandsIsDecidedByHand) {
  LODE_NEEDS_XVFB();
  WindowDriver window({});
  const auto file = window.folder().write("odd.csv", "p,q,r,v\n10,20,1,5\n11,21,2,6\n12,22,3,7\n");
  window.click("welcome.open");
  window.fill("open.path", file.string());
  window.click("open.import");
  window.wait("the panel", [](const json& line) { return line["widgets"].contains("import.add"); });
  for (const auto& [column, role] : {std::pair{"p", "x"}, {"q", "y"}, {"r", "z"}}) {
    window.click("import.role." + std::string(column));
    window.click("import.role." + std::string(column) + "." + role);
  }
  window.keep_picture("import_draft");
  window.click("import.add");
  window.wait("the points", [](const json& line) { return line["layers"] == 1 && line["all"] == 3; });
  window.click("dialog.cancel");
  EXPECT_EQ(window.quit(), 0);
}

TEST(ImportWindow, ColumnsOfABlockModelAreChosenFromAList) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder folder;
  std::string text = "x,y,z,Li2O_pct,Fe2O3_pct,rock,density\n";
  for (int row = 0; row < 216; ++row)
    text += std::to_string(5 + 10 * (row % 6)) + ',' + std::to_string(5 + 10 * (row / 6 % 6)) + ',' +
            std::to_string(5 + 10 * (row / 36)) + ",0." + std::to_string(row % 10) + ",3.1,PEG,2.7\n";
  WindowDriver window({folder.write("model.csv", text).string()});
  window.wait("the blocks", [](const json& line) { return line["layers"] == 1 && line["idle"] == true; });
  window.key("ctrl+i");
  const json panel =
      window.wait("the panel", [](const json& line) { return line["widgets"].contains("import.columns"); });
  const json& encoding = panel["widgets"]["import.encoding"];
  EXPECT_GT(encoding[2].get<int>() - encoding[0].get<int>(), 100) << "the field has room for its text";
  window.click("import.columns.none");
  window.idle();
  window.click("import.columns");
  window.wait("the list", [](const json& line) { return line["widgets"].contains("import.read.density"); });
  window.click("import.read.Li2O_pct");
  window.click("import.read.density");
  json line = window.idle();
  EXPECT_EQ(line["error"], "");
  window.keep_picture("import_columns");
  window.key("Escape");
  line = window.wait("the list to close", [](const json& now) {
    return !now["widgets"].contains("import.read.density") && now["idle"] == true;
  });
  EXPECT_NE(line["dialog"], 0) << "the dialog stays";
  window.key("Escape");
  window.wait("no dialog", [](const json& now) { return now["dialog"] == 0; });
  std::string scene = window.saved_scene();
  EXPECT_NE(scene.find("ignored_columns = [\"Fe2O3_pct\", \"rock\"]"), std::string::npos) << scene;
  window.key("ctrl+z");
  window.idle();
  scene = window.saved_scene();
  const std::string ignored = scene.substr(scene.find("ignored_columns"), 90);
  EXPECT_NE(ignored.find("\"density\""), std::string::npos) << "both ticks are one step: " << scene;
  EXPECT_NE(ignored.find("\"Li2O_pct\""), std::string::npos) << scene;
  EXPECT_EQ(window.quit(), 0);
}

TEST(ProblemsWindow, FindingsAreFlownToIgnoredMendedAndExported) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder folder;
  WindowDriver window({write_database(folder).string()});
  window.wait("the holes", [](const json& line) { return line["layers"] == 1 && line["idle"] == true; });
  json before = window.idle();
  window.key("F8");
  window.click("problems.group.interval-gap");
  window.click("problems.row.interval-gap.0");
  json flown = window.wait("the camera", [&](const json& line) { return line["camera"] != before["camera"]; });
  // The gap above 70 m in hole 1: the middle of the interval below it, within the hole's 100 m.
  EXPECT_NEAR(flown["camera"]["focal"][0].get<double>(), 445000, 60);
  EXPECT_NEAR(flown["camera"]["focal"][1].get<double>(), 2500000, 10);
  EXPECT_LT(flown["camera"]["height"].get<double>(), 200);
  window.idle();
  window.keep_picture("problems");

  window.click("problems.mend");
  window.wait("the menu", [](const json& line) { return line["widgets"].contains("problems.ignore.1"); });
  window.click("problems.ignore.1");
  window.wait("the gap gone",
              [](const json& line) { return !line["widgets"].contains("problems.row.interval-gap.0"); });
  EXPECT_TRUE(window.idle()["undo"]);

  const auto csv = window.folder().path() / "list.csv";
  window.click("problems.export");
  window.fill("problems.path", csv.string());
  window.key("Return");
  window.wait("the list", [](const json& line) {
    return line["message"].get<std::string>().find("list.csv") != std::string::npos;
  });
  const std::string list = read_bytes(csv);
  EXPECT_NE(list.find("overlapping-intervals"), std::string::npos);
  EXPECT_EQ(list.find("interval-gap"), std::string::npos);

  window.click("problems.group.hole-id-mismatch");
  window.click("problems.mend");
  window.wait("the remedy", [](const json& line) { return line["widgets"].contains("problems.remedy.0"); });
  window.click("problems.remedy.0");
  window.idle();
  EXPECT_NE(window.saved_scene().find("join_similar_ids = true"), std::string::npos);
  EXPECT_EQ(window.quit(), 0);
}

// The fonts that have Chinese characters have no Kazakh letters.
TEST(ImportWindow, KazakhAndChineseNamesStandInOneWindow) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder folder;
  folder.write("collar.csv", "HOLEID,X,Y,Z,DEPTH\nҰңғыма-7,1000,2000,100,50\n钻孔-8,1050,2000,100,50\n");
  folder.write("assay.csv",
               "HOLEID,FROM,TO,Жыныс\nҰңғыма-7,0,50,Топырақ\n钻孔-8,0,20,Тақтатас\n钻孔-8,20,50,含锂辉石伟晶岩\n");
  WindowDriver window({folder.path().string()});
  window.wait("the holes", [](const json& line) { return line["layers"] == 1 && line["idle"] == true; });
  EXPECT_EQ(window.idle()["missing_glyphs"], 0);
  window.keep_picture("kazakh_and_chinese");
  EXPECT_EQ(window.quit(), 0);
}

TEST(ReloadWindow, ChangedFilesComeInWithTheFilterKept) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder folder;
  const auto file = folder.write("points.csv", "x,y,z,au\n1,1,1,1\n2,2,2,2\n3,3,3,3\n9,9,9,1\n");
  WindowDriver window({file.string()});
  window.wait("the points", [](const json& line) { return line["all"] == 4 && line["idle"] == true; });
  window.idle();
  folder.write("points.csv", "x,y,z,au\n1,1,1,1\n2,2,2,2\n3,3,3,3\n9,9,9,1\n5,5,5,9\n");
  window.key("F5");
  window.wait("the new point", [](const json& line) { return line["all"] == 5; });
  EXPECT_EQ(window.idle()["undo"], false) << "what lies on the disk is no edit";
  EXPECT_EQ(window.quit(), 0);
}

}  // namespace
}  // namespace lode::testing
