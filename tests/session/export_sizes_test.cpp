// Sizes of blocks exported in another system: in its units, so that the file is the same model there.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "session/opened.h"
#include "testing/testing.h"

namespace lode {
namespace {

namespace fs = std::filesystem;
using testing::Opened;
using testing::read_bytes;
using testing::TemporaryFolder;

/// x, y, z, dx, dy, dz of each row, the last columns of an export.
std::vector<std::array<double, 6>> placed_rows(const fs::path& file) {
  std::vector<std::array<double, 6>> rows;
  std::istringstream lines(read_bytes(file));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::array<double, 6> row{};
    std::size_t end = line.size();
    for (std::size_t i = row.size(); i-- > 0;) {
      const std::size_t comma = line.rfind(',', end - 1);
      row[i] = std::stod(line.substr(comma + 1, end - comma - 1));
      end = comma;
    }
    rows.push_back(row);
  }
  return rows;
}

double sum_of_volumes(const std::vector<std::array<double, 6>>& rows) {
  double sum = 0;
  for (const auto& row : rows) sum += row[3] * row[4] * row[5];
  return sum;
}

std::string model_csv(Vec3 first, Vec3 step, std::array<int, 3> count, const char* header, bool with_sizes) {
  std::string csv = header;
  for (int k = 0; k < count[2]; ++k)
    for (int j = 0; j < count[1]; ++j)
      for (int i = 0; i < count[0]; ++i) {
        csv +=
            fmt::format("{:.10g},{:.10g},{:.10g},", first.x + i * step.x, first.y + j * step.y, first.z + k * step.z);
        if (with_sizes) csv += fmt::format("{:.10g},{:.10g},{:.10g},", step.x, step.y, step.z);
        csv += fmt::format("{}\n", (i + j + k) % 7);
      }
  return csv;
}

// 30 x 20 x 3 blocks of 0.0002 x 0.0001 degrees at 49.5 N: 14.5 x 11.1 m.
TEST(ExportSizes, FromDegreesAreMetresAndComeBackAsTheSameModel) {
  const TemporaryFolder folder;
  Opened degrees(folder.write("degrees.csv", model_csv({77.5, 49.5, 300}, {0.0002, 0.0001, 5}, {30, 20, 3},
                                                       "longitude,latitude,elevation,au_gpt\n", false)),
                 "EPSG:4326", "EPSG:32643");
  const fs::path file = degrees.exported(folder.path() / "out" / "metres.csv", "EPSG:32643");
  const auto rows = placed_rows(file);
  ASSERT_EQ(rows.size(), 1800U);
  // Radii of curvature of WGS 84 at 49.501 N: 6,390,710 m across, 6,372,303 m along the meridian; k of zone 43 is
  // 1.000003 here, 2.5 degrees from its meridian.
  EXPECT_NEAR(rows[0][3], 0.0002 * M_PI / 180 * 6390710 * std::cos(49.501 * M_PI / 180) * 1.000003, 2e-3);
  EXPECT_NEAR(rows[0][4], 0.0001 * M_PI / 180 * 6372303 * 1.000003, 2e-3);
  EXPECT_EQ(rows[0][5], 5);
  const double scale = 1.000003;
  EXPECT_NEAR(sum_of_volumes(rows), degrees.volume_m3() * scale * scale, 1e-5 * degrees.volume_m3());

  Opened back(file);
  EXPECT_EQ(back.model().lattice.count, (std::array<std::uint32_t, 3>{30, 20, 3}));
  EXPECT_EQ(back.model().table.rows, 1800U);
  EXPECT_NEAR(back.volume_m3(), sum_of_volumes(rows), 1e-6 * back.volume_m3());
  const Bounds before = degrees.session.loaded(degrees.scene, 0)->bounds_scene,
               after = back.session.loaded(back.scene, 0)->bounds_scene;
  for (const Vec3 off : {after.min - before.min, after.max - before.max})
    EXPECT_LT(length(off), 0.15) << off.x << off.y;
}

// 3 km wide in plan, so that the blocks of a row differ in size by 0.02 %: each has its own.
TEST(ExportSizes, OfABentModelAreThoseOfEachBlock) {
  const TemporaryFolder folder;
  Opened degrees(folder.write("degrees.csv", model_csv({75, 60, 300}, {0.002, 0.001, 5}, {50, 50, 2},
                                                       "longitude,latitude,elevation,au_gpt\n", false)),
                 "EPSG:4326", "EPSG:32643");
  const auto rows = placed_rows(degrees.exported(folder.path() / "out" / "metres.csv", "EPSG:32643"));
  ASSERT_EQ(rows.size(), 5000U);
  const double narrower = std::cos(60.049 * M_PI / 180) / std::cos(60 * M_PI / 180);
  EXPECT_NEAR(rows[49 * 50][3] / rows[0][3], narrower, 1e-5);
  EXPECT_NEAR(sum_of_volumes(rows), degrees.volume_m3() * 0.9996 * 0.9996, 1e-5 * degrees.volume_m3());
  const auto note = [&](const char* crs, const char* name) {
    return export_note(degrees.session, degrees.scene, 0, crs, folder.path() / name);
  };
  EXPECT_NE(note("EPSG:32643", "metres.csv").find("no regular grid"), std::string::npos);
  EXPECT_EQ(note("EPSG:4326", "metres.csv"), "");
  EXPECT_EQ(note("EPSG:32643", "metres.vtp"), "");
}

TEST(ExportSizes, IntoDegreesAreDegrees) {
  const TemporaryFolder folder;
  // On the central meridian of zone 43 (75 E), where the grid is not turned and its scale is 0.9996.
  Opened metres(folder.write("metres.csv", model_csv({499900, 5500000, 310}, {20, 10, 5}, {10, 8, 2},
                                                     "x,y,z,dx,dy,dz,cu_pct\n", true)),
                "EPSG:32643");
  const fs::path file = metres.exported(folder.path() / "out" / "degrees.csv", "EPSG:4326");
  const auto rows = placed_rows(file);
  // At 49.65 N the radii are 6,390,760 and 6,372,460 m.
  const double across_m = 6390760 * std::cos(rows[0][1] * M_PI / 180), along_m = 6372460;
  EXPECT_NEAR(rows[0][3] * M_PI / 180 * across_m, 20 / 0.9996, 1e-3);
  EXPECT_NEAR(rows[0][4] * M_PI / 180 * along_m, 10 / 0.9996, 1e-3);
  EXPECT_EQ(rows[0][5], 5);
  Opened back(file, "", "EPSG:32643");
  EXPECT_EQ(back.model().lattice.count, (std::array<std::uint32_t, 3>{10, 8, 2}));
  const Bounds before = metres.session.loaded(metres.scene, 0)->bounds_scene,
               after = back.session.loaded(back.scene, 0)->bounds_scene;
  EXPECT_LT(length(after.min - before.min), 0.01);
  EXPECT_LT(length(after.max - before.max), 0.01);
  EXPECT_NEAR(back.volume_m3() * 0.9996 * 0.9996, metres.volume_m3(), 1e-4 * metres.volume_m3());
}

// Blocks of 100 x 50 US survey feet and 20 m: 30.48006 and 15.24003 m, but for the scales of both grids, which differ
// by less than 3 parts in 10,000.
TEST(ExportSizes, OfFeetAreMetresInAMetricSystemAndBack) {
  const TemporaryFolder folder;
  Opened feet(folder.write("feet.csv", model_csv({2296050, 408025, 310}, {100, 50, 20}, {12, 9, 3},
                                                 "x,y,z,dx,dy,dz,cu_pct\n", true)),
              "EPSG:26791");
  const fs::path same = feet.exported(folder.path() / "same" / "feet.csv", "");
  EXPECT_NE(read_bytes(same).find(",100,50,20\n"), std::string::npos) << read_bytes(same).substr(0, 300);
  const fs::path metres = feet.exported(folder.path() / "metres" / "metres.csv", "EPSG:26915");
  const auto rows = placed_rows(metres);
  EXPECT_NEAR(rows[0][3], 30.48006, 3e-4 * 30.48);
  EXPECT_NEAR(rows[0][4], 15.24003, 3e-4 * 15.24);
  EXPECT_EQ(rows[0][5], 20);
  EXPECT_NEAR(rows[0][3], std::hypot(rows[1][0] - rows[0][0], rows[1][1] - rows[0][1]), 2e-5) << "they touch";
  EXPECT_NEAR(sum_of_volumes(rows), feet.volume_m3(), 6e-4 * feet.volume_m3());

  Opened back(metres);
  EXPECT_EQ(back.model().lattice.count, (std::array<std::uint32_t, 3>{12, 9, 3}));
  const fs::path again = back.exported(folder.path() / "again" / "feet.csv", "EPSG:26791");
  const auto feet_rows = placed_rows(again);
  ASSERT_EQ(feet_rows.size(), rows.size());
  EXPECT_NEAR(feet_rows[0][3], 100, 1e-5);
  EXPECT_NEAR(feet_rows[0][4], 50, 1e-5);
  Opened home(again);
  EXPECT_EQ(home.model().lattice.count, (std::array<std::uint32_t, 3>{12, 9, 3}));
}

}  // namespace
}  // namespace lode
