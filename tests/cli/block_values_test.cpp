// Values of block models that are none, or of another unit: said, and tonnes that a geologist would work out by hand.
#include "json_run.h"

namespace lode::testing {
namespace {

/// Two blocks of 10 x 10 x 10 m side by side; `columns` and the values of both.
std::string two_blocks(const std::string& columns, const std::string& first, const std::string& second) {
  return "XC,YC,ZC,dx,dy,dz," + columns + "\n5,5,5,10,10,10," + first + "\n15,5,5,10,10,10," + second + "\n";
}

nlohmann::json row_of(const std::vector<std::string>& arguments) { return json_of(arguments).at("rows").at(0); }

TEST(BlockValues, AMissingCodeIsSaidAndIsMissingOnceOneSaysSo) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", two_blocks("Au_ppm,SG", "2.5,2.7", "-99,2.7")).string();
  const auto check = run_lode({"check", file});
  EXPECT_NE(check.out.find("Au_ppm is \"-99\" in 1 block"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("--missing -99"), std::string::npos) << check.out;
  EXPECT_EQ(json_of({"info", file}).at("problems").at("warnings"), 1);
  EXPECT_DOUBLE_EQ(row_of({"tonnage", file, "--grade", "Au_ppm"}).at("grade").get<double>(), -48.25);
  for (const std::string missing : {"-99", "-1,-99", "model=-99"}) {
    const auto row = row_of({"tonnage", file, "--grade", "Au_ppm", "--missing", missing});
    EXPECT_DOUBLE_EQ(row.at("grade").get<double>(), 2.5) << missing;
    EXPECT_DOUBLE_EQ(row.at("tonnes").get<double>(), 5400) << missing;
  }
  EXPECT_EQ(json_of({"info", file, "--missing", "-99"}).at("problems").at("warnings"), 0);
  EXPECT_EQ(run_lode({"info", file, "--missing", "-99,,-1"}).exit_code, 2);
  EXPECT_EQ(run_lode({"info", file, "--missing", "other=-99"}).exit_code, 2);
}

TEST(BlockValues, CodesOfAModelLeaveItsLevelsAlone) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("model.csv", "XC,YC,ZC,dx,dy,dz,Au_ppm\n5,5,-99,10,10,10,1.5\n15,5,-99,10,10,10,-99\n").string();
  EXPECT_EQ(row_of({"tonnage", file, "--grade", "Au_ppm", "--missing", "-99"}).at("blocks"), 2);
}

}  // namespace
}  // namespace lode::testing
