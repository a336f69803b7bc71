// Exit codes and help of every command.
#include <algorithm>

#include "json_run.h"

namespace lode::testing {
namespace {

constexpr char blocks[] = "x,y,z,cu_pct\n5,5,5,1.5\n15,5,5,0.5\n5,15,5,0.25\n15,15,5,\n";

TEST(Usage, EveryCommandHelpsWithAnExample) {
  for (const char* command : {"info", "check", "render", "export", "tonnage", "scene", "demo"}) {
    const auto run = run_lode({command, "--help"});
    EXPECT_EQ(run.exit_code, 0) << command;
    EXPECT_NE(run.out.find("Example:\n  lode " + std::string(command)), std::string::npos) << run.out;
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(run_lode({"help", command}).out, run.out);
  }
  const auto all = run_lode({"--help"});
  EXPECT_EQ(all.exit_code, 0);
  for (const char* command : {"info", "check", "render", "export", "tonnage", "scene", "demo"})
    EXPECT_NE(all.out.find(command), std::string::npos) << command;
}

TEST(Usage, WrongUsageIsExitCode2) {
  const TemporaryFolder folder;
  const std::string file = folder.write("blocks.csv", blocks).string(), png = (folder.path() / "x.png").string();
  const std::vector<std::vector<std::string>> wrong{
      {"info"},
      {"info", file, "--no-such-option"},
      {"render", file},
      {"render", file, "-o", png, "--size", "0x10"},
      {"render", file, "-o", png, "--size", "99999x5"},
      {"render", file, "-o", png, "--size", "-5x5"},
      {"render", file, "-o", png, "--size", "big"},
      {"render", file, "-o", png, "--size", "10x10x10"},
      {"render", file, "-o", png, "--view", "sideways"},
      {"render", file, "-o", png, "--elevation", "120"},
      {"render", file, "-o", png, "--zoom", "0"},
      {"render", file, "-o", png, "--zoom", "nan"},
      {"render", file, "-o", png, "--azimuth", "inf"},
      {"render", file, "-o", png, "--exaggeration", "nan"},
      {"render", file, "-o", (folder.path() / "x.jpg").string()},
      {"export", file},
      {"export", file, "-o", (folder.path() / "x.doc").string()},
      {"export", file, "-o", (folder.path() / "noextension").string()},
      {"tonnage", file, "--grade", "cu_pct", "--cutoffs", "1:0:0.1"},
      {"tonnage", file, "--grade", "cu_pct", "--cutoffs", "0:1:0"},
      {"tonnage", file, "--grade", "cu_pct", "--cutoffs", "a:b:c"},
      {"tonnage", file, "--grade", "cu_pct", "--density", "-2"},
      {"tonnage", file, "--cutoffs", "1"},
      {"info", file, "--filter", "cu_pct >= "},
      {"info", file, "--filter", "(cu_pct > 1"},
      {"scene", file, "-o", (folder.path() / "x.txt").string()},
      {"tonnage", file, "--source-crs", "EPSG:4326", "--crs", "EPSG:4326", "--grade", "cu_pct"},
  };
  for (const auto& arguments : wrong) {
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 2) << ::testing::PrintToString(arguments) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_FALSE(run.err.empty());
    EXPECT_LE(std::count(run.err.begin(), run.err.end(), '\n'), 4) << run.err;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    EXPECT_EQ(entry.path().filename(), "blocks.csv") << "left behind";
}

TEST(Usage, AFilterWithATypoNamesTheNearest) {
  const TemporaryFolder folder;
  const std::string file = folder.write("blocks.csv", blocks).string();
  const auto run = run_lode({"info", file, "--filter", "cu_ptc >= 1"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("cu_pct"), std::string::npos) << run.err;
  const auto colour = run_lode({"render", file, "-o", (folder.path() / "x.png").string(), "--color-by", "cu_pc"});
  EXPECT_EQ(colour.exit_code, 1);
  EXPECT_NE(colour.err.find("cu_pct"), std::string::npos) << colour.err;
}

TEST(Usage, AMisspeltCommandIsGuessed) {
  const auto run = run_lode({"rendr", "x.csv"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_NE(run.err.find("lode render"), std::string::npos) << run.err;
}

TEST(Usage, CheckFailsOnErrorsOnly) {
  const TemporaryFolder folder;
  const std::string good = folder.write("good.csv", blocks).string();
  EXPECT_EQ(run_lode({"check", good}).exit_code, 0);
  folder.write("dh/collar.csv", "hole_id,x,y,z,depth\nA,0,0,100,50\nA,0,0,100,50\nB,10,0,100,50\n");
  folder.write("dh/assay.csv", "hole_id,from,to,cu_pct\nA,0,10,1\nB,5,5,1\nB,0,20,2\n");
  const auto run = run_lode({"check", (folder.path() / "dh").string(), "--json"});
  EXPECT_EQ(run.exit_code, 1);
  const auto problems = nlohmann::json::parse(run.out)["problems"];
  const auto twice = entry(problems, "check", "duplicate-hole-id");
  EXPECT_EQ(twice["severity"], "error");
  EXPECT_EQ(twice["line"], 3);
  EXPECT_EQ(twice["hole"], "A");
  EXPECT_EQ(entry(problems, "check", "non-positive-interval")["line"], 3);
}

}  // namespace
}  // namespace lode::testing
