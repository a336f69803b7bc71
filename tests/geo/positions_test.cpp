// Positions against tables that cct made.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/text.h"
#include "geo/convert_text.h"
#include "geo/crs.h"
#include "testing/testing.h"

namespace lode::geo {
namespace {

struct Row {
  std::string from, to, operation;
  Vec3 point, wanted;
};

std::vector<Row> rows_of(const std::filesystem::path& file) {
  std::vector<Row> rows;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, '|');) cells.emplace_back(trim(cell));
    Row& row = rows.emplace_back();
    row.from = cells.at(0);
    row.to = cells.at(1);
    if (cells.at(2) != "-") row.operation = cells.at(2);
    std::istringstream(cells.at(3)) >> row.point.x >> row.point.y;
    std::istringstream(cells.at(4)) >> row.wanted.x >> row.wanted.y;
  }
  return rows;
}

TEST(Positions, AgreeWithCctWithinATenthOfAMillimetreBothWays) {
  constexpr double tolerance_m = 1e-4, tolerance_deg = 1e-9;
  const std::vector<Row> rows = rows_of(testing::tests_dir() / "tables" / "positions.txt");
  ASSERT_GE(rows.size(), 18u);
  for (const Row& row : rows) {
    Bounds at;
    at.add(row.point);
    const Placing there = make_placing(row.from, row.to, row.operation, at);
    std::vector<Vec3> points{row.point};
    there.scene_from_source(points);
    EXPECT_NEAR(points[0].x, row.wanted.x, tolerance_m) << row.from << " to " << row.to;
    EXPECT_NEAR(points[0].y, row.wanted.y, tolerance_m) << row.from << " to " << row.to;
    Bounds back_at;
    back_at.add(points[0]);
    const Placing back = make_placing(row.to, row.from, row.operation, back_at);
    back.scene_from_source(points);
    const bool degrees = describe_crs(row.from).geographic;
    EXPECT_NEAR(points[0].x, row.point.x, degrees ? tolerance_deg : tolerance_m) << row.to << " to " << row.from;
    EXPECT_NEAR(points[0].y, row.point.y, degrees ? tolerance_deg : tolerance_m) << row.to << " to " << row.from;
  }
}

TEST(ConvertText, GivesOneLineAPointAndListsBadOnes) {
  const ConvertedText result =
      convert_text("1.5 2\n# remark\n\n3,4,5\r\nx 1\n1 2 3 4\n7\nnan 1\n -1e3\t2.25 ;3\n", 11, {});
  EXPECT_EQ(result.text,
            "1.50000 2.00000 0.00000\n3.00000 4.00000 5.00000\nnan nan nan\nnan nan nan\nnan nan nan\nnan nan nan\n"
            "-1000.00000 2.25000 3.00000\n");
  EXPECT_EQ(result.points, 3u);
  EXPECT_EQ(result.lines, 9u);
  ASSERT_EQ(result.bad.size(), 4u);
  EXPECT_EQ(result.bad[0].line, 15u);
  EXPECT_EQ(result.bad[1].line, 16u);
  EXPECT_EQ(result.bad[2].line, 17u);
  EXPECT_EQ(result.bad[3].line, 18u);
  EXPECT_EQ(result.bounds.min.x, -1000);
}

TEST(ConvertText, RoundsToItsDecimals) {
  const auto text = [](double value, int decimals) {
    std::string result;
    append_decimals(result, value, decimals);
    return result;
  };
  EXPECT_EQ(text(0, 5), "0.00000");
  EXPECT_EQ(text(-0.000001, 5), "0.00000");
  EXPECT_EQ(text(-0.00001, 5), "-0.00001");
  EXPECT_EQ(text(14594494.123456, 5), "14594494.12346");
  EXPECT_EQ(text(-82.30000000001, 11), "-82.30000000001");
  EXPECT_EQ(text(1e300, 5).substr(0, 6), "100000");
  EXPECT_EQ(text(NAN, 5), "nan");
  EXPECT_EQ(text(5, 0), "5");
}

TEST(ConvertText, ManyPiecesKeepOrderAndLineNumbers) {
  std::string lines;
  for (int i = 0; i < 60000; ++i) lines += i == 50000 ? "bad line\n" : std::to_string(i) + " 1 2\n";
  const ConvertedText result = convert_text(lines, 1, {});
  EXPECT_EQ(result.points, 59999u);
  EXPECT_EQ(result.lines, 60000u);
  ASSERT_EQ(result.bad.size(), 1u);
  EXPECT_EQ(result.bad[0].line, 50001u);
  std::istringstream out(result.text);
  std::string line;
  for (int i = 0; i < 60000; ++i) {
    std::getline(out, line);
    ASSERT_EQ(line, i == 50000 ? "nan nan nan" : std::to_string(i) + ".00000 1.00000 2.00000");
  }
}

}  // namespace
}  // namespace lode::geo
