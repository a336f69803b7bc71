// The cases of tests/tables/desurvey.txt.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "core/desurvey.h"
#include "core/error.h"
#include "testing/testing.h"

namespace lode {
namespace {

TEST(DesurveyTable, EveryMethodPutsEveryPointWhereItsSourceSays) {
  const std::filesystem::path file = testing::tests_dir() / "tables" / "desurvey.txt";
  std::ifstream stream(file);
  ASSERT_TRUE(stream) << file;
  std::vector<Station> stations;
  std::set<std::string> methods;
  std::string line, title, source;
  for (int number = 1; std::getline(stream, line); ++number) {
    std::istringstream words(line);
    std::string first;
    if (!(words >> first) || first[0] == '#') continue;
    SCOPED_TRACE(title + ", line " + std::to_string(number));
    if (first == "case") {
      std::getline(words, title);
      stations.clear();
      source.clear();
    } else if (first == "source") {
      std::getline(words, source);
    } else if (first == "station") {
      Station& station = stations.emplace_back();
      words >> station.depth_m >> station.azimuth_deg >> station.dip_deg;
      ASSERT_TRUE(words);
    } else if (first == "stations") {
      double from, to, step, azimuth, azimuth_step, dip, dip_step;
      words >> from >> to >> step >> azimuth >> azimuth_step >> dip >> dip_step;
      ASSERT_TRUE(words);
      for (double depth = from; depth <= to; depth += step)
        stations.push_back({depth, azimuth + azimuth_step * depth, dip + dip_step * depth});
    } else {
      const DesurveyMethod method = desurvey_method(first);
      double depth, tolerance;
      Vec3 expected;
      words >> depth >> expected.x >> expected.y >> expected.z >> tolerance;
      ASSERT_TRUE(words);
      ASSERT_FALSE(stations.empty());
      EXPECT_FALSE(source.empty());
      const Vec3 offset = Trace(stations, method).offset_at(depth);
      for (int axis = 0; axis < 3; ++axis) EXPECT_NEAR(offset[axis], expected[axis], tolerance) << first << " " << axis;
      methods.insert(first);
    }
  }
  EXPECT_EQ(methods.size(), 4U) << "each method has a case";
}

// A method's path is continuous and as long as the hole is deep; minimum curvature also turns without a kink.
TEST(Desurvey, IsContinuousAndKeepsTheLengthDownTheHole) {
  const std::vector<Station> stations{{0, 20, -75}, {30, 60, -60}, {75, 300, -85}, {200, 310, 10}};
  for (const auto& [name, method] : desurvey_names) {
    const Trace trace(stations, method);
    double along = 0;
    constexpr double step = 0.01;
    for (double depth = 0; depth + step < 250; depth += step) {
      const Vec3 move = trace.offset_at(depth + step) - trace.offset_at(depth);
      ASSERT_LT(length(move), step * (1 + 1e-9)) << name << " " << depth;
      ASSERT_NEAR(length(trace.direction_at(depth)), 1, 1e-12);
      along += length(move);
    }
    EXPECT_NEAR(along, 250, 0.03) << name;
  }
}

TEST(Desurvey, UnknownMethodsAreRefusedWithWhatThereIs) {
  EXPECT_EQ(desurvey_method("spherical_arc"), DesurveyMethod::minimum_curvature);
  EXPECT_EQ(desurvey_method("balanced_tangent"), DesurveyMethod::balanced_tangential);
  try {
    desurvey_method("radius");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.remedy().find("raw_tangent"), std::string::npos);
  }
}

}  // namespace
}  // namespace lode
