// `lode info` and `lode check` on real data: the numbers a geologist finds in the files.
#include <algorithm>
#include <utility>

#include "json_run.h"

namespace lode::testing {
namespace {

using Json = nlohmann::json;

std::string path(const char* relative) { return sample(relative).string(); }

Json attribute(const Json& layer, const std::string& table, const std::string& name) {
  for (const Json& one : layer["attributes"])
    if (one["table"] == table && one["name"] == name) return one;
  ADD_FAILURE() << "no attribute " << table << " " << name;
  return Json::object();
}

/// Least and greatest of a column.
std::pair<double, double> range_of(const std::vector<std::vector<std::string>>& rows, const std::string& name) {
  const std::size_t column = column_of(rows, name);
  std::pair<double, double> range{1e300, -1e300};
  for (std::size_t r = 1; r < rows.size(); ++r) {
    range.first = std::min(range.first, std::stod(rows[r][column]));
    range.second = std::max(range.second, std::stod(rows[r][column]));
  }
  return range;
}

TEST(Info, WolfpassCountsHolesRowsAndWhatIsNoNumber) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const Json info = json_of({"info", path("dh_wolfpass/Wolfpass_collar.csv"), path("dh_wolfpass/Wolfpass_survey.csv"),
                             path("dh_wolfpass/Wolfpass_WP_assay.csv"), path("dh_wolfpass/Wolfpass_WP_lith.csv")});
  ASSERT_EQ(info["layers"].size(), 1U);
  const Json& layer = info["layers"][0];
  EXPECT_EQ(layer["kind"], "drillholes");
  EXPECT_EQ(layer["count"], 55);
  EXPECT_EQ(entry(layer["tables"], "role", "survey")["rows"], 423);
  EXPECT_EQ(entry(layer["tables"], "name", "Wolfpass_WP_assay")["rows"], 8332);
  EXPECT_EQ(entry(layer["tables"], "name", "Wolfpass_WP_lith")["rows"], 982);
  for (const Json& table : layer["tables"])
    EXPECT_EQ(table["rows"].get<int>(), table["kept"].get<int>() + table["rejected"].get<int>()) << table["name"];

  const Json copper = attribute(layer, "Wolfpass_WP_assay", "CU_pct");
  EXPECT_EQ(copper["count"], 7944);
  EXPECT_EQ(copper["missing"], 381);
  EXPECT_EQ(copper["below_detection"], 7);
  EXPECT_EQ(copper["unit"], "%");
  const Json gold = attribute(layer, "Wolfpass_WP_assay", "AU_gpt");
  EXPECT_EQ(gold["missing"], 83);
  EXPECT_EQ(gold["below_detection"], 16);
  EXPECT_EQ(attribute(layer, "Wolfpass_WP_assay", "DENSITY")["missing"], 460);
}

TEST(Info, SaysHowHolesAreDesurveyedAndTheSceneChoosesIt) {
  const TemporaryFolder folder;
  folder.write("collar.csv", "hole,x,y,z,depth\nA,0,0,0,100\n");
  folder.write("survey.csv", "hole,depth,azimuth,dip\nA,0,20,-75\nA,100,45,-65\n");
  folder.write("assay.csv", "hole,from,to,Au_gpt\nA,0,40,1\n");
  const std::string input = folder.path().string();
  EXPECT_EQ(json_of({"info", input})["layers"][0]["desurvey"], "minimum curvature");
  const std::string scene = (folder.path() / "scene.lode").string(), csv = (folder.path() / "out" / "a.csv").string();
  std::filesystem::create_directory(folder.path() / "out");
  EXPECT_EQ(run_lode({"scene", input, "--desurvey", "raw_tangent", "-o", scene}).exit_code, 0);
  EXPECT_NE(read_bytes(scene).find("desurvey = \"raw_tangent\""), std::string::npos);
  EXPECT_EQ(json_of({"info", scene})["layers"][0]["desurvey"], "raw tangent");
  ASSERT_EQ(run_lode({"export", scene, "-o", csv}).exit_code, 0);
  const auto rows = csv_rows(csv);
  EXPECT_NEAR(std::stod(rows.at(1).at(column_of(rows, "z_to"))), -38.637033, 1e-5);  // 40 m along the upper direction
  EXPECT_NEAR(std::stod(rows.at(1).at(column_of(rows, "x"))), 3.540853 / 2, 1e-5);
  EXPECT_EQ(run_lode({"info", input, "--desurvey", "mercury"}).exit_code, 2);
}

TEST(Info, PointsBecomeASurfaceOnRequest) {
  const TemporaryFolder folder;
  std::string rows = "x,y,z,code\n";
  for (int j = 0; j < 5; ++j)
    for (int i = 0; i < 4; ++i)
      rows += std::to_string(1000 + 7 * i + j * j % 3) + "," + std::to_string(2000 + 9 * j + i * i % 4) + "," +
              std::to_string(i * j) + ",A\n";
  const std::string file = folder.write("topo.csv", rows).string();
  EXPECT_EQ(json_of({"info", file})["layers"][0]["kind"], "points");
  const Json surface = json_of({"info", file, "--triangulate", "topo"})["layers"][0];
  EXPECT_EQ(surface["kind"], "surface");
  EXPECT_GE(surface["count"], 20);  // 20 points in a plane: 2 x 20 - 2 - hull, a hull of 14 or less
  const auto wrong = run_lode({"info", file, "--triangulate", "tpo"});
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_NE(wrong.err.find("topo"), std::string::npos) << wrong.err;
}

TEST(Info, WolfpassDipsGoDown) {
  LODE_NEEDS_SAMPLE("dh_wolfpass");
  const Json info = json_of({"info", path("dh_wolfpass/Wolfpass_collar.csv"), path("dh_wolfpass/Wolfpass_survey.csv"),
                             path("dh_wolfpass/Wolfpass_WP_assay.csv")});
  // Holes of 200 to 500 m drilled upwards would end above the highest collar.
  const auto collars = range_of(csv_rows(sample("dh_wolfpass/Wolfpass_collar.csv")), "ZCOLLAR");
  EXPECT_NEAR(info["bounds"]["max"][2].get<double>(), collars.second, 1e-6);
  EXPECT_LT(info["bounds"]["min"][2].get<double>(), collars.first - 100);
  const Json check =
      Json::parse(run_lode({"check", path("dh_wolfpass/Wolfpass_collar.csv"), path("dh_wolfpass/Wolfpass_survey.csv"),
                            path("dh_wolfpass/Wolfpass_WP_assay.csv"), "--json"})
                      .out);
  EXPECT_EQ(entry(check["problems"], "check", "dip-sign")["severity"], "note");
}

TEST(Info, BabbittCountsHolesAndAssays) {
  LODE_NEEDS_SAMPLE("dh_babbitt");
  const Json info = json_of({"info", path("dh_babbitt/collar_BABBITT.csv"), path("dh_babbitt/survey_BABBITT.csv"),
                             path("dh_babbitt/assay_BABBITT.csv")});
  const Json& layer = info["layers"][0];
  EXPECT_EQ(layer["count"], 399);
  EXPECT_EQ(entry(layer["tables"], "name", "assay_BABBITT")["rows"], 35616);
}

TEST(Info, BlockModelsAreFoundFromTheirCentroids) {
  LODE_NEEDS_SAMPLE("bm_evo");
  const Json evo = json_of({"info", path("bm_evo/regular-bm-named-columns.csv")})["layers"][0];
  EXPECT_EQ(evo["kind"], "blocks");
  EXPECT_EQ(evo["count"], 8000);
  for (int axis = 0; axis < 3; ++axis)
    EXPECT_NEAR(evo["bounds"]["max"][axis].get<double>() - evo["bounds"]["min"][axis].get<double>(), 200, 1e-6);
  LODE_NEEDS_SAMPLE("pygslib_demo1");
  EXPECT_EQ(json_of({"info", path("pygslib_demo1/bmodel.csv")})["layers"][0]["count"], 5572);
}

TEST(Info, ElevationAndMeshSayWhatTheyAre) {
  LODE_NEEDS_SAMPLE("dem_hamersley");
  const Json dem = json_of({"info", path("dem_hamersley/dtm_rp.tif")});
  EXPECT_EQ(dem["layers"][0]["crs"], "EPSG:28350");
  EXPECT_EQ(dem["crs"], "EPSG:28350");
  EXPECT_EQ(dem["layers"][0]["kind"], "surface");
  LODE_NEEDS_SAMPLE("dh_babbitt");
  EXPECT_EQ(json_of({"info", path("dh_babbitt/Mpz.stl")})["layers"][0]["count"], 63749);
}

TEST(Info, KatghoraHolesLieAtTheFilesOwnDegrees) {
  LODE_NEEDS_SAMPLE("dh_katghora_li");
  const char* const file = "dh_katghora_li/katghora_borehole_collars.csv";
  const auto rows = csv_rows(sample(file));
  EXPECT_EQ(json_of({"info", path(file), "--source-crs", "EPSG:32644"})["crs"], "EPSG:32644");
  const Json info = json_of({"info", path(file), "--source-crs", "EPSG:32644", "--crs", "EPSG:4326"});
  EXPECT_EQ(info["layers"][0]["count"], 15);
  // The holes are vertical, so their extent in plan is that of the collars; 0.05 m in degrees at latitude 22.5.
  const auto longitude = range_of(rows, "longitude"), latitude = range_of(rows, "latitude");
  const double lon_tolerance = 0.05 / 102900, lat_tolerance = 0.05 / 110700;
  EXPECT_NEAR(info["bounds"]["min"][0].get<double>(), longitude.first, lon_tolerance);
  EXPECT_NEAR(info["bounds"]["max"][0].get<double>(), longitude.second, lon_tolerance);
  EXPECT_NEAR(info["bounds"]["min"][1].get<double>(), latitude.first, lat_tolerance);
  EXPECT_NEAR(info["bounds"]["max"][1].get<double>(), latitude.second, lat_tolerance);
}

TEST(Info, PointsInDegreesComeToTheEastingsOfTheFile) {
  LODE_NEEDS_SAMPLE("dh_katghora_li");
  const auto rows = csv_rows(sample("dh_katghora_li/katghora_borehole_collars.csv"));
  const auto cell = [&](std::size_t row, const char* name) { return rows[row][column_of(rows, name)]; };
  std::string degrees = "label,longitude,latitude,elevation\n";
  for (std::size_t r = 1; r < rows.size(); ++r)
    degrees += cell(r, "borehole_id") + "," + cell(r, "longitude") + "," + cell(r, "latitude") + ",300\n";
  const TemporaryFolder folder;
  const auto points = folder.write("degrees.csv", degrees), out = folder.path() / "utm.csv";
  const auto run =
      run_lode({"export", points.string(), "--source-crs", "EPSG:4326", "--crs", "EPSG:32644", "-o", out.string()});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const auto utm = csv_rows(out);
  ASSERT_EQ(utm.size(), rows.size());
  for (std::size_t r = 1; r < rows.size(); ++r) {
    EXPECT_NEAR(std::stod(utm[r][column_of(utm, "x")]), std::stod(cell(r, "easting_utm44n")), 0.05);
    EXPECT_NEAR(std::stod(utm[r][column_of(utm, "y")]), std::stod(cell(r, "northing_utm44n")), 0.05);
  }
}

}  // namespace
}  // namespace lode::testing
