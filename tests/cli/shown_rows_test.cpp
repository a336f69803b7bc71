// What a filter leaves is what is counted; what blocks hide is said or shown.
#include <algorithm>

#include "json_run.h"

namespace lode::testing {
namespace {

/// Five blocks along x, 10 m each; the last is 4 m tall. li is 1 to 5.
std::string five_blocks() {
  std::string text = "x,y,z,dx,dy,dz,li\n";
  for (int i = 0; i < 5; ++i)
    text +=
        std::to_string(1005 + 10 * i) + (i == 4 ? ",5,2,10,10,4," : ",5,5,10,10,10,") + std::to_string(i + 1) + "\n";
  return text;
}

TEST(ShownRows, InfoCountsAndBoundsWhatAFilterLeaves) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", five_blocks()).string();
  const auto json = json_of({"info", file, "--filter", "li >= 3"});
  const auto& layer = json["layers"][0];
  EXPECT_EQ(layer["count"], 3);
  EXPECT_EQ(layer["filtered_rows"], 3);
  const auto li = entry(layer["attributes"], "name", "li");
  EXPECT_EQ(li["count"], 3);
  EXPECT_DOUBLE_EQ(li["min"].get<double>(), 3);
  EXPECT_DOUBLE_EQ(li["max"].get<double>(), 5);
  EXPECT_NEAR(li["mean"].get<double>(), (3 * 1000 + 4 * 1000 + 5 * 400) / 2400.0, 1e-12) << "weighted by volume";
  EXPECT_EQ(layer["bounds"], nlohmann::json::parse(R"({"min": [1020, 0, 0], "max": [1050, 10, 10]})"));
  EXPECT_EQ(json["bounds"], layer["bounds"]);
  const auto& table = layer["tables"][0];
  EXPECT_EQ(table["kept"], 5) << "the file's rows are none of the filter's";
  const std::string text = run_lode({"info", file, "--filter", "li >= 3"}).out;
  EXPECT_NE(text.find("3 of 5 blocks"), std::string::npos) << text;
}

TEST(ShownRows, InfoOfAFilterThatHidesAllHasNoBounds) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", five_blocks()).string();
  const auto json = json_of({"info", file, "--filter", "li > 9"});
  EXPECT_EQ(json["layers"][0]["count"], 0);
  EXPECT_EQ(entry(json["layers"][0]["attributes"], "name", "li")["count"], 0);
  EXPECT_NE(run_lode({"info", file, "--filter", "li > 9"}).out.find("0 of 5 blocks"), std::string::npos);
}

TEST(ShownRows, InfoCountsPointsAndHolesWithRowsShown) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "hole,x,y,z,depth\nA,0,0,0,100\nB,50,0,0,100\n");
  folder.write("assay.csv", "hole,from,to,cu_pct\nA,0,10,1\nA,10,40,2\nB,0,10,0.5\n");
  const auto holes = json_of({"info", folder.path().string(), "--filter", "cu_pct >= 1"})["layers"][0];
  EXPECT_EQ(holes["count"], 1);
  const auto copper = entry(holes["attributes"], "name", "cu_pct");
  EXPECT_EQ(copper["count"], 2);
  EXPECT_DOUBLE_EQ(copper["mean"].get<double>(), (1 * 10 + 2 * 30) / 40.0) << "weighted by length";
}

TEST(ShownRows, BoundsOfSubBlocksAreTheBlocksOwn) {
  const TemporaryFolder folder;
  // Parents of 20 m; the second holds sub-blocks in its western half alone.
  std::string text = "x,y,z,dx,dy,dz,li\n10,10,10,20,20,20,1\n";
  for (const char* y : {"5", "15"})
    for (const char* z : {"5", "15"}) text += std::string("25,") + y + "," + z + ",10,10,10,2\n";
  const std::string file = folder.write("model.csv", text).string();
  const auto layer = json_of({"info", file})["layers"][0];
  EXPECT_EQ(layer["bounds"], nlohmann::json::parse(R"({"min": [0, 0, 0], "max": [30, 20, 20]})"));
}

TEST(ShownRows, TonnageOfSeveralModelsAsksWhich) {
  const TemporaryFolder folder;
  const std::string a = folder.write("a.csv", five_blocks()).string(),
                    b = folder.write("b.csv", five_blocks()).string();
  const auto run = run_lode({"tonnage", a, b});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_NE(run.err.find("--layer: a, b"), std::string::npos) << run.err;
  EXPECT_EQ(json_of({"tonnage", a, b, "--layer", "b"})["rows"][0]["blocks"], 5);
}

TEST(ShownRows, ExportSaysWhenAFilterHidesAll) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", five_blocks()).string();
  const std::string out = (folder.path() / "out.csv").string();
  const auto run = run_lode({"export", file, "--filter", "li > 9", "-o", out});
  EXPECT_NE(run.err.find("the filter li > 9 hides all of \"model\""), std::string::npos) << run.err;
  EXPECT_EQ(run_lode({"export", file, "--filter", "li > 3", "-o", out}).err.find("hides"), std::string::npos);
}

TEST(ShownRows, HiddenCellsOfAnImageAreNoRejectedRows) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", five_blocks()).string();
  std::string even = five_blocks();
  even.replace(even.find(",5,2,10,10,4,"), 13, ",5,5,10,10,10,");
  const std::string out = (folder.path() / "out.vti").string();
  ASSERT_EQ(run_lode({"export", folder.write("even.csv", even).string(), "--filter", "li >= 2 and li != 4", "-o", out})
                .exit_code,
            0);
  const auto table = json_of({"info", out})["layers"][0]["tables"][0];
  EXPECT_EQ(table["kept"], 3);
  EXPECT_EQ(table["rejected"], 0);
  EXPECT_EQ(table["rows"], 3);
}

TEST(ShownRows, AShellIsSeenThroughItsBlocks) {
  const TemporaryFolder folder;
  std::string text = "x,y,z,li\n";
  for (int i = 0; i < 216; ++i) {
    const int x = i % 6, y = i / 6 % 6, z = i / 36;
    const int away = std::max({std::abs(2 * x - 5), std::abs(2 * y - 5), std::abs(2 * z - 5)});
    text +=
        std::to_string(x) + "," + std::to_string(y) + "," + std::to_string(z) + "," + std::to_string(6 - away) + "\n";
  }
  const std::string file = folder.write("model.csv", text).string();
  const auto picture = [&](const char* shell) {
    const auto out = folder.path() / "out.png";
    const auto run = run_lode({"render", file, "--shell", shell, "-o", out.string(), "--size", "200x150", "--draft"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    std::ifstream stream(out, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  const std::string large = picture("li=2"), small = picture("li=4");
  EXPECT_FALSE(large.empty());
  EXPECT_NE(large, small) << "the shell within the model makes no difference to the picture";
}

}  // namespace
}  // namespace lode::testing
