// `lode render` without a display.
#include <algorithm>

#include "json_run.h"

namespace lode::testing {
namespace {

/// Width and height from a PNG's header.
std::pair<unsigned, unsigned> png_size(const std::filesystem::path& file) {
  const std::string bytes = read_bytes(file);
  EXPECT_TRUE(bytes.starts_with("\x89PNG")) << file;
  if (bytes.size() < 24) return {0, 0};
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = 256 * value + static_cast<unsigned char>(bytes[at + i]);
    return value;
  };
  return {number(16), number(20)};
}

class Render : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::string model() const {
    std::string text = "x,y,z,Li2O_pct\n";
    for (int k = 0; k < 6; ++k)
      for (int j = 0; j < 10; ++j)
        for (int i = 0; i < 10; ++i)
          text += std::to_string(615005 + 10 * i) + "," + std::to_string(5489005 + 10 * j) + "," +
                  std::to_string(305 + 10 * k) + ",0." + std::to_string((i + j + k) % 9 + 1) + "\n";
    return folder_.write("model.csv", text).string();
  }
  std::filesystem::path out(const char* name) const { return folder_.path() / name; }
};

TEST_F(Render, DrawsAtTheSizeAskedFor) {
  const std::string file = model();
  for (const char* view : {"plan", "north", "iso"}) {
    const auto run = run_lode({"render", file, "-o", out("a.png").string(), "--size", "333x222", "--view", view});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(png_size(out("a.png")), std::pair(333U, 222U));
  }
}

TEST_F(Render, SaysThatNothingReachesTheCutoffOfAShell) {
  const std::string file = model();
  const auto render = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"render", file, "-o", out("s.png").string(), "--size", "200x150"});
    const auto run = run_lode(more);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return run.err;
  };
  const std::string never = render({"--shell", "Li2O_pct=5"});
  EXPECT_NE(never.find("no block reaches Li2O_pct = 5 %"), std::string::npos) << never;
  EXPECT_NE(never.find("the greatest value is 0.9 %"), std::string::npos) << never;
  EXPECT_EQ(render({"--shell", "Li2O_pct=0.5"}), "");
  const std::string hidden = render({"--shell", "Li2O_pct=0.5", "--filter", "Li2O_pct < 0.3"});
  EXPECT_NE(hidden.find("no block that is shown reaches Li2O_pct = 0.5 %"), std::string::npos) << hidden;
}

TEST_F(Render, SaysThatAFilterHidesEverything) {
  const std::string file = model();
  const auto run =
      run_lode({"render", file, "-o", out("n.png").string(), "--size", "200x150", "--filter", "Li2O_pct > 3"});
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_NE(run.err.find("the filter Li2O_pct > 3 hides all of \"model\""), std::string::npos) << run.err;
}

TEST_F(Render, SeveralFiltersMakeSeveralPicturesFromOneLoad) {
  const auto run = run_lode({"render", model(), "-o", out("f.png").string(), "--size", "200x150", "--filter",
                             "Li2O_pct >= 0.5", "--filter", "Li2O_pct >= 0.9", "--timings"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(png_size(out("f-1.png")), std::pair(200U, 150U));
  EXPECT_EQ(png_size(out("f-2.png")), std::pair(200U, 150U));
  EXPECT_NE(read_bytes(out("f-1.png")), read_bytes(out("f-2.png")));
  EXPECT_FALSE(std::filesystem::exists(out("f.png")));
  const auto timings = nlohmann::json::parse(run.err);
  ASSERT_EQ(timings["pictures"].size(), 2U);
  EXPECT_EQ(timings["pictures"][1]["filter"], "Li2O_pct >= 0.9");
  for (const char* key : {"mask_ms", "faces_ms", "colours_ms", "upload_ms", "frame_ms", "picture_ms", "write_ms"})
    EXPECT_GE(timings["pictures"][0][key].get<double>(), 0) << key;
  const TemporaryFolder folder;
  const std::string blocks =
      folder.write("codes.csv", "XC,YC,ZC,dx,dy,dz,Au\n5,5,5,10,10,10,1\n15,5,5,10,10,10,-99\n").string();
  const auto noted =
      run_lode({"render", blocks, "-o", (folder.path() / "codes.png").string(), "--size", "64x64", "--timings"});
  const std::size_t last = noted.err.rfind('\n', noted.err.size() - 2);
  ASSERT_NE(last, std::string::npos) << "a warning of the code stands before: " << noted.err;
  EXPECT_TRUE(nlohmann::json::parse(noted.err.substr(last)).contains("peak_mib"));
  for (const char* key : {"load_ms", "place_ms", "peak_mib"}) EXPECT_GE(timings[key].get<double>(), 0) << key;
}

TEST_F(Render, TheSameCommandMakesTheSamePicture) {
  const std::string file = model();
  for (const char* name : {"1.png", "2.png"})
    ASSERT_EQ(run_lode({"render", file, "-o", out(name).string(), "--size", "300x200", "--azimuth", "-30",
                        "--elevation", "-20", "--zoom", "1.5", "--exaggeration", "2", "--color-by", "Li2O_pct"})
                  .exit_code,
              0);
  EXPECT_EQ(read_bytes(out("1.png")), read_bytes(out("2.png")));
}

TEST_F(Render, OptionsChangeThePicture) {
  const std::string file = model();
  const auto picture = [&](std::vector<std::string> options) {
    std::vector<std::string> arguments{"render", file, "-o", out("o.png").string(), "--size", "240x160"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return read_bytes(out("o.png"));
  };
  const std::string plain = picture({});
  for (const auto& options : std::vector<std::vector<std::string>>{{"--view", "plan"},
                                                                   {"--zoom", "3"},
                                                                   {"--exaggeration", "3"},
                                                                   {"--perspective"},
                                                                   {"--draft"},
                                                                   {"--transparent"},
                                                                   {"--light"},
                                                                   {"--filter", "Li2O_pct >= 0.8"}})
    EXPECT_NE(picture(options), plain) << options[0];
}

TEST_F(Render, SaysThatThereAreFindingsToLookAt) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "hole,x,y,z,depth\nA,0,0,100,30\n");
  folder.write("assay.csv", "hole,from,to,Li2O_pct\nA,0,10,1\nA,8,20,2\n");
  const auto run =
      run_lode({"render", folder.path().string(), "-o", (folder.path() / "a.png").string(), "--size", "60x40"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_NE(run.err.find("1 errors, "), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("`lode check` lists all with their remedies"), std::string::npos) << run.err;
  folder.write("assay.csv", "hole,from,to,Li2O_pct\nA,0,10,1\nA,10,30,2\n");
  folder.write("survey.csv", "hole,depth,azimuth,dip\nA,0,0,-90\n");
  const auto clean =
      run_lode({"render", folder.path().string(), "-o", (folder.path() / "b.png").string(), "--size", "60x40"});
  EXPECT_EQ(clean.err, "");
}

}  // namespace
}  // namespace lode::testing
