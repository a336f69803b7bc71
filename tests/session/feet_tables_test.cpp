// Block models and points whose tables are in feet: coordinates, RLs and sizes agree, and it is said.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.h"
#include "core/rotation.h"
#include "session/opened.h"
#include "testing/testing.h"

namespace lode {
namespace {

using testing::Opened;
using testing::TemporaryFolder;

constexpr double foot_m = 0.3048, us_foot_m = 1200.0 / 3937;

/// 6 x 5 x 4 blocks of 100 x 50 x 20 feet.
std::string blocks_csv(const std::string& header, bool with_sizes) {
  std::string csv = header + "\n";
  for (int k = 0; k < 4; ++k)
    for (int j = 0; j < 5; ++j)
      for (int i = 0; i < 6; ++i)
        csv += fmt::format("{},{},{},{}{}\n", 2296050 + 100 * i, 408025 + 50 * j, 310 + 20 * k,
                           with_sizes ? "100,50,20," : "", i % 3);
  return csv;
}

struct Header {
  const char* text;
  bool with_sizes;
  double unit_m;
};
const std::vector<Header> headers{{"X_ft,Y_ft,Z_ft,dx_ft,dy_ft,dz_ft,cu_pct", true, foot_m},
                                  {"X_ft,Y_ft,Z_ft,dx,dy,dz,cu_pct", true, foot_m},
                                  {"XC_ft,YC_ft,ZC_ft,XINC_ft,YINC_ft,ZINC_ft,cu_pct", true, foot_m},
                                  {"Easting (ft),Northing (ft),RL (ft),cu_pct", false, foot_m},
                                  {"X_ftUS,Y_ftUS,Z_ftUS,dx_ftUS,dy_ftUS,dz_ftUS,cu_pct", true, us_foot_m},
                                  {"x,y,z,dx,dy,dz,cu_pct\nft,ft,ft,ft,ft,ft,%", true, foot_m}};

TEST(FeetTables, BlocksAreInMetresWithoutACrsAndInAMetricOne) {
  for (const Header& header : headers)
    for (const char* crs : {"", "EPSG:26915"}) {
      const TemporaryFolder folder;
      Opened opened(folder.write("m.csv", blocks_csv(header.text, header.with_sizes)), crs);
      const Lattice& lattice = opened.model().lattice;
      EXPECT_EQ(lattice.count, (std::array<std::uint32_t, 3>{6, 5, 4})) << header.text;
      EXPECT_NEAR(lattice.source_from_lattice.offset.x, 2296000 * header.unit_m, 1e-6) << header.text;
      EXPECT_NEAR(lattice.source_from_lattice.offset.z, 300 * header.unit_m, 1e-9) << header.text;
      EXPECT_NEAR(lattice.edges[2][1], 20 * header.unit_m, 1e-12) << header.text;
      const double volume_m3 = 120 * 100 * 50 * 20 * std::pow(header.unit_m, 3);
      EXPECT_NEAR(opened.volume_m3(), volume_m3, 1e-9 * volume_m3) << header.text << crs;
      EXPECT_EQ(opened.found("lengths-converted"), 1) << header.text;
    }
}

TEST(FeetTables, BlocksAreInTheFeetOfASystemThatCountsThem) {
  for (const Header& header : headers) {
    const TemporaryFolder folder;
    Opened opened(folder.write("m.csv", blocks_csv(header.text, header.with_sizes)), "EPSG:26791");
    const Lattice& lattice = opened.model().lattice;
    EXPECT_NEAR(lattice.source_from_lattice.offset.x, 2296000, 1e-6) << header.text;
    EXPECT_EQ(lattice.edges[0][1], 100) << header.text;
    EXPECT_EQ(lattice.edges[1][1], 50) << header.text;
    EXPECT_NEAR(lattice.edges[2][1], 20 * header.unit_m, 1e-12) << header.text;
    const double volume_m3 = 120 * 100 * 50 * us_foot_m * us_foot_m * 20 * header.unit_m;
    EXPECT_NEAR(opened.volume_m3(), volume_m3, 1e-9 * volume_m3) << header.text;
  }
}

TEST(FeetTables, SubBlocksKeepTheirFeetToo) {
  std::string csv = "X_ft,Y_ft,Z_ft,dx_ft,dy_ft,dz_ft,cu_pct\n";
  for (int k = 0; k < 2; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 4; ++i) {
        const int parts = (i + j + k) % 2 == 0 ? 1 : 2;
        for (int part = 0; part < parts; ++part)
          csv += fmt::format("{},{},{},{},50,20,1\n", 2296000 + 100 * i + (part + 0.5) * 100 / parts, 408025 + 50 * j,
                             310 + 20 * k, 100 / parts);
      }
  const TemporaryFolder folder;
  const auto file = folder.write("m.csv", csv);
  Opened local(file), feet(file, "EPSG:26791");
  ASSERT_TRUE(local.model().sub_blocked());
  ASSERT_TRUE(feet.model().sub_blocked());
  EXPECT_EQ(feet.model().table.rows, 36U);
  EXPECT_EQ(feet.model().lattice.edges[0][1], 100);
  EXPECT_EQ(feet.model().sub_blocks->levels()[0][1], 50);
  EXPECT_NEAR(local.volume_m3(), 24 * 100 * 50 * 20 * std::pow(foot_m, 3), 1e-6);
  EXPECT_NEAR(feet.volume_m3(), 24 * 100 * 50 * us_foot_m * us_foot_m * 20 * foot_m, 1e-6);
}

TEST(FeetTables, PointsAreConvertedAsTheirColumnsSay) {
  const TemporaryFolder folder;
  const auto file = folder.write("p.csv", "X_ft,Y_ft,Z_ft,cu\n1000,2000,300,1\n1010,2050,310,2\n1333,2077,350,3\n");
  const auto position = [](const Opened& opened) {
    return std::get<Points>(*opened.source().dataset).positions_source.at(1);
  };
  const Opened local(file), feet(file, "EPSG:26791");
  EXPECT_LT(length(position(local) - Vec3{1010 * foot_m, 2050 * foot_m, 310 * foot_m}), 1e-9);
  EXPECT_LT(length(position(feet) - Vec3{1010, 2050, 310 * foot_m}), 1e-9);
  EXPECT_EQ(local.found("lengths-converted"), 1);
}

TEST(FeetTables, AnRlWithoutAUnitBesideFeetIsSaid) {
  const TemporaryFolder folder;
  const Opened opened(folder.write("m.csv", blocks_csv("X_ft,Y_ft,RL,dx,dy,dz,cu_pct", true)));
  EXPECT_EQ(opened.found("mixed-units"), 1);
  EXPECT_NEAR(opened.model().lattice.edges[0][1], 30.48, 1e-12);
  EXPECT_EQ(opened.model().lattice.edges[2][1], 20);
  const TemporaryFolder other;
  EXPECT_EQ(Opened(other.write("m.csv", blocks_csv("x,y,z,dx,dy,dz,cu_pct", true))).found("lengths-converted"), 0);
}

// u, v and w cannot be at right angles where plan and RLs count different units.
TEST(FeetTables, AModelThatPlungesIsRefusedInASystemThatCountsFeet) {
  const auto axes = rotated_axes("leapfrog", {40, 55, 0});
  std::string csv = "X_ft,Y_ft,Z_ft,cu_pct\n";
  for (int k = 0; k < 10; ++k)
    for (int j = 0; j < 10; ++j)
      for (int i = 0; i < 10; ++i) {
        const Vec3 at = Vec3{2296000, 408000, 300} + 30.0 * i * axes[0] + 20.0 * j * axes[1] + 10.0 * k * axes[2];
        csv += fmt::format("{:.3f},{:.3f},{:.3f},1\n", at.x, at.y, at.z);
      }
  const TemporaryFolder folder;
  const auto file = folder.write("m.csv", csv);
  EXPECT_EQ(Opened(file).model().lattice.cells(), 1000U);
  EXPECT_THROW(Opened(file, "EPSG:26791"), Error);
}

TEST(FeetTables, AnExportInMetresComesBackInMetres) {
  const TemporaryFolder folder;
  Opened feet(folder.write("m.csv", blocks_csv("X_ft,Y_ft,Z_ft,dx_ft,dy_ft,dz_ft,cu_pct", true)));
  const auto file = folder.path() / "out.csv";
  export_to(feet.session, feet.scene, 0, "", file, feet.progress);
  Opened back(file);
  EXPECT_EQ(back.model().lattice, feet.model().lattice);
  EXPECT_EQ(back.found("lengths-converted"), 0);
}

}  // namespace
}  // namespace lode
