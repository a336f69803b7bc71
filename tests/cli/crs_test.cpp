// lode crs, and what info says of coordinates. Expected positions: cct of PROJ 9.1.1 (tests/tables/positions.txt).
#include <cmath>
#include <fstream>
#include <sstream>

#include "json_run.h"

namespace lode::testing {
namespace {

constexpr const char* sk42_16 = "Pulkovo 1942 to WGS 84 (16)";

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST(CrsCommand, SearchListsAreaUnitDatumAndAxes) {
  const auto json = json_of({"crs", "search", "Pulkovo", "Gauss", "zone", "14", "--limit", "5"});
  ASSERT_FALSE(json["systems"].empty());
  const auto& first = json["systems"][0];
  EXPECT_EQ(first["code"], "EPSG:28414");
  EXPECT_EQ(first["unit"], "metre");
  EXPECT_EQ(first["datum"], "Pulkovo 1942");
  EXPECT_EQ(first["axes"], "X north, Y east");
  EXPECT_NE(first["area"]["name"].get<std::string>().find("Kazakhstan"), std::string::npos);
  EXPECT_EQ(json_of({"crs", "search", "UTM 44N"})["systems"][0]["code"], "EPSG:32644");
  EXPECT_GT(json_of({"crs", "search", "Kazakhstan"})["found"].get<int>(), 50);
  EXPECT_GT(json_of({"crs", "search", "--at", "82.3,49.3"})["found"].get<int>(), 10);
  EXPECT_EQ(run_lode({"crs", "search", "xqzzy"}).exit_code, 1);
  EXPECT_EQ(run_lode({"crs", "search"}).exit_code, 2);
  EXPECT_EQ(run_lode({"crs", "search", "--at", "49.3"}).exit_code, 2);
  EXPECT_EQ(run_lode({"crs", "search", "--at", "82.3,149.3"}).exit_code, 2);
  EXPECT_EQ(run_lode({"crs"}).exit_code, 2);
}

TEST(CrsCommand, InfoTakesCodesNamesWktProjStringsAndFiles) {
  for (const char* crs : {"EPSG:32644", "32644", "WGS 84 / UTM zone 44N", "+proj=utm +zone=44 +datum=WGS84"})
    EXPECT_EQ(json_of({"crs", "info", crs})["code"], "EPSG:32644") << crs;
  const TemporaryFolder folder;
  // As Esri writes it: no authority, its own names.
  const auto prj = folder.write(
      "a.prj",
      "PROJCS[\"WGS_1984_UTM_Zone_44N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"
      "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_"
      "Mercator\"],"
      "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",81.0],"
      "PARAMETER[\"Scale_Factor\",0.9996],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]\n");
  EXPECT_EQ(json_of({"crs", "info", prj.string()})["code"], "EPSG:32644");
  const auto unknown = run_lode({"crs", "info", "Pulkovo 1942 zone 14"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_NE(unknown.err.find("EPSG:28414"), std::string::npos) << unknown.err;
  EXPECT_EQ(run_lode({"crs", "info", (folder.path() / "none.prj").string()}).exit_code, 1);
  const auto empty = folder.write("empty.prj", "");
  EXPECT_NE(run_lode({"crs", "info", empty.string()}).err.find("empty"), std::string::npos);
  const auto factors = json_of({"crs", "info", "EPSG:32644", "--at", "594493.5,5461577.25"});
  EXPECT_NEAR(factors["convergence_deg"].get<double>(), 0.9856, 0.001);
  EXPECT_NEAR(factors["scale"].get<double>(), 0.9997096, 1e-6);
}

TEST(CrsCommand, OperationsAreListedWithAccuracyAreaAndDistance) {
  const auto json = json_of({"crs", "operations", "EPSG:28414", "EPSG:32644", "--at", "14594494,5464001"});
  const auto& list = json["operations"];
  ASSERT_GE(list.size(), 3u);
  EXPECT_EQ(json["used"], 0);
  EXPECT_EQ(list[0]["shift"], "Pulkovo 1942 to WGS 84 (20)");
  EXPECT_EQ(list[0]["accuracy_m"], 3);
  bool found = false;
  for (const auto& operation : list)
    if (operation["shift"] == sk42_16) {
      found = true;
      EXPECT_EQ(operation["code"], "EPSG:15865");
      EXPECT_EQ(operation["accuracy_m"], 4.5);
      EXPECT_NEAR(operation["away_m"].get<double>(), 2.5, 0.2);
      EXPECT_NE(operation["area"].get<std::string>().find("Kazakhstan"), std::string::npos);
    }
  EXPECT_TRUE(found);
  // A grid that is not installed is named; the ballpark stand-in is marked.
  const auto feet = json_of({"crs", "operations", "EPSG:26791", "EPSG:26915", "--area", "-92,47,-91,48"});
  bool ballpark = false, missing = false;
  for (const auto& operation : feet["operations"]) {
    ballpark = ballpark || operation["ballpark"] == true;
    missing = missing || !operation["missing_grid"].is_null();
  }
  EXPECT_TRUE(ballpark);
  EXPECT_TRUE(missing) << "nothing needs a grid: are grids installed here?";
  EXPECT_EQ(run_lode({"crs", "operations", "EPSG:28414", "EPSG:32644", "--area", "1,2"}).exit_code, 2);
}

TEST(CrsCommand, ConvertReadsFilesAndWritesAPointALine) {
  const TemporaryFolder folder;
  const auto points = folder.write("p.txt", "14594494.25 5464001.5\n14390000, 5300000, 12.5\nbad line\n\n# remark\n");
  const auto run =
      run_lode({"crs", "convert", "--from", "EPSG:28414", "--to", "32644", "--operation", sk42_16, points.string()});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  std::istringstream out(run.out);
  double x = 0, y = 0, z = 0;
  out >> x >> y >> z;
  EXPECT_NEAR(x, 594417.085148, 1e-4);
  EXPECT_NEAR(y, 5461772.601533, 1e-4);
  EXPECT_EQ(z, 0);
  EXPECT_EQ(first_line(run.out), "594417.08515 5461772.60153 0.00000");
  out >> x >> y >> z;
  EXPECT_NEAR(x, 390004.0075, 2e-3) << "at RL 12.5";
  EXPECT_EQ(z, 12.5);
  EXPECT_NE(run.err.find("line 3: 2 of its 2 words are no number"), std::string::npos) << run.err;
  EXPECT_NE(run.err.find(sk42_16), std::string::npos) << "nothing is converted in silence";
  EXPECT_NE(run.out.find("nan nan nan"), std::string::npos);
}

TEST(CrsCommand, ConvertSaysWhatLooksWrong) {
  const TemporaryFolder folder;
  const auto swapped = folder.write("lat_first.txt", "49.3 82.3\n49.4 82.4\n");
  const auto run = run_lode({"crs", "convert", "--from", "EPSG:4326", "--to", "EPSG:32644", swapped.string()});
  EXPECT_NE(run.err.find("--swap"), std::string::npos) << run.err;
  const auto right =
      run_lode({"crs", "convert", "--from", "EPSG:4326", "--to", "EPSG:32644", "--swap", swapped.string()});
  EXPECT_EQ(first_line(right.out).substr(0, 10), "594511.694");
  EXPECT_EQ(right.err.find("warning"), std::string::npos) << right.err;
  const auto no_zone = folder.write("no_zone.txt", "594494 5464001\n");
  const auto zone = run_lode({"crs", "convert", "--from", "EPSG:28414", "--to", "EPSG:32644", no_zone.string()});
  EXPECT_NE(zone.err.find("14,000,000"), std::string::npos) << zone.err;
  const auto empty = folder.write("empty.txt", "");
  EXPECT_EQ(run_lode({"crs", "convert", "--from", "4326", "--to", "32644", empty.string()}).exit_code, 1);
  const auto none = folder.write("none.txt", "a b\nnan nan\n");
  EXPECT_EQ(run_lode({"crs", "convert", "--from", "4326", "--to", "32644", none.string()}).exit_code, 1);
  EXPECT_EQ(run_lode({"crs", "convert", "--to", "32644", none.string()}).exit_code, 2);
  const auto far = folder.write("far.txt", "82 49\n10 95\n");
  EXPECT_NE(run_lode({"crs", "convert", "--from", "4326", "--to", "32644", far.string()}).err.find("line 2"),
            std::string::npos);
}

// A mine grid whose north points to 27 degrees of UTM 44N, with its origin at 595000, 5465000.
std::string control_csv(double blunder_m) {
  const double c = std::cos(27 * M_PI / 180), s = std::sin(27 * M_PI / 180);
  std::ostringstream csv;
  csv << "name,mine_x,mine_y,mine_z,easting,northing,rl\n";
  csv.precision(12);
  const double base[][3] = {{594100, 5464200, 380},
                            {596050, 5464300, 395},
                            {595900, 5466100, 420},
                            {594200, 5465900, 410},
                            {595050, 5465150, 402}};
  int number = 0;
  for (const auto& b : base) {
    const double e = b[0] - 595000, n = b[1] - 5465000;
    ++number;
    csv << "P" << number << ',' << 1000 + c * e - s * n + (number == 3 ? blunder_m : 0) << ',' << 2000 + s * e + c * n
        << ',' << b[2] + 12.5 << ',' << b[0] << ',' << b[1] << ',' << b[2] << '\n';
  }
  return csv.str();
}

TEST(CrsCommand, MineGridIsFittedAndUsedAsACrs) {
  const TemporaryFolder folder;
  const auto control = folder.write("control.csv", control_csv(0)), wkt = folder.path() / "grid.wkt";
  const auto json = json_of({"crs", "minegrid", control.string(), "--crs", "EPSG:32644", "-o", wkt.string()});
  EXPECT_NEAR(json["grid"]["north_azimuth_deg"].get<double>(), 27, 1e-6);
  EXPECT_NEAR(json["grid"]["scale"].get<double>(), 1, 1e-8);
  EXPECT_NEAR(json["grid"]["height_shift_m"].get<double>(), 12.5, 1e-6);
  EXPECT_LT(json["rms_m"].get<double>(), 1e-4);

  const auto points = folder.write("points.csv", "x,y,z\n1000,2000,412.5\n1500,1500,400\n");
  const auto info = json_of({"info", points.string(), "--source-crs", wkt.string(), "--crs", "EPSG:32644"});
  EXPECT_NEAR(info["bounds"]["min"][0].get<double>(), 595000, 1e-3);
  EXPECT_NEAR(info["bounds"]["max"][1].get<double>(), 5465000, 1e-3);
  EXPECT_NEAR(info["bounds"]["max"][2].get<double>(), 400, 1e-6) << "the height shift is taken off";
  EXPECT_EQ(info["layers"][0]["accuracy_m"], 0);
  bool said = false;
  for (const auto& note : info["layers"][0]["notes"])
    said = said || note.get<std::string>().find("12.5 m") != std::string::npos;
  EXPECT_TRUE(said);

  const auto typed = json_of({"crs", "minegrid", "--crs", "EPSG:32644", "--origin", "595000,5465000,400",
                              "--mine-origin", "1000,2000,412.5", "--rotation", "27"});
  EXPECT_NEAR(typed["grid"]["a0"].get<double>(), json["grid"]["a0"].get<double>(), 1e-3);
  EXPECT_EQ(run_lode({"crs", "minegrid", "--crs", "EPSG:32644"}).exit_code, 2);
}

TEST(CrsCommand, MineGridShowsABlunder) {
  const TemporaryFolder folder;
  const auto control = folder.write("control.csv", control_csv(10));
  const auto json = json_of({"crs", "minegrid", control.string(), "--crs", "EPSG:32644"});
  EXPECT_GT(json["rms_m"].get<double>(), 1);
  for (const auto& residual : json["residuals"]) EXPECT_EQ(residual["blunder"], residual["name"] == "P3");
  EXPECT_NEAR(json["without_blunders"]["grid"]["north_azimuth_deg"].get<double>(), 27, 1e-6);
  const auto text = run_lode({"crs", "minegrid", control.string(), "--crs", "EPSG:32644"});
  EXPECT_NE(text.out.find("--leave-out \"P3\""), std::string::npos) << text.out;
  const auto without = json_of({"crs", "minegrid", control.string(), "--crs", "EPSG:32644", "--leave-out", "P3"});
  EXPECT_LT(without["rms_m"].get<double>(), 1e-4);
  const auto bad = folder.write("bad.csv", "name,mine_x,mine_y,easting,northing\nA,1,x,3,4\n");
  EXPECT_NE(run_lode({"crs", "minegrid", bad.string(), "--crs", "32644"}).err.find("line 2"), std::string::npos);
}

TEST(Coordinates, InfoSaysFromWhatToWhatByWhichOperation) {
  const TemporaryFolder folder;
  const auto points = folder.write("sk42.csv", "x,y,z\n14594494.25,5464001.5,400\n14594500,5464010,401\n");
  const auto text =
      run_lode({"info", points.string(), "--source-crs", "28414", "--crs", "32644", "--operation", sk42_16}).out;
  EXPECT_NE(text.find("from Pulkovo 1942 / Gauss-Kruger zone 14 (EPSG:28414) to WGS 84 / UTM zone 44N (EPSG:32644) by"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("accuracy 4.5 m"), std::string::npos) << text;
  const auto warned = run_lode({"info", points.string(), "--source-crs", "28414", "--crs", "32644"}).out;
  EXPECT_NE(warned.find("differ by up to"), std::string::npos) << warned;
  EXPECT_NE(run_lode({"info", points.string(), "--source-crs", "28414"}).out.find("its CRS is the scene's"),
            std::string::npos);
  EXPECT_NE(run_lode({"info", points.string()}).out.find("no CRS is stated"), std::string::npos);
}

TEST(Coordinates, ZoneNumbersAndSwappedTablesAreFoundSaidAndOverridable) {
  const TemporaryFolder folder;
  const auto no_zone = folder.write("no_zone.csv", "x,y,z\n594494.25,5464001.5,400\n594500,5464010,401\n");
  const auto added =
      json_of({"info", no_zone.string(), "--source-crs", "28414", "--crs", "32644", "--operation", sk42_16});
  EXPECT_NEAR(added["bounds"]["min"][0].get<double>(), 594417.085, 0.01);
  EXPECT_NE(added["layers"][0]["notes"].dump().find("14,000,000"), std::string::npos);

  // Headings that lie: E holds northings. Only UTM 44N's area tells.
  const auto swapped = folder.write("swapped.csv", "east,north,rl\n5461577,594493,400\n5461580,594500,401\n");
  const auto turned = json_of({"info", swapped.string(), "--source-crs", "32644"});
  EXPECT_NEAR(turned["bounds"]["min"][0].get<double>(), 594493, 1e-6);
  EXPECT_EQ(turned["problems"]["warnings"], 1);
  const auto kept = json_of({"info", swapped.string(), "--source-crs", "32644", "--axes", "easting-first"});
  EXPECT_NEAR(kept["bounds"]["min"][0].get<double>(), 5461577, 1e-6);
}

TEST(Coordinates, APrjBesideTheDataIsRead) {
  const TemporaryFolder folder;
  const auto points = folder.write("p.csv", "x,y,z\n594493,5461577,400\n");
  folder.write("p.prj", "EPSG:32644\n");
  EXPECT_EQ(json_of({"info", points.string()})["layers"][0]["crs"], "EPSG:32644");
  folder.write("p.prj", "nonsense");
  const auto broken = json_of({"info", points.string()});
  EXPECT_TRUE(broken["layers"][0]["crs"].is_null());
  EXPECT_GE(broken["problems"]["warnings"].get<int>() + broken["problems"]["notes"].get<int>(), 1);
}

TEST(Coordinates, DataWithoutACrsIsOfferedWhereItMayLie) {
  const TemporaryFolder folder;
  const auto holes = folder.write("lost.csv", "x,y,z\n14594494,5464001,400\n14594994,5464501,401\n");
  folder.write("known.csv", "x,y,z\n594400,5461750,400\n594950,5462300,401\n");
  folder.write("known.prj", "EPSG:32644");
  const auto json = json_of({"crs", "search", "--for", holes.string(), (folder.path() / "known.csv").string()});
  const auto& systems = json["layers"][0]["systems"];
  ASSERT_FALSE(systems.empty());
  EXPECT_EQ(systems[0]["nearest"], "known");
  bool pulkovo = false;
  for (const auto& system : systems) pulkovo = pulkovo || system["code"] == "EPSG:28414";
  EXPECT_TRUE(pulkovo) << systems.dump(1);
  const auto info = run_lode({"info", holes.string(), (folder.path() / "known.csv").string()}).out;
  EXPECT_NE(info.find("CRS may be"), std::string::npos) << info;
}

TEST(Coordinates, PseudoMercatorIsWarnedOf) {
  const TemporaryFolder folder;
  const auto points = folder.write("p.csv", "x,y,z\n9161594,6328150,400\n9161694,6328250,401\n");
  const auto check = run_lode({"check", points.string(), "--source-crs", "EPSG:3857"});
  EXPECT_NE(check.out.find("stretched-lengths"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("1.5"), std::string::npos) << check.out;
  EXPECT_NE(check.out.find("EPSG:32644"), std::string::npos) << check.out;
  const auto unstretched = run_lode({"check", points.string(), "--source-crs", "EPSG:3857", "--crs", "EPSG:32644"});
  EXPECT_EQ(unstretched.out.find("stretched-lengths"), std::string::npos) << unstretched.out;
}

TEST(Coordinates, FeetOfCoordinatesDepthsAndRlsAreSeparate) {
  const TemporaryFolder folder;
  const auto points = folder.write("ft.csv", "x,y,z\n1950000,17918000,1000\n1951000,17919000,1001\n");
  const auto json = json_of({"info", points.string(), "--source-crs", "32644", "--coordinate-unit", "ft", "--rl-unit",
                             "us-ft", "--rl-offset", "2", "--crs", "32644"});
  EXPECT_NEAR(json["bounds"]["min"][0].get<double>(), 594360, 1e-4);
  EXPECT_NEAR(json["bounds"]["min"][1].get<double>(), 5461406.4, 1e-4);
  EXPECT_NEAR(json["bounds"]["min"][2].get<double>(), 1000 * 1200.0 / 3937 + 2, 1e-6);
}

TEST(Coordinates, ThreeSystemsSavedMovedAndOpenedAgainDrawTheSamePicture) {
  const TemporaryFolder folder;
  const auto sub = folder.path() / "first" / "data";
  std::filesystem::create_directories(sub);
  const auto write = [&](const char* name, const char* text) { std::ofstream(sub / name) << text; };
  write("sk.csv", "x,y,z,cu_pct\n14594494,5464001,400,1\n14594694,5464101,410,2\n14594594,5464301,405,3\n");
  write("sk.prj", "EPSG:28414");
  write("utm.csv", "x,y,z,cu_pct\n594400,5461750,400,1\n594700,5461950,401,2\n594500,5462000,390,3\n");
  write("utm.prj", "EPSG:32644");
  write("deg.csv", "x,y,z,cu_pct\n82.299,49.300,400,1\n82.301,49.301,405,2\n82.302,49.303,410,3\n");
  write("deg.prj", "EPSG:4326");
  const auto scene = folder.path() / "first" / "three.lode";
  const auto saved = run_lode({"scene", (sub / "sk.csv").string(), (sub / "utm.csv").string(),
                               (sub / "deg.csv").string(), "--crs", "32644", "-o", scene.string()});
  ASSERT_EQ(saved.exit_code, 0) << saved.err;
  EXPECT_NE(read_bytes(scene).find("+proj=pipeline"), std::string::npos) << "the operation stands in the scene";
  const auto a = folder.path() / "a.png", b = folder.path() / "b.png";
  ASSERT_EQ(run_lode({"render", scene.string(), "-o", a.string(), "--size", "300x200"}).exit_code, 0);
  std::filesystem::rename(folder.path() / "first", folder.path() / "second");
  const auto moved = folder.path() / "second" / "three.lode";
  ASSERT_EQ(run_lode({"render", moved.string(), "-o", b.string(), "--size", "300x200"}).exit_code, 0);
  EXPECT_EQ(read_bytes(a), read_bytes(b));
  const auto info = json_of({"info", moved.string()});
  for (const auto& layer : info["layers"]) EXPECT_FALSE(layer["crs"].is_null());
  EXPECT_FALSE(info["layers"][0]["pipeline"].is_null());
}

TEST(Coordinates, BabbittInFeetStandsBesideMetres) {
  LODE_NEEDS_SAMPLE("dh_babbitt");
  const TemporaryFolder folder;
  // A metric layer over Babbitt, Minnesota: 47.65 N, 91.9 W in UTM 15N.
  const auto metric = folder.write("metric.csv", "x,y,z\n582600,5277900,450\n582700,5278000,460\n");
  folder.write("metric.prj", "EPSG:26915");
  const auto babbitt = folder.path() / "babbitt";
  std::filesystem::create_directory(babbitt);
  for (const char* table : {"collar", "survey", "assay"}) {
    const std::string name = std::string(table) + "_BABBITT.csv";
    std::filesystem::copy_file(sample("dh_babbitt") / name, babbitt / name);
  }
  std::ofstream(babbitt / "collar_BABBITT.prj") << "EPSG:26791";
  const auto json = json_of(
      {"info", babbitt.string(), metric.string(), "--depth-unit", "ft", "--rl-unit", "ft", "--crs", "EPSG:26915"});
  const auto& holes = json["layers"][0]["kind"] == "drillholes" ? json["layers"][0] : json["layers"][1];
  ASSERT_EQ(holes["kind"], "drillholes");
  EXPECT_EQ(holes["crs"], "EPSG:26791");
  // Northern Minnesota lies at 400 to 600 m; holes go down a few hundred metres.
  EXPECT_GT(holes["bounds"]["max"][2].get<double>(), 400);
  EXPECT_LT(holes["bounds"]["max"][2].get<double>(), 600);
  EXPECT_GT(holes["bounds"]["min"][0].get<double>(), 560000);
  EXPECT_LT(holes["bounds"]["max"][0].get<double>(), 610000);
  EXPECT_GT(holes["bounds"]["min"][1].get<double>(), 5.2e6);
  EXPECT_LT(holes["bounds"]["max"][1].get<double>(), 5.35e6);
}

}  // namespace
}  // namespace lode::testing
