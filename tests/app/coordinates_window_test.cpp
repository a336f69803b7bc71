// Systems, operations and mine grids chosen with a real mouse, against what the command line says of the same.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <optional>

#include "app/coordinates.h"
#include "app/window_driver.h"
#include "core/error.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// 20 x 20 blocks of 10 m near 81.97 E 22.33 N, with the zone number of SK-42 in front.
std::string slab(double easting, double northing) {
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt\n";
  for (int j = 0; j < 20; ++j)
    for (int i = 0; i < 20; ++i) {
      char row[96];
      std::snprintf(row, sizeof row, "%.1f,%.1f,105,10,10,10,%.2f\n", easting + 10 * i, northing + 10 * j,
                    0.1 * (i % 7));
      csv += row;
    }
  return csv;
}

/// The middle of the layer as `lode info` places it.
std::array<double, 2> middle_by_info(const std::filesystem::path& file, std::vector<std::string> options) {
  std::vector<std::string> arguments{"info", file.string(), "--json"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  const Run run = run_lode(arguments);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  if (run.exit_code != 0) return {};
  const json bounds = json::parse(run.out)["bounds"];
  return {(bounds["min"][0].get<double>() + bounds["max"][0].get<double>()) / 2,
          (bounds["min"][1].get<double>() + bounds["max"][1].get<double>()) / 2};
}

void expect_middle(const json& line, std::array<double, 2> middle) {
  EXPECT_NEAR(line["layer_centre"][0].get<double>(), middle[0], 1e-3);
  EXPECT_NEAR(line["layer_centre"][1].get<double>(), middle[1], 1e-3);
}

bool placed_by(const json& line, const std::string& text) {
  return line["idle"] && line["placing"].get<std::string>().find(text) != std::string::npos;
}

TEST(CoordinatesWindow, AChosenSystemAndOperationMoveTheLayer) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("slab.csv", slab(14550005, 5430005));
  WindowDriver window({model.string(), "--crs", "EPSG:32644"});
  json line = window.wait("the slab", [](const json& l) { return l["all"] == 400 && l["idle"]; });
  EXPECT_NE(line["placing"].get<std::string>().find("drawn as it is"), std::string::npos);

  // Found by words, chosen with the mouse.
  window.key("c");
  window.place("crs.search");
  window.type("pulkovo 1942 zone 14");
  window.click("crs.EPSG:28414", 0.05);
  window.keep_picture("crs-dialog");
  window.click("crs.use");
  line = window.wait("SK-42", [](const json& l) { return placed_by(l, "EPSG:28414 to EPSG:32644"); });
  EXPECT_EQ(line["error"], "");
  expect_middle(line, middle_by_info(model, {"--source-crs", "EPSG:28414", "--crs", "EPSG:32644"}));

  // Another operation lies metres away.
  window.key("shift+o");
  window.place("operation.1");
  window.keep_picture("operation-dialog");
  window.key("Escape");
  window.idle();
  window.key("shift+o");
  window.click("operation.1", 0.05);
  window.click("operation.use");
  const std::string before = line["placing"];
  const json moved =
      window.wait("the operation", [&](const json& l) { return l["idle"] && l["placing"] != before && l["undo"]; });
  const double away = std::hypot(moved["layer_centre"][0].get<double>() - line["layer_centre"][0].get<double>(),
                                 moved["layer_centre"][1].get<double>() - line["layer_centre"][1].get<double>());
  EXPECT_GT(away, 0.01);
  EXPECT_LT(away, 200);
  window.key("ctrl+z");
  const json undone = window.wait("undo", [&](const json& l) { return l["idle"] && l["placing"] == before; });
  expect_middle(undone, {line["layer_centre"][0].get<double>(), line["layer_centre"][1].get<double>()});

  // The scene's system by its code alone.
  window.key("shift+c");
  window.place("crs.search");
  window.type("EPSG:32645");
  window.key("Return");
  line = window.wait("zone 45", [](const json& l) { return placed_by(l, "EPSG:28414 to EPSG:32645"); });
  EXPECT_EQ(line["crs"], "EPSG:32645");
  expect_middle(line, middle_by_info(model, {"--source-crs", "EPSG:28414", "--crs", "EPSG:32645"}));
  window.key("shift+c");
  window.place("crs.search");
  window.type("no such system");
  window.key("Return");
  window.place("crs.use");
  EXPECT_EQ(window.idle()["crs"], "EPSG:32645") << "a wrong name changes nothing";
  window.key("Escape");
  window.wait("the closed dialog", [](const json& l) { return l["dialog"] == 0; });
  EXPECT_EQ(window.quit(), 0);
}

TEST(CoordinatesWindow, ProposesSystemsForDataWithoutOne) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("slab.csv", slab(600005, 2470005));
  const auto points = data.write("points.csv", "name,x,y,z\na,600050,2470050,110\nb,600150,2470060,112\n");
  data.write("points.prj", "EPSG:32644");
  WindowDriver window({model.string(), points.string()});
  window.wait("both layers", [](const json& l) { return l["layers"] == 2 && l["idle"]; });
  window.key("c");
  window.click("crs.EPSG:32644", 0.05);
  window.click("crs.use");
  const json line = window.wait("zone 44", [](const json& l) { return placed_by(l, "EPSG:32644"); });
  EXPECT_NEAR(line["layer_centre"][0].get<double>(), 600100, 1e-6);
}

TEST(CoordinatesWindow, AMineGridFromControlPointsPlacesTheLayer) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto model = data.write("slab.csv", slab(1005, 5005));
  WindowDriver window({model.string(), "--crs", "EPSG:32644"});
  window.wait("the slab", [](const json& l) { return l["all"] == 400 && l["idle"]; });
  window.click("menu.Tools");
  window.click("menu.tools.mine_grid");
  window.click("minegrid.from_points");
  window.click("minegrid.points", 0.1, 0.2);
  // Mine (1000, 5000) is at 600000, 2470000; the mine's north is turned by 30 degrees.
  window.type("A 1000 5000 600000 2470000");
  window.key("Return");
  window.type("B 1000 6000 600500 2470866.0254");
  window.key("Return");
  window.type("C 2000 5000 600866.0254 2469500");
  window.wait("the fit", [](const json& l) {
    const json fit = l["widgets"].value("minegrid.fit", json::array({0, 1e6}));
    return fit[0] == 3 && fit[1] <= 1;
  });
  window.idle();
  window.keep_picture("minegrid-dialog");
  window.click("minegrid.use");
  const json line = window.wait("the mine grid", [](const json& l) { return placed_by(l, "Mine grid"); });
  // The middle, 100 m east and north of A in the mine, turned clockwise by 30 degrees.
  const double c = std::cos(std::acos(-1.0) / 6), s = 0.5;
  EXPECT_NEAR(line["layer_centre"][0].get<double>(), 600000 + 100 * c + 100 * s, 0.01);
  EXPECT_NEAR(line["layer_centre"][1].get<double>(), 2470000 + 100 * c - 100 * s, 0.01);
}

/// Opens the coordinates of a layer of points; the panels above give it room.
void open_coordinates(WindowDriver& window) {
  for (const char* panel : {"panel.Filter", "panel.Totals", "panel.Look", "panel.Coordinates"}) {
    window.click(panel, 0.2);
    window.idle();
  }
}

void choose(WindowDriver& window, const std::string& combo, const std::string& row) {
  window.click(combo);
  window.click(combo + "." + row, 0.2);
}

// Three points in UTM 44N, RLs around 400 m.
TEST(CoordinatesWindow, UnitsAxesZoneNumberAndRlOffsetArePlacedAnew) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  const auto points =
      data.write("p.csv", "x,y,z,cu\n600000,5462000,400,1\n600100,5462100,410,2\n600200,5462000,400,3\n");
  WindowDriver window({points.string(), "--source-crs", "EPSG:32644"});
  const auto centre = [](const json& line, int axis) {
    return line["layer_centre"][static_cast<std::size_t>(axis)].get<double>();
  };
  json line = window.wait("the points", [](const json& l) { return l["all"] == 3 && l["idle"]; });
  EXPECT_NEAR(centre(line, 0), 600100, 1e-6);
  EXPECT_NEAR(centre(line, 2), 405, 1e-6);
  open_coordinates(window);
  window.keep_picture("coordinates-panel");

  choose(window, "coordinates.rl_unit", "1");
  line =
      window.wait("RLs in feet", [&](const json& l) { return l["idle"] && std::abs(centre(l, 2) - 123.444) < 1e-6; });
  window.fill("coordinates.rl_offset", "-23.444");
  window.key("Return");
  line = window.wait("the offset", [&](const json& l) { return l["idle"] && std::abs(centre(l, 2) - 100) < 1e-6; });

  // A zone number that the CRS has not.
  choose(window, "coordinates.zone", "2");
  line = window.wait("a zone", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 1600100) < 1e-6; });
  window.fill("coordinates.zone_shift", "14000000");
  window.key("Return");
  line = window.wait("zone 14", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 14600100) < 1e-6; });
  window.keep_picture("coordinates-zone");
  window.click("menu.View");
  window.click("menu.view.theme");
  window.idle();
  window.keep_picture("coordinates-zone-light");
  window.click("menu.View");
  window.click("menu.view.theme");
  window.idle();
  choose(window, "coordinates.zone", "0");
  line = window.wait("no zone", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 600100) < 1e-6; });

  choose(window, "coordinates.axes", "2");
  line =
      window.wait("x is northing", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 5462050) < 1e-6; });
  EXPECT_NEAR(centre(line, 1), 600100, 1e-6);
  choose(window, "coordinates.axes", "1");
  line =
      window.wait("x is easting", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 600100) < 1e-6; });

  // Eastings and northings in feet of a CRS in metres: the scene keeps metres.
  choose(window, "coordinates.unit", "1");
  line = window.wait("feet", [&](const json& l) { return l["idle"] && std::abs(centre(l, 0) - 182910.48) < 1e-3; });
  EXPECT_EQ(line["error"], "");
  for (int step = 0; step < 8; ++step) {
    window.key("ctrl+z");
    window.idle();
  }
  line = window.idle();
  EXPECT_NEAR(centre(line, 0), 600100, 1e-6);
  EXPECT_NEAR(centre(line, 2), 405, 1e-6) << "each was one step of undo";
  EXPECT_EQ(line["undo"], false);
  EXPECT_EQ(window.quit(), 0);
}

TEST(CoordinatesWindow, DepthsInFeetAreTakenSo) {
  LODE_NEEDS_XVFB();
  const TemporaryFolder data;
  data.write("h/collar.csv", "BHID,X,Y,Z,DEPTH\nA,600000,5462000,400,100\n");
  data.write("h/survey.csv", "BHID,AT,AZ,DIP\nA,0,0,-90\n");
  data.write("h/assay.csv", "BHID,FROM,TO,CU\nA,0,50,1\nA,50,100,2\n");
  WindowDriver window({(data.path() / "h").string(), "--source-crs", "EPSG:32644"});
  json line = window.wait("the hole", [](const json& l) { return l["all"] == 2 && l["idle"]; });
  EXPECT_NEAR(line["layer_centre"][2].get<double>(), 350, 1e-6);
  open_coordinates(window);
  choose(window, "coordinates.depth_unit", "1");
  line = window.wait("feet", [](const json& l) {
    return l["idle"] && std::abs(l["layer_centre"][2].get<double>() - (400 - 15.24)) < 1e-6;
  });
  EXPECT_EQ(window.quit(), 0);
}

TEST(ControlPointText, TakesNamesAndHeightsWhereTheyAre) {
  const auto points = app::control_points_of("BM1, 1000, 5000, 600000, 2470000\n\n1 2 3\t600001;2470001;303\r\n");
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].name, "BM1");
  EXPECT_FALSE(points[0].has_heights);
  EXPECT_EQ(points[1].base, (Vec3{600001, 2470001, 303}));
  EXPECT_EQ(points[1].line, 3u);
  try {
    app::control_points_of("a 1 2 3 4\n1 2 x 4");
    ADD_FAILURE() << "text was taken for a number";
  } catch (const Error& error) {
    EXPECT_EQ(error.where().line, 2u);
  }
  EXPECT_THROW(app::control_points_of("1 2 3"), Error);
}

}  // namespace
}  // namespace lode::testing
