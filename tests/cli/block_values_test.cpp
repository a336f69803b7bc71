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
  EXPECT_NE(check.out.find("--missing-codes -99"), std::string::npos) << check.out;
  EXPECT_EQ(json_of({"info", file}).at("problems").at("warnings"), 1);
  EXPECT_DOUBLE_EQ(row_of({"tonnage", file, "--grade", "Au_ppm"}).at("grade").get<double>(), -48.25);
  for (const std::string missing : {"-99", "-1,-99", "model=-99"}) {
    const auto row = row_of({"tonnage", file, "--grade", "Au_ppm", "--missing-codes", missing});
    EXPECT_DOUBLE_EQ(row.at("grade").get<double>(), 2.5) << missing;
    EXPECT_DOUBLE_EQ(row.at("tonnes").get<double>(), 5400) << missing;
  }
  EXPECT_EQ(json_of({"info", file, "--missing-codes", "-99"}).at("problems").at("warnings"), 0);
  EXPECT_EQ(run_lode({"info", file, "--missing-codes", "-99,,-1"}).exit_code, 2);
  EXPECT_EQ(run_lode({"info", file, "--missing-codes", "other=-99"}).exit_code, 2);
}

TEST(BlockValues, CodesOfAModelLeaveItsLevelsAlone) {
  const TemporaryFolder folder;
  const std::string file =
      folder.write("model.csv", "XC,YC,ZC,dx,dy,dz,Au_ppm\n5,5,-99,10,10,10,1.5\n15,5,-99,10,10,10,-99\n").string();
  EXPECT_EQ(row_of({"tonnage", file, "--grade", "Au_ppm", "--missing-codes", "-99"}).at("blocks"), 2);
}

double tonnes_of(const std::string& text, std::vector<std::string> more = {}) {
  const TemporaryFolder folder;
  more.insert(more.begin(), {"tonnage", folder.write("model.csv", text).string()});
  const auto tonnes = row_of(more).at("tonnes");
  return tonnes.is_number() ? tonnes.get<double>() : -1;
}

TEST(BlockValues, TonnesAreOfTheUnitThatTheDensityStates) {
  for (const std::string name : {"density", "density [t/m3]", "density (g/cm3)", "SG_tm3"})
    EXPECT_DOUBLE_EQ(tonnes_of(two_blocks(name, "2.7", "3")), 5700) << name;
  for (const std::string name : {"density [kg/m3]", "density_kgm3", "Density (kg/m³)", "SG, kg/m3"})
    EXPECT_DOUBLE_EQ(tonnes_of(two_blocks("\"" + name + "\"", "2700", "3000")), 5700) << name;
  // 1 lb/ft3 = 0.45359237 kg / 0.028316846592 m3
  for (const std::string name : {"density [lb/ft3]", "SG_pcf"})
    EXPECT_DOUBLE_EQ(tonnes_of(two_blocks(name, "100", "100")), 2000 * 100 * 0.01601846337396014) << name;
  EXPECT_DOUBLE_EQ(tonnes_of(two_blocks("rock density [kg/m3]", "2700", "3000"), {"--density", "rock density [kg/m3]"}),
                   5700);
}

TEST(BlockValues, BlocksWithoutADensityAreCountedLeftOutAndSaid) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", two_blocks("Au_ppm,SG", "1,2.7", "3,")).string();
  const auto json = json_of({"tonnage", file, "--grade", "Au_ppm"});
  EXPECT_EQ(json.at("without_density"), 1);
  EXPECT_EQ(json.at("rows").at(0).at("blocks"), 2);
  EXPECT_DOUBLE_EQ(json.at("rows").at(0).at("volume_m3").get<double>(), 2000);
  EXPECT_DOUBLE_EQ(json.at("rows").at(0).at("tonnes").get<double>(), 2700);
  EXPECT_DOUBLE_EQ(json.at("rows").at(0).at("grade").get<double>(), 1);
  const std::string said = "1 block lacks a density: counted in blocks and volume, left out of tonnes";
  EXPECT_NE(run_lode({"tonnage", file, "--grade", "Au_ppm"}).out.find(said), std::string::npos);
  const auto csv = run_lode({"tonnage", file, "--grade", "Au_ppm", "--csv"});
  EXPECT_EQ(csv.out.find(said), std::string::npos);
  EXPECT_NE(csv.err.find(said), std::string::npos);
}

// Two blocks of 10 ft a side.
TEST(BlockValues, ACoordinateUnitWithoutACrsIsOfPlaceAndSize) {
  const TemporaryFolder folder;
  const std::string file = folder.write("model.csv", two_blocks("Au_ppm", "1", "2")).string();
  const auto volume = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"tonnage", file, "--grade", "Au_ppm"});
    return row_of(more).at("volume_m3").get<double>();
  };
  EXPECT_NEAR(volume({"--coordinate-unit", "ft"}), 2 * 1000 * 0.028316846592, 1e-9);
  EXPECT_NEAR(volume({"--coordinate-unit", "ft", "--rl-unit", "m"}), 2 * 1000 * 0.09290304, 1e-9);
  EXPECT_NEAR(volume({}), 2000, 1e-9);
  const std::string mesh = folder.write("top.obj", "v 0 0 0\nv 10 0 0\nv 0 10 5\nf 1 2 3\n").string();
  EXPECT_NE(run_lode({"info", mesh, "--coordinate-unit", "ft"}).err.find("says nothing of top"), std::string::npos);
}

TEST(BlockValues, TonnesAreOfTheUnitInARowOfUnits) {
  const auto with_units = [](const std::string& unit, const std::string& density) {
    return "XC,YC,ZC,dx,dy,dz,density\nm,m,m,m,m,m," + unit + "\n5,5,5,10,10,10," + density + "\n15,5,5,10,10,10," +
           density + "\n";
  };
  EXPECT_DOUBLE_EQ(tonnes_of(with_units("t/m3", "2.7")), 5400);
  EXPECT_DOUBLE_EQ(tonnes_of(with_units("kg/m3", "2700")), 5400);
  EXPECT_DOUBLE_EQ(tonnes_of(with_units("[lb/ft3]", "100")), 2000 * 100 * 0.01601846337396014);
}

TEST(BlockValues, ADensityOfAnUnknownUnitIsRefused) {
  const TemporaryFolder folder;
  const std::string in_name = folder.write("named.csv", two_blocks("density [lb/yd3]", "4550", "4550")).string();
  const std::string in_row =
      folder
          .write("row.csv",
                 "XC,YC,ZC,dx,dy,dz,density\nm,m,m,m,m,m,lb/yd3\n5,5,5,10,10,10,4550\n15,5,5,10,10,10,4550\n")
          .string();
  for (const std::string& file : {in_name, in_row}) {
    const auto run = run_lode({"tonnage", file});
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_NE(run.err.find("is in lb/yd3, which is no unit of density"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("kg/m3"), std::string::npos) << run.err;
    EXPECT_NE(run_lode({"check", file}).out.find("lb/yd3"), std::string::npos);
    EXPECT_DOUBLE_EQ(row_of({"tonnage", file, "--density", "2.7"}).at("tonnes").get<double>(), 5400);
  }
}

}  // namespace
}  // namespace lode::testing
