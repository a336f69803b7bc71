// Readout and measuring in the window, with a real mouse, against values worked out from the picture's scale.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "app/window_driver.h"

namespace lode::testing {
namespace {

using nlohmann::json;

/// A slab of 40 x 40 blocks of 10 m, from RL 100 to 110, in UTM zone 44N.
std::string slab() {
  std::string csv = "x,y,z,dx,dy,dz,Au_gpt\n";
  for (int j = 0; j < 40; ++j)
    for (int i = 0; i < 40; ++i) {
      char row[96];
      std::snprintf(row, sizeof row, "%d,%d,105,10,10,10,%.2f\n", 600005 + 10 * i, 2470005 + 10 * j, 0.1 * (i % 7));
      csv += row;
    }
  return csv;
}

double number_in(const json& text) {
  std::string digits;
  for (const char c : text.get<std::string>()) {
    if (c == ' ' && !digits.empty()) break;
    if (std::string_view("-.0123456789").find(c) != std::string_view::npos) digits += c;
  }
  return digits.empty() ? NAN : std::stod(digits);
}

class MeasureWindow : public ::testing::Test {
 protected:
  void SetUp() override {
    LODE_NEEDS_XVFB();
    model_ = data_.write("slab.csv", slab());
    window_.emplace(std::vector<std::string>{model_.string(), "--source-crs", "EPSG:32644"});
    window_->wait("the slab", [](const json& line) { return line["all"] == 1600 && line["idle"]; });
    window_->key("1");
    line_ = window_->wait("plan", [](const json& line) { return line["camera"]["elevation"] == -90 && line["idle"]; });
  }

  /// Metres a pixel of the picture.
  double metres_per_px() const {
    const json& view = line_["widgets"]["viewport"];
    return line_["camera"]["height"].get<double>() / (view[3].get<double>() - view[1].get<double>());
  }
  /// Easting and northing of a pixel in plan.
  std::pair<double, double> position(WindowDriver::Place at) const {
    const json& view = line_["widgets"]["viewport"];
    const double middle_x = (view[0].get<double>() + view[2].get<double>()) / 2,
                 middle_y = (view[1].get<double>() + view[3].get<double>()) / 2;
    return {line_["camera"]["focal"][0].get<double>() + (at.x - middle_x) * metres_per_px(),
            line_["camera"]["focal"][1].get<double>() - (at.y - middle_y) * metres_per_px()};
  }

  TemporaryFolder data_;
  std::filesystem::path model_;
  std::optional<WindowDriver> window_;
  json line_;
};

TEST_F(MeasureWindow, ReadsThePositionUnderTheCursorInSeveralSystems) {
  const WindowDriver::Place at = window_->place("viewport", 0.45, 0.5);
  window_->move(at);
  const auto [easting, northing] = position({std::floor(at.x), std::floor(at.y)});
  const auto easting_of = [](const std::string& text) { return number_in(text.substr(text.find("E ") + 2)); };
  json line = window_->wait("the easting under the cursor", [&](const json& l) {
    const std::string text = l["readout"];
    return text.find("E ") != std::string::npos && std::abs(easting_of(text) - easting) < 2 * metres_per_px();
  });
  std::string text = line["readout"];
  EXPECT_NE(text.find("RL 110.0 m"), std::string::npos) << text;
  EXPECT_NE(text.find("22.33"), std::string::npos) << text;
  EXPECT_NE(text.find("\u00b0 N, 81.97"), std::string::npos) << text;
  EXPECT_NEAR(number_in(text.substr(text.find("N ") + 2)), northing, 2 * metres_per_px()) << text;

  // One more system, and feet.
  window_->click("readout.menu");
  window_->fill("readout.crs", "EPSG:28414");
  window_->key("Return");
  window_->move({at.x + 3, at.y});
  line = window_->wait("SK-42", [](const json& l) {
    return l["readout"].get<std::string>().find("EPSG:28414 E 14,") != std::string::npos;
  });
  window_->click("readout.menu");
  window_->click("readout.unit.ft");
  window_->key("Escape");
  window_->move(at);
  line = window_->wait(
      "feet", [](const json& l) { return l["readout"].get<std::string>().find("RL 360.9 ft") != std::string::npos; });
  EXPECT_EQ(line["undo"], true) << "the choice is a step of undo";
  EXPECT_EQ(window_->quit(), 0);
}

TEST_F(MeasureWindow, MeasuresALineAsTheScaleSays) {
  window_->key("m");
  const WindowDriver::Place a = window_->place("viewport", 0.4, 0.55), b{a.x + 60, a.y - 80};
  window_->click_at({std::floor(a.x), std::floor(a.y)});
  window_->move(b);
  window_->wait("the preview", [](const json& l) { return l["measured"].contains("Slope distance"); });
  window_->click_at({std::floor(a.x) + 60, std::floor(a.y) - 80});
  const json line = window_->idle();
  const json& measured = line["measured"];
  // 60 and 80 pixels: 100 in all, azimuth atan(60 / 80).
  EXPECT_NEAR(number_in(measured["Slope distance"]), 100 * metres_per_px(), 0.01);
  EXPECT_NEAR(number_in(measured["Horizontal distance"]), 100 * metres_per_px(), 0.01);
  EXPECT_NEAR(number_in(measured["Azimuth, grid"]), 36.87, 0.011);
  EXPECT_NEAR(number_in(measured["Difference in RL"]), 0, 0.001);
  // The scale factor of UTM 100 km from its meridian: 0.9996 x (1 + 100^2 / (2 x 6371^2)).
  const double scale = 0.9996 * (1 + 100.2 * 100.2 / (2 * 6371.0 * 6371));
  EXPECT_NEAR(number_in(measured["On the ellipsoid"]), 100 * metres_per_px() / scale, 0.01);
  window_->key("Escape");
  EXPECT_TRUE(window_->idle()["measured"].empty());
  EXPECT_EQ(window_->idle()["measuring"], 1);
  window_->key("Escape");
  EXPECT_EQ(window_->idle()["measuring"], 0);
}

TEST_F(MeasureWindow, MeasuresTrueHeightsUnderExaggeration) {
  window_->key("2");
  window_->wait("north", [](const json& l) { return l["camera"]["elevation"] == 0 && l["idle"]; });
  window_->click("view.exaggeration");
  window_->key("m");
  // From the top of the slab to its foot: 10 m whatever the exaggeration; clicked at its middle +-half its height.
  const json line = window_->idle();
  const json& view = line["widgets"]["viewport"];
  const double px = line["camera"]["height"].get<double>() / (view[3].get<double>() - view[1].get<double>());
  const double focal_z = line["camera"]["focal"][2].get<double>();
  const double middle_x = (view[0].get<double>() + view[2].get<double>()) / 2,
               middle_y = (view[1].get<double>() + view[3].get<double>()) / 2;
  const double factor = line["exaggeration"].get<double>();
  const auto y_of = [&](double rl) { return std::floor(middle_y - (rl - focal_z) * factor / px); };
  window_->click_at({std::floor(middle_x), y_of(108)});
  window_->click_at({std::floor(middle_x), y_of(102)});
  const json measured = window_->idle()["measured"];
  EXPECT_NEAR(number_in(measured["Difference in RL"]), -(y_of(102) - y_of(108)) * px / factor, 0.01) << measured;
  EXPECT_NEAR(number_in(measured["Dip"]), -90, 0.01);
  EXPECT_EQ(measured["Azimuth, grid"], "none");
}

TEST_F(MeasureWindow, MeasuresAnArea) {
  window_->key("shift+m");
  const WindowDriver::Place a = window_->place("viewport", 0.4, 0.55);
  const double x = std::floor(a.x), y = std::floor(a.y);
  window_->click_at({x, y});
  window_->click_at({x + 100, y});
  window_->click_at({x + 100, y - 60});
  window_->click_at({x, y - 60});
  window_->key("Return");
  const json measured = window_->idle()["measured"];
  const double area = 100 * 60 * metres_per_px() * metres_per_px();
  EXPECT_NEAR(number_in(measured["Area in plan"]), area, 1e-3 * area);
  EXPECT_NEAR(number_in(measured["Area in its plane"]), area, 1e-3 * area);
  EXPECT_NEAR(number_in(measured["Perimeter"]), 320 * metres_per_px(), 0.02);
  EXPECT_GT(number_in(measured["Area on the ellipsoid"]), area) << "the grid is shorter than the ellipsoid here";
}

}  // namespace
}  // namespace lode::testing
