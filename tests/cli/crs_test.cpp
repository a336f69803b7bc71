// lode crs, and what info says of coordinates. Expected positions: cct of PROJ 9.1.1 (tests/tables/positions.txt).
#include <cmath>
#include <fstream>
#include <sstream>

#include "core/vec.h"
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
  // The same metres on the ground where the target stretches them.
  const auto web = json_of({"crs", "operations", "EPSG:28414", "EPSG:3857", "--at", "14594494,5464001"});
  for (const auto& operation : web["operations"])
    if (operation["shift"] == sk42_16) {
      EXPECT_NEAR(operation["away_m"].get<double>(), 2.6, 0.1);
    }
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
  EXPECT_EQ(systems[0]["code"], "EPSG:28414")
      << "goes before those that need the zone number taken off: " << systems.dump(1);
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
  const std::vector<std::string> inputs{(sub / "sk.csv").string(), (sub / "utm.csv").string(),
                                        (sub / "deg.csv").string()};
  const auto drawn = [&](std::vector<std::string> arguments, const char* name) {
    const auto picture = folder.path() / name;
    arguments.insert(arguments.begin(), "render");
    for (const char* option : {"-o", picture.c_str(), "--size", "300x200", "--view", "plan"})
      arguments.emplace_back(option);
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return read_bytes(picture);
  };
  auto with_crs = inputs;
  for (const char* option : {"--crs", "32644", "--operation", sk42_16}) with_crs.emplace_back(option);
  const std::string before = drawn(with_crs, "before.png");
  const auto scene = folder.path() / "first" / "three.lode";
  auto save = with_crs;
  save.insert(save.begin(), "scene");
  for (const std::string& option : {std::string("-o"), scene.string()}) save.push_back(option);
  const auto saved = run_lode(save);
  ASSERT_EQ(saved.exit_code, 0) << saved.err;
  EXPECT_NE(read_bytes(scene).find("+proj=pipeline"), std::string::npos) << "the operation stands in the scene";
  std::filesystem::rename(folder.path() / "first", folder.path() / "second");
  const auto moved = folder.path() / "second" / "three.lode";
  EXPECT_TRUE(drawn({moved.string()}, "after.png") == before);

  // It is a picture of these places: with another operation, metres away, it is another picture.
  auto other = std::vector<std::string>{moved.string(), "--operation", "Pulkovo 1942 to WGS 84 (1)"};
  EXPECT_FALSE(drawn(other, "other.png") == before);
  // Positions by cct: see tests/tables/positions.txt.
  const auto info = json_of({"info", moved.string()});
  const auto& sk = entry(info["layers"], "name", "sk");
  EXPECT_EQ(sk["crs"], "EPSG:28414");
  EXPECT_FALSE(sk["pipeline"].is_null());
  EXPECT_NEAR(sk["bounds"]["min"][0].get<double>(), 594416.8, 0.1) << "x 14594494.25 goes to 594417.085";
  const auto& degrees = entry(info["layers"], "name", "deg");
  EXPECT_EQ(degrees["crs"], "EPSG:4326");
  EXPECT_NEAR(degrees["bounds"]["min"][1].get<double>(), 5461618, 1.5) << "49.3 N goes to 5461619.17 at 82.3 E";
}

/// Babbitt's tables in a folder of their own, in EPSG:26791, NAD27 / Minnesota North in US survey feet.
std::filesystem::path babbitt_in(const TemporaryFolder& folder) {
  const auto babbitt = folder.path() / "babbitt";
  std::filesystem::create_directory(babbitt);
  for (const char* table : {"collar", "survey", "assay"}) {
    const std::string name = std::string(table) + "_BABBITT.csv";
    std::filesystem::copy_file(sample("dh_babbitt") / name, babbitt / name);
  }
  std::ofstream(babbitt / "collar_BABBITT.prj") << "EPSG:26791";
  return babbitt;
}

/// Positions of one interval of an exported table.
struct ExportedInterval {
  Vec3 from, to;
};
ExportedInterval interval_in(const std::vector<std::vector<std::string>>& rows, const std::string& hole,
                             const std::string& from) {
  const auto point = [&](const std::vector<std::string>& row, const std::string& end) {
    const auto at = [&](const std::string& axis) { return std::stod(row[column_of(rows, axis + end)]); };
    return Vec3{at("x"), at("y"), at("z")};
  };
  for (const auto& row : rows)
    if (row[column_of(rows, "BHID")] == hole && row[column_of(rows, "FROM")] == from)
      return {point(row, "_from"), point(row, "_to")};
  ADD_FAILURE() << "no interval of " << hole << " from " << from;
  return {};
}

// By hand, and by cct with the pipeline of the ballpark operation (no grid of NAD27 is installed):
//   34873 stands vertical at 2296021.09 E, 414095.85 N, RL 1590 ft = 484.632 m: cct gives 582686.978586 5275655.305801.
//   2515 ft = 766.572 m down is RL -281.940, 2517.4 ft = 767.30352 m RL -282.67152.
//   B1-001, 2294148.2 E, 420495.9 N, RL 1620.9 ft = 494.05032 m, goes to azimuth 327 at 60 degrees: 520 ft = 158.496 m
//   down it are 79.248 m in plan, dE -43.161554 m, dN 66.462965 m in the grid, and 137.261562 m down, RL 356.788758;
//   with them in US survey feet cct gives 582075.812860 5277672.878440, of the collar 582118.874620 5277606.372695.
TEST(Coordinates, BabbittInFeetStandsBesideMetres) {
  LODE_NEEDS_SAMPLE("dh_babbitt");
  const TemporaryFolder folder;
  const auto babbitt = babbitt_in(folder);
  // In UTM 15N, metres: the foot of collar 34873, and 300 m east and 400 m north of it.
  const auto metric =
      folder.write("metric.csv", "x,y,z\n582686.978586,5275655.305801,484.632\n582986.978586,5276055.305801,484.632\n");
  folder.write("metric.prj", "EPSG:26915");
  const std::vector<std::string> both{babbitt.string(), metric.string(), "--depth-unit", "babbitt=ft",
                                      "--rl-unit",      "babbitt=ft",    "--crs",        "EPSG:26915"};
  const auto exported = [&](const char* layer, const char* file) {
    auto arguments = both;
    arguments.insert(arguments.begin(), "export");
    const auto out = folder.path() / file;
    for (const std::string& option : {std::string("--layer"), std::string(layer), std::string("-o"), out.string()})
      arguments.push_back(option);
    const auto run = run_lode(arguments);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return csv_rows(out);
  };
  const auto holes = exported("babbitt", "holes.csv");
  const auto near = [](Vec3 a, Vec3 b) { EXPECT_LT(length(a - b), 1e-3) << a.x << ' ' << a.y << ' ' << a.z; };
  const auto deep = interval_in(holes, "34873", "2515");
  near(deep.from, {582686.978586, 5275655.305801, -281.94});
  near(deep.to, {582686.978586, 5275655.305801, -282.67152});
  const auto first = interval_in(holes, "B1-001", "0"), last = interval_in(holes, "B1-001", "325");
  near(first.from, {582118.874620, 5277606.372695, 494.05032});
  near(last.to, {582075.812860, 5277672.878440, 356.788758});

  // The metric points are where they were: 500 m apart, and the first on the collar of 34873, 2032.09 m from B1-001,
  // as in the table of collars: hypot(1872.89, 6400.05) US feet = 2032.55 m times the scale of UTM there, 0.99977.
  const auto points = exported("metric", "points.csv");
  const auto point = [&](std::size_t row) {
    const auto at = [&](const char* axis) { return std::stod(points[row][column_of(points, axis)]); };
    return Vec3{at("x"), at("y"), at("z")};
  };
  EXPECT_NEAR(point(1).z, 484.632, 1e-9) << "the unit of Babbitt's RLs is not theirs";
  EXPECT_NEAR(length(point(2) - point(1)), 500, 1e-6);
  EXPECT_NEAR(length(point(1) - Vec3{deep.from.x, deep.from.y, 484.632}), 0, 1e-3);
  const Vec3 apart = first.from - point(1);
  EXPECT_NEAR(std::hypot(apart.x, apart.y), 2032.0935, 1e-3);
  EXPECT_NEAR(std::hypot(apart.x, apart.y), std::hypot(1872.89, 6400.05) * 1200 / 3937, 0.5);
  auto arguments = both;
  arguments.insert(arguments.begin(), "info");
  const auto layer = entry(json_of(arguments)["layers"], "kind", "drillholes");
  EXPECT_EQ(layer["crs"], "EPSG:26791");
  EXPECT_EQ(layer["accuracy_m"], nlohmann::json()) << "ballpark: unknown";
  EXPECT_NE(layer["decisions"].dump().find("0.3048"), std::string::npos) << layer["decisions"].dump();
}

// Babbitt's collar 34873 as above; and a UTM collar written in international feet.
TEST(Coordinates, AColumnThatStatesItsUnitIsConvertedOnceWhateverTheUnitOfTheCrs) {
  const TemporaryFolder folder;
  const auto bounds_of = [&](const char* name, const char* text, std::vector<std::string> options) {
    const auto file = folder.write(name, text);
    options.insert(options.begin(), {"info", file.string()});
    return json_of(options)["bounds"]["min"];
  };
  const auto expect_at = [](const nlohmann::json& at, double x, double y) {
    EXPECT_NEAR(at[0].get<double>(), x, 1e-3);
    EXPECT_NEAR(at[1].get<double>(), y, 1e-3);
  };
  const std::vector<std::string> to_utm{"--source-crs", "EPSG:26791", "--crs", "EPSG:26915"};
  expect_at(bounds_of("us.csv", "hole,X (ft),Y (ft),RL,depth\nA,2296021.09,414095.85,100,50\n", to_utm), 582686.978586,
            5275655.305801);
  expect_at(bounds_of("m.csv", "hole,X (m),Y (m),RL,depth\nA,699828.627889,126216.667513,100,50\n", to_utm),
            582686.978586, 5275655.305801);
  const char* in_feet = "hole,X (ft),Y (ft),RL,depth\nA,1640419.947507,18011811.023622,100,50\n";
  expect_at(bounds_of("ft.csv", in_feet, {"--source-crs", "EPSG:32644"}), 500000, 5490000);
  expect_at(bounds_of("said.csv", in_feet, {"--source-crs", "EPSG:32644", "--coordinate-unit", "ft"}), 500000, 5490000);
}

TEST(Coordinates, WhatIsSaidOfOneInputLeavesTheOthers) {
  const TemporaryFolder folder;
  const auto feet = folder.write("feet.csv", "x,y,z\n594400,5461750,1000\n594450,5461800,1100\n");
  const auto metres = folder.write("metres.csv", "x,y,z\n594400,5461750,400\n594450,5461800,410\n");
  const auto top = [&](std::vector<std::string> options, const char* layer) {
    std::vector<std::string> arguments{"info", feet.string(), metres.string(), "--source-crs", "EPSG:32644"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return entry(json_of(arguments)["layers"], "name", layer)["bounds"]["max"][2].get<double>();
  };
  for (const std::string& name : {std::string("feet"), std::string("FEET.CSV"), feet.string()}) {
    EXPECT_NEAR(top({"--rl-unit", name + "=ft"}, "feet"), 335.28, 1e-9) << name;
    EXPECT_EQ(top({"--rl-unit", name + "=ft"}, "metres"), 410) << name;
  }
  // A name goes before what is said for all, in any order.
  EXPECT_EQ(top({"--rl-unit", "metres=m", "--rl-unit", "ft"}, "metres"), 410);
  EXPECT_NEAR(top({"--rl-unit", "metres=m", "--rl-unit", "ft"}, "feet"), 335.28, 1e-9);
  EXPECT_EQ(top({"--rl-offset", "feet=-100"}, "feet"), 1000);
  EXPECT_EQ(top({"--rl-offset", "-2.5"}, "metres"), 407.5);

  const auto two = json_of({"info", feet.string(), metres.string(), "--source-crs", "feet=EPSG:28414", "--source-crs",
                            "EPSG:32644", "--axes", "feet=easting-first"});
  EXPECT_EQ(entry(two["layers"], "name", "feet")["crs"], "EPSG:28414");
  EXPECT_EQ(entry(two["layers"], "name", "metres")["crs"], "EPSG:32644");
  const auto proj = json_of({"info", feet.string(), "--source-crs", "+proj=utm +zone=44 +datum=WGS84 +type=crs"});
  EXPECT_EQ(proj["crs"], "EPSG:32644") << "a PROJ string has equals signs of its own";

  const auto silent = run_lode({"info", feet.string(), "--source-crs", "EPSG:26791"});
  EXPECT_NE(silent.out.find("RLs are read in metres"), std::string::npos) << silent.out;
  const auto stated = run_lode({"info", feet.string(), "--source-crs", "EPSG:26791", "--rl-unit", "us-ft"});
  EXPECT_EQ(stated.out.find("RLs are read in metres"), std::string::npos) << stated.out;

  const auto nobody = run_lode({"info", feet.string(), "--rl-unit", "fete=ft"});
  EXPECT_EQ(nobody.exit_code, 2);
  EXPECT_NE(nobody.err.find("feet"), std::string::npos) << nobody.err;
  for (const char* unit : {"feet=yards", "yards", "feet=", "=ft"})
    EXPECT_EQ(run_lode({"info", feet.string(), "--rl-unit", unit}).exit_code, 2) << unit;
  EXPECT_EQ(run_lode({"info", feet.string(), "--rl-offset", "feet=high"}).exit_code, 2);
  EXPECT_EQ(run_lode({"info", feet.string(), "--source-crs", "32644", "--source-crs", "32645"}).exit_code, 2);

  // Feet that reach data of two systems are said.
  const auto mixed = run_lode({"info", feet.string(), metres.string(), "--source-crs", "feet=EPSG:28414",
                               "--source-crs", "EPSG:32644", "--rl-unit", "ft"});
  EXPECT_NE(mixed.err.find("--rl-unit feet=ft"), std::string::npos) << mixed.err;
  EXPECT_EQ(run_lode({"info", feet.string(), metres.string(), "--source-crs", "EPSG:32644", "--rl-unit", "ft"}).err,
            "");
}

}  // namespace
}  // namespace lode::testing
